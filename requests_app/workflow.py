"""The life of a request: one table of allowed moves. Pure: imports no model.

``services/transitions.py`` is the only reader that writes; the pages draw their buttons from the same table,
and the database refuses any move that is not in it (trigger generated from ``allowed_moves``).
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    INCOMPLETE = "incomplete"
    TO_SIGN = "to_sign"
    SENT_TO_BOARD = "sent_to_board"
    SCHEDULED = "scheduled"
    DECIDED = "decided"
    NOTIFIED = "notified"
    PAID = "paid"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Party(StrEnum):
    """Who may make a move. SYSTEM: the outbox or the beat, never a person."""

    APPLICANT = "applicant"
    CASEWORKER = "caseworker"
    SYSTEM = "system"


@dataclass(frozen=True)
class Labels:
    """Two readers, two words; ``tone`` is the colour family of the badge."""

    applicant: str
    staff: str
    tone: str


LABELS: dict[State, Labels] = {
    State.DRAFT: Labels("Brouillon, pas encore envoyé", "Brouillon", "neutral"),
    State.SUBMITTED: Labels("Envoyée, en attente d’un gestionnaire", "Déposée", "info"),
    State.IN_REVIEW: Labels("En cours d’étude", "En instruction", "info"),
    State.INCOMPLETE: Labels("Des pièces vous sont demandées", "Incomplète", "warning"),
    State.TO_SIGN: Labels("En cours d’étude", "À relire et signer", "warning"),
    State.SENT_TO_BOARD: Labels("Prête pour la commission", "Transmise à la commission", "info"),
    State.SCHEDULED: Labels("Inscrite à une séance de la commission", "Inscrite à une séance", "info"),
    State.DECIDED: Labels("La commission a rendu sa décision, le courrier se prépare", "Décidée", "info"),
    State.NOTIFIED: Labels("Décision envoyée", "Notifiée", "success"),
    State.PAID: Labels("Aide versée", "Versée", "success"),
    State.WITHDRAWN: Labels("Retirée par vous", "Retirée", "neutral"),
    State.LAPSED: Labels("Classée sans suite, faute de pièces", "Sans suite", "neutral"),
}

CLOSED = frozenset({State.PAID, State.WITHDRAWN, State.LAPSED})
OPEN_FOR_STAFF = frozenset(set(State) - CLOSED - {State.DRAFT})
# The two-month clock (CRPA L231-4) runs in these states; it is suspended in INCOMPLETE (CRPA L114-5).
CLOCK_RUNS = frozenset(
    {
        State.SUBMITTED,
        State.IN_REVIEW,
        State.TO_SIGN,
        State.SENT_TO_BOARD,
        State.SCHEDULED,
        State.DECIDED,
    }
)


@dataclass(frozen=True)
class Transition:
    name: str
    sources: tuple[State, ...]
    target: State
    party: Party
    label: str  # what the button or the history says


TRANSITIONS: tuple[Transition, ...] = (
    Transition("submit", (State.DRAFT,), State.SUBMITTED, Party.APPLICANT, "Envoyer ma demande"),
    Transition("take", (State.SUBMITTED,), State.IN_REVIEW, Party.CASEWORKER, "Prendre en charge"),
    Transition("ask_papers", (State.IN_REVIEW,), State.INCOMPLETE, Party.CASEWORKER, "Demander des pièces"),
    Transition("answer_papers", (State.INCOMPLETE,), State.IN_REVIEW, Party.APPLICANT, "Envoyer les pièces"),
    Transition("resume", (State.INCOMPLETE,), State.IN_REVIEW, Party.CASEWORKER, "Reprendre sans attendre"),
    Transition("lapse", (State.INCOMPLETE,), State.LAPSED, Party.SYSTEM, "Classer sans suite"),
    Transition("reopen", (State.LAPSED,), State.IN_REVIEW, Party.CASEWORKER, "Rouvrir"),
    Transition("freeze", (State.IN_REVIEW,), State.TO_SIGN, Party.CASEWORKER, "Figer pour relecture"),
    Transition("give_back", (State.TO_SIGN,), State.IN_REVIEW, Party.CASEWORKER, "Rendre pour correction"),
    Transition(
        "send_to_board",
        (State.TO_SIGN,),
        State.SENT_TO_BOARD,
        Party.CASEWORKER,
        "Signer et transmettre",
    ),
    Transition(
        "correct",
        (State.SENT_TO_BOARD, State.SCHEDULED),
        State.IN_REVIEW,
        Party.CASEWORKER,
        "Corriger le dossier transmis",
    ),
    Transition("schedule", (State.SENT_TO_BOARD,), State.SCHEDULED, Party.SYSTEM, "Inscrire à une séance"),
    Transition("unschedule", (State.SCHEDULED,), State.SENT_TO_BOARD, Party.SYSTEM, "Retirer de la séance"),
    Transition("adjourn", (State.SCHEDULED,), State.IN_REVIEW, Party.SYSTEM, "Ajourner"),
    Transition("decide", (State.SCHEDULED,), State.DECIDED, Party.SYSTEM, "Enregistrer la décision"),
    Transition("notify", (State.DECIDED,), State.NOTIFIED, Party.SYSTEM, "Notifier la décision"),
    # The State control service annulled the ruling: the file is examined again, under another name (CSS L151-1).
    Transition(
        "annul",
        (State.DECIDED, State.NOTIFIED),
        State.IN_REVIEW,
        Party.SYSTEM,
        "Reprendre après annulation",
    ),
    Transition("pay", (State.NOTIFIED,), State.PAID, Party.CASEWORKER, "Enregistrer le versement"),
    Transition(
        "withdraw",
        (State.SUBMITTED, State.INCOMPLETE, State.IN_REVIEW, State.TO_SIGN, State.SENT_TO_BOARD),
        State.WITHDRAWN,
        Party.APPLICANT,
        "Retirer ma demande",
    ),
)

BY_NAME: dict[str, Transition] = {transition.name: transition for transition in TRANSITIONS}


def find(name: str, source: State) -> Transition | None:
    """The transition called ``name`` if it starts from ``source``."""
    transition = BY_NAME.get(name)
    return transition if transition and source in transition.sources else None


def available(source: State, party: Party) -> tuple[Transition, ...]:
    """The moves that ``party`` may make from ``source``: what the page offers as buttons."""
    return tuple(t for t in TRANSITIONS if t.party is party and source in t.sources)


def allowed_moves() -> list[tuple[str, str]]:
    """Every (source, target) pair of the table, sorted: what the database trigger lets through."""
    return sorted({(source.value, t.target.value) for t in TRANSITIONS for source in t.sources})
