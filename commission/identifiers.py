"""What in a text names a person by itself, whatever the files before the board: numbers and addresses. Pure.

It knows no file, so its answer tells nothing of one.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from stdnum import iban
from stdnum.fr import nir, siren, siret

_SEP = r"[\s.\-/]{0,2}"
_SHORTEST_IBAN = 15


@dataclass(frozen=True)
class Identifier:
    """``kind``: « numéro de téléphone ». ``written``: as it stands in the text."""

    kind: str
    written: str

    def __str__(self) -> str:
        return f"{self.kind} «\u00a0{self.written}\u00a0»"


def _begins_with_iban(signs: str) -> bool:
    """A pattern may take the words behind the number too. That of a French account names it even with a wrong key."""
    if signs.startswith("FR") and re.match(r"FR\d{12}", signs):
        return True
    return any(
        iban.is_valid(signs[:end], check_country=False) for end in range(len(signs), _SHORTEST_IBAN - 1, -1)
    )


def _has_month(signs: str) -> bool:
    """Thirteen signs without their key: those of a number of social security tell a month, or that it is not known."""
    return int(signs[3:5]) in range(1, 13) or int(signs[3:5]) >= 20


def _is_nir(signs: str) -> bool:
    return bool(nir.is_valid(signs)) if len(signs) == 15 else _has_month(signs)


Check = Callable[[str], bool]
# In this order: what one of them takes is no longer there for the next.
_KINDS: tuple[tuple[str, str, Check], ...] = (
    ("adresse e-mail", r"[\w.+\-]+\s?@\s?[\w\-]+(?:\.[\w\-]+)+", bool),
    ("IBAN", rf"(?<![A-Z0-9])[A-Z]{{2}}{_SEP}\d{_SEP}\d(?:{_SEP}[A-Z0-9]){{11,30}}", _begins_with_iban),
    (
        "numéro de sécurité sociale",
        rf"(?<!\d)[1278](?:{_SEP}\d){{5}}{_SEP}[\dAB](?:{_SEP}\d){{6}}(?:{_SEP}\d{{2}})?(?!\d)",
        _is_nir,
    ),
    ("numéro SIRET", rf"(?<!\d)\d(?:{_SEP}\d){{13}}(?!\d)", siret.is_valid),
    (
        "numéro de téléphone",
        rf"(?<!\d)(?:\(?(?:\+|00)\s?(?:33|262|269|508|590|594|596|687|689)\)?{_SEP}(?:\(0\))?{_SEP}|\(?0)"
        rf"[1-9]\)?(?:{_SEP}\d){{8}}(?!\d)",
        bool,
    ),
    ("numéro SIREN", rf"(?<!\d)\d(?:{_SEP}\d){{8}}(?!\d)", siren.is_valid),
)
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE), check) for kind, pattern, check in _KINDS)


def identifiers_in(text: str) -> list[Identifier]:
    """In the order of their kinds, then of reading; [] when there is none."""
    left = _plain(text)
    found: list[Identifier] = []
    for kind, pattern, check in _PATTERNS:
        for match in pattern.finditer(left):
            if check(re.sub(r"[^A-Z0-9]", "", match.group().upper())):
                found.append(Identifier(kind, " ".join(match.group().split())))
                left = left[: match.start()] + "|" * len(match.group()) + left[match.end() :]
    return found


def _plain(text: str) -> str:
    """Wide figures are figures, every blank is a blank, and invisible signs are not there."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFKC", seen)
