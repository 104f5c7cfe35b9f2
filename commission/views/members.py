"""The members of a board: who sits until when, who is invited, who presides."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from commission.forms.members import ElectForm, EndForm, InviteForm, RenewForm
from commission.queries import members as queries
from commission.services import mandates
from commission.views.answers import act, status_of
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import secretary_required
from cpsti_portal.kernel.accounts.models import Membership
from cpsti_portal.kernel.errors import DomainError
from cpsti_portal.kernel.invitations import services as invitations
from cpsti_portal.kernel.territory.models import Board


@secretary_required
@require_safe
def members(request):
    boards = queries.boards_kept_by(request.actor)
    return (
        redirect("commission:board_members", boards[0].code) if len(boards) == 1 else _choose(request, boards)
    )


def _choose(request: HttpRequest, boards: list[Board]) -> HttpResponse:
    return render(request, "commission/members_boards.html", {"boards": boards})


@secretary_required
@require_safe
def board_members(request, board_code):
    page = queries.page_of(_board(request, board_code), at=clock.now())
    return render(request, "commission/members.html", {"page": page})


@secretary_required
def member_invite(request, board_code):
    board = _board(request, board_code)
    form = InviteForm(request.POST or None, organisations=queries.organisations_of(board.code))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            invitations.invite(
                actor=request.actor, board_code=board.code, invitee=form.invitee(), at=clock.now()
            )
        except DomainError as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            messages.success(
                request, "L’invitation part par courriel. Son lien sert une fois, pendant 14 jours."
            )
            return redirect(_here(board.code))
    context = {"form": form, "board_code": board.code, "board_name": board.name}
    return render(request, "commission/member_invite.html", context, status=status)


@secretary_required
@require_POST
def invitation_revoke(request, invitation_id):
    one = get_object_or_404(queries.invitations_kept_by(request.actor), pk=invitation_id)
    return act(
        request,
        lambda: invitations.revoke(actor=request.actor, invitation_id=one.pk, at=clock.now()),
        done="L’invitation est retirée\u00a0: son lien ne sert plus.",
        url=_here(one.board_id),
    )


@secretary_required
def member_end(request, key):
    member = _member(request, key)
    form = EndForm(request.POST or None, initial={"ends_on": member.ends_on})
    return _typed(request, member, form, mandates.end, "member_end", "Le mandat est arrêté à cette date.")


@secretary_required
def member_renew(request, key):
    member = _member(request, key)
    form = RenewForm(request.POST or None)
    return _typed(request, member, form, mandates.renew, "member_renew", "Le mandat est renouvelé.")


def _typed(request, member: Membership, form, service, page: str, done: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            service(actor=request.actor, member_id=member.pk, at=clock.now(), **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            messages.success(request, done)
            return redirect(_here(member.board_id))
    return render(request, f"commission/{page}.html", _context(member, form), status=status)


@secretary_required
def member_elect(request, key):
    member = _member(request, key)
    form = ElectForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            mandates.elect(actor=request.actor, member_id=member.pk, **form.content())
        except DomainError as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            messages.success(request, "L’élection est enregistrée.")
            return redirect(_here(member.board_id))
    return render(request, "commission/member_elect.html", _context(member, form), status=status)


def _context(member: Membership, form) -> dict:
    return {"member": member, "form": form, "board_code": member.board_id, "board_name": member.board.name}


def _board(request: HttpRequest, code: str) -> Board:
    found = next((one for one in queries.boards_kept_by(request.actor) if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _member(request: HttpRequest, key: str) -> Membership:
    found = queries.find(request.actor, key)
    if found is None:
        raise Http404
    return found


def _here(board_code: str) -> str:
    return reverse("commission:board_members", args=[board_code])
