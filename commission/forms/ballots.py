"""A ballot: one choice, and the one thing that goes with it."""

from typing import Any
from uuid import UUID

from django import forms

from commission import rules
from commission.enums import CHOICE_LABELS, LIVE_CHOICES, Choice, SittingKind, choices_of
from commission.forms.fields import EurosField, RefusableForm
from commission.models import AgendaItem
from cpsti_portal.kernel import money
from cpsti_portal.kernel.reasons import REASONS

GROUPS = {"eligibility": "Conditions de l’aide", "appreciation": "Appréciation", "procedure": "Procédure"}
CHOICE_HINTS = {
    Choice.FOR: "tout ce qui est demandé, dans la limite du maximum possible.",
    Choice.PARTIAL: "Accorder l’aide pour un montant inférieur, que vous indiquez.",
    Choice.AGAINST: "Refuser l’aide, pour un motif de la liste.",
    Choice.ADJOURN: "Renvoyer le dossier avec une question\u00a0; il reviendra devant la commission.",
    Choice.OUT_OF_COMPETENCE: "La demande relève d’un autre organisme.",
    Choice.ABSTAIN: "Votre voix ne compte ni pour ni contre.",
    Choice.DISCUSS: "Personne ne décide sans en avoir parlé\u00a0: le dossier passe à une séance.",
}


class ChoiceCards(forms.RadioSelect):
    """What each choice means for ``item``, worked out where it is drawn: a ballot that is taken shows none of it."""

    item: AgendaItem | None = None

    @property
    def option_hints(self) -> dict[str, str]:
        if self.item is None:
            return {}
        shown = self.item.shown
        whole = rules.whole_cents(
            asked_cents=shown["amount_asked_cents"], ceiling_cents=shown["amount_ceiling_cents"]
        )
        hints = CHOICE_HINTS | {Choice.FOR: f"{money.euros(whole)}\u00a0: {CHOICE_HINTS[Choice.FOR]}"}
        return {one.value: hint for one, hint in hints.items()}


_ANY = choices_of({one: CHOICE_LABELS[one] for one in Choice})
_LIVE = choices_of({one: CHOICE_LABELS[one] for one in LIVE_CHOICES})


def _reasons() -> list[tuple[str, Any]]:
    """Read when they are shown or checked: a copy for each form would be made for nothing."""
    groups = [
        (label, [(reason.code, reason.label) for reason in REASONS.values() if reason.group == group])
        for group, label in GROUPS.items()
    ]
    return [("", "Choisissez un motif"), *groups]


class BallotForm(RefusableForm):
    """Each choice asks for one thing only; what does not go with it is not read.

    ``form_key`` is drawn with the page: the same form sent twice, by a double click or after a cut line, is one ballot.
    A proxy holder has one form for each ballot: ``voice`` names whose it is, "" for one's own. Both are written by the
    page, without anything that a person could correct: what is not readable names nothing.
    """

    causes = {
        "ballot.amount": "amount",
        "ballot.ceiling": "amount",
        "ballot.not_a_part": "amount",
        "ballot.reason": "reason_code",
        "ballot.question": "question",
    }
    details = {Choice.PARTIAL: "amount", Choice.AGAINST: "reason_code", Choice.ADJOURN: "question"}
    due = tuple(details.values())

    choice = forms.ChoiceField(
        label="Votre choix",
        widget=ChoiceCards(attrs={"class": "radio-cards"}),
        error_messages={"required": "Choisissez votre vote."},
    )
    amount = EurosField(
        label="Montant que vous accordez",
        error_messages={"required": "Indiquez le montant que vous accordez."},
    )
    reason_code = forms.ChoiceField(
        label="Motif du refus",
        choices=_reasons,
        error_messages={"required": "Choisissez le motif du refus."},
    )
    question = forms.CharField(
        label="Question posée au service instructeur",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce qu’il faut éclaircir. N’écrivez rien qui puisse désigner une personne.",
        error_messages={"required": "Écrivez ce qu’il faut éclaircir avant de décider."},
    )

    def __init__(self, *args, item: AgendaItem, **kwargs):
        super().__init__(*args, **kwargs)
        self._offer(item)
        if self.is_bound:
            chosen = self.data.get("choice")
            for choice, name in self.details.items():
                self.fields[name].required = chosen == choice

    def _offer(self, item: AgendaItem) -> None:
        """What this sitting lets choose."""
        consulted = item.sitting.kind == SittingKind.CONSULTATION
        self.fields["choice"].choices = _ANY if consulted else _LIVE
        self.fields["choice"].widget.item = item

    def clean(self) -> dict:
        """What another choice would have asked for is not an error."""
        chosen = self.cleaned_data.get("choice")
        for choice, name in self.details.items():
            if chosen != choice and name in self.errors:
                del self.errors[name]
        return super().clean()

    @property
    def voice(self) -> str:
        return self.data.get("voice", "")

    @property
    def form_key(self) -> UUID | None:
        try:
            return UUID(self.data.get("form_key", ""))
        except ValueError:
            return None

    def content(self) -> dict:
        """The arguments of the service."""
        return {
            "choice": Choice(self.cleaned_data["choice"]),
            "amount_cents": self.cleaned_data.get("amount") or 0,
            "reason_code": self.cleaned_data.get("reason_code") or "",
            "question": self.cleaned_data.get("question") or "",
            "form_key": self.form_key,
        }
