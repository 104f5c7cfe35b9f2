"""The rights in the database: granted by ``migrate``, watched by ``check``, mended by ``migrate``."""

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg2
import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from cpsti_portal.embedded import EmbeddedPostgres
from cpsti_portal.kernel.wall import services

pytestmark = pytest.mark.django_db
ROLE = "portail_commission"


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def complaints() -> dict[str, str]:
    found = run_checks(databases=["default"])
    return {one.id: one.msg for one in found if one.id.startswith("wall.")}


@contextmanager
def signed_in_as(account: str, *powers: str):
    """Work as an ordinary account of the server, not as the owner of everything."""
    run(f"CREATE ROLE {account} LOGIN {' '.join(powers)}", f"SET SESSION AUTHORIZATION {account}")
    try:
        yield
    finally:
        run("RESET SESSION AUTHORIZATION")


def test_after_migrate_there_is_nothing_to_say():
    assert complaints() == {}
    call_command("check", databases=["default"])


DRIFTS = {
    f"GRANT SELECT (email) ON accounts_user TO {ROLE}": ("wall.E003", "SELECT accounts_user.email"),
    f"GRANT DELETE ON audit_event TO {ROLE}": ("wall.E003", "DELETE audit_event"),
    f"GRANT TRUNCATE ON commission_ballot TO {ROLE}": ("wall.E003", "TRUNCATE commission_ballot"),
    f"GRANT UPDATE ON SEQUENCE audit_event_id_seq TO {ROLE}": ("wall.E003", "UPDATE audit_event_id_seq"),
    "GRANT SELECT ON django_session TO PUBLIC": ("wall.E003", "SELECT django_session.session_data"),
    f"REVOKE SELECT ON territory_board FROM {ROLE}": ("wall.E004", "SELECT territory_board.name"),
    f"REVOKE ALL ON outbox_message FROM {ROLE}": ("wall.E004", "INSERT outbox_message.topic"),
    f"GRANT pg_monitor TO {ROLE}": ("wall.E002", "pg_monitor"),
    f"ALTER ROLE {ROLE} LOGIN": ("wall.E002", "plus que des droits sur des tables"),
    "DROP POLICY board_select ON commission_ballot": ("wall.E005", "commission_ballot"),
    "ALTER POLICY board_select ON commission_ballot USING (true)": ("wall.E005", "commission_ballot"),
    "ALTER POLICY board_select ON commission_receipt TO PUBLIC": ("wall.E005", "commission_receipt"),
    f"CREATE POLICY more ON commission_ballot TO {ROLE} USING (true)": ("wall.E005", "commission_ballot"),
    f"CREATE POLICY more ON outbox_message TO {ROLE} USING (true)": ("wall.E005", "outbox_message"),
    "ALTER TABLE commission_ballot DISABLE ROW LEVEL SECURITY": ("wall.E005", "commission_ballot"),
    "ALTER TABLE accounts_membership ENABLE ROW LEVEL SECURITY": ("wall.E005", "accounts_membership"),
}


@pytest.mark.parametrize("statement", DRIFTS)
def test_what_is_granted_by_hand_is_seen_and_mended(statement):
    run(statement)
    number, what = DRIFTS[statement]
    found = complaints()
    assert list(found) == [number]
    assert what in found[number]
    with pytest.raises(SystemCheckError, match=r"manage\.py migrate"):
        call_command("check", databases=["default"])
    call_command("migrate", verbosity=0, skip_checks=False)
    assert complaints() == {}


def test_a_role_that_reads_everything_is_not_enough_to_pass():
    run(f"GRANT pg_read_all_data TO {ROLE}")
    assert set(complaints()) == {"wall.E002", "wall.E003"}
    services.mend()
    assert complaints() == {}


def test_a_view_over_the_accounts_is_a_table_like_another():
    run("CREATE VIEW names AS SELECT email FROM accounts_user", f"GRANT SELECT ON names TO {ROLE}")
    assert "SELECT names.email" in complaints()["wall.E003"]


def test_a_column_that_a_migration_has_still_to_make_is_not_missed():
    run("ALTER TABLE commission_sitting DROP COLUMN place CASCADE")
    assert complaints() == {}
    services.mend()


def test_looking_at_a_migration_grants_nothing(capsys):
    run(f"GRANT SELECT (email) ON accounts_user TO {ROLE}")
    call_command("migrate", "--plan")
    assert set(complaints()) == {"wall.E003"}


class TestRole:
    @pytest.fixture(autouse=True)
    def another_name(self, settings):
        settings.PORTAL_BOARD_ROLE = "essai_commission"

    def test_an_account_that_may_not_create_it_is_told_the_two_lines(self):
        with signed_in_as("essai_simple"):
            with pytest.raises(services.RoleMissing) as refusal:
                services.mend()
            assert complaints() == {"wall.E001": str(refusal.value)}
        assert "CREATE ROLE essai_commission NOLOGIN; GRANT essai_commission TO portail;" in str(
            refusal.value
        )

    def test_a_role_that_is_not_given_to_the_account_is_no_better(self):
        run("CREATE ROLE essai_commission NOLOGIN")
        with signed_in_as("essai_simple"), pytest.raises(services.RoleMissing):
            services.mend()

    @pytest.mark.parametrize("given", [True, False], ids=["given", "created by itself"])
    def test_an_account_that_owns_the_tables_does_the_rest(self, given):
        if given:
            run("CREATE ROLE essai_commission NOLOGIN")
        with signed_in_as("essai_simple", "" if given else "CREATEROLE"):
            run("RESET SESSION AUTHORIZATION", "GRANT portail TO essai_simple")
            if given:
                run("GRANT essai_commission TO essai_simple")
            run("SET SESSION AUTHORIZATION essai_simple")
            services.mend()
            services.mend()
            assert complaints() == {}

    def test_an_account_that_does_not_own_the_tables_says_so(self):
        run("CREATE ROLE essai_commission NOLOGIN")
        with signed_in_as("essai_simple"):
            run("RESET SESSION AUTHORIZATION", "GRANT essai_commission TO essai_simple")
            run("SET SESSION AUTHORIZATION essai_simple")
            with pytest.raises(CommandError, match="faute de posséder"):
                services.mend()


def test_the_embedded_server_is_born_with_the_role():
    with TemporaryDirectory(prefix="portail-mur-") as folder:
        Path(folder).chmod(0o711)
        with EmbeddedPostgres(Path(folder) / "data", durable=False) as server:
            link = psycopg2.connect(server.url)
            try:
                with link, link.cursor() as cursor:
                    cursor.execute("SELECT rolcanlogin, rolsuper FROM pg_roles WHERE rolname = %s", [ROLE])
                    assert cursor.fetchall() == [(False, False)]
            finally:
                link.close()
