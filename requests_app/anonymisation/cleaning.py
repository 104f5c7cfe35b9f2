"""Text as it is stored, and text as it is compared. Pure."""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Letters of other alphabets that the eye reads as Latin ones.
_LOOK_ALIKES = str.maketrans(
    {
        "А": "A", "В": "B", "Е": "E", "Ѕ": "S", "З": "3", "І": "I", "Ј": "J", "К": "K", "М": "M", "Н": "H",
        "О": "O", "Р": "P", "С": "C", "Т": "T", "У": "Y", "Х": "X", "Ԛ": "Q", "Ԝ": "W", "Ғ": "F",
        "а": "a", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ј": "j", "к": "k", "ӏ": "l", "м": "m", "п": "n",
        "о": "o", "р": "p", "ԛ": "q", "г": "r", "ѕ": "s", "т": "t", "υ": "u", "ѵ": "v", "ԝ": "w", "х": "x",
        "у": "y", "с": "c", "н": "h", "в": "b", "ё": "e", "Ё": "E", "ї": "i", "Ї": "I",
        "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O",
        "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X", "α": "a", "β": "b", "γ": "y", "ε": "e", "η": "n", "ι": "i",
        "κ": "k", "μ": "u", "ν": "v", "ο": "o", "ρ": "p", "τ": "t", "χ": "x", "ω": "w", "ϲ": "c", "ϳ": "j",
        "ı": "i", "ȷ": "j", "ɑ": "a", "ɡ": "g", "ɩ": "i", "ʟ": "L", "ո": "n", "ս": "u", "օ": "o", "հ": "h",
        "ᴀ": "a", "ᴄ": "c", "ᴇ": "e", "ᴏ": "o", "ᴛ": "t", "ɴ": "n", "ʀ": "r", "ᴅ": "d", "ᴜ": "u", "ɪ": "i",
    }
)  # fmt: skip
# Read as nothing at all, although Unicode does not file them under "format".
_BLANK_SIGNS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_APOSTROPHES = frozenset("'’‘ʼ`´′＇‛ʹ")
_DASHES = frozenset("-‐‑‒–—―−﹣－⁃·•")
# Without attributes alone: what stands inside a tag is words too, « <a.martin@orange.example> » is no tag at all.
_TAG = re.compile(r"</?(?:b|i|u|em|strong|span|p|br|div|mark|font|a) ?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][\da-fA-F]{1,6}|[a-zA-Z]{2,8});")
_CUT_WORD = re.compile(r"(?<=[^\W\d_])-[ \t]*\n[ \t]*(?=[^\W\d_])")
_BLANKS = re.compile(r"(?<=\S) {2,}(?=\S)")
_MISREAD = re.compile("Ã[©¨ªÂ§´®»¢\u00a0‰€]|â€|â‚¬")
# What the two to four bytes of one sign look like once misread.
_MISREAD_SIGN = re.compile("[Â-ô][\u0080-¿ŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{1,3}")
_MISREAD_FROM = 3
_LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "ħ": "h"}


def clean(text: str) -> str:
    """What is stored and sent: one form for each letter, nothing invisible, no look-alike of another alphabet.

    Entities of HTML are read and its simple tags dropped. Typographic apostrophes and dashes stay; every kind of
    space becomes a plain one; a word cut at the end of a line is whole again. A text cleaned twice is cleaned once.
    """
    while (read := _cleaned(text)) != text:
        text = read
    return text


def _cleaned(text: str) -> str:
    lines = _read_again(_unmarked(text)).replace("\r\n", "\n").replace("\r", "\n")
    composed = unicodedata.normalize("NFKC", lines)
    visible = "".join(map(_visible, composed))
    latin = unicodedata.normalize("NFKC", visible.translate(_LOOK_ALIKES))
    return _BLANKS.sub(" ", _CUT_WORD.sub("", latin)).strip()


def _read_again(text: str) -> str:
    """« PayÃ©s »: written as UTF-8 and read as Windows-1252, by a mail or by an export."""
    if len(_MISREAD.findall(text)) < _MISREAD_FROM:
        return text
    return _MISREAD_SIGN.sub(lambda match: _as_written(match.group()), text)


def _as_written(signs: str) -> str:
    try:
        return signs.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return signs


def _unmarked(text: str) -> str:
    """Each turn makes the text shorter, so that a text cleaned twice is the text cleaned once."""
    while True:
        read = _TAG.sub("", _ENTITY.sub(lambda match: html.unescape(match.group()), text))
        if len(read) >= len(text):
            return text
        text = read


@lru_cache(maxsize=4_096)
def _visible(sign: str) -> str:
    if sign in "\n\t":
        return sign
    if sign in _BLANK_SIGNS or ord(sign) in _VARIATION_SELECTORS:
        return ""
    category = unicodedata.category(sign)
    if category in {"Cf", "Cc", "Co", "Cs", "Cn", "Me"}:
        return ""
    return " " if category in {"Zs", "Zl", "Zp"} else sign


@dataclass(frozen=True)
class Folded:
    """``text``: lower case, no accent, one apostrophe, one dash. ``origin[i]``: where sign ``i`` was before folding."""

    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the unfolded text behind ``start:end``."""
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold sign by sign, so that a match can be shown in the text it was found in."""
    signs = list(map(_plain, text))
    whole = "".join(signs)
    if len(whole) == len(text) and "" not in signs:
        return Folded(text=whole, origin=range(len(text)))
    origin: list[int] = []
    for position, plain in enumerate(signs):
        origin.extend([position] * len(plain))
    return Folded(text=whole, origin=tuple(origin))


def folded(text: str) -> str:
    """The folded form alone."""
    return fold(clean(text)).text


@lru_cache(maxsize=4_096)
def _plain(sign: str) -> str:
    if sign in _APOSTROPHES:
        return "'"
    if sign in _DASHES:
        return "-"
    lowered = sign.lower()
    bare = "".join(part for part in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(part))
    return _LIGATURES.get(bare, bare)
