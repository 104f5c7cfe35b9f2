"""Who asks for what, where, when, and how far the request has come. Pure but for the places it reads."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import cycle

from cpsti_portal.demo import calendar
from cpsti_portal.demo.answers import Case
from cpsti_portal.demo.people import make_person
from cpsti_portal.demo.stories import Story, stories_of
from cpsti_portal.kernel.territory.models import Organisation

_MAYOTTE = "06"
_SHOWCASE = {"urssaf-bretagne": 4, "cgss-de-la-reunion": 2, "urssaf-ile-de-france": 2}
_AIDS = ("aced", "afe", "aced", "urgence", "aced", "adr", "aced", "urgence", "afe", "aced", "adr", "aced")


class Fate(StrEnum):
    """How far a request has come on the day of the demonstration."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    READY = "ready"  # opinion written, not sent yet
    INCOMPLETE = "incomplete"
    SENT = "sent"
    SCHEDULED = "scheduled"  # on the agenda of the next sitting
    RULED = "ruled"  # a past sitting decided
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


# One round of an organisation; the showcase ones have several.
_ROUND = (
    Fate.RULED,
    Fate.SCHEDULED,
    Fate.RULED,
    Fate.SUBMITTED,
    Fate.IN_REVIEW,
    Fate.RULED,
    Fate.INCOMPLETE,
    Fate.SCHEDULED,
    Fate.READY,
)
_RARE = (Fate.SENT, Fate.LAPSED, Fate.DRAFT, Fate.WITHDRAWN)

_FILED_DAYS_AGO = {
    Fate.DRAFT: 2,
    Fate.SUBMITTED: 3,
    Fate.IN_REVIEW: 16,
    Fate.READY: 22,
    Fate.INCOMPLETE: 24,
    Fate.SENT: 27,
    Fate.WITHDRAWN: 15,
    Fate.LAPSED: 95,
}
_NEARLY_DUE = 49  # days since filing: the legal date is near
_BEFORE_SITTING = 32
_BEFORE_URGENT_SITTING = 10
# Files that are alike: of whom, how many at each sitting (the last one today), what their figures are drawn from
# (from 300 to 600 € left a month, from 2 500 to 5 000 € due).
_ALIKE_AT = "urssaf-bretagne"
_ALIKE_HEARD = (5, 2, 2, 2, 1)
_ALIKE_FROM = 60
_ALIKE_FIGURES = (0, 7, 22, 23, 27, 50, 56)


@dataclass(frozen=True)
class Life:
    """One request to come: its case, its fate, and the sitting that hears it, if any."""

    number: int
    organisation: Organisation
    aid_code: str
    case: Case
    fate: Fate
    sitting_on: date | None


def lives(organisation: Organisation, today: date, first_number: int) -> Iterator[Life]:
    """The requests of one organisation, numbered from ``first_number``."""
    rounds = _SHOWCASE.get(organisation.code, 1)
    fates = [fate for turn in range(rounds) for fate in (*_ROUND, _RARE[(first_number + turn) % len(_RARE)])]
    held = list(calendar.sittings(organisation.region.board, today))
    past = [sitting.held_on for sitting in held if sitting.is_past(today)]
    coming = [sitting.held_on for sitting in held if not sitting.is_past(today)]
    turns = {Fate.RULED: cycle(past), Fate.SCHEDULED: cycle(coming)}
    for offset, fate in enumerate(fates):
        sitting_on = next(turns[fate]) if fate in turns else None
        yield _life(organisation, today, first_number + offset, fate, sitting_on)


def alike(organisation: Organisation, today: date, first_number: int) -> Iterator[Life]:
    """People to whom nearly the same happened, heard one sitting after the other; today, one more.

    What the board decides of the last ones stands beside what it decided of the first. Today’s is advised against.
    """
    if organisation.code != _ALIKE_AT:
        return
    held = [sitting.held_on for sitting in calendar.sittings(organisation.region.board, today)]
    favoured, advised_against = (
        next(one for one in stories_of("aced") if (one.cause, one.opinion_kind) == ("economic", kind))
        for kind in ("favorable", "unfavorable")
    )
    heard = [day for day, files in zip(held, _ALIKE_HEARD, strict=False) for _ in range(files)]
    for rank, day in enumerate(heard):
        number = first_number + _ALIKE_FROM + rank
        story = favoured if day < today else advised_against
        dice = random.Random(f"vie-{number}")
        department = dice.choice(sorted(d.code for d in organisation.departments.all()))
        filed_on = day - timedelta(days=_BEFORE_SITTING + number % 4)
        case = _case(story, department, filed_on, "", None, number, dice)
        figures = random.Random(f"proches-{_ALIKE_FIGURES[rank % len(_ALIKE_FIGURES)]}")
        fate = Fate.RULED if day < today else Fate.SCHEDULED
        yield Life(number, organisation, "aced", replace(case, dice=figures), fate, day)


def _life(organisation: Organisation, today: date, number: int, fate: Fate, sitting_on: date | None) -> Life:
    dice = random.Random(f"vie-{number}")
    department = dice.choice(sorted(d.code for d in organisation.departments.all()))
    event = calendar.event_of(department)
    event_on = today - timedelta(days=event.days_ago) if event else None
    aid_code = _AIDS[number % len(_AIDS)]
    if organisation.region_id == _MAYOTTE and aid_code in ("aced", "adr"):
        aid_code = "afe"
    before = _BEFORE_URGENT_SITTING if aid_code == "urgence" else _BEFORE_SITTING
    filed_on = _filed_on(fate, today, sitting_on, before, number)
    if aid_code == "urgence" and (event_on is None or not event_on + timedelta(days=2) <= filed_on):
        aid_code = "afe"
        filed_on = _filed_on(fate, today, sitting_on, _BEFORE_SITTING, number)
    story = dice.choice(stories_of(aid_code))
    case = _case(story, department, filed_on, event.code if event else "", event_on, number, dice)
    return Life(number, organisation, aid_code, case, fate, sitting_on)


def _filed_on(fate: Fate, today: date, sitting_on: date | None, before: int, number: int) -> date:
    """Spread over a few days, never on the same one for all."""
    if sitting_on is not None:
        return sitting_on - timedelta(days=before + number % 4)
    if fate is Fate.IN_REVIEW and number % 4 == 0:
        return today - timedelta(days=_NEARLY_DUE + number % 3)
    return today - timedelta(days=_FILED_DAYS_AGO[fate] + number % 3)


def _case(
    story: Story,
    department: str,
    filed_on: date,
    campaign_code: str,
    event_on: date | None,
    number: int,
    dice: random.Random,
) -> Case:
    trade = dice.choice(story.trades)
    age = 64 if story.aid_code == "adr" else dice.randint(26, 59)
    person = make_person(
        seed=number,
        department=department,
        born=filed_on - timedelta(days=age * 365 + dice.randint(20, 340)),
        business_name=trade.sign,
        civility=trade.civility,
    )
    return Case(
        person=person,
        story=story,
        trade=trade,
        filed_on=filed_on,
        campaign_code=campaign_code,
        event_on=event_on,
        dice=dice,
    )
