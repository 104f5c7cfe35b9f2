"""The sentences of the wall, for who installs the portal."""

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper

from cpsti_portal.kernel.wall.catalogue import role_name
from cpsti_portal.kernel.wall.plan import Right

MENDS = "«\u00a0manage.py migrate\u00a0» remet les droits en ordre."


def role_missing(connection: BaseDatabaseWrapper) -> str:
    role, account = role_name(), connection.settings_dict["USER"] or "compte_du_portail"
    return (
        f"Les pages de la commission travaillent sous le rôle PostgreSQL «\u00a0{role}\u00a0», que le portail "
        "n’a pas et n’a pas le droit de se donner. Un administrateur de PostgreSQL exécute\u00a0: "
        f"CREATE ROLE {role} NOLOGIN; GRANT {role} TO {account};"
    )


def not_ours(what: str) -> str:
    return (
        f"Les droits du rôle «\u00a0{role_name()}\u00a0» ne sont pas ceux que disent les modèles, et le portail ne "
        f"peut pas les corriger, faute de posséder la base\u00a0: {what}."
    )


def listed(rights: Iterable[Right]) -> str:
    """« SELECT accounts_user.email, DELETE accounts_user »."""
    return ", ".join(f"{verb} {table}.{column}".rstrip(".") for table, column, verb in sorted(rights))
