"""A pack holds what its reader reads at that sitting, names its reader on each page, and ends with the sitting."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from commission.models import Pack
from commission.pack_sheet import PackFacts, html_of
from commission.services import agenda, packs, recusals, sittings
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.errors import Conflict, NotAllowed
from cpsti_portal.kernel.outbox import services as outbox
from tests.factories import commission as factories
from tests.factories.accounts import member
from tests.factories.commission import Room

pytestmark = pytest.mark.django_db


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("L", (60, 80), 200).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def room(territory, today, settings, tmp_path) -> Room:
    settings.MEDIA_ROOT = tmp_path
    place = factories.room(held_on=today, now=clock.now())
    place.put(
        1, summary="Premier exposé, à lire. " + "Une phrase de plus, pour la page. " * 30, images=(picture(),)
    )
    place.put(1, summary="Second exposé, à lire aussi.", aid_label="Aide financière exceptionnelle")
    return place.publish()


def ask(room: Room, who, *, large: bool = False) -> Pack:
    room.sitting.refresh_from_db()
    made = packs.ask(actor=room.actor(who), sitting=room.sitting, large=large, at=clock.now())
    while outbox.drain():
        pass
    made.refresh_from_db()
    return made


def pdf_of(pack: Pack) -> PdfReader:
    with default_storage.open(pack.path) as kept:
        return PdfReader(io.BytesIO(kept.read()))


def words(pack: Pack) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pdf_of(pack).pages]


def url(pack: Pack) -> str:
    return reverse("commission:pack_file", args=[pack.sitting_id, pack.pk])


class TestWhatItHolds:
    def test_every_file_with_its_pages_and_the_readers_name_on_each_page(self, room):
        reader = room.titulars[1]
        pages = words(ask(room, reader))
        whole = " ".join(pages)
        assert ("Premier exposé" in whole, "Second exposé" in whole, "Pièce 3" in whole) == (True, True, True)
        assert [page for page in pages if f"Exemplaire de {reader.display_name}, séance du" not in page] == []

    def test_it_is_tagged_french_and_hides_nothing(self, room):
        document = pdf_of(ask(room, room.titulars[1]))
        root = document.trailer["/Root"]
        assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("fr", True)
        assert set(document.metadata) <= {"/Title", "/Producer"}
        assert document.metadata.title.startswith("Dossiers de la séance du")
        assert room.titulars[1].display_name not in document.metadata.title
        assert "/Names" not in root or "/EmbeddedFiles" not in root["/Names"]

    def test_large_print_is_larger(self, room):
        small, large = ask(room, room.titulars[1]), ask(room, room.titulars[1], large=True)
        assert len(pdf_of(large).pages) > len(pdf_of(small).pages)

    def test_two_readers_get_the_same_but_for_whose_copy_it_is(self):
        facts = {"board": "CASS", "day": "3 juin 2026", "made": "2 juin 2026", "large": False, "files": []}
        one, other = (html_of(PackFacts(name=name, **facts)) for name in ("Membre A", "Membre B"))
        assert one.replace("Membre A", "Membre B") == other

    def test_a_file_from_which_the_reader_is_away_is_not_in_it(self, room):
        first, second = room.tokens
        room.step_aside(room.titulars[1], first)
        recusals.set_aside(token=room.file_of(second), member_ids=[room.titulars[2].pk], at=clock.now())
        assert "Premier exposé" not in " ".join(words(ask(room, room.titulars[1])))
        other = ask(room, room.titulars[2])
        assert ("Second exposé" not in " ".join(words(other)), other.files) == (True, 1)


class TestWhoReadsIt:
    def test_its_reader_alone_without_a_trace_left_behind(self, room, client):
        pack = ask(room, room.titulars[1])
        client.force_login(room.titulars[1].user)
        given = client.get(url(pack))
        assert (given.status_code, given["Content-Type"]) == (200, "application/pdf")
        assert "no-store" in given["Cache-Control"]
        assert given["Content-Disposition"] == 'inline; filename="dossiers-de-la-seance.pdf"'
        for other in (room.titulars[2], room.secretary):
            client.force_login(other.user)
            assert client.get(url(pack)).status_code == 404

    def test_a_member_who_steps_aside_afterwards_reads_it_no_more(self, room, client):
        pack = ask(room, room.titulars[1])
        room.step_aside(room.titulars[1], room.tokens[0])
        client.force_login(room.titulars[1].user)
        assert client.get(url(pack)).status_code == 404
        again = ask(room, room.titulars[1])
        assert (again.pk != pack.pk, client.get(url(again)).status_code) == (True, 200)

    def test_an_agenda_taken_back_takes_the_packs_back(self, room, client):
        pack = ask(room, room.titulars[1])
        room.take_back()
        client.force_login(room.titulars[1].user)
        assert client.get(url(pack)).status_code == 404
        act = {"actor": room.actor(room.secretary), "sitting_id": room.sitting.pk}
        agenda.reorder(**act, token=max(room.tokens), place=1)
        room.publish()
        assert client.get(url(pack)).status_code in (200, 404)

    def test_it_ends_some_days_after_the_sitting_and_is_swept(self, room, client):
        pack = ask(room, room.titulars[1])
        room.open().close()
        client.force_login(room.titulars[1].user)
        late = clock.now() + timedelta(days=8)
        assert packs.sweep(at=clock.now()) == 0
        room.sitting.refresh_from_db()
        with pytest.raises(Conflict, match="ou plus"):
            packs.ask(actor=room.actor(room.titulars[1]), sitting=room.sitting, large=False, at=late)
        assert packs.sweep(at=late) == 1
        assert (client.get(url(pack)).status_code, default_storage.exists(pack.path)) == (404, False)

    def test_a_mandate_that_is_over_opens_no_pack(self, room, client):
        leaving = member(ends_on=clock.today())
        pack = ask(room, leaving)
        leaving.ends_on = clock.today() - timedelta(days=1)
        leaving.save()
        client.force_login(leaving.user)
        assert client.get(url(pack)).status_code == 404


class TestAsking:
    def test_asked_twice_it_is_made_once(self, room):
        assert ask(room, room.titulars[1]).pk == ask(room, room.titulars[1]).pk
        assert Pack.objects.count() == 1

    def test_what_changed_before_the_worker_came_is_not_made(self, room):
        room.sitting.refresh_from_db()
        pack = packs.ask(
            actor=room.actor(room.titulars[1]), sitting=room.sitting, large=False, at=clock.now()
        )
        room.step_aside(room.titulars[1], room.tokens[0])
        while outbox.drain():
            pass
        pack.refresh_from_db()
        assert pack.path == ""

    def test_nobody_carries_away_what_is_not_published(self, room):
        room.take_back()
        with pytest.raises(Conflict):
            ask(room, room.titulars[1])
        room.publish()
        sittings.cancel(actor=room.actor(room.secretary), sitting_id=room.sitting.pk, at=clock.now())
        with pytest.raises(Conflict):
            ask(room, room.titulars[1])

    def test_a_secretary_carries_nothing_away(self, room):
        with pytest.raises(NotAllowed):
            ask(room, room.secretary)

    def test_the_page_says_where_it_stands(self, room, client):
        client.force_login(room.titulars[1].user)
        page = reverse("commission:pack", args=[room.sitting.pk])
        assert "Préparer" in client.get(page).content.decode()
        waiting = client.post(page, {"print": "large"}, follow=True).content.decode()
        assert "En préparation" in waiting
        while outbox.drain():
            pass
        assert "Lire en grands caractères" in client.get(page).content.decode()
