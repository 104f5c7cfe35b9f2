from django.contrib import messages
from django.shortcuts import redirect, render

from commission.enums import COMING, SittingState
from commission.forms import AttendanceForm
from commission.queries import boards, minutes, roll
from commission.services import attendance as services
from commission.views.answers import status_of
from commission.views.sittings import kept, url_of
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import secretary_required
from cpsti_portal.kernel.errors import DomainError


@secretary_required
def attendance(request, sitting_id):
    one = kept(request, sitting_id)
    if one.state not in (*COMING, SittingState.OPEN):
        if request.method == "POST":
            messages.warning(request, "La séance est terminée\u00a0: la feuille de présence ne change plus.")
        return redirect(url_of(one))
    lines = roll.roll_of(one)
    form = AttendanceForm(request.POST if request.method == "POST" else None, sitting=one, lines=lines)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            services.mark(
                actor=request.actor,
                sitting_id=one.pk,
                present_ids=form.present_ids(),
                chair_id=form.chair_id(),
                at=clock.now(),
            )
        except DomainError as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            messages.success(request, "La feuille de présence est enregistrée.")
            return redirect(url_of(one))
    context = {
        "sitting": boards.card_of(one, boards.board_name(one.board_code), 0, 0),
        "room": minutes.room_of(one, lines, request.actor),
        "form": form,
    }
    return render(request, "commission/attendance.html", context, status=status)
