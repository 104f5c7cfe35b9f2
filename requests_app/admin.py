"""Administration of the identity side: dated parameters, events, remedies. What is legal can be looked at, no more.

Who filed a request and what was answered are not here: an administrator follows the portal, not the persons.
"""

from datetime import timedelta

from django import forms
from django.contrib import admin

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.money import euros
from requests_app.enums import AidCode
from requests_app.forms.casework import MoneyField
from requests_app.models import (
    AidParameter,
    AidRequest,
    Campaign,
    Decision,
    Letter,
    Mail,
    Opinion,
    PaperRequest,
    Payment,
    RemediesText,
    StateChange,
    StoredVerdict,
)
from requests_app.parameters import DEFAULTS, Unit

_WORDS = {
    Unit.DAYS: "jours",
    Unit.MONTHS: "mois",
    Unit.YEARS: "ans",
    Unit.QUARTERS: "trimestres",
    Unit.PERCENT: "%",
}
_BY_KEY = {(code, item.key): item for code, items in DEFAULTS.items() for item in items}
_KEYS = sorted(
    {(item.key, item.label) for items in DEFAULTS.values() for item in items}, key=lambda pair: pair[1]
)


class KeptAdmin(admin.ModelAdmin):
    """Nothing is ever deleted here: a decision may rest on it."""

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(KeptAdmin):
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


def _in_force(parameter: AidParameter) -> bool:
    return parameter.starts_on <= clock.today()


class ParameterForm(forms.ModelForm):
    """A row to come is free; of a row in force only the end can be set, from today on."""

    aid_code = forms.ChoiceField(label="aide", choices=AidCode.choices)
    key = forms.ChoiceField(label="paramètre", choices=_KEYS)

    class Meta:
        model = AidParameter
        fields = ["aid_code", "key", "region", "value", "starts_on", "ends_on", "source"]
        help_texts = {
            "value": "En centimes pour un montant, en jours ou en mois pour un délai, 1 ou 0 pour oui ou non.",
            "region": "Vide : partout.",
            "ends_on": "Dernier jour d’application. Vide : sans fin.",
        }

    def clean(self):
        data = super().clean()
        code, key, today = data.get("aid_code"), data.get("key"), clock.today()
        if code and key and (AidCode(code), key) not in _BY_KEY:
            self.add_error("key", "Ce paramètre n’existe pas pour cette aide.")
        if "starts_on" in self.fields and data.get("starts_on") and data["starts_on"] <= today:
            self.add_error(
                "starts_on", "Une valeur nouvelle commence demain au plus tôt : le passé ne change pas."
            )
        ends_on = data.get("ends_on")
        if ends_on and ends_on < today - timedelta(days=1):
            self.add_error("ends_on", "Une valeur ne peut pas cesser dans le passé.")
        return data


@admin.register(AidParameter)
class AidParameterAdmin(KeptAdmin):
    form = ParameterForm
    list_display = ["aid", "label", "shown", "region", "starts_on", "ends_on", "source"]
    list_filter = ["aid_code", "key", "region"]
    list_select_related = ["region"]
    ordering = ["aid_code", "key", "-starts_on"]

    def get_readonly_fields(self, request, obj=None):
        if obj is None or not _in_force(obj):
            return []
        return ["aid_code", "key", "region", "value", "starts_on", "source"]

    def has_change_permission(self, request, obj=None):
        over = obj is not None and obj.ends_on is not None and obj.ends_on < clock.today()
        return not over and super().has_change_permission(request, obj)

    @admin.display(description="aide", ordering="aid_code")
    def aid(self, parameter: AidParameter) -> str:
        return AidCode(parameter.aid_code).label

    @admin.display(description="paramètre", ordering="key")
    def label(self, parameter: AidParameter) -> str:
        known = _BY_KEY.get((AidCode(parameter.aid_code), parameter.key))
        return known.label if known else parameter.key

    @admin.display(description="valeur")
    def shown(self, parameter: AidParameter) -> str:
        known = _BY_KEY.get((AidCode(parameter.aid_code), parameter.key))
        unit = known.unit if known else None
        if unit is Unit.CENTS:
            return euros(parameter.value)
        if unit is Unit.FLAG:
            return "oui" if parameter.value else "non"
        return f"{parameter.value} {_WORDS.get(unit, '')}".strip()


class CampaignForm(forms.ModelForm):
    cap_cents = MoneyField(label="montant maximal")

    class Meta:
        model = Campaign
        fields = ["code", "name", "event_on", "opens_on", "closes_on", "cap_cents", "departments"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["cap_cents"] = euros(self.instance.cap_cents).removesuffix("\u202f€")


@admin.register(Campaign)
class CampaignAdmin(KeptAdmin):
    form = CampaignForm
    list_display = ["name", "event_on", "opens_on", "closes_on", "cap"]
    filter_horizontal = ["departments"]
    ordering = ["-event_on"]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []

    @admin.display(description="montant maximal", ordering="cap_cents")
    def cap(self, campaign: Campaign) -> str:
        return euros(campaign.cap_cents)


@admin.register(RemediesText)
class RemediesTextAdmin(KeptAdmin):
    """A text in force is never rewritten: a newer one, from its date, takes its place."""

    list_display = ["kind", "aid_code", "organisation", "starts_on"]
    list_filter = ["kind", "aid_code", "organisation"]
    list_select_related = ["organisation"]
    ordering = ["-starts_on", "pk"]

    def has_change_permission(self, request, obj=None):
        return False


class StateChangeInline(admin.TabularInline):
    model = StateChange
    fields = ["at", "transition", "source", "target"]
    ordering = ["pk"]
    extra = 0

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(AidRequest)
class AidRequestAdmin(ReadOnlyAdmin):
    list_display = ["reference", "aid_code", "state", "organisation", "submitted_at", "due_on", "caseworker"]
    list_filter = ["state", "aid_code", "organisation"]
    list_select_related = ["organisation", "caseworker"]
    search_fields = ["reference"]
    ordering = ["due_on", "pk"]
    fields = [
        "reference", "aid_code", "state", "organisation", "board", "department", "campaign", "created_at",
        "submitted_at", "due_on", "clock_stopped_on", "caseworker", "taken_at", "decided_on", "notified_at",
        "closed_at",
    ]  # fmt: skip
    inlines = [StateChangeInline]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(reference__isnull=False)


@admin.register(Opinion)
class OpinionAdmin(ReadOnlyAdmin):
    list_display = ["aid_request", "kind", "amount_cents", "version", "updated_at"]
    list_select_related = ["aid_request"]
    fields = ["aid_request", "kind", "amount_cents", "reason_codes", "author", "updated_at", "version"]
    ordering = ["-updated_at"]


@admin.register(PaperRequest)
class PaperRequestAdmin(ReadOnlyAdmin):
    list_display = ["aid_request", "asked_at", "due_on", "reminded_at", "closed_at"]
    list_select_related = ["aid_request"]
    fields = ["aid_request", "asked_by", "asked_at", "due_on", "reminded_at", "closed_at"]
    ordering = ["-asked_at"]


@admin.register(StoredVerdict)
class StoredVerdictAdmin(ReadOnlyAdmin):
    """Which parameters judged; not the facts they judged."""

    list_display = ["aid_request", "outcome", "computed_at"]
    list_select_related = ["aid_request"]
    fields = ["aid_request", "outcome", "computed_at", "parameters"]
    ordering = ["-computed_at"]


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ["aid_request", "kind", "amount_cents", "held_on", "decided_on"]
    list_filter = ["kind"]
    list_select_related = ["aid_request"]
    fields = [
        "aid_request", "kind", "amount_cents", "asked_cents", "reason_codes", "held_on", "decided_on",
        "signatory_name", "signatory_title", "author", "remedies", "recorded_at",
    ]  # fmt: skip
    ordering = ["-decided_on", "pk"]


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = ["aid_request", "amount_cents", "paid_to", "paid_on"]
    list_select_related = ["aid_request"]
    ordering = ["-paid_on", "pk"]


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    list_display = ["aid_request", "kind", "dated_on", "created_at", "rendered_at"]
    list_filter = ["kind"]
    list_select_related = ["aid_request"]
    fields = ["aid_request", "kind", "title", "dated_on", "created_at", "rendered_at", "sha256", "size"]
    ordering = ["-created_at"]


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    """An uncertain mail waits here for a person."""

    list_display = ["aid_request", "kind", "status", "created_at", "sent_at"]
    list_filter = ["status", "kind"]
    list_select_related = ["aid_request"]
    fields = ["aid_request", "kind", "status", "created_at", "sending_at", "sent_at"]
    ordering = ["-created_at"]
