"""Several sittings at once: a day that comes back, then the days that are kept."""

from collections.abc import Sequence
from datetime import date

from django import forms

from commission import wording, year
from commission.forms.fields import RefusableForm
from commission.forms.sittings import SittingForm


class SeriesForm(RefusableForm):
    """« Le troisième mardi de mars, juin, septembre et décembre, à 14 h »."""

    rank = forms.TypedChoiceField(
        label="Quel jour du mois\u00a0?",
        coerce=int,
        initial=3,
        choices=[(rank, name.capitalize()) for rank, name in year.RANKS.items()],
    )
    weekday = forms.TypedChoiceField(
        label="Jour de la semaine",
        coerce=int,
        initial=1,
        choices=[(number, name.capitalize()) for number, name in enumerate(year.WEEKDAYS[:5])],
    )
    months = forms.TypedMultipleChoiceField(
        label="Mois",
        coerce=int,
        initial=list(range(1, 13)),
        choices=[(number, wording.month(number).capitalize()) for number in range(1, 13)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un mois."},
    )


class DaysForm(RefusableForm):
    """The days that are kept, with the hour and the place they share."""

    causes = {"sitting.past": "days", "sitting.hour_taken": "starts_at"}

    days = forms.TypedMultipleChoiceField(
        label="Séances à prévoir",
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un jour."},
    )
    starts_at = SittingForm.base_fields["starts_at"]
    place = SittingForm.base_fields["place"]

    def __init__(self, *args, days: Sequence[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = days
