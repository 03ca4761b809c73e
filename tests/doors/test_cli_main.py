"""The entry point must stay light, answer every misuse in words, and be documented to its last command."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tidewaiter.doors.cli import main as entry
from tidewaiter.doors.cli.commands import COMMANDS, Command
from tidewaiter.doors.cli.errors import CommandError

ROOT = Path(__file__).resolve().parents[2]
TIDEWAITER = [sys.executable, "-m", "tidewaiter.doors.cli.main"]


def command_in(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    (folder / "a_command_of_this_test.py").write_text(body)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "a_command_of_this_test", raising=False)
    command = Command("trial", "a_command_of_this_test", "a command of this test", "nothing")
    monkeypatch.setitem(entry.BY_NAME, "trial", command)


def test_every_command_of_the_table_is_documented_and_no_other() -> None:
    rows = [line for line in (ROOT / "docs/commands.md").read_text().splitlines() if line.startswith("| `tidewaiter")]
    documented = {row.split("`")[1].split()[1] for row in rows}
    assert documented == {command.name for command in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_module_of_the_table_is_there(command: Command) -> None:
    assert importlib.util.find_spec(command.module) is not None


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_names_every_command(command: Command) -> None:
    assert f"  {command.name} " in entry.overview()


def test_the_entry_point_imports_neither_django_nor_actions_nor_any_command() -> None:
    program = "import sys, json, tidewaiter.doors.cli.main; print(json.dumps(sorted(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = json.loads(answer.stdout)
    ours = {name for name in loaded if name.startswith("tidewaiter.")}
    assert not [name for name in loaded if name.split(".")[0] in ("django", "psycopg", "procrastinate")]
    assert ours == {
        "tidewaiter.doors",
        "tidewaiter.doors.cli",
        *(f"tidewaiter.doors.cli.{name}" for name in ("commands", "errors", "main", "speech")),
    }


def test_law_needs_neither_django_nor_a_database() -> None:
    program = (
        "import sys; from tidewaiter.doors.cli import main\n"
        "try: main.main(['law', '--help'])\nexcept SystemExit: pass\n"
        "sys.exit('django' in sys.modules or 'psycopg' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], stdout=subprocess.DEVNULL, check=False).returncode == 0


def test_an_unknown_command_names_near_ones_and_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["jurnal"]) == 2
    assert "no command 'jurnal'. Did you mean journal?" in capsys.readouterr().err


def test_no_command_shows_the_commands_and_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main([]) == 2
    assert "Usage: tidewaiter COMMAND" in capsys.readouterr().out


def test_the_users_fault_is_one_line_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    body = f"from {CommandError.__module__} import CommandError\ndef main(argv): raise CommandError(argv[0])\n"
    command_in(tmp_path, monkeypatch, body)
    assert entry.main(["trial", "the tide is out"]) == 1
    assert capsys.readouterr().err == "tidewaiter: the tide is out\n"


def test_an_interrupt_exits_with_130(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command_in(tmp_path, monkeypatch, "def main(argv): raise KeyboardInterrupt\n")
    assert entry.main(["trial"]) == 130


def test_the_exit_code_of_a_command_is_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command_in(tmp_path, monkeypatch, "def main(argv): return 7\n")
    assert entry.main(["trial"]) == 7


def test_a_reader_who_leaves_makes_no_noise(tmp_path: Path) -> None:
    answer = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {' '.join(TIDEWAITER)} --help | true"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in answer.stderr
    assert "Error" not in answer.stderr


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"PORT": "eighty"}, "PORT: 'eighty' is not a whole number from 1 to 65535"),
        ({"DATABASE_URL": "mysql://somewhere"}, "DATABASE_URL: an address begins with postgresql://"),
        ({"TIDEWAITER_DEMO": "perhaps"}, "TIDEWAITER_DEMO: 'perhaps' is neither 1 nor 0"),
    ],
    ids=["a port", "an address", "a truth"],
)
def test_a_bad_setting_is_named(tmp_path: Path, variables: dict[str, str], said: str) -> None:
    environment = {**os.environ, "TIDEWAITER_HOME": str(tmp_path), **variables}
    answer = subprocess.run([*TIDEWAITER, "demo"], env=environment, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (1, f"tidewaiter: {said}\n")


def test_a_command_that_needs_a_database_says_how_to_get_one(tmp_path: Path) -> None:
    unset = dict.fromkeys(("TIDEWAITER_WEB_DATABASE_URL", "TIDEWAITER_WORKER_DATABASE_URL"), "")
    environment = {**os.environ, "TIDEWAITER_HOME": str(tmp_path), **unset}
    answer = subprocess.run([*TIDEWAITER, "serve"], env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert answer.stderr.startswith("tidewaiter: No database is set up here: run `tidewaiter demo`")
