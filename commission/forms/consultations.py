"""How long a consultation stays open."""

from django import forms

from commission.forms.fields import RefusableForm


class ConsultationForm(RefusableForm):
    causes = {"consultation.hours": "hours", "consultation.year": "hours"}

    hours = forms.IntegerField(
        label="Durée de la consultation, en heures",
        initial=24,
        help_text="De 1 à 72 heures. Elle se clôt plus tôt si tous les titulaires ont voté sur tous les dossiers.",
        widget=forms.NumberInput(attrs={"class": "input--5", "min": 1, "max": 72}),
        error_messages={
            "required": "Indiquez la durée de la consultation.",
            "invalid": "Écrivez un nombre d’heures, par exemple 24.",
        },
    )
