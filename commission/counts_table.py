"""Reading a table of public counts, as an administrator sends it: rows, or what is wrong and on which line. Pure."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product

from commission import ladders

COLUMNS = ("board_code", "sector_group", "age_band", "count", "source", "as_of")
_LONGEST_SOURCE = 200
_UNKNOWN = {
    ladders.SECTOR: "groupe d’activités inconnu du portail",
    ladders.AGE: "tranche d’âge inconnue du portail",
}
_DATES = ("%Y-%m-%d", "%d/%m/%Y")


@dataclass(frozen=True)
class Cell:
    board_code: str
    sector_group: str
    age_band: str
    count: int
    source: str
    as_of: date

    @property
    def place(self) -> tuple[str, str, str]:
        return self.board_code, self.sector_group, self.age_band


class Unreadable(ValueError):
    """What is wrong with one line, in French."""


def written(cells: Iterable[Sequence[object]]) -> str:
    """A table that ``parse`` reads, as a French spreadsheet opens it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(COLUMNS)
    writer.writerows(cells)
    return out.getvalue()


def parse(text: str, *, boards: Collection[str]) -> tuple[list[Cell], list[str]]:
    """The cells and the errors, each with its line. With an error nothing should be kept."""
    lines = text.splitlines()
    separator = ";" if lines and ";" in lines[0] else ","
    reader = csv.DictReader(lines, delimiter=separator)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        return [], [f"Ligne 1\u00a0: il manque la colonne {', '.join(missing)}."]
    cells: dict[tuple[str, str, str], Cell] = {}
    errors = []
    for row in reader:
        try:
            cell = _cell(row, boards)
            if cell.place in cells:
                raise Unreadable("cette commission, cette activité et cet âge sont déjà donnés plus haut")
            cells[cell.place] = cell
        except Unreadable as error:
            errors.append(f"Ligne {reader.line_num}\u00a0: {error}.")
    return list(cells.values()), errors or list(_gaps(cells))


def _cell(row: dict[str, str | None], boards: Collection[str]) -> Cell:
    said = {name: (row[name] or "").strip() for name in COLUMNS}
    if said["board_code"] not in boards:
        raise Unreadable(f"la commission «\u00a0{said['board_code']}\u00a0» n’existe pas")
    for name in (ladders.SECTOR, ladders.AGE):
        if said[name] not in ladders.narrowest(name):
            raise Unreadable(f"{_UNKNOWN[name]}, «\u00a0{said[name]}\u00a0»")
    if not said["source"] or len(said["source"]) > _LONGEST_SOURCE:
        raise Unreadable(f"indiquez la source, en {_LONGEST_SOURCE} caractères au plus")
    return Cell(
        board_code=said["board_code"],
        sector_group=said["sector_group"],
        age_band=said["age_band"],
        count=_count(said["count"]),
        source=said["source"],
        as_of=_date(said["as_of"]),
    )


def _count(typed: str) -> int:
    bare = "".join(typed.split())
    if not bare.isdecimal() or len(bare) > 8:
        raise Unreadable(f"l’effectif «\u00a0{typed}\u00a0» n’est pas un nombre entier")
    return int(bare)


def _date(typed: str) -> date:
    for shape in _DATES:
        try:
            return datetime.strptime(typed, shape).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise Unreadable(f"la date «\u00a0{typed}\u00a0» n’est pas lisible\u00a0: écrivez par exemple 31/12/2026")


def _gaps(cells: Collection[tuple[str, str, str]]) -> Iterator[str]:
    """A board is given whole: a missing cell would read as nobody."""
    if not cells:
        yield "La table est vide."
    for board in sorted({board for board, _, _ in cells}):
        wanted = product([board], ladders.narrowest(ladders.SECTOR), ladders.narrowest(ladders.AGE))
        if lacking := [place for place in wanted if place not in cells]:
            _, sector, age = lacking[0]
            more = f" et {len(lacking) - 1} autre{'s'[: len(lacking) > 2]}" if len(lacking) > 1 else ""
            yield f"Commission {board}\u00a0: il manque l’effectif «\u00a0{sector}, {age}\u00a0»{more}."
