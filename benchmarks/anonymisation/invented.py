"""A second set of texts, invented anew for each seed: other sentences and other habits of writing than the corpus.

``python -m benchmarks.anonymisation.invented 150 7 > texts.jsonl``; needs Faker (development packages).
"""

import json
import random
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from faker import Faker
from faker.config import AVAILABLE_LOCALES

from requests_app.letters.wording import MONTHS

Pieces = list[tuple[str, str | None]]
_MARK = re.compile(r"\{(\w+)\}")
_SENTENCES = """
Voici ma situation en quelques lignes : {P} {N}, {METIER}, à mon compte depuis six ans.
{N} {P}, c'est moi ; les voisins disent plutôt {P}.
Je vous adresse ce courrier sur les conseils de {TP} {TN}, qui me reçoit au CCAS.
Mon associée {TP} a claqué la porte au printemps en laissant {MT} de factures.
La propriétaire des murs, Mme {TN}, ne veut plus attendre les {MT} de retard.
{CP} a perdu sa place à l'usine et nous vivons tous sur mes recettes.
Nos gamins ({E1}, {E2}) sont encore scolarisés, la cantine coûte {MT}.
{E1} doit porter un appareil dentaire, reste à charge {MT}.
Le foyer se compose de {P} {N}, de {CP} {CN} et de deux enfants, {E1} et {E2}.
L'intéressée, née {NN}, réside au {AD}, {CPO} {CO}.
Il est domicilié {AD} à {CO} et se déplace à vélo.
Depuis que la départementale est coupée entre {CO} et {CO2}, plus personne ne s'arrête.
J'expose au marché couvert de {CO2} et à la foire de {CO3}.
La maison {ORG} exige désormais un règlement à la commande.
J'avais un contrat avec {ORG}, rompu sans préavis le {J} {MOIS}.
Numéro à rappeler de préférence le soir : {TEL}.
Écrivez-moi ({MAIL}), je lis mes messages une fois par semaine.
Relevé joint, compte {IBAN}.
Immatriculation au répertoire : {SIRET}.
NIR {NIR}, rattachement au centre de {CO2}.
Votre courrier portait le n° {DOS}.
Ma camionnette {PLQ} a été saisie par l'huissier.
Me {TN} a procédé à l'inventaire le {J} {MOIS}.
Le docteur {TN} parle d'un épuisement sévère ; le kiné, {TP} {TN2}, aussi.
Sous l'enseigne {ENS}, le commerce réalisait {MTA} de ventes il y a trois ans.
{ENS} ne survivra pas à l'hiver si rien ne bouge.
Le compte de {ENT} est bloqué depuis l'avis à tiers détenteur.
La personne, âgée de {AGE} ans, dit ne plus dormir.
À {AGE} ans on ne retrouve pas de travail facilement.
Une amie, {TP}, me dépanne de {MT} quand elle peut.
{P} n'ouvre plus son courrier et {CP} a pris le relais.
Ce matin encore, {TP} {TN} est venu réclamer son dû devant les clients.
Reçu ce jour M. ou Mme {N}, accompagné de {TP} {TN}, bénévole.
""".strip().split("\n")
_PLAIN = """
Le chauffage du local est en panne et je travaille avec deux pulls.
Les charges sociales tombent même quand la caisse reste vide.
J'ai honte de demander, mais je ne vois pas d'autre porte où frapper.
La saison a été gâchée par la pluie puis par les travaux de la chaussée.
Le plan proposé par la commission étale la dette sur deux ans.
Je garde espoir : deux devis sont en attente de signature.
Le ménage a supprimé tous les abonnements et mange à sa faim grâce à l'épicerie solidaire.
Les ressources sont irrégulières, le reste pour vivre est inférieur au seuil habituel.
Une reconversion dans le transport scolaire est à l'étude.
Mes parents ne peuvent plus nous aider comme avant.
""".strip().split("\n")
_LABELS = {
    "P": "PRENOM",
    "N": "NOM",
    "NN": "NOM_NAISSANCE",
    "CP": "CONJOINT",
    "CN": "CONJOINT",
    "E1": "ENFANT",
    "E2": "ENFANT",
    "TP": "PERS_TIERS",
    "TN": "PERS_TIERS",
    "TN2": "PERS_TIERS",
    "CO": "COMMUNE",
    "CO2": "LIEU",
    "CO3": "LIEU",
    "CPO": "CP",
    "AD": "ADRESSE",
    "ORG": "ORG_TIERS",
    "J": "DATE",
    "TEL": "TEL",
    "MAIL": "EMAIL",
    "IBAN": "IBAN",
    "SIRET": "SIRET",
    "NIR": "NIR",
    "DOS": "DOSSIER",
    "PLQ": "PLAQUE",
    "ENS": "ENSEIGNE",
    "ENT": "ENTREPRISE",
    "AGE": "AGE",
    "MT": "NEUTRE",
    "MTA": "NEUTRE",
    "MOIS": "NEUTRE",
    "METIER": "NEUTRE",
}
_SIGNS = ("L'Atelier {}", "Chez {}", "Maison {}", "{} & Co", "Au Fil de {}", "Le Petit {}")
_NICE_WORDS = (
    "Lune",
    "Olive",
    "Cerise",
    "Marée",
    "Tilleul",
    "Rouge-Gorge",
    "Pavot",
    "Bohème",
    "Galet",
    "Ortie",
    "Comète",
    "Mistral",
    "Lavande",
    "Fougère",
    "Écureuil",
)
_TRADES = (
    "cordonnière",
    "serrurier",
    "tatoueuse",
    "apiculteur",
    "couturière",
    "livreur",
    "bijoutière",
    "maçon",
    "masseuse",
    "ramoneur",
    "graphiste",
    "forain",
)
_SHORTENED = (
    ("pour", "pr"),
    ("dans", "ds"),
    ("beaucoup", "bcp"),
    ("vous", "vs"),
    ("depuis", "dps"),
    ("que", "ke"),
    ("j'ai", "jai"),
    ("c'est", "c"),
)
_ELSEWHERE = [
    one
    for one in ("fr_FR", "fr_FR", "fr_FR", "fr_BE", "pt_PT", "pl_PL", "tr_TR", "it_IT", "vi_VN")
    if one in AVAILABLE_LOCALES
]


def texts(count: int, seed: int) -> Iterator[dict[str, Any]]:
    draw = random.Random(seed)  # noqa: S311 - invented, not secret
    fakers = [Faker(locale) for locale in _ELSEWHERE]
    for faker in fakers:
        faker.seed_instance(seed)
    for index in range(count):
        values = _values(draw, fakers)
        sentences = draw.sample(_SENTENCES, draw.randint(8, 13)) + draw.sample(_PLAIN, 4)
        draw.shuffle(sentences)
        pieces = [piece for sentence in sentences for piece in _pieces(sentence + draw.choice(" \n"), values)]
        habit = list(_HABITS)[index % len(_HABITS)]
        text, spans = _written(_HABITS[habit](draw, pieces))
        yield {
            "id": f"inv-{index:04d}",
            "file": _file(values),
            "text": text,
            "spans": spans,
            "kinds": [habit],
        }


def _values(draw: random.Random, fakers: list[Faker]) -> dict[str, str]:
    own, home = draw.choice(fakers), fakers[0]
    word = draw.choice(_NICE_WORDS)
    made = {
        "P": own.first_name(),
        "N": own.last_name(),
        "NN": home.last_name(),
        "CP": own.first_name(),
        "CN": own.last_name(),
        "E1": home.first_name(),
        "E2": own.first_name(),
        "TP": draw.choice(fakers).first_name(),
        "TN": draw.choice(fakers).last_name(),
        "TN2": home.last_name(),
        "CO": home.city(),
        "CO2": home.city(),
        "CO3": home.city(),
        "CPO": home.postcode(),
        "AD": home.street_address().replace(",", ""),
        "ORG": home.company(),
        "J": str(draw.randint(2, 28)),
        "TEL": home.phone_number(),
        "IBAN": home.iban(),
        "SIRET": home.siret(),
        "NIR": home.ssn(),
        "DOS": f"{draw.choice('ABCDE')}{draw.randint(10, 99)}/{draw.randint(10000, 99999)}",
        "PLQ": home.license_plate(),
        "ENS": draw.choice(_SIGNS).format(word),
        "AGE": str(draw.randint(21, 67)),
        "MT": f"{draw.randint(60, 980)} €",
        "MTA": f"{draw.randint(12, 95)} {draw.randint(100, 999)} euros",
        "MOIS": draw.choice(MONTHS),
        "METIER": draw.choice(_TRADES),
    }
    made["ENT"] = f"{made['N']} {draw.choice(['Bâtiment', 'Services', 'Création'])}"
    name = _without_accents(f"{made['P']}_{made['N']}".lower()).replace(" ", "")
    made["MAIL"] = f"{name}@{draw.choice(['gmx.fr', 'sfr.fr', 'yahoo.fr'])}"
    return made


def _file(values: dict[str, str]) -> dict[str, Any]:
    return {
        "prenom": values["P"],
        "nom": values["N"],
        "nom_naissance": values["NN"],
        "entreprise": values["ENT"],
        "enseigne": values["ENS"],
        "conjoint": {"prenom": values["CP"], "nom": values["CN"]},
        "enfants": [values["E1"]],
        "telephone": re.sub(r"\D", "", values["TEL"]),
        "email": values["MAIL"],
        "adresse": values["AD"],
        "code_postal": values["CPO"],
        "commune": values["CO"],
        "iban": values["IBAN"],
        "siret": values["SIRET"].replace(" ", ""),
        "nir": values["NIR"],
    }


def _pieces(sentence: str, values: dict[str, str]) -> Iterator[tuple[str, str | None]]:
    for index, part in enumerate(_MARK.split(sentence)):
        yield (values[part], _LABELS[part]) if index % 2 else (part, None)


def _written(pieces: Pieces) -> tuple[str, list[list[Any]]]:
    text, spans = "", []
    for piece, label in pieces:
        if label and piece:
            spans.append([len(text), len(text) + len(piece), label])
        text += piece
    return text, spans


def _hurried(draw: random.Random, pieces: Pieces) -> Pieces:
    """As a text message: no capital, no accent, short words."""
    written = []
    for piece, label in pieces:
        short = _without_accents(piece.lower())
        if label is None:
            for long, brief in _SHORTENED:
                short = re.sub(rf"\b{long}\b", brief, short)
            short = short.replace("j'", "j").replace("l'", draw.choice(["l'", "l "]))
        written.append((short, label))
    return written


def _slipped(draw: random.Random, pieces: Pieces) -> Pieces:
    """One letter of some names is doubled, dropped or swapped."""
    written = []
    for piece, label in pieces:
        if label in ("PRENOM", "NOM", "CONJOINT", "PERS_TIERS") and len(piece) > 5 and draw.random() < 0.6:
            at = draw.randrange(1, len(piece) - 2)
            forms = (
                piece[:at] + piece[at] + piece[at:],
                piece[:at] + piece[at + 1 :],
                piece[:at] + piece[at + 1] + piece[at] + piece[at + 2 :],
            )
            piece = draw.choice(forms)  # noqa: PLW2901
        written.append((piece, label))
    return written


def _without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


_HABITS: dict[str, Callable[[random.Random, Pieces], Pieces]] = {
    "as_is": lambda draw, pieces: pieces,
    "names_small": lambda draw, pieces: [
        (piece.lower() if label else piece, label) for piece, label in pieces
    ],
    "no_accents": lambda draw, pieces: [(_without_accents(piece), label) for piece, label in pieces],
    "slipped": _slipped,
    "capitals": lambda draw, pieces: [(piece.upper(), label) for piece, label in pieces],
    "hurried": _hurried,
    "as_is_again": lambda draw, pieces: pieces,
}


if __name__ == "__main__":
    for record in texts(int(sys.argv[1]), int(sys.argv[2])):
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
