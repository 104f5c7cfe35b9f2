"""What PostgreSQL refuses to the board's role, asked of PostgreSQL, column by column, for every table there is."""

import pytest
from django.apps import apps
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from psycopg2.errors import InsufficientPrivilege

from cpsti_portal.kernel.wall.switch import behind_the_wall

pytestmark = pytest.mark.django_db

BOARD = "commission_"
# Written by hand, so that a model that opens more than before has to be read twice.
READABLE = {
    "accounts_membership": {
        *("id", "user_id", "role", "board_id", "organisation_id", "seat", "nominated_by", "college"),
        "display_name",
        *("job_title", "starts_on", "ends_on"),
    },
    "accounts_office": {"id", "membership_id", "kind", "election", "starts_on", "ends_on"},
    "audit_event": {"id"},
    # Its rows are those of the secretary who asks (tests/commission/test_members.py): a member reads none of them.
    "invitations_invitation": {
        *(
            "id",
            "board_id",
            "email",
            "display_name",
            "seat",
            "nominated_by",
            "college",
            "starts_on",
            "ends_on",
        ),
        *("invited_by_id", "created_at", "expires_at", "accepted_at", "revoked_at", "membership_id"),
        *("key", "status", "sending_at", "sent_at"),
    },
    "territory_board": {"code", "name", "area_label"},
    "territory_organisation": {"code", "region_id", "time_zone"},
    "territory_region": {"code", "board_id"},
}
# New lines. What a secretary may write of mandates and invitations, row by row: tests/commission/test_members.py.
WRITABLE = {
    "audit_event",
    "outbox_message",
    "accounts_membership",
    "accounts_office",
    "invitations_invitation",
}
CHANGEABLE = {
    "accounts_membership": {"ends_on"},
    "accounts_office": {"ends_on"},
    "invitations_invitation": {"revoked_at"},
}


def other_tables() -> dict[str, list[str]]:
    """Every table of the models that are not the board's, with its columns."""
    models = [m for m in apps.get_models(include_auto_created=True) if not m._meta.proxy]
    tables = {m._meta.db_table: [f.column for f in m._meta.local_concrete_fields] for m in models}
    return {table: columns for table, columns in tables.items() if not table.startswith(BOARD)}


TABLES = other_tables()


def refused(statement: str) -> bool:
    try:
        with behind_the_wall(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as error:
        # A line that is not the reader's own is refused for itself: the right on the table was there.
        return isinstance(error.__cause__, InsufficientPrivilege) and "row-level" not in str(error)
    except (IntegrityError, InternalError):
        return False  # the right was there, the line was not whole, or a trigger had something to say
    return False


def let_through(statement: str, columns: list[str]) -> set[str]:
    return {column for column in columns if not refused(statement.format(f'"{column}"'))}


def test_there_is_something_to_refuse():
    assert {"accounts_user", "account_emailaddress", "django_session", "requests_app_aidrequest"} <= set(
        TABLES
    )
    assert len(TABLES) > 30


@pytest.mark.parametrize("table", TABLES)
def test_what_is_not_opened_cannot_be_read(table):
    readable = READABLE.get(table, set())
    assert let_through(f"SELECT {{}} FROM {table} LIMIT 0", TABLES[table]) == readable
    assert refused(f"SELECT count(*) FROM {table}") == (not readable)
    assert refused(f"SELECT * FROM {table} LIMIT 0") == (readable != set(TABLES[table]))


@pytest.mark.parametrize("table", TABLES)
def test_what_is_not_opened_cannot_be_written(table):
    columns = TABLES[table]
    added = let_through(f"INSERT INTO {table} ({{}}) VALUES (DEFAULT)", columns)
    assert added == (set(columns) if table in WRITABLE else set())
    assert let_through(f"UPDATE {table} SET {{}} = DEFAULT WHERE false", columns) == CHANGEABLE.get(
        table, set()
    )
    assert refused(f"DELETE FROM {table} WHERE false")
    assert refused(f"TRUNCATE {table} CASCADE")
    assert refused(f"LOCK TABLE {table} IN EXCLUSIVE MODE")


def test_tables_that_no_model_describes_are_closed():
    described = {m._meta.db_table for m in apps.get_models(include_auto_created=True)}
    others = set(connection.introspection.table_names()) - described
    assert {"django_migrations", "portal_cache"} <= others
    assert [table for table in others if not refused(f"SELECT count(*) FROM {table}")] == []


def test_sequences_and_the_definition_of_tables_are_closed():
    assert refused("SELECT nextval('audit_event_id_seq')")
    assert refused("SELECT last_value FROM accounts_user_id_seq")
    assert refused("ALTER TABLE accounts_user DISABLE TRIGGER ALL")


def test_the_facts_of_a_file_and_what_was_decided_stay_as_they_are():
    assert refused("UPDATE commission_boardfile SET summary = '' WHERE false")
    assert refused("UPDATE commission_ballot SET choice = 'for' WHERE false")
    assert refused("UPDATE commission_ruling SET amount_cents = 0 WHERE false")
    assert not refused("UPDATE commission_boardfile SET state = 'ready' WHERE false")


def test_without_the_wall_the_same_questions_are_answered():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_user")
        assert cursor.fetchone() == (0,)


def test_a_key_towards_a_table_one_cannot_read_is_still_checked():
    """PostgreSQL checks a reference with the rights of the owner: an unknown author is refused as before."""
    line = "INSERT INTO audit_event (at, action, target_type, target_id, detail, actor_id)"
    with pytest.raises(IntegrityError, match="foreign key"), behind_the_wall(), connection.cursor() as cursor:
        cursor.execute(f"{line} VALUES (now(), '', '', '', '{{}}', 1)")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
