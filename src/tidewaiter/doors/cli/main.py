"""The `tidewaiter` command: finds a command in the table and runs it, importing nothing it does not need."""

import difflib
import importlib
import os
import sys
from gettext import gettext as _
from importlib.metadata import version

from tidewaiter.doors.cli.commands import BY_NAME, COMMANDS, Command
from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.doors.cli.speech import begin

INTERRUPTED = 130
USAGE = 2
HELP = frozenset(("-h", "--help"))


def main(argv: list[str] | None = None) -> int:
    """Run one command line; exit code 0 is done, 1 refused or failed, 2 misused, 130 interrupted."""
    words = sys.argv[1:] if argv is None else argv
    try:
        begin()
        return _run(words)
    except CommandError as error:
        print(f"tidewaiter: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # the reader of our output left (`| head`): what Python would still flush goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(words: list[str]) -> int:
    if not words or words[0] in HELP | {"help"}:
        print(overview())
        return 0 if words else USAGE
    if words[0] == "--version":
        print(f"tidewaiter {version('tidewaiter')}")
        return 0
    command = BY_NAME.get(words[0])
    if command is None:
        print(_unknown(words[0]), file=sys.stderr)
        return USAGE
    return _run_command(command, words[1:])


def _run_command(command: Command, words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tidewaiter.config.settings")
    os.environ["TIDEWAITER_PROCESS"] = command.process
    if command.needs == "nothing":
        return int(importlib.import_module(command.module).main(words))
    ready = importlib.import_module("tidewaiter.doors.cli.ready")
    asks_for_help = not HELP.isdisjoint(words)
    ready.prepare(needs_database=command.needs == "database" and not asks_for_help)
    return int(ready.explained(importlib.import_module(command.module).main, words))


def overview() -> str:
    """Return what `tidewaiter --help` prints."""
    width = max(len(command.name) for command in COMMANDS)
    lines = [f"  {command.name:{width}}  {_(command.summary)}" for command in COMMANDS]
    return "\n".join(
        [
            _("Usage: tidewaiter COMMAND [...]   (tidewaiter COMMAND --help tells more; tidewaiter --version)"),
            "",
            *lines,
        ]
    )


def _unknown(word: str) -> str:
    near = difflib.get_close_matches(word, BY_NAME, n=3)
    hint = (
        _("Did you mean %(names)s?") % {"names": ", ".join(near)}
        if near
        else _("`tidewaiter --help` lists the commands.")
    )
    return "tidewaiter: " + _("there is no command %(word)s.") % {"word": repr(word)} + " " + hint


if __name__ == "__main__":
    sys.exit(main())
