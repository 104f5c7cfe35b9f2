"""The code of a receipt, to find a ballot among those counted."""

from django import forms

from commission.forms.fields import RefusableForm


class CheckForm(RefusableForm):
    code = forms.CharField(
        label="Code du reçu",
        max_length=40,
        help_text="Vingt signes, avec ou sans tirets.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "input--20"}),
        error_messages={"required": "Écrivez le code de votre reçu."},
    )
