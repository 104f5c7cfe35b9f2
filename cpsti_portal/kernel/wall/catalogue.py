"""What the database really lets the board's role do: directly, through PUBLIC, through another role."""

from dataclasses import dataclass

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from cpsti_portal.kernel.wall.plan import Right

# Tables that an extension brought are left aside: they hold nothing of the portal.
_TABLES = """
    SELECT c.oid, c.oid::regclass::text AS name, c.relkind
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (
          SELECT FROM pg_depend d
          WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
      )
"""
_COLUMNS = f"""
    WITH kept AS ({_TABLES})
    SELECT kept.name, a.attname
    FROM kept JOIN pg_attribute a ON a.attrelid = kept.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE kept.relkind IN ('r', 'p', 'v', 'm', 'f')
"""  # noqa: S608  constants of this module
_RIGHTS = f"""
    WITH kept AS ({_TABLES})
    SELECT kept.name, a.attname, verb
    FROM kept JOIN pg_attribute a ON a.attrelid = kept.oid AND a.attnum > 0 AND NOT a.attisdropped
    CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) verb
    WHERE kept.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND has_column_privilege(%(role)s::name, kept.oid, a.attnum, verb)
    UNION ALL
    SELECT kept.name, '', verb
    FROM kept CROSS JOIN unnest(ARRAY['DELETE', 'TRUNCATE', 'TRIGGER']) verb
    WHERE kept.relkind IN ('r', 'p', 'v', 'm', 'f') AND has_table_privilege(%(role)s::name, kept.oid, verb)
    UNION ALL
    SELECT kept.name, '', verb
    FROM kept CROSS JOIN unnest(ARRAY['USAGE', 'SELECT', 'UPDATE']) verb
    WHERE kept.relkind = 'S' AND has_sequence_privilege(%(role)s::name, kept.oid, verb)
"""  # noqa: S608  constants of this module
_ROLE = """
    SELECT pg_has_role(current_user, r.oid, %(belongs)s),
           r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls OR r.rolreplication OR r.rolcanlogin,
           ARRAY(
               SELECT other.rolname::text FROM pg_auth_members m JOIN pg_roles other ON other.oid = m.roleid
               WHERE m.member = r.oid ORDER BY 1
           )
    FROM pg_roles r WHERE r.rolname = %(role)s
"""


@dataclass(frozen=True)
class Role:
    """``usable``: the application may work under it. ``powerful``: it holds more than rights on tables.
    ``member_of``: the roles whose rights it could take."""

    usable: bool
    powerful: bool
    member_of: list[str]


@dataclass(frozen=True)
class Drift:
    """``awaited``: rights on columns that a migration has still to make; their absence is nobody's fault."""

    too_many: frozenset[Right]
    too_few: frozenset[Right]
    awaited: frozenset[Right]

    @property
    def tables(self) -> list[str]:
        return sorted({right.table for right in self.too_many | self.too_few})


def role_name() -> str:
    return settings.PORTAL_BOARD_ROLE


def role_in(connection: BaseDatabaseWrapper) -> Role | None:
    """None when the server has no such role."""
    belongs = "SET" if connection.pg_version >= 160_000 else "MEMBER"
    with connection.cursor() as cursor:
        cursor.execute(_ROLE, {"role": role_name(), "belongs": belongs})
        found = cursor.fetchone()
    return Role(*found) if found else None


def drift(connection: BaseDatabaseWrapper, wanted: frozenset[Right]) -> Drift:
    """What the database grants against what is ``wanted``. The role must exist."""
    with connection.cursor() as cursor:
        cursor.execute(_RIGHTS, {"role": role_name()})
        granted = frozenset(Right(*row) for row in cursor.fetchall())
        cursor.execute(_COLUMNS)
        columns = set(cursor.fetchall())
    places = columns | {(table, "") for table, _ in columns}
    awaited = frozenset(right for right in wanted if (right.table, right.column) not in places)
    return Drift(too_many=granted - wanted, too_few=wanted - granted - awaited, awaited=awaited)
