"""What a secretariat types about its members."""

from collections.abc import Sequence

from django import forms

from commission.forms.fields import RefusableForm
from cpsti_portal.kernel.accounts.models import College, Election, OfficeKind, Seat
from cpsti_portal.kernel.invitations.services import Invitee


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date", "class": "input--date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": "Cette date n’est pas lisible\u00a0: écrivez par exemple 15/03/2027.",
            "required": "Indiquez cette date.",
        },
    )


class InviteForm(RefusableForm):
    causes = {"invitation.waiting": "email", "invitation.period": "ends_on"}

    display_name = forms.CharField(
        label="Prénom et nom",
        max_length=120,
        error_messages={"required": "Écrivez le prénom et le nom du membre."},
    )
    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        help_text="L’invitation y est envoyée. C’est avec elle que le membre se connecte.",
        error_messages={
            "required": "Écrivez l’adresse du membre.",
            "invalid": "Cette adresse n’est pas complète\u00a0: écrivez par exemple prenom.nom@exemple.fr.",
        },
    )
    seat = forms.ChoiceField(
        label="Siège",
        choices=[(one.value, one.label.capitalize()) for one in Seat if one is not Seat.NONE],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si le membre est titulaire ou suppléant."},
    )
    nominated_by = forms.ChoiceField(label="Organisation qui le désigne")
    college = forms.ChoiceField(
        label="Collège",
        choices=[(one.value, one.label.capitalize()) for one in College if one is not College.NONE],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez le collège."},
    )
    starts_on = _day("Début du mandat")
    ends_on = _day("Dernier jour du mandat", help_text="Quatre ans au plus (article R612-2).")

    def __init__(self, *args, organisations: Sequence[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nominated_by"].choices = [(one, one) for one in organisations]

    def invitee(self) -> Invitee:
        return Invitee(**self.cleaned_data)


class EndForm(RefusableForm):
    causes = {
        "mandate.before_start": "ends_on",
        "mandate.in_the_past": "ends_on",
        "mandate.over": "ends_on",
        "mandate.endless": "ends_on",
    }

    ends_on = _day(
        "Dernier jour du mandat",
        help_text="Ce jour passé, le membre ne lit plus rien et ne vote plus. Hier\u00a0: tout se ferme aussitôt.",
    )


class RenewForm(RefusableForm):
    causes = EndForm.causes

    ends_on = _day("Dernier jour du nouveau mandat", help_text="Il commence le lendemain du mandat en cours.")


class ElectForm(RefusableForm):
    causes = {"office.period": "ends_on", "office.beyond_mandate": "ends_on", "office.held": "starts_on"}

    kind = forms.ChoiceField(
        label="Fonction",
        choices=[(one.value, one.label.capitalize()) for one in OfficeKind],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la fonction."},
    )
    election = forms.ChoiceField(
        label="Comment l’élection s’est-elle faite\u00a0?",
        choices=[(one.value, one.label.capitalize()) for one in Election if one is not Election.NOT_TOLD],
        help_text="Au scrutin secret (article R221-3).",
    )
    starts_on = _day("À partir du")
    ends_on = _day(
        "Dernier jour de la fonction",
        required=False,
        help_text="Laissez vide\u00a0: jusqu’à la fin du mandat.",
    )

    def content(self) -> dict:
        return self.cleaned_data | {
            "kind": OfficeKind(self.cleaned_data["kind"]),
            "election": Election(self.cleaned_data["election"]),
        }
