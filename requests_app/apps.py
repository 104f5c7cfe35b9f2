from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "requests_app"
    verbose_name = "Demandes d’aide"

    def ready(self):
        from requests_app import subscribers  # noqa: F401  registers the outbox handlers
