"""What the board types: a sitting, its agenda, its roll, a ballot. Rules are in the services; here is the reading."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from commission import rules
from commission.counts_table import COLUMNS, Cell, parse
from commission.enums import (
    CHOICE_LABELS,
    KIND_LABELS,
    LIVE_CHOICES,
    PLANNED_KINDS,
    Choice,
    SittingKind,
    choices_of,
)
from commission.models import AgendaItem, Sitting
from commission.models.sitting import REMOTE
from commission.queries import roll
from commission.queries.boards import every_board_code
from commission.queries.roll import Line, sheet_key
from cpsti_portal.kernel import money
from cpsti_portal.kernel.accounts.models import OfficeKind, Seat
from cpsti_portal.kernel.errors import DomainError
from cpsti_portal.kernel.reasons import REASONS

_LARGEST_TABLE = 2 * 1024 * 1024
_ERRORS_TOLD = 20

GROUPS = {"eligibility": "Conditions de l’aide", "appreciation": "Appréciation", "procedure": "Procédure"}
CHOICE_HINTS = {
    Choice.FOR: "tout ce qui est demandé, dans la limite du maximum possible.",
    Choice.PARTIAL: "Accorder l’aide pour un montant inférieur, que vous indiquez.",
    Choice.AGAINST: "Refuser l’aide, pour un motif de la liste.",
    Choice.ADJOURN: "Renvoyer le dossier avec une question\u00a0; il reviendra devant la commission.",
    Choice.OUT_OF_COMPETENCE: "La demande relève d’un autre organisme.",
    Choice.ABSTAIN: "Votre voix ne compte ni pour ni contre.",
    Choice.DISCUSS: "Personne ne décide sans en avoir parlé\u00a0: le dossier passe à une séance.",
}


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


class SittingForm(RefusableForm):
    causes = {
        "sitting.past": "held_on",
        "sitting.hour_taken": "starts_at",
        "second_call.late": "held_on",
        "second_call.same_day": "held_on",
    }

    sitting_id = forms.UUIDField(widget=forms.HiddenInput)
    board_code = forms.ChoiceField(label="Commission")
    kind = forms.ChoiceField(
        label="Forme",
        choices=choices_of({one: KIND_LABELS[one] for one in PLANNED_KINDS}),
        initial=SittingKind.LIVE.value,
        required=False,
        widget=forms.RadioSelect,
        help_text="Une consultation se vote à distance, tous les dossiers à la fois, sur quelques heures\u00a0: "
        "pour les aides d’urgence.",
    )
    held_on = forms.DateField(
        label="Date de la séance",
        widget=forms.DateInput(attrs={"type": "date", "class": "input--date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Cette date n’est pas lisible\u00a0: écrivez par exemple 15/03/2027."},
    )
    starts_at = forms.TimeField(
        label="Heure de début",
        widget=forms.TimeInput(attrs={"type": "time", "class": "input--5"}, format="%H:%M"),
        error_messages={"invalid": "Cette heure n’est pas lisible\u00a0: écrivez par exemple 14:30."},
    )
    place = forms.CharField(
        label="Lieu",
        required=False,
        max_length=160,
        help_text=f"Laissez vide pour une séance tenue à distance\u00a0: le lieu indiqué sera «\u00a0{REMOTE}\u00a0».",
    )

    def clean_kind(self) -> SittingKind:
        return SittingKind(self.cleaned_data["kind"] or SittingKind.LIVE)

    def __init__(self, *args, boards: Sequence[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["board_code"].choices = boards
        self.initial.setdefault("sitting_id", uuid.uuid4())
        if len(boards) == 1:
            self.fields["board_code"].widget = forms.HiddenInput()
            self.initial.setdefault("board_code", boards[0][0])


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


class CountsForm(forms.Form):
    """A table of public counts; what is wrong is told line by line."""

    table = forms.FileField(
        label="Table au format CSV",
        help_text=f"Colonnes\u00a0: {', '.join(COLUMNS)}. Chaque commission citée est donnée en entier et remplacée.",
        error_messages={"required": "Choisissez la table à importer."},
    )

    def clean_table(self) -> list[Cell]:
        upload = self.cleaned_data["table"]
        if upload.size > _LARGEST_TABLE:
            raise forms.ValidationError("Cette table dépasse 2\u202fMo.")
        cells, errors = parse(_decoded(upload.read()), boards=every_board_code())
        if errors:
            more = len(errors) - _ERRORS_TOLD
            told = [*errors[:_ERRORS_TOLD], f"Et {more} autres erreurs."] if more > 0 else errors
            raise forms.ValidationError(told)
        return cells


def _decoded(data: bytes) -> str:
    """What a spreadsheet writes: UTF-8, or the code page of older ones."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


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


class ChoiceCards(forms.RadioSelect):
    option_hints: dict[str, str] = {}


class ConsultationForm(RefusableForm):
    causes = {"consultation.hours": "hours", "consultation.year": "hours"}

    hours = forms.IntegerField(
        label="Durée de la consultation, en heures",
        initial=24,
        help_text="De 1 à 72 heures. Elle se clôt plus tôt si tous les titulaires ont voté sur tous les dossiers.",
        widget=forms.NumberInput(attrs={"class": "input--5", "min": 1, "max": 72}),
        error_messages={
            "required": "Indiquez la durée de la consultation.",
            "invalid": "Écrivez un nombre d’heures, par exemple 24.",
        },
    )


class CheckForm(RefusableForm):
    code = forms.CharField(
        label="Code du reçu",
        max_length=40,
        help_text="Vingt signes, avec ou sans tirets.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "input--20"}),
        error_messages={"required": "Écrivez le code de votre reçu."},
    )


def _reasons() -> list[tuple[str, Any]]:
    """Read when they are shown or checked: a copy for each form would be made for nothing."""
    groups = [
        (label, [(reason.code, reason.label) for reason in REASONS.values() if reason.group == group])
        for group, label in GROUPS.items()
    ]
    return [("", "Choisissez un motif"), *groups]


class BallotForm(RefusableForm):
    """Each choice asks for one thing only; what does not go with it is not read.

    ``form_key`` is drawn with the page: the same form sent twice, by a double click or after a cut line, is one ballot.
    """

    causes = {
        "ballot.amount": "amount",
        "ballot.ceiling": "amount",
        "ballot.not_a_part": "amount",
        "ballot.reason": "reason_code",
        "ballot.question": "question",
    }
    details = {Choice.PARTIAL: "amount", Choice.AGAINST: "reason_code", Choice.ADJOURN: "question"}
    due = tuple(details.values())

    choice = forms.ChoiceField(
        label="Votre choix",
        widget=ChoiceCards(attrs={"class": "radio-cards"}),
        error_messages={"required": "Choisissez votre vote."},
    )
    amount = EurosField(
        label="Montant que vous accordez",
        error_messages={"required": "Indiquez le montant que vous accordez."},
    )
    reason_code = forms.ChoiceField(
        label="Motif du refus",
        choices=_reasons,
        error_messages={"required": "Choisissez le motif du refus."},
    )
    question = forms.CharField(
        label="Question posée au service instructeur",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce qu’il faut éclaircir. N’écrivez rien qui puisse désigner une personne.",
        error_messages={"required": "Écrivez ce qu’il faut éclaircir avant de décider."},
    )

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    voice = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *args, item: AgendaItem, **kwargs):
        """A proxy holder has one form for each ballot: ``voice`` names whose it is, "" for one's own."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", uuid.uuid4())
        self._offer(item)
        if self.is_bound:
            chosen = self.data.get("choice")
            for choice, name in self.details.items():
                self.fields[name].required = chosen == choice

    def _offer(self, item: AgendaItem) -> None:
        """What this sitting lets choose; to grant says its sum."""
        consulted = item.sitting.kind == SittingKind.CONSULTATION
        offered = tuple(Choice) if consulted else LIVE_CHOICES
        whole = rules.whole_cents(
            asked_cents=item.shown["amount_asked_cents"], ceiling_cents=item.shown["amount_ceiling_cents"]
        )
        hints = CHOICE_HINTS | {Choice.FOR: f"{money.euros(whole)}\u00a0: {CHOICE_HINTS[Choice.FOR]}"}
        self.fields["choice"].choices = choices_of({one: CHOICE_LABELS[one] for one in offered})
        self.fields["choice"].widget.option_hints = {one.value: hint for one, hint in hints.items()}

    def clean(self) -> dict:
        """What another choice would have asked for is not an error."""
        chosen = self.cleaned_data.get("choice")
        for choice, name in self.details.items():
            if chosen != choice and name in self.errors:
                del self.errors[name]
        return super().clean()

    def content(self) -> dict:
        """The arguments of the service."""
        return {
            "choice": Choice(self.cleaned_data["choice"]),
            "amount_cents": self.cleaned_data.get("amount") or 0,
            "reason_code": self.cleaned_data.get("reason_code") or "",
            "question": self.cleaned_data.get("question") or "",
            "form_key": self.cleaned_data.get("form_key"),
        }
