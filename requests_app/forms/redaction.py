"""The forms of the redaction of a text."""

from django import forms

from requests_app.anonymisation.redaction.findings import WORDS, Label
from requests_app.enums import KeepReason
from requests_app.forms.casework import CaseworkForm

# What a person adds by hand, the most frequent first.
_LABELS = (
    (Label.PERSON, "Nom ou prénom de la personne"),
    (Label.RELATIVE, "Un proche"),
    (Label.THIRD_PERSON, "Une autre personne"),
    (Label.COMPANY, "Son entreprise, son enseigne"),
    (Label.THIRD_COMPANY, "Une autre entreprise"),
    (Label.COMMUNE, "Une commune"),
    (Label.PLACE, "Un autre lieu"),
    (Label.STREET, "Une adresse"),
    (Label.DATE, "Un jour précis"),
    (Label.AGE, "Un âge"),
    (Label.REFERENCE, "Un numéro"),
    (Label.DOUBT, "Autre passage"),
)


class MaskForm(CaseworkForm):
    words = forms.CharField(
        label="Mots à masquer",
        help_text="Tapez-les, ou sélectionnez-les dans le texte. Ils seront masqués partout.",
        max_length=1200,
        error_messages={"required": "Écrivez ou sélectionnez les mots à masquer."},
    )
    label = forms.ChoiceField(
        label="De quoi s’agit-il ?",
        choices=[(label.value, f"{words} → {WORDS[label]}") for label, words in _LABELS],
        initial=Label.DOUBT.value,
    )

    def clean_label(self) -> Label:
        return Label(self.cleaned_data["label"])


class TermForm(CaseworkForm):
    """``term``: the words of a masked passage, as choices know them."""

    term = forms.CharField(max_length=1200)


class RestoreForm(TermForm):
    reason = forms.ChoiceField(choices=KeepReason.choices)

    def clean_reason(self) -> KeepReason:
        return KeepReason(self.cleaned_data["reason"])


class RewordForm(TermForm):
    word = forms.CharField(max_length=60)


class ReadForm(CaseworkForm):
    """``digest``: of the text the page shows."""

    digest = forms.CharField(max_length=64)
