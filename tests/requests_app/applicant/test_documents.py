"""Keeping papers: clean bytes stored before the row, no orphan, every limit told."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from requests_app.documents.refusals import Refused
from requests_app.models import Document
from requests_app.services import documents
from tests.factories import requests as made
from tests.factories.accounts import caseworker
from tests.factories.requests import AT, actor
from tests.requests_app.documents import zoo

pytestmark = pytest.mark.django_db
KIND = "avis-imposition"


@pytest.fixture
def draft(user):
    return made.draft("aced", user=user)


def add(draft, data, kind=KIND, name="avis.pdf", user=None):
    return documents.add(
        actor=actor(user or draft.applicant), aid_request=draft, kind=kind, name=name, data=data, at=AT
    )


def refused(draft, data, **options) -> str:
    with pytest.raises(DomainError) as caught:
        add(draft, data, **options)
    return caught.value.code


def test_a_paper_is_stored_clean_under_a_random_name(draft):
    data = zoo.pdf(pages=2, dress=zoo.active)
    paper = add(draft, data, name="../Avis d’impôt\u202e.pdf")
    with default_storage.open(paper.file.name) as file:
        stored = file.read()
    assert zoo.CANARY.encode() not in stored
    assert (paper.title, paper.content_type, paper.pages, paper.size) == (
        "Avis d’impôt.pdf",
        "application/pdf",
        2,
        len(stored),
    )
    assert paper.sha256 == hashlib.sha256(stored).hexdigest()
    assert paper.received_sha256 == hashlib.sha256(data).hexdigest()
    assert "avis" not in paper.file.name
    assert len(paper.file.name.rpartition("/")[2]) == 32


def test_stored_files_are_for_the_portal_alone(draft):
    import os

    path = default_storage.path(add(draft, zoo.pdf()).file.name)
    assert (os.stat(path).st_mode & 0o777, os.stat(os.path.dirname(path)).st_mode & 0o777) == (0o600, 0o700)


def test_a_refused_paper_leaves_nothing(draft, stored_files):
    with pytest.raises(Refused):
        add(draft, b"<html></html>")
    assert (Document.objects.count(), stored_files()) == (0, set())


def test_the_same_file_twice_is_told(draft, stored_files):
    add(draft, zoo.pdf())
    assert refused(draft, zoo.pdf()) == "document.twice"
    assert len(stored_files()) == 1
    assert add(draft, zoo.pdf(), kind="bilan").kind == "bilan"


def test_a_file_over_ten_megabytes_is_refused_before_it_is_read(draft):
    assert refused(draft, b"%PDF-" + bytes(10 * 1024 * 1024)) == "document.too_big"


def test_a_request_holds_forty_megabytes(draft):
    paper = add(draft, zoo.pdf())
    Document.objects.filter(pk=paper.pk).update(size=40 * 1024 * 1024 - 10)
    assert refused(draft, zoo.photo()) == "document.quota"


def test_a_request_holds_sixty_files(draft):
    for _ in range(documents.MAX_FILES):
        made.document(draft, KIND)
    assert refused(draft, zoo.photo()) == "document.too_many"


def test_only_papers_of_the_aid_are_kept(draft):
    assert refused(draft, zoo.pdf(), kind="n-importe-quoi") == "document.kind"


def test_somebody_else_adds_nothing(draft):
    with pytest.raises(NotAllowed):
        add(draft, zoo.pdf(), user=made.applicant())


def test_a_sent_request_takes_no_more_papers(user):
    sent = made.submitted_request("aced", user=user)
    with pytest.raises(Conflict):
        add(sent, zoo.pdf())


def test_a_row_that_cannot_be_written_leaves_no_file(draft, stored_files, monkeypatch):
    def fail(**kwargs):
        raise DatabaseError("down")

    monkeypatch.setattr(documents, "record", fail)
    with pytest.raises(DatabaseError):
        add(draft, zoo.pdf())
    assert (Document.objects.count(), stored_files()) == (0, set())


def test_a_full_disk_is_told_and_leaves_nothing(draft, stored_files, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    assert refused(draft, zoo.pdf()) == "document.not_stored"
    assert (Document.objects.count(), stored_files()) == (0, set())


def test_bytes_that_are_not_read_back_are_not_trusted(draft, stored_files, monkeypatch):
    real = default_storage.save
    monkeypatch.setattr(
        default_storage, "save", lambda path, content: real(path, type(content)(content.read()[:-1]))
    )
    assert refused(draft, zoo.pdf()) == "document.not_stored"
    assert stored_files() == set()


def test_a_paper_is_taken_back_with_its_file(user, draft, stored_files, django_capture_on_commit_callbacks):
    paper = add(draft, zoo.pdf())
    with django_capture_on_commit_callbacks(execute=True):
        documents.remove(actor=actor(user), document=paper)
    assert (Document.objects.count(), stored_files()) == (0, set())


def test_a_sent_paper_is_not_taken_back(user):
    sent = made.submitted_request("aced", user=user)
    paper = Document.objects.filter(aid_request=sent).order_by("pk")[0]
    with pytest.raises(Conflict):
        documents.remove(actor=actor(user), document=paper)
    with pytest.raises(NotAllowed):
        documents.remove(actor=actor(made.applicant()), document=paper)


def test_a_paper_asked_for_is_kept_with_the_answer_and_taken_back_until_sent(user):
    sent = made.submitted_request("aced", user=user)
    asked = made.paper_request(sent, by=caseworker(), kinds=("bilan",))
    sent.refresh_from_db()
    paper = made.document(sent, "bilan", data=zoo.pdf(), paper_request=asked)
    assert paper.paper_request == asked
    with pytest.raises(DomainError):
        made.document(sent, "rib", data=zoo.pdf(), paper_request=asked)
    documents.remove(actor=actor(user), document=paper)
    assert not Document.objects.filter(paper_request=asked).exists()


def test_the_sweep_takes_old_files_without_a_row_and_only_those(draft, stored_files):
    from django.core.files.base import ContentFile

    kept = add(draft, zoo.pdf()).file.name
    lost = default_storage.save("pieces/zz/perdu", ContentFile(b"x"))
    assert documents.sweep(older_than=clock.now() - timedelta(hours=24)) == 0
    assert documents.sweep(older_than=clock.now() + timedelta(seconds=1)) >= 1
    assert default_storage.exists(kept)
    assert not default_storage.exists(lost)
