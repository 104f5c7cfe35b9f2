"""What a member of a board types about their own interests."""

from django import forms

from cpsti_portal.kernel.errors import DomainError
from requests_app.interests import InterestKind
from requests_app.models.interest import KIND_CHOICES


class InterestForm(forms.Form):
    use_required_attribute = False

    kind = forms.ChoiceField(
        label="Que déclarez-vous\u00a0?",
        choices=KIND_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce que vous déclarez."},
    )
    typed = forms.CharField(
        label="SIREN, nom ou commune",
        max_length=120,
        help_text="Le SIREN compte 9 chiffres. Pour un proche, le SIREN vaut mieux que le nom.",
        error_messages={"required": "Écrivez le SIREN, le nom ou la commune."},
    )

    def refuse(self, refusal: DomainError) -> None:
        self.add_error("typed", refusal.message)

    def chosen(self) -> InterestKind:
        return InterestKind(self.cleaned_data["kind"])
