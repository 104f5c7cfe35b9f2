from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "cpsti_portal.kernel.audit"
    label = "audit"
    verbose_name = "Journal"
