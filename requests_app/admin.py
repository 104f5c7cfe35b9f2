"""What an administrator sets, each with its dates; and what was decided and sent, to look at without the names."""

from django import forms
from django.contrib import admin

from requests_app.enums import AidCode
from requests_app.models import AidParameter, AidRequest, Campaign, Decision, Letter, Mail, RemediesText
from requests_app.parameters import DEFAULTS, Unit

_UNITS = {
    Unit.CENTS: "en centimes d’euro",
    Unit.DAYS: "en jours",
    Unit.MONTHS: "en mois",
    Unit.YEARS: "en années",
    Unit.QUARTERS: "en trimestres",
    Unit.PERCENT: "en pour cent",
    Unit.FLAG: "0 pour non, 1 pour oui",
}


def _keys() -> list[tuple[str, str]]:
    known = {item.key: f"{item.label} ({_UNITS[item.unit]})" for items in DEFAULTS.values() for item in items}
    return sorted(known.items(), key=lambda pair: pair[1])


class KeptAdmin(admin.ModelAdmin):
    """Nothing is deleted: what was judged or sent under a value must stay explicable."""

    show_full_result_count = False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(KeptAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class ParameterForm(forms.ModelForm):
    aid_code = forms.ChoiceField(label="Aide", choices=AidCode.choices)
    key = forms.ChoiceField(label="Paramètre", choices=_keys)


@admin.register(AidParameter)
class AidParameterAdmin(KeptAdmin):
    """A value is never rewritten: give the old one its last day, then add the new one from the day after."""

    form = ParameterForm
    list_display = ["aid_code", "key", "region", "value", "starts_on", "ends_on"]
    list_filter = ["aid_code", "key", "region"]
    list_select_related = ["region"]
    ordering = ["aid_code", "key", "region", "starts_on"]

    def get_readonly_fields(self, request, obj=None):
        return ["aid_code", "key", "region", "value", "starts_on"] if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):  # noqa: FBT002, Django's signature
        if obj:
            kwargs["form"] = forms.ModelForm
        return super().get_form(request, obj, change=change, **kwargs)


@admin.register(Campaign)
class CampaignAdmin(KeptAdmin):
    list_display = ["name", "event_on", "opens_on", "closes_on", "cap_cents"]
    filter_horizontal = ["departments"]
    prepopulated_fields = {"code": ["name"]}
    ordering = ["-opens_on"]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields


@admin.register(RemediesText)
class RemediesTextAdmin(KeptAdmin):
    """A newer text replaces an older one from its first day; the letters keep the one they were sent with."""

    list_display = ["kind", "aid_code", "organisation", "starts_on"]
    list_filter = ["kind", "aid_code"]
    list_select_related = ["organisation"]
    ordering = ["-starts_on"]

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(AidRequest)
class AidRequestAdmin(ReadOnlyAdmin):
    """Its life, without whose it is: who reads names is written in the journal, here nobody reads them."""

    list_display = fields = ["reference", "aid_code", "state", "organisation", "submitted_at", "due_on"]
    list_filter = ["state", "aid_code", "organisation"]
    list_select_related = ["organisation"]
    search_fields = ["reference"]
    ordering = ["-submitted_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(reference=None)


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = fields = ["reference", "kind", "asked_cents", "amount_cents", "held_on", "decided_on"]
    list_filter = ["kind"]
    list_select_related = ["aid_request"]
    ordering = ["-decided_on"]

    @admin.display(description="demande")
    def reference(self, decision: Decision) -> str:
        return decision.aid_request.reference


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    """That it was written, when, and its digest; never its words."""

    list_display = fields = ["reference", "kind", "dated_on", "rendered_at", "size", "sha256"]
    list_filter = ["kind"]
    list_select_related = ["aid_request"]
    ordering = ["-created_at"]

    @admin.display(description="demande")
    def reference(self, letter: Letter) -> str:
        return letter.aid_request.reference


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    """Filter by state to find the mails whose fate is not known: they wait for a person."""

    list_display = fields = ["reference", "kind", "status", "created_at", "sending_at", "sent_at"]
    list_filter = ["status", "kind"]
    list_select_related = ["aid_request"]
    ordering = ["-created_at"]

    @admin.display(description="demande")
    def reference(self, mail: Mail) -> str:
        return mail.aid_request.reference
