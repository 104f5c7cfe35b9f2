"""Where the control of the State stands: of a ruling, of a sitting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from commission.enums import AT_DISTANCE, SUSPENSIONS, ControlKind, ItemState, MinutesState
from commission.minutes import control_clock
from commission.minutes.control_clock import CONTROL_DAYS, Delay
from commission.models import AgendaItem, ControlAct, Ruling, Sending, Sitting
from commission.queries import calendar
from commission.queries.rulebook import rulebook_of
from commission.rules import Rulebook
from cpsti_portal.kernel.territory.models import Region

URGENT_AID = "urgence"


@dataclass(frozen=True)
class Standing:
    """``payable_from``: None as long as the end of the control is not known. ``suspension``: its kind, or ""."""

    payable_from: date | None = None
    suspended_on: date | None = None
    suspension: str = ""
    annulled_on: date | None = None


def hold_days(book: Rulebook, aid_code: str) -> int:
    """Clear days before a payment, by the rules of the board."""
    return book.urgent_hold_days if aid_code == URGENT_AID else book.hold_days


def leaves_at_once(book: Rulebook, aid_code: str) -> bool:
    """A ruling told at the closing of the vote, without waiting for the signatures."""
    return aid_code == URGENT_AID and book.urgent_before_signature


def regions_of(board_code: str) -> tuple[str, ...]:
    """Insee codes, for the public holidays."""
    return tuple(Region.objects.filter(board=board_code).order_by("code").values_list("code", flat=True))


def last_sending(sitting_id) -> Sending | None:
    signed = Sending.objects.filter(minutes__sitting=sitting_id, minutes__state=MinutesState.SIGNED)
    return signed.order_by("-recorded_at", "-pk").first()


def control_delay(sending: Sending, *, board_code: str) -> Delay:
    """The eight clear days of the law, whatever the payments wait for."""
    return control_clock.clear_days(
        complete_on=sending.complete_on, days=CONTROL_DAYS, regions=regions_of(board_code)
    )


def decided_on(sitting: Sitting, ruling: Ruling, *, zone: str) -> date:
    """The day of a decision: of the sitting, or the local one at which what lasts some days came to its end."""
    return calendar.day_in(zone, ruling.ruled_at) if sitting.kind in AT_DISTANCE else sitting.held_on


@dataclass(frozen=True)
class PayableDays:
    """The first day of a payment by kind of aid, for the rulings of one sitting; None while it is not known.

    ``zone``: of the board, where a decision may be of another day than the opening.
    """

    sitting: Sitting
    zone: str
    book: Rulebook
    complete_on: date | None
    regions: tuple[str, ...]

    def decided_on(self, ruling: Ruling) -> date:
        return decided_on(self.sitting, ruling, zone=self.zone)

    def of(self, aid_code: str, ruling: Ruling) -> date | None:
        """The day of the decision when nothing is to be waited for."""
        days = hold_days(self.book, aid_code)
        if days == 0:
            return self.decided_on(ruling)
        if self.complete_on is None:
            return None
        return control_clock.clear_days(complete_on=self.complete_on, days=days, regions=self.regions).free_on


def payable_days(sitting: Sitting, sending: Sending | None) -> PayableDays:
    """Two queries, three for what is held at a distance, whatever the number of rulings."""
    lasts = sitting.kind in AT_DISTANCE
    return PayableDays(
        sitting=sitting,
        zone=calendar.zone_of(board_code=sitting.board_code) if lasts else "",
        book=rulebook_of(board_code=sitting.board_code, on=sitting.held_on),
        complete_on=sending.complete_on if sending else None,
        regions=regions_of(sitting.board_code),
    )


def acts_of(items: Iterable[AgendaItem]) -> dict[int, list[ControlAct]]:
    """By key of item, the oldest first. One query."""
    found: dict[int, list[ControlAct]] = {}
    for act in ControlAct.objects.filter(item__in=items).order_by("recorded_at", "pk"):
        found.setdefault(act.item_id, []).append(act)
    return found


def suspension_in(acts: Sequence[ControlAct]) -> ControlAct | None:
    """The suspension that holds, if the last act is one."""
    return acts[-1] if acts and acts[-1].kind in SUSPENSIONS else None


def annulment_in(acts: Sequence[ControlAct]) -> ControlAct | None:
    return next((act for act in acts if act.kind == ControlKind.ANNULLED), None)


def standing_of(*, token: str) -> Standing:
    """By the key of the file, for the other side of the door. Everything empty for a file that was not ruled upon."""
    item = (
        AgendaItem.objects.filter(board_file=token, state=ItemState.CLOSED, ruling__isnull=False)
        .select_related("sitting", "board_file", "ruling")
        .first()
    )
    if item is None:
        return Standing()
    acts = acts_of([item]).get(item.pk, [])
    payable = payable_days(item.sitting, last_sending(item.sitting_id))
    suspension, annulment = suspension_in(acts), annulment_in(acts)
    return Standing(
        payable_from=payable.of(item.board_file.aid_code, item.ruling),
        suspended_on=suspension.decided_on if suspension else None,
        suspension=suspension.kind if suspension else "",
        annulled_on=annulment.decided_on if annulment else None,
    )
