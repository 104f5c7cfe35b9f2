from django.contrib import admin

from cpsti_portal.kernel.accounts.models import Membership, User


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
    list_display = ["display_name", "role", "organisation", "board", "seat", "starts_on", "ends_on"]
    list_filter = ["role", "organisation", "board"]
    search_fields = ["display_name", "user__email"]
    list_select_related = ["organisation", "board"]
    autocomplete_fields = ["user"]

    def has_delete_permission(self, request, obj=None):
        """A right ends, it is never erased: what was done with it must stay explicable."""
        return False
