"""Keeps a demo off every database that is not its own, before anything in it is touched."""

from gettext import gettext as _
from pathlib import Path

import psycopg
from psycopg import sql

from tidewaiter.config.install import address, connect_as_installer
from tidewaiter.doors.cli.errors import CommandError

MARK = "The demo world of Tidewaiter: invented, and made anew at will"


def claim(url: str, database: str, accounts_file: Path) -> None:
    """Make sure that the database is a demo's: mark a new or empty one, refuse any other.

    A demo whose accounts file is gone (an unfinished first start, a removed folder) is dropped and made anew,
    since nobody could sign in to it. CommandError when the database holds something else, or is in use.
    """
    with connect_as_installer(url) as connection:
        query = "select shobj_description(oid, 'pg_database') from pg_database where datname = %s"
        found = connection.execute(query, [database]).fetchone()
        name = sql.Identifier(database)
        if found and found[0] == MARK and not accounts_file.exists():
            try:
                connection.execute(sql.SQL("drop database {}").format(name))
            except psycopg.errors.ObjectInUse as error:
                told = _("Another demo is using the database %(database)s.")
                raise CommandError(told % {"database": database}) from error
            found = None
        if found is None:
            accounts_file.unlink(missing_ok=True)  # it told of a world that is gone
            create = "create database {} encoding 'UTF8' template template0"
            connection.execute(sql.SQL(create).format(name))
        elif found[0] != MARK and not _is_empty(address(url, dbname=database)):
            told = _(
                "The database %(database)s holds something else than a demo world and stays as it is: "
                "name another database in DATABASE_URL, or leave it out."
            )
            raise CommandError(told % {"database": database})
        connection.execute(sql.SQL("comment on database {} is {}").format(name, sql.Literal(MARK)))


def _is_empty(url: str) -> bool:
    query = (
        "select not exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "where c.relkind in ('r', 'p', 'v') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema')"
    )
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone() == (True,)
