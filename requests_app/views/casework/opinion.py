"""The opinion, and the exact preview of what the board will read."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.errors import DomainError
from requests_app.anonymisation.leaks import Leak
from requests_app.enums import FreeText
from requests_app.forms.casework import OpinionForm, shown_opinion
from requests_app.models import AidRequest, Opinion
from requests_app.opinion_rules import Shortcoming
from requests_app.queries.board_versions import last_returned
from requests_app.queries.casefile import (
    ceiling_of,
    facts_of,
    lacking_in_opinion,
    opinion_of,
)
from requests_app.queries.redaction_page import tabs
from requests_app.queries.redactions import board_texts, unsettled
from requests_app.services import board_versions, gateway
from requests_app.services.opinions import StaleOpinion
from requests_app.services.opinions import save as save_opinion
from requests_app.views.casework.access import form_page, held_page, holds, page
from requests_app.views.casework.pages import shown_on_sheet
from requests_app.views.casework.redaction import SLUGS
from requests_app.workflow import State

# Where each refusal of the service is shown.
_FIELDS = {"opinion.ceiling": "amount", "opinion.kind": "kind", "opinion.reasons": "reasons"}
# The field of the opinion that each text of the board comes from.
_TEXTS = {FreeText.SUMMARY: "summary", FreeText.OPINION: "text"}
_DIFFERENT = ("kind", "amount", "reasons", "fact_sentence", "summary", "text")


@form_page
@held_page(State.IN_REVIEW)
def opinion(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    """``controle`` in the address: say what is still lacking, after a sending that was refused."""
    if request.method == "POST":
        return _save(request, aid_request)
    saved = opinion_of(aid_request)
    form = OpinionForm.of(saved)
    lacking = _lacking(aid_request, saved) if "controle" in request.GET else ()
    return _form_page(request, aid_request, form, saved, lacking=lacking)


def _save(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    form = OpinionForm(request.POST)
    if form.is_valid():
        try:
            save_opinion(
                aid_request=aid_request,
                actor=request.actor,
                draft=form.draft(),
                version=form.cleaned_data["version"],
                at=clock.now(),
            )
        except StaleOpinion as stale:
            return _conflict(request, aid_request, form, stale.saved)
        except DomainError as refusal:
            if refusal.code not in _FIELDS:
                raise
            form.add_error(_FIELDS[refusal.code], refusal.message)
        else:
            messages.success(request, "Votre avis est enregistré.")
            to_preview = "apercu" in request.POST
            return redirect("casework:preview" if to_preview else "casework:opinion", pk=aid_request.pk)
    return _form_page(request, aid_request, form, opinion_of(aid_request))


def _form_page(
    request: HttpRequest,
    aid_request: AidRequest,
    form: OpinionForm,
    saved: Opinion | None,
    *,
    lacking: tuple[Shortcoming, ...] = (),
) -> HttpResponse:
    context = {
        "aid_request": aid_request,
        "form": form,
        "saved": saved,
        "saved_text": _saved_text(saved),
        "lacking": lacking,
        "leaks": {
            _TEXTS[name]: found for name, found in _leaks(aid_request, saved).items() if name in _TEXTS
        },
        "ceiling": ceiling_of(aid_request),
        "asked_cents": facts_of(aid_request).amount_asked_cents,
        "pages": shown_on_sheet(aid_request),
    }
    return render(request, "casework/opinion.html", context, status=422 if form.errors else 200)


def _saved_text(saved: Opinion | None) -> str:
    if saved is None:
        return "Rien n’est transmis avant que vous l’ayez relu dans l’aperçu."
    at = date_format(localtime(saved.updated_at), "j F Y à H:i")
    return f"Enregistré par {saved.author.display_name} le {at}, pas encore transmis."


def _leaks(aid_request: AidRequest, saved: Opinion | None) -> Mapping[str, tuple[Leak, ...]]:
    """Of the texts that would leave, as they stand masked."""
    texts = board_texts(aid_request, saved)
    return board_versions.leaks_in(
        aid_request=aid_request, texts={name: text.shown for name, text in texts.items() if text.leaves}
    )


def _lacking(aid_request: AidRequest, saved: Opinion | None) -> tuple[Shortcoming, ...]:
    return lacking_in_opinion(
        saved,
        asked_cents=facts_of(aid_request).amount_asked_cents or 0,
        ceiling_cents=ceiling_of(aid_request).cents,
    )


def _conflict(
    request: HttpRequest, aid_request: AidRequest, form: OpinionForm, saved: Opinion
) -> HttpResponse:
    """Status 409: both texts side by side. What was typed travels in the page until the person has chosen."""
    theirs = OpinionForm(initial=shown_opinion(saved))
    context = {
        "aid_request": aid_request,
        "saved": saved,
        "typed": [(name, value) for name in _DIFFERENT for value in request.POST.getlist(name)],
        "lines": [
            {
                "label": form.fields[name].label,
                "typed": _in_words(form, name, form[name].value()),
                "saved": _in_words(form, name, theirs[name].value()),
            }
            for name in _DIFFERENT
            if (form[name].value() or "") != (theirs[name].value() or "")
        ],
    }
    return render(request, "casework/opinion_conflict.html", context, status=409)


def _in_words(form: OpinionForm, name: str, value: object) -> str:
    labels = dict(getattr(form.fields[name], "choices", ()))
    values = value if isinstance(value, list) else [value or ""]
    return ", ".join(str(labels.get(one, one)) for one in values)


@page()
def preview(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    """Exactly what the board will read, by its own fragment; once frozen, exactly what was frozen."""
    in_review = aid_request.state == State.IN_REVIEW
    saved = opinion_of(aid_request)
    leaks = _leaks(aid_request, saved) if in_review else {}
    lacking = _lacking(aid_request, saved) if in_review else ()
    texts = board_texts(aid_request, saved) if in_review else {}
    unread = unsettled(texts)
    context = {
        "aid_request": aid_request,
        "sheet": gateway.preview(aid_request=aid_request),
        "pages": shown_on_sheet(aid_request),
        "in_review": in_review,
        "mine": holds(request, aid_request),
        "leaks": [(FreeText(name).label, found) for name, found in leaks.items()],
        "texts": [(SLUGS[tab.name], tab) for tab in tabs(texts)],
        "waits": any(texts[name].waits for name in unread),
        "lacking": lacking,
        "ready": in_review and not leaks and not lacking and not unread,
        "returned": last_returned(aid_request) if in_review else None,
    }
    return render(request, "casework/preview.html", context)
