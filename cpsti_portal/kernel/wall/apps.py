from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.backends.signals import connection_created


class WallConfig(AppConfig):
    name = "cpsti_portal.kernel.wall"
    label = "wall"
    verbose_name = "Mur de la commission"

    def ready(self):
        from cpsti_portal.kernel.wall import checks, switch

        register(checks.check_wall, Tags.database)
        connection_created.connect(switch.watch, dispatch_uid="wall.switch")
