"""Which figures are money, and which digits stand behind letters and words. Pure, on folded text."""

import re

from requests_app.anonymisation.numbers import Squeezed, spoken_digits

HIDDEN = "·"  # in the place of a digit that is nobody's number
_NUMBER = r"(?:[1-9]\d{0,2}(?:[ .']\d{3})+|\d{1,7})(?:[.,]\d{1,2})?"
_MONEY = (
    r"(?:€|euros?\b|eur\b|(?<!\d{6})(?<!\d{6} )e\b(?!\.)|k€|ke\b"
    r"|(?<![a-z]\d{5})(?<![a-z]\d{6})(?<![a-z]\d{7})k\b|francs?\b|balles\b|centimes?\b|cts?\b"
    r"|(?:milliers?|millions?)\b"
    r"|mille (?:€|euros?\b)|d'euros?\b)"
)
_UNIT = (
    r"(?:%|pour cent\b|heures?\b|h\b|h\d\d\b|km\b|kms\b|m2\b|metres?\b|kg\b|tonnes?\b|litres?\b|jours?\b"
    r"|semaines?\b|mois\b|fois\b|points?\b"
    r"|trimestres?\b|personnes?\b|clients?\b|salaries?\b|habitants\b|couverts?\b|heure\b|pieces?\b)"
)
_AMOUNTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\d.,/\-]){_NUMBER} ?(?:{_MONEY}|{_UNIT})",
        rf"€ ?{_NUMBER}(?!\d)",
        rf"(?<![\d.,/\-]){_NUMBER} ?(?:ht|ttc|net|nets|brut|bruts|par mois|/ ?mois|par an|/ ?an|mensuels?"
        rf"|annuels?|de ca\b|de chiffre|de dettes?"
        r"|de loyer|de decouvert|de cotisations?)",
        rf"\b(?:ca|chiffre d'affaires?|montant|dettes?|revenus?|loyer|salaire|benefices?|resultat|decouvert"
        rf"|cotisations?|ressources|charges|capital"
        rf"|mensualites?|somme|total|budget|deficit)\b(?: \w+){{0,2}}? ?[:=]? ?{_NUMBER}(?![\d/\-]|[ .]\d\d)",
    )
)
_SMALL = [
    "zero",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: r"quatre[ \-]vingt"}
_LOOKS_NUMERIC = re.compile(
    r"(?<![a-z0-9])(?=[oil]*\d)[\doil]{2,}(?![a-z0-9])|(?<=\d[ .\-/])[oli](?=[ .\-/]?\d)"
)
_AS_DIGITS = str.maketrans({"o": "0", "i": "1", "l": "1"})


def hide_amounts(text: str) -> str:
    """Money, rates, lengths of time: their digits give way to a sign no pattern reads. Lengths do not change."""
    for pattern in _AMOUNTS:
        text = pattern.sub(lambda match: re.sub(r"\d", HIDDEN, match.group()), text)
    return text


def as_digits(text: str) -> str:
    """« O6 l2 » read as « 06 12 »: letters that stand for digits inside a number. Lengths do not change."""
    return _LOOKS_NUMERIC.sub(lambda match: match.group().translate(_AS_DIGITS), text)


def spoken(text: str) -> Squeezed:
    """The digits of the text one after the other, those of number words among them; any other word cuts."""
    return spoken_digits(as_digits(text))


def spoken_forms(number: int) -> list[str]:
    """How a number under a hundred is said, folded, blanks or hyphens between: patterns, longest writing first."""
    if number < len(_SMALL):
        return [re.sub(r"[ \-]", r"[ \\-]", _SMALL[number])]
    tens, units = divmod(number, 10)
    if tens in (7, 9):
        tens, units = tens - 1, units + 10
    if not units:
        return [rf"{_TENS[tens]}s?"]
    link = r"(?:[ \-]et)?" if units in (1, 11) else ""
    return [rf"{_TENS[tens]}{link}[ \-]{spoken_forms(units)[0]}"]
