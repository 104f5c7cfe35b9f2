"""Who may knock at a view. Anonymous visitors go to the sign-in page; the wrong role gets the 404 of a missing page."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404

from cpsti_portal.kernel.accounts.actors import Actor


def _gate(allowed: Callable[[Actor], bool]):
    def decorator(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.actor.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not allowed(request.actor):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.gate = decorator
        return guarded

    return decorator


applicant_required = _gate(lambda actor: not actor.is_staffer)
signed_in_required = _gate(lambda actor: True)
caseworker_required = _gate(lambda actor: actor.is_caseworker)
board_required = _gate(lambda actor: bool(actor.board_codes))
member_required = _gate(lambda actor: bool(actor.member_board_codes))
secretary_required = _gate(lambda actor: bool(actor.secretary_board_codes))
administrator_required = _gate(lambda actor: actor.is_administrator)
