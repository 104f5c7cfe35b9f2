"""The aids of the scheme, in the order the public page shows them."""

from collections.abc import Iterable

from requests_app.aids.aced import ACED
from requests_app.aids.adr import ADR
from requests_app.aids.afe import AFE
from requests_app.aids.base import Aid
from requests_app.aids.urgence import URGENCE
from requests_app.enums import AidCode


def index(aids: Iterable[Aid]) -> dict[AidCode, Aid]:
    """By code. ValueError when two aids share a code or a slug."""
    by_code: dict[AidCode, Aid] = {}
    slugs: set[str] = set()
    for aid in aids:
        if aid.code in by_code or aid.slug in slugs:
            raise ValueError(f"two aids share the code {aid.code.value} or the slug {aid.slug}")
        by_code[aid.code] = aid
        slugs.add(aid.slug)
    return by_code


AIDS: dict[AidCode, Aid] = index((ACED, AFE, URGENCE, ADR))
_BY_SLUG: dict[str, Aid] = {aid.slug: aid for aid in AIDS.values()}


def get(code: str) -> Aid:
    """KeyError when no aid has this code."""
    try:
        return AIDS[AidCode(code)]
    except ValueError:
        raise KeyError(code) from None


def by_slug(slug: str) -> Aid | None:
    return _BY_SLUG.get(slug)
