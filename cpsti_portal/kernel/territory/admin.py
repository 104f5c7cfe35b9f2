from django.contrib import admin

from cpsti_portal.kernel.territory.models import Board, Department, Organisation, Region


class KeptAdmin(admin.ModelAdmin):
    """Reference data can be corrected, never deleted: requests point at it."""

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []


@admin.register(Board)
class BoardAdmin(KeptAdmin):
    list_display = ["code", "name", "area_label"]


@admin.register(Region)
class RegionAdmin(KeptAdmin):
    list_display = ["code", "name", "board"]
    list_select_related = ["board"]


@admin.register(Organisation)
class OrganisationAdmin(KeptAdmin):
    list_display = ["name", "kind", "region", "time_zone"]
    list_filter = ["kind", "region"]
    list_select_related = ["region"]
    search_fields = ["name"]


@admin.register(Department)
class DepartmentAdmin(KeptAdmin):
    list_display = ["code", "name", "organisation"]
    list_filter = ["organisation"]
    list_select_related = ["organisation"]
    search_fields = ["code", "name"]
