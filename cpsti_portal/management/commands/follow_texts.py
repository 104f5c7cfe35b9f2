"""After an upgrade that cleans texts better: those in review that are not as clean are read again."""

from django.core.management.base import BaseCommand

from requests_app.services import proposals


class Command(BaseCommand):
    help = "Fait relire par le moteur les textes en cours d’étude qu’une version précédente avait moins nettoyés."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"Textes à relire : {proposals.follow_all()}")
