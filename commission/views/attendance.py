"""The secretary's sheet: who is there, who speaks for whom."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from commission.enums import AT_DISTANCE, COMING, SittingState
from commission.forms.attendance import AttendanceForm
from commission.forms.room import ProxyForm
from commission.models import Sitting
from commission.queries import boards, minutes, roll, room
from commission.services import attendance as services
from commission.services import proxies
from commission.views.answers import act, status_of
from commission.views.sittings import kept, url_of
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import secretary_required
from cpsti_portal.kernel.errors import DomainError

_AT_DISTANCE = "À distance, y prennent part ceux qui votent\u00a0: il n’y a pas d’appel."
_ENDED = "La séance est terminée\u00a0: la feuille de présence ne change plus."


@secretary_required
def attendance(request, sitting_id):
    one = kept(request, sitting_id)
    if not _running(one):
        return _no_sheet(request, one)
    if request.method != "POST":
        return _page(request, one)
    lines = roll.roll_of(one)
    form = AttendanceForm(request.POST, sitting=one, lines=lines, zone=room.zone_of(one))
    status = 422
    if form.is_valid():
        try:
            services.mark(
                actor=request.actor,
                sitting_id=one.pk,
                present_ids=form.present_ids(),
                chair_id=form.chair_id(),
                seen_at=form.seen_at(),
                at=clock.now(),
            )
        except DomainError as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            messages.success(request, "La feuille de présence est enregistrée.")
            return redirect(url_of(one) if one.state in COMING else _here(one))
    return _page(request, one, form=form, status=status)


@secretary_required
@require_POST
def enter_proxy(request, sitting_id):
    one = kept(request, sitting_id)
    if not _running(one):
        return _no_sheet(request, one)
    lines = roll.roll_of(one)
    form = ProxyForm(request.POST, sitting=one, lines=lines)
    status = 422
    if form.is_valid():
        try:
            proxies.give_for(
                actor=request.actor,
                sitting_id=one.pk,
                giver_id=form.giver_id(),
                holder_id=form.holder_id(),
                at=clock.now(),
            )
        except DomainError as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            messages.success(request, "Le pouvoir est enregistré.")
            return redirect(f"{_here(one)}#pouvoirs")
    return _page(request, one, proxy_form=form, status=status)


@secretary_required
@require_POST
def end_proxy(request, sitting_id):
    one = kept(request, sitting_id)
    if one.kind in AT_DISTANCE:
        return _no_sheet(request, one)
    keys = {roll.sheet_key(one, line.member): line.member.pk for line in roll.roll_of(one)}
    giver_id = keys.get(request.POST.get("giver", ""), 0)
    return act(
        request,
        lambda: proxies.withdraw(actor=request.actor, sitting_id=one.pk, giver_id=giver_id, at=clock.now()),
        done="Le pouvoir est repris.",
        url=f"{_here(one)}#pouvoirs" if _running(one) else url_of(one),
    )


def _no_sheet(request, one: Sitting):
    if request.method == "POST":
        messages.warning(request, _AT_DISTANCE if one.kind in AT_DISTANCE else _ENDED)
    return redirect(url_of(one))


def _running(one: Sitting) -> bool:
    """At a distance nobody is called: who has voted is nobody's business before the end."""
    return one.kind not in AT_DISTANCE and one.state in (*COMING, SittingState.OPEN)


def _here(one: Sitting) -> str:
    return reverse("commission:attendance", args=[one.pk])


def _page(
    request,
    one: Sitting,
    *,
    form: AttendanceForm | None = None,
    proxy_form: ProxyForm | None = None,
    status: int = 200,
):
    """Either form may be a refused one, shown as it was filled."""
    lines, zone = roll.roll_of(one), room.zone_of(one)
    context = {
        "sitting": boards.card_of(one, boards.board_name(one.board_code), 0, 0),
        "room": minutes.room_of(one, lines, request.actor),
        "form": form or AttendanceForm(sitting=one, lines=lines, zone=zone),
        "proxy_form": proxy_form or ProxyForm(sitting=one, lines=lines),
        "sheet_lines": room.sheet_lines_of(one, zone),
        "proxies": room.proxies_of(one, zone),
    }
    return render(request, "commission/attendance.html", context, status=status)
