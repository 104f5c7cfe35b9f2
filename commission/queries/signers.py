"""Who signs the minutes of a sitting for the chair, on a day: the rule is in ``commission/minutes/signing.py``."""

from datetime import date

from django.db.models import Q, QuerySet

from commission.enums import ItemState, SittingKind
from commission.minutes import signing
from commission.minutes.signing import Candidate
from commission.models import AgendaItem, Attendance, Recusal, Ruling, Sitting
from commission.queries import hands, roll
from commission.queries.earlier import told_at
from cpsti_portal.kernel.accounts.models import Membership, Office, OfficeKind, Role


def signer_of(sitting: Sitting, *, on: date) -> tuple[Membership, str] | None:
    """The member and in what quality; None when nobody who attended has a mandate any more.

    A renewed mandate is the same person. The same number of queries whatever the size.
    """
    attended = _attended(sitting)
    today = roll.members_on(board_code=sitting.board_code, on=on)
    here = [member for member in today if member.user_id in attended]
    offices = _offices(here, on)
    aside = stepped_aside(sitting)
    stood_in = _stood_in(sitting)
    chair_id = sitting.chair.user_id if sitting.chair else None
    chosen = signing.signer(
        [
            Candidate(
                key=member.pk,
                order=place,
                chaired=member.user_id == chair_id,
                president=offices.get(member.pk) == OfficeKind.PRESIDENT,
                vice_president=offices.get(member.pk) == OfficeKind.VICE_PRESIDENT,
                stood_in=member.display_name in stood_in,
                stepped_aside=member.user_id in aside,
            )
            for place, member in enumerate(here)
        ]
    )
    if chosen is None:
        return None
    return next(member for member in here if member.pk == chosen.key), signing.title(chosen)


def _attended(sitting: Sitting) -> set[int]:
    """Their accounts; of a delegation, those of the two who decided."""
    if sitting.kind == SittingKind.DELEGATION:
        return {member.user_id for member in hands.who_decided(sitting)}
    return set(Attendance.objects.filter(sitting=sitting).values_list("member__user_id", flat=True))


def secretaries_on(*, board_code: str, on: date) -> QuerySet[Membership]:
    """Whose right holds that day, the earliest first."""
    held = Membership.objects.filter(board_id=board_code, role=Role.SECRETARY, starts_on__lte=on)
    return held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on)).order_by("starts_on", "pk")


def stepped_aside(sitting: Sitting) -> dict[int, set[str]]:
    """Account of each member → tokens of the files of the minutes, those told since the last sitting included, from
    which they stepped aside.
    """
    found: dict[int, set[str]] = {}
    items = AgendaItem.objects.filter(sitting=sitting).exclude(state=ItemState.PENDING)
    tokens = dict(told_at(sitting).values_list("board_file_id", "token"))
    tokens |= dict(items.values_list("board_file_id", "token"))
    recusals = Recusal.objects.filter(board_file__in=tokens).values_list("member__user_id", "board_file_id")
    for user_id, board_file_id in recusals:
        found.setdefault(user_id, set()).add(tokens[board_file_id])
    return found


def _offices(members: list[Membership], on: date) -> dict[int, str]:
    held = Office.objects.filter(membership__in=members, starts_on__lte=on)
    held = held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    return dict(held.order_by("-kind").values_list("membership_id", "kind"))


def _stood_in(sitting: Sitting) -> set[str]:
    rulings = Ruling.objects.filter(item__sitting=sitting, signatory_title=signing.STAND_IN_TITLE)
    return set(rulings.values_list("signatory_name", flat=True))
