"""The roll: who came and left, and who presides."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms

from commission.forms.fields import RefusableForm
from commission.models import Sitting
from commission.queries import roll
from commission.queries.roll import Line, sheet_key
from cpsti_portal.kernel.accounts.models import OfficeKind, Seat


class AttendanceForm(RefusableForm):
    """One box per member, named by a key that means nothing elsewhere."""

    causes = {"sitting.no_chair": "chair", "attendance.hour": "hour"}
    due = ("titulars", "substitutes", "hour", "chair")

    titulars = forms.MultipleChoiceField(
        label="Titulaires présents",
        widget=forms.CheckboxSelectMultiple,
    )
    substitutes = forms.MultipleChoiceField(
        label="Suppléants présents",
        widget=forms.CheckboxSelectMultiple,
        help_text="Un suppléant vote à la place d’un titulaire absent de la même organisation et du même collège.",
    )
    hour = forms.TimeField(
        label="Heure de ces arrivées et départs",
        help_text="Laissez vide si c’est maintenant.",
        widget=forms.TimeInput(attrs={"type": "time", "class": "input--5"}, format="%H:%M"),
        error_messages={"invalid": "Cette heure n’est pas lisible\u00a0: écrivez par exemple 14:30."},
    )
    chair = forms.ChoiceField(
        label="Présidence de séance",
        help_text="Parmi les membres présents qui votent.",
    )

    def __init__(self, *args, sitting: Sitting, lines: Sequence[Line], zone: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.day, self.zone = sitting.held_on, ZoneInfo(zone)
        self.members = {sheet_key(sitting, line.member): line.member for line in lines}
        for field, seat in (("titulars", Seat.TITULAR), ("substitutes", Seat.SUBSTITUTE)):
            of_seat = [line for line in lines if line.member.seat == seat]
            self.fields[field].choices = [_choice(sitting, line) for line in of_seat]
            self.initial[field] = [sheet_key(sitting, line.member) for line in of_seat if line.present]
            if not of_seat:
                del self.fields[field]
        if sitting.chair is None:
            del self.fields["chair"]
        else:
            self.fields["chair"].choices = [_choice(sitting, line) for line in lines]
            self.initial["chair"] = sheet_key(sitting, sitting.chair)

    def seen_at(self) -> datetime | None:
        """The hour typed, on the day of the sitting, in the zone of the board; None: now."""
        hour = self.cleaned_data.get("hour")
        return datetime.combine(self.day, hour, tzinfo=self.zone) if hour else None

    def present_ids(self) -> list[int]:
        keys = [*self.cleaned_data.get("titulars", []), *self.cleaned_data.get("substitutes", [])]
        return [self.members[key].pk for key in keys]

    def chair_id(self) -> int | None:
        chosen = self.members.get(self.cleaned_data.get("chair", ""))
        return chosen.pk if chosen else None


class OpeningForm(RefusableForm):
    causes = {"sitting.no_chair": "chair"}

    chair = forms.ChoiceField(
        label="Présidence de séance",
        error_messages={"required": "Désignez qui préside, parmi les membres présents qui votent."},
    )

    def __init__(self, *args, sitting: Sitting, seated: Sequence[Line], **kwargs):
        super().__init__(*args, **kwargs)
        self.members = {sheet_key(sitting, line.member): line.member for line in seated}
        self.fields["chair"].choices = [_choice(sitting, line) for line in seated]
        presiding = roll.presiding(seated)
        self.initial["chair"] = sheet_key(sitting, presiding.member) if presiding else ""

    def chair_id(self) -> int | None:
        chosen = self.members.get(self.cleaned_data.get("chair", ""))
        return chosen.pk if chosen else None


_OFFICES = {OfficeKind.PRESIDENT: " (présidence)", OfficeKind.VICE_PRESIDENT: " (vice-présidence)"}


def _choice(sitting: Sitting, line: Line) -> tuple[str, str]:
    office = _OFFICES[OfficeKind(line.office)] if line.office else ""
    return sheet_key(sitting, line.member), f"{line.member.display_name}{office}"
