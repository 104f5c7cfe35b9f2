"""The other bodies a letter may point to (public numbers)."""

from collections.abc import Iterable

from requests_app.letters.mentions import OtherBody

HEALTH = OtherBody(name="Assurance maladie", contact="3646 (service gratuit et prix d’un appel), ameli.fr")
RETIREMENT = OtherBody(
    name="Assurance retraite", contact="3960 (service gratuit et prix d’un appel), lassuranceretraite.fr"
)
FARMING = OtherBody(
    name="MSA, pour les activités agricoles", contact="la caisse de votre département, msa.fr"
)

_BY_REASON: dict[str, tuple[OtherBody, ...]] = {
    "medical_agreement": (HEALTH,),
    "retired_and_working": (RETIREMENT,),
    "other_body": (HEALTH, RETIREMENT, FARMING),
}


def for_reasons(codes: Iterable[str]) -> tuple[OtherBody, ...]:
    """The bodies to name in a letter that gives these reasons, each once."""
    return tuple(dict.fromkeys(body for code in codes for body in _BY_REASON.get(code, ())))
