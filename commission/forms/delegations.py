"""What a delegation asks: the file that the secretary entrusts, the amount to which a member agrees."""

import uuid

from django import forms

from commission.forms.fields import EurosField, RefusableForm


class EntrustForm(RefusableForm):
    """``sitting_id`` is drawn with the page: the same form sent twice entrusts once."""

    sitting_id = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.CharField(
        max_length=26, error_messages={"required": "Choisissez le dossier à confier à la délégation."}
    )


class AgreementForm(RefusableForm):
    causes = {"delegation.amount": "amount", "ballot.amount": "amount", "delegation.refused": "amount"}

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    amount = EurosField(
        label="Montant que vous accordez",
        help_text="Si les deux montants diffèrent, le plus bas est accordé. "
        "Personne ne lit le vôtre avant le second accord.",
        error_messages={"required": "Écrivez le montant que vous accordez."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", uuid.uuid4())
