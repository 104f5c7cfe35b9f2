"""How a model says what the board's pages may do with its table. What is not said is refused."""

from dataclasses import dataclass

EVERY_FIELD = ("*",)
# What a page says of who asks, for the rows that belong to one reader (``switch``). Null when nobody is named.
READER = "NULLIF(current_setting('portal.reader', true), '')::bigint"


@dataclass(frozen=True)
class RowRule:
    """Which rows of a table a verb reaches: ``condition`` is SQL on one row, of which the columns stand by name.

    ``UPDATE`` and ``DELETE`` reach only rows that ``SELECT`` shows as well.
    """

    verb: str
    condition: str

    @property
    def name(self) -> str:
        return f"board_{self.verb.lower()}"


@dataclass(frozen=True)
class BoardRights:
    """Names of fields by verb, ``EVERY_FIELD`` for all. Set it as ``board_rights`` on a model, or on the
    configuration of an application for those of its models that say nothing.

    A row lock (``select_for_update``) needs the right to update one column at least; a row that is created gives its
    key back, which needs the right to read the key. ``rows``: once one is said, rows that no rule names are closed.
    """

    select: tuple[str, ...] = ()
    insert: tuple[str, ...] = ()
    update: tuple[str, ...] = ()
    delete: bool = False
    rows: tuple[RowRule, ...] = ()


NO_RIGHT = BoardRights()
EVERY_RIGHT = BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD, update=EVERY_FIELD, delete=True)
