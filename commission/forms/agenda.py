"""How many files an agenda is composed of in one click."""

from django import forms

from commission.forms import RefusableForm
from commission.services.agenda import MOST


class ComposeForm(RefusableForm):
    causes = {"agenda.number": "number", "agenda.none_ready": "number"}

    number = forms.IntegerField(
        label="Nombre de dossiers",
        initial=20,
        widget=forms.NumberInput(attrs={"class": "input--5", "min": 1, "max": MOST}),
        error_messages={
            "required": "Écrivez combien de dossiers inscrire.",
            "invalid": "Écrivez un nombre, par exemple 20.",
        },
    )
