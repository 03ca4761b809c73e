"""Makes a database ours: roles, ownership, migrations and policies, in the one order that works."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from gettext import gettext as _
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connections, transaction
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tidewaiter.config.settings import database as described
from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.records import guards

OLDEST_SERVER = 150000
OWNER = "app_owner"
USERS = ("app_web", "app_worker")
ALIAS = "installer"
MAINTENANCE = ("postgres", "template1")
DEFAULT_DATABASE = "tidewaiter"
NO_DATABASE = "3D000"  # PostgreSQL's error code: invalid catalog name

Tell = Callable[[str], None]


def silent(_doing: str) -> None:
    """Tell nobody what is being done."""


def database_name(url: str) -> str:
    """Return the database an installing address means: `tidewaiter` if it names none or PostgreSQL's own."""
    name = conninfo_to_dict(url).get("dbname")
    return DEFAULT_DATABASE if not name or name in MAINTENANCE else str(name)


def address(url: str, **changes: str | None) -> str:
    """Return an address with parts of it changed."""
    return make_conninfo(url, **changes)


def connect_as_installer(url: str) -> psycopg.Connection[Any]:
    """Connect to the server's own database, always there; CommandError if it is too old or silent."""
    errors = []
    for name in MAINTENANCE:
        try:
            connection = psycopg.connect(address(url, dbname=name), autocommit=True, connect_timeout=10)
        except psycopg.OperationalError as error:
            errors.append(str(error).strip())
            continue
        if connection.info.server_version < OLDEST_SERVER:
            version = connection.info.parameter_status("server_version")
            connection.close()
            told = _("PostgreSQL 15 or later is needed, and DATABASE_URL leads to %(version)s.")
            raise CommandError(told % {"version": version})
        return connection
    raise CommandError(_("The database server of DATABASE_URL does not answer: %(error)s") % {"error": errors[0]})


def install(
    url: str,
    database: str,
    identity_key: bytes,
    passwords: Mapping[str, str] | None = None,
    tell: Tell = silent,
) -> None:
    """Make the roles and the database where absent, migrate as their owner, put the policy in and check it.

    `url` is the installing role's; CommandError in words if the server refuses. Done again it does nothing.
    """
    try:
        with connect_as_installer(url) as connection:
            _make_roles(connection, passwords or {})
            _make_database(connection, database)
    except psycopg.Error as error:
        told = _("The installing role of DATABASE_URL may not do this: %(error)s")
        raise CommandError(told % {"error": error}) from error
    with _installer(address(url, dbname=database)) as owner:
        tell(_("migrating"))
        call_command("migrate", database=ALIAS, interactive=False, verbosity=0)
        tell(_("applying roles and policies"))
        with transaction.atomic(using=ALIAS):
            guards.apply(owner, identity_key)
        differences = guards.verify(owner)
    if differences:
        raise CommandError("\n  ".join([_("The database cannot hold the policy:"), *differences]))


def _make_roles(connection: psycopg.Connection[Any], passwords: Mapping[str, str]) -> None:
    for statement in guards.role_statements():
        connection.execute(sql.SQL(statement))  # ours, made from the code's own tables
    # an installing role that is no superuser may act for the owner only as its member
    connection.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(OWNER)))
    for role, password in passwords.items():
        alter = sql.SQL("alter role {} password {}")
        connection.execute(alter.format(sql.Identifier(role), sql.Literal(password)))


def _make_database(connection: psycopg.Connection[Any], name: str) -> None:
    query = "select pg_get_userbyid(datdba) from pg_database where datname = %s"
    found = connection.execute(query, [name]).fetchone()
    database, owner = sql.Identifier(name), sql.Identifier(OWNER)
    if found is None:
        connection.execute(
            sql.SQL("create database {} owner {} encoding 'UTF8' template template0").format(database, owner)
        )
    elif found[0] != OWNER:
        connection.execute(sql.SQL("alter database {} owner to {}").format(database, owner))
    users = sql.SQL(", ").join(map(sql.Identifier, USERS))
    connection.execute(sql.SQL("revoke all on database {} from public").format(database))
    connection.execute(sql.SQL("grant connect on database {} to {}").format(database, users))


@contextmanager
def _installer(url: str) -> Iterator[Any]:
    """Give Django a connection that acts as the owner; it exists only here, so no request can ever use it."""
    settings = connections.configure_settings({"default": {}, ALIAS: described(url, options=f"-c role={OWNER}")})
    connections.settings[ALIAS] = settings[ALIAS]
    try:
        yield connections[ALIAS]
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]
