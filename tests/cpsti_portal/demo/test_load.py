"""The demonstration is made by the real services: what it shows could have happened."""

from collections import Counter
from datetime import date

import pytest

from commission import reference as board_reference
from cpsti_portal.demo import accounts, calendar, instruction, load, organisations, people, showcase
from cpsti_portal.demo.plan import lives
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.outbox.models import Message
from cpsti_portal.kernel.territory.models import Board, Organisation
from requests_app import reference
from requests_app.models import AidRequest, Decision, Letter
from requests_app.workflow import State


@pytest.fixture
def loaded_board(territory, tmp_path, settings):
    """Corsica: one organisation, one board."""
    settings.MEDIA_ROOT = tmp_path
    board_reference.load()
    reference.load()
    today = clock.today()
    accounts.staff_everything()
    organisations.dress_organisations()
    calendar.open_campaigns(today)
    load.load_board("94", today)
    return today


@pytest.mark.django_db
def test_one_board_is_loaded_with_requests_in_many_states_and_nothing_left_owed(loaded_board):
    states = Counter(AidRequest.objects.values_list("state", flat=True))
    assert sum(states.values()) == 10
    assert states[State.SUBMITTED] == 1
    assert states[State.SCHEDULED] == 2
    assert states[State.INCOMPLETE] == 1
    assert Decision.objects.count() + states[State.DECIDED] + _adjourned() == 3, "three files were ruled on"
    assert Letter.objects.filter(rendered_at=None).count() == 0
    assert Message.objects.filter(done_at=None).count() == 0
    assert load.is_loaded()


def _adjourned() -> int:
    return AidRequest.objects.filter(changes__transition="adjourn").distinct().count()


@pytest.mark.django_db
def test_the_accounts_to_try_exist_with_their_role(loaded_board):
    roles = [line.role for line in showcase.lines()]
    assert "Gestionnaire" in roles
    assert "Secrétaire de la commission" in roles
    assert any(role.startswith("Demandeur") for role in roles)


@pytest.mark.django_db
def test_the_same_day_gives_the_same_people(territory):
    today = clock.today()
    organisation = Organisation.objects.get(code="urssaf-corse")
    calendar.open_campaigns(today)
    first, second = ([life.case.person for life in lives(organisation, today, 600)] for _ in range(2))
    assert first == second


def test_no_two_persons_share_an_address():
    born = date(1980, 5, 17)
    emails = [people.make_person(seed=seed, department="35", born=born).email for seed in range(3000)]
    assert len(set(emails)) == len(emails)


@pytest.mark.django_db
def test_a_board_is_loaded_whole_or_not_at_all(territory, tmp_path, settings, monkeypatch):
    """And so what it owes while it loads is done by no loader but its own."""
    settings.MEDIA_ROOT = tmp_path
    board_reference.load()
    reference.load()
    accounts.staff_everything()
    organisations.dress_organisations()
    calendar.open_campaigns(clock.today())
    stopped = RuntimeError("arrêtée en chemin")
    monkeypatch.setattr(instruction, "conclude", lambda *_: (_ for _ in ()).throw(stopped))
    with pytest.raises(RuntimeError):
        load.load_board("94", clock.today())
    assert (AidRequest.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_every_sitting_falls_on_a_working_day_or_today_or_later(territory):
    today = clock.today()
    for board in Board.objects.all():
        past = [sitting.held_on for sitting in calendar.sittings(board, today) if sitting.is_past(today)]
        assert all(day.weekday() < 5 for day in past)


@pytest.mark.parametrize("today", [date(2026, 11, 28), date(2026, 11, 30), date(2027, 1, 6)])
def test_one_board_alone_misses_a_quorum_and_grants_by_delegation(today):
    """Once each in its year; the second call comes before the next sitting."""
    year = {code: list(calendar.sittings(Board(code=code), today)) for code in ("53", "04", "94")}
    missed = {
        code: [one for one in sittings if calendar.misses(one, today)] for code, sittings in year.items()
    }
    delegated = {
        code: [one for one in sittings if calendar.delegates_before(one, today)]
        for code, sittings in year.items()
    }
    assert [len(missed[code]) for code in year] == [1, 0, 0]
    assert [len(delegated[code]) for code in year] == [1, 0, 0]
    (lost,) = missed["53"]
    second_on = lost.held_on + calendar.SECOND_CALL
    assert all(one.held_on > second_on for one in year["53"] if one.held_on > lost.held_on)
