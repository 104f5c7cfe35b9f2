from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "cpsti_portal.kernel.invitations"
    label = "invitations"
    verbose_name = "Invitations"

    def ready(self):
        from cpsti_portal.kernel.invitations import services  # noqa: F401  registers the outbox handler
