"""Where a sitting stands, for the screens that follow it: a mark that changes when what its reader sees changes.

The mark is made of what this reader sees and of nothing else. A number kept beside the sitting would move with a file
the reader has nothing to do with, and would tell them so.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, Func, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.utils.crypto import salted_hmac

from commission.enums import AT_DISTANCE, ItemState
from commission.models import AgendaItem, Attendance, Proxy, Sitting, Turnout
from commission.queries.visible import Reader, cast_by, items_visible_to, sittings_visible_to, values_of
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.prepared import Prepared

TO_COME = (ItemState.PENDING, ItemState.OPEN)
_BETWEEN = " "  # no token and no state has one: a text is told and read faster than a list
_UNRANKED = "99999"  # after any rank, as ``ORDER`` has it
_TO_COME = frozenset(state.value for state in TO_COME)


@dataclass(frozen=True)
class Agenda:
    """The files of a sitting, as far as the reader sees them, by token and in their order.

    ``to_come``: not decided yet; ``open``: whose vote is open; ``waiting``: those of them that await the reader's own
    ballot, in no order. ``behind``: how many are over; ``voted``: how many have the reader's own ballot.
    """

    tokens: tuple[str, ...]
    to_come: tuple[str, ...]
    open: tuple[str, ...]
    waiting: frozenset[str]
    behind: int
    voted: int

    def waiting_after(self, token: str) -> str:
        """The next file on which the reader has to vote, from the top after the last; "" when there is no other."""
        here = self.tokens.index(token) if token in self.tokens else -1
        around = chain(self.tokens[here + 1 :], self.tokens[: max(here, 0)])
        return next((one for one in around if one in self.waiting), "")


@dataclass(frozen=True)
class Pulse:
    """``version``: opaque. ``open``: tokens of the files whose vote is open, as far as the reader sees them."""

    version: str
    open: tuple[str, ...]


def agenda_of(sitting_id: UUID, actor: Actor) -> Agenda:
    """One query by the key of the sitting, one row whatever its length."""
    row = _agenda.one(sitting_id=sitting_id, **values_of(actor))
    return _read(row[0] if row else None)


def agenda_beside(item: AgendaItem, actor: Actor) -> Agenda:
    """Of the sitting of an item. No query when it came by ``with_agenda``."""
    return _read(item.agenda) if hasattr(item, "agenda") else agenda_of(item.sitting_id, actor)


def with_agenda(items: QuerySet[AgendaItem], who: Reader, sitting_id: UUID) -> QuerySet[AgendaItem]:
    """The items of one sitting, each with its whole agenda: no query more."""
    return items.annotate(agenda=Subquery(_told(who, sitting_id)))


@Prepared
def _agenda(sitting_id: UUID, **reader: Any) -> QuerySet[AgendaItem, tuple[Any, ...]]:
    return _told(Reader(**reader), sitting_id).values_list("told")


def _told(who: Reader, sitting_id: UUID) -> QuerySet[AgendaItem, dict[str, Any]]:
    """Tokens, states and ranks in whatever order they are found, tokens of those that have the reader's own ballot:
    four texts, in one row."""
    cast = Turnout.objects.filter(cast_by(who)).values("item")
    seen = items_visible_to(who).filter(sitting=sitting_id).order_by()
    none = {"default": Value("")}
    rank = Coalesce(Cast("rank", TextField()), Value(_UNRANKED))
    texts = (
        StringAgg("token", _BETWEEN, **none),
        StringAgg("state", _BETWEEN, **none),
        StringAgg(rank, _BETWEEN, **none),
        StringAgg("token", _BETWEEN, filter=Q(pk__in=cast), **none),
    )
    listed = Func(*texts, template="ARRAY[%(expressions)s]", output_field=ArrayField(TextField()))
    return seen.annotate(whole=Value(1)).values("whole").annotate(told=listed).values("told")


def _read(told: list[str] | None) -> Agenda:
    tokens, states, ranks, cast = told or ("", "", "", "")
    given, files = cast.split(), _in_order(tokens, states, ranks)
    return Agenda(
        tokens=files.tokens,
        to_come=files.to_come,
        open=files.open,
        waiting=files.open_set.difference(given),
        behind=len(files.tokens) - len(files.to_come),
        voted=len(given),
    )


@dataclass(frozen=True)
class _Files:
    tokens: tuple[str, ...]
    to_come: tuple[str, ...]
    open: tuple[str, ...]
    open_set: frozenset[str]


@lru_cache(maxsize=256)
def _in_order(tokens: str, states: str, ranks: str) -> _Files:
    """As ``models.agenda.ORDER``. The same for all who see the same."""
    found = zip(map(int, ranks.split()), tokens.split(), states.split(), strict=True)
    lines = [(token, state) for _, token, state in sorted(found)]
    opened = tuple(token for token, state in lines if state == ItemState.OPEN)
    return _Files(
        tokens=tuple(token for token, _ in lines),
        to_come=tuple(token for token, state in lines if state in _TO_COME),
        open=opened,
        open_set=frozenset(opened),
    )


def pulse_of(sitting_id: UUID, actor: Actor) -> Pulse | None:
    """Reads by the key of the sitting alone. None when the reader does not see it."""
    seen = sittings_visible_to(actor).filter(pk=sitting_id)
    sitting = seen.annotate(moved=moves(OuterRef("pk"))).first()
    return pulse(sitting, agenda_of(sitting_id, actor), actor, sitting.moved) if sitting is not None else None


def moves(sitting: OuterRef) -> Combinable:
    """How many passages and proxies, given and ended, for a query that reads the sitting: none is ever taken away.

    Not the hour of the last one: a line may be written after another with an earlier hour.
    """
    passages = Attendance.objects.filter(sitting=sitting).order_by().values("sitting")
    proxies = Proxy.objects.filter(sitting=sitting).order_by().values("sitting")
    return Coalesce(Subquery(passages.annotate(n=Count("pk")).values("n")), 0) + Coalesce(
        Subquery(proxies.annotate(n=Count("pk") + Count("ended_at")).values("n")), 0
    )


def pulse(sitting: Sitting, agenda: Agenda, actor: Actor, moved: int) -> Pulse:
    """``moved`` comes by ``moves``. No query; for the secretary one, how many ballots came in.

    Who takes part in a consultation is nobody's business before its end.
    """
    in_room = f"{moved} {sitting.chair_id}" if sitting.kind not in AT_DISTANCE else ""
    received = _received(sitting, actor) if agenda.open else 0
    seen = (sitting.state, " ".join(agenda.open), agenda.behind, agenda.voted, in_room, received)
    return Pulse(version=_mark("|".join(map(str, seen))), open=agenda.open)


@lru_cache(maxsize=1_000)
def _mark(seen: str) -> str:
    """The same for all who see the same: a whole room asks for it at once."""
    return salted_hmac("commission.live", seen).hexdigest()[:16]


def _received(sitting: Sitting, actor: Actor) -> int:
    """Ballots of the open votes, told to the secretary alone."""
    if sitting.board_code not in actor.secretary_board_codes:
        return 0
    votes = Turnout.objects.filter(item__sitting=sitting, item__state=ItemState.OPEN)
    return votes.aggregate(n=Count("pk"))["n"]
