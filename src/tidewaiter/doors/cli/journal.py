"""`tidewaiter journal`: shows the journal of the administration of the officer whose token is in TIDEWAITER_TOKEN."""

import argparse
import json
from collections.abc import Sequence
from gettext import gettext as _

from tidewaiter.access.verbs import Verb
from tidewaiter.actions.people import JournalLine, read_journal
from tidewaiter.doors.cli.acting import caller_of_token, refusals_in_words
from tidewaiter.doors.words import say

_WIDEST = 40


def main(argv: list[str]) -> int:
    """Show the latest lines, newest first; the reading itself stands in the journal too."""
    parser = argparse.ArgumentParser(
        prog="tidewaiter journal",
        description=_("Show the journal of the administration of the officer whose token is in TIDEWAITER_TOKEN."),
    )
    commands = parser.add_subparsers(dest="command", required=True)
    show = commands.add_parser("show", help=_("the latest lines, newest first"))
    show.add_argument("--limit", type=_number, default=100, metavar="N", help=_("how many, at most 1000 (100)"))
    show.add_argument(
        "--verb",
        default="",
        choices=[verb.value for verb in Verb],
        metavar="VERB",
        help=_("only lines of this act, named as in docs/acts.md"),
    )
    show.add_argument("--json", action="store_true", help=_("one JSON object a line, with everything told"))
    given = parser.parse_args(argv)
    caller = caller_of_token()
    with refusals_in_words():
        lines = read_journal(caller, limit=given.limit, verb=given.verb)
    if given.json:
        for line in lines:
            print(json.dumps(_told(line), ensure_ascii=False))
    else:
        print(table(lines))
    return 0


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(_("a number from 1 to 1000"))
    return int(text)


def _told(line: JournalLine) -> dict[str, object]:
    return {
        "id": line.id,
        "at": line.at.isoformat(),
        "verb": line.verb,
        "outcome": line.outcome,
        "administration": line.administration,
        "officer": line.officer,
        "provisions": list(line.provisions),
        "about": dict(line.about),
    }


def table(lines: Sequence[JournalLine]) -> str:
    """Return the lines in columns, those of the longest cell as wide as that; the last column has no end."""
    head = (_("WHEN (UTC)"), _("ACT"), _("OUTCOME"), _("OFFICER"), _("PROVISIONS"), _("ABOUT"))
    rows = [head, *(_cells(line) for line in lines)]
    widths = [min(_WIDEST, max(len(row[place]) for row in rows)) for place in range(len(head) - 1)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in rows
    )


def _cells(line: JournalLine) -> tuple[str, ...]:
    about = ", ".join(f"{name}={_short(value)}" for name, value in line.about.items())
    when = line.at.strftime("%Y-%m-%d %H:%M:%S")
    return when, line.verb, say(f"outcome:{line.outcome}"), line.officer, " ".join(line.provisions), about


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
