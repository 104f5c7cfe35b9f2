from django.core.management.base import BaseCommand
from django.db import transaction

from cpsti_portal.kernel.territory import reference as territory
from requests_app import reference as requests_reference


class Command(BaseCommand):
    help = "Charge les référentiels manquants (territoires, paramètres des aides, voies de recours). Sans effet sinon."

    def handle(self, *args, **options):
        with transaction.atomic():
            territory.load()
            requests_reference.load()
        self.stdout.write("Référentiels à jour.")
