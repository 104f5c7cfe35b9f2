"""How a model says what the board's pages may do with its table. What is not said is refused."""

from dataclasses import dataclass

EVERY_FIELD = ("*",)


@dataclass(frozen=True)
class BoardRights:
    """Names of fields by verb, ``EVERY_FIELD`` for all. Set it as ``board_rights`` on a model, or on the
    configuration of an application for those of its models that say nothing.

    A row lock (``select_for_update``) needs the right to update one column at least; a row that is created gives its
    key back, which needs the right to read the key.
    """

    select: tuple[str, ...] = ()
    insert: tuple[str, ...] = ()
    update: tuple[str, ...] = ()
    delete: bool = False


NO_RIGHT = BoardRights()
EVERY_RIGHT = BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD, update=EVERY_FIELD, delete=True)
