"""What is typed about the room: who speaks for whom, the day of a second call."""

from collections.abc import Sequence
from datetime import date

from django import forms

from commission.forms.fields import RefusableForm
from commission.models import Sitting
from commission.queries.roll import Line, sheet_key
from cpsti_portal.kernel.accounts.models import Seat

_HOLDER = "holder"


def _named(sitting: Sitting, line: Line) -> tuple[str, str]:
    return sheet_key(sitting, line.member), line.member.display_name


class GiveForm(RefusableForm):
    """A member chooses who votes in their place. ``called``: the roll was called, only those present can."""

    causes = dict.fromkeys(
        (
            "proxy.absent",
            "proxy.declines",
            "proxy.no_seat",
            "proxy.circular",
            "proxy.held",
            "proxy.holder",
            "proxy.self",
        ),
        _HOLDER,
    )

    holder = forms.ChoiceField(
        label="Qui vote à votre place",
        error_messages={
            "required": "Choisissez le membre qui votera à votre place.",
            "invalid_choice": "Choisissez un membre de cette commission.",
        },
    )

    def __init__(self, *args, sitting: Sitting, lines: Sequence[Line], own: int, **kwargs):
        super().__init__(*args, **kwargs)
        others = [line for line in lines if line.member.pk != own]
        self.members = {sheet_key(sitting, line.member): line.member.pk for line in others}
        choices = [_named(sitting, line) for line in others]
        self.fields[_HOLDER].choices = [("", "Choisissez un membre"), *choices]

    def holder_id(self) -> int:
        return self.members[self.cleaned_data[_HOLDER]]


class ProxyForm(GiveForm):
    """The secretary enters a proxy received from a titular."""

    causes = GiveForm.causes | dict.fromkeys(("proxy.given", "proxy.mandate", "proxy.carries"), "giver")

    giver = forms.ChoiceField(
        label="Donné par",
        error_messages={"required": "Choisissez le membre qui donne pouvoir."},
    )
    field_order = ("giver", _HOLDER)

    def __init__(self, *args, sitting: Sitting, lines: Sequence[Line], **kwargs):
        super().__init__(*args, sitting=sitting, lines=lines, own=0, **kwargs)
        self.fields[_HOLDER].label = "À"
        givers = [_named(sitting, line) for line in lines if line.member.seat == Seat.TITULAR]
        self.fields["giver"].choices = [("", "Choisissez un titulaire"), *givers]

    def giver_id(self) -> int:
        return self.members[self.cleaned_data["giver"]]


class SecondCallForm(RefusableForm):
    causes = dict.fromkeys(
        ("sitting.past", "sitting.hour_taken", "second_call.same_day", "second_call.late"), "held_on"
    )

    held_on = forms.DateField(
        label="Date de la seconde convocation",
        widget=forms.DateInput(attrs={"type": "date", "class": "input--date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Cette date n’est pas lisible\u00a0: écrivez par exemple 15/03/2027."},
    )

    @staticmethod
    def initial_of(proposed: date) -> dict[str, object]:
        return {"held_on": proposed}
