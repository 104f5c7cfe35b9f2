from uuid import UUID

from django.shortcuts import render
from django.views.decorators.http import require_safe

from commission.queries import boards, delegations
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import board_required


@board_required
@require_safe
def home(request):
    before = _key(request.GET.get("avant", ""))
    past = boards.past_sittings(request.actor, before=before)
    context = {
        "boards": sorted(boards.board_names(request.actor.board_codes).items()) if not before else [],
        "is_member": bool(request.actor.member_board_codes),
        "delegations": [] if before else delegations.boards_of(request.actor),
        "is_secretary": bool(request.actor.secretary_board_codes),
        "coming": [] if before else boards.coming_sittings(request.actor),
        "ready": [] if before else boards.ready_files_by_board(request.actor),
        "past": past.cards,
        "pager": {
            "newer_url": "?" if before else "",
            "older_url": f"?avant={past.older}" if past.older else "",
        },
        "first_page": before is None,
        "year": clock.today().year,
        "envelopes": sorted(boards.board_names(request.actor.board_codes).items()),
    }
    return render(request, "commission/home.html", context)


def _key(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
