"""What a letter says: a closed list of merge fields per kind. Money in euro cents, dates are legal dates.

An instance that would make an unlawful letter cannot exist: each class refuses it when it is built, and again
when it is read back from the stored merge data.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from requests_app.enums import PaysTo
from requests_app.letters import secrets
from requests_app.letters.catalogue import Kind
from requests_app.letters.errors import LetterError


def _require(present: object, code: str, message: str) -> None:
    if not present:
        raise LetterError(f"letter.{code}", message)


def _filled(texts: tuple[str, ...]) -> bool:
    return bool(texts) and all(text.strip() for text in texts)


def _texts(value: object) -> Iterator[str]:
    """Every text of a value, however deep, save digests: random characters are no number of a person."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for item in fields(value):
            if item.name != "sha256":
                yield from _texts(getattr(value, item.name))


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """The service that writes, with every way to reach it (CRPA R112-11-1)."""

    name: str
    service: str
    address: tuple[str, ...]
    email: str
    phone: str

    def __post_init__(self) -> None:
        _require(_filled((self.name, self.service)), "letterhead", "Le courrier ne nomme pas le service.")
        contact = (*self.address, self.email, self.phone)
        _require(
            self.address and _filled(contact), "letterhead", "Les coordonnées du service sont incomplètes."
        )


@dataclass(frozen=True, kw_only=True)
class Addressee:
    name: str
    address: tuple[str, ...]

    def __post_init__(self) -> None:
        _require(_filled((self.name, *self.address)), "addressee", "Le courrier n’a pas de destinataire.")


@dataclass(frozen=True, kw_only=True)
class Author:
    """Who decides or writes: first name and surname, function, service (CRPA L212-1 and L212-2)."""

    name: str
    function: str
    service: str

    def __post_init__(self) -> None:
        complete = _filled((self.name, self.function, self.service))
        _require(
            complete, "author", "Le courrier n’indique pas le nom, la fonction et le service de son auteur."
        )


@dataclass(frozen=True, kw_only=True)
class Remedies:
    """Routes and time limits, and the mediator. Without them no time limit can be opposed (CSS R142-1-A III)."""

    paragraphs: tuple[str, ...]
    mediator: tuple[str, ...]

    def __post_init__(self) -> None:
        _require(
            _filled(self.paragraphs), "remedies", "Le courrier n’indique pas les voies et délais de recours."
        )
        _require(_filled(self.mediator), "mediator", "Le courrier n’indique pas comment saisir le médiateur.")


@dataclass(frozen=True, kw_only=True)
class AutomatedCheck:
    """A rule engine compared the answers with the conditions of the aid (CRPA L311-3-1)."""

    parameters_on: date


@dataclass(frozen=True, kw_only=True)
class Grant:
    """``account_end`` is the last four characters of the IBAN, empty when no money goes to a bank account."""

    amount_cents: int
    asked_cents: int
    paid_to: PaysTo
    account_end: str

    def __post_init__(self) -> None:
        _require(self.amount_cents > 0, "amount", "Une aide accordée a un montant.")
        masked = len(self.account_end) == 4 and self.account_end.isalnum()
        right = {
            PaysTo.PERSON: masked,
            PaysTo.ACCOUNT: not self.account_end,
            PaysTo.BOTH: masked or not self.account_end,
        }
        _require(
            right[self.paid_to],
            "account",
            "Le courrier désigne le compte par ses quatre derniers caractères.",
        )

    @property
    def rest_cents(self) -> int:
        """What was asked and is not granted."""
        return max(self.asked_cents - self.amount_cents, 0)


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """Reasons in law (closed list) and in fact, proper to the case (CRPA L211-5 and L211-7)."""

    sentences: tuple[str, ...]
    fact: str

    def __post_init__(self) -> None:
        _require(_filled(self.sentences), "reasons", "La décision ne donne aucun motif de droit.")
        _require(self.fact.strip(), "fact", "La décision n’explique pas les faits propres à la demande.")


@dataclass(frozen=True, kw_only=True)
class Paper:
    label: str
    why: str


@dataclass(frozen=True, kw_only=True)
class ReceivedFile:
    label: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class OtherBody:
    name: str
    contact: str


@dataclass(frozen=True, kw_only=True)
class Mentions:
    """What every letter says. ``portal_url`` is the page of the request, reached after signing in."""

    letterhead: Letterhead
    addressee: Addressee
    reference: str
    filed_on: date
    dated_on: date
    portal_url: str

    def __post_init__(self) -> None:
        _require(self.reference.strip(), "reference", "Le courrier n’a pas de référence.")
        _require(
            self.filed_on <= self.dated_on, "dates", "Le courrier est daté d’avant le dépôt de la demande."
        )
        for text in _texts(self):
            _require(
                not secrets.holds_nir(text),
                "nir",
                "Un courrier ne porte jamais de numéro de sécurité sociale.",
            )
            _require(not secrets.holds_iban(text), "iban", "Un courrier ne porte jamais d’IBAN entier.")


@dataclass(frozen=True, kw_only=True)
class Receipt(Mentions):
    """Electronic acknowledgement (CRPA L112-11, R112-11-1): silence until ``refused_on`` means refusal."""

    amount_asked_cents: int
    refused_on: date
    files: tuple[ReceivedFile, ...]
    remedies: Remedies

    def __post_init__(self) -> None:
        super().__post_init__()
        _require(self.refused_on > self.filed_on, "silence", "La date du refus par silence précède le dépôt.")


@dataclass(frozen=True, kw_only=True)
class Papers(Mentions):
    """Missing papers, with a deadline; the two-month clock is suspended meanwhile (CRPA L114-5)."""

    papers: tuple[Paper, ...]
    message: str
    due_on: date
    lapses_on: date
    author: Author

    def __post_init__(self) -> None:
        super().__post_init__()
        _require(
            _filled(tuple(paper.label for paper in self.papers)), "papers", "La liste des pièces est vide."
        )
        ordered = self.dated_on <= self.due_on <= self.lapses_on
        _require(ordered, "dates", "Le délai pour envoyer les pièces est incohérent.")


@dataclass(frozen=True, kw_only=True)
class Ruling(Mentions):
    """A board sat on ``held_on`` and ruled; ``author`` signs for it."""

    board_name: str
    held_on: date
    author: Author
    remedies: Remedies
    automated_check: AutomatedCheck | None

    def __post_init__(self) -> None:
        super().__post_init__()
        _require(self.board_name.strip(), "board", "Le courrier ne nomme pas la commission.")
        _require(self.held_on <= self.dated_on, "dates", "Le courrier est daté d’avant la séance.")


@dataclass(frozen=True, kw_only=True)
class Granted(Ruling):
    grant: Grant

    def __post_init__(self) -> None:
        super().__post_init__()
        whole = self.grant.amount_cents >= self.grant.asked_cents
        _require(
            whole, "amount", "Le montant accordé est inférieur au montant demandé : l’accord est partiel."
        )


@dataclass(frozen=True, kw_only=True)
class Partial(Ruling):
    """Refuses the rest, and so gives reasons."""

    grant: Grant
    grounds: Grounds
    other_bodies: tuple[OtherBody, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        below = self.grant.amount_cents < self.grant.asked_cents
        _require(below, "amount", "Le montant accordé couvre toute la demande : l’accord n’est pas partiel.")


@dataclass(frozen=True, kw_only=True)
class Refused(Ruling):
    asked_cents: int
    grounds: Grounds
    other_bodies: tuple[OtherBody, ...]


@dataclass(frozen=True, kw_only=True)
class OutOfCompetence(Ruling):
    grounds: Grounds
    other_bodies: tuple[OtherBody, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        _require(self.other_bodies, "other_bodies", "Le courrier ne dit pas vers quel organisme se tourner.")


@dataclass(frozen=True, kw_only=True)
class Adjourned(Ruling):
    """Not a decision: the two-month clock still runs, until ``refused_on``."""

    refused_on: date

    @property
    def is_overdue(self) -> bool:
        """Silence is already a refusal when the notice is written."""
        return self.refused_on <= self.dated_on


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Mentions):
    withdrawn_on: date


@dataclass(frozen=True, kw_only=True)
class Lapsed(Mentions):
    asked_on: date
    due_on: date
    papers: tuple[Paper, ...]
    reopen_until: date
    author: Author
    remedies: Remedies

    def __post_init__(self) -> None:
        super().__post_init__()
        ordered = self.asked_on <= self.due_on <= self.dated_on < self.reopen_until
        _require(ordered, "dates", "Les dates du classement sans suite sont incohérentes.")


BY_KIND: dict[Kind, type[Mentions]] = {
    Kind.RECEIPT: Receipt,
    Kind.PAPERS: Papers,
    Kind.GRANTED: Granted,
    Kind.PARTIAL: Partial,
    Kind.REFUSED: Refused,
    Kind.ADJOURNED: Adjourned,
    Kind.OUT_OF_COMPETENCE: OutOfCompetence,
    Kind.WITHDRAWN: Withdrawn,
    Kind.LAPSED: Lapsed,
}
