"""The money of the demonstration: what each board is given for the year, and changed in June."""

from datetime import date

from commission.charges import Charge
from commission.services import allotments
from cpsti_portal.demo import calendar
from cpsti_portal.kernel.accounts.actors import Actor, actor_for
from cpsti_portal.kernel.accounts.models import Membership, Role
from cpsti_portal.kernel.territory.models import Board

# For a board of middling size, in euros: about one self-employed in a hundred helped with 2 000 €.
_YEAR = {Charge.MALADIE: 90_000, Charge.VIEILLESSE: 120_000, Charge.RCI: 110_000}
_SIZES = {"11": 30, "84": 22, "93": 18, "75": 16, "76": 16, "44": 14, "53": 9, "04": 6, "94": 4}  # tenths
_MIDDLING = 10
_GIVEN, _CHANGED = (1, 20), (6, 15)


def allot_everything(today: date) -> None:
    """This year and, in its first months, the year before: sittings of the past are charged to their own year."""
    held = Membership.objects.select_related("user").filter(role=Role.ADMINISTRATOR).order_by("pk").first()
    if held is None:
        return
    actor = actor_for(held.user, today)
    for code in Board.objects.order_by("code").values_list("code", flat=True):
        for year in (today.year - 1, today.year):
            _allot(actor, code, year, today)


def _allot(actor: Actor, code: str, year: int, today: date) -> None:
    size = _SIZES.get(code, _MIDDLING)
    given = {charge: euros * 100 * size // _MIDDLING for charge, euros in _YEAR.items()}
    notice = f"Arrêté du 8 janvier {year}, notification du CPSTI"
    _entered(actor, code, year, min(date(year, *_GIVEN), today), given, notice)
    if (changed_on := date(year, *_CHANGED)) < today:
        more = {Charge.RCI: given[Charge.RCI] * 115 // 100}
        _entered(actor, code, year, changed_on, more, f"Décision modificative de juin {year}")


def _entered(actor: Actor, code: str, year: int, on: date, amounts: dict[Charge, int], reason: str) -> None:
    allotments.allot(
        actor=actor, board_code=code, year=year, amounts=amounts, reason=reason, at=calendar.at(on, 9)
    )
