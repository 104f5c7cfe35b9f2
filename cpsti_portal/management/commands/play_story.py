from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cpsti_portal.demo.browsing import Refused
from cpsti_portal.demo.story import Story, play
from cpsti_portal.kernel import clock


class Command(BaseCommand):
    help = "Joue une demande de bout en bout, par HTTP, sur la démonstration qui tourne."

    def add_arguments(self, parser):
        parser.add_argument("--base", default=settings.PORTAL_BASE_URL, help="Adresse de la démonstration")

    def handle(self, *args, **options):
        self.stdout.write(f"Une demande, de bout en bout, sur {options['base']}")
        folder = Path(settings.VAR_DIR) / "histoire"
        story = Story(base=options["base"], say=self.stdout.write, folder=folder, today=clock.today())
        try:
            letter = play(story)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as error:
            raise CommandError(f"La démonstration ne répond pas ({error}). Lancez « make demo ».") from None
        self.stdout.write(f"Courrier : {letter}")
