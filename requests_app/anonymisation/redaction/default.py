"""Layer D, default deny: what is no known French word, and any capital inside a sentence. Pure."""

import re
from collections.abc import Iterator

from requests_app.anonymisation.redaction.allowed import BODIES
from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.french import is_badly_written, is_french_form
from requests_app.anonymisation.redaction.page import Page, Word
from requests_app.anonymisation.redaction.phrases import CIVILITIES, is_announcing, label_around
from requests_app.anonymisation.words import words_of

_STARTERS = words_of(
    "je j il elle nous vous on ce c et mais donc or ni car ou si que qui mon ma mes la le les un une de des"
    " du dans pour avec en au a par sur ne se son sa ses"
)
_EVERYDAY, _SAID, _ALWAYS = 31, 24, 52
_LISTED = 37  # a name borne by so many is no misspelt word
_LIKELY_NAME = 10
_RATHER_LISTED, _STRICTLY_LISTED, _OFTEN_BORNE = 26, 30, 45
_FRENCH_LETTERS = re.compile(r"[a-zàâäçéèêëîïôöùûüÿœæñáíóú\u0300-\u036f]+")
_RARELY_BORNE = 20
# Words that head a line of a file and begin no name.
_HEADINGS = words_of(
    "dette dettes creance creances impaye impayes relance relances facture factures budget loyer courrier mail avis"
    " aide plainte temoin temoins merci bonjour bonsoir salut janvier fevrier mars avril mai juin juillet aout"
    " septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche hier demain"
    " direction secteur lieu"
)
_BESIDE_SOMEBODY = re.compile(
    r"(?:\b(?:avec|avc|par|aupres de|docteur|dr|comptable|chez|de|c'est|cest)|[,(]) $"
)
_PARTICLES = words_of("el ben de du des d la le van von abou abd al bin dos da")
# Words after which an unknown one is somebody or somewhere rather than a word badly written.
_BEFORE_NAME = re.compile(
    r"(?:^|[^\w'])(?:chez|ches|avec|avc|entre|vers|sur|auprès de|aupres de|derriere|cote de|pres de|a cote de"
    r"|par|docteur|dr|doc"
    r"|(?:mon|mn|ma|son|sa|notre|nos|mes|ses) \w+,?) $"
)
_USUAL_ENDING = re.compile(
    r"(?:tion|tions|ment|ments|mant|eur|euse|eurs|iste|istes|ique|iques|aire|aires|able|ables|age|ages|isme"
    r"|ence|ance|ences|ances"
    r"|er|ez|ait|aient|iter|ite|ites|es|ees?|eux|euses|aux|erie|eries|ite)$"
)
_LETTERS_WITHIN = 3
_SHOUTED_RUN = 3
_OFFICE_MARGIN = 25
_OPENER = 38
_HOUSES = words_of(
    "agence maison hotel auberge villa ferme domaine moulin bois credit banque caisse garage cafe bar brasserie"
)


def unknown_words(page: Page, kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    for word in page.words:
        shown = _stands_out(page, word, kept) or _opening_initial(page, word) or _opens_name(page, word, kept)
        if word.rank not in kept and (shown or _is_unknown(page, word, strict=strict)):
            yield Hit(word.start, word.end, _label(page, word), Layer.DEFAULT)


def _label(page: Page, word: Word) -> Label:
    around = label_around(page.before(word, 60))
    if around != Label.DOUBT:
        return around
    if word.entry.is_town and word.entry.place > word.entry.name:
        return Label.COMMUNE
    return Label.THIRD_PERSON if word.entry.name >= _LISTED else Label.DOUBT


def _stands_out(page: Page, word: Word, kept: frozenset[int]) -> bool:
    if not word.stands_out:
        return False
    known = word.entry
    if word.is_letter:
        return _is_initial(page, word)
    if _ends_house(page, word, kept):
        return True
    if known.is_office and known.name < known.frequency + _OFFICE_MARGIN:
        return _ends_name(page, word) or _begins_name(page, word) or _heads_house(page, word)
    if known.is_function and (word.folded in _STARTERS or known.frequency >= _ALWAYS):
        return _begins_house(page, word, kept)
    return not (word.shouted and _is_emphasis(page, word))


def _opens_name(page: Page, word: Word, kept: frozenset[int]) -> bool:
    """« Foncia Tilleuls m'a écrit », « Agence du Parc »: the first word of a sentence, then a capital."""
    if not (word.opens and word.capital and word.capitals_tell) or len(word.raw) < _LETTERS_WITHIN:
        return False
    following, gap = page.next(word), page.gap(word)
    linked = following is not None and following.raw in ("du", "des", "de", "aux", "d")
    if linked and following:
        gap = gap if page.gap(following) in (" ", "'", "’") else ""
        following = page.next(following)
    if following is None or gap != " " or not following.stands_out or following.rank in kept:
        return False
    if following.entry.is_office or (following.entry.is_function and following.entry.frequency >= _EVERYDAY):
        return False
    known = word.entry
    if word.folded in _HOUSES:
        return True
    plain = known.is_function or known.is_verb or known.is_office or is_announcing(word.folded)
    if plain or word.folded in _HEADINGS:
        return False
    return known.frequency < (_OPENER if linked else _OFTEN_BORNE) and following.folded not in CIVILITIES


def _ends_house(page: Page, word: Word, kept: frozenset[int]) -> bool:
    """« Cuisine Plus », « Cap Finances », « Fleur Noël »: after a capital that no sentence asks for."""
    previous = page.previous(word)
    if (
        previous is None
        or page.gap(previous) != " "
        or word.shouted
        or not previous.capital
        or previous.shouted
    ):
        return False
    known = previous.entry
    plain = known.is_function or known.is_office or previous.rank in kept or is_announcing(previous.folded)
    asked = previous.opens and (
        known.is_verb or known.frequency >= _OFTEN_BORNE or previous.folded in _HEADINGS
    )
    itself = word.rank in kept or word.folded in CIVILITIES or is_announcing(word.folded)
    return not (plain or asked or itself) and len(word.raw) > _LETTERS_WITHIN


def _begins_house(page: Page, word: Word, kept: frozenset[int]) -> bool:
    """« Ma Petite Fabrique », « Tout Roule »: a word of grammar with a capital before another capital."""
    following = page.next(word)
    if following is None or word.shouted or page.gap(word) != " " or following.rank in kept:
        return False
    plain = (
        word.folded in CIVILITIES
        or following.entry.is_function
        or following.entry.is_office
        or following.folded in CIVILITIES
    )
    return following.stands_out and not following.shouted and not plain


def _opening_initial(page: Page, word: Word) -> bool:
    """« C. se montre volontaire »: a sentence would go on with a capital."""
    following = page.next(word)
    shown = word.opens or not word.capitals_tell
    if not (word.is_letter and word.capital and shown and following) or word.folded == "m":
        return False
    if not word.capitals_tell:
        previous = page.previous(word)
        return page.gap(word) == ". " and bool(previous and not previous.is_letter)
    return page.gap(word) == ". " and not following.capital


def _ends_name(page: Page, word: Word) -> bool:
    """« Sylwia Mai »: just after a first name that is nothing else."""
    previous = page.previous(word)
    if previous is None or page.gap(previous) != " " or not previous.capital or previous.entry.is_office:
        return False
    known = previous.entry
    return not known.is_word or (known.is_first_name and known.name - known.frequency >= _LIKELY_NAME)


def _heads_house(page: Page, word: Word) -> bool:
    """« Crédit Moderne Antilles »: a word of offices before a capital that is none; public bodies are kept before."""
    following = page.next(word)
    if following is None or page.gap(word) != " " or is_announcing(word.folded) or word.shouted:
        return False
    plain = following.entry.is_office or following.entry.is_function or following.folded in BODIES
    return following.stands_out and not plain and not following.shouted


def _begins_name(page: Page, word: Word) -> bool:
    """« Noël Çamur », « Toussaint Roux »."""
    following = page.next(word)
    if following is None or page.gap(word) != " " or not word.entry.is_first_name:
        return False
    return following.stands_out and not following.entry.is_office and following.folded not in BODIES


def _is_initial(page: Page, word: Word) -> bool:
    """« R. Petit », « N’Guessan », « Mme B. »."""
    following = page.next(word)
    gap = page.gap(word)
    if gap.startswith(("'", "’")):
        return bool(following and following.capital and not following.entry.is_word)
    if gap.startswith("."):
        return word.folded != "m"
    before = page.before(word, 12)
    return bool(re.search(r"(?:m\.?|mme|mlle|monsieur|madame|mr) $", before)) and word.folded not in "xyz"


def _is_emphasis(page: Page, word: Word) -> bool:
    """« Je n'ai PLUS RIEN »: ordinary words cried out."""
    known = word.entry
    if known.frequency < _SAID or known.name >= known.frequency - _LIKELY_NAME:
        return False
    near = [page.next(word, by) for by in range(-2, 3)]
    return known.frequency >= _EVERYDAY or sum(bool(one and one.shouted) for one in near) >= _SHOUTED_RUN


def _is_unknown(page: Page, word: Word, *, strict: bool) -> bool:
    known = word.entry
    if known.is_word or word.is_letter or page.in_known_compound(word):
        return False
    if (
        _is_borne(word)
        or (known.is_first_name and known.name >= _RARELY_BORNE)
        or _ends_particles(page, word)
    ):
        return True
    if len(word.raw) == 2:
        return word.capital and not word.shouted and word.capitals_tell
    if not _FRENCH_LETTERS.fullmatch(word.raw.lower()) or _is_beside_name(page, word):
        return True
    if strict and _is_where_a_name_is(page, word):
        return True
    if is_french_form(word.folded):
        return False
    return known.name > _RATHER_LISTED or not is_badly_written(word.folded)


def _is_borne(word: Word) -> bool:
    known = word.entry
    if word.capital and known.name > 0 and word.capitals_tell:
        return True
    rarely = known.name < _OFTEN_BORNE and not word.capital and is_french_form(word.folded)
    return known.name >= _LISTED and not rarely


def _is_where_a_name_is(page: Page, word: Word) -> bool:
    """In a text without capitals: after « chez », « avec », « mon voisin », or before another unknown word."""
    if _BESIDE_SOMEBODY.search(page.before(word, 20)) and _is_before_name(page, word):
        return True
    if _is_before_unknown(page, word):
        return True
    return bool(_BEFORE_NAME.search(page.before(word, 30))) and not _USUAL_ENDING.search(word.folded)


def _is_before_unknown(page: Page, word: Word) -> bool:
    """« petru fratellouse »: two words in a row that no dictionary has."""
    following = page.next(word)
    if following is None or page.gap(word) != " " or following.entry.is_word or following.is_letter:
        return False
    return not (
        is_french_form(word.folded) or is_french_form(following.folded) or is_badly_written(following.folded)
    )


def _ends_particles(page: Page, word: Word) -> bool:
    """« wei dos anjos », « dragan li »: after a name that is no word, with or without a particle."""
    previous = page.previous(word)
    if previous is not None and previous.folded in _PARTICLES and page.gap(previous) in (" ", "-"):
        previous = page.previous(previous)
    if (
        previous is None
        or page.text[previous.end : word.start].count(" ") > 2
        or "\n" in page.text[previous.end : word.start]
    ):
        return False
    if re.search(r"[^\w \-'’]", page.text[previous.end : word.start]):
        return False
    known = previous.entry
    return not known.is_word and known.is_first_name and known.name >= _STRICTLY_LISTED


def _is_before_name(page: Page, word: Word) -> bool:
    following = page.next(word)
    if following is None or page.gap(word) not in (" ", "-"):
        return False
    known = following.entry
    return not known.is_word or known.name > known.frequency or following.folded in _PARTICLES


def _is_beside_name(page: Page, word: Word) -> bool:
    """An unknown word after a tie, a civility or a first name is no misspelling."""
    around = label_around(page.before(word, 60))
    if around in (Label.PERSON, Label.RELATIVE, Label.THIRD_PERSON):
        if not _USUAL_ENDING.search(word.folded) and not is_french_form(word.folded):
            return True
        return around == Label.PERSON or word.entry.name >= _RARELY_BORNE
    previous = page.previous(word)
    if previous is None or page.gap(previous) != " ":
        return False
    known = previous.entry
    sure = known.name >= (_LISTED if known.is_word else _RARELY_BORNE)
    return known.is_first_name and sure and known.name - known.frequency >= _LIKELY_NAME
