"""Layer D on writing: words whose letters are figures or signs, words cut by full stops. Pure."""

import re
from collections.abc import Iterator

from requests_app.anonymisation.cleaning import folded
from requests_app.anonymisation.lexicon import entry
from requests_app.anonymisation.redaction.allowed import BODIES
from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.french import is_french_form
from requests_app.anonymisation.redaction.page import Page

_DIGITS_WITHIN = re.compile(
    r"(?<![a-z0-9@._])[0134578@$]+[a-z]+[0134578@$]+[a-z][a-z0-9@$]*(?![\w@]|\.[a-z0-9])"
    r"|(?<![a-z0-9@._])[a-z]+[0-9@$]{1,3}[a-z][a-z0-9']*(?![a-z0-9@_]|\.[a-z0-9])"
)
# « K*r*guelen », « Zh.ng », « Dup*** »: signs that stand for letters or cut them.
_HIDDEN_LETTERS = re.compile(
    r"(?<![\w@/.])[^\W\d_](?:['’]?[^\W\d_])*(?:[*_#~^|$.]{1,4}['’]?[^\W\d_]+)+[*]*(?![\w@])|(?<![\w*])[^\W\d_]+\*{2,}"
    r"|(?<!\w)[^\W\d_]{2,}\([^\W\d_]{3,}\)[^\W\d_]*|(?<!\w)[^\W\d_]+[cC]['’][hH][^\W\d_]*"
)
_DIGIT_OUTSIDE = re.compile(
    r"(?<![a-z0-9@._\-])(?:[0134578](?!i?emes?\b|iem)[a-z]{3,}|[a-z]{4,}[013457])(?![a-z0-9@_]|[.\-/][a-z0-9])"
)
# « Brigan.P »: no sentence begins with one letter and no apostrophe.
_GLUED_CAPITAL = re.compile(r"[A-ZÀ-Ý]\w+\.[B-XZ](?!['’])")
_LETTERS_WITHIN = 3
_LISTED = 37  # a name borne by so many is no misspelt word
_AS_LETTERS = str.maketrans("013458", "oieasb")


def written_with_digits(page: Page) -> Iterator[Hit]:
    """« Dup0nt », « 4nnaïg », « Farid4 »: figures among the letters of a word."""
    for match in _DIGIT_OUTSIDE.finditer(page.folded.text):
        bare = match.group().strip("0123456789")
        if not entry(bare).is_word or _is_disguised_name(match.group()):
            yield Hit(*page.folded.span(*match.span()), Label.DOUBT, Layer.DEFAULT)
    for match in _DIGITS_WITHIN.finditer(page.folded.text):
        letters = sum(sign.isalpha() for sign in match.group())
        if letters >= _LETTERS_WITHIN or _is_disguised_name(match.group()):
            yield Hit(*page.folded.span(*match.span()), Label.DOUBT, Layer.DEFAULT)


def _is_disguised_name(written: str) -> bool:
    """« 4lice », « 5ophie »: the rest is a word, the whole is a first name."""
    read = entry(written.translate(_AS_LETTERS))
    return read.is_first_name and read.name >= _LISTED


def hidden_letters(page: Page) -> Iterator[Hit]:
    for match in _HIDDEN_LETTERS.finditer(page.text):
        parts = [folded(part) for part in re.findall(r"[^\W\d_]+", match.group())]
        signs = set(re.findall(r"[*_#~^|$.(]", match.group()))
        glued = signs == {"."} and _GLUED_CAPITAL.fullmatch(page.text, *match.span())
        if signs - {".", "("} or not signs or glued or _is_cut_name(parts, named=match.group()[0].isupper()):
            yield Hit(*match.span(), Label.DOUBT, Layer.DEFAULT)


def _is_cut_name(parts: list[str], *, named: bool) -> bool:
    """Only full stops between the letters: a sentence that begins without a blank is no name."""
    if parts[0] == "m" or "".join(parts) in BODIES or len("".join(parts)) < _LETTERS_WITHIN:
        return False
    if entry("".join(parts)).is_word and not named:
        return False
    if len(parts[0]) == 1:
        return named or len(parts[1]) > 1
    return any(len(part) > 1 and not entry(part).is_word and not is_french_form(part) for part in parts)
