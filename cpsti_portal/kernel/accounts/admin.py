from django.contrib import admin

from cpsti_portal.kernel.accounts.models import Membership, Office, User


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["email", "is_active", "date_joined"]
    list_filter = ["is_active"]
    search_fields = ["email"]
    fields = ["email", "is_active", "date_joined", "last_login"]
    readonly_fields = ["date_joined", "last_login"]
    inlines = [MembershipInline]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = [
        "display_name", "role", "organisation", "board", "seat", "nominated_by", "college", "starts_on", "ends_on",
    ]  # fmt: skip
    list_filter = ["role", "organisation", "board", "nominated_by", "college"]
    search_fields = ["display_name", "user__email"]
    list_select_related = ["organisation", "board"]
    autocomplete_fields = ["user"]

    def has_delete_permission(self, request, obj=None):
        """A right ends, it is never erased: what was done with it must stay explicable."""
        return False


@admin.register(Office)
class OfficeAdmin(admin.ModelAdmin):
    list_display = ["membership", "board", "kind", "election", "starts_on", "ends_on"]
    list_filter = ["kind", "membership__board"]
    list_select_related = ["membership__board"]
    autocomplete_fields = ["membership"]
    ordering = ["membership__board", "kind", "-starts_on"]

    def get_readonly_fields(self, request, obj=None):
        """Who was elected, to what and from when is a fact; only the end can still be set."""
        return ["membership", "kind", "election", "starts_on"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="commission", ordering="membership__board")
    def board(self, office: Office) -> str:
        return str(office.membership.board)
