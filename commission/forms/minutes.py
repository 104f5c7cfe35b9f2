"""What is typed about minutes: remark, signature, refusal, file to compare; sending and acts of the control."""

from collections.abc import Sequence

from django import forms

from commission.enums import CONTROL_LABELS, SENDING_LABELS, ControlKind, SendingMeans, choices_of
from commission.forms.fields import RefusableForm

LONGEST_REMARK = 4_000
_LONGEST_REASON = 2_000
_LARGEST_FILE = 20 * 1024 * 1024


def _text(label: str, help_text: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing},
    )


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date", "class": "input--date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Indiquez cette date.",
            "invalid": "Cette date n’est pas lisible\u00a0: écrivez par exemple 15/03/2027.",
        },
    )


class RemarkForm(RefusableForm):
    causes = {"minutes.remark": "remark", "minutes.identifier": "remark"}

    remark = forms.CharField(
        label="Observations",
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Incidents, déclarations, suites à donner. N’écrivez rien qui permette de reconnaître un demandeur.",
    )


class SigningForm(RefusableForm):
    """``seal``: the digests of the files the page showed. The password says who signs."""

    causes = {"signing.password": "password"}

    seal = forms.CharField(widget=forms.HiddenInput, max_length=128, required=False)
    password = forms.CharField(
        label="Votre mot de passe",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Écrivez votre mot de passe pour signer."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="signer_%s", **kwargs)


class ReasonForm(RefusableForm):
    causes = {"minutes.reason": "reason"}

    reason = _text(
        "Ce qui est à corriger",
        "Reste dans l’historique du procès-verbal\u00a0; le projet redevient modifiable.",
        "Dites ce qui est à corriger.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="corriger_%s", **kwargs)


class ComparedFileForm(RefusableForm):
    file = forms.FileField(
        label="Fichier à comparer",
        help_text="Le portail calcule son empreinte et ne le garde pas.",
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="comparer_%s", **kwargs)

    def clean_file(self):
        sent = self.cleaned_data["file"]
        if sent.size > _LARGEST_FILE:
            raise forms.ValidationError("Ce fichier dépasse 20 Mo\u00a0: ce n’est pas celui qui est signé.")
        return sent


class SendingForm(RefusableForm):
    causes = {"oversight.addressee": "addressee", "oversight.dates": "sent_on"}

    addressee = forms.CharField(
        label="Destinataire",
        max_length=160,
        error_messages={"required": "Dites à qui le paquet a été envoyé."},
    )
    means = forms.ChoiceField(label="Moyen", choices=choices_of(SENDING_LABELS))
    sent_on = _day("Envoyé le")
    complete_on = _day(
        "Reçu complet le",
        "Le délai de huit jours francs part de ce jour. Corrigez-le si une pièce est réclamée.",
    )

    def clean_means(self) -> SendingMeans:
        return SendingMeans(self.cleaned_data["means"])


class ControlForm(RefusableForm):
    causes = {
        "oversight.nothing_chosen": "tokens",
        "oversight.reason": "reason",
        "oversight.future": "decided_on",
        "oversight.too_late": "decided_on",
        "oversight.minister_too_late": "decided_on",
        "oversight.too_early": "decided_on",
    }

    tokens = forms.MultipleChoiceField(
        label="Décisions concernées",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins une décision de la liste."},
    )
    kind = forms.ChoiceField(label="Acte", choices=choices_of(CONTROL_LABELS))
    decided_on = _day("Date de l’acte")
    reason = _text(
        "Motif",
        "Celui que donne le service de contrôle. N’écrivez rien qui permette de reconnaître un demandeur.",
        "Écrivez le motif que donne le service de contrôle.",
    )

    def __init__(self, *args, rulings: Sequence[tuple[str, str]], **kwargs):
        """``rulings``: (token, label) of each ruling of the sitting."""
        super().__init__(*args, auto_id="acte_%s", **kwargs)
        self.fields["tokens"].choices = rulings

    def clean_kind(self) -> ControlKind:
        return ControlKind(self.cleaned_data["kind"])
