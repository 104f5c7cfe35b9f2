"""A lawful set of mentions for each kind of letter and each aid, to be broken one field at a time."""

from datetime import date

from requests_app.enums import PaysTo
from requests_app.letters import bodies
from requests_app.letters.catalogue import Kind
from requests_app.letters.mentions import (
    Addressee,
    Adjourned,
    Author,
    AutomatedCheck,
    Grant,
    Granted,
    Grounds,
    Lapsed,
    Letterhead,
    Mentions,
    OutOfCompetence,
    Paper,
    Papers,
    Partial,
    Receipt,
    ReceivedFile,
    Refused,
    Remedies,
    Withdrawn,
)

ASKED = 150_000
LETTERHEAD = Letterhead(
    name="Urssaf Bretagne",
    service="Service de l’action sociale des travailleurs indépendants",
    address=("TSA 20010", "35043 Rennes Cedex"),
    email="action-sociale@urssaf-bretagne.example",
    phone="3698",
)
ADDRESSEE = Addressee(
    name="Madame Maëlys Łukaszewska-Le Goff",
    address=("12 bis, rue de l’Abbé-Grégoire", "35000 Rennes"),
)
BOARD_AUTHOR = Author(name="Claire Morel", function="Présidente de la commission", service="CASS Bretagne")
CASEWORKER = Author(name="Yann Le Bihan", function="Gestionnaire", service="Urssaf Bretagne")
REMEDIES = Remedies(
    paragraphs=(
        "Vous pouvez écrire à la commission dans les deux mois.",
        "Vous pouvez saisir le tribunal judiciaire.",
    ),
    mediator=("Le médiateur vous aide gratuitement.",),
)
GROUNDS = Grounds(
    sentences=("La difficulté décrite est durable, alors que l’aide répond à une difficulté passagère.",),
    fact="Votre chiffre d’affaires baisse depuis trois ans.",
)
PAPERS = (
    Paper(label="Avis d’impôt 2025", why="les deux pages sont nécessaires"),
    Paper(label="Relevé d’identité bancaire", why=""),
)
COMMON = {
    "letterhead": LETTERHEAD,
    "addressee": ADDRESSEE,
    "reference": "AS-7KQ4-93XM",
    "filed_on": date(2026, 9, 30),
    "dated_on": date(2026, 12, 1),
    "portal_url": "https://portail.example/demandes/5b1f5c1e-7b1e-4d0e-9d0e-2f1d6c1e7b1e/",
}
RULING = {
    **COMMON,
    "board_name": "CASS Bretagne",
    "held_on": date(2026, 11, 27),
    "author": BOARD_AUTHOR,
    "remedies": REMEDIES,
    "automated_check": AutomatedCheck(parameters_on=date(2026, 9, 30)),
}


def grant(amount_cents: int, aid_code: str) -> Grant:
    paid_to = {"aced": PaysTo.ACCOUNT, "adr": PaysTo.BOTH}.get(aid_code, PaysTo.PERSON)
    account_end = "" if paid_to is PaysTo.ACCOUNT else "0189"
    return Grant(amount_cents=amount_cents, asked_cents=ASKED, paid_to=paid_to, account_end=account_end)


def fields(kind: Kind, aid_code: str) -> tuple[type[Mentions], dict]:
    """The class of the mentions of this letter, and lawful values for all its fields."""
    return {
        Kind.GRANTED: (Granted, {**RULING, "grant": grant(ASKED, aid_code)}),
        Kind.PARTIAL: (
            Partial,
            {**RULING, "grant": grant(80_000, aid_code), "grounds": GROUNDS, "other_bodies": ()},
        ),
        Kind.REFUSED: (Refused, {**RULING, "asked_cents": ASKED, "grounds": GROUNDS, "other_bodies": ()}),
        Kind.ADJOURNED: (Adjourned, {**RULING, "refused_on": date(2027, 1, 15)}),
        Kind.OUT_OF_COMPETENCE: (
            OutOfCompetence,
            {**RULING, "grounds": GROUNDS, "other_bodies": bodies.for_reasons(["other_body"])},
        ),
        Kind.RECEIPT: (
            Receipt,
            {
                **COMMON,
                "dated_on": date(2026, 9, 30),
                "amount_asked_cents": ASKED,
                "refused_on": date(2026, 11, 30),
                "files": (
                    ReceivedFile(label="Avis d’impôt", sha256="9f3a" * 16),
                    ReceivedFile(label="RIB", sha256="77de" * 16),
                ),
                "remedies": REMEDIES,
            },
        ),
        Kind.PAPERS: (
            Papers,
            {
                **COMMON,
                "papers": PAPERS,
                "message": "Il me manque surtout l’avis 2025.",
                "due_on": date(2026, 12, 31),
                "lapses_on": date(2027, 1, 15),
                "author": CASEWORKER,
            },
        ),
        Kind.WITHDRAWN: (Withdrawn, {**COMMON, "withdrawn_on": date(2026, 11, 30)}),
        Kind.LAPSED: (
            Lapsed,
            {
                **COMMON,
                "asked_on": date(2026, 10, 15),
                "due_on": date(2026, 11, 14),
                "papers": PAPERS,
                "reopen_until": date(2027, 2, 1),
                "author": CASEWORKER,
                "remedies": REMEDIES,
            },
        ),
    }[kind]


def mentions(kind: Kind, aid_code: str = "afe", **changes) -> Mentions:
    record, values = fields(kind, aid_code)
    return record(**{**values, **changes})
