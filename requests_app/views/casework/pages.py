"""Showing a page to the board: choose it, cover it, look at the result, confirm; take it back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cpsti_portal.kernel import clock, private_files
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import DomainError
from cpsti_portal.kernel.inline_image import inline_png
from requests_app.anonymisation.covering import has_text
from requests_app.anonymisation.leaks import Leak
from requests_app.documents import boxes
from requests_app.documents.boxes import Box, Sign
from requests_app.forms.pages import SIDES, ClearingForm, CoveringForm, PlacedForm
from requests_app.models import AidRequest, Document
from requests_app.queries import pages as page_queries
from requests_app.services import pages
from requests_app.views.casework.access import act, form_page, held_page, page
from requests_app.workflow import State

# What the service refuses, shown in the form: the rest sends the reader back to the file.
_IN_FORM = {"page.unchecked": "couvert", "page.legible": None, "page.too_many": None, "page.not_stored": None}
_MANY_DIGITS = 6  # no paper has that many pages


@page()
@held_page(State.IN_REVIEW)
def cover(request: HttpRequest, aid_request: AidRequest, document_id: UUID, number: int) -> HttpResponse:
    """``aller`` in the address: another page of the same paper. Nothing is written here."""
    paper = _paper(aid_request, document_id, number)
    if "aller" in request.GET:
        wanted = request.GET["aller"]
        chosen = (
            min(max(int(wanted), 1), paper.pages)
            if wanted.isdecimal() and len(wanted) < _MANY_DIGITS
            else number
        )
        return redirect("casework:page", pk=aid_request.pk, document_id=paper.pk, number=chosen)
    signs, refusal = _read(aid_request, paper, number)
    if refusal:
        messages.error(request, refusal)
        return redirect("casework:detail", pk=aid_request.pk)
    in_advance = page_queries.boxes_in_advance(aid_request, signs)
    placed, seen = _placement(request, aid_request, paper, number, in_advance)
    form = CoveringForm(request.GET if "cadres" in request.GET else None)
    if form.is_bound:
        form.is_valid()
        placed = form.placed
    record(action="document.read", actor=request.actor, target=paper, detail={"page": number})
    typed = {"cadres": boxes.written(placed), "remplace": seen}
    context = _context(aid_request, paper, number, placed, seen) | {
        "form": form if form.errors else CoveringForm(initial=typed),
        "zones": [_zone(rank, box) for rank, box in enumerate(placed, start=1)],
        "in_advance": len(in_advance),
        "has_text": has_text(signs),
    }
    return render(request, "casework/page.html", context, status=422 if form.errors else 200)


@form_page
@held_page(State.IN_REVIEW, strict=True)
def confirm(request: HttpRequest, aid_request: AidRequest, document_id: UUID, number: int) -> HttpResponse:
    """The very image the board would see, and the signature of whoever covered it."""
    paper = _paper(aid_request, document_id, number)
    if request.method == "POST":
        return _clear(request, aid_request, paper, number)
    if any(request.GET.get(side) for side in SIDES):
        return redirect(
            f"{reverse('casework:page', args=[aid_request.pk, paper.pk, number])}?{_added(request)}"
        )
    signs, refusal = _read(aid_request, paper, number)
    if refusal:
        messages.error(request, refusal)
        return redirect("casework:detail", pk=aid_request.pk)
    in_advance = page_queries.boxes_in_advance(aid_request, signs)
    placed, seen = _placement(request, aid_request, paper, number, in_advance)
    form = ClearingForm(initial={"cadres": boxes.written(placed), "remplace": seen})
    leaks = page_queries.still_legible(aid_request, signs, placed)
    return _confirm_page(request, aid_request, paper, number, placed, form, seen=seen, leaks=leaks)


def _added(request: HttpRequest) -> str:
    """Numbers that were typed and not covered yet are covered first: nobody types them for nothing."""
    asked = request.GET.copy()
    asked["ajouter"] = "1"
    return asked.urlencode()


def _clear(request: HttpRequest, aid_request: AidRequest, paper: Document, number: int) -> HttpResponse:
    form = ClearingForm(request.POST)
    valid = form.is_valid()
    placed, seen = form.cleaned_data.get("cadres", ()), form.cleaned_data.get("remplace")
    if not valid:
        return _confirm_page(request, aid_request, paper, number, placed, form, seen=seen)
    try:
        pages.clear(
            actor=request.actor,
            aid_request=aid_request,
            document=paper,
            number=number,
            boxes=placed,
            checked=form.cleaned_data["couvert"],
            replaces=seen,
            at=clock.now(),
        )
    except DomainError as refusal:
        if refusal.code not in _IN_FORM:
            messages.error(request, refusal.message)
            return redirect("casework:detail", pk=aid_request.pk)
        form.add_error(_IN_FORM[refusal.code], refusal.message)
        return _confirm_page(request, aid_request, paper, number, placed, form, seen=seen)
    messages.success(request, "La page est prête : elle partira avec le dossier anonymisé.")
    return redirect("casework:detail", pk=aid_request.pk)


def _confirm_page(
    request: HttpRequest,
    aid_request: AidRequest,
    paper: Document,
    number: int,
    placed: tuple[Box, ...],
    form: ClearingForm,
    *,
    seen: int | None,
    leaks: tuple[Leak, ...] = (),
) -> HttpResponse:
    context = _context(aid_request, paper, number, placed, seen) | {"form": form, "leaks": leaks}
    return render(request, "casework/page_confirm.html", context, status=422 if form.errors else 200)


@act
def withdraw(request: HttpRequest, aid_request: AidRequest, page_id: int) -> HttpResponse:
    pages.withdraw(actor=request.actor, aid_request=aid_request, page_id=page_id, at=clock.now())
    messages.success(request, "La page est retirée : la commission ne la lira pas.")
    return redirect("casework:detail", pk=aid_request.pk)


@page()
@held_page(State.IN_REVIEW)
def page_image(request: HttpRequest, aid_request: AidRequest, document_id: UUID, number: int) -> HttpResponse:
    """The page being covered; ``cadres`` in the address: with these boxes burnt in."""
    paper = _paper(aid_request, document_id, number)
    placed = boxes.read(request.GET.get("cadres", ""))
    if placed is None:
        raise Http404
    record(action="document.read", actor=request.actor, target=paper, detail={"page": number})
    try:
        return inline_png(page_queries.drawn(paper, number, placed), name=f"page-{number}")
    except DomainError:
        raise Http404 from None


@page()
def cleared_image(request: HttpRequest, aid_request: AidRequest, page_id: int) -> HttpResponse:
    """A cleared page as it is kept, for every caseworker of the organisation: the second reader signs this image."""
    kept = get_object_or_404(page_queries.pages_visible_in(aid_request), pk=page_id)
    try:
        return inline_png(private_files.content(kept.path), name=f"page-{kept.number}")
    except FileNotFoundError:
        raise Http404 from None


def shown_on_sheet(aid_request: AidRequest) -> list[dict[str, str]]:
    """As the sheet of the board reads them."""
    return [
        {"title": one.title, "url": reverse("casework:cleared_image", args=[aid_request.pk, one.pk])}
        for one in page_queries.pages_as_read(aid_request)
    ]


def _paper(aid_request: AidRequest, document_id: UUID, number: int) -> Document:
    paper = get_object_or_404(page_queries.papers_of(aid_request), pk=document_id)
    if not 1 <= number <= paper.pages:
        raise Http404
    return paper


def _read(aid_request: AidRequest, paper: Document, number: int) -> tuple[list[Sign], str]:
    """The signs of the page, or why it cannot be shown."""
    if page_queries.is_medical(aid_request, paper):
        return [], "Une pièce médicale n’est jamais montrée à la commission."
    try:
        return page_queries.signs_of(paper, number), ""
    except DomainError as refusal:
        return [], refusal.message


def _placement(
    request: HttpRequest,
    aid_request: AidRequest,
    paper: Document,
    number: int,
    in_advance: tuple[Box, ...],
) -> tuple[tuple[Box, ...], int | None]:
    """The boxes, and the page that stood when they were begun: as the address says; at first, as things are."""
    typed = PlacedForm(request.GET)
    placed = boxes.read(request.GET["cadres"]) if "cadres" in request.GET and typed.is_valid() else None
    if placed is not None:
        return placed, typed.cleaned_data["remplace"]
    standing = page_queries.standing_pages(aid_request).filter(document=paper, number=number).first()
    if standing is None:
        return in_advance, None
    return tuple(tuple(box) for box in standing.boxes), standing.pk


def _context(
    aid_request: AidRequest, paper: Document, number: int, placed: tuple[Box, ...], seen: int | None
) -> dict:
    place = [aid_request.pk, paper.pk, number]
    code = boxes.written(placed)
    image = reverse("casework:page_image", args=place)
    cover_url = reverse("casework:page", args=place)
    return {
        "aid_request": aid_request,
        "paper": paper,
        "number": number,
        "title": page_queries.title_of(aid_request, paper, number),
        "image_url": image,
        "burnt_url": f"{image}?cadres={code}",
        "cover_url": cover_url,
        "back_url": f"{cover_url}?cadres={code}&remplace={seen or ''}",
        "confirm_url": reverse("casework:page_confirm", args=place),
    }


def _zone(rank: int, box: Box) -> dict:
    """Percent in words for the list; thousandths for the drawing."""
    left, top, right, bottom = box
    across = (
        "toute la largeur" if (left, right) == (0, 1000) else f"de {_percent(left)} à {_percent(right)} %"
    )
    return {
        "rank": rank,
        "words": f"{across}, hauteur de {_percent(top)} à {_percent(bottom)} %",
        "x": left,
        "y": top,
        "width": right - left,
        "height": bottom - top,
    }


def _percent(thousandths: int) -> str:
    return f"{thousandths / 10:.1f}".replace(".", ",").removesuffix(",0")
