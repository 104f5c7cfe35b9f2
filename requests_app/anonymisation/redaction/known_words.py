"""Layer K on words: the names, companies and places of the file, however they are written. Pure."""

import re
from collections.abc import Iterator

from requests_app.anonymisation.lexicon.spelling import sound
from requests_app.anonymisation.redaction.bearing import DETERMINERS
from requests_app.anonymisation.redaction.dictionary import PERSONS, Dictionary, Term, plain
from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.known_torn import beside_disguised, disguised, near, torn_houses
from requests_app.anonymisation.redaction.page import Page, Word
from requests_app.anonymisation.redaction.phrases import CIVILITIES, CLEAR_INTRODUCTIONS, NAME_INTRODUCTIONS
from requests_app.anonymisation.terms import STREET_TYPES
from requests_app.anonymisation.words import words_of

# Before a name as before nothing else: no article stands between them and a word.
_LEADS = words_of(
    """de d que qu quand si et avec pour par chez sans selon mais depuis pendant comme a chere cher contacter appeler
    appelez demandez voir voyez joindre rappeler ou ni dont est c'est malgre grace"""
)
_TRADE_BEFORE = re.compile(
    r"\b(?:metier|emploi|poste|travail\w*|apprentie?|diplome|formation|cap|bep|artisane?|activite|contrat|stage"
    r"|(?:je |j'|il |elle |on )?(?:suis|etais|est|etait|deviens|devenue?)) (?:de |d'|comme )?$"
)
_BRAND_BEFORE = re.compile(
    r"\b(?:boutiques?|commerce|magasin|marque|enseigne|salon|atelier|entreprise|societe|boite|institut|restaurant"
    r"|nom|shop|stand|(?:ai|a|avons|avait|avais) (?:cree|ouvert|lance|fonde|monte|baptise|appele|nomme)|baptisee?"
    r"|appelee?|nommee?|cree|ouvert|lance|tiens|tenait|tient|gere|dirige|chez|sous)(?: de| le nom(?: de)?)? $"
)
_SAID_STOPS = frozenset({"point", "virgule"})  # of a text that was dictated
_BETWEEN = re.compile(r"[\W_]{0,3}")
_FREQUENT = 30  # a word of everyday speech: a run of such words is no misspelt name
_OFTEN = 40  # a brand of one such word is not told from the word
_KNOWN_FRENCH = 11  # from here a word is never taken for a misspelt name
_LONG, _VERY_LONG = 5, 7
_AFTER_SUBJECT = words_of(
    """a est et qui que ne n s se m me nous vous lui avait etait ont sont va vient doit peut fait dit veut m'a n'a
    aussi travaille vit souhaite demande"""
)
_BEFORE_SUBJECT = words_of("que qu quand si et avec pour chez par sans selon car mais puis comme alors")
_BORN = re.compile(r"\b(?:nee?|epouse|veuve|signee?|dite?|alias) $")
_PLACE_LINKS = frozenset(
    {"a", "au", "aux", "sur", "vers", "commune", "ville", "village", "bourg", "habite", "mairie"}
)


def known_words(page: Page, names: Dictionary, *, strict: bool) -> list[Hit]:
    reading = _Reading(page, names, strict=strict)
    found = [*reading.joined(), *reading.strong()]
    covered = {word.rank: hit for hit in found for word in page.words_between(hit.start, hit.end)}
    more = [*reading.weak(covered), *reading.misspelt(covered), *reading.inside(covered)]
    misread = list(disguised(page, names))
    return [
        *found,
        *more,
        *torn_houses(page, names, covered),
        *misread,
        *beside_disguised(page, names, misread),
    ]


class _Reading:
    def __init__(self, page: Page, names: Dictionary, *, strict: bool) -> None:
        self.page = page
        self.names = names
        self.strict = strict

    def joined(self) -> Iterator[Hit]:
        """The longest run of words that spells a known value, whatever cuts it: « Du-pont », « B o u c h e r »."""
        position = 0
        while position < len(self.page.words):
            run = self._run_from(self.page.words[position])
            if run:
                yield _hit(run[0], run[-1], self.names.joined["".join(plain(word.folded) for word in run)])
            position += len(run) or 1

    def _run_from(self, first: Word) -> list[Word]:
        run: list[Word] = []
        best: list[Word] = []
        whole = ""
        word: Word | None = first
        while word is not None:
            whole += plain(word.folded)
            if whole not in self.names.openings:
                break
            run.append(word)
            if whole in self.names.joined and self._is_written_name(run, whole):
                best = list(run)
            if not _BETWEEN.fullmatch(self.page.gap(word)) or "\n\n" in self.page.gap(word):
                break
            word = self.page.next(word)
        return best

    def _is_written_name(self, run: list[Word], whole: str) -> bool:
        if whole in self.names.abbreviated and len(run) > 1:
            return all(word.capital and self.page.gap(word).startswith(".") for word in run if word.is_letter)
        if len(run) == 1:
            return whole not in self.names.single and not run[0].entry.is_word
        cut = any(self.page.gap(word) != " " for word in run[:-1]) or not run[0].entry.is_function
        ordinary = not cut and all(word.entry.frequency >= _FREQUENT for word in run if not word.is_letter)
        letters = all(word.is_letter for word in run)
        single_name = whole in self.names.single
        return letters or not (single_name and ordinary) or any(word.stands_out for word in run)

    def strong(self) -> Iterator[Hit]:
        for word in self.page.words:
            term = self._term(word)
            if term and not term.weak:
                yield _hit(word, word, term.label)

    def weak(self, covered: dict[int, Hit]) -> Iterator[Hit]:
        for word in self.page.words:
            term = self._term(word)
            if term and term.weak and word.rank not in covered and self._shows_name(word, term, covered):
                yield _hit(word, word, term.label)

    def _term(self, word: Word) -> Term | None:
        names = self.names.single
        singular = word.folded[:-1] if word.folded[-1:] in ("s", "x") and len(word.folded) > 4 else ""
        term = names.get(singular)
        if term and word.entry.is_word and not (term.weak and term.label in PERSONS):
            term = None
        return names.get(plain(word.folded)) or term

    def _shows_name(self, word: Word, term: Term, covered: dict[int, Hit]) -> bool:
        function = word.entry.is_function and len(word.raw) < 4
        if word.stands_out or (word.shouted and word.capitals_tell):
            return True
        if term.label in PERSONS:
            return (
                (word.capital and word.opens and word.capitals_tell and not word.entry.is_function)
                or (self.strict and not function)
                or self._introduced(word)
                or self._beside(word, covered)
                or (word.capital and self._is_subject(word))
                or self._is_bare(word)
                or (not function and (self._has_no_article(word) or self._is_unled_noun(word)))
            )
        previous = self.page.previous(word)
        if term.label == Label.COMMUNE:
            return not function and (self.strict or bool(previous and previous.folded in _PLACE_LINKS))
        if term.label == Label.STREET:
            near = [self.page.previous(word, by) for by in (1, 2, 3)]
            return any(one and one.folded in STREET_TYPES for one in near)
        if function:
            return False
        shown = word.capital and self._is_subject(word)
        alone = word.folded in self.names.brands and (self._has_no_article(word) or self._is_announced(word))
        return (self.strict and word.entry.frequency < _OFTEN) or shown or alone or self._introduced(word)

    def _introduced(self, word: Word) -> bool:
        previous = self.page.previous(word)
        if previous is None:
            return False
        beside = len(self.page.gap(previous)) <= 3
        before = self.page.before(word, 40)
        return (
            (beside and previous.folded in CIVILITIES)
            or bool(_BORN.search(before))
            or bool((NAME_INTRODUCTIONS if word.capital else CLEAR_INTRODUCTIONS).search(before))
        )

    def _beside(self, word: Word, covered: dict[int, Hit]) -> bool:
        """Touches another name of the file; two ordinary words in the order of a name count too."""
        for other, between in (
            (self.page.previous(word), self.page.previous(word)),
            (self.page.next(word), word),
        ):
            if (
                other is None
                or between is None
                or not re.fullmatch(r"[ \n'’\-]{1,2}", self.page.gap(between))
            ):
                continue
            hit = covered.get(other.rank)
            term = self.names.single.get(plain(other.folded))
            if (hit and hit.label in PERSONS) or (term and term.label in PERSONS and term.weak):
                return True
            if other.stands_out and other.entry.is_first_name:
                return True
        return False

    def _is_subject(self, word: Word) -> bool:
        following = self.page.next(word)
        gap = self.page.gap(word)
        ends = following is None or gap.strip(" ")[:1] in ("\n", ",", "(") or gap.startswith("\n")
        if following is not None and word.opens and following.entry.is_verb and gap == " ":
            return True
        return ends or (following is not None and following.folded in _AFTER_SUBJECT and following.raw != "à")

    def _is_bare(self, word: Word) -> bool:
        """« depuis que reine a perdu »: an ordinary noun would have an article."""
        previous, following = self.page.previous(word), self.page.next(word)
        if (
            previous is None
            or following is None
            or self.page.gap(previous) != " "
            or self.page.gap(word) != " "
        ):
            return False
        acts = following.folded in _AFTER_SUBJECT and following.raw != "à"
        return acts and word.entry.name > 0 and previous.folded in _BEFORE_SUBJECT

    def _has_no_article(self, word: Word) -> bool:
        """« la situation de boucher », « avec fleur, »: a noun would have its article, an adjective its noun."""
        previous, following = self.page.previous(word), self.page.next(word)
        if word.entry.is_verb and not word.entry.is_first_name:
            return False
        if previous is None or self.page.gap(previous).strip(" ") or word.opens:
            led = previous is not None and self.page.gap(previous) == ", "
        else:
            led = previous.folded in _LEADS and not _TRADE_BEFORE.search(self.page.before(word, 40))
        if not led:
            return False
        gap = self.page.gap(word)
        ends = (
            following is None or gap.strip(" ")[:1] in (",", ".", ";", ")", "(", "!", "?", ":") or "\n" in gap
        )
        return ends or (following is not None and (following.entry.is_function or following.entry.is_verb))

    def _is_unled_noun(self, word: Word) -> bool:
        """« le dossier de pluie virgule »: a noun that is a name of the file, without what leads a noun."""
        previous = self.page.previous(word)
        if not word.entry.is_noun or previous is None or self.page.gap(previous).strip(" "):
            return word.entry.is_noun
        said_stop = previous.folded in _SAID_STOPS
        led = previous.folded in DETERMINERS or previous.entry.is_adjective or previous.entry.is_noun
        led = led and not said_stop
        return not (led or _TRADE_BEFORE.search(self.page.before(word, 40)))

    def _is_announced(self, word: Word) -> bool:
        """« ma boutique racines », « j'ai ouvert cocon »."""
        return bool(_BRAND_BEFORE.search(self.page.before(word, 40)))

    def misspelt(self, covered: dict[int, Hit]) -> Iterator[Hit]:
        telling = list(self.names.telling())
        weak = [
            (name, term.label) for name, term in self.names.single.items() if term.weak and len(name) >= _LONG
        ]
        said = {sound(name): label for name, label in telling if len(sound(name)) > 2}
        for word in self.page.words:
            ordinary = word.entry.frequency >= _KNOWN_FRENCH or word.entry.is_function
            if word.rank in covered or len(word.raw) < 4 or (ordinary and not word.stands_out):
                continue
            label = said.get(sound(word.folded)) or said.get(sound(word.folded.replace("rn", "m")))
            if label is None and not word.entry.is_word:
                label = next((its for name, its in weak if near(word.folded, name)), None)
            label = label or next((its for name, its in telling if near(word.folded, name)), None)
            if label:
                yield _hit(word, word, label)

    def inside(self, covered: dict[int, Hit]) -> Iterator[Hit]:
        """« duplessisleon », « LesDelicesDuPort »: a known name inside a word that is no French one."""
        long = [(name, label) for name, label in self.names.telling() if len(name) >= _LONG]
        long += [(name, label) for name, label in self.names.joined.items() if len(name) > _VERY_LONG]
        for word in self.page.words:
            if word.rank in covered or len(word.raw) <= _LONG or word.entry.is_word:
                continue
            label = next((its for name, its in long if name in word.folded), None)
            if label:
                yield _hit(word, word, label)


def _hit(first: Word, last: Word, label: Label) -> Hit:
    return Hit(first.start, last.end, label, Layer.KNOWN)
