"""What a mail says: a subject, a text, its HTML, the files it carries. Pure."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.template import Context, Engine

from cpsti_portal.kernel.sheets import strict_engine, typeset

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "emails"


@dataclass(frozen=True)
class Enclosed:
    """A file joined to a mail. ``parameters`` go with its type: "text/calendar", {"method": "REQUEST"}."""

    name: str
    kind: str
    content: bytes
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Email:
    subject: str
    text: str
    html: str
    files: tuple[Enclosed, ...] = ()


@cache
def _engine(*, autoescape: bool) -> Engine:
    return strict_engine(TEMPLATES, autoescape=autoescape)


def write(*, template: str, subject: str, facts: object, files: tuple[Enclosed, ...] = ()) -> Email:
    """Both bodies from ``template`` (.txt, never escaped, and .html), whose only word for the facts is ``f``."""
    context = {"f": facts}
    text = _engine(autoescape=False).get_template(f"{template}.txt")
    page = _engine(autoescape=True).get_template(f"{template}.html")
    return Email(
        subject=typeset(subject),
        text=typeset(text.render(Context(context, autoescape=False))),
        html=typeset(page.render(Context(context))),
        files=files,
    )
