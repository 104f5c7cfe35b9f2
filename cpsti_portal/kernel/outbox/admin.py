from django.contrib import admin

from cpsti_portal.kernel.outbox.models import Message


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    """To look at, never to touch."""

    list_display = ["topic", "created_at", "attempts", "done_at", "last_error"]
    list_filter = ["topic", ("done_at", admin.EmptyFieldListFilter)]
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
