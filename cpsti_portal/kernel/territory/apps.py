from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "cpsti_portal.kernel.territory"
    label = "territory"
    verbose_name = "Territoires et organismes"
