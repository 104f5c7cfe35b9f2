"""The figures of a year: of one board as a reader sees it, of the whole country for the administrator."""

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    QuerySet,
    Sum,
)
from django.db.models.functions import ExtractDay

from commission.enums import Outcome, SittingKind, SittingState
from commission.models import Ruling
from commission.queries.oversight import URGENT_AID
from commission.queries.visible import items_visible_to
from commission.report import DECISIONS, AidYear, Report, build
from cpsti_portal.kernel.accounts.actors import Actor

_AID = "item__board_file__aid_label"


class _Days(Aggregate):
    """A decile of the days between the arrival of a file and its ruling."""

    template = "PERCENTILE_DISC(%(at)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = IntegerField()

    def __init__(self, at: float) -> None:
        waited = F("ruled_at") - F("item__board_file__received_at")
        super().__init__(ExtractDay(ExpressionWrapper(waited, output_field=DurationField())), at=at)


def report_of(actor: Actor, *, board_code: str, year: int) -> Report:
    """Of the files that the reader sees: three queries, whatever their number."""
    rulings = Ruling.objects.filter(item__in=items_visible_to(actor), item__sitting__board_code=board_code)
    return _report(rulings, year)


def report_of_all(*, year: int) -> Report:
    """Of every board, for the administrator."""
    return _report(Ruling.objects.all(), year)


def _report(rulings: QuerySet[Ruling], year: int) -> Report:
    """Of closed sittings: what was decided is published there."""
    held = rulings.filter(
        item__sitting__held_on__year=year, item__sitting__state=SittingState.CLOSED, outcome__in=DECISIONS
    ).order_by()
    counts: dict[str, dict[Outcome, int]] = {}
    granted: dict[str, int] = {}
    rows = held.values_list(_AID, "outcome").annotate(number=Count("pk"), cents=Sum("amount_cents"))
    for label, outcome, number, cents in rows:
        counts.setdefault(label, {})[Outcome(outcome)] = number
        granted[label] = granted.get(label, 0) + cents
    waited = held.values_list(_AID).annotate(median=_Days(0.5), ninth=_Days(0.9))
    days = {label: (median, ninth) for label, median, ninth in waited}
    aids = [
        AidYear(label=label, counts=counts[label], granted=granted[label], days=days[label])
        for label in sorted(counts)
    ]
    return build(year=year, aids=aids, delegated=_delegated(held))


def _delegated(held: QuerySet[Ruling]) -> tuple[int, int]:
    """Grants made by delegation, and the other grants of urgent aid. One query."""
    granted = held.filter(outcome=Outcome.ADOPTED, item__board_file__aid_code=URGENT_AID)
    by_two = Q(item__sitting__kind=SittingKind.DELEGATION)
    counted = granted.aggregate(by_two=Count("pk", filter=by_two), others=Count("pk", filter=~by_two))
    return counted["by_two"], counted["others"]
