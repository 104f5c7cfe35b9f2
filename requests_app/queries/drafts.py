"""A draft as its pages need it: what was typed, how it reads, the papers it holds and still lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from cpsti_portal.kernel import clock
from requests_app.aids import registry
from requests_app.aids.base import Aid
from requests_app.aids.documents import DocumentKind
from requests_app.intake.kinds import Choices
from requests_app.intake.reading import Context, RequestReading, read_request
from requests_app.models import AidRequest, Document, StepAnswers
from requests_app.queries.campaigns import all_campaigns, open_campaigns
from requests_app.queries.parameters import closed_regions, served_departments

# The first of our territories where a new day begins: nobody's « today » is in the future.
EARLIEST_ZONE = "Indian/Reunion"


def closed_here(region_name: str) -> str:
    return (
        f"Cette aide n’est pas ouverte pour une activité exercée dans ce territoire ({region_name}). "
        "Choisissez une autre aide, ou appelez le 3698."
    )


def intake_context(*, aid: Aid, at: datetime) -> Context:
    """What the reading of this aid's answers depends on, besides the answers."""
    on = clock.local_date(at, EARLIEST_ZONE)
    places = served_departments()
    closed = closed_regions(aid_code=aid.code, region_codes={region for region, _ in places.values()}, on=on)
    return Context(
        on=on,
        lists={"campaigns": open_campaigns(on=on)} if _asks_for(aid, "campaigns") else {},
        served=frozenset(places),
        closed={code: closed_here(name) for code, (region, name) in places.items() if region in closed},
    )


def read_back_lists(aid: Aid) -> Mapping[str, Choices]:
    """The lists in which a stored answer finds its words, closed ones included."""
    return {"campaigns": all_campaigns()} if _asks_for(aid, "campaigns") else {}


def _asks_for(aid: Aid, source: str) -> bool:
    return any(spec.choices_from == source for step in aid.steps for spec in step.fields)


def stored_steps(aid_request: AidRequest) -> dict[str, StepAnswers]:
    return {row.step: row for row in StepAnswers.objects.filter(aid_request=aid_request).order_by("pk")}


def stored_answers(aid_request: AidRequest) -> dict[str, dict[str, object]]:
    """Step → field → value, as understood when the request was filed."""
    return {slug: row.values for slug, row in stored_steps(aid_request).items()}


@dataclass(frozen=True)
class Draft:
    """One reading of a draft. ``rows`` are what is stored, ``reading`` what it means on the day of ``context``."""

    aid_request: AidRequest
    aid: Aid
    context: Context
    rows: Mapping[str, StepAnswers]
    reading: RequestReading
    documents: tuple[Document, ...]

    @property
    def on(self) -> date:
        return self.context.on

    @property
    def saved_at(self) -> datetime | None:
        """When something was last kept; None for a draft just begun."""
        moments = [row.updated_at for row in self.rows.values()] + [
            paper.uploaded_at for paper in self.documents
        ]
        return max(moments, default=None)

    @cached_property
    def asked_documents(self) -> tuple[DocumentKind, ...]:
        return self.aid.asked_documents(self.reading.answers)

    @cached_property
    def missing_documents(self) -> tuple[DocumentKind, ...]:
        held = {document.kind for document in self.documents}
        return tuple(k for k in self.aid.required_documents(self.reading.answers) if k.slug not in held)

    @property
    def is_ready(self) -> bool:
        return self.reading.is_complete and not self.missing_documents


def load_draft(aid_request: AidRequest, *, at: datetime) -> Draft:
    aid = registry.get(aid_request.aid_code)
    context = intake_context(aid=aid, at=at)
    rows = stored_steps(aid_request)
    return Draft(
        aid_request=aid_request,
        aid=aid,
        context=context,
        rows=rows,
        reading=read_request(aid, {slug: row.raw for slug, row in rows.items()}, context),
        documents=tuple(Document.objects.filter(aid_request=aid_request).order_by("uploaded_at", "pk")),
    )
