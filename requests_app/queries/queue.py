"""The queue of an organisation: the nearest legal date first, by pages that cost the same wherever they begin."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor
from requests_app.aids import registry
from requests_app.enums import AidCode
from requests_app.models import AidRequest, Decision
from requests_app.queries.requests import caseworker_requests
from requests_app.wording_clock import ClockShown, clock_shown
from requests_app.workflow import CLOCK_RUNS, LABELS, OPEN_FOR_STAFF, State

PAGE = 50
SHORTEST_SEARCH = 3
COUNTED = 100  # beyond, the number is « 100+ »
SOON_DAYS = 15
MINE, NOBODY, ALL = "moi", "personne", ""


@dataclass(frozen=True)
class View:
    """A saved view of the queue. ``states`` empty: every filed request."""

    slug: str
    label: str
    empty: str
    states: frozenset[State] = frozenset()
    holder: str = ALL
    soon: bool = False
    to_pay: bool = False
    to_motivate: bool = False


_OPEN = OPEN_FOR_STAFF - {State.NOTIFIED}
VIEWS: tuple[View, ...] = (
    View(
        "a-traiter",
        "À traiter",
        "Rien n’attend : aucune demande à étudier ni à motiver.",
        frozenset({State.SUBMITTED, State.IN_REVIEW, State.DECIDED}),
    ),
    View(
        "mes-dossiers",
        "Mes dossiers",
        "Vous ne suivez aucune demande. Prenez-en une dans « À prendre ».",
        _OPEN,
        MINE,
    ),
    View("a-prendre", "À prendre", "Chaque demande ouverte a son gestionnaire.", _OPEN, NOBODY),
    View(
        "echeance-proche",
        "Échéance proche",
        "Aucun délai légal ne s’achève dans les quinze jours.",
        CLOCK_RUNS,
        soon=True,
    ),
    View(
        "a-relire",
        "À relire",
        "Aucun dossier anonymisé n’attend une seconde lecture.",
        frozenset({State.TO_SIGN}),
    ),
    View("pieces", "Pièces attendues", "Aucune pièce n’est attendue.", frozenset({State.INCOMPLETE})),
    View(
        "commission",
        "À la commission",
        "Aucun dossier n’est chez la commission.",
        frozenset({State.SENT_TO_BOARD, State.SCHEDULED}),
    ),
    View(
        "a-motiver",
        "À motiver",
        "Aucune décision n’attend votre motivation.",
        frozenset({State.DECIDED}),
        to_motivate=True,
    ),
    View(
        "a-verser",
        "À verser",
        "Aucun versement n’est à enregistrer.",
        frozenset({State.NOTIFIED}),
        to_pay=True,
    ),
    View("toutes", "Toutes les demandes", "Aucune demande n’a encore été déposée."),
)
_BY_SLUG = {view.slug: view for view in VIEWS}


@dataclass(frozen=True)
class Key:
    """Where a page begins or ends: the legal date, then the request."""

    due_on: date
    pk: UUID

    def __str__(self) -> str:
        return f"{self.due_on.isoformat()}_{self.pk}"

    @classmethod
    def parse(cls, text: str) -> "Key | None":
        day, _, pk = text.partition("_")
        try:
            return cls(date.fromisoformat(day), UUID(pk))
        except ValueError:
            return None


@dataclass(frozen=True)
class Filters:
    """What the address asks for; anything unknown is ignored."""

    view: View = VIEWS[0]
    aid: str = ""
    state: str = ""
    holder: str = ALL
    search: str = ""
    after: Key | None = None
    before: Key | None = None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Filters":
        def one_of(name: str, known: object) -> str:
            value = query.get(name, "")
            return value if value in known else ""

        return cls(
            view=_BY_SLUG.get(query.get("vue", ""), VIEWS[0]),
            aid=one_of("aide", AidCode.values),
            state=one_of("etat", set(State) - {State.DRAFT}),
            holder=one_of("gestionnaire", (MINE, NOBODY)),
            search=" ".join(query.get("q", "").split())[:80],
            after=Key.parse(query.get("apres", "")),
            before=Key.parse(query.get("avant", "")),
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.aid or self.state or self.holder or self.search)

    @property
    def search_too_short(self) -> bool:
        return 0 < len(self.search) < SHORTEST_SEARCH

    def address(self, **changes: object) -> str:
        """The query of the same list with something changed; a change of list begins at its first page."""
        wanted = replace(self, **({"after": None, "before": None} | changes))
        pairs = {
            "vue": wanted.view.slug if wanted.view is not VIEWS[0] else "",
            "aide": wanted.aid,
            "etat": wanted.state,
            "gestionnaire": wanted.holder,
            "q": wanted.search,
            "apres": str(wanted.after or ""),
            "avant": str(wanted.before or ""),
        }
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


@dataclass(frozen=True)
class Line:
    pk: UUID
    reference: str
    name: str
    aid_label: str
    filed_on: date
    state_label: str
    state_tone: str
    clock: ClockShown
    holder: str
    mine: bool


@dataclass(frozen=True)
class Page:
    lines: list[Line]
    earlier: Key | None = None  # the page of the more urgent ones ends before this
    later: Key | None = None


@dataclass(frozen=True)
class Desk:
    """Whose queue, on which day: « today » is that of each organisation."""

    actor: Actor
    at: datetime
    zones: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, actor: Actor, at: datetime) -> "Desk":
        zones = {
            membership.organisation_id: membership.organisation.time_zone
            for membership in actor.memberships
            if membership.organisation_id in actor.organisation_ids
        }
        return cls(actor, at, zones)

    def day(self, organisation_id: str) -> date:
        return clock.local_date(self.at, self.zones[organisation_id])

    @property
    def latest_day(self) -> date:
        return max(self.day(code) for code in self.zones)

    @property
    def membership_ids(self) -> list[int]:
        return [membership.pk for membership in self.actor.memberships]


def page_of(desk: Desk, filters: Filters) -> Page:
    """One query. The extra row only tells whether the list goes on."""
    found = _chosen(desk, filters)
    if filters.before and not filters.after:
        rows = list(_rows(_before(found, filters.before).order_by("-due_on", "-pk")))
        return _page(desk, rows[:PAGE][::-1], more_before=len(rows) > PAGE, more_after=True)
    if filters.after:
        found = _after(found, filters.after)
    rows = list(_rows(found.order_by("due_on", "pk")))
    return _page(desk, rows[:PAGE], more_before=bool(filters.after), more_after=len(rows) > PAGE)


def counts_of(desk: Desk) -> dict[str, str]:
    """How many requests each view holds, counted up to ``COUNTED``: one statement, whatever the number of views."""
    parts, params = [], []
    for view in VIEWS:
        sql, values = _in_view(desk, view).order_by().values("pk")[: COUNTED + 1].query.sql_with_params()
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")  # noqa: S608  a queryset wrote it, values are bound
        params += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        found = cursor.fetchone()
    return {view.slug: _count_shown(number) for view, number in zip(VIEWS, found, strict=True)}


def _count_shown(number: int) -> str:
    return f"{COUNTED}+" if number > COUNTED else str(number)


def _chosen(desk: Desk, filters: Filters) -> QuerySet[AidRequest]:
    found = _in_view(desk, filters.view)
    if filters.aid:
        found = found.filter(aid_code=filters.aid)
    if filters.state:
        found = found.filter(state=filters.state)
    found = _held(desk, found, filters.holder)
    for word in search_words(filters.search):
        found = found.filter(search_text__contains=word)
    return found


def _in_view(desk: Desk, view: View) -> QuerySet[AidRequest]:
    found = caseworker_requests(desk.actor)
    if view.states:
        found = found.filter(state__in=sorted(view.states))
    if view.soon:
        found = found.filter(due_on__lte=desk.latest_day + timedelta(days=SOON_DAYS))
    decisions = Decision.objects.filter(aid_request=OuterRef("pk"), annulled_on__isnull=True)
    if view.to_pay:
        found = found.filter(Exists(decisions.filter(amount_cents__gt=0)))
    if view.to_motivate:
        found = found.filter(~Exists(decisions))
    return _held(desk, found, view.holder)


def _held(desk: Desk, found: QuerySet[AidRequest], holder: str) -> QuerySet[AidRequest]:
    if holder == MINE:
        return found.filter(caseworker_id__in=desk.membership_ids)
    return found.filter(caseworker__isnull=True) if holder == NOBODY else found


def search_words(typed: str) -> list[str]:
    """As the stored text is written: lower case, no accent; a number in groups is one number. Empty: no search."""
    if len(typed) < SHORTEST_SEARCH:
        return []
    plain = unicodedata.normalize("NFD", typed.lower())
    words = "".join(sign for sign in plain if not unicodedata.combining(sign)).split()
    return ["".join(words)] if all(word.isdigit() for word in words) else words


def _after(found: QuerySet[AidRequest], key: Key) -> QuerySet[AidRequest]:
    """The bound on the date alone is what the index reads; the rest sorts out one day."""
    return found.filter(due_on__gte=key.due_on).filter(Q(due_on__gt=key.due_on) | Q(pk__gt=key.pk))


def _before(found: QuerySet[AidRequest], key: Key) -> QuerySet[AidRequest]:
    return found.filter(due_on__lte=key.due_on).filter(Q(due_on__lt=key.due_on) | Q(pk__lt=key.pk))


def _rows(found: QuerySet[AidRequest]) -> QuerySet:
    return found.values(
        "pk",
        "reference",
        "applicant_name",
        "aid_code",
        "submitted_at",
        "state",
        "due_on",
        "clock_stopped_on",
        "organisation_id",
        "caseworker_id",
        "caseworker__display_name",
    )[: PAGE + 1]


def _page(desk: Desk, rows: list[dict], *, more_before: bool, more_after: bool) -> Page:
    return Page(
        lines=[_line(desk, row) for row in rows],
        earlier=Key(rows[0]["due_on"], rows[0]["pk"]) if rows and more_before else None,
        later=Key(rows[-1]["due_on"], rows[-1]["pk"]) if rows and more_after else None,
    )


def _line(desk: Desk, row: dict) -> Line:
    state = State(row["state"])
    zone = desk.zones[row["organisation_id"]]
    return Line(
        pk=row["pk"],
        reference=row["reference"],
        name=row["applicant_name"],
        aid_label=registry.get(row["aid_code"]).short_name,
        filed_on=clock.local_date(row["submitted_at"], zone),
        state_label=LABELS[state].staff,
        state_tone=LABELS[state].tone,
        clock=clock_shown(state, row["due_on"], row["clock_stopped_on"], on=desk.day(row["organisation_id"])),
        holder=row["caseworker__display_name"] or "",
        mine=row["caseworker_id"] in desk.membership_ids,
    )
