"""A sitting: its board, its form, its day, its hour and its place."""

import uuid
from collections.abc import Sequence

from django import forms

from commission.enums import KIND_LABELS, PLANNED_KINDS, SittingKind, choices_of
from commission.forms.fields import RefusableForm
from commission.models.sitting import REMOTE


class SittingForm(RefusableForm):
    causes = {
        "sitting.past": "held_on",
        "sitting.hour_taken": "starts_at",
        "second_call.late": "held_on",
        "second_call.same_day": "held_on",
    }

    sitting_id = forms.UUIDField(widget=forms.HiddenInput)
    board_code = forms.ChoiceField(label="Commission")
    kind = forms.ChoiceField(
        label="Forme",
        choices=choices_of({one: KIND_LABELS[one] for one in PLANNED_KINDS}),
        initial=SittingKind.LIVE.value,
        required=False,
        widget=forms.RadioSelect,
        help_text="Une consultation se vote à distance, tous les dossiers à la fois, sur quelques heures\u00a0: "
        "pour les aides d’urgence.",
    )
    held_on = forms.DateField(
        label="Date de la séance",
        widget=forms.DateInput(attrs={"type": "date", "class": "input--date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Cette date n’est pas lisible\u00a0: écrivez par exemple 15/03/2027."},
    )
    starts_at = forms.TimeField(
        label="Heure de début",
        widget=forms.TimeInput(attrs={"type": "time", "class": "input--5"}, format="%H:%M"),
        error_messages={"invalid": "Cette heure n’est pas lisible\u00a0: écrivez par exemple 14:30."},
    )
    place = forms.CharField(
        label="Lieu",
        required=False,
        max_length=160,
        help_text=f"Laissez vide pour une séance tenue à distance\u00a0: le lieu indiqué sera «\u00a0{REMOTE}\u00a0».",
    )

    def clean_kind(self) -> SittingKind:
        return SittingKind(self.cleaned_data["kind"] or SittingKind.LIVE)

    def __init__(self, *args, boards: Sequence[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["board_code"].choices = boards
        self.initial.setdefault("sitting_id", uuid.uuid4())
        if len(boards) == 1:
            self.fields["board_code"].widget = forms.HiddenInput()
            self.initial.setdefault("board_code", boards[0][0])
