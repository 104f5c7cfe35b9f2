"""Django's command, which also puts the rights of the board's role in order."""

from django.core.management.commands import migrate

from cpsti_portal.kernel.wall import services


class Command(migrate.Command):
    def execute(self, *args, **options):
        """Once before, because the checks that ``migrate`` begins with refuse a drift; once after, for new tables."""
        if options["plan"] or options["check_unapplied"]:
            return super().execute(*args, **options)
        services.mend(using=options["database"])
        said = super().execute(*args, **options)
        services.mend(using=options["database"])
        return said
