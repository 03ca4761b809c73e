"""`tidewaiter index`: shows the files of the index of names, and builds them anew; for whoever has the host's shell."""

import argparse
from gettext import gettext as _

from tidewaiter.actions.callers import system_caller
from tidewaiter.actions.central import IndexWork, index_files, keep_index
from tidewaiter.doors.cli.acting import refusals_in_words

_MEBIBYTE = 2**20


def main(argv: list[str]) -> int:
    """Show the index or build it; 1 from `status` where there is none that can be read."""
    parser = argparse.ArgumentParser(
        prog="tidewaiter index",
        description=_("Look after the index by which searches find names; the worker keeps it by itself."),
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("status", help=_("where its files lie, and what they are"))
    commands.add_parser("rebuild", help=_("build it anew from the database, while searches go on"))
    if parser.parse_args(argv).command == "rebuild":
        return _rebuild()
    return _status()


def _rebuild() -> int:
    with refusals_in_words():
        report = keep_index(system_caller(), IndexWork.BUILD)
    print(_("The index holds %(entries)d entries.") % {"entries": report.put})
    return 0


def _status() -> int:
    files = index_files()
    print(_("folder: %(folder)s") % {"folder": files.folder})
    print(_("size: %(size).1f MiB") % {"size": files.size / _MEBIBYTE})
    if files.refused:
        print(_("no index: %(reason)s") % {"reason": files.refused})
        return 1
    print(_("changes since it was begun: %(number)d") % {"number": files.generation})
    print(_("parts: %(segments)d") % {"segments": files.segments})
    removals = _("yes, until the next night") if files.removals else _("no")
    print(_("removed entries still on disk: %(removals)s") % {"removals": removals})
    return 0
