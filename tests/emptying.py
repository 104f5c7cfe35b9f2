"""What a test committed is taken away after it: rows, in one errand to the database.

Django's own way truncates every table, then writes again what ``migrate`` writes by itself (kinds of content, rights
of the administration): a quarter of a second for each test. Here those rows stay, and a table that holds nothing costs
next to nothing.
"""

from django.db import connections

# Written by ``migrate``, by no test.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def empty(alias: str = "default") -> None:
    """Every row but those of ``migrate``. Foreign keys and triggers say nothing: no row stays to be protected."""
    connection = connections[alias]
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    deletions = [f"DELETE FROM {connection.ops.quote_name(name)}" for name in sorted(set(tables) - KEPT)]
    with connection.cursor() as cursor:
        cursor.execute(
            "; ".join(["BEGIN", "SET LOCAL session_replication_role = replica", *deletions, "COMMIT"])
        )
