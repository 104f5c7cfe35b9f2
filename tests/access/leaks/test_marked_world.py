"""Whatever can be written about somebody is marked in the world the robot visits, or is named here with a reason."""

import json
from functools import cache

import pytest
from django.apps import apps
from django.db import models

from requests_app.aids.fields import Kind
from requests_app.aids.steps import BLOCK_FIELDS
from requests_app.models import StepAnswers

pytestmark = pytest.mark.django_db

HOLDS_TEXT = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
MEMBERS = "of a member of the board, typed by its secretariat"
CODE, DIGEST, PUBLIC = "a closed list", "a digest of what is marked elsewhere", "a public text or table"
# Boxes and lists say nothing by themselves; whatever else a person answers is marked.
CLOSED_ANSWERS = {Kind.BOOL, Kind.CHOICE, Kind.MULTI, Kind.CONSENT, Kind.INTEGER, Kind.PERCENT, Kind.MONEY}

# Nobody's: what an administrator or the framework writes once for all.
NOBODYS = {"territory", "auth", "contenttypes", "admin"}
UNMARKED = {
    "accounts.User.password": "a salted digest of nobody's words",
    "accounts.Membership.role": CODE,
    "accounts.Membership.seat": CODE,
    "accounts.Membership.nominated_by": "of a member of the board, a list of organisations",
    "accounts.Membership.college": CODE,
    "accounts.Office.kind": CODE,
    "accounts.Membership.job_title": "of an agent, the same for all",
    "account.EmailConfirmation.key": "empty: keys of mails are signed, not stored",
    "audit.Event.action": CODE,
    "audit.Event.target_type": CODE,
    "audit.Seal.digest": DIGEST,
    "accounts.Office.election": CODE,
    "invitations.Invitation.key": "random",
    "invitations.Invitation.status": CODE,
    "invitations.Invitation.email": MEMBERS,
    "invitations.Invitation.display_name": MEMBERS,
    "invitations.Invitation.seat": CODE,
    "invitations.Invitation.nominated_by": CODE,
    "invitations.Invitation.college": CODE,
    "invitations.InvitationKey.digest": "of a key drawn at random",
    "outbox.Message.topic": CODE,
    "outbox.Message.last_error": "the class of an error, never its words",
    "sessions.Session.session_key": "random",
    "sessions.Session.session_data": "signed and packed: read unpacked in test_elsewhere",
    "requests_app.AidRequest.aid_code": CODE,
    "requests_app.AidRequest.state": CODE,
    "requests_app.BoardLink.suspension": CODE,
    "requests_app.StateChange.transition": CODE,
    "requests_app.StateChange.source": CODE,
    "requests_app.StateChange.target": CODE,
    "requests_app.StepAnswers.step": CODE,
    "requests_app.BoardVersion.facts": "what is to leave: a mark in it is what the walls prevent",
    "requests_app.BoardVersion.digest": DIGEST,
    "requests_app.BoardLink.token": "the shared key, looked for on every page",
    "requests_app.BoardLink.ruling": "what came from the board",
    "requests_app.Campaign.code": PUBLIC,
    "requests_app.Campaign.name": PUBLIC,
    "requests_app.StoredVerdict.outcome": CODE,
    "requests_app.StoredVerdict.parameters": PUBLIC,
    "requests_app.StoredVerdict.ceiling_reason": PUBLIC,
    "requests_app.Opinion.kind": CODE,
    "requests_app.Opinion.reason_codes": CODE,
    "requests_app.Payment.paid_to": CODE,
    "requests_app.ClearedPage.path": "the random name of an image that the board may read",
    "requests_app.ClearedPage.sha256": "of an image that the board may read",
    "requests_app.Redaction.name": CODE,
    "requests_app.Redaction.proposal": "places, labels and words of a closed list",
    "requests_app.Redaction.read_digest": DIGEST,
    "requests_app.MaskingChoice.label": CODE,
    "requests_app.MaskingChoice.word": CODE,
    "requests_app.MaskingChoice.reason": CODE,
    "requests_app.ClearedPage.boxes": "places on a page",
    "requests_app.RemediesText.aid_code": CODE,
    "requests_app.RemediesText.kind": CODE,
    "requests_app.RemediesText.text": PUBLIC,
    "requests_app.RemediesText.mediator_text": PUBLIC,
    "requests_app.Decision.kind": CODE,
    "requests_app.Decision.reason_codes": CODE,
    "requests_app.Decision.signatory_name": "the chair's own",
    "requests_app.Decision.signatory_title": "the chair's own",
    "requests_app.Document.kind": CODE,
    "requests_app.Document.content_type": CODE,
    "requests_app.Letter.kind": CODE,
    "requests_app.Letter.title": "one wording a kind",
    "requests_app.Letter.sha256": DIGEST,
    "requests_app.Interest.kind": CODE,
    "requests_app.Interest.value": "what a member declares of themselves",
    "requests_app.Mail.kind": CODE,
    "requests_app.Mail.status": CODE,
    "requests_app.AidParameter.aid_code": CODE,
    "requests_app.AidParameter.key": CODE,
    "requests_app.AidParameter.source": PUBLIC,
}
# Questions that no request of this world is asked.
UNASKED = {
    "ceased_on": "asked of who has stopped working: refused before a board",
    "damage_city": "asked of who was struck elsewhere than at work",
    "damage_postcode": "asked of who was struck elsewhere than at work",
    "holder_name": "asked when the account is another's",
}


def columns() -> list[str]:
    return [
        f"{model._meta.label}.{one.name}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in NOBODYS | {"commission"}
        for one in model._meta.local_concrete_fields
        if isinstance(one, HOLDS_TEXT)
    ]


def written_in(column: str) -> bytes:
    label, _, name = column.rpartition(".")
    values = apps.get_model(label)._default_manager.order_by("pk").values_list(name, flat=True)
    return json.dumps(list(values), ensure_ascii=False, default=str).encode()


@pytest.mark.parametrize("column", columns())
def test_every_text_of_the_identity_side_is_marked_or_says_why_not(world, net, column):
    marked = bool(net.caught(written_in(column)))
    assert marked or column in UNMARKED, "give it a mark in tests/factories, or a reason here"
    assert not (marked and column in UNMARKED), "it is marked: its reason is stale"


def test_no_reason_is_given_for_a_column_that_is_gone():
    assert set(UNMARKED) - set(columns()) == set()


@cache
def questions() -> set[str]:
    return {
        spec.name
        for fields in BLOCK_FIELDS.values()
        for spec in fields
        if spec.identifying or spec.kind not in CLOSED_ANSWERS
    }


def test_every_open_question_is_answered_by_a_mark(world, net):
    answered = {
        name
        for values in StepAnswers.objects.order_by("pk").values_list("values", flat=True)
        for name, value in values.items()
        if net.caught(json.dumps(value, ensure_ascii=False).encode())
    }
    assert questions() - answered == set(UNASKED)
