from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "cpsti_portal.kernel.outbox"
    label = "outbox"
    verbose_name = "Boîte d’envoi"
