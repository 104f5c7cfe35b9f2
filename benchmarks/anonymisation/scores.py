"""From judged texts to the figures of the table."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.anonymisation.leakage import DIRECT, NEUTRAL, QUASI, TELLING, Record, judge, mask_words
from requests_app.anonymisation.words import words_of

_NAMES = words_of("NOM PRENOM NOM_NAISSANCE CONJOINT ENFANT ENTREPRISE ENSEIGNE SURNOM")
_MONEY = re.compile(r"€|euros", re.IGNORECASE)
_CLASSES = {**dict.fromkeys(DIRECT, "direct"), **dict.fromkeys(QUASI, "quasi"), TELLING: "telling"}


@dataclass
class Scores:
    """Counts; every share is computed from them. ``tokens`` and ``entities``: seen and leaked, by label."""

    files: int = 0
    files_leaking: Counter[str] = field(default_factory=Counter)
    tokens: Counter[str] = field(default_factory=Counter)
    tokens_leaked: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    entities_leaked: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    kinds_leaking: Counter[str] = field(default_factory=Counter)
    plain: int = 0
    plain_masked: int = 0
    amounts: int = 0
    amounts_kept: int = 0
    leaks: list[str] = field(default_factory=list)

    def token_recall(self, kind: str) -> float:
        return _recall(self.tokens, self.tokens_leaked, kind)

    def entity_recall(self, kind: str) -> float:
        return _recall(self.entities, self.entities_leaked, kind)

    def file_share(self, kind: str) -> float:
        return self.files_leaking[kind] / self.files

    @property
    def over_redaction(self) -> float:
        return self.plain_masked / self.plain

    @property
    def amounts_share(self) -> float:
        return self.amounts_kept / self.amounts if self.amounts else 1.0


def _recall(seen: Counter[str], leaked: Counter[str], kind: str) -> float:
    total = sum(count for label, count in seen.items() if _CLASSES.get(label) == kind)
    lost = sum(count for label, count in leaked.items() if _CLASSES.get(label) == kind)
    return 1 - lost / total if total else 1.0


def score(records: Sequence[Record], redacted: Mapping[str, str]) -> Scores:
    scores = Scores()
    masks = mask_words(list(redacted.values()))
    for record in records:
        _add(scores, record, redacted[record["id"]], masks)
    return scores


def _add(scores: Scores, record: Record, redacted: str, masks: frozenset[str]) -> None:
    spans = sorted(record["spans"])
    judged = judge(record, redacted, masks)
    leaked: defaultdict[int, list[str]] = defaultdict(list)
    seen: set[int] = set()
    for token, kept in zip(judged.tokens, judged.kept, strict=True):
        if token.label is None or token.span is None:
            scores.plain += 1
            scores.plain_masked += not kept
        elif token.label == NEUTRAL:
            start, end, label = spans[token.span]
            if label == NEUTRAL and token.text.isdigit() and _MONEY.search(record["text"][start:end]):
                scores.amounts += 1
                scores.amounts_kept += kept
        else:
            scores.tokens[token.label] += 1
            seen.add(token.span)
            if kept:
                scores.tokens_leaked[token.label] += 1
                leaked[token.span].append(token.text)
    scores.files += 1
    for span in seen:
        scores.entities[spans[span][2]] += 1
        scores.entities_leaked[spans[span][2]] += span in leaked
    _add_file(scores, record, [spans[span] for span in leaked])


def _add_file(scores: Scores, record: Record, leaked: Sequence[Sequence[object]]) -> None:
    labels = {str(label) for _, _, label in leaked}
    shown = {
        "direct": bool(labels & DIRECT),
        "quasi": bool(labels & QUASI),
        "name": bool(labels & _NAMES),
    }
    scores.files_leaking.update(kind for kind, leaks in shown.items() if leaks)
    for kind in record.get("kinds", ()):
        scores.kinds[kind] += 1
        scores.kinds_leaking.update(f"{kind} {one}" for one in ("direct", "quasi") if shown[one])
    for start, end, label in leaked:
        if label != TELLING:
            around = record["text"][max(0, int(str(start)) - 35) : int(str(end)) + 20].replace("\n", " ")
            scores.leaks.append(f"{record['id']}  {label}  {around}")
