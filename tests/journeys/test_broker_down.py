"""Redis stops while the board decides, a worker is killed while it works: one decision, one letter, one mail."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

from commission.enums import Choice
from cpsti_portal.embedded.redis import EmbeddedRedis
from cpsti_portal.kernel.outbox.models import Message
from requests_app.models import AidRequest, Decision, Letter, Mail, StateChange
from tests.architecture.source import ROOT
from tests.broker import broker_at
from tests.journeys import acts
from tests.journeys.pdf import words

PATIENCE = 60


@pytest.fixture
def broker(tmp_path) -> Iterator[EmbeddedRedis]:
    """A Redis of this story alone, which the portal is told to use."""
    server = EmbeddedRedis(tmp_path / "redis")
    server.start()
    with broker_at(server.url):
        yield server
    server.stop()


class Worker:
    """A real worker with its beat, on the database of the tests."""

    def __init__(self, broker_url: str, folder: Path) -> None:
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        self.environment = os.environ | {
            "DATABASE_URL": urlunsplit(database),
            "REDIS_URL": broker_url,
            "DJANGO_SETTINGS_MODULE": "cpsti_portal.settings.test",
            "PORTAL_VAR_DIR": str(settings.VAR_DIR),
        }
        self.folder = folder
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        options = ["--beat", "--schedule", str(self.folder / "beat"), "--concurrency=1", "--loglevel=WARNING"]
        with (self.folder / "worker.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "cpsti_portal", "worker", *options],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Without a word: nothing is tidied up."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture
def worker(broker, portal, tmp_path) -> Iterator[Worker]:
    one = Worker(broker.url, tmp_path)
    one.start()
    yield one
    one.kill()


def _until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, Message.objects.filter(done_at=None).values_list(
            "topic", "last_error"
        )
        time.sleep(0.2)


def _nothing_owed() -> bool:
    return not Message.objects.filter(done_at=None).exists()


def test_a_decision_survives_a_stopped_redis_and_a_killed_worker(cast, broker, worker):
    cast.work = lambda: _until(_nothing_owed)
    number = cast.sent("aced").reference
    cast.work()
    path = acts.plan_sitting(cast)
    cast.work()
    acts.open_sitting(cast, path)
    file_path = acts.open_vote(cast, path)

    broker.stop()
    for member in cast.members:
        acts.vote(cast.at(member), file_path, Choice.FOR)
    acts.close_vote(cast, file_path)
    acts.close_sitting(cast, path)
    aid_request = AidRequest.objects.get(reference=number)
    assert aid_request.state == "scheduled", "nothing moved yet, nothing is lost"
    assert not _nothing_owed()
    health = cast.visit().page.request.get(f"{cast.at(cast.applicant).server}/sante/")
    assert (health.status, health.json()["redis"]) == (200, False)

    worker.kill()
    broker.start()
    worker.start()
    _until(_nothing_owed)

    broker.stop()
    cast.work = lambda: None  # the document was laid out before the broker fell
    acts.sign_minutes(cast, path)
    assert AidRequest.objects.get(reference=number).state == "scheduled"
    worker.kill()
    broker.start()
    worker.start()
    _until(lambda: AidRequest.objects.get(reference=number).state == "decided" or _nothing_owed())
    worker.kill()
    worker.start()
    _until(lambda: _nothing_owed() and AidRequest.objects.get(reference=number).state == "notified")

    decided = StateChange.objects.filter(aid_request=aid_request, transition__in=["decide", "notify"])
    assert decided.count() == 2
    assert Decision.objects.count() == 1
    assert Letter.objects.filter(kind="granted").count() == 1
    assert Mail.objects.filter(kind="decision", status="sent").count() == 1
    assert number in words(acts.read_letter(cast, number))
