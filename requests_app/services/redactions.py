"""The redaction of the free texts by the caseworker, who masks, restores, rewords and reads.

A choice is about words and holds in every text of the request, whatever is edited afterwards.
"""

from datetime import datetime

from django.db import transaction

from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError
from requests_app.anonymisation.known import LeakKind
from requests_app.anonymisation.leaks import find_leaks
from requests_app.anonymisation.masking import Mask, occurrences, term_of, words_for
from requests_app.anonymisation.redaction.findings import WORDS, Label, Layer
from requests_app.enums import FreeText, KeepReason
from requests_app.models import AidRequest, MaskingChoice, Redaction
from requests_app.queries.casefile import known_to_file, opinion_of
from requests_app.queries.redactions import BoardText, board_texts
from requests_app.services.casework import lock_held, membership_of
from requests_app.services.proposals import finding_of, follow
from requests_app.workflow import LABELS, State

LONGEST_TERM = 600
_ABSENT = "Ces mots ne se trouvent pas dans ce texte : recopiez-les tels qu’ils y sont écrits."
_CUT = "Prenez des mots entiers : il manque leur début ou leur fin."
_MOVED = "Ce texte a changé depuis l’ouverture de la page : relisez-le."
# What the gate calls a leak, as the engine would label it: where a person goes on without the engine.
_GATE_LABELS = {
    LeakKind.PERSON: Label.PERSON,
    LeakKind.RELATIVE: Label.RELATIVE,
    LeakKind.CASEWORKER: Label.THIRD_PERSON,
    LeakKind.BUSINESS: Label.COMPANY,
    LeakKind.PLACE: Label.PLACE,
    LeakKind.STREET: Label.STREET,
    LeakKind.POSTCODE: Label.POSTCODE,
    LeakKind.NIR: Label.NIR,
    LeakKind.SIRET: Label.SIRET,
    LeakKind.IBAN: Label.IBAN,
    LeakKind.PHONE: Label.PHONE,
    LeakKind.EMAIL: Label.EMAIL,
    LeakKind.DAY: Label.DATE,
    LeakKind.AGE: Label.AGE,
    LeakKind.LINK: Label.LINK,
    LeakKind.APE: Label.REFERENCE,
    LeakKind.PLATE: Label.PLATE,
    LeakKind.REFERENCE: Label.REFERENCE,
}


@transaction.atomic
def go_on_by_hand(*, aid_request: AidRequest, actor: Actor, name: FreeText) -> None:
    """Do not wait for the engine: what the gate finds is masked, the rest is for the reader. It may still come.

    Raises NotAllowed ``casework.not_held``, Conflict ``redaction.closed``.
    """
    locked = _open(aid_request, actor)
    text = _text(locked, name)
    if not text.waits:
        return
    row = Redaction.objects.select_for_update().get(pk=(text.row or _followed(locked, name)).pk)
    if row.proposed_at is not None:
        return
    leaks = find_leaks(row.source, known_to_file(locked))
    row.proposal = {
        "findings": [finding_of(*leak.span, _GATE_LABELS[leak.kind], Layer.KNOWN) for leak in leaks]
    }
    row.by_hand = True
    row.save(update_fields=["proposal", "by_hand"])


@transaction.atomic
def mask(
    *, aid_request: AidRequest, actor: Actor, name: FreeText, words: str, label: Label, at: datetime
) -> str:
    """Mask these words in every text of the request, now and after any edit. Returns them as they are known.

    Raises DomainError ``redaction.words`` (nothing to mask, too long) or ``redaction.absent``, NotAllowed
    ``casework.not_held``, Conflict ``redaction.closed``.
    """
    locked = _open(aid_request, actor)
    term = _term(words)
    source = _text(locked, name).source
    if not occurrences(source, term):
        raise DomainError("redaction.absent", _CUT if term in term_of(source) else _ABSENT)
    _choose(locked, actor, term, at, masks=True, label=label)
    return term


@transaction.atomic
def restore(
    *, aid_request: AidRequest, actor: Actor, name: FreeText, term: str, reason: KeepReason, at: datetime
) -> None:
    """Let the board read these words, for ``reason``. Raises, besides what ``mask`` raises, DomainError
    ``redaction.known`` when the gate knows them of the person.
    """
    locked = _open(aid_request, actor)
    before = board_texts(locked, opinion_of(locked))
    found = [one for one in before[name].masks if one.term == term]
    if not found:
        _check_restored(locked, term)
        return
    for part in {part for one in found for part in one.parts}:
        _choose(locked, actor, part, at, masks=False, label=found[0].label, reason=reason)
    after = board_texts(locked, opinion_of(locked))
    known = known_to_file(locked)
    for text in FreeText:
        told = {leak.sentence for leak in find_leaks(before[text].shown, known)}
        new = [leak for leak in find_leaks(after[text].shown, known) if leak.sentence not in told]
        if new:
            raise DomainError(
                "redaction.known",
                f"Le contrôle avant envoi refuse ces mots, ils restent masqués. {new[0].sentence}",
            )


@transaction.atomic
def mask_again(*, aid_request: AidRequest, actor: Actor, term: str, at: datetime) -> None:
    """What was restored is masked as it was, wherever it stands. Raises what ``mask`` raises."""
    locked = _open(aid_request, actor)
    choice = MaskingChoice.objects.filter(aid_request=locked, term=term, masks=False).first()
    if choice is not None:
        _choose(locked, actor, term, at, masks=True, label=Label(choice.label))


@transaction.atomic
def reword(
    *, aid_request: AidRequest, actor: Actor, name: FreeText, term: str, word: str, at: datetime
) -> None:
    """Write ``word``, of the closed list of these words, instead of the neutral one.

    Raises what ``mask`` raises and DomainError ``redaction.word``.
    """
    locked = _open(aid_request, actor)
    found = _mask(_text(locked, name), term)
    if found is None:
        raise Conflict("redaction.moved", _MOVED)
    allowed = words_for(found.label, [found.suggestion])
    if word not in allowed:
        raise DomainError("redaction.word", "Choisissez une des formulations proposées.")
    _choose(locked, actor, term, at, masks=True, label=found.label, word="" if word == allowed[0] else word)


@transaction.atomic
def take_suggestions(*, aid_request: AidRequest, actor: Actor, name: FreeText, at: datetime) -> int:
    """Take every suggestion of the engine for this text, where nobody chose a word. Returns how many words changed."""
    locked = _open(aid_request, actor)
    neutral = (one for one in _text(locked, name).masks if one.word == WORDS[one.label])
    suggested = {one.term: one for one in neutral if one.suggestion}
    for term, one in suggested.items():
        _choose(locked, actor, term, at, masks=True, label=one.label, word=one.suggestion)
    return len(suggested)


@transaction.atomic
def read(*, aid_request: AidRequest, actor: Actor, name: FreeText, digest: str, at: datetime) -> None:
    """Sign for the masked text that was read: ``digest`` is the one of the page. Read twice, it is read once.

    Raises Conflict ``redaction.moved`` when it is no longer that text, ``redaction.waits``, DomainError
    ``redaction.leaks``, and what ``mask`` raises.
    """
    locked = _open(aid_request, actor)
    text = _text(locked, name)
    if text.waits:
        raise Conflict(
            "redaction.waits", "Le moteur n’a pas encore lu ce texte : attendez, ou continuez à la main."
        )
    if text.digest != digest:
        raise Conflict("redaction.moved", _MOVED)
    if text.is_read:
        return
    if find_leaks(text.shown, known_to_file(locked)):
        raise DomainError(
            "redaction.leaks", "Il reste de quoi reconnaître la personne : masquez les passages signalés."
        )
    row = text.row
    row.read_digest, row.read_at = digest, at
    row.read_by = membership_of(aid_request=locked, actor=actor)
    row.save(update_fields=["read_digest", "read_by", "read_at"])
    record(action="redaction.read", actor=actor, target=locked, detail={"text": name})


@transaction.atomic
def set_aside(*, aid_request: AidRequest, actor: Actor, name: FreeText) -> None:
    """The text is no longer read: the applicant's own words do not leave, the others wait for a reader again."""
    locked = _open(aid_request, actor)
    row = _text(locked, name).row
    if row is None or not row.read_digest:
        return
    row.read_digest, row.read_by, row.read_at = "", None, None
    row.save(update_fields=["read_digest", "read_by", "read_at"])
    record(action="redaction.set_aside", actor=actor, target=locked, detail={"text": name})


def _open(aid_request: AidRequest, actor: Actor) -> AidRequest:
    locked = lock_held(aid_request=aid_request, actor=actor)
    if locked.state != State.IN_REVIEW:
        label = LABELS[State(locked.state)].staff
        raise Conflict("redaction.closed", f"Ce texte ne peut plus changer : la demande est « {label} ».")
    return locked


def _text(aid_request: AidRequest, name: FreeText) -> BoardText:
    return board_texts(aid_request, opinion_of(aid_request))[name]


def _followed(aid_request: AidRequest, name: FreeText) -> Redaction:
    """Of a request older than this bench: its texts are followed from now on."""
    follow(aid_request=aid_request, opinion=opinion_of(aid_request))
    row = Redaction.objects.filter(aid_request=aid_request, name=name).first()
    if row is None:
        raise DomainError("redaction.empty", "Ce texte est vide : il n’y a rien à masquer.")
    return row


def _check_restored(aid_request: AidRequest, term: str) -> None:
    """Restored twice is restored once; anything else is a page that is too old."""
    if not MaskingChoice.objects.filter(aid_request=aid_request, term=term, masks=False).exists():
        raise Conflict("redaction.moved", _MOVED)


def _mask(text: BoardText, term: str) -> Mask | None:
    return next((one for one in text.masks if one.term == term), None)


def _term(words: str) -> str:
    term = term_of(words)
    if not term:
        raise DomainError("redaction.words", "Écrivez ou sélectionnez les mots à masquer.")
    if len(term) > LONGEST_TERM:
        raise DomainError("redaction.words", f"Masquez au plus {LONGEST_TERM} signes à la fois.")
    return term


def _choose(aid_request: AidRequest, actor: Actor, term: str, at: datetime, **decided: object) -> None:
    decided = {"word": "", "reason": "", **decided}
    same = MaskingChoice.objects.filter(aid_request=aid_request, term=term, **decided)
    if same.exists():
        return
    by = membership_of(aid_request=aid_request, actor=actor)
    MaskingChoice.objects.update_or_create(
        aid_request=aid_request, term=term, defaults={**decided, "decided_by": by, "decided_at": at}
    )
