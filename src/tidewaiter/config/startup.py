"""Checks the database before it is served from: a removed policy must stop the work, not the secrecy."""

from gettext import gettext as _

from django.db import connection

from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.records import guards


def refuse_unguarded_database() -> None:
    """Raise CommandError naming each point in which the database differs from the policy of this code."""
    try:
        differences = guards.verify(connection)
    finally:
        connection.close()  # a connection opened before a web server forks must not be shared by its workers
    if differences:
        raise CommandError("\n  ".join([_("The database is not as it must be:"), *differences]))
