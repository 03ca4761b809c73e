"""Commands speak four languages: their help, their errors, argparse's own words; the setting goes before the locale."""

import argparse
import ast
import gettext
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from tidewaiter.doors.cli import main as entry
from tidewaiter.doors.cli import speech
from tidewaiter.doors.cli.commands import COMMANDS
from tidewaiter.doors.cli.errors import CommandError

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
OTHERS = ("fr", "es", "nl")
# What argparse says to whoever wrote a program with it, and never to whoever uses one.
TO_PROGRAMMERS = {
    ".__call__() not defined",
    "'required' is an invalid argument for positionals",
    'argument "-" with mode %r',
    "%r is not callable",
    "cannot have multiple subparser arguments",
    "cannot merge actions - two groups are named %r",
    "conflicting subparser alias: %s",
    "conflicting subparser: %s",
    "dest= is required for options like %r",
    "invalid conflict_resolution value: %r",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r",
    "mutually exclusive arguments must be optional",
}


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogues as they are written now, compiled, whatever was compiled last."""
    spec = importlib.util.spec_from_file_location("messages", SCRIPTS / "messages.py")
    assert spec is not None and spec.loader is not None
    messages = sys.modules["messages"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(messages)
    folder = tmp_path_factory.mktemp("locale")
    messages.compile_all(messages.Catalogues().read(), folder)
    return folder


@pytest.fixture
def spoken(catalogues: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Commands find those catalogues; this process speaks as before when the test ends."""
    monkeypatch.setattr(speech, "CATALOGUES", catalogues)
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("TIDEWAITER_PROCESS", "web")
    yield monkeypatch
    gettext.textdomain("messages")
    translation.deactivate()


def _argparse_says() -> set[str]:
    source = Path(argparse.__file__).read_text(encoding="utf-8")
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    translated = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "_")
    return {call.args[0].value for call in translated if isinstance(call.args[0], ast.Constant)}


def test_all_that_argparse_says_to_a_user_is_in_the_catalogues() -> None:
    said = _argparse_says()
    assert len(said) > 20
    assert said - TO_PROGRAMMERS - set(speech.ARGPARSE_SAYS) == set()


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "es_DO"}, "es"),
        ({"LANG": "fr", "LC_MESSAGES": "es_DO", "LC_ALL": "nl_AW.UTF-8"}, "nl"),
        ({"LANG": "nl", "LC_ALL": ""}, "nl"),
        ({"LANG": "nl", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "nl", "TIDEWAITER_LANGUAGE": "fr"}, "fr"),
        ({"LANG": "nl", "TIDEWAITER_LANGUAGE": ""}, "nl"),
    ],
)
def test_the_setting_goes_before_the_locale(variables: dict[str, str], language: str) -> None:
    assert speech.language(variables) == language


def test_a_language_that_is_none_of_ours_is_refused_by_name(spoken: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="TIDEWAITER_LANGUAGE: 'de' is none of en, fr, es, nl"):
        speech.language({"TIDEWAITER_LANGUAGE": "de"})


@pytest.mark.parametrize("language", OTHERS)
def test_the_overview_is_in_the_language(
    spoken: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    spoken.setenv("TIDEWAITER_LANGUAGE", language)
    assert entry.main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert [command.name for command in COMMANDS if f"  {command.name} " not in shown] == []
    assert [command.summary for command in COMMANDS if command.summary in shown] == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_the_help_of_a_command_is_in_the_language(
    spoken: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: object, language: str
) -> None:
    def helped(language: str) -> str:
        spoken.setenv("TIDEWAITER_LANGUAGE", language)
        with pytest.raises(SystemExit) if name != "law" else _nothing():
            entry.main([name, "--help"])
        return capsys.readouterr().out

    name = command.name  # type: ignore[attr-defined]
    english, other = helped("en"), helped(language)
    assert "usage: " in english and "usage: " not in other
    sentences = {line.strip() for line in english.splitlines() if line.count(" ") > 4 and not line.startswith("usage")}
    assert [line for line in sentences if line in other and not line.startswith(("[", "{", "...", "--"))] == []


class _nothing:  # noqa: N801 - stands beside pytest.raises, and reads as it does
    def __enter__(self) -> None:
        """Expect nothing."""

    def __exit__(self, *_: object) -> None:
        """Expect nothing."""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "erreur\xa0: ces arguments sont obligatoires\xa0: COMMAND"),
        ("es", "error: estos argumentos son obligatorios: COMMAND"),
        ("nl", "fout: deze argumenten zijn verplicht: COMMAND"),
    ],
)
def test_argparse_finds_fault_in_the_language(
    spoken: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    spoken.setenv("TIDEWAITER_LANGUAGE", language)
    assert entry.main(["law"]) == 2
    assert said in capsys.readouterr().err


def test_the_two_lines_that_programs_read_are_the_same_in_every_language(
    spoken: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = sorted((SCRIPTS.parent / "tests" / "law" / "cco-2019").glob("*.toml"))
    spoken.setenv("TIDEWAITER_LANGUAGE", "fr")
    assert entry.main(["law", "check", *map(str, cases)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith(" passed, 0 failed")


def test_a_fault_of_the_surroundings_is_told_in_the_language_of_the_locale(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("TIDEWAITER_", "LC_", "LANG"))},
        "TIDEWAITER_HOME": str(tmp_path),
        "LANG": "nl_NL.UTF-8",
    }
    words = [sys.executable, "-m", "tidewaiter.doors.cli.main"]
    bad = subprocess.run(
        [*words, "demo"], env={**environment, "PORT": "x"}, capture_output=True, text=True, check=False
    )
    assert (bad.returncode, bad.stderr.strip()) == (
        1,
        "tidewaiter: PORT: 'x' is geen geheel getal van 1 tot en met 65535",
    )
    none = subprocess.run([*words, "journal", "show"], env=environment, capture_output=True, text=True, check=False)
    assert (none.returncode, "Hier is geen databank ingericht" in none.stderr) == (1, True)
