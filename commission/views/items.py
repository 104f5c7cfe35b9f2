"""One file of an agenda: reading it, voting, stepping aside; opening and closing its vote."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from commission.enums import ItemState, SittingKind, SittingState
from commission.forms.ballots import BallotForm
from commission.forms.delegations import AgreementForm
from commission.forms.fields import typed_euros
from commission.models import AgendaItem
from commission.queries import delegations, funds, likeness, live, receipts, sheets
from commission.queries.visible import items_of_member
from commission.services import items, readings, recusals
from commission.views.answers import act, gone
from commission.views.sittings import kept
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.gates import board_required, member_required, secretary_required


def url_of(item: AgendaItem) -> str:
    return url_at(item.sitting_id, item.token)


def url_at(sitting_id: UUID, token: str) -> str:
    return _addresses(sitting_id, token).item


@dataclass(frozen=True)
class Addresses:
    """Where a sitting is read and followed; where a file of its agenda is read, voted on, stepped aside from."""

    sitting: str
    live: str
    item: str
    vote: str
    recuse: str


@lru_cache(maxsize=2_000)
def _addresses(sitting_id: UUID, token: str) -> Addresses:
    whole = {name: reverse(f"commission:{name}", args=[sitting_id]) for name in ("sitting", "live")}
    of_file = {
        name: reverse(f"commission:{name}", args=[sitting_id, token]) for name in ("item", "vote", "recuse")
    }
    return Addresses(**whole, **of_file)


@board_required
@require_safe
def item(request, sitting_id, token):
    one = readings.open_sheet(actor=request.actor, sitting_id=sitting_id, token=token)
    if one is None:
        raise Http404
    return item_page(request, one)


def item_page(
    request,
    one: AgendaItem,
    *,
    form: BallotForm | None = None,
    agreement: AgreementForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The sheet, with the ballot when the reader may vote. ``form`` is a refused ballot, shown as it was filled;
    ``agreement`` is one to a delegation.
    """
    actor, sitting = request.actor, one.sitting
    agenda = live.agenda_beside(one, actor)
    if one.token not in agenda.tokens:  # taken back, or stepped aside from, since it was read
        raise Http404
    sheet = sheets.sheet_of(one, actor, agenda)
    delegated = sitting.kind == SittingKind.DELEGATION
    context = {
        "frame": sitting.state == SittingState.OPEN,  # what is around the page besides the reader's places
        "sheet": sheet,
        "sheet_key": _sheet_key(one),
        "funds": funds.beside(one, actor, agenda),
        "board_code": sitting.board_code,
        "pages": _pages(one, sheet),
        "sitting_id": one.sitting_id,
        "urls": _addresses(one.sitting_id, one.token),
        "before": sheet.before and url_at(one.sitting_id, sheet.before),
        "after": sheet.after and url_at(one.sitting_id, sheet.after),
        "sitting_open": sitting.state == SittingState.OPEN,
        "consultation": sitting.kind == SittingKind.CONSULTATION,
        "delegated": delegated,
        "beside": likeness.beside(one, actor),
        **_vote(one, actor, agenda, form),
        **(_delegation(one, actor, agreement) if delegated else {}),
    }
    context["whole"] = _whole(context) if form is None else None
    return render(request, "commission/item.html", context, status=status)


def _whole(context: dict) -> tuple | None:
    """Names all that a page shows besides what stands in its holes, when the reader has just their own ballot to cast:
    the page of a whole room. None for every other."""
    sheet, voices = context["sheet"], [paper.voice.key for paper in context["ballots"]]
    if voices != [""] or any(context[name] for name in ("is_secretary", "delegated", "beside")):
        return None
    names = ("sheet_key", "funds", "board_code", "urls", "before", "after", "sitting_open", "consultation")
    return sheet.state, sheet.place, sheet.total, context["may_recuse"], *(context[name] for name in names)


def _vote(one: AgendaItem, actor: Actor, agenda: live.Agenda, form: BallotForm | None) -> dict:
    """Who the reader is to this vote, and what is left to them."""
    board_code, sitting_open = one.sitting.board_code, one.sitting.state == SittingState.OPEN
    is_secretary = board_code in actor.secretary_board_codes
    is_member = board_code in actor.member_board_codes
    standing = sheets.standing(one, actor)
    return {
        "is_secretary": is_secretary,
        "is_member": is_member,
        "may_recuse": is_member and one.state in (ItemState.PENDING, ItemState.OPEN),
        "standing": standing,
        "ballots": _ballots(one, standing, form),
        "form": form,
        "pulse": live.pulse(one.sitting, agenda, actor, one.moved) if sitting_open else None,
        "left": len(agenda.waiting),
        "then": agenda.waiting_after(one.token),
        "receipts": receipts.kept_by(actor, one) if one.voted else [],
        "called": sheets.called_to_vote(one) if is_secretary and one.state == ItemState.OPEN else 0,
    }


def _delegation(one: AgendaItem, actor: Actor, refused: AgreementForm | None) -> dict:
    standing = delegations.standing(one, actor, at=clock.now())
    if standing is None:
        return {"delegation": None}
    return {
        "delegation": standing,
        "agreement": refused or AgreementForm(initial={"amount": _first_amount(one, standing.most_cents)}),
    }


def _ballots(one: AgendaItem, standing: sheets.Standing, refused: BallotForm | None) -> list["BallotPaper"]:
    """One form for each ballot the reader may still cast; the refused one as it was filled."""
    asked = refused.voice if refused else None
    return [BallotPaper(one, voice, refused if voice.key == asked else None) for voice in standing.voices]


@dataclass(frozen=True)
class BallotPaper:
    """``form_key`` is drawn with the page. A blank form is made only where its fragment of page is not known yet."""

    item: AgendaItem
    voice: sheets.Voice
    refused: BallotForm | None

    @cached_property
    def form_key(self) -> str:
        return str((self.refused and self.refused.form_key) or uuid4())

    @cached_property
    def form(self) -> BallotForm:
        return self.refused or _blank(self.item, self.voice)


def _blank(one: AgendaItem, voice: sheets.Voice) -> BallotForm:
    form = BallotForm(item=one, initial={"amount": _first_amount(one)})
    form.auto_id = f"id_{voice.key}_%s" if voice.key else "id_%s"
    return form


def _sheet_key(one: AgendaItem) -> str | int:
    """Names what the sheet shows: by its content as long as the agenda may change it."""
    if one.state == ItemState.DROPPED:
        return 0
    return one.token if sheets.is_settled(one) else hash(repr(one.shown))


def _pages(one: AgendaItem, sheet: sheets.Sheet) -> list[dict[str, str]]:
    """As the sheet reads them; none of a file that was taken back, whose pages nobody is shown any more."""
    titles = [] if one.state == ItemState.DROPPED else sheet.pages
    return [
        {"title": title, "url": reverse("commission:page", args=[one.sitting_id, one.token, number])}
        for number, title in enumerate(titles, start=1)
    ]


def _first_amount(one: AgendaItem, most_cents: int | None = None) -> str:
    ceiling = one.shown["amount_ceiling_cents"]
    proposed = min(one.shown["amount_proposed_cents"], ceiling if most_cents is None else most_cents)
    return typed_euros(proposed) if proposed else ""


def _left_to_read(one: AgendaItem) -> str:
    """Whoever stepped aside from the file of a delegation sees nothing of it any more."""
    alone = one.sitting.kind == SittingKind.DELEGATION
    return reverse("commission:home") if alone else reverse("commission:sitting", args=[one.sitting_id])


@member_required
def recuse(request, sitting_id, token):
    one = items_of_member(request.actor).filter(sitting_id=sitting_id, token=token).first()
    if one is None:
        return gone(request, sitting_id, token)
    if request.method == "POST":
        return act(
            request,
            lambda: recusals.step_aside(
                actor=request.actor, sitting_id=sitting_id, token=token, at=clock.now()
            ),
            done="Vous vous êtes déporté de ce dossier\u00a0: vous ne le voyez plus et vous ne votez pas.",
            url=_left_to_read(one),
        )
    if one.state not in (ItemState.PENDING, ItemState.OPEN):
        return redirect(url_of(one))
    sheet = sheets.sheet_of(sheets.items_of_sheets(request.actor, sitting_id).get(pk=one.pk), request.actor)
    return render(request, "commission/recuse.html", {"sheet": sheet, "sitting_id": sitting_id})


@secretary_required
@require_POST
def open_item(request, sitting_id, token):
    one = _kept_item(request, sitting_id, token)
    return act(
        request,
        lambda: items.open_vote(actor=request.actor, sitting_id=sitting_id, token=token),
        done="Le vote est ouvert.",
        url=url_of(one),
    )


@secretary_required
def close_item(request, sitting_id, token):
    one = _kept_item(request, sitting_id, token)
    if request.method == "POST":
        return act(
            request,
            lambda: items.close_vote(actor=request.actor, sitting_id=sitting_id, token=token, at=clock.now()),
            done="Le vote est clos. Le résultat est affiché.",
            url=url_of(one),
        )
    if one.state != ItemState.OPEN:
        return redirect(url_of(one))
    context = {
        "sheet": sheets.sheet_of(one, request.actor),
        "called": sheets.called_to_vote(one),
        "sitting_id": sitting_id,
    }
    return render(request, "commission/item_close.html", context)


def _kept_item(request, sitting_id, token) -> AgendaItem:
    sitting = kept(request, sitting_id)
    return get_object_or_404(sheets.items_of_sheets(request.actor, sitting.pk), token=token)
