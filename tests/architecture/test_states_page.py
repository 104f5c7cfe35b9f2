"""Law 4 and 9. The drawing of the states comes from the tables; each state has a word for each reader."""

import pytest
from django.core.management import CommandError, call_command

from cpsti_portal.management.commands import draw_states
from requests_app.workflow import LABELS, TRANSITIONS, State


def test_the_page_of_states_is_up_to_date():
    call_command("draw_states", "--check")


def test_a_page_that_is_stale_is_seen(tmp_path, monkeypatch):
    stale = tmp_path / "states.md"
    stale.write_text(draw_states.page().replace("Brouillon", "Ébauche"))
    monkeypatch.setattr(draw_states, "target", lambda: stale)
    with pytest.raises(CommandError):
        call_command("draw_states", "--check")


def test_the_page_holds_every_move_of_every_table():
    text = draw_states.page()
    assert [move.name for move in TRANSITIONS if f"| `{move.name}` |" not in text] == []


def wordless(labels: dict, states) -> list[str]:
    """States without a word for one of the readers, or whose two readers are given one word in common by oversight."""
    return [
        state
        for state in states
        if state not in labels or not (labels[state].applicant and labels[state].staff)
    ]


def test_each_state_has_two_words():
    assert wordless(LABELS, State) == []


def test_a_state_without_a_word_is_seen():
    assert wordless({one: words for one, words in LABELS.items() if one is not State.PAID}, State) == [
        State.PAID
    ]


def unreachable(transitions, start: State, states) -> set[State]:
    """States no chain of moves leads to."""
    reached = {start}
    while more := {t.target for t in transitions if set(t.sources) & reached} - reached:
        reached |= more
    return set(states) - reached


def test_every_state_can_be_reached():
    assert unreachable(TRANSITIONS, State.DRAFT, State) == set()


def test_a_state_nobody_reaches_is_seen():
    cut = tuple(move for move in TRANSITIONS if move.target is not State.PAID)
    assert unreachable(cut, State.DRAFT, State) == {State.PAID}
