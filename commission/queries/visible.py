"""What an actor may see of the board: the only way a page obtains an object. Anything else answers 404."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet

from commission.enums import FileState, ItemState, SittingKind, SittingState
from commission.models import AgendaItem, BoardFile, BoardPage, EnvelopeEntry, Recusal, Sitting
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership

# The states of a sitting in which its members read its files.
_READ = (SittingState.PUBLISHED, SittingState.OPEN, SittingState.CLOSED, SittingState.MISSED)


@dataclass(frozen=True)
class Reader:
    """An actor, as far as a question that is written once is concerned (``kernel.prepared``)."""

    user_id: int | None
    member_board_codes: frozenset[str]
    secretary_board_codes: frozenset[str]

    @property
    def board_codes(self) -> frozenset[str]:
        return self.member_board_codes | self.secretary_board_codes


def values_of(actor: Actor) -> dict[str, Any]:
    """What tells one reader from another: the arguments of ``Reader``."""
    return {
        "user_id": actor.user_id,
        "member_board_codes": actor.member_board_codes,
        "secretary_board_codes": actor.secretary_board_codes,
    }


def cast_by(actor: Actor | Reader) -> Func:
    """The rows whose ``member`` is a mandate the reader holds or held."""
    return _among("member_id", Membership.objects.filter(user_id=actor.user_id).values("pk"))


class _Wanted(ArraySubquery):
    """What nothing can be among is a condition that no row meets, not one of which nothing is known."""

    empty_result_set_value = NotImplemented


def _among(column: str, wanted: QuerySet) -> Func:
    """As ``column__in``, but what is ``wanted`` is read once by the statement, then looked up by index, alone or with
    another such condition."""
    written = {"template": "%(expressions)s)", "arg_joiner": " = ANY("}
    return Func(F(column), _Wanted(wanted), output_field=BooleanField(), **written)


def sittings_visible_to(actor: Actor) -> QuerySet[Sitting]:
    """Of their boards. A delegation has one file: who is not called on it is not told that it exists."""
    files = AgendaItem.objects.filter(sitting=OuterRef("pk"))
    aside = Q(kind=SittingKind.DELEGATION) & Q(Exists(files.filter(_stepped_aside(actor, "board_file"))))
    return Sitting.objects.filter(board_code__in=actor.board_codes).exclude(aside)


def sittings_kept_by(actor: Actor) -> QuerySet[Sitting]:
    """Sittings of the boards of which the actor is the secretary."""
    return Sitting.objects.filter(board_code__in=actor.secretary_board_codes)


def items_visible_to(actor: Actor | Reader) -> QuerySet[AgendaItem]:
    """A member sees the files of the published agendas of their board; nobody sees a file they stepped aside from."""
    as_member = Q(sitting__board_code__in=actor.member_board_codes, sitting__state__in=_READ)
    as_member &= ~Q(state=ItemState.DROPPED)
    as_secretary = Q(sitting__board_code__in=actor.secretary_board_codes)
    return AgendaItem.objects.filter(as_member | as_secretary).exclude(_stepped_aside(actor, "board_file"))


def items_of_member(actor: Actor | Reader) -> QuerySet[AgendaItem]:
    """The visible items on which the actor may be called to vote."""
    return items_visible_to(actor).filter(sitting__board_code__in=actor.member_board_codes)


def files_visible_to(actor: Actor) -> QuerySet[BoardFile]:
    """For a secretary, every file that can still be examined; for a member, those of the agendas they see."""
    ready = Q(board_code__in=actor.secretary_board_codes, state=FileState.READY)
    on_agenda = Q(Exists(items_visible_to(actor).filter(board_file=OuterRef("pk"))))
    return BoardFile.objects.filter(ready | on_agenda).exclude(_stepped_aside(actor, "pk"))


def pages_visible_to(actor: Actor, *, sitting_id: UUID, token: str) -> QuerySet[BoardPage]:
    """The pages of one file of an agenda, for whoever reads its sheet; once it was taken back, for nobody."""
    items = items_visible_to(actor).exclude(state=ItemState.DROPPED)
    read = items.filter(sitting_id=sitting_id, token=token, board_file=OuterRef("board_file"))
    return BoardPage.objects.filter(Exists(read))


def entries_hidden_from(actor: Actor | Reader) -> QuerySet[EnvelopeEntry]:
    """The movements of the files of the actor's boards that they do not see. Of a file taken off an agenda they come
    to nothing."""
    return EnvelopeEntry.objects.filter(_unread(actor) | Q(_aside(actor)))


def entries_visible_to(actor: Actor | Reader) -> QuerySet[EnvelopeEntry]:
    """Allotments, for whoever is of the board; the movements of the files they see."""
    of_boards = EnvelopeEntry.objects.filter(envelope__board_code__in=actor.board_codes)
    return of_boards.filter(Q(board_file=None) | _seen(actor))


def entries_of_sitting(actor: Actor | Reader, sitting_id: UUID | None) -> QuerySet[EnvelopeEntry]:
    """The movements of one sitting of the actor's boards, those of the files they see."""
    return EnvelopeEntry.objects.filter(_seen(actor), sitting_id=sitting_id)


def _seen(actor: Actor | Reader) -> Q:
    return ~_unread(actor) & ~Q(_aside(actor))


def _unread(actor: Actor | Reader) -> Q:
    """Of a sitting of which the actor, its member alone, does not read the agenda."""
    closed = Sitting.objects.filter(board_code__in=actor.member_board_codes).exclude(state__in=_READ)
    closed = closed.exclude(board_code__in=actor.secretary_board_codes)
    return Q(_among("sitting_id", closed.values("pk")))


def _aside(actor: Actor | Reader) -> Func:
    aside = Recusal.objects.filter(member__user_id=actor.user_id)
    return _among("board_file_id", aside.values("board_file"))


def _stepped_aside(actor: Actor | Reader, file_reference: str) -> Exists:
    """Follows the person, not the mandate: a renewed mandate opens nothing again."""
    return Exists(Recusal.objects.filter(board_file=OuterRef(file_reference), member__user_id=actor.user_id))
