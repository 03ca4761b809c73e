"""The commands on the register: a file out and in, the known facts, and bases read without a database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.acts.tried_agreements import AGREEMENT, draft
from tests.doors.test_cli_central import Shell
from tests.world import World

from tidewaiter.actions import registry
from tidewaiter.doors.cli import law
from tidewaiter.treaty.registry_file import FORMAT, KNOWN_FACTS, toml_text

NAIROBI = str(KNOWN_FACTS / "nairobi.toml")
UNITS = str(KNOWN_FACTS / "units.toml")
SWEDEN = f"""format = "{FORMAT}"

[[act]]
fact = "SE accession"
instrument = "nbo-1977"
type = "accession"
on = 1983-05-03
units = ["SE"]
annexes = ["I", "III"]
"""


@pytest.fixture
def shell(world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell on the machine of the demo world."""
    return Shell(world, monkeypatch, capsys)


def written(folder: Path, text: str) -> str:
    file = folder / "register.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("format", ["toml", "json"])
def test_an_exported_file_imports_without_changing_anything(shell: Shell, tmp_path: Path, format: str) -> None:
    file = tmp_path / f"register.{format}"
    assert shell.run("xc.officer", "registry", "export", "--format", format, "--out", str(file)).returncode == 0
    printed = shell.run("xc.officer", "registry", "export", "--format", format)
    assert printed.stdout == file.read_text(encoding="utf-8")
    taken = shell.run("xz.depositary", "registry", "import", str(file))
    assert taken.returncode == 0
    assert taken.stdout.startswith("0 facts are added, 0 corrected")
    again = shell.run("xc.officer", "registry", "export", "--format", format, "--out", str(file))
    assert again.returncode == 1
    assert "is there already" in again.stderr


def test_the_known_facts_load_only_when_asked_for_and_only_once(shell: Shell, world: World) -> None:
    before = len(registry.export_register(world.caller("xz.depositary")).facts)
    tried = shell.run("xz.depositary", "registry", "load-known", "--dry-run")
    assert tried.stdout.startswith("It would add 77 facts, correct 0")
    assert len(registry.export_register(world.caller("xz.depositary")).facts) == before
    assert shell.run("xz.depositary", "registry", "load-known", "nairobi").stdout.startswith("9 facts are added")
    assert shell.run("xz.depositary", "registry", "load-known").stdout.startswith("68 facts are added, 0 corrected")
    found = registry.read_party(world.caller("xc.officer"), "CZ")
    assert [each.standing.status for each in found.instruments if each.id == "nbo-1977"] == ["party"]
    unknown = shell.run("xz.depositary", "registry", "load-known", "atlantis")
    assert unknown.returncode == 1
    assert "choose among cco-signatures, johannesburg, mongolia, nairobi, units" in unknown.stderr


@pytest.mark.provision("SYS-3")
def test_a_changed_line_is_a_correction_and_needs_a_reason(shell: Shell, tmp_path: Path) -> None:
    file = written(tmp_path, SWEDEN)
    assert shell.run("xz.depositary", "registry", "import", file).stdout.startswith("1 facts are added")
    changed = written(tmp_path, SWEDEN.replace("05-03", "05-04"))
    refused = shell.run("xz.depositary", "registry", "import", changed)
    assert refused.returncode == 1
    assert "nothing was taken in" in refused.stderr
    assert f"{changed}, act 1, why: " in refused.stderr
    done = shell.run("xz.depositary", "registry", "import", changed, "--why", "the day was misread")
    assert done.stdout.startswith("0 facts are added, 1 corrected")


BAD = {
    "no TOML": ("format = ", "is not valid TOML"),
    "another format": ('format = "x"', "format: must be"),
    "an unknown key": (SWEDEN + 'colour = "red"\n', 'act 1: unknown key "colour"'),
    "an Annex too many": (SWEDEN.replace('"III"', '"XII"'), "act 1, annexes.1: "),
}


@pytest.mark.parametrize("wrong", BAD)
def test_a_file_that_cannot_be_taken_names_the_place_and_the_command_fails(
    shell: Shell, tmp_path: Path, wrong: str
) -> None:
    text, told = BAD[wrong]
    file = written(tmp_path, text)
    done = shell.run("xz.depositary", "registry", "import", file)
    assert done.returncode == 1
    assert file in done.stderr
    assert told in done.stderr


def test_a_file_that_is_not_there_or_no_text_is_told(shell: Shell, tmp_path: Path) -> None:
    assert "cannot be read" in shell.run("xz.depositary", "registry", "import", str(tmp_path / "none")).stderr
    (tmp_path / "picture").write_bytes(b"\xff\xd8\xff")
    assert "is not UTF-8 text" in shell.run("xz.depositary", "registry", "import", str(tmp_path / "picture")).stderr


def test_only_the_depositary_takes_a_file_in(shell: Shell) -> None:
    done = shell.run("xa.head", "registry", "import", NAIROBI)
    assert done.returncode == 1
    assert "not permitted" in done.stderr


def test_a_moment_that_is_none_is_misuse(shell: Shell) -> None:
    assert shell.run("xa.head", "registry", "export", "--believed", "yesterday").returncode == 2
    early = shell.run("xa.head", "registry", "export", "--believed", "2020-01-01T00:00:00Z")
    assert early.stdout == f'format = "{FORMAT}"\n'


def asked(*words: str) -> list[str]:
    return ["basis", "--register", NAIROBI, "--register", UNITS, "--from", "SE", "--to", "CZ", *words]


@pytest.mark.provision("CCO-20.5", "NBO-11")
def test_the_bases_between_two_units_are_read_from_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert law.main(asked("--type", "control", "--on", "2000-01-01")) == 0
    told = capsys.readouterr().out
    assert told.splitlines()[0] == "SE asks CZ for control on 2000-01-01:"
    assert "1. NBO-A3 " in told
    assert "open: the other side shall give it (NBO-A3" in told
    assert "(NBO-2.2)" in told
    assert "(CCO-64.1)" in told


def test_where_no_basis_is_open_the_fact_that_closes_each_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert law.main(asked("--type", "assessment", "--on", "2000-01-01", "--json")) == 1
    found = json.loads(capsys.readouterr().out)
    nairobi = next(each for each in found if each["instrument"] == "nbo-1977")
    assert (nairobi["closing"]["code"], nairobi["closing"]["unit"]) == ("annex_not_accepted", "SE")
    assert nairobi["closing"]["part"] == "II"


@pytest.mark.parametrize(
    "words",
    [
        ("--type", "control", "--to", "cz"),
        ("--type", "control", "--to", "SE"),
        ("--type", "control", "--register", "nowhere.toml"),
    ],
)
def test_a_question_that_is_not_understood_ends_with_two(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert law.main(asked(*words)) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_an_agreement_in_the_file_is_among_the_bases(world: World, tmp_path: Path) -> None:
    version = registry.record_instrument(world.caller("xa.head"), draft())
    file = tmp_path / "register.toml"

    def told() -> str:
        from_file = ["basis", "--register", str(file), "--from", "XA", "--to", "XB", "--type", "control", "--json"]
        done = subprocess.run(
            [sys.executable, "-m", "tidewaiter.doors.cli.main", "law", *from_file],
            env={**{name: value for name, value in os.environ.items() if "DATABASE" not in name}, "LANG": "C"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    file.write_text(toml_text(registry.export_register(world.caller("xa.head"))), encoding="utf-8")
    assert AGREEMENT not in told()  # one person alone stands behind it
    registry.verify_instrument(world.caller("xa.approver"), version)
    file.write_text(toml_text(registry.export_register(world.caller("xa.head"))), encoding="utf-8")
    assert AGREEMENT in told()


@pytest.mark.parametrize(("language", "word"), [("fr", "ouverte"), ("es", "abierta"), ("nl", "de andere zijde")])
def test_the_answer_comes_in_the_language_that_is_asked_for(language: str, word: str) -> None:
    environment = {**os.environ, "TIDEWAITER_LANGUAGE": "en"}
    done = subprocess.run(
        [sys.executable, "-m", "tidewaiter.doors.cli.main", "law", *asked("--type", "control", "--on", "2000-01-01")]
        + ["--lang", language],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert word in done.stdout
