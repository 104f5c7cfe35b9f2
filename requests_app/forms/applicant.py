"""The small forms of the applicant: the aid, the papers, the confirmations."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms

from requests_app.aids import registry

ACCEPTED = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"


@dataclass(frozen=True)
class Slot:
    """A place where papers go. ``kind`` is the nature under which they are stored."""

    kind: str
    label: str
    help: str
    required: bool


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class PapersField(forms.FileField):
    """Any number of files; each is read and judged by the service that keeps it."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        return [upload for upload in (data if isinstance(data, list) else [data]) if upload]


class PapersForm(forms.Form):
    """One place per kind of paper; one sending carries all that was chosen."""

    use_required_attribute = False

    def __init__(self, slots: Iterable[Slot], *args, **kwargs):
        super().__init__(*args, **kwargs)
        for slot in slots:
            self.fields[slot.kind] = PapersField(
                label=slot.label,
                required=slot.required,
                help_text=slot.help,
                widget=SeveralFiles(attrs={"accept": ACCEPTED}),
            )

    def chosen(self) -> list[tuple[str, object]]:
        """(kind, file) for each file sent, in the order of the page."""
        return [(kind, upload) for kind in self.fields for upload in self.cleaned_data.get(kind, [])]


class AidForm(forms.Form):
    aid = forms.ChoiceField(
        choices=[(code.value, aid.name) for code, aid in registry.AIDS.items()],
        error_messages={
            "required": "Choisissez l’aide que vous demandez.",
            "invalid_choice": "Choisissez l’une des aides proposées.",
        },
    )


class PartialAnswerForm(forms.Form):
    """Sending without all the papers asks once more."""

    partial = forms.BooleanField(required=False)
