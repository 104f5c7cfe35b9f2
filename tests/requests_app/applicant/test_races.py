"""Twenty clicks at once: one draft, one number, one receipt, one answer kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from cpsti_portal.kernel.errors import DomainError
from requests_app.models import AidRequest, Document, Letter, StateChange, StepAnswers, StoredVerdict
from requests_app.services import documents, drafting, submission
from tests.factories import requests as made
from tests.factories.requests import AT, actor
from tests.requests_app.documents import zoo

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 20


def all_at_once(work, count=CLICKS) -> list:
    """The results, or the code of the refusal, of ``work(number)`` run side by side."""

    def run(number):
        try:
            return work(number)
        except DomainError as error:
            return error.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_twenty_sendings_file_one_request(user):
    ready = made.ready_draft("aced", user=user)
    results = all_at_once(
        lambda number: submission.submit(actor=actor(user), aid_request=ready, at=AT).reference
    )
    assert len(set(results)) == 1
    assert results[0].startswith("AS-")
    assert (StateChange.objects.count(), StoredVerdict.objects.count(), Letter.objects.count()) == (1, 1, 1)


def test_twenty_beginnings_are_one_draft(user):
    results = all_at_once(lambda number: drafting.start(actor=actor(user), aid_code="aced", at=AT).pk)
    assert (len(set(results)), AidRequest.objects.count()) == (1, 1)


def test_of_twenty_saves_from_the_same_page_one_wins_and_the_others_are_told(user):
    draft = made.draft("aced", user=user)

    def save(number):
        raw = {"last_name": f"Nom {number}"}
        drafting.save_step(actor=actor(user), aid_request=draft, slug="identite", raw=raw, version=0, at=AT)
        return raw["last_name"]

    results = all_at_once(save)
    winners = [name for name in results if name.startswith("Nom")]
    row = StepAnswers.objects.get()
    assert (winners, results.count("draft.stale"), row.version) == ([row.raw["last_name"]], CLICKS - 1, 1)


def test_the_same_file_sent_twenty_times_is_kept_once(user, stored_files):
    draft = made.draft("aced", user=user)
    data = zoo.pdf()

    def add(number):
        documents.add(actor=actor(user), aid_request=draft, kind="bilan", name="bilan.pdf", data=data, at=AT)
        return "kept"

    results = all_at_once(add)
    assert (results.count("kept"), results.count("document.twice")) == (1, CLICKS - 1)
    assert (Document.objects.count(), len(stored_files())) == (1, 1)


def test_a_save_and_a_sending_at_once_never_mix(user):
    ready = made.ready_draft("aced", user=user)

    def act(number):
        if number == 0:
            return submission.submit(actor=actor(user), aid_request=ready, at=AT).state
        raw = {"last_name": "Trop tard"}
        drafting.save_step(actor=actor(user), aid_request=ready, slug="identite", raw=raw, version=1, at=AT)
        return "saved"

    results = all_at_once(act, 2)
    ready.refresh_from_db()
    assert results in (["submitted", "draft.sent"], ["draft.incomplete", "saved"])
    assert (ready.state == "submitted") == (results[0] == "submitted")
