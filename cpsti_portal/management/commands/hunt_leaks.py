from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cpsti_portal.demo.browsing import Refused
from cpsti_portal.demo.leaks.hunt import Catch, hunt, table
from cpsti_portal.demo.leaks.marked_story import MarkedStory
from cpsti_portal.kernel import clock

_SHOWN = 20


class Command(BaseCommand):
    help = "Cherche, par HTTP, ce qui laisserait la commission reconnaître un demandeur marqué partout."

    def add_arguments(self, parser):
        parser.add_argument("--base", default=settings.PORTAL_BASE_URL, help="Adresse de la démonstration")

    def handle(self, *args, **options):
        self.stdout.write(f"Une demande marquée partout, lue par la commission, sur {options['base']}")
        folder = Path(settings.VAR_DIR) / "histoire"
        story = MarkedStory(base=options["base"], say=self.stdout.write, folder=folder, today=clock.today())
        try:
            catch = hunt(story)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as error:
            raise CommandError(f"La démonstration ne répond pas ({error}). Lancez « make demo ».") from None
        self._tell(catch)

    def _tell(self, catch: Catch) -> None:
        for line in table(catch):
            self.stdout.write(line)
        self.stdout.write(
            f"{catch.markers} marques, dont {catch.seen_by_caseworker} lues par le gestionnaire ; "
            f"{len(catch.answers)} réponses à la commission ; {len(catch.found)} marque(s) trouvée(s)."
        )
        if not catch.clean:
            raise CommandError("\n".join(_faults(catch)))


def _faults(catch: Catch) -> list[str]:
    return [
        *(f"Marque : {one}" for one in catch.found[:_SHOWN]),
        *(f"Page d’identité ouverte à la commission : {one}" for one in catch.opened[:_SHOWN]),
        *(f"Fichier que personne ici ne sait ouvrir : {one}" for one in catch.opaque[:_SHOWN]),
        *(f"Adresse jamais demandée : {one}" for one in catch.unvisited),
    ]
