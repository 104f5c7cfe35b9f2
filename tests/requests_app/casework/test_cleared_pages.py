"""Pages a board may read: none by default; covered, signed as the image they are, and never changed afterwards."""

import hashlib
import io
from datetime import timedelta

import pytest
import weasyprint
from django.core.files.storage import default_storage
from django.db import InternalError, transaction
from django.urls import reverse
from PIL import Image

from commission.models import BoardFile, BoardPage
from cpsti_portal.kernel.audit.models import Event
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from requests_app.documents import boxes as boxing
from requests_app.models import AidRequest, BoardLink, BoardVersion, ClearedPage, Document
from requests_app.queries import pages as page_queries
from requests_app.queries.pages import pages_as_read, papers_of, shown_pages
from requests_app.services import (
    board_versions,
    documents,
    gateway,
    pages,
    papers,
    papers_answer,
)
from requests_app.services.board_versions import digest_of
from requests_app.services.papers import OTHER_PAPER, Wanted
from tests.factories import requests
from tests.factories.accounts import caseworker
from tests.requests_app.casework.case import (
    LATER,
    actor,
    frozen,
    held_with_scan,
    holder,
    signed,
    with_opinion,
)
from tests.requests_app.documents import zoo

pytestmark = pytest.mark.usefixtures("territory")

BOX = (0, 0, 1000, 300)
NAME = "Zyxcanardin"


def scan(page_count: int = 1) -> bytes:
    return zoo.pdf(pages=page_count, text="Revenu fiscal")


def letter(text: str) -> bytes:
    return weasyprint.HTML(string=f"<p>{text}</p>").write_pdf()


@pytest.fixture
def aid_request(territory) -> AidRequest:
    return held_with_scan(12, last_name=NAME)[0]


def paper(aid_request: AidRequest) -> Document:
    return Document.objects.get(aid_request=aid_request, title="Avis-Zyxcanardin.pdf")


def clear(aid_request: AidRequest, number: int = 1, **changes) -> ClearedPage:
    asked = {
        "actor": holder(aid_request),
        "document": paper(aid_request),
        "boxes": (BOX,),
        "checked": pages.CHECKS,
        "replaces": None,
        "at": LATER,
    }
    return pages.clear(aid_request=aid_request, number=number, **asked | changes)


def image_of(page: ClearedPage) -> Image.Image:
    with default_storage.open(page.path) as kept:
        return Image.open(io.BytesIO(kept.read())).copy()


def refusal(code: str, act) -> DomainError:
    with pytest.raises(DomainError) as caught:
        act()
    assert caught.value.code == code
    return caught.value


# Clearing


def test_nothing_is_shown_by_default(aid_request):
    with_opinion(aid_request)
    assert pages_as_read(aid_request) == []
    assert frozen(aid_request).facts["pages"] == []


def test_a_page_is_kept_as_an_image_under_a_name_that_tells_nothing(aid_request):
    page = clear(aid_request)
    image = image_of(page)
    assert image.crop((0, 0, image.width, image.height * 3 // 10)).getextrema() == (0, 0)
    with default_storage.open(page.path) as kept:
        assert hashlib.sha256(kept.read()).hexdigest() == page.sha256
    assert page.path.startswith("pages-montrees/")
    assert str(page.document_id) not in page.path
    event = Event.objects.get(action="page.cleared")
    assert (event.target_id, event.detail["page"]) == (str(aid_request.pk), 1)


def test_the_title_says_the_number_the_kind_and_the_page_and_nothing_typed(aid_request):
    clear(aid_request, 3)
    (shown,) = shown_pages(aid_request)
    rank = Document.objects.filter(aid_request=aid_request).count()
    assert shown.title == f"Pièce {rank} – avis d’impôt, page 3"
    assert shown.name == f"piece-{rank}-page-3"


def test_a_paper_asked_in_free_words_has_a_neutral_title(aid_request):
    papers.ask(
        aid_request=aid_request,
        actor=holder(aid_request),
        wanted=[Wanted(kind=OTHER_PAPER, label=f"Le bail de {NAME}")],
        at=LATER,
    )
    asked = aid_request.paper_requests.get()
    aid_request.refresh_from_db()
    added = requests.document(aid_request, OTHER_PAPER, data=scan(), paper_request=asked, at=LATER)
    who = requests.actor(aid_request.applicant)
    papers_answer.answer(actor=who, aid_request=aid_request, partial=False, at=LATER)
    aid_request.refresh_from_db()
    clear(aid_request, document=added)
    assert "– autre pièce, page 1" in shown_pages(aid_request)[0].title


def test_the_same_boxes_sent_twice_are_kept_once(aid_request):
    pages.sweep(older_than=LATER + timedelta(days=9_999))
    first, second = clear(aid_request), clear(aid_request)
    assert first == second
    assert ClearedPage.objects.count() == Event.objects.filter(action="page.cleared").count() == 1
    assert pages.sweep(older_than=LATER + timedelta(days=9_999)) == 0
    assert default_storage.exists(first.path)


def test_another_window_does_not_overwrite_what_was_covered_meanwhile(aid_request):
    first = clear(aid_request)
    refusal("page.moved", lambda: clear(aid_request, boxes=()))
    again = clear(aid_request, boxes=(BOX, (0, 400, 1000, 500)), replaces=first.pk)
    refusal("page.moved", lambda: clear(aid_request, boxes=(), replaces=first.pk))
    assert [page.pk for page in ClearedPage.objects.all()] == [again.pk]


def test_every_line_of_the_check_list_is_asked(aid_request):
    refusal("page.unchecked", lambda: clear(aid_request, checked=pages.CHECKS[:-1]))
    assert not ClearedPage.objects.exists()


def test_what_the_file_knows_and_no_box_covers_refuses_the_page(aid_request):
    Document.objects.filter(pk=paper(aid_request).pk).update(
        file=default_storage.save(
            "pieces/zz/nom", io.BytesIO(letter(f"Monsieur {NAME}, revenu de 12 345 euros"))
        )
    )
    told = refusal("page.legible", lambda: clear(aid_request, boxes=()))
    assert NAME in told.message
    assert clear(aid_request, boxes=(boxing.PAGE,))


def test_a_medical_paper_is_never_shown(aid_request):
    Document.objects.filter(pk=paper(aid_request).pk).update(kind="justificatif-medical")
    refusal("page.medical", lambda: clear(aid_request))


def test_a_request_shows_ten_pages_and_says_so(aid_request):
    for number in range(1, pages.MOST + 1):
        clear(aid_request, number)
    told = refusal("page.too_many", lambda: clear(aid_request, 11))
    assert "10 pages au plus" in told.message
    first = ClearedPage.objects.order_by("number").first()
    assert clear(aid_request, 1, boxes=(boxing.PAGE,), replaces=first.pk)


def test_a_page_that_cannot_be_read_is_refused(aid_request):
    refusal("page.unreadable", lambda: clear(aid_request, 13))
    other = Document.objects.filter(aid_request=aid_request).order_by("uploaded_at", "pk").first()
    refusal("page.unreadable", lambda: clear(aid_request, document=other))


def test_only_its_holder_covers_or_takes_back_a_page(aid_request):
    page = clear(aid_request)
    colleague = actor(caseworker(aid_request.organisation_id))
    with pytest.raises(NotAllowed):
        clear(aid_request, 2, actor=colleague)
    with pytest.raises(NotAllowed):
        pages.withdraw(actor=colleague, aid_request=aid_request, page_id=page.pk, at=LATER)


def test_nothing_is_left_of_an_image_whose_row_could_not_be_written(aid_request):
    before = pages.sweep(older_than=LATER + timedelta(days=9_999))
    with pytest.raises(NotAllowed):
        clear(aid_request, actor=actor(caseworker(aid_request.organisation_id)))
    assert (before, pages.sweep(older_than=LATER + timedelta(days=9_999))) == (before, 0)


# Taking back


def test_a_page_taken_back_before_it_was_frozen_leaves_nothing(
    aid_request, django_capture_on_commit_callbacks
):
    page = clear(aid_request)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            pages.withdraw(actor=holder(aid_request), aid_request=aid_request, page_id=page.pk, at=LATER)
    assert not ClearedPage.objects.exists()
    assert not default_storage.exists(page.path)
    assert Event.objects.filter(action="page.withdrawn").count() == 1


def test_a_frozen_page_stands_while_the_version_waits(aid_request):
    page = clear(aid_request)
    with_opinion(aid_request)
    frozen(aid_request)
    refusal(
        "page.closed",
        lambda: pages.withdraw(actor=holder(aid_request), aid_request=aid_request, page_id=page.pk, at=LATER),
    )
    refusal("page.closed", lambda: clear(aid_request, 2))


def test_a_page_of_an_earlier_version_is_kept_and_the_next_version_goes_without_it(aid_request):
    page = clear(aid_request)
    with_opinion(aid_request)
    first = frozen(aid_request)
    board_versions.give_back(aid_request=aid_request, actor=holder(aid_request), number=1, at=LATER)
    pages.withdraw(actor=holder(aid_request), aid_request=aid_request, page_id=page.pk, at=LATER)
    assert default_storage.exists(page.path)
    second = frozen(aid_request)
    assert (len(first.facts["pages"]), second.facts["pages"]) == (1, [])


@pytest.mark.parametrize("change", [{"boxes": []}, {"sha256": "0" * 64}, {"path": "x"}, {"number": 2}])
def test_a_row_never_changes(aid_request, change):
    page = clear(aid_request)
    with pytest.raises(InternalError), transaction.atomic():
        ClearedPage.objects.filter(pk=page.pk).update(**change)


def test_a_frozen_page_is_never_erased(aid_request):
    page = clear(aid_request)
    with_opinion(aid_request)
    frozen(aid_request)
    with pytest.raises(InternalError), transaction.atomic():
        page.delete()
    with pytest.raises(InternalError), transaction.atomic():
        ClearedPage.objects.filter(pk=page.pk).update(frozen_at=None)


def test_the_paper_of_a_cleared_page_is_not_taken_back_by_the_applicant(aid_request):
    page = clear(aid_request)
    with pytest.raises(Conflict):
        documents.remove(actor=requests.actor(aid_request.applicant), document=page.document)


# Signing and sending


def test_the_signature_covers_the_images(aid_request):
    page = clear(aid_request)
    with_opinion(aid_request)
    version = frozen(aid_request)
    ((title, name, digest),) = version.facts["pages"]
    assert (digest, name.startswith("piece-"), title.endswith("page 1")) == (page.sha256, True, True)
    changed = version.facts | {"pages": [[title, name, "0" * 64]]}
    assert digest_of(changed) != version.digest


def test_the_board_receives_the_very_bytes_that_were_signed(aid_request):
    page = clear(aid_request)
    with_opinion(aid_request)
    link = signed(aid_request)
    kept = BoardPage.objects.get()
    assert (kept.board_file_id, kept.number) == (link.token, 1)
    with default_storage.open(kept.path) as theirs, default_storage.open(page.path) as ours:
        assert theirs.read() == ours.read()
    assert kept.path != page.path
    assert BoardFile.objects.get().pages == BoardVersion.objects.get().facts["pages"]


def test_an_image_changed_after_it_was_frozen_is_not_sent(aid_request):
    page = clear(aid_request)
    with_opinion(aid_request)
    version = frozen(aid_request)
    default_storage.delete(page.path)
    default_storage.save(page.path, io.BytesIO(b"autre chose"))
    told = refusal(
        "version.altered",
        lambda: gateway.send_to_board(
            aid_request=aid_request,
            actor=actor(caseworker(aid_request.organisation_id)),
            number=version.number,
            at=LATER,
        ),
    )
    assert "rendez" in told.message
    assert not BoardFile.objects.exists()


def test_a_version_frozen_before_pages_existed_is_still_sent(aid_request):
    with_opinion(aid_request)
    version = frozen(aid_request)
    old = {name: value for name, value in version.facts.items() if name != "pages"}
    version.facts = old  # a stored one never changes
    link = BoardLink(version=version, token="A" * 26, aid_request=aid_request)
    assert gateway._facts_of(link).pages == ()


# Pages


def _url(name: str, aid_request: AidRequest, number: int = 1) -> str:
    return reverse(f"casework:{name}", args=[aid_request.pk, paper(aid_request).pk, number])


@pytest.fixture
def desk(client, aid_request):
    client.force_login(aid_request.caseworker.user)
    return client


def _text(desk, url: str, **data) -> str:
    response = desk.get(url, data)
    assert response.status_code == 200
    return response.content.decode()


def test_the_file_offers_to_show_a_page_of_each_paper_but_a_medical_one(desk, aid_request):
    other = Document.objects.filter(aid_request=aid_request).order_by("uploaded_at", "pk").first()
    Document.objects.filter(pk=other.pk).update(kind="justificatif-medical")
    text = _text(desk, reverse("casework:detail", args=[aid_request.pk]))
    assert _url("page", aid_request) in text
    assert reverse("casework:page", args=[aid_request.pk, other.pk, 1]) not in text


def test_words_the_file_knows_are_covered_in_advance(desk, aid_request):
    Document.objects.filter(pk=paper(aid_request).pk).update(
        file=default_storage.save("pieces/zz/lu", io.BytesIO(letter(f"Monsieur {NAME}, 12 345 euros")))
    )
    text = _text(desk, _url("page", aid_request))
    assert "1 zone posée d’avance" in text
    assert text.partition("data-covering")[2].partition("</svg>")[0].count("<rect ") == 1


def test_a_page_without_text_says_that_all_is_to_be_covered_by_hand(desk, aid_request):
    Document.objects.filter(pk=paper(aid_request).pk).update(
        file=default_storage.save("pieces/zz/scan", io.BytesIO(zoo.photo(size=(300, 400)))),
        content_type="image/jpeg",
        pages=1,
    )
    text = _text(desk, _url("page", aid_request))
    assert "Aucun texte lisible : tout est à couvrir à la main." in text


def test_a_zone_is_added_with_numbers_and_taken_away(desk, aid_request):
    url = _url("page", aid_request)
    text = _text(desk, url, cadres="", haut="10", bas="12,5", ajouter="1")
    code = boxing.written(((0, 100, 1000, 125),))
    assert f'value="{code}"' in text
    assert "Toute la largeur, hauteur de 10 à 12,5 %" in text
    assert code not in _text(desk, url, cadres=code, enlever="1")
    assert ClearedPage.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"haut": "20", "bas": "10"}, "échangez les deux nombres"),
        ({"haut": "20"}, "où finit la zone"),
        ({"haut": "beaucoup", "bas": "10"}, "un nombre de 0 à 100"),
        ({"cadres": "zzzz"}, "recommencez depuis la pièce"),
    ],
)
def test_a_zone_that_is_none_is_said(desk, aid_request, typed, said):
    response = desk.get(_url("page", aid_request), {"cadres": "", "ajouter": "1"} | typed)
    assert (response.status_code, said in response.content.decode()) == (422, True)


def test_any_page_of_a_long_paper_is_reached_by_its_number(desk, aid_request):
    url = _url("page", aid_request)
    assert "sur 12" in _text(desk, url)
    assert desk.get(url, {"aller": "7"})["Location"] == _url("page", aid_request, 7)
    assert desk.get(url, {"aller": "900"})["Location"] == _url("page", aid_request, 12)
    assert desk.get(_url("page", aid_request, 13)).status_code == 404


def test_the_result_is_the_image_that_will_be_kept(desk, aid_request):
    code = boxing.written((BOX,))
    shown = desk.get(_url("page_image", aid_request), {"cadres": code})
    typed = {"cadres": code, "remplace": "", "couvert": list(pages.CHECKS)}
    for _ in range(2):
        assert desk.post(_url("page_confirm", aid_request), typed).status_code == 302
    page = ClearedPage.objects.get()
    assert hashlib.sha256(shown.content).hexdigest() == page.sha256
    kept = desk.get(reverse("casework:cleared_image", args=[aid_request.pk, page.pk]))
    assert kept.content == shown.content
    assert kept["Cache-Control"] == "private, no-store"
    assert NAME not in str(kept.headers)


def test_a_line_left_unticked_keeps_the_zones(desk, aid_request):
    code = boxing.written((BOX,))
    response = desk.post(_url("page_confirm", aid_request), {"cadres": code, "couvert": ["names"]})
    text = response.content.decode()
    assert (response.status_code, "Cochez chaque ligne" in text) == (422, True)
    assert f'src="{_url("page_image", aid_request)}?cadres={code}"' in text


def test_a_covering_begun_before_another_window_kept_its_own_is_told_so(desk, aid_request):
    begun = _text(desk, _url("page", aid_request))
    assert 'name="remplace"' in begun
    kept = clear(aid_request)
    code = boxing.written(((0, 0, 10, 10),))
    late = _text(desk, _url("page_confirm", aid_request), cadres=code, remplace="")
    assert f'value="{kept.pk}"' not in late
    typed = {"cadres": code, "remplace": "", "couvert": list(pages.CHECKS)}
    told = desk.post(_url("page_confirm", aid_request), typed, follow=True).content.decode()
    assert "couverte autrement dans une autre fenêtre" in told
    assert ClearedPage.objects.get() == kept


def test_an_uncovered_name_shows_no_button_to_confirm(desk, aid_request):
    Document.objects.filter(pk=paper(aid_request).pk).update(
        file=default_storage.save("pieces/zz/nu", io.BytesIO(letter(f"Monsieur {NAME}")))
    )
    text = _text(desk, _url("page_confirm", aid_request), cadres="")
    assert "On peut encore reconnaître la personne" in text
    assert "Montrer cette page" not in text


def test_the_second_reader_sees_the_images_where_they_are_signed(client, aid_request):
    page = clear(aid_request)
    with_opinion(aid_request)
    frozen(aid_request)
    client.force_login(caseworker(aid_request.organisation_id).user)
    text = client.get(reverse("casework:sign", args=[aid_request.pk])).content.decode()
    address = reverse("casework:cleared_image", args=[aid_request.pk, page.pk])
    assert f'src="{address}"' in text
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("count", [1, 6])
def test_the_file_costs_the_same_with_few_and_many_pages(desk, aid_request, count, django_assert_num_queries):
    for number in range(1, count + 1):
        clear(aid_request, number)
    address = reverse("casework:detail", args=[aid_request.pk])
    desk.get(address)
    with django_assert_num_queries(12):
        desk.get(address)


def test_numbers_typed_and_not_covered_yet_are_never_lost(desk, aid_request):
    """« Voir le résultat », or Enter, with a zone still in the fields: it is covered first."""
    response = desk.get(_url("page_confirm", aid_request), {"cadres": "", "haut": "10", "bas": "62,5"})
    assert response.status_code == 302
    assert response["Location"].startswith(_url("page", aid_request))
    assert (
        "toute la largeur, hauteur de 10 à 62,5 %" in desk.get(response["Location"]).content.decode().lower()
    )


@pytest.mark.parametrize("address", [{"aller": "9" * 5000}, {"cadres": "", "enlever": "9" * 5000}])
def test_a_number_too_long_to_be_one_is_no_fault(desk, aid_request, address):
    assert desk.get(_url("page", aid_request), address).status_code in {200, 302}


def test_more_text_than_a_page_holds_is_refused(aid_request, monkeypatch):
    monkeypatch.setattr(page_queries.engine, "read", lambda *_, **__: [("a", None)] * 12_001)
    with pytest.raises(DomainError) as refusal:
        page_queries.signs_of(papers_of(aid_request).first(), 1)
    assert refusal.value.code == "page.unreadable"
