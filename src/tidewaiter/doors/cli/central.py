"""`tidewaiter central`: takes a list into the central system, and releases what a colleague imported."""

import argparse
import sys
import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import CentralPurpose
from tidewaiter.actions.central import (
    ImportDefaults,
    ImportReport,
    RefusedRow,
    import_entries,
    release_batch,
)
from tidewaiter.doors.cli.acting import caller_of_token, refusals_in_words
from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.doors.cli.lists import ListOfRows
from tidewaiter.doors.words import say
from tidewaiter.screening.entries import SuggestedAction

_SECONDS_BETWEEN_NEWS = 2.0


def main(argv: list[str]) -> int:
    """Import or release; CommandError where nothing can be done, 1 where rows kept the work from being done."""
    parser = argparse.ArgumentParser(
        prog="tidewaiter central",
        description=f"{__doc__} The officer who acts is the one whose API token is in TIDEWAITER_TOKEN.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    _describe_import(commands.add_parser("import", help="take entries from a CSV file, as drafts"))
    release = commands.add_parser("release", help="release all entries of an import, as another officer")
    release.add_argument("batch", metavar="BATCH", type=UUID, help="the batch that the import named")
    given = parser.parse_args(argv)
    return _import(given) if given.command == "import" else _release(str(given.batch))


def _describe_import(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "CSV in UTF-8, one row a name: columns entity_id, schema, name; where known kind, country, dob, ident; "
        "others are ignored. Rows with the same entity_id make one entry, which is written whole or not at all."
    )
    parser.add_argument("file", metavar="FILE", help="the file, or - for standard input")
    parser.add_argument("--as", dest="administration", metavar="ADMINISTRATION", required=True)
    parser.add_argument("--reason", default="", help="why the subjects are listed")
    parser.add_argument("--grounds", default="", help="facts on which that rests (personal data, CCO-54.1)")
    parser.add_argument("--purpose", action="append", default=[], choices=[each.value for each in CentralPurpose])
    parser.add_argument("--action", default="", choices=[each.value for each in SuggestedAction])
    parser.add_argument(
        "--retention-until",
        type=date.fromisoformat,
        metavar="DATE",
        help="the day on which personal data are deleted (CCO-51.1), as 2027-06-30",
    )
    parser.add_argument("--source", default="", help="what the list is called; the file's name otherwise")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
    parser.add_argument("--strict", action="store_true", help="write nothing if any row is refused")


def _release(batch: str) -> int:
    caller = caller_of_token()
    with refusals_in_words():
        released = release_batch(caller, batch)
    print(f"{released} entries of batch {batch} are released.")
    return 0


def _import(given: argparse.Namespace) -> int:
    caller = caller_of_token()
    if caller.administration != given.administration:
        raise CommandError(
            f"the token belongs to an officer of {caller.administration}, who cannot act as {given.administration}"
        )
    with ExitStack() as stack:
        rows = ListOfRows(_opened(given.file, stack))
        report = _imported(caller, rows, given)
    for refused in report.refused:
        print(f"line {refused.line}: {refused.entity or '-'}: {_reason(refused, rows)}", file=sys.stderr)
    print(_summary(report, dry_run=given.dry_run))
    held_back = not report.entries or (given.strict and report.refused)
    return 1 if held_back else 0


def _opened(file: str, stack: ExitStack) -> BinaryIO:
    if file == "-":
        return sys.stdin.buffer
    try:
        return stack.enter_context(Path(file).open("rb"))
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror or error}") from error


def _imported(caller: Caller, rows: ListOfRows, given: argparse.Namespace) -> ImportReport:
    defaults = ImportDefaults(
        reason=given.reason,
        grounds=given.grounds,
        purposes=tuple(dict.fromkeys(given.purpose)),
        action=given.action,
        delete_on=given.retention_until,
    )
    with refusals_in_words():
        return import_entries(
            caller,
            rows,
            defaults=defaults,
            source=given.source or Path(given.file).name,
            dry_run=given.dry_run,
            strict=given.strict,
            progress=News(),
        )


class News:
    """Tells on standard error how far a long import has come."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _SECONDS_BETWEEN_NEWS

    def __call__(self, rows: int) -> None:
        """Tell the number of rows read, every other second at most."""
        if time.monotonic() >= self._next:
            print(f"{rows} rows read", file=sys.stderr, flush=True)
            self._next = time.monotonic() + _SECONDS_BETWEEN_NEWS


def _reason(refused: RefusedRow, rows: ListOfRows) -> str:
    if refused.line in rows.ragged:
        return rows.ragged[refused.line]
    problem = refused.params.get("problem", "")
    key = {"problem": f"problem:{problem}", "bad_subject": f"subject:{problem}"}.get(refused.code)
    words = say(key or f"import:{refused.code}", **refused.params)
    provision = refused.params.get("provision", "")
    field = refused.params.get("field", "")
    return (f"{field}: " if field else "") + words + (f" ({provision})" if provision else "")


def _summary(report: ImportReport, *, dry_run: bool) -> str:
    counted = (
        f"{report.rows} rows: {report.entries} entries with {report.names} names, "
        f"{report.flagged} flagged, {len(report.refused)} refused."
    )
    if report.written:
        return (
            f"{counted}\nWritten as drafts in batch {report.batch}. "
            f"Another officer releases them: tidewaiter central release {report.batch}"
        )
    return f"{counted}\n{'A dry run: nothing' if dry_run else 'Nothing'} was written."
