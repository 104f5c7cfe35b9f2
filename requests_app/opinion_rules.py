"""When an opinion may leave for the board. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from requests_app.enums import OpinionKind

_SHORTEST_SUMMARY = 40


@dataclass(frozen=True)
class Shortcoming:
    """``field``: the one of the form where it is mended."""

    field: str
    sentence: str


def shortcomings(
    *,
    kind: str,
    amount_cents: int,
    asked_cents: int,
    ceiling_cents: int,
    reason_codes: Sequence[str],
    text: str,
    summary: str,
) -> tuple[Shortcoming, ...]:
    """What is still lacking, in the order of the page; nothing when the file may be sent."""
    not_full = not is_full(kind, amount_cents, asked_cents)
    found = [
        ("kind", "Choisissez un avis.", not kind),
        ("amount", "Indiquez le montant que vous proposez.", _lacks_amount(kind, amount_cents)),
        ("amount", "Un avis défavorable ne propose aucun montant.", _amount_refused(kind, amount_cents)),
        ("amount", "Le montant dépasse le maximum.", amount_cents > ceiling_cents),
        (
            "reasons",
            "Choisissez au moins un motif : l’avis n’est pas pleinement favorable.",
            not_full and not reason_codes,
        ),
        (
            "summary",
            "Écrivez le résumé : la commission ne lit ni le récit ni les pièces.",
            len(summary.strip()) < _SHORTEST_SUMMARY,
        ),
        ("text", "Motivez votre avis.", not text.strip()),
    ]
    return tuple(Shortcoming(field, sentence) for field, sentence, lacks in found if lacks)


def is_full(kind: str, amount_cents: int, asked_cents: int) -> bool:
    """Favourable, for all that was asked: the only opinion that needs no reason."""
    return kind == OpinionKind.FAVORABLE and amount_cents >= asked_cents


def _lacks_amount(kind: str, amount_cents: int) -> bool:
    return kind in (OpinionKind.FAVORABLE, OpinionKind.PARTIAL) and amount_cents == 0


def _amount_refused(kind: str, amount_cents: int) -> bool:
    return kind == OpinionKind.UNFAVORABLE and amount_cents > 0
