"""The forms of the second reading."""

from django import forms

from requests_app.forms.casework import CaseworkForm

_LONGEST_REASON = 600


class VersionForm(CaseworkForm):
    """``number``: the version the page shows."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class SignatureForm(VersionForm):
    read = forms.BooleanField(
        label="J’ai relu chaque ligne : rien n’y permet de reconnaître la personne.",
        error_messages={"required": "Relisez le dossier, puis cochez cette case pour signer."},
    )


def _reason(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Dites ce qui est à corriger."},
    )


class ReturnForm(VersionForm):
    """``own``: its author takes the version back, without having to say why."""

    reason = _reason("Ce qui est à corriger", "L’agent qui a préparé le dossier lira ces mots.")

    def __init__(self, *args, own: bool, **kwargs):
        super().__init__(*args, auto_id="rendre_%s", **kwargs)  # it shares its page with the signature
        if own:
            del self.fields["reason"]


class CorrectionForm(CaseworkForm):
    reason = _reason(
        "Pourquoi reprendre ce dossier",
        "Reste dans l’historique de l’organisme, la commission ne le lit pas.",
    )
