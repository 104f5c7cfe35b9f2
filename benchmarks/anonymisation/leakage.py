"""What is left of a text once it is masked, by aligning the words of both.

Both are folded (entities, simple tags, compatibility forms, invisible signs, look-alikes, case, accents) and cut into
runs of letters or of digits. A word of a gold span that is aligned has leaked. Two more checks catch what alignment
cannot: a fragment of four signs of a direct word beside a mask, and a whole identifier once its spaces are removed.
"""

import difflib
import html
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from requests_app.anonymisation.words import words_of

DIRECT = words_of(
    """PRENOM NOM NOM_NAISSANCE SURNOM CONJOINT ENFANT ENTREPRISE ENSEIGNE SIRET SIREN TVA RCS NIR TEL EMAIL SITE
    RESEAU IBAN ADRESSE DATE_NAISSANCE DOSSIER PLAQUE ALLOCATAIRE"""
)
QUASI = words_of("COMMUNE CP LIEU DEPARTEMENT PERS_TIERS ORG_TIERS DATE AGE INITIALES")
NEUTRAL, TELLING = "NEUTRE", "INDICE"
# Link words, and words that say the kind of thing and nothing of who: neutral inside a span.
_EMPTY = words_of(
    """de du des la le les l d au aux a et en sur sous un une m mr mme mlle dr docteur monsieur madame maitre me pr
    soeur frere rue avenue av boulevard bd place quai route chemin impasse allee cours square venelle ruelle
    faubourg sente montee traverse lotissement residence lieu dit za zi cabinet ferme clinique polyclinique
    hopital chu sarl eurl sasu sas sci eirl ei gaec earl ets cle fin"""
)
_LOOK_ALIKES = str.maketrans(
    "аеорсхуіјѕһԁАЕОРСХВМНТКІЈЅονɑΑΕΙΚΜΝΤΡΟΒΗΖΥΧ", "aeopcxyijshdAEOPCXBMHTKIJSovaAEIKMNTPOBHZYX"
)
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "đ": "d", "ı": "i", "ł": "l", "ø": "o"})
_TAG = re.compile(r"</?(?:b|i|u|em|strong|span|p|br|div|mark)\s*/?>", re.IGNORECASE)
_MASK = re.compile(r"\[[^\[\]\n]{0,40}\]|<[A-Z_]{3,30}>|[█■▇▓]+|\*{3,}|X{4,}")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_FRAGMENT, _WHOLE, _LONG = 4, 6, 5

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Token:
    """A word of the original, the label of its span and the rank of that span."""

    text: str
    label: str | None
    span: int | None


@dataclass(frozen=True)
class Judged:
    tokens: Sequence[Token]
    kept: Sequence[bool]


def folded(text: str) -> str:
    bare = unicodedata.normalize("NFKC", _TAG.sub("", html.unescape(text))).translate(_LOOK_ALIKES)
    signs = (sign for sign in unicodedata.normalize("NFD", bare) if not unicodedata.combining(sign))
    return "".join(sign for sign in signs if unicodedata.category(sign) != "Cf").lower().translate(_LETTERS)


def tokens_of(text: str, spans: Iterable[Sequence[Any]]) -> list[Token]:
    written: list[str] = []
    owners: list[tuple[str | None, int | None]] = []
    last = 0
    for rank, (start, end, label) in enumerate(sorted(map(tuple, spans))):
        for piece, owner in ((text[last:start], (None, None)), (text[start:end], (label, rank))):
            written.append(folded(piece))
            owners += [owner] * len(written[-1])
        last = end
    written.append(folded(text[last:]))
    owners += [(None, None)] * len(written[-1])
    found = []
    for match in _WORD.finditer("".join(written)):
        owned = [owner for owner in owners[match.start() : match.end()] if owner[0]]
        label, rank = owned[0] if owned else (None, None)
        if label and label not in ("AGE", "DATE", NEUTRAL) and match.group() in _EMPTY:
            label = NEUTRAL
        found.append(Token(match.group(), label, rank))
    return found


def mask_words(texts: Sequence[str]) -> frozenset[str]:
    """The contents of brackets that several texts share: masks, not words."""
    counted = Counter(mask for text in texts for mask in {match.group() for match in _MASK.finditer(text)})
    least = min(3, max(1, len(texts) // 2))
    return frozenset(mask for mask, count in counted.items() if count >= least)


def judge(record: Record, redacted: str, masks: frozenset[str]) -> Judged:
    tokens = tokens_of(record["text"], record["spans"])
    names = {token.text for token in tokens if token.label in DIRECT and len(token.text) > 2}

    def unmasked(match: re.Match[str]) -> str:
        told = match.group() not in masks and names.intersection(_WORD.findall(folded(match.group())))
        return f" {match.group().strip('[]<>')} " if told else " \x00 "

    left = _WORD.findall(folded(_MASK.sub(unmasked, redacted)))
    kept = [False] * len(tokens)
    aligned = [False] * len(left)
    matcher = difflib.SequenceMatcher(None, [token.text for token in tokens], left, autojunk=False)
    for first, second, size in matcher.get_matching_blocks():
        kept[first : first + size] = [True] * size
        aligned[second : second + size] = [True] * size
    fragments = [
        word for word, done in zip(left, aligned, strict=True) if not done and len(word) >= _FRAGMENT
    ]
    for index, token in enumerate(tokens):
        if not kept[index] and token.label in DIRECT and len(token.text) >= _LONG:
            kept[index] = any(word in token.text or token.text in word for word in fragments)
    _mark_whole(tokens, kept, "".join(left))
    return Judged(tokens, kept)


def _mark_whole(tokens: Sequence[Token], kept: list[bool], left: str) -> None:
    """An identifier of several words that stands whole in what is left, blanks removed."""
    elsewhere = "".join("\x00" if token.label in DIRECT else token.text for token in tokens)
    spans: defaultdict[int | None, list[int]] = defaultdict(list)
    for index, token in enumerate(tokens):
        if token.label in DIRECT:
            spans[token.span].append(index)
    for indexes in spans.values():
        whole = "".join(tokens[index].text for index in indexes)
        if len(indexes) > 1 and len(whole) >= _WHOLE and whole in left and whole not in elsewhere:
            for index in indexes:
                kept[index] = True
