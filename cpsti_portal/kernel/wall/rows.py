"""Row level security: which rows of a table the board's role reaches, from what the models say.

PostgreSQL writes a condition its own way, so that what it holds cannot be compared with what was asked. Each policy
carries, in its comment, the digest of what was asked and the digest of what PostgreSQL made of it: whoever changes the
model or the policy breaks one of them.
"""

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

from cpsti_portal.kernel.wall.catalogue import role_name
from cpsti_portal.kernel.wall.plan import rights_of

_HELD = """
    SELECT c.oid::regclass::text, p.polname::text, p.polcmd::text,
           p.polpermissive AND p.polroles = ARRAY[(SELECT oid FROM pg_roles WHERE rolname = %(role)s)],
           concat(pg_get_expr(p.polqual, p.polrelid), '|', pg_get_expr(p.polwithcheck, p.polrelid)),
           coalesce(obj_description(p.oid, 'pg_policy'), '')
    FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
"""
_CLOSED = "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p') AND relrowsecurity"
_READ = re.compile(r"(?:FROM|JOIN) (\w+)")
_COMMANDS = {"SELECT": "r", "INSERT": "a", "UPDATE": "w", "DELETE": "d"}


class Rule(NamedTuple):
    table: str
    verb: str
    condition: str

    @property
    def name(self) -> str:
        return f"board_{self.verb.lower()}"


def wanted_rules() -> frozenset[Rule]:
    models = [m for m in apps.get_models(include_auto_created=True) if not m._meta.proxy]
    return frozenset(
        Rule(model._meta.db_table, rule.verb, " ".join(rule.condition.split()))
        for model in models
        for rule in rights_of(model).rows
    )


def drifted_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Tables of which the row rules are not those the models say. What a migration has still to make is not missed."""
    held, closed = _held(connection), _closed(connection)
    asked = {(rule.table, rule.name): rule for rule in _possible(connection)}
    broken = {key[0] for key in asked.keys() ^ held.keys()}
    broken |= {key[0] for key, rule in asked.items() if held.get(key) != rule}
    return sorted(broken | ({table for table, _ in asked} ^ closed))


def mend(connection: BaseDatabaseWrapper) -> None:
    for table in drifted_tables(connection):
        _rewrite(connection, table, [rule for rule in _possible(connection) if rule.table == table])


def _possible(connection: BaseDatabaseWrapper) -> list[Rule]:
    """Without those of tables of which one is missing: a condition may read several."""
    tables = set(connection.introspection.table_names())
    return sorted(rule for rule in wanted_rules() if {rule.table, *_READ.findall(rule.condition)} <= tables)


def _rewrite(connection: BaseDatabaseWrapper, table: str, rules: Iterable[Rule]) -> None:
    """From nothing. The owner of the tables is not bound by it: no page works as the owner."""
    names = [name for held, name, *_ in _rows(connection) if held == table]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP POLICY {connection.ops.quote_name(name)} ON {table}")
        cursor.execute(f"ALTER TABLE {table} {'ENABLE' if rules else 'DISABLE'} ROW LEVEL SECURITY")
        for rule in sorted(rules):
            clause = "WITH CHECK" if rule.verb == "INSERT" else "USING"
            role = connection.ops.quote_name(role_name())
            cursor.execute(
                f"CREATE POLICY {rule.name} ON {table} FOR {rule.verb} TO {role} {clause} ({rule.condition})"
            )
    _sign(connection, table, rules)


def _sign(connection: BaseDatabaseWrapper, table: str, rules: Iterable[Rule]) -> None:
    made = {(held, name): expression for held, name, *_, expression, _ in _rows(connection)}
    with connection.cursor() as cursor:
        for rule in rules:
            seal = f"{_digest(rule.condition)} {_digest(made[table, rule.name])}"
            cursor.execute(f"COMMENT ON POLICY {rule.name} ON {table} IS '{seal}'")


def _held(connection: BaseDatabaseWrapper) -> dict[tuple[str, str], Rule | None]:
    """What each policy of the database stands for; None for one that stands for no rule of the models."""
    asked = {(rule.table, rule.name): rule for rule in wanted_rules()}
    found: dict[tuple[str, str], Rule | None] = {}
    for table, name, command, ours, expression, comment in _rows(connection):
        rule = asked.get((table, name))
        whole = rule and ours and _COMMANDS[rule.verb] == command
        signed = rule and comment == f"{_digest(rule.condition)} {_digest(expression)}"
        found[table, name] = rule if whole and signed else None
    return found


def _rows(connection: BaseDatabaseWrapper) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"role": role_name()})
        return cursor.fetchall()


def _closed(connection: BaseDatabaseWrapper) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_CLOSED)
        return {table for (table,) in cursor.fetchall()}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
