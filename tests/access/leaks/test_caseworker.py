"""To show that nothing leaks, show first that something could: the caseworker reads every mark."""

from io import BytesIO

import pikepdf
import pytest
from django.core.files.storage import default_storage
from PIL import Image

from cpsti_portal.demo.leaks.layers import layers
from cpsti_portal.demo.leaks.robot import Robot
from cpsti_portal.kernel.audit.models import Event
from requests_app.letters.catalogue import Kind, spec_for
from requests_app.letters.merge_data import from_data
from requests_app.letters.pdf import renderer
from requests_app.letters.render import sheet
from requests_app.models import Document, Letter
from tests.access.leaks.inside import Insider
from tests.access.walking import client_of
from tests.factories import applicants
from tests.factories.applicants import HIDDEN

pytestmark = pytest.mark.django_db

# Shown by their last figures only: enough to tell one number from another, on a page anybody may pass behind.
MASKED = ("nir", "iban")
# Marks that no page shows, by the first word of their name.
OFF_THE_PAGES = {
    "digest": "kept to compare, shown to nobody",
    "stored": "a name on the disk",
    "agent": "a colleague's name or address",
    "agent's": "a colleague's name or address",
    "journal": "read in the journal alone",
    **dict.fromkeys(HIDDEN, "taken away when the paper is received"),
}
# Said by a letter alone. The letters of this world are blank pages: those that say something are drawn here.
TELLING_LETTERS = (Kind.PAPERS, Kind.REFUSED)


def _caught(net, data: bytes) -> set[str]:
    return set().union(*(net.caught(content) for _, content in layers(data)))


def _read(net, answers) -> set[str]:
    return set().union(*(net.caught(content) for one in answers for _, content in one.said()))


@pytest.fixture(scope="module")
def seen(told_to_caseworker, net, django_db_blocker) -> set[str]:
    with django_db_blocker.unblock():
        letters = [
            renderer().pdf(sheet(spec_for(one.kind, one.aid_request.aid_code), from_data(one.kind, one.data)))
            for one in Letter.objects.filter(kind__in=TELLING_LETTERS)
            .select_related("aid_request")
            .order_by("pk")
        ]
    return _read(net, told_to_caseworker).union(*(_caught(net, one) for one in letters))


def test_the_caseworker_reads_every_mark_of_what_was_filed(world, net, seen):
    """The applicant reads those of a draft, which no caseworker sees."""
    owner = Robot(Insider(client_of(world, "applicant")), within=("/demandes/", "/fichiers/"), sends=())
    seen = seen | _read(net, owner.visit(["/demandes/"]))
    unseen = {one.field for one in net.markers} - seen
    assert {field for field in unseen if field.split()[0] not in {*OFF_THE_PAGES, *MASKED}} == set()


def test_long_numbers_are_shown_by_their_last_figures(told_to_caseworker, net):
    pages = b"".join(one.body for one in told_to_caseworker)
    masked = [one for one in net.markers if one.field.startswith(MASKED)]
    assert masked
    assert [one.field for one in masked if str(one.value)[-2:].encode() not in pages] == []
    assert {one.field for one in masked} & net.caught(pages) == set()


def test_the_journal_keeps_its_mark(net):
    rows = str(list(Event.objects.filter(action="essai").values_list("detail", flat=True)))
    assert net.caught(rows.encode()) == {"journal"}


def test_a_paper_as_it_is_sent_says_more_than_one_sees(net):
    sent = _caught(net, applicants.pdf("essai")) | _caught(net, applicants.photo())
    assert sent == set(HIDDEN)


def test_a_paper_as_it_is_kept_says_nothing_more(world, net):
    kept = Document.objects.filter(aid_request=world.requests["submitted"]).order_by("pk")
    assert {one.content_type for one in kept} == {"application/pdf", "image/jpeg"}
    for one in kept:
        with default_storage.open(one.file.name) as stored:
            data = stored.read()
        assert _caught(net, data) == set()
        pikepdf.open(BytesIO(data)) if data.startswith(b"%PDF") else Image.open(BytesIO(data)).load()


def test_a_paper_keeps_its_name_for_the_caseworker(told_to_caseworker, net):
    papers = [one for one in told_to_caseworker if one.channel == "files:document" and one.status == 200]
    assert {"file", "photo", "answer"} <= _read(net, papers)
