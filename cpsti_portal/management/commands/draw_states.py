"""Draw ``docs/states.md`` from the tables of moves, so that the drawing cannot lie."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from commission import enums
from commission import workflow as board
from requests_app import workflow as requests

HEAD = """# States and moves

Written by `manage.py draw_states` from the tables of `requests_app/workflow.py` and `commission/workflow.py`.
Do not edit it by hand: a test fails when it is stale. The labels are the words the readers see.
"""


@dataclass(frozen=True)
class Arrow:
    """One move from one state. ``who`` is empty where the table names no party."""

    name: str
    source: str
    target: str
    label: str
    who: str = ""


def request_arrows() -> list[Arrow]:
    return [
        Arrow(move.name, source.value, move.target.value, move.label, move.party.value)
        for move in requests.TRANSITIONS
        for source in move.sources
    ]


def board_arrows(moves: board.Moves) -> list[Arrow]:
    return [Arrow(m.name, str(source), str(m.target), m.label) for m in moves for source in m.sources]


def _diagram(arrows: list[Arrow], labels: dict[str, str], start: str) -> Iterable[str]:
    yield from ("```mermaid", "stateDiagram-v2", "    direction LR")
    yield from (f'    state "{label}" as {state}' for state, label in labels.items())
    yield f"    [*] --> {start}"
    yield from (f"    {a.source} --> {a.target}: {a.label}{f' ({a.who})' if a.who else ''}" for a in arrows)
    sources = {arrow.source for arrow in arrows}
    yield from (f"    {state} --> [*]" for state in labels if state not in sources)
    yield "```"


def _table(arrows: list[Arrow], labels: dict[str, str]) -> Iterable[str]:
    yield from ("", "| Move | From | To | Label | By |", "| --- | --- | --- | --- | --- |")
    for arrow in arrows:
        who = arrow.who or "—"
        yield f"| `{arrow.name}` | {labels[arrow.source]} | {labels[arrow.target]} | {arrow.label} | {who} |"
    yield ""


def _section(title: str, arrows: list[Arrow], labels: dict[str, str], start: str) -> list[str]:
    return [f"## {title}", "", *_diagram(arrows, labels, start), *_table(arrows, labels)]


def _two_words() -> list[str]:
    """Each state of a request has a word for each reader."""
    rows = [f"| `{s.value}` | {words.applicant} | {words.staff} |" for s, words in requests.LABELS.items()]
    return ["| State | The applicant reads | The caseworker reads |", "| --- | --- | --- |", *rows, ""]


def _words(labels: dict) -> dict[str, str]:
    return {str(state): label for state, label in labels.items()}


def page() -> str:
    """The whole page, ready to be written."""
    staff = {state.value: words.staff for state, words in requests.LABELS.items()}
    files, items, sittings = map(_words, (enums.FILE_LABELS, enums.ITEM_LABELS, enums.SITTING_LABELS))
    lines = [
        HEAD,
        *_section("A request", request_arrows(), staff, requests.State.DRAFT.value),
        *_two_words(),
        *_section("An anonymised file", board_arrows(board.FILE_MOVES), files, str(enums.FileState.READY)),
        *_section("A sitting", board_arrows(board.SITTING_MOVES), sittings, str(enums.SittingState.PLANNED)),
        *_section(
            "An item on the agenda", board_arrows(board.ITEM_MOVES), items, str(enums.ItemState.PENDING)
        ),
        *_section(
            "The minutes of a sitting",
            board_arrows(board.MINUTES_MOVES),
            _words(enums.MINUTES_LABELS),
            str(enums.MinutesState.DRAFT),
        ),
    ]
    return "\n".join(lines).rstrip() + "\n"


def target() -> Path:
    return Path(settings.BASE_DIR) / "docs" / "states.md"


class Command(BaseCommand):
    help = "Écrit docs/states.md à partir des tables de passages."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="n’écrit rien ; échoue si la page n’est pas à jour"
        )

    def handle(self, *args, check: bool, **options):
        fresh, path = page(), target()
        if not check:
            path.write_text(fresh, encoding="utf-8")
            self.stdout.write(str(path))
        elif not path.exists() or path.read_text(encoding="utf-8") != fresh:
            raise CommandError("docs/states.md n’est plus à jour : lancez manage.py draw_states.")
