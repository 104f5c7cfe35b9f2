"""From the ruling of a board to the decision of a person's request, and to its letter."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record as audit
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from cpsti_portal.kernel.reasons import REASONS
from requests_app.legal_clock import silence_refuses_on
from requests_app.letters import bodies, secrets
from requests_app.letters.catalogue import Kind
from requests_app.letters.emails import MailKind
from requests_app.letters.mentions import (
    Adjourned,
    Author,
    Granted,
    Grounds,
    Mentions,
    OutOfCompetence,
    Partial,
    Refused,
)
from requests_app.models import AidRequest, BoardLink, Decision, DecisionKind, Letter
from requests_app.queries.casefile import decision_of
from requests_app.queries.letters import WaitingRuling, last_ruled_link
from requests_app.services import letter_facts as facts
from requests_app.services import letters, mails, transitions
from requests_app.wording_control import suspended
from requests_app.workflow import State

_OTHER_BODY = "other_body"


@transaction.atomic
def record(*, board_link: BoardLink, at: datetime) -> Decision | None:
    """Take in ``board_link.ruling``. A full grant becomes a decision at once; an adjournment goes back to the
    caseworker with a notice to the person; anything else waits for ``motivate``.
    """
    aid_request, ruling = board_link.aid_request, board_link.ruling
    if ruling["outcome"] == "adjourned":
        _adjourn(board_link, at)
        return None
    transitions.apply(aid_request=aid_request, name="decide", actor=None, at=at)
    AidRequest.objects.filter(pk=aid_request.pk).update(decided_on=_held_on(board_link))
    aid_request.refresh_from_db()
    if _kind(board_link, facts.asked_cents(aid_request=aid_request)) is not DecisionKind.GRANTED:
        return None
    return _decide(board_link, reason_codes=[], fact_sentence="", author=None, at=at)


def waiting(*, aid_request: AidRequest) -> WaitingRuling | None:
    """What the caseworker has to motivate, with the proposals found in the ruling and in the opinion."""
    if aid_request.state != State.DECIDED or decision_of(aid_request) is not None:
        return None
    link = last_ruled_link(aid_request)
    asked = facts.asked_cents(aid_request=aid_request)
    opinion = getattr(aid_request, "opinion", None)
    codes = link.ruling["reason_codes"] or (opinion.reason_codes if opinion else [])
    return WaitingRuling(
        kind=_kind(link, asked).value,
        amount_cents=link.ruling["amount_cents"],
        asked_cents=asked,
        held_on=_held_on(link),
        reason_codes=tuple(codes),
        fact_sentence=opinion.fact_sentence if opinion else "",
    )


@transaction.atomic
def motivate(
    *,
    aid_request: AidRequest,
    fact_sentence: str,
    reason_codes: Sequence[str],
    author: Actor,
    at: datetime,
) -> Decision:
    """The caseworker's reasons, in law and in fact (CRPA L211-5): the decision is made and its letter owed.

    Raises DomainError ``decision.reasons``, ``decision.fact`` or ``decision.secret``, NotAllowed, Conflict
    ``decision.done`` or ``decision.suspended``.
    """
    locked = (
        AidRequest.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=aid_request.pk)
    )
    membership = author.membership_for_organisation(locked.organisation_id)
    if membership is None:
        raise NotAllowed("decision.not_yours", "Vous n’êtes pas habilité à motiver cette décision.")
    if waiting(aid_request=locked) is None:
        raise Conflict(
            "decision.done", "Cette demande n’attend pas de motivation : la décision est déjà écrite."
        )
    link = last_ruled_link(locked)
    if link.suspended_on is not None:
        raise Conflict("decision.suspended", suspended(link.suspended_on, link.suspension))
    _check_grounds(fact_sentence, reason_codes)
    decision = _decide(
        link,
        reason_codes=list(dict.fromkeys(reason_codes)),
        fact_sentence=fact_sentence.strip(),
        author=membership,
        at=at,
    )
    audit(
        action="decision.motivated", target=decision, actor=author, detail={"reasons": decision.reason_codes}
    )
    return decision


@transaction.atomic
def annul(*, board_link: BoardLink, at: datetime) -> None:
    """The ruling is void since ``board_link.annulled_on`` (CSS L151-1): the request is examined again.

    A letter that has not left never leaves. What was paid already stays paid, and recorded; the journal says so.
    """
    aid_request, on = board_link.aid_request, board_link.annulled_on
    decision = Decision.objects.filter(board_link=board_link).first()
    if decision is not None:
        decision.annulled_on = on
        decision.save(update_fields=["annulled_on"])
    if aid_request.state in (State.DECIDED, State.NOTIFIED):
        told = aid_request.state == State.NOTIFIED
        transitions.apply(aid_request=aid_request, name="annul", actor=None, at=at)
        due_on = silence_refuses_on(facts.legal_day(aid_request, at))
        AidRequest.objects.filter(pk=aid_request.pk).update(decided_on=None, due_on=due_on)
        if told:
            mails.owe(aid_request=aid_request, kind=MailKind.ANNULLED, event=board_link.token, at=at)
    audit(action="decision.annulled", target=aid_request, detail={"state": aid_request.state})


def restore(*, board_link: BoardLink, at: datetime) -> None:
    """The suspension is over: a letter that waited leaves."""
    letters.owe_again(decision=Decision.objects.filter(board_link=board_link).first(), at=at)


def _check_grounds(fact_sentence: str, reason_codes: Sequence[str]) -> None:
    if not reason_codes or not set(reason_codes) <= set(REASONS):
        raise DomainError("decision.reasons", "Choisissez au moins un motif de la liste.")
    if len(fact_sentence.split()) < 4:
        raise DomainError("decision.fact", "Écrivez une phrase qui cite un fait propre à cette demande.")
    if secrets.holds_nir(fact_sentence) or secrets.holds_iban(fact_sentence):
        raise DomainError(
            "decision.secret",
            "La phrase contient un numéro de sécurité sociale ou un IBAN : retirez-le.",
        )


def _kind(board_link: BoardLink, asked_cents: int) -> DecisionKind:
    ruling = board_link.ruling
    if ruling["outcome"] == "adopted":
        return DecisionKind.GRANTED if ruling["amount_cents"] >= asked_cents else DecisionKind.PARTIAL
    return DecisionKind.REFUSED if ruling["outcome"] == "rejected" else DecisionKind.OUT_OF_COMPETENCE


def _held_on(board_link: BoardLink) -> date:
    return date.fromisoformat(board_link.ruling["held_on"])


def _dated_on(board_link: BoardLink, at: datetime) -> date:
    """Not before the sitting, which may have been held where it was already tomorrow."""
    return max(facts.legal_day(board_link.aid_request, at), _held_on(board_link))


def _decide(
    board_link: BoardLink, *, reason_codes: list, fact_sentence: str, author, at: datetime
) -> Decision:
    aid_request, ruling = board_link.aid_request, board_link.ruling
    on = _dated_on(board_link, at)
    asked = facts.asked_cents(aid_request=aid_request)
    kind = _kind(board_link, asked)
    decision = Decision.objects.create(
        aid_request=aid_request,
        board_link=board_link,
        kind=kind,
        amount_cents=ruling["amount_cents"],
        asked_cents=asked,
        reason_codes=reason_codes,
        fact_sentence=fact_sentence,
        held_on=_held_on(board_link),
        decided_on=on,
        signatory_name=ruling["signatory_name"],
        signatory_title=ruling["signatory_title"],
        author=author,
        remedies=facts.remedies_row(aid_request, kind=kind, on=on),
        recorded_at=at,
    )
    _owe_letter(decision, at)
    return decision


def _owe_letter(decision: Decision, at: datetime) -> Letter:
    return letters.owe(
        aid_request=decision.aid_request,
        kind=Kind(decision.kind),
        event=str(decision.pk),
        mentions=_mentions(decision),
        at=at,
        decision=decision,
    )


def _mentions(decision: Decision) -> Mentions:
    aid_request, kind = decision.aid_request, DecisionKind(decision.kind)
    said = _said_by_board(
        aid_request,
        held_on=decision.held_on,
        dated_on=decision.decided_on,
        signatory=(decision.signatory_name, decision.signatory_title),
        remedies=facts.remedies(decision.remedies),
    )
    if kind is DecisionKind.GRANTED:
        return Granted(**said, grant=_grant(decision))
    grounds = _grounds(decision)
    if kind is DecisionKind.PARTIAL:
        return Partial(**said, **grounds, grant=_grant(decision))
    if kind is DecisionKind.REFUSED:
        return Refused(**said, **grounds, asked_cents=decision.asked_cents)
    return OutOfCompetence(**said, **grounds)


def _said_by_board(
    aid_request: AidRequest, *, held_on, dated_on, signatory: tuple[str, str], remedies
) -> dict:
    """The mentions of every letter that follows a sitting."""
    name, title = signatory
    return {
        **facts.common(aid_request, dated_on=dated_on),
        "board_name": aid_request.board.name,
        "held_on": held_on,
        "author": Author(name=name, function=title, service=aid_request.board.name),
        "remedies": remedies,
        "automated_check": facts.automated_check(aid_request),
    }


def _grant(decision: Decision):
    return facts.grant(
        decision.aid_request,
        amount_cents=decision.amount_cents,
        requested_cents=decision.asked_cents,
    )


def _grounds(decision: Decision) -> dict:
    codes = decision.reason_codes
    named = bodies.for_reasons(codes)
    if decision.kind == DecisionKind.OUT_OF_COMPETENCE and not named:
        named = bodies.for_reasons([_OTHER_BODY])
    sentences = tuple(REASONS[code].sentence for code in codes)
    return {"grounds": Grounds(sentences=sentences, fact=decision.fact_sentence), "other_bodies": named}


def _adjourn(board_link: BoardLink, at: datetime) -> Letter:
    aid_request, ruling = board_link.aid_request, board_link.ruling
    transitions.apply(aid_request=aid_request, name="adjourn", actor=None, at=at)
    on = _dated_on(board_link, at)
    said = _said_by_board(
        aid_request,
        held_on=_held_on(board_link),
        dated_on=on,
        signatory=(ruling["signatory_name"], ruling["signatory_title"]),
        remedies=facts.remedies(facts.remedies_row(aid_request, kind=Kind.ADJOURNED, on=on)),
    )
    mentions = Adjourned(**said, refused_on=aid_request.due_on)
    return letters.owe(
        aid_request=aid_request,
        kind=Kind.ADJOURNED,
        event=board_link.token,
        mentions=mentions,
        at=at,
    )
