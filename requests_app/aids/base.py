"""What an aid is: one frozen value, filled by one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from requests_app.aids.documents import DocumentKind
from requests_app.aids.fields import Answers
from requests_app.aids.steps import Step
from requests_app.enums import AidCode, PaysTo

if TYPE_CHECKING:
    from requests_app.eligibility import Bound, Criterion


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """The words of this aid in a letter. Names stand inside a sentence; the others are whole sentences."""

    the_aid: str  # "l’aide aux cotisants en difficulté (ACED)"
    of_the_aid: str  # "de l’aide aux cotisants en difficulté (ACED)"
    purpose: str  # one sentence: what the aid is for
    payment: str  # one sentence: how a granted amount reaches the person
    next_step: str  # one sentence: what the person has to do after a grant
    legal_basis: str


@dataclass(frozen=True, kw_only=True)
class Aid:
    """``steps`` and ``documents`` are in the order of the pages. Texts are shown to the public as is."""

    code: AidCode
    slug: str
    name: str
    short_name: str
    tagline: str
    purpose: tuple[str, ...]
    who: tuple[str, ...]
    what_it_pays: tuple[str, ...]
    pays_to: PaysTo
    delay: str
    pictogram: str
    steps: tuple[Step, ...]
    documents: tuple[DocumentKind, ...]
    letter: LetterFacts
    criteria: tuple[Criterion, ...]
    bounds: tuple[Bound, ...]  # what the amount may not exceed

    def step(self, slug: str) -> Step | None:
        return next((step for step in self.steps if step.slug == slug), None)

    def document(self, slug: str) -> DocumentKind | None:
        return next((kind for kind in self.documents if kind.slug == slug), None)

    def asked_documents(self, answers: Answers) -> tuple[DocumentKind, ...]:
        """The documents that make sense for these answers, in order."""
        return tuple(kind for kind in self.documents if kind.is_asked(answers))

    def required_documents(self, answers: Answers) -> tuple[DocumentKind, ...]:
        """Those without which the request is incomplete."""
        return tuple(kind for kind in self.documents if kind.is_required(answers))
