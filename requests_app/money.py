"""An amount as a person types it, to integer euro cents. Pure. Never guesses between two readings."""

import re

from cpsti_portal.kernel.money import euros
from requests_app.validators import InvalidValue

LARGEST_CENTS = 10_000_000_00  # what a column of the database holds, and more than anyone asks
_UNIT = re.compile(r"(?:€|euros?|eur)$", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_PLAIN = re.compile(r"(?P<whole>[0-9]+)(?:[,.](?P<cents>[0-9]{0,2}))?")
_EXAMPLE = "Exemple : 1 234,50"


def parse(typed: str, *, signed: bool = False) -> int:
    """« 1234,50 » → 123450. ``InvalidValue`` with a French sentence, also when two readings are possible."""
    amount = _SPACES.sub(" ", _UNIT.sub("", typed.strip())).strip()
    negative = amount.startswith(("-", "−", "–"))
    if negative and not signed:
        raise InvalidValue(f"Ce montant ne peut pas être négatif. {_EXAMPLE}")
    cents = _cents(_without_grouping(amount.lstrip("-−– ")))
    if cents > LARGEST_CENTS:
        raise InvalidValue(f"Ce montant dépasse {euros(LARGEST_CENTS)} : vérifiez le nombre de chiffres.")
    return -cents if negative else cents


def _without_grouping(amount: str) -> str:
    """Drops the spaces between groups of three digits, and refuses a misplaced one."""
    if " " not in amount:
        return amount
    if not re.fullmatch(r"[0-9]{1,3}(?: [0-9]{3})+(?:[,.][0-9]*)?", amount):
        raise InvalidValue(f"Les espaces séparent les milliers, trois chiffres par trois. {_EXAMPLE}")
    return amount.replace(" ", "")


def _cents(amount: str) -> int:
    if "," in amount and "." in amount:
        raise InvalidValue(f"Ce montant a une virgule et un point. Gardez seulement la virgule. {_EXAMPLE}")
    if re.fullmatch(r"[0-9]{1,3}[,.][0-9]{3}", amount):
        raise InvalidValue(
            "Ce montant peut se lire de deux façons. Écrivez 1234 pour mille deux cent trente-quatre, "
            "ou 1,23 avec deux chiffres après la virgule."
        )
    found = _PLAIN.fullmatch(amount)
    if found is None:
        raise InvalidValue(f"Écrivez le montant en chiffres, avec deux décimales au plus. {_EXAMPLE}")
    return int(found["whole"]) * 100 + int((found["cents"] or "").ljust(2, "0"))
