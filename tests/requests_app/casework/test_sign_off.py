"""The second reading: what was frozen is what is read, signed and sent; its author does not sign alone."""

from datetime import timedelta

import pytest
from django.db import InternalError, transaction
from django.urls import reverse

from commission.models import BoardFile
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from cpsti_portal.kernel.territory.models import Organisation
from requests_app.enums import FreeText, KeepReason
from requests_app.models import AidRequest, BoardLink, BoardVersion, StateChange
from requests_app.queries.casefile import opinion_of
from requests_app.queries.redactions import board_texts
from requests_app.queries.timeline import timeline
from requests_app.services import board_versions, gateway, opinions, redactions, withdrawal
from requests_app.services.board_versions import LeaksFound, digest_of
from requests_app.services.opinions import OpinionDraft
from requests_app.sign_off import SignOff
from tests.factories import requests
from tests.factories.accounts import caseworker
from tests.factories.casework import machine_reads
from tests.requests_app.casework.case import (
    LATER,
    OPINION,
    SUMMARY,
    actor,
    frozen,
    held,
    holder,
    scheduled,
    sent,
    signed,
    with_opinion,
)

pytestmark = pytest.mark.usefixtures("territory")


def _ready() -> AidRequest:
    aid_request = held()
    with_opinion(aid_request)
    return aid_request


def _sign(aid_request, who, number=1, at=LATER) -> BoardLink:
    return gateway.send_to_board(aid_request=aid_request, actor=who, number=number, at=at)


# The rule


@pytest.mark.parametrize(
    ("reader", "alone_after_hours", "hours", "may"),
    [
        (2, None, 0, True),
        (1, None, 10_000, False),
        (1, 12, 11, False),
        (1, 12, 12, True),
        (2, 12, 0, True),
        (None, 0, 10_000, False),
    ],
)
def test_who_did_not_prepare_it_signs_and_its_author_only_after_the_delay(
    reader, alone_after_hours, hours, may
):
    rule = SignOff(prepared_by_id=1, prepared_at=LATER, alone_after_hours=alone_after_hours)
    assert rule.may_sign(reader, LATER + timedelta(hours=hours)) is may


# Freezing


def test_what_is_frozen_is_numbered_sealed_and_moves_the_request():
    aid_request = _ready()
    version = frozen(aid_request)
    assert (aid_request.state, version.number, version.prepared_by) == ("to_sign", 1, aid_request.caseworker)
    assert version.digest == digest_of(BoardVersion.objects.get().facts)
    assert version.facts["summary"] == SUMMARY
    assert "token" not in version.facts


def test_a_frozen_opinion_cannot_change():
    aid_request = _ready()
    frozen(aid_request)
    with pytest.raises(Conflict):
        with_opinion(aid_request, text="Un autre avis.")


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"facts": {}}, {"digest": "x"}, {"number": 9}])
def test_the_database_refuses_to_change_a_frozen_version(change):
    version = frozen(_ready())
    with pytest.raises(InternalError), transaction.atomic():
        BoardVersion.objects.filter(pk=version.pk).update(**change)


def test_the_database_refuses_to_delete_a_version_or_to_sign_it_again():
    returned = frozen(_ready())
    with pytest.raises(InternalError), transaction.atomic():
        BoardVersion.objects.filter(pk=returned.pk).delete()
    link = sent()
    with pytest.raises(InternalError), transaction.atomic():
        BoardVersion.objects.filter(pk=link.version_id).update(signed_at=LATER + timedelta(days=1))


# Signing


def test_the_author_cannot_sign():
    aid_request = _ready()
    frozen(aid_request)
    with pytest.raises(NotAllowed) as refusal:
        _sign(aid_request, holder(aid_request))
    assert refusal.value.code == "version.second_reader"
    aid_request.refresh_from_db()
    assert (aid_request.state, BoardFile.objects.count()) == ("to_sign", 0)


def test_alone_in_the_office_the_author_signs_after_a_night():
    Organisation.objects.update(self_sign_after_hours=12)
    aid_request = _ready()
    frozen(aid_request)
    with pytest.raises(NotAllowed):
        _sign(aid_request, holder(aid_request), at=LATER + timedelta(hours=11))
    link = _sign(aid_request, holder(aid_request), at=LATER + timedelta(hours=12))
    assert link.version.signed_by == aid_request.caseworker


def test_the_board_receives_the_frozen_version_whatever_happened_since():
    aid_request = _ready()
    version = frozen(aid_request)
    AidRequest.objects.filter(pk=aid_request.pk).update(submitted_at=LATER - timedelta(days=300))
    link = _sign(aid_request, actor(caseworker()))
    board_file = BoardFile.objects.get(token=link.token)
    assert board_file.filed_quarter == version.facts["filed_quarter"]


def test_somebody_of_another_organisation_signs_nothing():
    aid_request = _ready()
    frozen(aid_request)
    with pytest.raises(NotAllowed):
        _sign(aid_request, actor(caseworker("urssaf-picardie")))


def test_another_version_than_the_one_that_was_read_is_not_signed():
    aid_request = _ready()
    frozen(aid_request)
    with pytest.raises(Conflict) as refusal:
        _sign(aid_request, actor(caseworker()), number=2)
    assert refusal.value.code == "version.moved"


def test_the_gate_reads_again_at_the_signature_with_what_is_known_by_then():
    """A colleague called as a word of the summary took the file over meanwhile."""
    aid_request = held()
    with_opinion(aid_request, summary=f"{SUMMARY} Le cabinet Kerzonic suit les comptes.")
    machine_reads(aid_request, at=LATER)
    redactions.restore(
        aid_request=aid_request,
        actor=holder(aid_request),
        name=FreeText.SUMMARY,
        term="kerzonic",
        reason=KeepReason.NEEDED,
        at=LATER,
    )
    text = board_texts(aid_request, opinion_of(aid_request))[FreeText.SUMMARY]
    redactions.read(
        aid_request=aid_request, actor=holder(aid_request), name=text.name, digest=text.digest, at=LATER
    )
    frozen(aid_request)
    other = caseworker(display_name="Anna Kerzonic")
    AidRequest.objects.filter(pk=aid_request.pk).update(caseworker=other)
    with pytest.raises(LeaksFound):
        _sign(aid_request, actor(caseworker()))
    aid_request.refresh_from_db()
    assert aid_request.state == "to_sign"


# Giving back, correcting, withdrawing


def test_given_back_it_says_why_and_the_next_one_is_another_version():
    aid_request = _ready()
    frozen(aid_request)
    reader = actor(caseworker())
    with pytest.raises(DomainError, match="à corriger"):
        board_versions.give_back(aid_request=aid_request, actor=reader, number=1, reason=" ", at=LATER)
    returned = board_versions.give_back(
        aid_request=aid_request, actor=reader, number=1, reason="Le métier est trop précis.", at=LATER
    )
    assert (returned.return_reason, aid_request.state) == ("Le métier est trop précis.", "in_review")
    with pytest.raises(Conflict):
        _sign(aid_request, reader)
    assert frozen(aid_request).number == 2


def test_its_author_takes_it_back_without_a_word():
    aid_request = _ready()
    frozen(aid_request)
    for _ in range(2):
        board_versions.give_back(aid_request=aid_request, actor=holder(aid_request), number=1, at=LATER)
    assert aid_request.state == "in_review"
    assert StateChange.objects.filter(transition="give_back").count() == 1


def test_a_correction_takes_the_file_back_from_the_board_and_leaves_the_old_version():
    link = sent()
    aid_request = AidRequest.objects.get(pk=link.aid_request_id)
    scheduled(link)
    aid_request.refresh_from_db()
    gateway.correct(aid_request=aid_request, actor=holder(aid_request), reason="Montant erroné.", at=LATER)
    assert (aid_request.state, BoardFile.objects.get(token=link.token).state) == ("in_review", "retracted")
    opinions.save(
        aid_request=aid_request,
        actor=holder(aid_request),
        draft=OpinionDraft(
            **vars(OPINION) | {"kind": "partial", "amount_cents": 900_00, "reason_codes": ("resources",)}
        ),
        version=aid_request.opinion.version,
        at=LATER,
    )
    again = signed(aid_request)
    assert (again.version.number, again.version.facts["amount_proposed_cents"]) == (2, 900_00)
    assert again.token != link.token


def test_once_the_vote_is_open_nothing_is_corrected():
    link = sent()
    place = scheduled(link)
    place.open()
    place.open_vote(link.token)
    aid_request = AidRequest.objects.get(pk=link.aid_request_id)
    with pytest.raises(Conflict) as refusal:
        gateway.correct(aid_request=aid_request, actor=holder(aid_request), reason="Trop tard.", at=LATER)
    assert refusal.value.code == "file.examined"
    aid_request.refresh_from_db()
    assert aid_request.state == "scheduled"


def test_a_withdrawn_request_leaves_no_version_to_sign():
    aid_request = _ready()
    frozen(aid_request)
    who = requests.actor(aid_request.applicant, LATER)
    withdrawal.withdraw(actor=who, aid_request=aid_request, at=LATER)
    version = BoardVersion.objects.get()
    assert (version.returned_at, version.returned_by) == (LATER, None)
    with pytest.raises(Conflict):
        _sign(aid_request, actor(caseworker()))


def test_the_applicant_is_not_told_of_the_second_reading():
    aid_request = _ready()
    told = [event.title for event in timeline(aid_request)]
    frozen(aid_request)
    assert [event.title for event in timeline(aid_request)] == told


# Pages


@pytest.fixture
def page(client):
    def read(aid_request, who, **sent) -> str:
        client.force_login(who.user)
        address = reverse("casework:sign", args=[aid_request.pk])
        answer = client.post(address, sent, follow=True) if sent else client.get(address)
        return answer.content.decode()

    return read


def test_the_author_reads_why_they_cannot_sign(page):
    aid_request = _ready()
    frozen(aid_request)
    shown = page(aid_request, aid_request.caseworker)
    assert "un autre agent de votre organisme la relit et la signe" in shown
    assert "Signer et transmettre à la commission" not in shown
    assert "Reprendre pour corriger" in shown


def test_a_signature_without_reading_is_refused_next_to_the_box(page):
    aid_request = _ready()
    frozen(aid_request)
    reader = caseworker()
    shown = page(aid_request, reader, number="1")
    assert "Relisez le dossier, puis cochez cette case pour signer." in shown
    assert BoardLink.objects.count() == 0
    assert "Vous avez signé" in page(aid_request, reader, number="1", read="on")
    assert BoardLink.objects.count() == 1


def _returned(client, aid_request, who, **typed):
    client.force_login(who.user)
    return client.post(reverse("casework:give_back", args=[aid_request.pk]), {"number": "1", **typed})


@pytest.mark.parametrize(
    ("reason", "told"), [("", "Dites ce qui est à corriger."), ("mot " * 200, "600 caractères")]
)
def test_a_return_that_does_not_read_says_why_next_to_the_words_and_keeps_them(client, reason, told):
    aid_request = _ready()
    frozen(aid_request)
    answer = _returned(client, aid_request, caseworker(), reason=reason)
    shown = answer.content.decode()
    assert (answer.status_code, told in shown, reason.strip() in shown) == (422, True, True)
    assert f'action="{reverse("casework:sign", args=[aid_request.pk])}"' in shown, (
        "one may still sign from here"
    )
    aid_request.refresh_from_db()
    assert aid_request.state == "to_sign"


def test_a_return_clicked_twice_is_one_return(client):
    aid_request = _ready()
    frozen(aid_request)
    reader = caseworker()
    for _ in range(2):
        answer = _returned(client, aid_request, reader, reason="Le métier est trop précis.")
        assert answer["Location"] == reverse("casework:detail", args=[aid_request.pk])
    assert StateChange.objects.filter(transition="give_back").count() == 1
    client.force_login(aid_request.caseworker.user)
    preview = client.get(reverse("casework:preview", args=[aid_request.pk])).content.decode()
    assert "Le métier est trop précis." in preview, "its author reads what to correct"


def test_a_correction_asks_why_and_leads_back_to_the_opinion(client):
    aid_request = AidRequest.objects.get(pk=sent().aid_request_id)
    client.force_login(aid_request.caseworker.user)
    address = reverse("casework:correct", args=[aid_request.pk])
    assert client.post(address, {"reason": " "}).status_code == 422
    assert BoardFile.objects.get().state == "ready"
    for _ in range(2):
        answer = client.post(address, {"reason": "Montant erroné."})
    assert answer["Location"] == reverse("casework:detail", args=[aid_request.pk])
    assert StateChange.objects.filter(transition="correct").count() == 1


def test_a_colleague_reads_but_does_not_correct(client):
    aid_request = AidRequest.objects.get(pk=sent().aid_request_id)
    client.force_login(caseworker().user)
    answer = client.post(
        reverse("casework:correct", args=[aid_request.pk]), {"reason": "À moi."}, follow=True
    )
    assert "vous pouvez la lire, pas la modifier" in answer.content.decode()
    assert BoardFile.objects.get().state == "ready"
