"""What an administrator types: a split to come, the allotments of a year."""

from collections.abc import Mapping
from datetime import date

from django import forms

from commission.balance import Balance
from commission.charges import Charge
from commission.forms.fields import EurosField, RefusableForm, typed_euros
from cpsti_portal.kernel import clock


class ChargeSplitForm(forms.ModelForm):
    """A split to come: what has been charged is not charged again."""

    def clean_starts_on(self) -> date:
        starts_on = self.cleaned_data["starts_on"]
        if starts_on <= clock.today():
            raise forms.ValidationError("Une clé commence demain au plus tôt\u00a0: le passé ne change pas.")
        return starts_on


class AllotmentForm(RefusableForm):
    """One amount a charge; an empty one is not given anything, or stays as it is."""

    causes = {"envelope.reason": "reason"}

    reason = forms.CharField(
        label="Motif",
        max_length=300,
        help_text="Ce qui porte la dotation\u00a0: arrêté, notification, décision modificative.",
        error_messages={"required": "Indiquez ce qui porte cette dotation."},
    )

    def __init__(self, *args, lines: Mapping[Charge, Balance], **kwargs):
        super().__init__(*args, **kwargs)
        for charge, line in lines.items():
            given = "" if line.allotted is None else typed_euros(line.allotted)
            self.fields[charge.value] = EurosField(label=line.label, required=False, initial=given)
        self.order_fields([*(charge.value for charge in lines), "reason"])

    def clean(self) -> dict:
        typed = any(self.data.get(charge.value, "").strip() for charge in Charge)
        if not typed and not self.errors:
            raise forms.ValidationError("Indiquez le montant d’une enveloppe au moins.")
        return super().clean()

    def content(self) -> dict:
        """The arguments of the service. « 0 » is an amount, nothing typed is none."""
        typed = [charge for charge in Charge if self.data.get(charge.value, "").strip()]
        amounts = {charge: self.cleaned_data[charge.value] for charge in typed}
        return {"amounts": amounts, "reason": self.cleaned_data["reason"]}
