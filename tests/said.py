"""What a statement says, for whoever watches the queries: one that the connection keeps is sent by its name alone."""

import re

from django.db import connection

_KEPT = re.compile(r'EXECUTE "([^"]+)"')


def said(sql: str) -> str:
    """``sql`` itself, or the text that its connection keeps under that name (``kernel.statements``)."""
    if not (kept := _KEPT.match(sql)):
        return sql
    with connection.connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name = %s", [kept[1]])
        return cursor.fetchone()[0]
