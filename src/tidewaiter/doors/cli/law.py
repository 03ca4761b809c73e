"""The commands `law check` and `law basis`: judge law cases and find bases, with no database and no network."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from gettext import gettext as _
from pathlib import Path

from tidewaiter.doors.cli.law_basis import describe_basis
from tidewaiter.treaty.cases import Case, Verdict, judge, one_line, read_cases
from tidewaiter.treaty.provisions import INSTRUMENTS, instrument_ids
from tidewaiter.treaty.strict import NotUnderstood

FAILED = 1
NOT_UNDERSTOOD = 2


def main(argv: list[str]) -> int:
    """Run `law check` (0 where no case failed, 1 where one did) or `law basis` (0 where a basis is open, 1 where none
    is); 2 where something was not understood.
    """
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot write a name must not stop the judging.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    try:
        options = _parser().parse_args(argv)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    try:
        return int(options.doing(options))
    except BrokenPipeError:
        # Whoever reads the output has closed it: nothing more can be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_UNDERSTOOD


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tidewaiter law")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help=_("judge files of law cases"))
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.add_argument(
        "--instruments",
        type=Path,
        default=INSTRUMENTS,
        help=_("a folder of instruments instead of the built-in one"),
    )
    describe_basis(commands.add_parser("basis", help=_("which bases are open between two units on a day")))
    check.set_defaults(doing=lambda options: _check(options.files, options.instruments))
    return parser


def _check(files: Sequence[Path], folder: Path) -> int:
    cases, errors = _read(files, folder)
    verdicts: list[Verdict] = []
    for case in cases:
        try:
            verdicts.append(judge(case, folder))
        except NotUnderstood as error:
            errors.append(str(error))
    if errors:
        for each in errors:
            print(_("error: %(what)s") % {"what": each}, file=sys.stderr)
        print(_("No case was judged; correct the file and run the command again."), file=sys.stderr)
        return NOT_UNDERSTOOD
    return _report(verdicts)


def _read(files: Sequence[Path], folder: Path) -> tuple[list[Case], list[str]]:
    try:
        instrument_ids(folder)
    except NotUnderstood as error:
        return [], [str(error)]
    cases: list[Case] = []
    errors: list[str] = []
    for path in files:
        found, wrong = read_cases(path, folder)
        cases.extend(found)
        errors.extend(wrong)
    return cases, errors


def _report(verdicts: Sequence[Verdict]) -> int:
    failed = [verdict for verdict in verdicts if verdict.failure]
    # these two lines are never translated: programs read them
    for verdict in failed:
        print(f"FAIL {one_line(verdict.case.name)}: {verdict.failure}")
    print(f"{len(verdicts) - len(failed)} passed, {len(failed)} failed", flush=True)
    return FAILED if failed else 0
