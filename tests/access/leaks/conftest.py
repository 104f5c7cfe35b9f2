"""What everybody was told, asked once: first the caseworker, whose pages may fill a cache, then the board."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from cpsti_portal.demo.leaks.answers import Answer
from cpsti_portal.demo.leaks.net import Net
from cpsti_portal.demo.leaks.robot import Robot
from tests.access.leaks import marks, visits
from tests.access.leaks.inside import Insider
from tests.access.walking import client_of


@pytest.fixture(scope="package")
def net(world) -> Net:
    """For what is stored on the board's side."""
    return Net(marks.of_the_world())


@pytest.fixture(scope="package")
def page_net(world, net) -> Net:
    """For what is shown or sent."""
    return Net([*net.markers, *marks.shared_keys()])


@pytest.fixture(scope="package")
def told_to_caseworker(world, django_db_blocker) -> list[Answer]:
    with django_db_blocker.unblock():
        reader = Insider(client_of(world, "caseworker"))
        robot = Robot(reader, within=("/instruction/", "/fichiers/"), sends=())
        return list(robot.visit(["/instruction/", *visits.known_addresses(world)]))


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("{asctime} {levelname} {name} {message}", style="{"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(scope="package")
def log() -> Iterator[list[str]]:
    """What an operator reads while the board works."""
    handler = _Lines()
    loggers = [logging.getLogger(name) for name in ("", "django", "django.db.backends")]
    for one in loggers:
        one.addHandler(handler)
    yield handler.lines
    for one in loggers:
        one.removeHandler(handler)


@dataclass
class Told:
    """``mails``: those that left meanwhile. ``log``: what was logged meanwhile."""

    by_role: dict[str, list[Answer]]
    mails: list[EmailMessage]
    log: list[str]


@pytest.fixture(scope="package")
def told(world, django_db_blocker, told_to_caseworker, log) -> Told:
    """Everything a board was told, by whatever way."""
    logged_before, sent_before = len(log), len(mail.outbox)
    with django_db_blocker.unblock():
        answers = {role: list(visits.board_visit(world, role)) for role in visits.BOARD_READERS}
        answers[visits.COUNTRY] = list(visits.country_visit(world))
    return Told(answers, mail.outbox[sent_before:], log[logged_before:])


@pytest.fixture(scope="package")
def told_to_board(told) -> dict[str, list[Answer]]:
    """Role → answers."""
    return told.by_role
