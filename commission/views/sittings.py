"""A sitting: the page every reader shares, and the acts of its secretary."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from commission.enums import COMING, ItemState, SittingKind, SittingState
from commission.forms.attendance import OpeningForm
from commission.forms.consultations import ConsultationForm
from commission.forms.convening import ReplyForm
from commission.forms.room import SecondCallForm
from commission.forms.sittings import SittingForm
from commission.models import Sitting
from commission.queries import (
    agendas,
    boards,
    calendar,
    delegations,
    earlier,
    funds,
    likeness,
    live,
    minutes,
    minutes_page,
    roll,
    room,
)
from commission.queries import consultations as remote
from commission.queries.convening import convened_count, invitation_of
from commission.queries.packs import may_carry
from commission.queries.roll import Line
from commission.queries.visible import items_visible_to, sittings_kept_by, sittings_visible_to
from commission.services import consultations, sittings
from commission.services.sittings import NOBODY
from commission.views.answers import REFUSED, act, status_of
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.gates import board_required, secretary_required
from cpsti_portal.kernel.errors import DomainError


def url_of(sitting: Sitting) -> str:
    return reverse("commission:sitting", args=[sitting.pk])


@board_required
@require_safe
def sitting(request, sitting_id):
    one = get_object_or_404(sittings_visible_to(request.actor).select_related("chair"), pk=sitting_id)
    return sitting_page(request, one)


def sitting_page(
    request,
    one: Sitting,
    *,
    opening: OpeningForm | ConsultationForm | None = None,
    reply: ReplyForm | None = None,
    second: SecondCallForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a sitting. ``opening``, ``reply`` and ``second`` are refused forms, shown again as filled."""
    actor = request.actor
    is_secretary = one.board_code in actor.secretary_board_codes
    lines = roll.roll_of(one)
    agenda = agendas.agenda_of(one, actor)
    examined = agendas.examined(agenda)
    own = room.own_proxy(lines, one, actor) if one.state in (*COMING, SittingState.OPEN) else None
    if opening is None and is_secretary:
        opening = _opening(one, roll.seated_lines(lines))
    context = {
        "sitting": boards.card_of(one, boards.board_name(one.board_code), len(agenda), examined),
        "is_secretary": is_secretary,
        "is_member": one.board_code in actor.member_board_codes,
        "agenda": agenda,
        "examined": examined,
        "carries": one.board_code in actor.member_board_codes and may_carry(one, at=clock.now()),
        "room": minutes.room_of(one, lines, actor),
        "board_code": one.board_code,
        "funds": funds.outlook_of(actor, one),
        "form": opening,
        "pulse": live.pulse_of(one.pk, actor),
        "consultation": one.kind == SittingKind.CONSULTATION,
        "own_proxy": own,
    } | _at_distance(one, actor)
    if one.state == SittingState.CLOSED:
        context |= _once_closed(one, actor, agenda) | _to_discuss(one, actor, agenda)
    elif one.state == SittingState.OPEN:
        context["call"] = agendas.next_call(agenda, conducts=is_secretary)
        context |= _under_way(one, agenda) | _to_discuss(one, actor, agenda)
    elif one.state == SittingState.MISSED:
        context |= _without_quorum(one, second)
    else:
        context |= _before_the_opening(one, actor, lines, own, reply)
    if one.state in COMING and is_secretary:
        context |= _to_prepare(one, actor)
    return render(request, f"commission/sitting_{_page_of(one)}.html", context, status=status)


def _to_prepare(one: Sitting, actor: Actor) -> dict:
    today = calendar.local_day(board_code=one.board_code, at=clock.now())
    return {"ready": agendas.ready_count(one, actor), "is_today": one.held_on == today}


def _once_closed(one: Sitting, actor: Actor, agenda: list[agendas.AgendaLine]) -> dict:
    return {
        "totals": minutes.totals_of(agenda),
        "deferred": [line for line in agenda if line.state == ItemState.DEFERRED],
        "minutes": minutes_page.page_of(one, actor, at=clock.now()),
        "hours": minutes.hours_of(one, calendar.zone_of(board_code=one.board_code)),
    }


def _to_discuss(one: Sitting, actor: Actor, agenda: list[agendas.AgendaLine]) -> dict:
    """For who keeps the sitting and who chairs it, once nothing is left to vote: it would weigh on the next vote."""
    chairs = one.chair is not None and one.chair.user_id == actor.user_id
    if not chairs and one.board_code not in actor.secretary_board_codes:
        return {}
    if any(line.state in (ItemState.PENDING, ItemState.OPEN) for line in agenda):
        return {}
    return {"to_discuss": likeness.to_discuss(one, actor)}


def _without_quorum(one: Sitting, second: SecondCallForm | None) -> dict:
    left = room.missed_of(one, calendar.local_day(board_code=one.board_code, at=clock.now()))
    return {
        "missed": left,
        "form": second or SecondCallForm(initial=SecondCallForm.initial_of(left.proposed)),
    }


def _before_the_opening(
    one: Sitting, actor: Actor, lines: list[Line], own: room.OwnProxy | None, reply: ReplyForm | None
) -> dict:
    """What is asked of a member, and how far the convening is for who keeps the sitting."""
    if one.state not in COMING:
        return {}
    invitation = invitation_of(one, actor, lines)
    if invitation is not None and reply is None:
        reply = ReplyForm(gives=own is not None and own.may_give, initial={"answer": invitation.answer})
    return {
        "invitation": invitation,
        "reply": reply if invitation else None,
        "convened": convened_count(one),
    }


def _opening(one: Sitting, seated: Sequence[Line]) -> OpeningForm | ConsultationForm | None:
    """A consultation has no room: it opens without a chair, for some hours."""
    if one.state not in COMING:
        return None
    if one.kind == SittingKind.CONSULTATION:
        left = remote.hours_left(one, at=clock.now())
        return ConsultationForm(initial=ConsultationForm.initial_of(left))
    return OpeningForm(sitting=one, seated=seated) if seated else None


def _under_way(one: Sitting, agenda: list[agendas.AgendaLine]) -> dict:
    left = sum(line.state == "open" and not line.voted for line in agenda)
    ends_at = calendar.told(one.window_ends_at, board_code=one.board_code) if one.window_ends_at else ""
    return {"left": left, "ends_at": ends_at}


def _at_distance(one: Sitting, actor: Actor) -> dict:
    """What was decided so since the last sitting; of a delegation, where it stands."""
    told = {"earlier": earlier.lines_of(one, actor)}
    if one.kind != SittingKind.DELEGATION:
        return told
    files = items_visible_to(actor).filter(sitting=one).select_related("sitting", "board_file")
    item = files.first()
    return told | {"delegation": delegations.standing(item, actor, at=clock.now()) if item else None}


def _page_of(one: Sitting) -> str:
    if one.kind == SittingKind.DELEGATION:
        return "delegation"
    return {SittingState.CLOSED: "closed", SittingState.OPEN: "open", SittingState.MISSED: "missed"}.get(
        one.state, "planned"
    )


@secretary_required
def sitting_new(request):
    names = boards.board_names(request.actor.secretary_board_codes)
    form = SittingForm(request.POST or None, boards=sorted(names.items(), key=lambda pair: pair[1]))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            planned = sittings.plan(actor=request.actor, at=clock.now(), **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            messages.success(request, "La séance est prévue. Composez maintenant son ordre du jour.")
            return redirect("commission:sitting", planned.pk)
    return render(request, "commission/sitting_new.html", {"form": form}, status=status)


@secretary_required
@require_POST
def open_sitting(request, sitting_id):
    one = kept(request, sitting_id)
    lines = roll.roll_of(one)
    form = OpeningForm(request.POST, sitting=one, seated=roll.seated_lines(lines))
    chair_id = form.chair_id() if form.is_valid() else NOBODY
    try:
        sittings.open_sitting(actor=request.actor, sitting_id=one.pk, chair_id=chair_id, at=clock.now())
    except DomainError as refusal:
        if one.state not in COMING:
            messages.warning(request, refusal.message)
            return redirect(url_of(one))
        if refusal.code != "sitting.no_chair" or not form.errors:
            form.refuse(refusal)
        return sitting_page(request, one, opening=form, status=status_of(refusal))
    messages.success(request, "La séance est ouverte. Ouvrez le vote sur le premier dossier.")
    return redirect(url_of(one))


@secretary_required
@require_POST
def open_consultation(request, sitting_id):
    one = kept(request, sitting_id)
    form = ConsultationForm(request.POST)
    status = REFUSED
    if form.is_valid():
        try:
            consultations.open_consultation(
                actor=request.actor, sitting_id=one.pk, hours=form.cleaned_data["hours"], at=clock.now()
            )
        except DomainError as refusal:
            if one.state not in COMING:
                messages.warning(request, refusal.message)
                return redirect(url_of(one))
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            messages.success(
                request, "La consultation est ouverte\u00a0: les membres votent sur chaque dossier."
            )
            return redirect(url_of(one))
    return sitting_page(request, one, opening=form, status=status)


@secretary_required
def close_sitting(request, sitting_id):
    one = kept(request, sitting_id)
    if request.method == "POST":
        return act(
            request,
            lambda: sittings.close_sitting(actor=request.actor, sitting_id=one.pk, at=clock.now()),
            done="La séance est close. Le relevé des décisions est ci-dessous.",
            url=url_of(one),
        )
    if one.state != SittingState.OPEN:
        return redirect(url_of(one))
    agenda = agendas.agenda_of(one, request.actor)
    context = {
        "sitting": boards.card_of(
            one, boards.board_name(one.board_code), len(agenda), agendas.examined(agenda)
        ),
        "open_lines": [line for line in agenda if line.state == "open"],
        "left": sum(line.state == "pending" for line in agenda),
    }
    return render(request, "commission/sitting_close.html", context)


@secretary_required
def cancel_sitting(request, sitting_id):
    one = kept(request, sitting_id)
    if request.method == "POST":
        return act(
            request,
            lambda: sittings.cancel(actor=request.actor, sitting_id=one.pk, at=clock.now()),
            done="La séance est annulée. Ses dossiers attendent une autre séance.",
            url=url_of(one),
        )
    if one.state not in COMING:
        return redirect(url_of(one))
    agenda = agendas.agenda_of(one, request.actor)
    card = boards.card_of(one, boards.board_name(one.board_code), len(agenda), 0)
    return render(request, "commission/sitting_cancel.html", {"sitting": card})


def kept(request, sitting_id) -> Sitting:
    """The sitting, for its secretary only: 404 for anybody else."""
    found = sittings_kept_by(request.actor).select_related("chair").filter(pk=sitting_id).first()
    if found is None:
        raise Http404
    return found
