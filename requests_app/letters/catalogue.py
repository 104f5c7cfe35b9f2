"""Which letter for which aid and which event: a closed list. A pair that is not in it cannot be sent."""

from dataclasses import dataclass
from enum import StrEnum

from requests_app.aids import registry
from requests_app.aids.base import LetterFacts
from requests_app.letters.errors import LetterError


class Kind(StrEnum):
    RECEIPT = "receipt"
    PAPERS = "papers"
    GRANTED = "granted"
    PARTIAL = "partial"
    REFUSED = "refused"
    ADJOURNED = "adjourned"
    OUT_OF_COMPETENCE = "out_of_competence"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class AidWords:
    """How the letters name an aid, alone and after « votre demande », and what the aid's own file says of it."""

    name: str
    after_request: str
    facts: LetterFacts


def _words(name: str, facts: LetterFacts) -> AidWords:
    """Every name begins with a vowel: « votre demande d’aide d’urgence »."""
    return AidWords(name=name, after_request=f"d’{name[0].lower()}{name[1:]}", facts=facts)


AIDS: dict[str, AidWords] = {
    code.value: _words(str(code.label), aid.letter) for code, aid in registry.AIDS.items()
}

# Rulings of a board: each aid has its own wording.
OUTCOMES = (Kind.GRANTED, Kind.PARTIAL, Kind.REFUSED, Kind.ADJOURNED, Kind.OUT_OF_COMPETENCE)
# Events of the instruction: one wording, with the name of the aid.
NOTICES = (Kind.RECEIPT, Kind.PAPERS, Kind.WITHDRAWN, Kind.LAPSED)

_TITLES: dict[Kind, str] = {
    Kind.RECEIPT: "Récépissé de votre demande {aid}",
    Kind.PAPERS: "Des pièces manquent à votre demande {aid}",
    Kind.GRANTED: "Votre demande {aid} est acceptée",
    Kind.PARTIAL: "Votre demande {aid} est acceptée en partie",
    Kind.REFUSED: "Votre demande {aid} est refusée",
    Kind.ADJOURNED: "La décision sur votre demande {aid} est reportée",
    Kind.OUT_OF_COMPETENCE: "Votre demande {aid} relève d’un autre organisme",
    Kind.WITHDRAWN: "Vous avez retiré votre demande {aid}",
    Kind.LAPSED: "Votre demande {aid} est classée sans suite",
}
_TONES: dict[Kind, str] = {
    Kind.RECEIPT: "info",
    Kind.PAPERS: "warning",
    Kind.GRANTED: "success",
    Kind.PARTIAL: "success",
    Kind.REFUSED: "error",
    Kind.ADJOURNED: "info",
    Kind.OUT_OF_COMPETENCE: "info",
    Kind.WITHDRAWN: "info",
    Kind.LAPSED: "warning",
}


@dataclass(frozen=True)
class LetterSpec:
    """``template`` is relative to ``templates/letters``; ``tone`` is a colour family of the alerts."""

    kind: Kind
    aid_code: str
    template: str
    title: str
    tone: str
    aid: AidWords


def _template(kind: Kind, aid_code: str) -> str:
    return f"notices/{kind}.html" if kind in NOTICES else f"{aid_code}/{kind}.html"


CATALOGUE: dict[tuple[Kind, str], LetterSpec] = {
    (kind, code): LetterSpec(
        kind=kind,
        aid_code=code,
        template=_template(kind, code),
        title=_TITLES[kind].format(aid=words.after_request),
        tone=_TONES[kind],
        aid=words,
    )
    for kind in Kind
    for code, words in AIDS.items()
}


def spec_for(kind: str, aid_code: str) -> LetterSpec:
    """The letter of this kind for this aid. Raises LetterError when the closed list has none."""
    try:
        return CATALOGUE[Kind(kind), aid_code]
    except (KeyError, ValueError):
        message = f"Aucun courrier « {kind} » n’existe pour l’aide « {aid_code} »."
        raise LetterError("letter.unknown", message) from None
