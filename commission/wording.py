"""The sentences of the minutes, in French. Pure: facts in, words out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from commission import ladders, rules
from commission.enums import Choice, Outcome
from commission.meter import FEW_FILES, Cause, Change, Reason
from commission.rules import Quorum
from cpsti_portal.kernel.money import euros
from cpsti_portal.kernel.reasons import REASONS

# Why a member does not vote.
NO_MANDATE = "Votre mandat ne couvre pas la date de cette séance."
NOT_PRESENT = "Vous n’êtes pas noté présent à cette séance\u00a0: signalez-vous au secrétariat, puis votez."
NO_SEAT = "Les titulaires sont présents ou déjà remplacés\u00a0: vous assistez à l’examen sans voter."

_VOICES = {
    Choice.FOR: "pour",
    Choice.PARTIAL: "pour une partie",
    Choice.AGAINST: "contre",
    Choice.ADJOURN: "pour l’ajournement",
    Choice.OUT_OF_COMPETENCE: "pour l’incompétence",
}

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def plural(number: int, one: str, many: str) -> str:
    """« 1 membre présent », « 0 membre présent », « 4 membres présents »."""
    return f"{number} {many if number > 1 else one}"


def quorum(facts: Quorum) -> str:
    held = plural(facts.present, "titulaire présent ou remplacé", "titulaires présents ou remplacés")
    if facts.second_call:
        return (
            "Seconde convocation\u00a0: la commission délibère valablement quel que soit le nombre de présents "
            f"({held} sur {facts.seats})."
        )
    verdict = "Quorum atteint" if facts.met else "Quorum non atteint"
    return f"{verdict}\u00a0: {held} sur {facts.seats}, pour un minimum de {facts.required}."


def missed(facts: Quorum, present: Sequence[str], at: str) -> str:
    """Why a sitting was not held, for the minutes. ``at``: « 14 h 20 »."""
    there = f"Présents\u00a0: {', '.join(present)}." if present else "Aucun membre n’est présent."
    return f"À {at}, {quorum(facts)[0].lower()}{quorum(facts)[1:]} {there} La séance ne peut pas se tenir."


def votes(counts: Mapping[Choice, int]) -> str:
    """« 4 voix pour, 1 voix contre, 2 abstentions » ; « aucun bulletin »."""
    parts = [f"{counts[choice]} voix {word}" for choice, word in _VOICES.items() if counts[choice]]
    if counts[Choice.ABSTAIN]:
        parts.append(plural(counts[Choice.ABSTAIN], "abstention", "abstentions"))
    if counts[Choice.DISCUSS]:
        parts.append(f"{counts[Choice.DISCUSS]} voix pour en discuter en séance")
    return ", ".join(parts) or "aucun bulletin"


def result(
    outcome: Outcome,
    choice: Choice | None,
    counts: Mapping[Choice, int],
    facts: Quorum,
    amount_cents: int,
    reason_codes: Sequence[str],
    *,
    cast_by_chair: bool = False,
) -> str:
    """What the minutes say of one item. ``choice`` is None when no side won."""
    said = _result(outcome, choice, counts, facts, amount_cents, reason_codes)
    return f"{said} {_CASTING}" if cast_by_chair else said


_CASTING = "Les voix étant partagées à égalité, celle de la présidence de séance est prépondérante."


def _result(
    outcome: Outcome,
    choice: Choice | None,
    counts: Mapping[Choice, int],
    facts: Quorum,
    amount_cents: int,
    reason_codes: Sequence[str],
) -> str:
    if outcome is Outcome.TO_SITTING:
        return f"Dossier renvoyé à une séance pour y être discuté\u00a0: {votes(counts)}."
    if outcome is Outcome.ADOPTED:
        return f"Aide accordée pour {euros(amount_cents)}\u00a0: {votes(counts)}."
    if outcome is Outcome.REJECTED:
        labels = "\u00a0; ".join(REASONS[code].label.lower() for code in reason_codes)
        return f"Aide refusée\u00a0: {votes(counts)}. Motifs\u00a0: {labels}."
    if outcome is Outcome.OUT_OF_COMPETENCE:
        return f"La commission se déclare incompétente\u00a0: {votes(counts)}."
    return f"Dossier ajourné{_why_adjourned(choice, counts, facts)}."


def _why_adjourned(choice: Choice | None, counts: Mapping[Choice, int], facts: Quorum) -> str:
    if not facts.met:
        return ", faute de quorum"
    if choice is Choice.ADJOURN:
        return f"\u00a0: {votes(counts)}"
    if not rules.expressed(counts):
        return f", faute de vote exprimé\u00a0: {votes(counts)}"
    if rules.is_tie(counts):
        return f", les voix étant partagées à égalité\u00a0: {votes(counts)}"
    return f", aucun choix ne réunissant la majorité des voix exprimées\u00a0: {votes(counts)}"


def proxies(used: Sequence[tuple[int, int]], names: Mapping[int, str]) -> str:
    """« Pouvoir exercé : Anne Le Goff pour Yann Morvan. » ``used``: (giver, holder)."""
    if not used:
        return ""
    told = ", ".join(f"{names.get(holder, holder)} pour {names.get(giver, giver)}" for giver, holder in used)
    return f"{'Pouvoirs exercés' if len(used) > 1 else 'Pouvoir exercé'}\u00a0: {told}."


_NOMINAL = _VOICES | {Choice.ABSTAIN: "abstention", Choice.DISCUSS: "à discuter en séance"}


def nominal(names: Mapping[Choice, Sequence[str]]) -> str:
    """« Vote nominal – pour : A, B ; contre : C. »"""
    told = "\u00a0; ".join(
        f"{word}\u00a0: {', '.join(names[choice])}" for choice, word in _NOMINAL.items() if choice in names
    )
    return f"Vote nominal – {told}." if told else ""


def day(on: date) -> str:
    """« 3 mars 2027 », « 1er avril 2027 »."""
    number = "1er" if on.day == 1 else str(on.day)
    return f"{number} {_MONTHS[on.month - 1]} {on.year}"


def month(number: int) -> str:
    """« mars », from 1."""
    return _MONTHS[number - 1]


def long_day(on: date) -> str:
    """« mercredi 3 mars 2027 »."""
    return f"{_WEEKDAYS[on.weekday()]} {day(on)}"


def reference(token: str) -> str:
    """The short form of a reference, enough to tell two files of a board apart: « AKU3 NXE6 »."""
    return f"{token[:4]}\u00a0{token[4:8]}"


def hour(moment: datetime | time, zone_name: str = "") -> str:
    """« 14 h 05 »; an instant is told in the zone of the board."""
    local = moment.astimezone(ZoneInfo(zone_name)) if isinstance(moment, datetime) else moment
    return f"{local.hour}\u00a0h\u00a0{local.minute:02d}"


def moment(at: datetime, zone_name: str, *, begun: datetime, ended: datetime) -> str:
    """« à 14 h 05 »; « le 4 juin 2026 à 14 h 05 » of what did not begin and end on the same local day."""
    zone = ZoneInfo(zone_name)
    told = f"à {hour(at, zone_name)}"
    same = begun.astimezone(zone).date() == ended.astimezone(zone).date()
    return told if same else f"le {day(at.astimezone(zone).date())} {told}"


def grouped(number: int) -> str:
    """« 32 100 »."""
    return f"{number:,}".replace(",", "\u202f")


def recognisable(reason: Reason, k: int) -> str:
    """Why a file could be recognised, in one sentence for the secretary."""
    values = " et ".join(f"{ladders.NAMES[name]} «\u00a0{label}\u00a0»" for name, label in reason.values)
    if reason.cause is Cause.RARE:
        people = "travailleurs indépendants" if reason.people > 1 else "travailleur indépendant"
        return (
            f"Cet âge et cette activité désignent {grouped(reason.people)} {people} du territoire\u00a0: "
            f"il en faut au moins {grouped(k)}."
        )
    if reason.cause is Cause.UNCOUNTED:
        return (
            "Les effectifs publics de ce territoire ne sont pas renseignés\u00a0: "
            "demandez à l’administration du portail de les importer."
        )
    if reason.cause is Cause.COARSE:
        return f"Moins de {FEW_FILES} dossiers sont ouverts\u00a0: à élargir, {values}."
    if len(reason.values) > 1:
        return f"Seul dossier ouvert à réunir ces deux valeurs\u00a0: {values}."
    return f"Seul dossier ouvert avec cette valeur\u00a0: {values}."


def all_alike(group: str, situation: str, files: int) -> str:
    """What nobody needs to recognise a file to learn."""
    return (
        f"«\u00a0{group}\u00a0»\u00a0: les {files} dossiers disent tous «\u00a0{situation}\u00a0». "
        "Qui connaît un demandeur de ce groupe l’apprendrait, sans savoir quel dossier est le sien."
    )


def widened(changes: Sequence[Change]) -> str:
    """« tranche d’âge\u00a0: 40 à 59 ans au lieu de 40 à 49 ans »."""
    return "\u202f; ".join(
        f"{ladders.NAMES[one.attribute]}\u00a0: «\u00a0{one.after}\u00a0» au lieu de «\u00a0{one.before}\u00a0»"
        for one in changes
    )
