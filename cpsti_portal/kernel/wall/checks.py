"""``manage.py check --database default``: the rights in the database are those the models say."""

from collections.abc import Iterable

from django.core.checks import CheckMessage, Error
from django.db import connections

from cpsti_portal.kernel.wall import rows, wording
from cpsti_portal.kernel.wall.catalogue import Role, drift, role_in, role_name
from cpsti_portal.kernel.wall.plan import wanted_rights

_WRONG = {
    "E002": "a des pouvoirs de trop",
    "E003": "a des droits de trop",
    "E004": "n’a pas tous ses droits",
    "E005": "n’est pas tenu aux lignes que disent les modèles",
}


def check_wall(app_configs, databases: Iterable[str] | None = None, **kwargs) -> list[CheckMessage]:
    return [found for alias in databases or () for found in _of_database(alias)]


def _of_database(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    role = role_in(connection)
    if role is None or not role.usable:
        return [Error(wording.role_missing(connection), id="wall.E001")]
    drifted = drift(connection, wanted_rights())
    faults = {
        "E002": _powers(role),
        "E003": wording.listed(drifted.too_many),
        "E004": wording.listed(drifted.too_few),
        "E005": ", ".join(rows.drifted_tables(connection)),
    }
    return [_error(number, fault) for number, fault in faults.items() if fault]


def _powers(role: Role) -> str:
    return ", ".join([*(["plus que des droits sur des tables"] if role.powerful else []), *role.member_of])


def _error(number: str, fault: str) -> Error:
    sentence = f"Le rôle «\u00a0{role_name()}\u00a0» {_WRONG[number]}\u00a0: {fault}."
    return Error(sentence, hint=wording.MENDS, id=f"wall.{number}")
