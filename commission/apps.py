from django.apps import AppConfig

from cpsti_portal.kernel.wall.rights import EVERY_RIGHT


class CommissionConfig(AppConfig):
    name = "commission"
    verbose_name = "Commissions d’action sociale"
    board_rights = EVERY_RIGHT  # its tables are the board's own; a model may say less

    def ready(self):
        from commission import subscribers  # noqa: F401  registers the outbox handlers
