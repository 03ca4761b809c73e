"""The commands that import a list and show the journal, as a person runs them: codes, messages, what was written."""

import gzip
import io
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pyzipper
from django.conf import settings
from tests.doors.api_calls import SEARCH, call
from tests.world import World

from tidewaiter.access.verbs import Scope
from tidewaiter.doors.cli.main import main

HEADER = "entity_id,source,schema,name,kind,country,dob,ident\n"
SUPPLIED = ("--reason", "On a list.", "--grounds", "The list of May.", "--purpose", "offences", "--action", "sight")
SUPPLIED += ("--retention-until", "2090-01-01")
GOOD = (
    HEADER
    + "e1,x,Person,Vasilko Merrander,primary,XB,1975-03,\n"
    + "e2,x,Vessel,Brise Lointaine,primary,Atlantis,,IMO9187629\n"
    + 'e1,x,Person,"MERANDER, Vasylko",aka,,,\n'
)


@dataclass(frozen=True, slots=True)
class Done:
    """What a command line came to."""

    returncode: int
    stdout: str
    stderr: str


class Shell:
    """Runs command lines in this process, as the entry point does, with an officer's token in the environment."""

    def __init__(self, world: World, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self._world, self._patch, self._capture = world, patch, capture

    def run(self, who: str, *words: str, given: bytes = b"") -> Done:
        """Run a command line as an officer, or without a token."""
        token = self._world.token(who) if who else None
        with self._patch.context() as patched:
            patched.setenv("TIDEWAITER_PROCESS", "web")
            patched.setattr(settings, "TIDEWAITER", replace(settings.TIDEWAITER, token=token))
            patched.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(given))))
            self._capture.readouterr()
            try:
                code = main(list(words))
            except SystemExit as misuse:
                code = int(misuse.code or 0)
        written = self._capture.readouterr()
        return Done(code, written.out, written.err)

    def take(self, text: str | bytes, *more: str, who: str = "xa.cais_official") -> Done:
        """Import a text from standard input as XA."""
        given = text.encode() if isinstance(text, str) else text
        return self.run(who, "central", "import", "-", "--as", "XA", *SUPPLIED, *more, given=given)


@pytest.fixture
def shell(world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell on the machine of the demo world."""
    return Shell(world, monkeypatch, capsys)


def _own_entries(world: World) -> int:
    return len(call(world, "xa.cais_official", "GET", "/central/entries?limit=200").body["items"])


def test_a_list_becomes_drafts_that_another_officer_releases_and_others_then_find(
    world: World, shell: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    taken = shell.run("xa.cais_official", "central", "import", str(file), "--as", "XA", *SUPPLIED)
    assert taken.returncode == 0, taken.stderr
    assert "3 rows: 2 entries with 3 names, 1 flagged, 0 refused." in taken.stdout
    batch = taken.stdout.split()[-1]
    assert call(world, "xb.cais_official", "POST", "/central/search", SEARCH).body["hits"] == []
    own = shell.run("xa.cais_official", "central", "release", batch)
    assert (own.returncode, "SYS-7" in own.stderr) == (1, True)
    released = shell.run("xa.approver", "central", "release", batch)
    assert (released.returncode, released.stdout) == (0, f"2 entries of batch {batch} are released.\n")
    hits = call(world, "xb.cais_official", "POST", "/central/search", SEARCH).body["hits"]
    assert [hit["entry"]["source_ref"] for hit in hits] == ["e1"]
    assert hits[0]["names"] == ["Vasilko Merrander", "MERANDER, Vasylko"]


def test_refused_rows_are_told_by_line_and_reason_and_an_entity_is_written_whole_or_not_at_all(
    world: World, shell: Shell
) -> None:
    before = _own_entries(world)
    spoilt = GOOD + "e1,x,Person,Third\x07Name,aka,,,\ne3,x,Rumour,Someone,,,,\n,x,Person,Nobody,,,,\ne4,x,Person\n"
    taken = shell.take(spoilt)
    assert taken.returncode == 0
    told = {line.split(":")[0]: line for line in taken.stderr.splitlines()}
    assert set(told) == {"Line 5", "Line 6", "Line 7", "Line 8"}
    assert "e1" in told["Line 5"]
    assert "3 cells where the header has 8" in told["Line 8"]
    assert "1 entries with 1 names" in taken.stdout
    assert _own_entries(world) == before + 1


def test_strict_writes_nothing_when_a_row_is_refused_and_a_dry_run_never_does(world: World, shell: Shell) -> None:
    before = _own_entries(world)
    strict = shell.take(GOOD + "e3,x,Rumour,Someone,,,,\n", "--strict")
    assert (strict.returncode, "Nothing was written." in strict.stdout) == (1, True)
    dry = shell.take(GOOD, "--dry-run")
    assert (dry.returncode, "A dry run: nothing was written." in dry.stdout) == (0, True)
    assert _own_entries(world) == before
    nothing = shell.take(HEADER + "e3,x,Rumour,Someone,,,,\n")
    assert nothing.returncode == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "empty"),
        (b"\x7fELF\x00\xff\xfe", "UTF-8"),
        (HEADER.encode() + b"e1,x,Person,Ren\xe9,,,,\n", "UTF-8"),
        (b"entity_id|schema|name\n1|Person|Anna\n", "entity_id, schema, name"),
        (b"[{}]", "FollowTheMoney"),
        (b"PK\x03\x04 and nothing more", "XLSX"),
        (b"entity_id,name\n1,Anna\n", "schema"),
        (b"entity_id,schema,name,name\n1,Person,Anna,Ann\n", "twice"),
        (HEADER.encode() + b'e1,x,Person,"Anna\nnever closed', "not CSV"),
        (HEADER.encode() + b"e1,x,Person," + b"x" * 50_000 + b",,,,\n", "Line 2"),
        (gzip.compress(GOOD.encode()), "zcat"),
    ],
    ids=["empty", "binary", "latin1", "bars", "array", "zip", "column", "twice", "quote", "huge", "gzip"],
)
def test_what_is_no_such_list_is_refused_in_one_line_and_nothing_is_written(
    world: World, shell: Shell, text: bytes, told: str
) -> None:
    before = _own_entries(world)
    taken = shell.take(text)
    assert taken.returncode == 1
    assert taken.stderr.startswith("tidewaiter: ")
    assert told in taken.stderr
    assert "Traceback" not in taken.stderr
    assert _own_entries(world) == before


LONG = HEADER + "".join(f"e{n:05},x,Vessel,Gannet {n},primary,,,\n" for n in range(1_700))


def _names(world: World) -> list[str]:
    names: list[str] = []
    after = ""
    while True:
        page = call(world, "xa.cais_official", "GET", f"/central/entries?limit=200&after={after}").body
        names += [entry["name"] for entry in page["items"] if entry["batch"]]
        after = page["next"]
        if not after:
            return sorted(names)


def test_an_import_that_is_killed_goes_on_with_the_same_command_and_nothing_is_lost_or_doubled(
    world: World, shell: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "long.csv"
    file.write_text(LONG)
    command = ("central", "import", str(file), "--as", "XA", *SUPPLIED)
    child = subprocess.Popen(
        [sys.executable, "-m", "tidewaiter.doors.cli.main", *command],
        env=world.environment("xa.cais_official"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with world.raw("postgres") as installer:
        while child.poll() is None:
            done = installer.execute("select max(rows_done) from records_importbatch").fetchone()
            if done and done[0]:
                child.kill()
                break
    assert child.wait() == -9
    kept = set(settings.TIDEWAITER.home.glob("tmp*"))
    assert not kept
    halfway = len(_names(world))
    assert 0 < halfway < 1_700
    again = shell.run("xa.cais_official", *command)
    assert again.returncode == 0, again.stderr
    assert f"after row {halfway} of 1700" in again.stderr
    assert "1700 rows: 1700 entries with 1700 names, 0 flagged, 0 refused." in again.stdout
    assert _names(world) == sorted(f"Gannet {n}" for n in range(1_700))


def test_the_same_list_is_known_again(world: World, shell: Shell) -> None:
    assert shell.take(GOOD).returncode == 0
    before = _own_entries(world)
    twice = shell.take(GOOD)
    assert (twice.returncode, "--again" in twice.stderr) == (1, True)
    assert _own_entries(world) == before
    assert shell.take(GOOD, "--again").returncode == 0
    assert _own_entries(world) == before + 2


def test_a_list_of_a_source_is_read_as_its_mapping_says(world: World, shell: Shell) -> None:
    text = "No;Wie;Geb\n1;Anna Eider;31.12.1975\n2;Bo Eider;1.2.1980\n"
    said = ("--map", "entity_id=No", "--map", "name=Wie", "--map", "dob=Geb", "--schema", "person")
    taken = shell.take(text, *said, "--date-format", "dmy", "--save-mapping", "Port police")
    assert (taken.returncode, "2 entries" in taken.stdout) == (0, True), taken.stderr
    assert "entity_id=No" in shell.run("xa.cais_official", "central", "mappings").stdout
    again = shell.take(text.replace("Anna", "Hanna"), "--mapping", "Port police")
    assert (again.returncode, "2 entries" in again.stdout) == (0, True), again.stderr
    absent = shell.take("No;Who\n1;Anna\n", "--mapping", "Port police")
    assert (absent.returncode, "Wie" in absent.stderr, "No, Who" in absent.stderr) == (1, True, True)
    unknown = shell.take(text, "--mapping", "Coast guard")
    assert (unknown.returncode, "Port police" in unknown.stderr) == (1, True)
    assert shell.take(text, "--map", "colour=Geb").returncode == 2
    assert shell.take(GOOD, "--format", "xlsx").returncode == 1


def test_an_import_is_listed_and_given_up(world: World, shell: Shell) -> None:
    before = _own_entries(world)
    batch = shell.take(GOOD).stdout.split()[-1]
    assert batch in shell.run("xa.approver", "central", "imports").stdout
    given_up = shell.run("xa.approver", "central", "abandon", batch)
    assert given_up.stdout == f"Batch {batch} is given up; 2 drafts are deleted.\n"
    assert _own_entries(world) == before


def test_entries_leave_in_an_encrypted_file_of_their_owner(world: World, shell: Shell, tmp_path: Path) -> None:
    said = ("--purpose", "offences", "--case", "CASE-1", "--carrier", "Bag 7", "--destroy-on", "2090-01-01")
    command = ("central", "export", *said, "--format", "ftm", "--out", str(tmp_path))
    made = shell.run("xa.cais_official", *command)
    assert made.returncode == 0, made.stderr
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    with pyzipper.AESZipFile(file) as archive:
        archive.setpassword(made.stdout.split()[-1].encode())
        (name,) = archive.namelist()
        assert b"purpose_only:CCO-50.2" in archive.read(name)
    stranger = shell.run("xa.head", *command)
    assert (stranger.returncode, "CCO-47.1.vi" in stranger.stderr) == (1, True)
    late = shell.run("xa.cais_official", *command[:-4], "--destroy-on", "2020-01-01", "--out", str(tmp_path))
    assert (late.returncode, "destroy_on" in late.stderr) == (1, True)
    assert shell.run("xa.cais_official", *command[:-1], str(file)).returncode == 1


def test_nobody_imports_without_a_token_or_as_another_administration(world: World, shell: Shell) -> None:
    nobody = shell.take(GOOD, who="")
    assert (nobody.returncode, "TIDEWAITER_TOKEN is not set" in nobody.stderr) == (1, True)
    other = shell.take(GOOD, who="xb.cais_official")
    assert (other.returncode, "cannot act as XA" in other.stderr) == (1, True)
    role = shell.take(GOOD, who="xa.administrator")
    assert (role.returncode, "CCO-52.2" in role.stderr) == (1, True)
    assert shell.run("xa.cais_official", "central", "import", "-").returncode == 2
    assert shell.run("xa.cais_official", "central", "release", "nonsense").returncode == 2


def test_the_journal_tells_what_was_done_to_those_who_may_read_it(world: World, shell: Shell) -> None:
    shell.take(GOOD)
    shown = shell.run("xa.head", "journal", "show", "--verb", "import_entries")
    assert shown.returncode == 0
    assert shown.stdout.splitlines()[0].split()[-1] == "ABOUT"
    assert "xa.cais_official" in shown.stdout.splitlines()[1]
    refused = shell.run("xa.officer", "journal", "show")
    assert (refused.returncode, "CCO-47.1" in refused.stderr) == (1, True)


def test_an_installation_gets_its_first_administration_and_administrator_from_the_shell(
    world: World, shell: Shell
) -> None:
    made = shell.run(
        "",
        *("people", "add-administration", "--code", "QA", "--unit", "QA", "--language", "en"),
        *("--name-en", "Customs of Q", "--office", "QA-HQ=Headquarters"),
    )
    assert made.returncode == 0, made.stderr
    who = ("--administration", "QA", "--office", "QA-HQ", "--username", "q.admin", "--name", "Q Admin")
    homeless = shell.run("", "people", "create-administrator", *who, given=b"a-long-enough-phrase-9\n")
    assert (homeless.returncode, "--email" in homeless.stderr) == (2, True)
    who = (*who, "--email", "q.admin@example.invalid")
    short = shell.run("", "people", "create-administrator", *who, given=b"short\n")
    assert (short.returncode, "too short" in short.stderr) == (1, True)
    done = shell.run("", "people", "create-administrator", *who, given=b"a-long-enough-phrase-9\n")
    assert done.returncode == 0, done.stderr
    assert "otpauth://totp/" in done.stdout
    again = shell.run("", "people", "create-administrator", *who, given=b"a-long-enough-phrase-9\n")
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)
    asked = ("people", "issue-token", "--username", "q.admin", "--label", "first")
    assert shell.run("", *asked).returncode == 2
    token = shell.run("", *asked, "--scope", "people:read", "--network", "192.0.2.0/24").stdout.strip()
    assert len(token) >= 32
    everything = shell.run("", *asked, "--scope", "all")
    assert everything.returncode == 0, everything.stderr
    with world.raw("postgres") as installer:
        found = installer.execute(
            "select scopes, networks from records_apitoken where officer_id = 'q.admin' order by cardinality(scopes)"
        ).fetchall()
    assert found == [(["people:read"], ["192.0.2.0/24"]), (sorted(Scope), [])]
    wrong = shell.run("", *asked, "--scope", "all", "--network", "home")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (1, 1)


def test_the_command_stands_alone_as_a_program_with_the_token_in_its_environment(world: World) -> None:
    command = [sys.executable, "-m", "tidewaiter.doors.cli.main", "central", "import", "-", "--as", "XA", *SUPPLIED]
    done = subprocess.run(
        command, input=GOOD.encode(), capture_output=True, env=world.environment("xa.cais_official"), check=False
    )
    assert done.returncode == 0, done.stderr
    assert b"2 entries with 3 names" in done.stdout
