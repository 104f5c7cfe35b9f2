"""French in templates: money, dates, punctuation, masked account numbers; drawings and places of the header."""

import re
from datetime import date, datetime
from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from cpsti_portal.pages.spaces import spaces_of

register = template.Library()

NBSP = "\N{NO-BREAK SPACE}"
NARROW_NBSP = "\N{NARROW NO-BREAK SPACE}"


@register.filter
def euros(cents: int | None) -> str:
    """Euro cents → "1 234,50 €"; whole euros lose their ",00". Nothing for None."""
    if cents is None or cents == "":
        return ""
    sign = "−" if cents < 0 else ""
    whole, rest = divmod(abs(int(cents)), 100)
    grouped = f"{whole:,}".replace(",", NARROW_NBSP)
    decimals = f",{rest:02d}" if rest else ""
    return f"{sign}{grouped}{decimals}{NBSP}€"


@register.filter
def euros_exact(cents: int | None) -> str:
    """As ``euros``, always with two decimals: for columns and letters."""
    text = euros(cents)
    return text if not text or "," in text else text.replace(f"{NBSP}€", f",00{NBSP}€")


@register.filter
def fr_date(value: date | datetime | None, style: str = "long") -> str:
    """``long`` "1er mars 2026" · ``weekday`` "dimanche 1er mars 2026" · ``time`` "1er mars 2026 à 14:02" ·
    ``short`` "01/03/2026". Moments are told in the current time zone."""
    if not value:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if style == "short":
        return date_format(value, "d/m/Y")
    day = "1er" if value.day == 1 else str(value.day)
    text = f"{day}{NBSP}{date_format(value, 'F Y')}"
    if style == "weekday":
        return f"{date_format(value, 'l')} {text}"
    return f"{text} à {date_format(value, 'H:i')}" if style == "time" else text


@register.filter
def nbsp(text: str) -> str:
    """Sets the no-break spaces of French punctuation and of numbers; the text stays escaped."""
    safe = isinstance(text, SafeString)
    text = re.sub(r"[ \u00a0]+([;!?])", NARROW_NBSP + r"\1", str(text))
    text = re.sub(r" +([:»%€])", NBSP + r"\1", text).replace("« ", f"«{NBSP}")
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", NARROW_NBSP, text)
    return mark_safe(text) if safe else text


@register.simple_tag
def icon(name: str, label: str = "") -> str:
    """A line icon of ``components/icons``. Without a label it is decoration and stays silent."""
    return _drawing("icons", name, f"icon icon--{name}", label)


@register.simple_tag
def pictogram(name: str, label: str = "", css_class: str = "") -> str:
    """A pictogram of ``components/pictograms``."""
    return _drawing("pictograms", name, f"pictogram {css_class}".strip(), label)


@lru_cache(maxsize=512)
def _drawing(folder: str, name: str, css_class: str, label: str) -> str:
    shapes = get_template(f"components/{folder}/{name}.svg").render()
    size = "0 0 24 24" if folder == "icons" else "0 0 64 64"
    role = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="{}" viewBox="{}" focusable="false" {}>{}</svg>',
        css_class,
        size,
        role,
        mark_safe(shapes.strip()),
    )


@register.simple_tag(takes_context=True)
def nav_link(context, view_name: str, label: str) -> str:
    """A line of the navigation; it says by itself whether it is the current page or place."""
    url = reverse(view_name)
    return format_html(
        '<li><a href="{}"{}>{}</a></li>', url, _current(context, view_name), conditional_escape(label)
    )


def _current(context, view_name: str) -> str:
    match = getattr(context.get("request"), "resolver_match", None)
    if match is None:
        return ""
    if match.view_name == view_name:
        return mark_safe(' aria-current="page"')
    namespace = view_name.partition(":")[0]
    same_room = namespace != "pages" and match.namespace == namespace
    return mark_safe(' aria-current="true"') if same_room else ""


register.filter("spaces_of", spaces_of)


@register.simple_tag(takes_context=True)
def error_prefix(context) -> str:
    """What begins the title of a page that refuses something: a form with errors, a refusal of a service."""
    wrong = context.get("refusal") or getattr(context.get("form"), "errors", None)
    return "Erreur\u00a0: " if wrong else ""


@register.filter
def share_of(part: int, whole: int) -> str:
    """ "37.5%" of a bar, never beyond its ends; an SVG length."""
    ratio = 100 * part / whole if whole else 0
    return f"{min(max(ratio, 0), 100):.2f}%"


@register.filter
def plus(left: int | None, right: int | None) -> int:
    return (left or 0) + (right or 0)
