"""The portal with, besides, views of the board that are wrong on purpose."""

from django.db import connection
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import include, path

from cpsti_portal import urls
from cpsti_portal.kernel.accounts.models import Membership, User
from cpsti_portal.kernel.errors import DomainError
from cpsti_portal.kernel.wall.gates import walled
from requests_app.models import AidRequest


def role(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return HttpResponse(cursor.fetchone()[0])


def actor(request):
    """What the view was given, not what it stands for."""
    return HttpResponse(type(request.actor).__name__)


def accounts(request):
    return HttpResponse([user.email for user in User.objects.all()])


def requests(request):
    return HttpResponse([one.pk for one in AidRequest.objects.all()])


def joined(request):
    return HttpResponse([one.user.email for one in Membership.objects.select_related("user")])


def lazy(request):
    return HttpResponse([one.user.email for one in Membership.objects.all()])


def rendered_late(request):
    return TemplateResponse(request, "409.html", {"message": User.objects.first})


def sent_late(request):
    def addresses():
        for user in User.objects.all():
            yield user.email

    return StreamingHttpResponse(addresses())


def sent_in_pieces(request):
    return StreamingHttpResponse(membership.display_name for membership in Membership.objects.all())


def swallowed(request):
    """A refusal that the view hides leaves nothing behind it."""
    try:
        User.objects.first()
    except Exception:  # noqa: BLE001, RUF100
        return HttpResponse("rien")


def broken(request):
    raise ValueError


def refused(request):
    raise DomainError("trial", "La règle dit non.")


def missing(request):
    raise Http404


WRONG = [accounts, requests, joined, lazy, rendered_late]
TRIAL = [*WRONG, role, actor, sent_late, sent_in_pieces, swallowed, broken, refused, missing]

urlpatterns = [
    path("essai/", include((walled([path(f"{view.__name__}/", view) for view in TRIAL]), "trial"))),
    *urls.urlpatterns,
]
handler404, handler500 = urls.handler404, urls.handler500
