"""Sending a request: whole or not at all."""

import re
from datetime import UTC, date, datetime

import pytest

from cpsti_portal.kernel.audit.models import Event
from cpsti_portal.kernel.errors import DomainError, NotAllowed
from cpsti_portal.kernel.outbox.models import Message
from requests_app.models import (
    AidParameter,
    AidRequest,
    Document,
    Letter,
    StateChange,
    StepAnswers,
    StoredVerdict,
)
from requests_app.services import submission
from tests.factories import requests as made
from tests.factories.requests import AT, actor

pytestmark = pytest.mark.django_db
MAYOTTE = "caisse-de-securite-sociale-de-mayotte"
CODES = ["aced", "afe", "adr", "urgence"]


def send(ready, at=AT):
    return submission.submit(actor=actor(ready.applicant), aid_request=ready, at=at)


def refusal(ready) -> str:
    with pytest.raises(DomainError) as caught:
        send(ready)
    ready.refresh_from_db()
    assert (ready.state, ready.reference, ready.submitted_at, ready.organisation_id) == (
        "draft",
        None,
        None,
        None,
    )
    assert (StateChange.objects.count(), StoredVerdict.objects.count(), Letter.objects.count()) == (0, 0, 0)
    return caught.value.code


@pytest.mark.parametrize("code", CODES)
def test_a_filed_request_is_routed_numbered_dated_judged_and_receipted(user, code):
    sent = made.submitted_request(code, user=user)
    assert sent.state == "submitted"
    assert re.fullmatch(r"AS-[2-9B-DF-HJKMNP-TV-XZ]{4}-[2-9B-DF-HJKMNP-TV-XZ]{4}", sent.reference)
    assert (sent.department_id, sent.organisation_id, sent.board_id) == ("22", "urssaf-bretagne", "53")
    assert (sent.submitted_at, sent.due_on) == (AT, date(2026, 8, 15))
    assert sent.applicant_name == "MARTIN Julie"
    assert (
        sent.search_text
        == f"martin julie {sent.reference.lower()} {sent.reference.replace('-', '').lower()} {sent.siret}"
    )
    verdict = StoredVerdict.objects.get(aid_request=sent)
    assert verdict.computed_at == AT
    assert verdict.ceiling_cents > 0
    assert (
        verdict.parameters["cap_cents"]["version"]
        == AidParameter.objects.get(aid_code=code, key="cap_cents", region=None).pk
    )
    assert {"code", "outcome", "fact", "sentence", "blocking"} <= set(verdict.findings[0])
    assert list(Letter.objects.filter(aid_request=sent).values_list("kind", flat=True)) == ["receipt"]
    assert StateChange.objects.get(aid_request=sent).transition == "submit"
    assert Message.objects.filter(topic="requests.state_changed").count() == 1


def test_the_event_of_an_urgent_request_is_kept(user):
    assert made.submitted_request("urgence", user=user).campaign.code == made.EVENT_CODE
    assert made.submitted_request("aced", user=user).campaign is None


def test_sent_twice_is_filed_once(user):
    ready = made.ready_draft("aced", user=user)
    first = send(ready)
    again = send(ready)
    assert first.reference == again.reference
    assert (StateChange.objects.count(), StoredVerdict.objects.count(), Letter.objects.count()) == (1, 1, 1)


def test_somebody_else_sends_nothing(user):
    ready = made.ready_draft("aced", user=user)
    with pytest.raises(NotAllowed):
        submission.submit(actor=actor(made.applicant()), aid_request=ready, at=AT)
    sent = send(ready)
    with pytest.raises(NotAllowed):
        submission.submit(actor=actor(made.applicant()), aid_request=sent, at=AT)


def test_a_missing_step_a_wrong_answer_or_a_missing_paper_stops_the_sending(user):
    blank = made.draft("aced", user=user)
    assert refusal(blank) == "draft.incomplete"
    wrong = made.ready_draft("aced", user=user, changes={"entreprise": {"siret": "73282932000075"}})
    assert refusal(wrong) == "draft.incomplete"
    lacking = made.ready_draft("aced", user=user)
    Document.objects.filter(aid_request=lacking, kind="bilan").delete()
    assert refusal(lacking) == "draft.incomplete"


def test_an_undertaking_left_unticked_stops_the_sending(user):
    ready = made.ready_draft("aced", user=user, changes={"engagements": {"accuracy": None}})
    assert refusal(ready) == "draft.incomplete"


def test_what_is_missing_is_named(user):
    lacking = made.ready_draft("aced", user=user, changes={"identite": {"nir": None}})
    with pytest.raises(DomainError) as caught:
        send(lacking)
    assert caught.value.message == "Votre demande n’est pas complète. Il reste\u00a0: Votre identité."


@pytest.mark.parametrize("postcode", ["98700", "97600"])
def test_an_unserved_place_or_a_closed_aid_stops_the_sending(user, postcode):
    assert refusal(
        made.ready_draft("aced", user=user, changes={"entreprise": {"activity_postcode": postcode}})
    )


@pytest.mark.parametrize("code", ["afe", "urgence"])
def test_the_two_aids_of_mayotte_are_filed_there(user, code):
    sent = made.submitted_request(code, user=user, organisation_code=MAYOTTE)
    assert (sent.organisation_id, sent.board_id) == (MAYOTTE, "04")


def test_the_legal_date_is_that_of_the_organisation(user):
    night = datetime(
        2026, 6, 14, 21, 0, tzinfo=UTC
    )  # already the 15th in La Réunion, still the 14th in Guyane
    far_east = made.submitted_request("aced", user=user, organisation_code="cgss-de-la-reunion", at=night)
    far_west = made.submitted_request("aced", user=user, organisation_code="cgss-de-la-guyane", at=night)
    assert (far_east.due_on, far_west.due_on) == (date(2026, 8, 15), date(2026, 8, 14))


def test_two_months_end_with_the_month(user):
    eve = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)
    assert made.submitted_request("aced", user=user, at=eve).due_on == date(2027, 2, 28)


def test_answers_are_frozen_as_they_read_on_the_day_of_sending(user):
    ready = made.ready_draft("aced", user=user)
    StepAnswers.objects.filter(aid_request=ready, step="statut").update(values={}, is_complete=False)
    send(ready)
    row = StepAnswers.objects.get(aid_request=ready, step="statut")
    assert (row.is_complete, row.values["regime"]) == (True, "reel")


def test_a_failure_at_the_last_step_leaves_the_draft_as_it_was(user, monkeypatch):
    ready = made.ready_draft("aced", user=user)
    before = Event.objects.count()

    def fail(**kwargs):
        raise RuntimeError("the receipt could not be owed")

    monkeypatch.setattr(submission.receipts, "issue", fail)
    with pytest.raises(RuntimeError):
        send(ready)
    ready.refresh_from_db()
    assert (ready.state, ready.reference) == ("draft", None)
    assert (StateChange.objects.count(), StoredVerdict.objects.count(), Message.objects.count()) == (0, 0, 0)
    assert Event.objects.count() == before


def test_a_long_or_compound_name_fits_the_list(user):
    changes = {"identite": {"last_name": "de la Tour d’Auvergne-Lauraguais", "first_names": "Élodie Marie"}}
    sent = made.submitted_request("aced", user=user, changes=changes)
    assert sent.applicant_name == "DE LA TOUR D’AUVERGNE-LAURAGUAIS Élodie"
    assert sent.search_text.startswith("de la tour d’auvergne-lauraguais elodie as-")


def test_numbers_do_not_follow_each_other(user):
    numbers = {submission._new_reference() for _ in range(200)}
    assert len(numbers) == 200
    assert AidRequest.objects.filter(reference__in=numbers).count() == 0
