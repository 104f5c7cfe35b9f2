"""Bytes kept out of reach of any address: under a random name, read back, swept when no row knows them."""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def random_path(folder: str) -> str:
    """A name that tells nothing, in one of 256 folders."""
    name = uuid.uuid4().hex
    return f"{folder}/{name[:2]}/{name}"


def keep(folder: str, data: bytes) -> str:
    """The path of the bytes, read back to be sure that they are there. Raises OSError, having kept nothing."""
    path = ""
    try:
        path = default_storage.save(random_path(folder), ContentFile(data))
        if content(path) != data:
            raise OSError("stored bytes differ")
    except OSError:
        if path:
            default_storage.delete(path)
        raise
    return path


def content(path: str) -> bytes:
    """Raises FileNotFoundError when the bytes are gone."""
    with default_storage.open(path) as kept:
        return kept.read()


def sweep(folder: str, known: Collection[str], *, older_than: datetime) -> int:
    """Take away the files of ``folder`` that are not ``known`` and older than ``older_than``; returns how many."""
    lost = [
        path
        for path in _stored_in(folder)
        if path not in known and default_storage.get_modified_time(path) < older_than
    ]
    for path in lost:
        default_storage.delete(path)
    return len(lost)


def _stored_in(folder: str) -> Iterable[str]:
    if not default_storage.exists(folder):
        return
    for inner in default_storage.listdir(folder)[0]:
        for name in default_storage.listdir(f"{folder}/{inner}")[1]:
            yield f"{folder}/{inner}/{name}"
