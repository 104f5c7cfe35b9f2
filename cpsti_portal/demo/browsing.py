"""A person without a browser: pages read, forms filled and sent over plain HTTP, cookies kept."""

import mimetypes
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener
from xml.etree.ElementTree import Element

import tinyhtml5

Sent = Mapping[str, str | Sequence[str]]
Files = Mapping[str, tuple[str, bytes]]


class Refused(Exception):
    """The portal answered something else than what the story needs; the message is what a person would read."""


@dataclass
class Form:
    action: str
    values: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Page:
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def tree(self) -> Element:
        return tinyhtml5.parse(self.body.decode(), namespace_html_elements=False)

    def text(self) -> str:
        return " ".join(" ".join(self.tree.itertext()).split())

    def links(self) -> list[str]:
        return [urljoin(self.url, a.get("href", "")) for a in self.tree.iter("a")]

    def forms(self) -> list[Form]:
        return [_read_form(form, self.url) for form in self.tree.iter("form")]

    def form(self, ending: str = "", holding: str = "") -> Form:
        """The form whose address ends with ``ending`` and that has a field ``holding``."""
        for form in self.forms():
            if form.action.split("?")[0].endswith(ending) and (not holding or holding in form.values):
                return form
        raise Refused(f"Formulaire absent de {self.url} : {ending or holding}. {self.problem()}")

    def problem(self) -> str:
        """What the page complains about, for a story that stops."""
        said = [
            " ".join(" ".join(element.itertext()).split())
            for element in self.tree.iter()
            if {"alert", "error-summary", "field__error"} & set((element.get("class") or "").split())
        ]
        return " / ".join(said)[:600]


def _read_form(element: Element, page_url: str) -> Form:
    """Every field with what it holds; unticked boxes and buttons are known, with no value."""
    form = Form(action=urljoin(page_url, element.get("action") or page_url))
    for box in element.iter():
        name = box.get("name") if box.tag in ("input", "select", "textarea", "button") else None
        if name:
            form.values.setdefault(name, []).extend(_held_by(box))
    return form


def _held_by(box: Element) -> list[str]:
    if box.tag == "textarea":
        return ["".join(box.itertext())]
    if box.tag == "select":
        return [
            option.get("value", "") for option in box.iter("option") if option.get("selected") is not None
        ]
    if box.tag == "button" or box.get("type") in ("submit", "file"):
        return []
    if box.get("type") in ("radio", "checkbox") and box.get("checked") is None:
        return []
    return [box.get("value", "")]


class Visitor:
    """One person and their cookies. Every answer of 400 and more stops the story, with what the page says."""

    def __init__(self, base: str):
        self.base = base.rstrip("/")
        self.cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> Page:
        return self._send(Request(self._here(urljoin(self.base + "/", path))))  # noqa: S310  checked by _here

    def submit(self, page: Page, form: Form, values: Sent | None = None, files: Files | None = None) -> Page:
        """Send ``form`` with ``values`` in place of what it held."""
        held = {**form.values, **{name: _listed(value) for name, value in (values or {}).items()}}
        pairs = [(name, value) for name, listed in held.items() for value in listed]
        if files:
            body, kind = _multipart(pairs, files)
        else:
            body, kind = urlencode(pairs).encode(), "application/x-www-form-urlencoded"
        headers = {"Content-Type": kind, "Referer": page.url}
        address = self._here(form.action)
        return self._send(Request(address, data=body, headers=headers))  # noqa: S310  checked by _here

    def _here(self, address: str) -> str:
        """No link leads the story out of the portal."""
        if not address.startswith(f"{self.base}/"):
            raise Refused(f"{address} n’est pas une page de {self.base}.")
        return address

    def _send(self, request: Request) -> Page:
        try:
            with self._opener.open(request, timeout=60) as answer:
                return Page(answer.url, answer.status, dict(answer.headers), answer.read())
        except HTTPError as error:
            page = Page(request.full_url, error.code, dict(error.headers), error.read())
            raise Refused(f"{error.code} à {request.full_url}. {page.problem()}") from None


def _listed(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _multipart(pairs: Sequence[tuple[str, str]], files: Files) -> tuple[bytes, str]:
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in pairs
    ]
    for name, (filename, data) in files.items():
        kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
            f"Content-Type: {kind}\r\n\r\n"
        )
        parts.append(head.encode() + data + b"\r\n")
    return b"".join([*parts, f"--{boundary}--\r\n".encode()]), f"multipart/form-data; boundary={boundary}"
