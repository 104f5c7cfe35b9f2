"""Making the database grant the board's role what the models say, and nothing else."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from cpsti_portal.kernel.wall import rows, wording
from cpsti_portal.kernel.wall.catalogue import Drift, Role, drift, role_in, role_name
from cpsti_portal.kernel.wall.plan import Right, wanted_rights

# Another process may create the role at the same moment: roles belong to the server, not to the database.
_CREATE = """
    DO $$ BEGIN CREATE ROLE {role} NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
"""
_NO_POWER = "ALTER ROLE {role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"


class RoleMissing(CommandError):
    """The application can neither work under the board's role nor create it."""


def mend(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Create the role when need be, then revoke and grant on each table that drifted. Twice is the same as once.

    Raises ``RoleMissing``, and ``CommandError`` when something remains that the application may not take back.
    """
    connection = connections[using]
    with transaction.atomic(using=using):
        role = _usable_role(connection)
        try:
            _humble(connection, role)
            _open_schema(connection)
            left = _mended(connection)
            rows.mend(connection)
        except ProgrammingError as error:
            raise CommandError(wording.not_ours(str(error).strip())) from error
        if left.tables:
            raise CommandError(wording.not_ours(wording.listed(left.too_many | left.too_few)))


def _mended(connection: BaseDatabaseWrapper) -> Drift:
    """What is left to say once the tables that drifted were granted anew."""
    wanted = wanted_rights()
    drifted = drift(connection, wanted)
    for table in drifted.tables:
        _grant_on(connection, table, [r for r in wanted - drifted.awaited if r.table == table])
    return drift(connection, wanted)


def _usable_role(connection: BaseDatabaseWrapper) -> Role:
    role = role_in(connection)
    if role is not None and role.usable:
        return role
    try:
        with transaction.atomic(using=connection.alias):
            if role is None:
                _run(connection, _CREATE)
            if not role_in(connection).usable:
                _run(connection, "GRANT {role} TO CURRENT_USER")
    except ProgrammingError as error:
        raise RoleMissing(wording.role_missing(connection)) from error
    return role_in(connection)


def _humble(connection: BaseDatabaseWrapper, role: Role) -> None:
    """It holds rights on tables, and is otherwise nobody."""
    if role.powerful:
        _run(connection, _NO_POWER)
    for other in role.member_of:
        _run(connection, f"REVOKE {connection.ops.quote_name(other)} FROM {{role}}")


def _open_schema(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_schema(), has_schema_privilege(%s::name, current_schema(), 'USAGE')",
            [role_name()],
        )
        schema, is_open = cursor.fetchone()
    if not is_open:
        _run(connection, f"GRANT USAGE ON SCHEMA {connection.ops.quote_name(schema)} TO {{role}}")


def _grant_on(connection: BaseDatabaseWrapper, table: str, rights: Iterable[Right]) -> None:
    """From nothing. PUBLIC loses its rights too: they are everybody's, the board's role included."""
    _run(connection, f"REVOKE ALL ON {table} FROM {{role}}, PUBLIC")
    columns = defaultdict(list)
    for right in sorted(rights):
        columns[right.verb] += [connection.ops.quote_name(right.column)] if right.column else []
    verbs = [f"{verb} ({', '.join(names)})" if names else verb for verb, names in columns.items()]
    if verbs:
        _run(connection, f"GRANT {', '.join(verbs)} ON {table} TO {{role}}")


def _run(connection: BaseDatabaseWrapper, statement: str) -> None:
    """``{role}`` stands for the board's role. Names come from the catalogue and the models, never from a reader."""
    with connection.cursor() as cursor:
        cursor.execute(statement.format(role=connection.ops.quote_name(role_name())))
