"""What the forms of the board share: an amount, and a refusal shown next to its cause."""

from django import forms

from cpsti_portal.kernel import money
from cpsti_portal.kernel.errors import DomainError


class EurosField(forms.CharField):
    """« 1 234,50 » → 123450 cents."""

    default_error_messages = {
        "invalid": "Ce montant n’est pas lisible\u00a0: écrivez par exemple 1\u202f250,50."
    }

    def __init__(self, **kwargs):
        attrs = {"inputmode": "decimal", "class": "input--money", "data-suffix": "€", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=20, **kwargs)

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return 0
        try:
            return money.cents(typed)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


def typed_euros(cents: int) -> str:
    """How an amount is written in a field: no unit, no thin space."""
    whole, rest = divmod(cents, 100)
    return f"{whole},{rest:02d}" if rest else str(whole)


class RefusableForm(forms.Form):
    """A form that can show a refusal of the service next to its cause: ``causes`` maps codes to fields.

    ``due``: fields that are due or not according to the others; drawn, they carry no mark of being optional.
    """

    use_required_attribute = False
    causes: dict[str, str] = {}
    due: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._mark_due(drawn=not self.is_bound)

    def clean(self) -> dict:
        self._mark_due(drawn=True)
        return self.cleaned_data

    def _mark_due(self, *, drawn: bool) -> None:
        for name in self.due:
            if name in self.fields:
                self.fields[name].required = drawn

    def refuse(self, refusal: DomainError) -> None:
        self.add_error(self.causes.get(refusal.code), refusal.message)
