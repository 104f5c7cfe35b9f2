"""Merge fields to plain data and back. Reading is strict: an unknown or a missing field raises."""

from dataclasses import asdict, fields, is_dataclass
from datetime import date
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from requests_app.letters.errors import LetterError
from requests_app.letters.mentions import BY_KIND, Mentions


def to_data(mentions: Mentions) -> dict[str, Any]:
    """Plain values that JSON can hold."""
    return _plain(asdict(mentions))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def from_data(kind: str, data: dict[str, Any]) -> Mentions:
    """The merge fields of a letter of this kind. Raises LetterError when ``data`` does not fit."""
    try:
        return _read(BY_KIND[kind], data)  # type: ignore[index]
    except (KeyError, TypeError, ValueError) as error:
        raise LetterError("letter.data", "Les données de ce courrier sont illisibles.") from error


def _read(hint: Any, value: Any) -> Any:
    if get_origin(hint) is UnionType:
        return None if value is None else _read(get_args(hint)[0], value)
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in value)
    if is_dataclass(hint):
        return _read_record(hint, value)
    if hint is date:
        return date.fromisoformat(value)
    if issubclass(hint, Enum):
        return hint(value)
    if type(value) is not hint:
        raise TypeError(f"{value!r} is no {hint.__name__}")
    return value


def _read_record(record: Any, value: dict[str, Any]) -> Any:
    names = {item.name for item in fields(record)}
    if set(value) != names:
        raise KeyError(*sorted(names ^ set(value)))
    hints = get_type_hints(record)
    return record(**{name: _read(hints[name], value[name]) for name in names})
