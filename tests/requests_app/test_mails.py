"""A mail leaves at most once. When nobody can tell whether it left, a person is told instead of the applicant twice."""

import email
import email.policy
import socket
import threading
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.core.mail.backends.smtp import EmailBackend
from django.db import InternalError, connection, transaction

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.mails import services as delivery
from cpsti_portal.kernel.outbox import services as outbox
from cpsti_portal.kernel.outbox.models import Message
from requests_app.letters.emails import MailKind
from requests_app.models import Mail, MailStatus
from requests_app.services import mails
from tests.factories.requests import AT, submitted_request
from tests.ports import free_port

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("territory")]


class Server:
    """A real SMTP server on loopback; ``answers`` overrides what it replies at a step."""

    def __init__(self):
        self.received: list[email.message.EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.port = free_port()
        self._controller: Controller | None = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if "rcpt" in self.answers:
            return self.answers["rcpt"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if "data" in self.answers:
            return self.answers["data"]
        self.received.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    def start(self):
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self):
        self._controller.stop()


@pytest.fixture
def server(settings):
    one = Server()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", one.port
    settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 3
    one.start()
    yield one
    one.stop()


@pytest.fixture
def owed(settings, tmp_path):
    """One mail owed and nothing else, on a request whose receipt is not rendered."""
    settings.MEDIA_ROOT = tmp_path
    aid_request = submitted_request("afe")
    Message.objects.all().delete()
    return mails.owe(aid_request=aid_request, kind=MailKind.DECISION, event="essai", at=AT)


def status_of(mail: Mail) -> str:
    return Mail.objects.get(pk=mail.pk).status


def due_now() -> None:
    Message.objects.filter(done_at__isnull=True).update(available_at=clock.now() - timedelta(seconds=1))


def drain_all() -> None:
    while outbox.drain():
        pass


def still_owed() -> bool:
    return Message.objects.filter(done_at__isnull=True).exists()


def test_a_mail_is_a_text_and_its_html_with_a_lasting_identifier(server, owed):
    drain_all()
    [received] = server.received
    assert status_of(owed) == MailStatus.SENT
    assert received["To"] == owed.recipient.email
    assert received["Message-ID"] == owed.message_id
    assert received["Auto-Submitted"] == "auto-generated"
    assert (
        received["Subject"].strip()
        == f"Une décision a été prise sur votre demande {owed.aid_request.reference}"
    )
    assert [part.get_content_type() for part in received.iter_parts()] == ["text/plain", "text/html"]
    link = f"/demandes/{owed.aid_request_id}/"
    assert all(link in part.get_content() for part in received.iter_parts())


def test_the_same_event_is_one_mail_however_often_it_is_told(server, owed):
    for _ in range(5):
        assert mails.owe(aid_request=owed.aid_request, kind=MailKind.DECISION, event="essai", at=AT) == owed
    drain_all()
    for _ in range(20):
        mails.send(mail_id=owed.pk, at=AT)
    assert len(server.received) == 1


def test_a_server_that_is_down_delays_the_mail(server, owed):
    server.stop()
    drain_all()
    message = Message.objects.get()
    assert (status_of(owed), message.attempts, message.last_error) == (MailStatus.OWED, 1, "NotAccepted")
    assert message.available_at > clock.now()
    server.start()
    due_now()
    drain_all()
    assert (status_of(owed), len(server.received), still_owed()) == (MailStatus.SENT, 1, False)


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_temporary_refusal_is_tried_again(server, owed, step):
    server.answers[step] = "451 Try again later"
    drain_all()
    assert (status_of(owed), still_owed()) == (MailStatus.OWED, True)
    server.answers.clear()
    due_now()
    drain_all()
    assert (status_of(owed), len(server.received)) == (MailStatus.SENT, 1)


def test_an_address_that_the_server_refuses_for_good_is_left_to_a_person(server, owed):
    server.answers["rcpt"] = "550 No such user"
    drain_all()
    assert (status_of(owed), still_owed(), server.received) == (MailStatus.FAILED, False, [])


_VERBS = (b"EHLO", b"MAIL", b"RCPT", b"DATA")


def _cut_after_the_message(listener: socket.socket, seen: list[str]) -> None:
    """A server that takes the whole message and hangs up before it says so."""
    line, _ = listener.accept()
    with line, line.makefile("rwb") as talk:
        talk.write(b"220 essai\r\n")
        talk.flush()
        for command in talk:
            if command == b".\r\n":
                return
            if (verb := command[:4].upper()) in _VERBS:
                seen.append(verb.decode())
                talk.write(b"354 go on\r\n" if verb == b"DATA" else b"250 OK\r\n")
                talk.flush()


def test_a_line_cut_after_the_message_leaves_a_doubt_and_no_second_mail(owed, settings):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = listener.getsockname()
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 3
        seen: list[str] = []
        threading.Thread(target=_cut_after_the_message, args=(listener, seen), daemon=True).start()
        drain_all()
        mails.send(mail_id=owed.pk, at=AT)
    assert seen.count("DATA") == 1
    assert (status_of(owed), still_owed()) == (MailStatus.UNCERTAIN, False)


def test_nothing_leaves_in_clear_when_encryption_is_required(server, owed, settings):
    settings.EMAIL_USE_TLS = True
    drain_all()
    assert (status_of(owed), server.received) == (MailStatus.OWED, [])


def test_no_address_ends_in_the_logs(server, owed, caplog):
    server.answers["rcpt"] = "451 Try again later"
    drain_all()
    server.answers = {"rcpt": "550 No such user"}
    due_now()
    drain_all()
    own = [record for record in caplog.records if not record.name.startswith("mail.")]
    written = "\n".join(f"{record.getMessage()} {record.exc_text}" for record in own)
    assert "NotAccepted" in written
    assert owed.recipient.email not in written


class Killed(BaseException):
    """What a kill looks like from inside: no handler catches it and every open transaction is rolled back."""


def die(monkeypatch, owner, name, *, after: bool):
    """The worker dies before or after this call, once."""
    real = getattr(owner, name)

    def dying(*args, **kwargs):
        monkeypatch.setattr(owner, name, real)
        if after:
            real(*args, **kwargs)
        raise Killed

    monkeypatch.setattr(owner, name, dying)


KILLS = [
    # (where, before or after, mails that arrive, what the mail becomes)
    (delivery, "_claim", False, 1, MailStatus.SENT),  # nothing was marked yet: the second run simply sends
    (delivery, "_claim", True, 0, MailStatus.UNCERTAIN),
    (EmailBackend, "open", False, 0, MailStatus.UNCERTAIN),
    (EmailBackend, "send_messages", False, 0, MailStatus.UNCERTAIN),
    (EmailBackend, "send_messages", True, 1, MailStatus.UNCERTAIN),
    (delivery, "_move", False, 1, MailStatus.UNCERTAIN),
    (delivery, "_move", True, 1, MailStatus.SENT),
    (outbox, "_mark_done", False, 1, MailStatus.SENT),
    (outbox, "_mark_done", True, 1, MailStatus.SENT),
]


def test_a_worker_killed_at_any_point_never_sends_twice(monkeypatch, server, owed):
    drain_all()
    for number, (owner, name, after, arrived, status) in enumerate(KILLS):
        server.received.clear()
        mail = mails.owe(aid_request=owed.aid_request, kind=MailKind.DECISION, event=f"essai {number}", at=AT)
        die(monkeypatch, owner, name, after=after)
        with pytest.raises(Killed):
            drain_all()
        due_now()
        drain_all()
        assert (len(server.received), status_of(mail), still_owed()) == (arrived, status, False), (
            name,
            after,
        )


def test_a_claim_of_a_dead_worker_is_not_taken_over_at_once(monkeypatch, server, owed):
    die(monkeypatch, EmailBackend, "open", after=False)
    with pytest.raises(Killed):
        drain_all()
    assert outbox.drain() == 0
    assert status_of(owed) == MailStatus.SENDING


def test_a_slow_worker_that_succeeds_after_all_lifts_the_doubt(owed):
    Mail.objects.filter(pk=owed.pk).update(status=MailStatus.SENDING)
    mails.send(mail_id=owed.pk, at=AT)
    assert status_of(owed) == MailStatus.UNCERTAIN
    delivery._move(Mail.objects.all(), owed.pk, MailStatus.OWED)
    assert status_of(owed) == MailStatus.UNCERTAIN
    delivery._move(Mail.objects.all(), owed.pk, MailStatus.SENT, sent_at=AT)
    assert status_of(owed) == MailStatus.SENT


def test_five_workers_at_once_send_one_mail(server, owed):
    barrier = threading.Barrier(5)

    def work():
        try:
            barrier.wait()
            drain_all()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (len(server.received), status_of(owed)) == (1, MailStatus.SENT)


def test_the_database_never_lets_a_sent_mail_be_owed_again(owed):
    Mail.objects.filter(pk=owed.pk).update(status=MailStatus.SENDING)
    Mail.objects.filter(pk=owed.pk).update(status=MailStatus.SENT, sent_at=AT)
    for status in (MailStatus.OWED, MailStatus.SENDING, MailStatus.UNCERTAIN):
        with pytest.raises(InternalError), transaction.atomic():
            Mail.objects.filter(pk=owed.pk).update(status=status, sent_at=None)
    with pytest.raises(InternalError), transaction.atomic():
        owed.delete()
