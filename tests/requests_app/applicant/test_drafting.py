"""A draft: begun once, kept as typed, never overwritten behind somebody's back."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from cpsti_portal.kernel.audit.models import Event
from cpsti_portal.kernel.errors import Conflict, NotAllowed
from requests_app.models import AidRequest, Document, StepAnswers
from requests_app.services import drafting, submission
from tests.factories import requests as made
from tests.factories.requests import AT, actor

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=5)


@pytest.fixture
def draft(user):
    return made.draft("aced", user=user)


def save(draft, raw, version=0, slug="identite", at=AT):
    return drafting.save_step(
        actor=actor(draft.applicant), aid_request=draft, slug=slug, raw=raw, version=version, at=at
    )


def test_two_clicks_begin_one_draft(user):
    assert made.draft("aced", user=user) == made.draft("aced", user=user, at=LATER)
    assert AidRequest.objects.count() == 1


def test_a_draft_written_in_is_not_taken_again(user, draft):
    save(draft, {"last_name": "Martin"})
    assert made.draft("aced", user=user, at=LATER) != draft


def test_another_aid_another_person_and_another_day_are_other_drafts(user, draft):
    assert made.draft("afe", user=user) != draft
    assert made.draft("aced") != draft
    assert made.draft("aced", user=user, at=AT + timedelta(days=1)) != draft


def test_an_unknown_aid_begins_nothing(user):
    with pytest.raises(KeyError):
        made.draft("rsa", user=user)
    assert AidRequest.objects.count() == 0


def test_what_is_wrong_is_kept_as_typed_and_means_nothing(draft):
    saved = save(draft, {"last_name": "Martin", "nir": "123"})
    row = StepAnswers.objects.get()
    assert (row.raw, row.values, row.is_complete, row.version, row.updated_at) == (
        {"last_name": "Martin", "nir": "123"},
        {},
        False,
        1,
        AT,
    )
    assert saved.reading.problems["nir"].message.startswith("Ce numéro a 3 caractères")


def test_what_is_right_is_kept_as_understood(user, draft):
    made.fill(draft, only=("cotisations",))
    row = StepAnswers.objects.get()
    assert row.raw["debt_cents"] == "2\u202f450,00"
    assert (row.values["debt_cents"], row.is_complete) == (2_450_00, True)


def test_a_stale_page_overwrites_nothing(draft):
    save(draft, {"last_name": "Martin"})
    save(draft, {"last_name": "Durand"}, version=1, at=LATER)
    with pytest.raises(drafting.StaleStep) as caught:
        save(draft, {"last_name": "Dupont"}, version=1)
    assert caught.value.saved.raw == {"last_name": "Durand"}
    row = StepAnswers.objects.get()
    assert (row.raw, row.version, row.updated_at) == ({"last_name": "Durand"}, 2, LATER)


def test_a_first_save_against_a_page_already_saved_elsewhere_is_stale(draft):
    save(draft, {"last_name": "Martin"})
    with pytest.raises(drafting.StaleStep):
        save(draft, {"last_name": "Durand"}, version=0)


def test_the_same_answers_sent_twice_are_one_save(draft):
    first = save(draft, {"last_name": "Martin"})
    again = save(draft, {"last_name": "Martin"}, version=0, at=LATER)
    assert (first.version, again.version, again.saved_at) == (1, 1, AT)


def test_somebody_else_saves_nothing(draft):
    with pytest.raises(NotAllowed):
        drafting.save_step(
            actor=actor(made.applicant()), aid_request=draft, slug="identite", raw={}, version=0, at=AT
        )
    assert StepAnswers.objects.count() == 0


def test_a_sent_request_is_not_written_any_more(user):
    ready = made.ready_draft("aced", user=user)
    submission.submit(actor=actor(user), aid_request=ready, at=AT)
    with pytest.raises(Conflict) as caught:
        save(ready, {"last_name": "Durand"}, version=1)
    assert caught.value.code == "draft.sent"


def test_throwing_a_draft_away_takes_its_answers_and_its_files(
    user, draft, stored_files, django_capture_on_commit_callbacks
):
    made.fill(draft)
    made.document(draft, "avis-imposition")
    assert len(stored_files()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        drafting.discard(actor=actor(user), aid_request=draft)
    assert (AidRequest.objects.count(), StepAnswers.objects.count(), Document.objects.count()) == (0, 0, 0)
    assert stored_files() == set()
    assert Event.objects.filter(action="draft.discarded", actor=user).count() == 1


def test_a_sent_request_is_not_thrown_away(user):
    sent = made.submitted_request("aced", user=user)
    with pytest.raises(Conflict):
        drafting.discard(actor=actor(user), aid_request=sent)
    assert default_storage.exists(Document.objects.filter(aid_request=sent)[0].file.name)
