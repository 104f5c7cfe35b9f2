from django.core.management.base import BaseCommand

from cpsti_portal.demo import showcase


class Command(BaseCommand):
    help = "Imprime les comptes de la démonstration."

    def handle(self, *args, **options):
        rows = [("Rôle", "Lieu", "Adresse de connexion", "Mot de passe")]
        rows += [(line.role, line.place, line.email, line.password) for line in showcase.lines()]
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        for row in rows:
            self.stdout.write(
                "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            )
