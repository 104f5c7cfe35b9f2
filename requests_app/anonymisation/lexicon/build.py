"""From open data to the one file of the lexicon. Runs when the sources change, never in the portal."""

import csv
import gzip
import io
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import marisa_trie

from requests_app.anonymisation.cleaning import fold
from requests_app.anonymisation.lexicon import (
    ADJECTIVE,
    FIRST_NAME,
    FUNCTION,
    LAST_NAME,
    NOUN,
    OFFICE,
    RECORD,
    TOWN,
    VERB,
)
from requests_app.anonymisation.lexicon.spelling import (
    CUT_MARK,
    SHORTEST_CUT,
    SHORTEST_SOUND,
    SOUND_MARK,
    cuts,
    sound,
)

ADDITIONS = Path(__file__).parent / "additions.txt"
# Of how many bearers a name is kept. The file of last names counts about one bearer in twenty.
_FIRST_NAMES_FROM, _LAST_NAMES_FROM, _LAST_NAME_WEIGHT = 30, 6, 20
# How often in a million words a word is said to be meant by a misspelt one; how often an added word counts.
_MEANT_FROM, _ADDED = 3.0, 12.0
_SAID_FROM = 1.0  # in a million words, for a word to be no name by its class alone
_OFTEN = 0.25  # of what is said of a word, for a class to be one of its own
_PART_OF_PLACE = 5  # letters from which a word of a longer name of a place is kept
_FUNCTIONS = (
    "ART",
    "PRO",
    "PRE",
    "CON",
    "ADV",
    "ADJ:pos",
    "ADJ:dem",
    "ADJ:ind",
    "ADJ:int",
    "ADJ:num",
    "AUX",
    "ONO",
)


@dataclass
class Record:
    flags: int = 0
    frequency: float = 0.0
    known: bool = False
    name: int = 0
    place: int = 0
    classes: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def is_often(self, word_class: str) -> bool:
        return self.classes[word_class] > 0 and self.classes[word_class] >= _OFTEN * sum(
            self.classes.values()
        )

    def packed(self) -> tuple[int, int, int, int]:
        frequency = 1 + _decibels(100 * self.frequency) if self.known else 0
        return self.flags, frequency, _decibels(self.name), _decibels(self.place)


Records = Mapping[str, Record]


def build(sources: Path, target: Path) -> int:
    """Read the files found under ``sources``, write ``target``; the number of words and names."""
    records: defaultdict[str, Record] = defaultdict(Record)
    _read_words(sources, records)
    _read_rare_words(sources, records)
    _read_additions(records)
    _read_names(sources, records)
    _read_places(sources, records)
    keys = [(word, record.packed()) for word, record in records.items()]
    keys += [(key, (0, 0, 0, 0)) for key in sorted(_spelling_keys(records))]
    marisa_trie.RecordTrie(RECORD, keys, order=marisa_trie.LABEL_ORDER).save(str(target))
    return len(records)


def _decibels(count: float) -> int:
    return min(255, round(10 * math.log10(1 + count)))


def key_of(text: str) -> str:
    """Folded, with one blank for whatever stands between two words."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text).text))


def _found(sources: Path, name: str) -> Path:
    return next(iter(sorted(sources.rglob(name))))


def _read_words(sources: Path, records: defaultdict[str, Record]) -> None:
    """Lexique 3.83: forms, classes, frequencies in films and books."""
    table = _found(sources, "Lexique383.txt").read_text(encoding="cp1252")
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        frequency = max(_number(row["9_freqfilms2"]), _number(row["10_freqlivres"]))
        for word in {key_of(row["1_ortho"])} - {""}:
            record = records[word]
            record.known = True
            record.frequency += frequency
            record.classes[row["4_cgram"]] += frequency
    for record in records.values():
        main = max(record.classes, key=lambda one: record.classes[one])
        if main.startswith(_FUNCTIONS) and record.frequency >= _SAID_FROM:
            record.flags |= FUNCTION
        elif main == "VER":
            record.flags |= VERB
        record.flags |= NOUN if record.is_often("NOM") else 0
        record.flags |= ADJECTIVE if record.is_often("ADJ") else 0


def _number(written: str) -> float:
    return float(written.replace(",", ".") or 0)


def _read_rare_words(sources: Path, records: defaultdict[str, Record]) -> None:
    for word in json.loads(_found(sources, "french-words.json").read_text(encoding="utf-8")):
        records[key_of(word)].known = True


def _read_additions(records: defaultdict[str, Record]) -> None:
    """Words of the schemes, of money and of quick writing that no dictionary has."""
    office = False
    for line in ADDITIONS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            office = "capital" in line
            continue
        for word in line.split():
            record = records[key_of(word.replace("_", " "))]
            record.known = True
            record.frequency = max(record.frequency, _ADDED)
            record.flags |= OFFICE if office else 0


def _read_names(sources: Path, records: defaultdict[str, Record]) -> None:
    for name, count in _names(_found(sources, "prenoms.csv.gz"), "prenom"):
        if count >= _FIRST_NAMES_FROM:
            _add_name(records, name, count, FIRST_NAME)
    for name, count in _names(_found(sources, "noms.csv.gz"), "patronyme"):
        if count >= _LAST_NAMES_FROM:
            _add_name(records, name, count * _LAST_NAME_WEIGHT, LAST_NAME)


def _names(path: Path, column: str) -> Iterator[tuple[str, int]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            yield key_of(row[column]), int(row["count"])


def _add_name(records: defaultdict[str, Record], name: str, count: int, flag: int) -> None:
    """Names of one word; the parts of others are names of their own."""
    if " " in name or len(name) < 3:
        return
    record = records[name]
    record.name = max(record.name, count)
    record.flags |= flag


def _read_places(sources: Path, records: defaultdict[str, Record]) -> None:
    communes = json.loads(_found(sources, "communes.json").read_text(encoding="utf-8"))
    departements = json.loads(_found(sources, "departements.json").read_text(encoding="utf-8"))
    for place in [*communes, *departements]:
        key = key_of(place["nom"])
        people = place.get("population") or (200_000 if "chefLieu" in place else 50)
        for name in (key, re.sub(r"^(?:les|le|la|l) ", "", key)):
            records[name].place = max(records[name].place, people)
            records[name].flags |= TOWN
        for part in key.split():
            if len(part) >= _PART_OF_PLACE and not records[part].known:
                records[part].place = max(records[part].place, 1)


def _spelling_keys(records: Records) -> set[str]:
    """What a misspelt frequent word is found by."""
    meant = {word for word, one in records.items() if one.frequency >= _MEANT_FROM and word.isalpha()}
    cut = {CUT_MARK + cut for word in meant if len(word) >= SHORTEST_CUT for cut in cuts(word)}
    said = {SOUND_MARK + key for word in meant if len(key := sound(word)) >= SHORTEST_SOUND}
    return cut | said
