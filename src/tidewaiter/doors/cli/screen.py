"""`tidewaiter screen`: screens a list against entries from files, with the engine alone: no database and no network.

With `--scheduler` the list is split over the workers of a Dask cluster; the hits are the same, row by row.
"""

import argparse
import importlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from gettext import gettext as _
from pathlib import Path

from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.doors.cli.screen_hits import Hit, Order, hits, output, write_hits
from tidewaiter.doors.cli.screen_lists import Entries, Faults, read_entries, read_questions
from tidewaiter.doors.cli.speech import LANGUAGES
from tidewaiter.screening.collector import look_seldom
from tidewaiter.screening.index.finding import Index
from tidewaiter.screening.judging import ALERT
from tidewaiter.screening.run import Asked

SOME_REFUSED = 3
_MOST_TOP, _MOST_THREADS = 1_000, 64
_SECONDS_BETWEEN_NEWS = 2.0
_CLUSTER = "tidewaiter.doors.cli.screen_cluster"


def main(argv: list[str]) -> int:
    """Screen; exit code 0 is done, 3 is done but for rows that were refused, 1 nothing was done, 2 misused."""
    given = _parser().parse_args(argv)
    _refuse_same_files(given)
    of_entries, of_list = Faults(_called(given.entries)), Faults(_called(given.list))
    entries = read_entries(given.entries, of_entries)
    if not entries.indexed:
        of_entries.tell_sum()
        raise CommandError(_("%(file)s holds no entry") % {"file": _called(given.entries)})
    order = Order(given.threshold, given.top, given.threads, given.language, entries.kindless)
    asked = _watched(read_questions(given.list, of_list))
    with output(given.out) as stream:
        write_hits(_hits(given.scheduler, entries, asked, order), stream)
    of_entries.tell_sum()
    of_list.tell_sum()
    return SOME_REFUSED if of_entries.refused or of_list.refused else 0


def _hits(scheduler: str, entries: Entries, asked: Iterable[Asked], order: Order) -> Iterator[Hit]:
    if not scheduler:
        index = Index.of(entries.indexed)
        look_seldom()
        return hits(index, asked, order)
    try:
        cluster = importlib.import_module(_CLUSTER)
    except ModuleNotFoundError as error:
        if error.name != "distributed":
            raise
        told = _("--scheduler needs Dask, which is not installed here: install %(package)s")
        raise CommandError(told % {"package": "tidewaiter[dask]"}) from error
    found: Iterator[Hit] = cluster.hits_of_cluster(scheduler, entries, asked, order)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tidewaiter screen",
        description=_(
            "Screen a list against entries, both in CSV (also packed with gzip). Entries: entity_id, name, and schema, "
            "kind, country, dob, ident where known, one row a name. List: row_id, name, and schema, country, dob, "
            "ident where known. Hits: row_id, entity_id, score, band, reasons. Exit code 3 where rows were refused."
        ),
    )
    parser.add_argument(
        "--entries", required=True, metavar="FILE", help=_("who is looked for, or - for standard input")
    )
    parser.add_argument("--list", required=True, metavar="FILE", help=_("what is screened, or - for standard input"))
    parser.add_argument("--out", required=True, metavar="FILE", help=_("where the hits go, or - for standard output"))
    parser.add_argument(
        "--threshold",
        type=_share,
        default=ALERT,
        metavar="SCORE",
        help=_("the least score of a hit, from 0 (all that is found) to 1; %(default)s otherwise"),
    )
    parser.add_argument(
        "--top",
        type=_number_to(_MOST_TOP),
        default=10,
        metavar="COUNT",
        help=_("the most hits for one row; %(default)s otherwise"),
    )
    parser.add_argument(
        "--threads",
        type=_number_to(_MOST_THREADS),
        default=min(_MOST_THREADS, len(os.sched_getaffinity(0))),
        metavar="COUNT",
        help=_("how many processors to use; all otherwise"),
    )
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help=_("the language of the reasons"))
    parser.add_argument(
        "--scheduler", default="", metavar="ADDRESS", help=_("split the list over the workers of this Dask scheduler")
    )
    return parser


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise argparse.ArgumentTypeError(_("%(value)s is no number from 0 to 1") % {"value": repr(text)})
    return value


class _number_to:  # noqa: N801  # argparse shows it as what it is: a kind of number
    """A whole number from 1 to a limit."""

    def __init__(self, most: int) -> None:
        self._most = most

    def __call__(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= self._most):
            told = _("%(value)s is no whole number from 1 to %(most)s")
            raise argparse.ArgumentTypeError(told % {"value": repr(text), "most": self._most})
        return int(text)


def _refuse_same_files(given: argparse.Namespace) -> None:
    if given.entries == given.list == "-":
        raise CommandError(_("only one of --entries and --list can be standard input"))
    if given.out == "-":
        return
    for name in ("entries", "list"):
        file = getattr(given, name)
        if file != "-" and Path(file).resolve() == Path(given.out).resolve():
            told = _("--out and --%(name)s are the same file, which would be lost")
            raise CommandError(told % {"name": name})


def _called(file: str) -> str:
    return _("standard input") if file == "-" else file


def _watched(asked: Iterable[Asked]) -> Iterator[Asked]:
    """Tells a person at the terminal how far the screening has come."""
    telling = sys.stderr.isatty()
    later = time.monotonic() + _SECONDS_BETWEEN_NEWS
    for count, one in enumerate(asked, start=1):
        yield one
        if telling and count % 1_000 == 0 and time.monotonic() >= later:
            print(_("%(count)s rows read") % {"count": count}, file=sys.stderr, flush=True)
            later = time.monotonic() + _SECONDS_BETWEEN_NEWS
