"""To look at, never to touch. The sheets of the files are not here: an administrator reads neither side's secrets."""

from django.contrib import admin

from commission.enums import ItemState
from commission.models import Ballot, Ruling, Sitting


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
    ordering = ["item__board_file"]

    @admin.display(description="dossier")
    def reference(self, ruling: Ruling) -> str:
        return ruling.item.board_file_id


@admin.register(Ballot)
class BallotAdmin(ReadOnlyAdmin):
    """Counted ballots only, without their authors: the seal holds for the administrator too."""

    list_display = ["reference", "choice", "amount_cents", "reason_code"]
    list_display_links = None
    list_filter = ["choice"]
    list_select_related = ["item"]
    fields = ["choice", "amount_cents", "reason_code", "question"]
    ordering = ["item__board_file", "choice", "amount_cents", "reason_code"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(item__state=ItemState.CLOSED)

    @admin.display(description="dossier")
    def reference(self, ballot: Ballot) -> str:
        return ballot.item.board_file_id
