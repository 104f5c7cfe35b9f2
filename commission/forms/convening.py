"""What is typed about convening: another day for a sitting, the answer of a member."""

from django import forms

from commission.convening import ANSWER_LABELS, Answer
from commission.enums import choices_of
from commission.forms.fields import RefusableForm
from commission.forms.sittings import SittingForm
from commission.models import Sitting
from commission.models.sitting import REMOTE


class MoveForm(RefusableForm):
    causes = SittingForm.causes

    held_on = SittingForm.base_fields["held_on"]
    starts_at = SittingForm.base_fields["starts_at"]
    place = SittingForm.base_fields["place"]

    @staticmethod
    def initial_of(sitting: Sitting) -> dict[str, object]:
        place = "" if sitting.place == REMOTE else sitting.place
        return {"held_on": sitting.held_on, "starts_at": sitting.starts_at, "place": place}


class ReplyForm(RefusableForm):
    """``gives``: whether this member may let another one vote in their place."""

    answer = forms.ChoiceField(
        label="Votre réponse",
        choices=choices_of(ANSWER_LABELS),
        widget=forms.RadioSelect(attrs={"class": "radio-cards"}),
        error_messages={"required": "Dites si vous venez."},
    )

    def __init__(self, *args, gives: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not gives:
            labels = {one: label for one, label in ANSWER_LABELS.items() if one is not Answer.PROXY}
            self.fields["answer"].choices = choices_of(labels)

    def chosen(self) -> Answer:
        return Answer(self.cleaned_data["answer"])
