"""The administration shows what is legal, changes none of it, and keeps the seal of the votes."""

import pytest
from django.urls import reverse

from commission.enums import Choice
from commission.models import Ballot, Ruling
from tests.factories.accounts import administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client(client, territory):
    client.force_login(administrator().user)
    return client


def listing(client, model: str) -> str:
    return client.get(reverse(f"admin:commission_{model}_changelist")).content.decode()


def test_a_ballot_is_not_there_before_the_closing_and_never_with_its_author(room, admin_client):
    counted, sealed = room.put(2)
    room.open()
    room.decide(counted, [Choice.FOR] * 4)
    room.open_vote(sealed)
    room.vote(room.titulars[0], sealed)
    page = listing(admin_client, "ballot")
    assert counted in page
    assert sealed not in page
    one = Ballot.objects.filter(item__token=counted).first()
    detail = admin_client.get(reverse("admin:commission_ballot_change", args=[one.pk])).content.decode()
    for who in room.titulars:
        assert who.display_name not in page + detail
    hidden = Ballot.objects.get(item__token=sealed)
    assert admin_client.get(reverse("admin:commission_ballot_change", args=[hidden.pk])).status_code == 302


def test_sittings_and_rulings_are_read_only(room, admin_client):
    (token,) = room.put()
    room.open().decide(token, [Choice.FOR] * 4)
    assert token in listing(admin_client, "ruling")
    assert "Rennes" in listing(admin_client, "sitting")
    ruling = Ruling.objects.get()
    for action in ("change", "delete"):
        answer = admin_client.post(
            reverse(f"admin:commission_ruling_{action}", args=[ruling.pk]), {"post": "yes"}
        )
        assert answer.status_code == 403
    assert admin_client.get(reverse("admin:commission_sitting_add")).status_code == 403
