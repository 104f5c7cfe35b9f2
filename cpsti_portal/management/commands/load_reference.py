from django.core.management.base import BaseCommand
from django.db import transaction

from commission import reference as board_reference
from cpsti_portal.kernel.territory import reference as territory
from requests_app import reference as requests_reference


class Command(BaseCommand):
    help = (
        "Charge les référentiels manquants (territoires, effectifs, paramètres des aides, voies de recours)."
    )

    def handle(self, *args, **options):
        with transaction.atomic():
            territory.load()
            board_reference.load()
            requests_reference.load()
        self.stdout.write("Référentiels à jour.")
