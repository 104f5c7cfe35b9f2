"""The report of a year on paper: a tagged PDF, from the same figures as the page. Pure: no model."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from django.template import Context, Engine

from commission.report import Equality, Report
from cpsti_portal.kernel.sheets import strict_engine, typeset

_TEMPLATES = Path(__file__).resolve().parents[1] / "templates" / "report"


@cache
def _engine() -> Engine:
    return strict_engine(_TEMPLATES, filters=("cpsti_portal.templatetags.portal",))


def sheet(
    *,
    name: str,
    report: Report,
    equality: Equality | None,
    funds: object,
    country: Sequence[object],
    on: date,
) -> str:
    """The whole HTML document. ``equality`` and ``funds``: of one board; ``country``: every board."""
    context = {
        "name": name,
        "report": report,
        "equality": equality,
        "funds": funds,
        "country": country,
        "on": on,
    }
    return typeset(_engine().get_template("sheet.html").render(Context(context)))


@cache
def _renderer():
    from cpsti_portal.kernel.pdf import Renderer

    return Renderer("report")


def printed(**figures) -> bytes:
    return _renderer().pdf(sheet(**figures))
