"""What the file knows of the person never leaves, however it is written."""

import pytest

from requests_app.aids.steps import BLOCK_FIELDS
from requests_app.anonymisation.known import NOT_SEARCHED, SEARCHED, LeakKind, known_of
from requests_app.anonymisation.leaks import find_leaks
from tests.requests_app.anonymisation.case import FILED_ON, known, person

KNOWN = known()

FOUND = [
    # names
    (LeakKind.PERSON, "Maëlys a perdu son client."),
    (LeakKind.PERSON, "maelys a perdu son client"),
    (LeakKind.PERSON, "MAELYS A PERDU SON CLIENT"),
    (LeakKind.PERSON, "Le dossier Kerguelen est complet."),
    (LeakKind.PERSON, "le dossier kerguelen est complet"),
    (LeakKind.PERSON, "Le dossier KERGUÉLEN est complet."),
    (LeakKind.PERSON, "Le dossier Kerguélèn est complet."),
    (LeakKind.PERSON, "Les Kerguelens tiennent le commerce."),
    (LeakKind.PERSON, "Le dossier Kerguellen est complet."),
    (LeakKind.PERSON, "Le dossier Kergulen est complet."),
    (LeakKind.PERSON, "Le dossier Kerguleen est complet."),
    (LeakKind.PERSON, "Le dossier Kerguelan est complet."),
    (LeakKind.PERSON, "Le dossier Kergue1en est complet."),
    (LeakKind.PERSON, "Le dossier K3rguel3n est complet."),
    (LeakKind.PERSON, "Le dossier K e r g u e l e n est complet."),
    (LeakKind.PERSON, "Le dossier K.E.R.G.U.E.L.E.N est complet."),
    (LeakKind.PERSON, "Le dossier k-e-r-g-u-e-l-e-n est complet."),
    (LeakKind.PERSON, "Le dossier Ker\u200bguelen est complet."),
    (LeakKind.PERSON, "Le dossier Ker\u00adguelen est complet."),
    (LeakKind.PERSON, "Le dossier Kerguеlеn est complet."),  # Cyrillic е
    (LeakKind.PERSON, "Le dossier Κerguelen est complet."),  # Greek Κ
    (LeakKind.PERSON, "Le dossier Ｋｅｒｇｕｅｌｅｎ est complet."),
    (LeakKind.PERSON, "Le dossier Ker-\nguelen est complet."),
    (LeakKind.PERSON, "La société kerguelenfleurs est en difficulté."),
    (LeakKind.PERSON, "La société SARLKerguelen est en difficulté."),
    (LeakKind.PERSON, "Kerguelen-Petit, fleuriste."),
    (LeakKind.PERSON, "kerguelen petit"),
    (LeakKind.PERSON, "kerguelenpetit"),
    (LeakKind.PERSON, "Kerguelen_Petit"),
    (LeakKind.PERSON, "Petit-Kerguelen"),
    (LeakKind.PERSON, "son frère Yannick l’aide"),
    (LeakKind.PERSON, "la situation de Claire est difficile"),
    (LeakKind.PERSON, "mme claire"),
    (LeakKind.PERSON, "claire kerguelen"),
    (LeakKind.PERSON, "maelysclaire"),
    # names that are common words
    (LeakKind.PERSON, "Le dossier de Mme Petit est complet."),
    (LeakKind.PERSON, "le dossier de mme petit est complet"),
    (LeakKind.PERSON, "le dossier de madame marchand"),
    (LeakKind.PERSON, "Le dossier Marchand est complet."),
    (LeakKind.PERSON, "Née Marchand, elle exerce seule."),
    (LeakKind.PERSON, "La situation de PETIT est fragile."),
    (LeakKind.PERSON, "PETIT TIENT UN COMMERCE DE FLEURS DEPUIS DIX ANS"),
    # caseworkers
    (LeakKind.CASEWORKER, "Dossier suivi par Solène."),
    (LeakKind.CASEWORKER, "Dossier suivi par solene boucher."),
    (LeakKind.PERSON, "Dossier suivi par Mme Boucher."),
    (LeakKind.CASEWORKER, "Voir avec Boucher."),
    # business
    (LeakKind.BUSINESS, "Elle tient Au P'tit Œillet."),
    (LeakKind.BUSINESS, "elle tient au ptit oeillet"),
    (LeakKind.BUSINESS, "elle tient le P’tit OEILLET"),
    (LeakKind.BUSINESS, "la page auptitoeillet le montre"),
    (LeakKind.BUSINESS, "la boutique Œillet"),
    # places
    (LeakKind.PLACE, "Le magasin de Rennes a fermé."),
    (LeakKind.PLACE, "le magasin de rennes a fermé"),
    (LeakKind.PLACE, "Elle vit à Saint-Malo."),
    (LeakKind.PLACE, "Elle vit à St Malo."),
    (LeakKind.PLACE, "elle vit à saint malo"),
    (LeakKind.PLACE, "elle vit à saintmalo"),
    (LeakKind.PLACE, "Elle vit à Malo."),
    (LeakKind.PLACE, "Les travaux de Dol de Bretagne durent."),
    (LeakKind.PLACE, "Les travaux de Dol-en-Bretagne durent."),
    (LeakKind.PLACE, "Elle exerce en Ille-et-Vilaine."),
    (LeakKind.PLACE, "elle exerce en ille et vilaine"),
    # addresses
    (LeakKind.STREET, "Le local de la rue des Lilas est fermé."),
    (LeakKind.STREET, "le local rue lilas est fermé"),
    (LeakKind.STREET, "Le local place du Général Leclerc est fermé."),
    (LeakKind.STREET, "le local du general leclerc est fermé"),
    (LeakKind.STREET, "la résidence brocéliande"),
    (LeakKind.POSTCODE, "Le secteur 35400 souffre."),
    (LeakKind.POSTCODE, "Le secteur 35120."),
    # numbers
    (LeakKind.NIR, "2 80 07 76 123 456 79"),
    (LeakKind.NIR, "280077612345679"),
    (LeakKind.NIR, "2800776123456"),
    (LeakKind.NIR, "2.80.07.76.123.456"),
    (LeakKind.NIR, "2-80-07-76-123-456 clé 79"),
    (LeakKind.SIRET, "732 829 320 00074"),
    (LeakKind.SIRET, "73282932000074"),
    (LeakKind.SIRET, "SIREN 732829320"),
    (LeakKind.SIRET, "SIREN 732.829.320"),
    (LeakKind.SIRET, "FR44732829320"),
    (LeakKind.SIRET, "732 829 320 €"),
    (LeakKind.PHONE, "06 12 34 56 78"),
    (LeakKind.PHONE, "06.12.34.56.78"),
    (LeakKind.PHONE, "06-12-34-56-78"),
    (LeakKind.PHONE, "06/12/34/56/78"),
    (LeakKind.PHONE, "0612345678"),
    (LeakKind.PHONE, "+33612345678"),
    (LeakKind.PHONE, "+33 (0)6 12 34 56 78"),
    (LeakKind.PHONE, "0033 6 12 34 56 78"),
    (LeakKind.PHONE, "O6 12 34 56 78"),
    (LeakKind.PHONE, "06 l2 34 56 78"),
    (LeakKind.PHONE, "0 6 1 2 3 4 5 6 7 8"),
    (LeakKind.PHONE, "06 12 34 56 78 €"),
    (LeakKind.PHONE, "zéro six douze trente-quatre cinquante-six soixante-dix-huit"),
    (LeakKind.PHONE, "０６ １２ ３４ ５６ ７８"),
    (LeakKind.IBAN, "FR76 3000 6000 0112 3456 7890 189"),
    (LeakKind.IBAN, "fr7630006000011234567890189"),
    (LeakKind.IBAN, "compte 30006 00001 12345678901 89"),
    (LeakKind.IBAN, "compte 12345678901"),
    (LeakKind.EMAIL, "maelys.k35@exemple.fr"),
    (LeakKind.EMAIL, "MAELYS.K35@EXEMPLE.FR"),
    (LeakKind.EMAIL, "maelys.k35 arobase exemple point fr"),
    (LeakKind.EMAIL, "maelys point k35 (at) exemple point fr"),
    (LeakKind.EMAIL, "maelys.k35 [at] exemple [point] fr"),
    (LeakKind.EMAIL, "cerise@boutique-exemple.fr"),
    (LeakKind.EMAIL, "cerise chez boutique-exemple point fr"),
    (LeakKind.REFERENCE, "voir AS-7KQ4-93XM"),
    (LeakKind.REFERENCE, "voir as 7kq4 93xm"),
    # age
    (LeakKind.AGE, "À 45 ans, elle exerce seule."),
    (LeakKind.AGE, "Elle est née en 1980."),
    (LeakKind.AGE, "Son activité, comme elle, date de 1980."),
]

PASSES = [
    "La personne exerce depuis 2019 comme commerçante.",
    "Le petit commerce a perdu son principal client.",
    "Petit commerce de centre-ville, sans salarié.",
    "La situation est claire. Claire, la demande l’est aussi.",
    "Un marchand de journaux a repris le local. Marchand ambulant, son frère l’aide.",
    "Le boucher voisin a fermé.",
    "La commission de Bretagne a déjà étudié une demande.",
    "En Bretagne, la saison commence au printemps.",
    "Son chiffre d’affaires est passé de 38 500 € à 21 000 €.",
    "Il reste 35 400 € à rembourser.",
    "Il reste 35000 euros à rembourser.",
    "Le prêt est de 35 000 €.",
    "L’activité est arrêtée depuis 45 ans et 3 mois.",
    "Elle travaille pendant 45 heures par semaine.",
    "La vente de fleurs coupées baisse de 12 % par an.",
    "L’Urssaf a accordé un délai.",
    "Une place de parking lui coûte 60 € par mois.",
    "Elle garde son fils les mercredis, et sa fille a 12 ans.",
]


@pytest.mark.parametrize(("kind", "text"), FOUND)
def test_what_the_file_knows_is_found(kind, text):
    assert kind in {leak.kind for leak in find_leaks(text, KNOWN)}


@pytest.mark.parametrize("text", PASSES)
def test_ordinary_words_pass(text):
    assert find_leaks(text, KNOWN) == ()


@pytest.mark.parametrize(
    ("last_name", "text", "leaks"),
    [
        ("Ly", "Le dossier Ly est complet.", 1),
        ("Ly", "Il y a lieu de vérifier.", 0),
        ("Roi", "Le roi est mort.", 0),
        ("Roi", "Le client est roi. Roi du marché, il exige.", 0),
        ("Roi", "M. Roi exerce seul.", 1),
        ("Roi", "m. roi exerce seul", 1),
        ("Roi", "Le couple Roi vit seul.", 1),
        ("Roi", "Le dossier (Roi) est complet.", 1),
        ("Le Bon", "Le bon état du local est constaté.", 0),
        ("Le Bon", "La famille Le Bon est aidée.", 1),
        ("Le Bon", "Dossier lebon.", 1),
        ("Le Gall", "dossier legall", 1),
        ("Le Gall", "Dossier LE GALL", 1),
        ("De la Tour", "La tour du four est cassée.", 0),
        ("De la Tour", "Le cas De La Tour est suivi.", 1),
        ("d’Hervé", "le cas d'herve", 1),
        ("Ben Saïd", "le cas bensaid", 1),
        ("N’Guessan", "le cas nguessan", 1),
        ("O’Brien", "le cas O Brien", 1),
        ("Berger", "Il garde un troupeau avec un berger.", 0),
        ("Berger", "Selon Berger, la vente est perdue.", 1),
        ("Martin", "La vente des martinets.", 1),
        ("Abdi", "Elle a rabdi son local.", 0),
    ],
)
def test_a_name_is_searched_as_its_words_allow(last_name, text, leaks):
    assert len(find_leaks(text, person(last_name))) == leaks


def test_the_name_of_a_region_is_never_taken_for_a_name():
    martin = known_of({"identite": {"last_name": "Martin"}}, filed_on=FILED_ON, allowed=["Martinique"])
    assert find_leaks("La saison en Martinique a été mauvaise.", martin) == ()


def test_a_place_finer_than_the_area_of_the_board_is_a_leak():
    overseas = known_of(
        {}, filed_on=FILED_ON, places=["Guadeloupe", "CGSS Guadeloupe"], allowed=["Antilles-Guyane"]
    )
    assert [leak.kind for leak in find_leaks("Un cyclone a touché la Guadeloupe.", overseas)] == [
        LeakKind.PLACE
    ]
    assert find_leaks("Un cyclone a touché les Antilles, dit la CGSS.", overseas) == ()


def test_the_organisation_of_a_part_of_the_area_is_a_leak():
    alsace = known_of({}, filed_on=FILED_ON, places=["Urssaf Alsace"], allowed=["Grand Est"])
    assert [leak.excerpt.found for leak in find_leaks("L’Urssaf Alsace et l’Alsace.", alsace)] == [
        "Alsace",
        "Alsace",
    ]


def test_a_file_that_knows_nothing_still_answers():
    assert known_of({}, filed_on=FILED_ON).values == ()
    assert find_leaks("Une phrase sans histoire.", known_of({}, filed_on=FILED_ON)) == ()


def test_every_identifying_question_is_searched_or_stopped_otherwise():
    identifying = {
        (block, spec.name) for block, specs in BLOCK_FIELDS.items() for spec in specs if spec.identifying
    }
    assert identifying == SEARCHED.keys() | NOT_SEARCHED.keys()


def test_a_relative_is_searched_as_the_person_is():
    known_relative = known(relatives=["Zuleika"])
    for text in ("Avec zuleika, tout va mieux.", "Avec Zu&shy;leika, tout va mieux.", "Avec Zuleica hier."):
        assert [leak.kind for leak in find_leaks(text, known_relative)] == [LeakKind.RELATIVE]
    assert find_leaks("Avec zuleika, tout va mieux.", known()) == ()
