"""One person, as the file knows her, for every table of leaks."""

from datetime import date

from requests_app.anonymisation.known import Known, known_of

ANSWERS = {
    "identite": {
        "last_name": "Kerguelen-Petit",
        "birth_name": "Marchand",
        "first_names": "Maëlys, Claire",
        "birth_date": "1980-07-14",
        "nir": "280077612345679",
    },
    "coordonnees": {
        "phone": "0612345678",
        "email": "maelys.k35@exemple.fr",
        "home_line1": "12 bis rue des Lilas",
        "home_line2": "Résidence Brocéliande, bâtiment B",
        "home_postcode": "35400",
        "home_city": "Saint-Malo",
    },
    "entreprise": {
        "siret": "73282932000074",
        "business_name": "Au P’tit Œillet",
        "activity_line1": "3 place du Général Leclerc",
        "activity_postcode": "35000",
        "activity_city": "Rennes",
    },
    "sinistre": {"damage_postcode": "35120", "damage_city": "Dol-de-Bretagne"},
    "versement": {"iban": "FR7630006000011234567890189", "holder_name": "Yannick Kerguelen"},
}
FILED_ON = date(2026, 6, 15)


def known(answers: dict = ANSWERS, **more) -> Known:
    options = {
        "filed_on": FILED_ON,
        "emails": ["cerise@boutique-exemple.fr"],
        "caseworkers": ["Solène Boucher"],
        "places": ["Ille-et-Vilaine", "Urssaf Bretagne"],
        "references": ["AS-7KQ4-93XM"],
        "allowed": ["Bretagne"],
    }
    return known_of(answers, **(options | more))


def person(last_name: str, first_names: str = "Zuleika", **identity) -> Known:
    """Somebody of whom the file knows a name and nothing else."""
    return known_of(
        {"identite": {"last_name": last_name, "first_names": first_names, **identity}}, filed_on=FILED_ON
    )
