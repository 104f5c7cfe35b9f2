"""The rules of a board as an administrator types them, from a day to come."""

from django import forms

from commission.forms.fields import EurosField, typed_euros
from commission.models import BoardRules
from commission.queries.boards import board_names, every_board_code
from cpsti_portal.kernel.errors import DomainError

_OWN = ("board_code", "starts_on")
_CENTS = "delegation_ceiling_cents"
_DAY = {"invalid": "Cette date n’est pas lisible\u00a0: écrivez par exemple 01/09/2027."}


class RulesForm(forms.ModelForm):
    """Bounds and their sentences are those of the model."""

    use_required_attribute = False
    causes = {"rules.begun": "starts_on", "rules.board": "board_code"}

    board_code = forms.ChoiceField(label="commission")
    starts_on = forms.DateField(
        label="à partir du",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Les règles d’avant valent jusqu’à la veille.",
        error_messages=_DAY,
    )
    delegation_ceiling_cents = EurosField(
        label="délégation pour l’aide d’urgence",
        help_text="Montant que la présidence et un autre membre accordent ensemble. 0\u00a0: pas de délégation.",
    )

    class Meta:
        model = BoardRules
        fields = tuple(field.name for field in BoardRules._meta.local_fields if field.name != "id")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = board_names(every_board_code())
        self.fields["board_code"].choices = sorted(names.items(), key=lambda pair: pair[1])
        self.initial[_CENTS] = typed_euros(self.initial.get(_CENTS) or 0)

    def validate_unique(self) -> None:
        """Rules announced for the same day are replaced by the service."""

    def rules(self) -> dict[str, object]:
        """The fields of the rules, without whose and from when."""
        return {name: value for name, value in self.cleaned_data.items() if name not in _OWN}

    def refuse(self, refusal: DomainError) -> None:
        self.add_error(self.causes.get(refusal.code), refusal.message)
