"""How long a consultation stays open."""

from django import forms

from commission.forms.fields import RefusableForm

USUAL_HOURS = 24


class ConsultationForm(RefusableForm):
    """One day is proposed, or what is left of the year."""

    causes = {"consultation.hours": "hours", "consultation.year": "hours"}

    hours = forms.IntegerField(
        label="Durée de la consultation, en heures",
        help_text="De 1 à 72 heures. Elle se clôt plus tôt si tous les titulaires ont voté sur tous les dossiers.",
        widget=forms.NumberInput(attrs={"class": "input--5", "min": 1, "max": 72}),
        error_messages={
            "required": "Indiquez la durée de la consultation.",
            "invalid": "Écrivez un nombre d’heures, par exemple 24.",
        },
    )

    @staticmethod
    def initial_of(hours_left: int) -> dict[str, int]:
        return {"hours": max(1, min(USUAL_HOURS, hours_left))}
