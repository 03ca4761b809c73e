"""Makes Django ready for the commands that need it, and puts a silent database into words."""

from collections.abc import Callable
from gettext import gettext as _

import django
from django.conf import settings
from django.db import OperationalError
from django.utils import translation

from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.doors.cli.speech import language


def prepare(*, needs_database: bool) -> None:
    """Set Django up in the language of commands; CommandError when a database is needed and none was ever set up."""
    django.setup()
    translation.activate(language())
    if needs_database and settings.DATABASES["default"]["ENGINE"].endswith("dummy"):
        raise CommandError(
            _(
                "No database is set up here: run `tidewaiter demo`, or `tidewaiter setup` with DATABASE_URL, "
                "or set TIDEWAITER_HOME to the folder of one that is."
            )
        )


def explained(main: Callable[[list[str]], int], words: list[str]) -> int:
    """Run a command; CommandError when the database does not answer it."""
    try:
        return main(words)
    except OperationalError as error:
        told = _("The database does not answer; is it running? %(error)s")
        raise CommandError(told % {"error": error}) from error
