"""Beside the pages: errors, mails, logs, sessions, cache, and the tables the board may read."""

import base64
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.mail import EmailMessage
from django.db import connection
from django.urls import reverse

from commission.convening import NoticeKind
from commission.models import BoardFile, ConveningMail
from cpsti_portal.demo.leaks.answers import leaks
from cpsti_portal.demo.leaks.layers import layers
from cpsti_portal.demo.leaks.net import Net
from cpsti_portal.kernel.audit.models import Event
from cpsti_portal.kernel.invitations.models import Invitation
from cpsti_portal.kernel.outbox.models import Message
from requests_app.letters.catalogue import Kind
from requests_app.letters.emails import MailKind
from requests_app.models import Decision, Document, Letter, Mail
from tests.access.leaks.inside import Insider, answer_of
from tests.access.leaks.visits import BOARD_READERS, known_addresses
from tests.access.lines import WRITE
from tests.access.table import parse
from tests.access.walking import client_of
from tests.factories.applicants import CANARY_FILE
from tests.factories.world import APPLICANT_EMAIL

pytestmark = pytest.mark.django_db


def _caught(net: Net, data: bytes) -> set[str]:
    return set().union(*(net.caught(content) for _, content in layers(data)))


# Pages of the bad moments.


@pytest.mark.parametrize("role", ["member", "secretary"])
def test_every_page_that_fails_says_nothing_of_what_failed(world, page_net, role, monkeypatch):
    """Whatever the exception holds: the page is drawn without it."""

    def broken():
        raise RuntimeError(f"{APPLICANT_EMAIL} {CANARY_FILE}")

    monkeypatch.setattr("cpsti_portal.kernel.wall.gates.behind_the_wall", broken)
    reader = Insider(client_of(world, role))
    doors = [path for path, door in known_addresses(world).items() if door.startswith("commission:")]
    answers = [reader.get(path) for path in doors]
    assert {one.status for one in answers} == {500}
    assert leaks(page_net, answers) == []


@pytest.mark.parametrize("role", ["member", "secretary"])
def test_the_other_refusals_say_nothing_either(world, page_net, role):
    """Missing, of another method, without its token, from another host."""
    client = client_of(world, role)
    guarded = client_of(world, role, csrf=True)
    home, sitting = reverse("commission:home"), reverse("commission:sitting_new")
    acts = {line.door for line in parse(WRITE) if line.door.startswith("commission:")}
    answers = [
        answer_of("GET", "/commission/rien/", client.get("/commission/rien/")),
        answer_of("PUT", home, client.put(home)),
        answer_of("POST", sitting, guarded.post(sitting)),
        answer_of("GET", home, client.get(home, headers={"host": "ailleurs.example"})),
        *(
            answer_of("POST", path, guarded.post(path))
            for path, door in known_addresses(world).items()
            if door in acts
        ),
    ]
    assert {404, 405, 403, 400} <= {one.status for one in answers}
    assert leaks(page_net, answers) == []


def test_the_refusals_of_the_forms_were_met(told_to_board):
    """Those that a form meets were read with the pages."""
    assert {409, 422} <= {one.status for answers in told_to_board.values() for one in answers}


# Mails.

# Of the account itself, drawn from its address alone. Not sent here: what an act of its owner would send.
ACCOUNT_MAILS_NOT_SENT = {
    "base": "a frame",
    "base_notification": "a frame",
    "account_already_exists": "a sign-up with a known address",
    "email_changed": "a second address made the first",
    "email_confirm": "another name of the confirmation",
    "email_confirmation": "a second address",
    "email_confirmation_signup": "a sign-up",
    "email_deleted": "an address taken away",
    "password_changed": "a change with the right password",
    "password_reset": "another name of the reset",
    "password_set": "a first password",
}


def _account_templates() -> set[str]:
    files = (Path(settings.BASE_DIR) / "templates" / "account" / "email").glob("*.txt")
    return {one.stem.removesuffix("_message") for one in files if not one.stem.endswith("_subject")}


def _bytes(message: EmailMessage) -> bytes:
    return message.message().as_bytes()


def _addresses(world) -> set[str]:
    return {world.user(role).email for role in BOARD_READERS}


def test_no_mail_of_a_request_goes_to_anybody_but_its_applicant(world):
    convened = set(ConveningMail.objects.values_list("member__user__email", flat=True))
    convened |= set(Invitation.objects.values_list("email", flat=True))
    assert {address for one in world.mails for address in one.recipients()} - convened == {APPLICANT_EMAIL}
    assert Mail.objects.exclude(recipient=world.user("applicant")).count() == 0


def test_every_kind_of_mail_left_in_this_world(world):
    """A new kind of mail is sent in the world of the tests, or it has no proof."""
    assert set(Mail.objects.values_list("kind", flat=True)) == {str(kind) for kind in MailKind}
    assert set(ConveningMail.objects.values_list("kind", flat=True)) == {str(kind) for kind in NoticeKind}
    others = ConveningMail.objects.count() + Invitation.objects.count()
    assert (len(world.mails), Invitation.objects.count()) == (Mail.objects.count() + others, 1)


def test_the_mails_to_a_board_name_nobody(world, told, page_net):
    mails = [one for one in (*world.mails, *told.mails) if set(one.recipients()) - {APPLICANT_EMAIL}]
    assert len(mails) >= len(BOARD_READERS)
    assert {
        one.subject: _caught(page_net, _bytes(one)) for one in mails if _caught(page_net, _bytes(one))
    } == {}


def test_every_mail_of_an_account_was_sent_or_says_why_not(told):
    sent = {"password_reset_key", "unknown_account"}
    assert len({one.subject for one in told.mails}) >= len(sent)
    assert _account_templates() - sent == set(ACCOUNT_MAILS_NOT_SENT)


# Letters and papers.

# Kinds of letter that no request of this world was owed; the view that serves letters does not know of kinds.
LETTERS_NOT_OWED = {Kind.PARTIAL, Kind.OUT_OF_COMPETENCE}


def test_every_kind_of_letter_was_owed_in_this_world(world):
    """A new kind of letter is owed in the world of the tests, or named above."""
    assert set(Letter.objects.values_list("kind", flat=True)) == set(Kind) - LETTERS_NOT_OWED


@pytest.mark.parametrize("role", ["member", "secretary"])
def test_every_letter_and_every_paper_is_a_missing_page_for_a_board(world, page_net, role):
    reader = Insider(client_of(world, role))
    kept = {"files:letter": Letter, "files:document": Document}
    paths = [
        reverse(door, args=[one.pk]) for door, model in kept.items() for one in model.objects.order_by("pk")
    ]
    answers = [reader.get(path).without(path) for path in paths]
    assert {one.status for one in answers} == {404}
    assert leaks(page_net, answers) == []


# What stays behind.


def test_the_log_of_a_boards_day_names_nobody(told, page_net):
    assert len(told.log) > 10
    assert [line for line in told.log if page_net.found(line.encode())] == []


def test_the_sessions_of_a_board_hold_nobody(world, told, page_net):
    keys = [world.sessions[role] for role in BOARD_READERS if role in world.sessions]
    sessions = Session.objects.filter(session_key__in=keys).order_by("pk")
    assert sessions.exists()
    assert [one.session_key for one in sessions if page_net.found(str(one.get_decoded()).encode())] == []


def test_nothing_of_a_caseworkers_page_waits_in_the_cache(told, page_net):
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM portal_cache")
        rows = cursor.fetchall()
    assert [key for key, value in rows if _caught(page_net, key.encode() + base64.b64decode(value))] == []


# The tables of the board, and what it may write in those of the kernel.


BOARD_TABLES = list(apps.get_app_config("commission").get_models())


@pytest.mark.parametrize("model", BOARD_TABLES, ids=lambda one: one.__name__)
def test_the_tables_of_the_board_hold_nobody(world, net, model):
    """Below the pages: what a dump would show."""
    rows = serializers.serialize("json", model._default_manager.order_by("pk"))
    assert net.found(rows.encode()) == []


def test_there_are_files_in_the_tables_of_the_board(world):
    assert BoardFile.objects.count() > 5


def test_what_the_board_publishes_names_nobody(world, net):
    published = Message.objects.filter(topic__startswith="commission.").order_by("pk")
    assert published.count() > 5
    assert net.found(serializers.serialize("json", published).encode()) == []


def test_the_journal_of_the_board_names_nobody(world, net):
    events = Event.objects.filter(target_type__startswith="commission.").order_by("pk")
    assert events.exists()
    rows = serializers.serialize("json", events, fields=["action", "target_id", "detail"])
    assert net.found(rows.encode()) == []


def test_a_ruling_comes_back_without_the_votes(world):
    """The other direction: the identity side learns what was decided, not who voted what."""
    members = {one.display_name for one in world.titulars}
    back = serializers.serialize("json", Decision.objects.order_by("pk"))
    chair = next(one.display_name for one in world.titulars if one.offices.exists())
    assert {name for name in members if f'"{name}"' in back} <= {chair}
