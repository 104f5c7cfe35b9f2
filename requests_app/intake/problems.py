"""What is wrong with an answer, in the words shown next to it."""

from requests_app.aids.fields import FieldSpec, Kind


class Problem(ValueError):
    """``missing``: nothing was typed, which is no error while one is still filling in."""

    def __init__(self, message: str, *, missing: bool = False):
        super().__init__(message)
        self.message = message
        self.missing = missing


_MISSING = {
    Kind.CHOICE: "choisissez une réponse.",
    Kind.BOOL: "choisissez Oui ou Non.",
    Kind.MULTI: "cochez au moins une réponse.",
    Kind.DATE: "indiquez une date.",
    Kind.MONEY: "indiquez un montant.",
    Kind.INTEGER: "indiquez un nombre.",
    Kind.PERCENT: "indiquez un pourcentage.",
}


def missing(spec: FieldSpec) -> Problem:
    """« Nom d’usage : écrivez votre réponse. » The label comes first: the sentence is also read far from the field."""
    if spec.kind is Kind.CONSENT:
        return Problem(
            "Cochez cette phrase pour envoyer votre demande : « " + spec.label.rstrip(".") + " ».",
            missing=True,
        )
    what = _MISSING.get(spec.kind, "écrivez votre réponse.")
    if spec.label.endswith("?"):
        return Problem(f"« {spec.label} » : {what}", missing=True)
    return Problem(f"{spec.label} : {what}", missing=True)
