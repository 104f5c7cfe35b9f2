"""Build the lexicon of the redaction engine again from its open sources."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management.base import BaseCommand, CommandParser

from requests_app.anonymisation.lexicon import FILE
from requests_app.anonymisation.lexicon.build import build
from requests_app.anonymisation.lexicon.sources import fetch


class Command(BaseCommand):
    help = "Reconstruire le lexique de l’anonymisation à partir de ses sources ouvertes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sources", type=Path, help="dossier où les sources sont déjà téléchargées")

    def handle(self, *args: object, **options: object) -> None:
        with TemporaryDirectory(prefix="lexique-") as temporary:
            sources = options["sources"] or Path(temporary)
            if not options["sources"]:
                fetch(sources)
            count = build(sources, FILE)
        self.stdout.write(f"{count} formes, {FILE.stat().st_size // 1024} Kio : {FILE}")
