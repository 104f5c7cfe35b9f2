"""``manage.py check_envelopes``: every balance of every envelope, computed again from its movements."""

from django.core.management.base import BaseCommand, CommandError

from commission.queries.envelopes import Drift, drifts
from cpsti_portal.kernel.money import euros


class Command(BaseCommand):
    help = "Recalcule les soldes des enveloppes d’après leurs mouvements et compare."

    def handle(self, *args, **options):
        """Ends with an error that names each balance which is not the sum of its movements."""
        checked, found = drifts()
        if found:
            lines = [_told(one) for one in found]
            raise CommandError("Soldes faux\u00a0:\n" + "\n".join(lines))
        self.stdout.write(f"{checked} enveloppe{'s'[: checked > 1]}, soldes exacts.")


def _told(one: Drift) -> str:
    return f"{one.envelope}, {one.column}\u00a0: {euros(one.written)} inscrits, {euros(one.summed)} en mouvements"
