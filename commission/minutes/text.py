"""From the facts of a closed sitting to the values its minutes print. Pure: equal facts, equal words, equal bytes.

A file is named by its reference at this sitting. A member who stepped aside is a number, and a name only where the
rules of the board ask for names: the name tells the others who knows the person.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from commission import wording
from commission.enums import KIND_LABELS, Outcome, SittingKind
from cpsti_portal.kernel.money import euros

Content = dict[str, Any]

_COUNTED: dict[str, tuple[str, str]] = {
    Outcome.ADOPTED: ("aide accordée", "aides accordées"),
    Outcome.REJECTED: ("aide refusée", "aides refusées"),
    Outcome.ADJOURNED: ("dossier ajourné", "dossiers ajournés"),
    Outcome.OUT_OF_COMPETENCE: ("dossier hors compétence", "dossiers hors compétence"),
}

_AT_DISTANCE: dict[SittingKind, str] = {
    SittingKind.CONSULTATION: "Les membres ont été consultés par voie électronique.",
    SittingKind.DELEGATION: "Deux membres ont décidé par délégation de la commission, "
    "qui en est informée à sa prochaine séance.",
}
_OPENED: dict[SittingKind, str] = {
    SittingKind.LIVE: "La séance a été ouverte",
    SittingKind.CONSULTATION: "La consultation a été ouverte",
    SittingKind.DELEGATION: "La délégation a été ouverte",
}


@dataclass(frozen=True, kw_only=True)
class MemberFacts:
    """``stays``: (arrival, departure or None while the member stayed), in order; empty for who never came.

    ``votes``: sits with a vote. ``replaces``: the absent titular. ``represented_by``: who holds the proxy.
    """

    name: str
    seat: str
    group: str = ""
    stays: tuple[tuple[datetime, datetime | None], ...] = ()
    votes: bool = False
    replaces: str = ""
    represented_by: str = ""


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """One vote. ``counts``: (choice, number). ``stepped_aside``: names. ``nominal``: who voted what."""

    token: str
    aid: str
    outcome: str
    label: str
    sentence: str
    quorum: str
    proxies: str = ""
    nominal: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    amount_cents: int = 0
    reasons: tuple[str, ...] = ()
    reason_codes: tuple[str, ...] = ()
    question: tuple[str, ...] = ()
    stand_in: str = ""
    stepped_aside: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EarlierFacts:
    """What was ruled out of a sitting, by consultation or by delegation, since the one before."""

    decided_on: date
    token: str
    aid: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class SittingFacts:
    """``held_on``: the day that the papers bear; of a delegation, that of its decision.

    ``recalls``: the day of the sitting that missed its quorum, of which this is the second call. ``finding``: what was
    written that day.
    """

    board: str
    held_on: date
    starts_at: time
    zone: str
    place: str
    opened_at: datetime
    closed_at: datetime
    chair: str
    signer: str
    signer_title: str
    secretary: str
    members: tuple[MemberFacts, ...]
    quorum: str
    items: tuple[ItemFacts, ...]
    not_examined: tuple[tuple[str, str], ...] = ()  # (token, aid)
    earlier: tuple[EarlierFacts, ...] = ()
    kind: SittingKind = SittingKind.LIVE
    recalls: date | None = None
    finding: str = ""
    nominal: bool = False
    version: int = 1
    remark: str = ""


def compose(facts: SittingFacts) -> Content:
    """Plain JSON values, in French, in the order they are printed."""
    items = [_item(number, one, nominal=facts.nominal) for number, one in enumerate(facts.items, start=1)]
    return {
        "board": facts.board,
        "day": wording.day(facts.held_on),
        "held_on": facts.held_on.isoformat(),
        "kind": KIND_LABELS[facts.kind],
        "place": facts.place,
        "call": _call(facts),
        "hours": _hours(facts),
        "chair": facts.chair,
        "secretary": facts.secretary,
        "signer": facts.signer,
        "signer_title": facts.signer_title,
        "version": facts.version,
        "quorum": "" if facts.kind is SittingKind.DELEGATION else facts.quorum,
        "present": [_present(one, facts) for one in facts.members if one.stays and one.votes],
        "attending": [_present(one, facts) for one in facts.members if one.stays and not one.votes],
        "represented": [_represented(one) for one in facts.members if not one.stays and one.represented_by],
        "absent": [_named(one) for one in _absent(facts)],
        "items": items,
        "totals": totals(items),
        "not_examined": [
            {"token": token, "reference": wording.reference(token), "aid": aid}
            for token, aid in facts.not_examined
        ],
        "earlier": [_earlier(one) for one in facts.earlier],
        "remark": [line.strip() for line in facts.remark.splitlines() if line.strip()],
        "extract": False,
    }


def totals(items: Sequence[Mapping[str, Any]]) -> Content:
    """How many of each decision, in words, and what was granted in all."""
    numbers = Counter(item["outcome"] for item in items)
    granted = sum(item["amount_cents"] for item in items)
    return {
        "examined": wording.plural(len(items), "dossier examiné", "dossiers examinés"),
        "outcomes": [
            wording.plural(numbers[outcome], *words)
            for outcome, words in _COUNTED.items()
            if numbers[outcome]
        ],
        "granted": euros(granted) if granted else "",
    }


def extract(content: Mapping[str, Any], *, without: Collection[str]) -> Content:
    """The same minutes for a reader who stepped aside from the files ``without``: they left no trace in it."""
    items = [dict(item) for item in content["items"] if item["token"] not in without]
    for number, item in enumerate(items, start=1):
        item["number"] = number
    kept = {
        name: [line for line in content[name] if line["token"] not in without]
        for name in ("not_examined", "earlier")
    }
    return dict(content) | kept | {"items": items, "totals": totals(items), "extract": True}


def _call(facts: SittingFacts) -> str:
    if (said := _AT_DISTANCE.get(facts.kind)) is not None:
        return said
    called = f"La commission était convoquée à {wording.hour(facts.starts_at)}"
    if facts.recalls is None:
        return f"{called}."
    return (
        f"{called}, en seconde convocation\u00a0: le quorum n’était pas atteint le {wording.day(facts.recalls)}. "
        "Elle délibère quel que soit le nombre des membres présents (art. R. 221-5 du code de la sécurité sociale)."
        f"{_finding(facts)}"
    )


def _finding(facts: SittingFacts) -> str:
    return f" Constat du {wording.day(facts.recalls)}\u00a0: {facts.finding}" if facts.finding else ""


def _hours(facts: SittingFacts) -> str:
    begun, ended = (_moment(at, facts) for at in (facts.opened_at, facts.closed_at))
    return f"{_OPENED[facts.kind]} {begun} et close {ended}."


def _moment(at: datetime, facts: SittingFacts) -> str:
    return wording.moment(at, facts.zone, begun=facts.opened_at, ended=facts.closed_at)


def _named(one: MemberFacts) -> Content:
    return {"name": one.name, "seat": ", ".join(filter(None, [one.seat, one.group])), "note": ""}


def _absent(facts: SittingFacts) -> list[MemberFacts]:
    """Nobody is absent from what two members decide."""
    if facts.kind is SittingKind.DELEGATION:
        return []
    return [one for one in facts.members if not one.stays and not one.represented_by]


def _represented(one: MemberFacts) -> Content:
    return _named(one) | {"note": f"représenté par {one.represented_by}"}


def _present(one: MemberFacts, facts: SittingFacts) -> Content:
    notes = [f"siège à la place de {one.replaces}"] if one.replaces else []
    notes += _movements(one, facts)
    if one.represented_by:
        notes.append(f"représenté par {one.represented_by} après son départ")
    return _named(one) | {"note": " ; ".join(notes)}


def _movements(one: MemberFacts, facts: SittingFacts) -> list[str]:
    """Only what happened while the sitting was open: who was there before the opening arrived in time."""
    told = []
    for arrived, left in one.stays:
        if facts.opened_at < arrived < facts.closed_at:
            told.append(f"arrivé {_moment(arrived, facts)}")
        if left is not None and left < facts.closed_at:
            told.append(f"parti {_moment(left, facts)}")
    return told


def _item(number: int, one: ItemFacts, *, nominal: bool) -> Content:
    return {
        "number": number,
        "token": one.token,
        "reference": wording.reference(one.token),
        "aid": one.aid,
        "outcome": one.outcome,
        "label": one.label,
        "sentence": one.sentence,
        "quorum": one.quorum,
        "counts": [{"label": label, "number": number} for label, number in one.counts],
        "amount_cents": one.amount_cents,
        "amount": euros(one.amount_cents) if one.amount_cents else "",
        "reasons": list(one.reasons),
        "reason_codes": list(one.reason_codes),
        "question": list(one.question),
        "stand_in": one.stand_in,
        "stepped_aside": _stepped_aside(one.stepped_aside, nominal=nominal),
        "proxies": one.proxies,
        "nominal": one.nominal if nominal else "",
    }


def _stepped_aside(names: Sequence[str], *, nominal: bool) -> str:
    if not names:
        return ""
    if nominal:
        verb = "se sont déportés" if len(names) > 1 else "s’est déporté"
        return f"{', '.join(sorted(names))} {verb}."
    return f"{wording.plural(len(names), 'membre s’est déporté', 'membres se sont déportés')}."


def _earlier(one: EarlierFacts) -> Content:
    return {
        "token": one.token,
        "reference": wording.reference(one.token),
        "day": wording.day(one.decided_on),
        "aid": one.aid,
        "sentence": one.sentence,
    }
