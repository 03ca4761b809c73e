"""The table of commands: where each is found and what must be ready, so that the entry point imports none."""

from dataclasses import dataclass
from typing import Literal

from tidewaiter.doors.cli.speech import gettext_noop

Needs = Literal["nothing", "django", "database"]
Process = Literal["web", "worker"]


@dataclass(frozen=True, slots=True)
class Command:
    """One command; its module has `main(argv) -> int`. `database` is Django with a database set up."""

    name: str
    module: str
    summary: str
    needs: Needs = "database"
    process: Process = "web"


COMMANDS = (
    Command(
        "demo",
        "tidewaiter.doors.cli.demo",
        gettext_noop("start everything with an invented world, for a look"),
        "nothing",
    ),
    Command(
        "setup",
        "tidewaiter.config.setup",
        gettext_noop("make or migrate the database, its roles and policies"),
        "django",
    ),
    Command("serve", "tidewaiter.doors.cli.serve", gettext_noop("answer the web pages and the API")),
    Command(
        "worker",
        "tidewaiter.config.worker",
        gettext_noop("do the jobs: notices, deadlines, deletions"),
        process="worker",
    ),
    Command("law", "tidewaiter.doors.cli.law", gettext_noop("ask the instruments: `law check FILE...`"), "nothing"),
    Command(
        "screen",
        "tidewaiter.doors.cli.screen",
        gettext_noop("screen a list against entries, from files alone"),
        "nothing",
    ),
    Command(
        "central", "tidewaiter.doors.cli.central", gettext_noop("import into the central system, and release a batch")
    ),
    Command(
        "index",
        "tidewaiter.doors.cli.index",
        gettext_noop("show the index of names, or build it anew"),
        process="worker",
    ),
    Command("journal", "tidewaiter.doors.cli.journal", gettext_noop("show the journal of your administration")),
    Command("people", "tidewaiter.doors.cli.people", gettext_noop("look after officers, their roles and tokens")),
    Command("registry", "tidewaiter.doors.cli.registry", gettext_noop("take the register out or in, as a file")),
    Command("build-demo", "tidewaiter.doors.cli.build_demo", gettext_noop("build the demo world (`demo` calls this)")),
)
BY_NAME = {command.name: command for command in COMMANDS}
