"""The files that an agenda takes: those chosen one by one, or how many of the most urgent."""

from collections.abc import Mapping

from django import forms

from commission.forms.fields import RefusableForm
from commission.services.agenda import MOST


class ChooseFilesForm(RefusableForm):
    """The files to put on the agenda; the page draws the boxes in its table."""

    files = forms.MultipleChoiceField(
        label="Dossiers à inscrire",
        error_messages={"required": "Choisissez au moins un dossier à inscrire."},
    )

    def __init__(self, *args, tokens: Mapping[str, str], **kwargs):
        """``tokens``: key of a waiting file → its token."""
        super().__init__(*args, **kwargs)
        self.tokens = tokens
        self.fields["files"].choices = [(key, key) for key in tokens]

    def chosen(self) -> list[str]:
        return [self.tokens[key] for key in self.cleaned_data["files"]]


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
