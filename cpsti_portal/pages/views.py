"""Public pages, and the door after signing in."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cpsti_portal.pages.spaces import spaces_of
from requests_app.aids import registry


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/home.html", {"aids": registry.AIDS.values()})


@require_safe
def aid(request: HttpRequest, slug: str) -> HttpResponse:
    found = registry.by_slug(slug)
    if found is None:
        raise Http404
    others = [other for other in registry.AIDS.values() if other is not found]
    return render(request, "pages/aid.html", {"aid": found, "others": others})


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/how.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/legal.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Where one's work is: the first place the actor may enter."""
    places = spaces_of(request.actor)
    return redirect(places[0].view_name) if places else redirect_to_login(request.get_full_path())
