from django.http import HttpRequest, HttpResponse
from django.urls import include, path

BARE = "mesure/vide/"


def bare(request: HttpRequest) -> HttpResponse:
    """Who asks is known, and nothing else is done: what no page of the portal can beat."""
    return HttpResponse("oui" if request.user.is_authenticated else "non")


urlpatterns = [path(BARE, bare), path("", include("cpsti_portal.urls"))]
