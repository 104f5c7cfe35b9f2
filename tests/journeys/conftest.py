"""A real Chromium on a real server. The worker's part is played by ``run_outbox``, unless a story starts a real one."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client

from commission import reference as board_reference
from commission.models import BoardRules
from cpsti_portal.kernel.accounts.models import OfficeKind, User
from tests.factories import requests
from tests.factories.accounts import UserFactory, caseworker, member, secretary
from tests.factories.territory import load_territory
from tests.journeys.acts import Cast
from tests.journeys.visitor import Visitor

_MEMBERS = ("Albane Kerdoncuff", "Yann Le Goff", "Inès Prigent")


@pytest.fixture
def portal(live_server, transactional_db) -> str:
    """The address of a portal that knows the territory and the parameters, and nobody yet."""
    load_territory()
    requests.load_parameters()
    board_reference.load()
    return live_server.url


@pytest.fixture
def visit(browser, portal) -> Iterator[Callable[..., Visitor]]:
    """``visit(user)``: that person's own browser, signed in by the form of the portal unless ``by_form`` is False."""
    opened = []

    def enter(holder: User | None = None, *, by_form: bool = True, **options) -> Visitor:
        visitor = Visitor(browser, portal, **options)
        opened.append(visitor)
        if holder is not None and by_form:
            visitor.sign_in(holder)
        elif holder is not None:
            visitor.keep_session(_session_of(holder))
        return visitor

    yield enter
    for visitor in opened:
        visitor.leave()


def _session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def cast(visit, run_outbox, tmp_path) -> Cast:
    """An applicant of Brittany, the caseworker, the secretary and the three seats of its board."""
    BoardRules.objects.filter(board_code="53").update(seats=len(_MEMBERS))
    members = [
        member(display_name=name, office=None if rank else OfficeKind.PRESIDENT)
        for rank, name in enumerate(_MEMBERS)
    ]
    return Cast(
        visit=visit,
        work=run_outbox,
        folder=tmp_path,
        applicant=UserFactory(email="maelle.essai@exemple.fr"),
        caseworker=caseworker(display_name="Claire Morel"),
        colleague=caseworker(display_name="Denis Caradec"),
        secretary=secretary(display_name="Paul Guéguen"),
        members=members,
    )
