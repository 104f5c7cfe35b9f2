"""A page as a robot reads it: where it leads, and what its forms could send."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

_ADDRESSES = ("href", "src", "data-url", "data-src", "data-href", "poster")
_BOXES = ("input", "button", "select", "textarea")
_PLAUSIBLE = {
    "date": "2031-01-15",
    "time": "14:00",
    "email": "essai@exemple.fr",
    "number": "12",
    "tel": "0100000000",
}


@dataclass
class Form:
    """``fields``: name → what it holds or, when it holds nothing, something plausible. ``buttons``: (name, value)."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)  # addresses of buttons that send elsewhere

    def sendings(self) -> Iterator[tuple[str, dict[str, str]]]:
        """(address, fields): empty, then filled with each button."""
        token = {name: value for name, value in self.fields.items() if name == "csrfmiddlewaretoken"}
        for address in dict.fromkeys([self.action, *self.others]):
            yield address, token
            for button in self.buttons or [("", "")]:
                yield address, self.fields | ({button[0]: button[1]} if button[0] else {})

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        return self.method, self.action, tuple(sorted(self.fields))


class _Reader(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = ""

    def handle_starttag(self, tag, attrs):
        one = {name: value or "" for name, value in attrs}
        self.links += [urljoin(self.base, one[name]) for name in _ADDRESSES if one.get(name)]
        if tag == "meta" and one.get("http-equiv", "").lower() == "refresh":
            self.links.append(urljoin(self.base, one.get("content", "").partition("=")[2]))
        if tag == "form":
            self._open = Form(
                urljoin(self.base, one.get("action") or self.base), one.get("method", "get").lower()
            )
            self.forms.append(self._open)
        elif self._open is not None:
            self._add(self._open, tag, one)

    def _add(self, form: Form, tag: str, one: dict[str, str]) -> None:
        if one.get("formaction"):
            form.others.append(urljoin(self.base, one["formaction"]))
        name, value = one.get("name", ""), one.get("value", "")
        if tag == "option":
            if self._select and not form.fields.get(self._select):
                form.fields[self._select] = value
        elif name and (tag == "button" or one.get("type") == "submit"):
            form.buttons.append((name, value))
        elif name and tag in _BOXES:
            self._select = name if tag == "select" else ""
            kept = "" if tag == "select" else value or _PLAUSIBLE.get(one.get("type", ""), "12")
            form.fields.setdefault(name, kept)

    def handle_endtag(self, tag):
        if tag == "form":
            self._open, self._select = None, ""


def read(text: str, base: str) -> tuple[list[str], list[Form]]:
    """The addresses a page names, and its forms."""
    reader = _Reader(base)
    reader.feed(text)
    sent_elsewhere = itertools.chain.from_iterable(form.others for form in reader.forms)
    return [*reader.links, *sent_elsewhere], reader.forms


def inside(address: str) -> str | None:
    """The path of an address of the portal itself; None for another site or another way than HTTP."""
    parts = urlsplit(address)
    if parts.netloc or parts.scheme not in ("", "http", "https") or not parts.path.startswith("/"):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")
