"""A letter is owed with the fact it tells, rendered once, stored with its digest, whatever dies on the way."""

import hashlib
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail as outmail
from django.core.files.storage import FileSystemStorage
from django.db import InternalError, connection, transaction

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import actor_for
from cpsti_portal.kernel.audit.models import Event
from cpsti_portal.kernel.outbox import services as outbox
from cpsti_portal.kernel.outbox.models import Message
from cpsti_portal.kernel.pdf import Renderer
from cpsti_portal.kernel.territory.models import Organisation
from requests_app.models import Letter, Mail, PaperRequest
from requests_app.services import decisions, letters, mails, papers_answer, receipts, transitions, withdrawal
from tests.broker import NOBODY_ANSWERS, broker_at
from tests.factories.accounts import caseworker
from tests.factories.requests import AT, actor, document, paper_request, submitted_request
from tests.requests_app.rulings import HELD_AT, rule, scheduled

ASKED = 1_500_00


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def stored_letters() -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT, "courriers").rglob("*") if path.is_file())


def granted(at=HELD_AT):
    """A decided request whose letter is owed and not rendered; everything told before is out."""
    link = rule(scheduled(), "adopted", ASKED)
    drain_all()
    outmail.outbox.clear()
    return decisions.record(board_link=link, at=at)


def drain_all() -> None:
    while outbox.drain():
        pass


def due_now() -> None:
    """The delays of retries and the claims of dead workers are over."""
    Message.objects.filter(done_at__isnull=True).update(available_at=clock.now() - timedelta(seconds=1))


@pytest.mark.django_db
@pytest.mark.usefixtures("territory")
class TestWhatIsOwed:
    def test_the_receipt_can_be_read_before_any_worker_ran(self):
        aid_request = submitted_request("afe")
        letter = aid_request.letters.get()
        page = letters.as_page(letter=letter)
        assert (letter.kind, letter.rendered_at, page["has_file"]) == ("receipt", None, False)
        assert aid_request.reference in page["body"]
        assert Message.objects.filter(topic="letters.render", payload={"letter": str(letter.pk)}).count() == 1

    def test_the_receipt_lists_the_papers_by_nature_with_the_digest_of_what_was_sent(self):
        aid_request = submitted_request("afe")
        document(aid_request, "rib", title="mon rib secret.pdf")
        document(aid_request, "rib", title="l'autre.pdf")
        sent = dict(aid_request.documents.values_list("received_sha256", "kind"))
        listed = {file.sha256: file.label for file in receipts.received_files(aid_request)}
        assert set(listed) == set(sent)
        ribs = sorted(label for label in listed.values() if "RIB" in label)
        assert [label[-9:] for label in ribs] == ["(1 sur 3)", "(2 sur 3)", "(3 sur 3)"]
        assert "secret" not in str(listed)

    def test_the_same_event_twice_is_one_letter_in_the_words_of_the_first(self):
        aid_request = submitted_request("afe")
        first = aid_request.letters.get()
        again = receipts.issue(aid_request=aid_request, at=AT + timedelta(days=1))
        assert again == first
        assert Letter.objects.count() == 1

    def test_a_filing_that_fails_owes_no_receipt(self, monkeypatch):
        monkeypatch.setattr(letters, "to_data", _boom)
        with pytest.raises(RuntimeError):
            submitted_request("afe")
        assert not Letter.objects.exists()
        assert not Message.objects.filter(topic="letters.render").exists()

    def test_no_secret_number_is_kept_in_a_letter(self):
        aid_request = submitted_request("afe")
        answers = dict(aid_request.answers.values_list("step", "values"))
        data = str(aid_request.letters.get().data)
        assert answers["identite"]["nir"] not in data
        assert answers["versement"]["iban"] not in data


def _boom(*args, **kwargs):
    raise RuntimeError("panne")


@pytest.mark.django_db
@pytest.mark.usefixtures("territory")
class TestWhatThePersonIsTold:
    def told(self, aid_request):
        drain_all()
        subjects = [
            message.subject for message in outmail.outbox if message.to == [aid_request.applicant.email]
        ]
        kinds = list(aid_request.letters.order_by("created_at", "pk").values_list("kind", flat=True))
        return kinds, subjects

    def test_a_filing(self):
        aid_request = submitted_request("afe")
        assert self.told(aid_request) == (
            ["receipt"],
            [f"Nous avons reçu votre demande {aid_request.reference}"],
        )

    def test_papers_asked_and_received(self):
        aid_request = submitted_request("afe")
        asked = paper_request(aid_request, by=caseworker())
        kinds, subjects = self.told(aid_request)
        assert (kinds[1:], subjects[1:]) == (
            ["papers"],
            [f"Des pièces vous sont demandées pour votre demande {aid_request.reference}"],
        )
        data = aid_request.letters.get(kind="papers").data
        assert (data["due_on"], data["lapses_on"]) == (
            asked.due_on.isoformat(),
            (asked.due_on + timedelta(days=15)).isoformat(),
        )
        document(aid_request, "avis-imposition", paper_request=asked)
        papers_answer.answer(actor=actor(aid_request.applicant), aid_request=aid_request, partial=True, at=AT)
        kinds, subjects = self.told(aid_request)
        assert (kinds[2:], subjects[2:]) == (
            [],
            [f"Nous avons reçu vos pièces pour votre demande {aid_request.reference}"],
        )

    def test_each_request_for_papers_has_its_letter_even_when_the_worker_comes_late(self):
        aid_request, membership = submitted_request("afe"), caseworker()
        first = paper_request(aid_request, by=membership)
        transitions.apply(
            aid_request=aid_request, name="resume", actor=actor_for(membership.user, AT.date()), at=AT
        )
        PaperRequest.objects.filter(pk=first.pk).update(closed_at=AT)
        paper_request(aid_request, by=membership, kinds=("rib",), at=AT + timedelta(days=5))
        kinds, _ = self.told(aid_request)
        assert sorted(kinds) == ["papers", "papers", "receipt"]

    def test_the_reminder_goes_once(self):
        aid_request = submitted_request("afe")
        asked = paper_request(aid_request, by=caseworker())
        for _ in range(3):
            mails.owe_reminder(paper_request=asked, at=AT + timedelta(days=15))
        _, subjects = self.told(aid_request)
        assert (
            subjects.count(
                f"Rappel\u00a0: nous attendons des pièces pour votre demande {aid_request.reference}"
            )
            == 1
        )

    def test_a_withdrawal(self):
        aid_request = submitted_request("afe")
        withdrawal.withdraw(actor=actor(aid_request.applicant), aid_request=aid_request, at=AT)
        kinds, subjects = self.told(aid_request)
        assert (kinds[1:], subjects[1:]) == (
            ["withdrawn"],
            [f"Votre demande {aid_request.reference} est retirée"],
        )

    def test_a_closing_for_want_of_papers(self):
        aid_request = submitted_request("afe")
        asked = paper_request(aid_request, by=caseworker(), days=10)
        transitions.apply(aid_request=aid_request, name="lapse", actor=None, at=AT + timedelta(days=28))
        kinds, subjects = self.told(aid_request)
        assert (kinds[1:], subjects[-1]) == (
            ["papers", "lapsed"],
            f"Votre demande {aid_request.reference} est classée sans suite",
        )
        data = aid_request.letters.get(kind="lapsed").data
        assert (data["due_on"], data["reopen_until"]) == (asked.due_on.isoformat(), "2026-09-13")
        assert "revoir ce classement" in data["remedies"]["paragraphs"][0]

    def test_an_adjournment(self):
        link = rule(scheduled(), "adjourned")
        decisions.record(board_link=link, at=HELD_AT)
        kinds, subjects = self.told(link.aid_request)
        assert (kinds[1:], subjects[1:]) == (
            ["adjourned"],
            [f"La décision sur votre demande {link.aid_request.reference} est reportée"],
        )

    def test_a_decision_is_notified_by_its_letter(self):
        decision = granted()
        aid_request = decision.aid_request
        assert aid_request.state == "decided"
        kinds, subjects = self.told(aid_request)
        aid_request.refresh_from_db()
        assert aid_request.state == "notified"
        assert aid_request.notified_at == Letter.objects.get(decision=decision).rendered_at
        assert (kinds[1:], subjects) == (
            ["granted"],
            [f"Une décision a été prise sur votre demande {aid_request.reference}"],
        )


@pytest.mark.django_db
@pytest.mark.usefixtures("territory")
class TestRendering:
    def test_the_file_is_private_and_has_the_digest_of_its_bytes(self):
        letter = granted().letter
        drain_all()
        letter.refresh_from_db()
        path = Path(settings.MEDIA_ROOT, letter.path)
        content = path.read_bytes()
        assert content.startswith(b"%PDF-")
        assert (letter.sha256, letter.size) == (hashlib.sha256(content).hexdigest(), len(content))
        assert path.stat().st_mode & 0o077 == 0
        assert Event.objects.filter(action="letter.rendered", target_id=str(letter.pk)).count() == 1

    def test_twenty_replays_change_nothing(self):
        letter = granted().letter
        drain_all()
        letter.refresh_from_db()
        seen = (letter.sha256, letter.rendered_at, len(stored_letters()), len(outmail.outbox))
        for _ in range(20):
            letters.render(letter_id=str(letter.pk), at=HELD_AT + timedelta(days=9))
        drain_all()
        letter.refresh_from_db()
        assert (letter.sha256, letter.rendered_at, len(stored_letters()), len(outmail.outbox)) == seen

    def test_what_an_interrupted_run_left_on_the_disk_is_replaced(self):
        letter = granted().letter
        path = Path(settings.MEDIA_ROOT, letter.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%PDF-1.7 la moiti")
        drain_all()
        letter.refresh_from_db()
        assert hashlib.sha256(path.read_bytes()).hexdigest() == letter.sha256
        assert letters.digest_of(letter.path) == letter.sha256

    def test_bytes_that_the_disk_changed_are_not_announced(self, monkeypatch):
        letter = granted().letter
        monkeypatch.setattr(letters, "digest_of", lambda path: "0" * 64)
        drain_all()
        letter.refresh_from_db()
        assert (letter.rendered_at, letter.aid_request.state, outmail.outbox) == (None, "decided", [])

    def test_words_are_frozen_from_the_start_and_everything_once_rendered(self):
        letter = granted().letter
        for changed in (
            {"data": {}},
            {"title": "x"},
            {"kind": "refused"},
            {"path": "ailleurs"},
            {"key": "k"},
        ):
            with pytest.raises(InternalError), transaction.atomic():
                Letter.objects.filter(pk=letter.pk).update(**changed)
        drain_all()
        for changed in ({"sha256": "0" * 64}, {"size": 3}, {"rendered_at": HELD_AT}):
            with pytest.raises(InternalError), transaction.atomic():
                Letter.objects.filter(pk=letter.pk).update(**changed)
        with pytest.raises(InternalError), transaction.atomic():
            letter.delete()

    def test_a_page_and_its_file_are_rendered_from_the_same_frozen_words(self):
        letter = granted().letter
        Organisation.objects.filter(pk=letter.aid_request.organisation_id).update(name="Un autre nom")
        page = letters.as_page(letter=Letter.objects.get(pk=letter.pk))
        assert "Urssaf Bretagne" in page["body"]
        assert "Un autre nom" not in page["body"]


class Killed(BaseException):
    """What a kill looks like from inside: no handler catches it and every open transaction is rolled back."""


def die_before(monkeypatch, owner, name):
    """The worker dies when it reaches this call, once."""
    real = getattr(owner, name)

    def dying(*args, **kwargs):
        monkeypatch.setattr(owner, name, real)
        raise Killed

    monkeypatch.setattr(owner, name, dying)


def die_after(monkeypatch, owner, name):
    real = getattr(owner, name)

    def dying(*args, **kwargs):
        monkeypatch.setattr(owner, name, real)
        real(*args, **kwargs)
        raise Killed

    monkeypatch.setattr(owner, name, dying)


KILL_POINTS = [
    (die_before, letters, "render"),
    (die_before, Renderer, "pdf"),
    (die_after, Renderer, "pdf"),
    (die_before, FileSystemStorage, "save"),
    (die_after, FileSystemStorage, "save"),
    (die_after, letters, "_store"),
    (die_after, Letter, "save"),
    (die_after, transitions, "apply"),
    (die_after, mails, "owe"),
    (die_after, letters, "render"),
    (die_before, outbox, "_mark_done"),
    (die_after, outbox, "_mark_done"),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("territory")
class TestWhateverDies:
    def done_once(self, decision):
        decision.aid_request.refresh_from_db()
        letter = Letter.objects.get(decision=decision)
        assert decision.aid_request.state == "notified"
        assert letter.sha256 == letters.digest_of(letter.path)
        assert len(stored_letters()) == Letter.objects.filter(rendered_at__isnull=False).count() == 2
        assert len(outmail.outbox) == Mail.objects.filter(kind="decision", status="sent").count() == 1
        assert decision.aid_request.changes.filter(transition="notify").count() == 1
        assert not Message.objects.filter(done_at__isnull=True).exists()

    def test_a_worker_killed_at_any_point_loses_and_doubles_nothing(self, monkeypatch):
        for how, owner, name in KILL_POINTS:
            decision = granted()
            outbox.drain(limit=1)  # the news of the move, before the letter
            how(monkeypatch, owner, name)
            with pytest.raises(Killed):
                drain_all()
            rendered = Letter.objects.get(decision=decision).rendered_at
            decision.aid_request.refresh_from_db()
            assert (rendered is None) == (decision.aid_request.state == "decided"), name
            assert outmail.outbox == [], name
            due_now()
            drain_all()
            self.done_once(decision)
            _forget_everything()

    def test_five_workers_at_once_do_it_once(self):
        decision = granted()
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
        drain_all()
        self.done_once(decision)

    def test_a_full_disk_delays_and_loses_nothing(self, monkeypatch):
        decision = granted()
        with monkeypatch.context() as disk:
            disk.setattr(FileSystemStorage, "save", _no_space)
            drain_all()
            assert Letter.objects.get(decision=decision).rendered_at is None
        due_now()
        drain_all()
        self.done_once(decision)

    def test_a_stopped_broker_delays_and_loses_nothing(self, monkeypatch):
        with broker_at(NOBODY_ANSWERS):
            decision = granted()
        drain_all()
        self.done_once(decision)


def _no_space(*args, **kwargs):
    raise OSError(28, "No space left on device")


def _forget_everything():
    """Between two lives of one test."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE requests_app_aidrequest, outbox_message, audit_event CASCADE")
    outmail.outbox.clear()
    for path in stored_letters():
        path.unlink()
