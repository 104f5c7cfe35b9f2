"""The folder in which the demonstration keeps its mails (Django's file backend), read as a mailbox."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path

# The backend writes one file per connection; each message ends with a line of 79 dashes.
_SEPARATOR = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Attachment:
    index: int
    name: str
    content: bytes

    @property
    def ascii_name(self) -> str:
        return re.sub(r"[^A-Za-z0-9._-]+", "-", self.name) or "piece"

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True)
class Mail:
    """``name`` is the address of the mail in the mailbox: file stem and rank in the file."""

    name: str
    subject: str
    sender: str
    recipients: str
    sent_at: datetime | None
    text: str
    html_as_text: str
    attachments: tuple[Attachment, ...]


def newest(folder: Path | str | None, *, limit: int, recipient: str = "") -> list[Mail]:
    """The last ``limit`` mails, newest first; ``recipient`` keeps those whose address contains it."""
    kept: list[Mail] = []
    for path in sorted(_files(folder), reverse=True):
        for mail in reversed(list(_mails_of(path))):
            if recipient.lower() in mail.recipients.lower():
                kept.append(mail)
            if len(kept) == limit:
                return kept
    return kept


def read(folder: Path | str | None, name: str) -> Mail | None:
    stem, _, rank = name.rpartition("_")
    path = next((path for path in _files(folder) if path.stem == stem), None)
    if path is None or not rank.isdigit():
        return None
    return next((mail for mail in _mails_of(path) if mail.name == name), None)


def _files(folder: Path | str | None) -> list[Path]:
    return list(Path(folder).glob("*.log")) if folder and Path(folder).is_dir() else []


def _mails_of(path: Path) -> Iterator[Mail]:
    raw = path.read_bytes()
    for rank, part in enumerate(chunk for chunk in raw.split(_SEPARATOR) if chunk.strip()):
        message = email.message_from_bytes(part.lstrip(b"\n"), policy=default)
        yield _mail(f"{path.stem}_{rank}", message)


def _mail(name: str, message: EmailMessage) -> Mail:
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    return Mail(
        name=name,
        subject=str(message["subject"] or ""),
        sender=str(message["from"] or ""),
        recipients=str(message["to"] or ""),
        sent_at=parsedate_to_datetime(message["date"]) if message["date"] else None,
        text=text.get_content() if text else "",
        html_as_text=_as_text(html.get_content()) if html else "",
        attachments=tuple(
            Attachment(index, part.get_filename() or "piece", part.get_payload(decode=True) or b"")
            for index, part in enumerate(message.iter_attachments())
        ),
    )


class _Words(HTMLParser):
    """The words of an HTML body: shown as text, so that a mail can run nothing."""

    _BREAKS = {"p", "div", "tr", "li", "br", "h1", "h2", "h3", "table"}
    _SILENT = {"style", "script", "title", "head"}

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.silent += tag in self._SILENT
        if tag in self._BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in self._SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def _as_text(html: str) -> str:
    words = _Words()
    words.feed(html)
    return re.sub(r"\n\s*\n+", "\n\n", "".join(words.parts)).strip()
