"""Merge fields to HTML, as a sheet (for the PDF) or as a part of a page. Same templates, same words.

The engine reads ``templates/letters`` only, escapes everything, and a variable that does not exist stops it.
"""

from functools import cache
from pathlib import Path

from django.template import Context, Engine
from django.utils.safestring import SafeString

from cpsti_portal.kernel.sheets import strict_engine, typeset
from requests_app.letters.catalogue import LetterSpec
from requests_app.letters.errors import LetterError
from requests_app.letters.mentions import BY_KIND, Mentions

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "letters"


@cache
def _engine() -> Engine:
    return strict_engine(TEMPLATES, filters=("requests_app.letters.filters",))


def _render(spec: LetterSpec, mentions: Mentions, layout: str) -> SafeString:
    expected = BY_KIND[spec.kind]
    if type(mentions) is not expected:
        raise LetterError(
            "letter.mentions", f"Ces mentions ne sont pas celles d’un courrier « {spec.kind} »."
        )
    context = Context({"m": mentions, "spec": spec, "layout": layout})
    return SafeString(typeset(_engine().get_template(spec.template).render(context)))


def sheet(spec: LetterSpec, mentions: Mentions) -> SafeString:
    """The whole HTML document, ready to be printed."""
    return _render(spec, mentions, "layouts/sheet.html")


def article(spec: LetterSpec, mentions: Mentions) -> SafeString:
    """The same content as a part of a page of the portal, which gives it a title."""
    return _render(spec, mentions, "layouts/article.html")
