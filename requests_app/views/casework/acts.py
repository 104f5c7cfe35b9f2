"""The buttons of the file: each one service call, then the file again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cpsti_portal.kernel import clock
from requests_app.models import AidRequest
from requests_app.services import casework, papers
from requests_app.views.casework.access import act


def _done(request: HttpRequest, aid_request: AidRequest, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("casework:detail", pk=aid_request.pk)


@act
def take(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    casework.take(aid_request=aid_request, actor=request.actor, at=clock.now())
    return _done(request, aid_request, "Vous suivez cette demande.")


@act
def release(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    casework.release(aid_request=aid_request, actor=request.actor)
    return _done(
        request, aid_request, "La demande est rendue à la file : un autre gestionnaire peut la prendre."
    )


@act
def resume(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    papers.resume(aid_request=aid_request, actor=request.actor, at=clock.now())
    return _done(request, aid_request, "L’étude reprend sans les pièces. Le délai légal court de nouveau.")


@act
def reopen(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    casework.reopen(aid_request=aid_request, actor=request.actor, at=clock.now())
    return _done(request, aid_request, "La demande est rouverte et vous la suivez.")
