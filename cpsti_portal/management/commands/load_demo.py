from django.core.management.base import BaseCommand

from cpsti_portal.demo import load
from cpsti_portal.kernel import clock


class Command(BaseCommand):
    help = (
        "Charge les données de démonstration, une seule fois : des personnes inventées, dans toute la France."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--board", action="append", default=[], help="Code d’une commission (toutes par défaut)"
        )

    def handle(self, *args, **options):
        if load.is_loaded():
            self.stdout.write("Les données de démonstration sont déjà là.")
            return
        count = load.load(clock.today(), board_codes=options["board"])
        self.stdout.write(f"{count} demandes de démonstration chargées.")
