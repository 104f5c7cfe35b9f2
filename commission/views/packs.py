"""The files of a sitting to carry away: asked for, waited for, read here and nowhere else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commission.models import Sitting
from commission.queries import boards, packs
from commission.queries.visible import sittings_visible_to
from commission.services import packs as services
from commission.views.answers import act
from commission.views.sittings import url_of
from cpsti_portal.kernel import clock, private_files
from cpsti_portal.kernel.accounts.gates import member_required


@member_required
def pack(request: HttpRequest, sitting_id) -> HttpResponse:
    one = _mine(request, sitting_id)
    if request.method == "POST":
        large = request.POST.get("print") == "large"
        return act(
            request,
            lambda: services.ask(actor=request.actor, sitting=one, large=large, at=clock.now()),
            done="Le document se prépare. Il s’ouvrira ici.",
            url=reverse("commission:pack", args=[one.pk]),
        )
    if not packs.may_carry(one, at=clock.now()):
        return redirect(url_of(one))
    lines = packs.lines_of(one, request.actor)
    context = {
        "sitting": boards.card_of(one, boards.board_name(one.board_code), lines[0].files, 0),
        "lines": lines,
        "waits": any(line.id and not line.ready for line in lines),
        "kept_days": packs.KEPT.days,
    }
    return render(request, "commission/pack.html", context)


@member_required
@require_safe
def pack_file(request: HttpRequest, sitting_id, pack_id) -> HttpResponse:
    """The bytes, to their reader, while what they hold is still what the pages show; 404 otherwise."""
    mine = packs.packs_visible_to(request.actor, at=clock.now()).select_related("sitting")
    kept = get_object_or_404(mine, pk=pack_id, sitting=sitting_id)
    if not packs.is_current(kept, request.actor):
        raise Http404
    try:
        content = private_files.content(kept.path)
    except FileNotFoundError:
        raise Http404 from None
    services.note_read(actor=request.actor, pack=kept)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="dossiers-de-la-seance.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _mine(request: HttpRequest, sitting_id) -> Sitting:
    sittings = sittings_visible_to(request.actor)
    return get_object_or_404(sittings.filter(board_code__in=request.actor.member_board_codes), pk=sitting_id)
