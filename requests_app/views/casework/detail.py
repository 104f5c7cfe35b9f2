"""One page to read everything: answers at left, papers at right, and below what may be done now."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.audit.services import record
from requests_app.enums import OpinionKind
from requests_app.letters.wording import long_date
from requests_app.models import AidRequest, Letter
from requests_app.queries.casefile import filed_on, is_held
from requests_app.queries.casefile_page import CaseFilePage, Paper, file_page, in_force, legal_day
from requests_app.queries.pages import ShownPage
from requests_app.views.applicant.papers_on_page import weight
from requests_app.views.casework.access import holds, page
from requests_app.wording_clock import clock_shown
from requests_app.workflow import LABELS, OPEN_FOR_STAFF, Party, State, available


@dataclass(frozen=True)
class Action:
    """``post``: a button; otherwise a link to a page."""

    label: str
    view: str
    post: bool = False
    tone: str = "secondary"


TAKE = Action("Prendre en charge", "casework:take", post=True, tone="primary")
RELEASE = Action("Rendre à la file", "casework:release", post=True, tone="link")
OPINION = Action("Rédiger l’avis", "casework:opinion", tone="primary")
SIGN = Action("Relire et signer", "casework:sign", tone="primary")
MOTIVATE = Action("Motiver la décision", "casework:motivate", tone="primary")
# What each move of the table looks like on this page.
_MOVES: dict[str, Action] = {
    "ask_papers": Action("Demander des pièces", "casework:ask_papers"),
    "resume": Action("Reprendre sans attendre", "casework:resume", post=True),
    "correct": Action("Corriger le dossier transmis", "casework:correct"),
    "pay": Action("Enregistrer le versement", "casework:pay", tone="primary"),
}
_REOPEN = Action("Rouvrir", "casework:reopen", post=True, tone="primary")


@page()
def detail(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    record(action="casework.opened", actor=request.actor, target=aid_request)
    now = clock.now()
    on = legal_day(aid_request, now)
    file = file_page(aid_request, request.actor, on=on)
    held = is_held(aid_request, on=on)
    mine = holds(request, aid_request)
    state = State(aid_request.state)
    checkable = mine and state is State.IN_REVIEW
    context = {
        "aid_request": aid_request,
        "file": file,
        "state": LABELS[state],
        "clock": clock_shown(state, aid_request.due_on, aid_request.clock_stopped_on, on=on),
        "holder": aid_request.caseworker.display_name if held else "",
        "mine": mine,
        "checkable": checkable,
        "moves": [_shown(action, aid_request) for action in actions(aid_request, held=held, mine=mine)],
        **_standing(aid_request),
        "payment": getattr(aid_request, "payment", None),
        "money": _money(file),
        "sub": _sub(aid_request),
        "papers": [_paper_line(aid_request, paper, showable=checkable) for paper in file.papers],
        "pages": [_page_line(aid_request, page) for page in file.pages],
        "letters": [_letter_line(letter) for letter in file.letters],
    }
    return render(request, "casework/detail.html", context)


def _standing(aid_request: AidRequest) -> dict:
    opinion = getattr(aid_request, "opinion", None)
    decision = in_force(aid_request)
    return {
        "opinion": opinion,
        "opinion_label": OpinionKind(opinion.kind).label if opinion and opinion.kind else "",
        "decision": decision,
        "decision_label": decision.get_kind_display() if decision else "",
    }


def actions(aid_request: AidRequest, *, held: bool, mine: bool) -> list[Action]:
    """From the table of moves and the rule that one writes only what one holds; the first is the one that counts."""
    state = State(aid_request.state)
    moves = [move.name for move in available(state, Party.CASEWORKER)]
    if "reopen" in moves:
        return [_REOPEN]
    if state is State.TO_SIGN:
        return [SIGN, RELEASE] if mine else [SIGN]
    if (
        state not in OPEN_FOR_STAFF
        or (held and not mine)
        or (state is State.NOTIFIED and not _to_pay(aid_request))
    ):
        return []
    if not mine:
        return [TAKE]
    found = [OPINION] if "freeze" in moves else []
    found += [MOTIVATE] if state is State.DECIDED and in_force(aid_request) is None else []
    found += [_MOVES[name] for name in moves if name in _MOVES]
    return [*found, RELEASE]


def _to_pay(aid_request: AidRequest) -> bool:
    decision = in_force(aid_request)
    return decision is not None and decision.amount_cents > 0


def _shown(action: Action, aid_request: AidRequest) -> dict:
    return {
        "label": action.label,
        "url": reverse(action.view, args=[aid_request.pk]),
        "post": action.post,
        "tone": action.tone,
    }


def _money(file: CaseFilePage) -> list[tuple[str, int | None]]:
    """Lines the aid asks nothing about are left out."""
    return [(label, cents) for label, cents in file.money if cents is not None]


def _sub(aid_request: AidRequest) -> str:
    filed = f"déposée le {long_date(filed_on(aid_request))}"
    facts = [aid_request.reference, filed, str(aid_request.department), str(aid_request.campaign or "")]
    return " · ".join(fact for fact in facts if fact)


def _paper_line(aid_request: AidRequest, paper: Paper, *, showable: bool) -> dict[str, str]:
    """As the component ``file_list`` reads it."""
    facts = [paper.title, weight(paper.size)]
    facts += [f"{paper.pages} pages"] if paper.pages > 1 else []
    facts += [f"reçue le {date_format(localtime(paper.uploaded_at), 'd/m/Y')}"]
    facts += ["en réponse à votre demande"] if paper.asked else []
    facts += ["médicale, jamais montrée à la commission"] if paper.medical else []
    line = {
        "name": paper.label,
        "url": reverse("files:document", args=[paper.pk]),
        "meta": " · ".join(facts),
    }
    if showable and not paper.medical:
        line["act_url"] = reverse("casework:page", args=[aid_request.pk, paper.pk, 1])
        line["act_label"] = "Montrer une page à la commission"
    return line


def _page_line(aid_request: AidRequest, page: ShownPage) -> dict[str, str]:
    return {
        "title": page.title,
        "url": reverse("casework:cleared_image", args=[aid_request.pk, page.pk]),
        "cover_url": reverse("casework:page", args=[aid_request.pk, page.document_id, page.number]),
        "withdraw_url": reverse("casework:page_withdraw", args=[aid_request.pk, page.pk]),
    }


def _letter_line(letter: Letter) -> dict[str, str]:
    if letter.rendered_at is None:
        return {"name": letter.title, "meta": "En préparation"}
    url = reverse("files:letter", args=[letter.pk])
    return {"name": letter.title, "url": url, "meta": f"Courrier du {long_date(letter.dated_on)}"}
