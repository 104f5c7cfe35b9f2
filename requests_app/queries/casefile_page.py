"""Everything the page of a file shows, as plain values: no template ever runs a query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, FilteredRelation, OuterRef, Q, Subquery

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership
from requests_app.aids import registry
from requests_app.aids.base import Aid
from requests_app.aids.fields import Answers, FieldSpec, Kind
from requests_app.aids.steps import Step
from requests_app.anonymisation.leaks import find_leaks
from requests_app.enums import FindingOutcome, VerdictOutcome
from requests_app.facts import case_facts
from requests_app.intake.display import shown, shown_lines
from requests_app.intake.kinds import Choices
from requests_app.models import (
    AidRequest,
    BoardLink,
    Decision,
    Document,
    Letter,
    Mail,
    MailStatus,
    PaperRequest,
    StateChange,
    StoredVerdict,
)
from requests_app.queries.casefile import filed_on, known_to_file, latest_verdict, payment_hold
from requests_app.queries.checks import CHECKS
from requests_app.queries.drafts import read_back_lists
from requests_app.queries.pages import ShownPage, pages_as_read
from requests_app.queries.requests import caseworker_requests
from requests_app.wording_control import awaiting_signature, suspended
from requests_app.workflow import BY_NAME, LABELS, State

_MASK = "\u2022"
_SHOWN_END = {Kind.NIR: 3, Kind.IBAN: 4}
_EARLIER_SHOWN = 10
_DOUBTFUL = (MailStatus.UNCERTAIN, MailStatus.FAILED)
_OUTCOME_WORDS = {
    FindingOutcome.MET: ("Rempli", "success", "check"),
    FindingOutcome.NOT_MET: ("Non rempli", "danger", "close"),
    FindingOutcome.UNKNOWN: ("À vérifier", "warning", "warning"),
}
_VERDICT_TONES = {
    VerdictOutcome.ELIGIBLE: "success",
    VerdictOutcome.NOT_ELIGIBLE: "danger",
    VerdictOutcome.TO_EXAMINE: "warning",
}


@dataclass(frozen=True)
class Row:
    label: str
    value: str
    is_long: bool = False


@dataclass(frozen=True)
class Section:
    """``blanks``: how many optional questions were left without an answer."""

    slug: str
    title: str
    rows: list[Row]
    blanks: int


@dataclass(frozen=True)
class Paper:
    pk: object
    title: str
    label: str
    size: int
    pages: int
    uploaded_at: datetime
    medical: bool
    asked: bool  # sent in answer to a request for papers


@dataclass(frozen=True)
class FindingShown:
    label: str
    word: str
    tone: str
    icon: str
    outcome: str
    fact: str
    sentence: str
    source: str
    blocking: bool


@dataclass(frozen=True)
class VerdictShown:
    label: str
    tone: str
    computed_at: datetime
    open: list[FindingShown]  # not met, then to be checked
    met: list[FindingShown]
    ceiling_cents: int
    ceiling_reason: str


@dataclass(frozen=True)
class EarlierRequest:
    pk: object
    reference: str
    aid_label: str
    filed_on: date
    label: str
    tone: str
    amount_cents: int | None


@dataclass(frozen=True)
class Question:
    """What a board asked when it adjourned. ``telling``: it seems to know who the person is."""

    text: str
    held_on: date
    telling: bool


@dataclass(frozen=True)
class CaseFilePage:
    aid: Aid
    sections: list[Section]
    checks: list[Row]
    papers: list[Paper]
    pages: list[ShownPage]  # that the board reads, or would read
    verdict: VerdictShown | None
    money: list[tuple[str, int | None]]
    asked_cents: int | None
    earlier: list[EarlierRequest]
    history: list[dict]
    letters: list[Letter]
    doubtful_mails: list[Mail]
    open_papers: PaperRequest | None
    question: Question | None
    sitting_on: date | None
    control: str  # what stands between the vote and the payment, "" when nothing does


def file_page(aid_request: AidRequest, actor: Actor, *, on: date) -> CaseFilePage:
    """``aid_request`` comes with its relations joined: see ``readable``."""
    aid = registry.get(aid_request.aid_code)
    answers = {row.step: row.values for row in aid_request.answers.order_by("pk")}
    lists = read_back_lists(aid)
    facts = case_facts(answers, filed_on=filed_on(aid_request))
    changes = _changes(aid_request)
    moves = {change.transition for change in changes}
    link = _last_link(aid_request) if "send_to_board" in moves else None
    return CaseFilePage(
        aid=aid,
        sections=[_section(step, answers, lists) for step in aid.steps if step.slug in answers],
        checks=_checks(answers),
        papers=_papers(aid_request, aid),
        pages=pages_as_read(aid_request),
        verdict=_verdict(latest_verdict(aid_request)),
        money=[
            ("Ressources du foyer, par mois", facts.income_cents),
            ("Charges du foyer, par mois", facts.charges_cents),
            ("Reste à vivre, par mois", facts.remaining_cents),
            ("Reste à vivre par unité de consommation", facts.remaining_per_unit_cents),
            ("Épargne", facts.savings_cents),
        ],
        asked_cents=facts.amount_asked_cents,
        earlier=_earlier(aid_request, actor),
        history=[_event(change, aid_request) for change in changes],
        letters=list(
            Letter.objects.filter(aid_request=aid_request).defer("data").order_by("-created_at", "pk")
        ),
        doubtful_mails=_doubtful_mails(aid_request) if aid_request.has_doubtful_mail else [],
        open_papers=_open_papers(aid_request) if aid_request.state == State.INCOMPLETE else None,
        question=_question(aid_request, link, answers),
        sitting_on=link.sitting_on if link else None,
        control=_control(aid_request, link, on),
    )


def readable(actor: Actor):
    """Requests of the actor's organisations, with what their pages need in the same query."""
    doubtful = Exists(Mail.objects.filter(aid_request=OuterRef("pk"), status__in=_DOUBTFUL))
    return (
        caseworker_requests(actor)
        .annotate(has_doubtful_mail=doubtful, decision=_in_force())
        .select_related(
            "organisation",
            "board",
            "department",
            "campaign",
            "applicant",
            "caseworker",
            "opinion",
            "decision__board_link",
            "payment",
        )
    )


def in_force(aid_request: AidRequest) -> Decision | None:
    """The decision joined to a request of these pages; Django sets nothing where there is none."""
    return getattr(aid_request, "decision", None)


def _in_force() -> FilteredRelation:
    """The decision of a request, joined under that name: the one that was not annulled. A new one for each query."""
    return FilteredRelation("decisions", condition=Q(decisions__annulled_on__isnull=True))


def _section(step: Step, answers: Answers, lists: Mapping[str, Choices]) -> Section:
    specs = {spec.name: spec for spec in step.fields}
    values = answers.get(step.slug, {})
    rows = [
        Row(line.label, masked(specs[line.name], values.get(line.name)) or line.text, line.is_long)
        for line in shown_lines(step, answers, lists)
    ]
    answered = [row for row in rows if row.value]
    return Section(step.slug, step.staff_title, answered, blanks=len(rows) - len(answered))


def masked(spec: FieldSpec, value: object) -> str:
    """A social security or account number by its last signs; nothing for any other answer."""
    end = _SHOWN_END.get(spec.kind)
    if end is None or not isinstance(value, str) or not value:
        return ""
    return f"{_MASK * 8} {value[-end:]}"


def _checks(answers: Answers) -> list[Row]:
    values = answers.get(CHECKS.slug, {})
    return [
        Row(spec.label, shown(spec, values[spec.name], {}))
        for spec in CHECKS.fields
        if values.get(spec.name) is not None
    ]


def _papers(aid_request: AidRequest, aid: Aid) -> list[Paper]:
    return [_paper(document, aid) for document in _documents(aid_request)]


def _documents(aid_request: AidRequest) -> Iterable[Document]:
    documents = Document.objects.filter(aid_request=aid_request).select_related("paper_request")
    return documents.order_by("uploaded_at", "pk")


def _paper(document: Document, aid: Aid) -> Paper:
    kind = aid.document(document.kind)
    asked = document.paper_request
    labels = {item["kind"]: item["label"] for item in asked.items} if asked else {}
    return Paper(
        pk=document.pk,
        title=document.title,
        label=kind.label if kind else labels.get(document.kind, "Autre pièce"),
        size=document.size,
        pages=document.pages,
        uploaded_at=document.uploaded_at,
        medical=bool(kind and kind.medical),
        asked=asked is not None,
    )


def _verdict(verdict: StoredVerdict | None) -> VerdictShown | None:
    if verdict is None:
        return None
    outcome = VerdictOutcome(verdict.outcome)
    findings = [_finding(found) for found in verdict.findings]
    return VerdictShown(
        label=str(outcome.label),
        tone=_VERDICT_TONES[outcome],
        computed_at=verdict.computed_at,
        open=sorted((one for one in findings if one.outcome != FindingOutcome.MET), key=_gravity),
        met=[one for one in findings if one.outcome == FindingOutcome.MET],
        ceiling_cents=verdict.ceiling_cents,
        ceiling_reason=verdict.ceiling_reason,
    )


def _gravity(finding: FindingShown) -> tuple[bool, bool]:
    return finding.outcome != FindingOutcome.NOT_MET, not finding.blocking


def _finding(found: Mapping) -> FindingShown:
    word, tone, icon = _OUTCOME_WORDS[FindingOutcome(found["outcome"])]
    return FindingShown(
        label=found["label"],
        word=word,
        tone=tone,
        icon=icon,
        outcome=found["outcome"],
        fact=found["fact"],
        sentence=found["sentence"],
        source=found["source"],
        blocking=found["blocking"],
    )


def _earlier(aid_request: AidRequest, actor: Actor) -> list[EarlierRequest]:
    """Of the same account, or of the same establishment, in the organisations the reader works for."""
    same = Q(applicant_id=aid_request.applicant_id)
    if aid_request.siret:
        same |= Q(search_text__contains=aid_request.siret)
    others = caseworker_requests(actor).filter(same).exclude(pk=aid_request.pk)
    newest = others.annotate(decision=_in_force()).select_related("organisation", "decision")
    newest = newest.order_by("-submitted_at", "pk")[:_EARLIER_SHOWN]
    return [_earlier_request(other) for other in newest]


def _earlier_request(other: AidRequest) -> EarlierRequest:
    decision = in_force(other)
    state = LABELS[State(other.state)]
    return EarlierRequest(
        pk=other.pk,
        reference=other.reference,
        aid_label=registry.get(other.aid_code).short_name,
        filed_on=filed_on(other),
        label=str(decision.get_kind_display()) if decision else state.staff,
        tone=state.tone,
        amount_cents=decision.amount_cents or None if decision else None,
    )


def _changes(aid_request: AidRequest) -> list[StateChange]:
    names = Membership.objects.filter(
        user=OuterRef("actor"), organisation=aid_request.organisation_id
    ).order_by("-starts_on", "-pk")
    found = StateChange.objects.filter(aid_request=aid_request)
    return list(found.annotate(author=Subquery(names.values("display_name")[:1])).order_by("-pk"))


def _event(change: StateChange, aid_request: AidRequest) -> dict:
    """A line of the timeline component."""
    if change.actor_id is None:
        author = "par le portail"
    elif change.actor_id == aid_request.applicant_id:
        author = "par la personne"
    else:
        author = f"par {change.author or 'un gestionnaire'}"
    return {
        "at": change.at,
        "title": LABELS[State(change.target)].staff,
        "text": f"{BY_NAME[change.transition].label}, {author}. {change.comment}".strip(),
        "tone": "done",
    }


def _doubtful_mails(aid_request: AidRequest) -> list[Mail]:
    found = Mail.objects.filter(aid_request=aid_request, status__in=_DOUBTFUL)
    return list(found.order_by("created_at", "pk"))


def _open_papers(aid_request: AidRequest) -> PaperRequest | None:
    asked = PaperRequest.objects.filter(aid_request=aid_request, closed_at__isnull=True)
    return asked.select_related("asked_by").first()


def _last_link(aid_request: AidRequest) -> BoardLink | None:
    return BoardLink.objects.filter(aid_request=aid_request).order_by("-sent_at", "-pk").first()


def _question(aid_request: AidRequest, link: BoardLink | None, answers: Answers) -> Question | None:
    if link is None or not link.ruling or link.ruling["outcome"] != "adjourned":
        return None
    text = link.ruling["question"]
    return Question(
        text=text,
        held_on=date.fromisoformat(link.ruling["held_on"]),
        telling=bool(find_leaks(text, known_to_file(aid_request, answers))),
    )


def _control(aid_request: AidRequest, link: BoardLink | None, on: date) -> str:
    if link is None:
        return ""
    if aid_request.state == State.SCHEDULED:
        return awaiting_signature(link.examined_on) if link.examined_on else ""
    if link.suspended_on is not None:
        return suspended(link.suspended_on, link.suspension)
    decision = in_force(aid_request)
    if aid_request.state != State.NOTIFIED or decision is None or not decision.amount_cents:
        return ""
    return payment_hold(decision, on=on)


def legal_day(aid_request: AidRequest, at: datetime) -> date:
    return clock.local_date(at, aid_request.organisation.time_zone)
