"""What the board's role should be granted, gathered from the models."""

from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps
from django.db.models import Model

from cpsti_portal.kernel.wall.rights import EVERY_FIELD, NO_RIGHT, BoardRights


class Right(NamedTuple):
    """``column`` is empty for what is granted on a whole table."""

    table: str
    column: str
    verb: str


def wanted_rights() -> frozenset[Right]:
    models = apps.get_models(include_auto_created=True)
    return frozenset(right for model in models if not model._meta.proxy for right in _rights_on(model))


def rights_of(model: type[Model]) -> BoardRights:
    """Its own word, else the one of its application, else nothing."""
    by_default = getattr(model._meta.app_config, "board_rights", NO_RIGHT)
    return getattr(model, "board_rights", by_default)


def _rights_on(model: type[Model]) -> Iterator[Right]:
    table, rights = model._meta.db_table, rights_of(model)
    for verb, names in (("SELECT", rights.select), ("INSERT", rights.insert), ("UPDATE", rights.update)):
        yield from (Right(table, column, verb) for column in _columns(model, names))
    if rights.delete:
        yield Right(table, "", "DELETE")


def _columns(model: type[Model], names: tuple[str, ...]) -> list[str]:
    if names == EVERY_FIELD:
        return [field.column for field in model._meta.local_concrete_fields]
    return [model._meta.get_field(name).column for name in names]
