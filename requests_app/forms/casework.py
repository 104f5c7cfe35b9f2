"""The caseworker's forms. They read what was typed; the services judge it."""

from collections.abc import Iterable
from datetime import date

from django import forms

from cpsti_portal.kernel.reasons import REASONS
from requests_app.aids import registry
from requests_app.aids.base import Aid
from requests_app.aids.fields import FieldSpec, Kind
from requests_app.enums import OpinionKind
from requests_app.intake.kinds import understand
from requests_app.intake.problems import Problem
from requests_app.intake.typing import as_typed
from requests_app.models import Opinion
from requests_app.queries.queue import MINE, NOBODY, Filters
from requests_app.services.opinions import OpinionDraft
from requests_app.services.papers import OTHER_PAPER, Wanted
from requests_app.workflow import LABELS, State

_GROUPS = {"eligibility": "Conditions", "appreciation": "Appréciation", "procedure": "Procédure"}
_MONEY = FieldSpec(name="amount", label="", kind=Kind.MONEY, required=False)
_DAY = FieldSpec(name="day", label="", kind=Kind.DATE)
_LONGEST_TEXT = 4000
_LONGEST_FACT = 600


def _understood(spec: FieldSpec, typed: str | None, *, on: date = date.max) -> object:
    """Read as the applicant's answers are, with the same words when it makes no sense."""
    try:
        return understand(spec, typed, on=on, choices=())
    except Problem as problem:
        raise forms.ValidationError(problem.message) from None


class MoneyField(forms.Field):
    """Euro cents. Blank is 0."""

    def __init__(self, **options):
        attrs = {"class": "input--money", "data-suffix": "€", "inputmode": "decimal"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value):
        return _understood(_MONEY, value) or 0


class DayField(forms.Field):
    """A day as a person types it: 14/07/2026, 14 juillet 2026."""

    def __init__(self, *, on: date, **options):
        self.on = on
        widget = forms.TextInput(attrs={"class": "input--date", "inputmode": "numeric"})
        super().__init__(widget=widget, **options)

    def clean(self, value):
        return date.fromisoformat(_understood(_DAY, value, on=self.on))


def typed_day(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def reason_choices() -> list[tuple[str, str]]:
    """The closed list, by group, in its order."""
    return [(code, reason.label) for code, reason in REASONS.items()]


class CaseworkForm(forms.Form):
    use_required_attribute = False


class MayWait:
    """A field of a draft: it is expected, and may still be blank."""

    def validate(self, value):
        if value not in self.empty_values:
            super().validate(value)


class DraftText(MayWait, forms.CharField):
    pass


class DraftChoice(MayWait, forms.ChoiceField):
    pass


class DraftChoices(MayWait, forms.MultipleChoiceField):
    pass


class WithReasons(CaseworkForm):
    """The closed list of reasons, shown by group."""

    @property
    def reason_groups(self) -> list[tuple[str, list[forms.boundfield.BoundWidget]]]:
        groups: dict[str, list[forms.boundfield.BoundWidget]] = {label: [] for label in _GROUPS.values()}
        for option in self["reasons"]:
            groups[_GROUPS[REASONS[option.data["value"]].group]].append(option)
        return list(groups.items())


class QueueForm(CaseworkForm):
    """The filters above the list; a GET form: nothing here refuses anything."""

    def __init__(self, filters: Filters):
        super().__init__(
            initial={
                "q": filters.search,
                "aide": filters.aid,
                "etat": filters.state,
                "gestionnaire": filters.holder,
            }
        )
        search = forms.TextInput(attrs={"type": "search"})
        self.fields["q"] = forms.CharField(label="Nom, numéro ou SIRET", widget=search)
        self.fields["aide"] = _choice(
            "Aide", "Toutes", [(code.value, aid.short_name) for code, aid in registry.AIDS.items()]
        )
        self.fields["etat"] = _choice(
            "État", "Tous", [(one.value, LABELS[one].staff) for one in State if one != State.DRAFT]
        )
        self.fields["gestionnaire"] = _choice("Gestionnaire", "Tous", [(MINE, "Moi"), (NOBODY, "Personne")])


def _choice(label: str, every: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", every), *choices])


class PaperRequestForm(CaseworkForm):
    """One box and one comment a kind of paper, and a line for a paper of no list."""

    def __init__(self, *args, aid: Aid, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.aid = aid
        for kind in aid.documents:
            self.fields[f"piece_{kind.slug}"] = forms.BooleanField(label=kind.label, required=False)
            self.fields[f"precision_{kind.slug}"] = forms.CharField(
                label=f"Précision pour « {kind.label} »", required=False, max_length=300
            )
        self.fields["autre"] = forms.CharField(label="Une autre pièce", required=False, max_length=120)
        self.fields["precision_autre"] = forms.CharField(label="Précision", required=False, max_length=300)
        self.fields["due_on"] = DayField(on=on, label="À envoyer avant le", help_text="Exemple : 14/07/2026")
        self.fields["message"] = forms.CharField(
            label="Message à la personne",
            required=False,
            max_length=1500,
            widget=forms.Textarea(attrs={"rows": "4", "class": "input--wide"}),
            help_text="Il figure dans le courrier. Dites ce qui manque et pourquoi.",
        )

    @property
    def kinds(self) -> Iterable[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"piece_{kind.slug}"], self[f"precision_{kind.slug}"]) for kind in self.aid.documents]

    def wanted(self) -> list[Wanted]:
        data = self.cleaned_data
        chosen = [
            Wanted(kind=kind.slug, comment=data[f"precision_{kind.slug}"])
            for kind in self.aid.documents
            if data[f"piece_{kind.slug}"]
        ]
        if data["autre"]:
            chosen.append(Wanted(kind=OTHER_PAPER, label=data["autre"], comment=data["precision_autre"]))
        return chosen


class OpinionForm(WithReasons):
    """A draft may be incomplete; only what cannot be read is refused."""

    kind = DraftChoice(
        label="Votre avis",
        choices=[(kind.value, kind.label.capitalize()) for kind in OpinionKind],
        widget=forms.RadioSelect(attrs={"class": "options--inline"}),
    )
    amount = MoneyField(label="Montant proposé")
    reasons = DraftChoices(
        label="Motifs",
        choices=reason_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Au moins un si l’avis n’est pas pleinement favorable. Le courrier les reprend.",
    )
    fact_sentence = DraftText(
        label="Fait propre à cette demande",
        max_length=_LONGEST_FACT,
        widget=forms.Textarea(attrs={"rows": "2", "class": "input--wide"}),
        help_text="Pour le courrier, à la personne : « Vos ressources… ». La commission ne le lit pas.",
    )
    summary = DraftText(
        label="Résumé pour la commission",
        max_length=_LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": "8", "class": "input--wide"}),
        help_text="Ni nom, ni lieu, ni date au jour près. Écrivez « la personne », « la commune », "
        "« au premier trimestre 2026 ».",
    )
    text = DraftText(
        label="Avis motivé",
        max_length=_LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": "5", "class": "input--wide"}),
        help_text="Ce qui fonde votre proposition. La commission le lit aussi.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @classmethod
    def of(cls, opinion: Opinion | None) -> "OpinionForm":
        return cls(initial=shown_opinion(opinion) if opinion else {"version": 0})

    def draft(self) -> OpinionDraft:
        data = self.cleaned_data
        return OpinionDraft(
            kind=data["kind"],
            amount_cents=data["amount"],
            reason_codes=tuple(data["reasons"]),
            fact_sentence=data["fact_sentence"],
            text=data["text"],
            summary=data["summary"],
        )


def shown_opinion(opinion: Opinion) -> dict[str, object]:
    """A stored opinion as the form shows it."""
    return {
        "kind": opinion.kind,
        "amount": as_typed(_MONEY, opinion.amount_cents) if opinion.amount_cents else "",
        "reasons": opinion.reason_codes,
        "fact_sentence": opinion.fact_sentence,
        "summary": opinion.summary,
        "text": opinion.text,
        "version": opinion.version,
    }


class MotivationForm(WithReasons):
    reasons = forms.MultipleChoiceField(
        label="Motifs de la décision",
        choices=reason_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un motif."},
    )
    fact_sentence = forms.CharField(
        label="Fait propre à cette demande",
        max_length=_LONGEST_FACT,
        widget=forms.Textarea(attrs={"rows": "4", "class": "input--wide"}),
        help_text="Une phrase adressée à la personne, avec au moins un fait de son dossier.",
        error_messages={"required": "Écrivez une phrase qui cite un fait propre à cette demande."},
    )


class PaymentForm(CaseworkForm):
    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paid_on"] = DayField(on=on, label="Date du versement", help_text="Exemple : 14/07/2026")
