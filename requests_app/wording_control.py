"""What a caseworker reads between a vote and a payment: signature of the minutes, control of the State. Pure."""

from datetime import date

from requests_app.letters.wording import long_date

SUSPENSIONS: dict[str, str] = {
    "unlawful": "décision jugée illégale",
    "financial": "équilibre financier",
}


def awaiting_signature(examined_on: date) -> str:
    return (
        f"La commission a examiné ce dossier le {long_date(examined_on)}. "
        "La décision attend la signature du procès-verbal : rien ne part avant."
    )


def suspended(suspended_on: date, suspension: str) -> str:
    return (
        f"Le service de contrôle de l’État a suspendu cette décision le {long_date(suspended_on)} "
        f"({SUSPENSIONS[suspension]}). Ni courrier ni versement avant la fin de la suspension."
    )


def payment_held(
    *, payable_from: date | None, suspended_on: date | None, suspension: str, paid_on: date
) -> str:
    """Why a payment may not be made on the day ``paid_on``, and until when; "" when it may."""
    if suspended_on is not None:
        return suspended(suspended_on, suspension)
    if payable_from is None:
        return (
            "Le versement attend le contrôle de l’État : le secrétariat de la commission n’a pas encore "
            "enregistré l’envoi du procès-verbal au service de contrôle."
        )
    if paid_on < payable_from:
        return (
            f"Le versement est possible à partir du {long_date(payable_from)} : jusque-là, "
            "le service de contrôle de l’État peut annuler ou suspendre la décision."
        )
    return ""
