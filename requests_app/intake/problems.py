"""What is wrong with an answer, in the words shown next to it."""

from requests_app.aids.fields import FieldSpec, Kind


class Problem(ValueError):
    """``missing``: nothing was typed, which is no error while one is still filling in."""

    def __init__(self, message: str, *, missing: bool = False):
        super().__init__(message)
        self.message = message
        self.missing = missing


_MISSING = {
    Kind.CHOICE: "Choisissez une réponse.",
    Kind.BOOL: "Choisissez Oui ou Non.",
    Kind.MULTI: "Cochez au moins une réponse.",
    Kind.DATE: "Indiquez une date.",
    Kind.MONEY: "Indiquez un montant.",
    Kind.INTEGER: "Indiquez un nombre.",
    Kind.PERCENT: "Indiquez un pourcentage.",
    Kind.CONSENT: "Cochez cette phrase : elle est nécessaire pour envoyer la demande.",
}


def missing(spec: FieldSpec) -> Problem:
    return Problem(_MISSING.get(spec.kind, "Écrivez votre réponse."), missing=True)
