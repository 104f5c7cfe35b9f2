"""To look at, never to touch, save the public counts. The sheets of the files and the ballots are not here: an
administrator reads neither side's secrets, and the pages of the administration work as the owner of the tables.
"""

from django.contrib import admin, messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from commission import wording
from commission.counts_table import COLUMNS, written
from commission.forms.counts import CountsForm
from commission.forms.envelopes import ChargeSplitForm
from commission.forms.rulebook import RulesForm
from commission.models import (
    AnonymityThreshold,
    BoardRules,
    ChargeSplit,
    EnvelopeRule,
    PublicCount,
    Ruling,
    Sitting,
)
from commission.services import counts, rulebook
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import administrator_required
from cpsti_portal.kernel.errors import DomainError
from cpsti_portal.kernel.money import euros
from cpsti_portal.kernel.wall.gates import walled


class ReadOnlyAdmin(admin.ModelAdmin):
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Sitting)
class SittingAdmin(ReadOnlyAdmin):
    list_display = ["held_on", "starts_at", "board_code", "place", "state", "chair"]
    list_filter = ["state", "board_code"]
    list_select_related = ["chair"]
    date_hierarchy = "held_on"
    ordering = ["-held_on", "-starts_at"]


@admin.register(Ruling)
class RulingAdmin(ReadOnlyAdmin):
    list_display = ["reference", "outcome", "amount_cents", "quorum_met", "signatory_name"]
    list_filter = ["outcome", "quorum_met"]
    list_select_related = ["item"]
    ordering = ["item__token"]

    @admin.display(description="dossier")
    def reference(self, ruling: Ruling) -> str:
        return ruling.item.token


@admin.register(PublicCount)
class PublicCountAdmin(ReadOnlyAdmin):
    """Replaced by the table, a board at a time: a cell changed by hand would have no source."""

    change_list_template = "commission/admin/counts.html"
    list_display = ["board_code", "sector_group", "age_band", "count", "source", "as_of"]
    list_filter = ["board_code", "sector_group", "age_band"]
    ordering = ["board_code", "sector_group", "age_band"]

    def get_urls(self):
        sending = self.admin_site.admin_view(administrator_required(self.import_counts))
        present = self.admin_site.admin_view(administrator_required(self.export_counts))
        own = [
            path("importer/", sending, name="commission_publiccount_import"),
            path("exporter/", present, name="commission_publiccount_export"),
        ]
        return [*walled(own), *super().get_urls()]

    def export_counts(self, request):
        """The table as it stands, to be filled again: its labels are those the import knows."""
        headers = {"Content-Disposition": 'attachment; filename="effectifs.csv"'}
        table = written(self.get_queryset(request).order_by(*self.ordering).values_list(*COLUMNS))
        return HttpResponse("\ufeff" + table, content_type="text/csv; charset=utf-8", headers=headers)

    def import_counts(self, request):
        form = CountsForm(request.POST, request.FILES) if request.method == "POST" else CountsForm()
        if form.is_valid():
            boards = counts.replace(actor=request.actor, cells=form.cleaned_data["table"])
            messages.success(request, f"Effectifs remplacés pour {boards} commission{'s'[: boards > 1]}.")
            return redirect("admin:commission_publiccount_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": "Importer des effectifs publics",
            "opts": self.opts,
            "form": form,
        }
        status = 422 if form.is_bound else 200
        return render(request, "commission/admin/import_counts.html", context, status=status)


@admin.register(AnonymityThreshold)
class AnonymityThresholdAdmin(ReadOnlyAdmin):
    list_display = ["board_code", "people"]
    ordering = ["board_code"]
    readonly_fields = ["board_code"]

    def has_change_permission(self, request, obj=None):
        return admin.ModelAdmin.has_change_permission(self, request, obj)


@admin.register(ChargeSplit)
class ChargeSplitAdmin(ReadOnlyAdmin):
    """A split is added for a day to come, by aid; none is rewritten. Without any, the shares of CSS D612-5 hold."""

    form = ChargeSplitForm
    list_display = ["aid_code", "starts_on", "maladie", "vieillesse", "rid", "rci", "source"]
    list_filter = ["aid_code"]
    ordering = ["aid_code", "-starts_on"]

    def has_add_permission(self, request):
        return admin.ModelAdmin.has_add_permission(self, request)


@admin.register(EnvelopeRule)
class EnvelopeRuleAdmin(ReadOnlyAdmin):
    """A board that grants nothing while its year is not allotted; without a line, it is not limited."""

    list_display = ["board_code", "required"]
    ordering = ["board_code"]

    def get_readonly_fields(self, request, obj=None):
        return ["board_code"] if obj else []

    def has_add_permission(self, request):
        return admin.ModelAdmin.has_add_permission(self, request)

    def has_change_permission(self, request, obj=None):
        return admin.ModelAdmin.has_change_permission(self, request, obj)


@admin.register(BoardRules)
class BoardRulesAdmin(ReadOnlyAdmin):
    """Every version is read here; a new one is announced for a day to come, and written by a service."""

    change_list_template = "commission/admin/rules_list.html"
    list_display = [
        "board_code", "starts_on", "seats", "proxies_per_member", "second_call_days", "tie", "amount", "nominal",
        "delegation", "hold_days",
    ]  # fmt: skip
    list_filter = ["board_code"]
    ordering = ["board_code", "-starts_on"]

    def get_urls(self):
        announcing = self.admin_site.admin_view(administrator_required(self.announce))
        own = [path("nouvelles/", announcing, name="commission_boardrules_announce")]
        return [*walled(own), *super().get_urls()]

    @admin.display(description="délégation", ordering="delegation_ceiling_cents")
    def delegation(self, rules: BoardRules) -> str:
        return euros(rules.delegation_ceiling_cents) if rules.delegation_ceiling_cents else "–"

    def announce(self, request):
        form = RulesForm(request.POST or None, initial=self._last_of(request.GET.get("commission", "")))
        if form.is_valid():
            typed = {name: form.cleaned_data[name] for name in ("board_code", "starts_on")}
            try:
                row = rulebook.announce(actor=request.actor, **typed, rules=form.rules(), at=clock.now())
            except DomainError as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, f"Règles enregistrées, à partir du {wording.day(row.starts_on)}.")
                return redirect("admin:commission_boardrules_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": "Fixer de nouvelles règles",
            "opts": self.opts,
            "form": form,
        }
        return render(request, "commission/admin/rules.html", context, status=422 if form.is_bound else 200)

    def _last_of(self, board_code: str) -> dict[str, object]:
        """The latest rules of a board, to start from; the defaults when none is named."""
        last = BoardRules.objects.filter(board_code=board_code).order_by("-starts_on").first()
        return model_to_dict(last, exclude=["id", "starts_on"]) if last else {}
