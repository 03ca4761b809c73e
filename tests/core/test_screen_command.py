"""The command `tidewaiter screen`: what it answers, in which order and words, and what it says of bad files."""

import csv
import gzip
import io
import sys
from pathlib import Path

import pytest
from tests.core.screened import entries_and_list, table, written

from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.doors.cli.main import main as tidewaiter
from tidewaiter.doors.cli.screen import SOME_REFUSED, main
from tidewaiter.doors.cli.speech import speak

ENTRIES = table(
    "entity_id,source,schema,name,kind,script,country,dob,ident",
    ("o-1", "x", "Person", "KOVARIN, Dmitri Petrovich", "primary", "Latin", "Moldova", "12 Mar 1971", ""),
    ("o-2", "x", "Organization", "Harbour Lantern Trading LLC", "primary", "Latin", "", "", ""),
    ("o-1", "x", "Person", "Dmytro Kovaryn", "aka", "Latin", "", "", "passport:MD123456"),
    ("o-3", "x", "Vessel", "MV Saltmere Star", "primary", "Latin", "", "", "IMO9074729"),
    ("o-4", "x", "Spacecraft", "Quillon Vantrey", "some_new_kind", "Latin", "", "", ""),
)


@pytest.fixture(autouse=True)
def _english() -> None:
    speak("en")


def _screened(folder: Path, listed: str, *options: str, entries: str = ENTRIES) -> tuple[int, list[dict[str, str]]]:
    given = ["--entries", written(folder / "e.csv", entries), "--list", written(folder / "l.csv", listed)]
    code = main([*given, "--out", str(folder / "h.csv"), *options])
    with (folder / "h.csv").open(encoding="utf-8", newline="") as file:
        return code, list(csv.DictReader(file))


def test_a_name_is_found_with_its_score_band_and_reasons(tmp_path: Path) -> None:
    code, hits = _screened(tmp_path, table("row_id,name", ("a", "Dmitri Kovarin"), ("b", "Nobody Atall")))
    assert code == 0
    assert [(hit["row_id"], hit["entity_id"]) for hit in hits] == [("a", "o-1")]
    assert 0.7 < float(hits[0]["score"]) <= 1
    assert hits[0]["band"] in {"strong", "possible"}
    assert "dmitri" in hits[0]["reasons"].lower()
    assert list(hits[0]) == ["row_id", "entity_id", "score", "band", "reasons"]


def test_without_schema_every_kind_is_searched_and_with_it_only_its_own(tmp_path: Path) -> None:
    bare = table("row_id,name", ("a", "Saltmere Star"), ("b", "Harbour Lantern Trading"))
    assert [hit["entity_id"] for hit in _screened(tmp_path, bare)[1]] == ["o-3", "o-2"]
    known = ENTRIES.replace("Spacecraft", "Person")
    typed = table("row_id,name,schema", ("a", "Saltmere Star", "Vessel"), ("b", "Saltmere Star", "Person"))
    assert [hit["row_id"] for hit in _screened(tmp_path, typed, entries=known)[1]] == ["a"]


def test_an_entry_of_an_unknown_schema_and_name_kind_is_found_as_any_other(tmp_path: Path) -> None:
    rows = (("a", "Quillon Vantrey", "Person"), ("b", "Quillon Vantrey", ""), ("c", "Quillon Vantrey", "Submarine"))
    hits = _screened(tmp_path, table("row_id,name,schema", *rows))[1]
    assert [(hit["row_id"], hit["entity_id"], hit["score"]) for hit in hits] == [
        (row, "o-4", hits[0]["score"]) for row in "abc"
    ]


def test_a_number_finds_its_entry_whatever_the_name(tmp_path: Path) -> None:
    _, hits = _screened(
        tmp_path, table("row_id,name,ident", ("a", "", "IMO 9074729"), ("b", "Other Vessel", "IMO9074729"))
    )
    assert [(hit["row_id"], hit["entity_id"]) for hit in hits] == [("a", "o-3"), ("b", "o-3")]
    assert "9074729" in hits[0]["reasons"]


def test_an_address_lifts_the_name_it_stands_beside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = table(
        "entity_id,schema,name,address",
        ("e1", "Person", "Arnol Besterik", "12 Tidemarsh Lane, Gullhaven; 1 Kaai, Gent"),
        ("e1", "Person", "Arnold Besterik", "1 Kaai, Gent"),
    )
    asked = table(
        "row_id,name,address",
        ("there", "Arnol Bestrik", "Tidemarsh Ln 12, Gullhaven"),
        ("elsewhere", "Arnol Bestrik", "13 Tidemarsh Lane, Gullhaven"),
        ("endless", "Arnol Bestrik", "x" * 201),
    )
    _, hits = _screened(tmp_path, asked, "--threshold", "0", entries=entries)
    score = {hit["row_id"]: float(hit["score"]) for hit in hits}
    assert score["there"] > score["elsewhere"] == score["endless"]
    assert "The address is the same: 12 Tidemarsh Lane, Gullhaven" in hits[0]["reasons"]
    assert "at most 200 characters" in capsys.readouterr().err


def test_reasons_are_said_in_the_language_asked_for(tmp_path: Path) -> None:
    listed = table("row_id,name,country", ("a", "Dmytro Kovaryn", "MD"))
    said = {
        language: _screened(tmp_path, listed, "--language", language)[1][0]["reasons"]
        for language in ("en", "fr", "es", "nl")
    }
    assert "The name is the same: Dmytro Kovaryn" in said["en"]
    assert "Moldova" in said["en"]
    assert len(set(said.values())) == 4
    assert not any("match:" in text for text in said.values())


def test_threshold_nought_returns_what_is_found_and_top_limits_it(tmp_path: Path) -> None:
    entries = table("entity_id,schema,name", *((f"e{at}", "Person", f"Arnol Besterik {at}") for at in range(15)))
    listed = table("row_id,name", ("a", "Arnol Besterik"))
    assert len(_screened(tmp_path, listed, "--threshold", "0", entries=entries)[1]) == 10
    hits = _screened(tmp_path, listed, "--threshold", "0", "--top", "12", entries=entries)[1]
    assert len(hits) == 12
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert _screened(tmp_path, listed, "--threshold", "1", "--top", "3", entries=entries)[1] == []


def test_the_same_question_gets_the_same_answer_on_every_row(tmp_path: Path) -> None:
    rows = [(f"r{at}", "Dmitri Kovarin") for at in range(5)]
    hits = _screened(tmp_path, table("row_id,name", *rows))[1]
    assert [hit.pop("row_id") for hit in hits] == [row for row, _ in rows]
    assert all(hit == hits[0] for hit in hits)


def test_runs_and_threads_do_not_change_a_byte(tmp_path: Path) -> None:
    entries, listed = entries_and_list(tmp_path, 300, 900)
    answers = []
    for at, threads in enumerate(("1", "2", "2")):
        out = tmp_path / f"h{at}.csv"
        assert main(["--entries", entries, "--list", listed, "--out", str(out), "--threads", threads]) == 0
        answers.append(out.read_bytes())
    assert answers[0].count(b"\n") > 300
    assert answers[0] == answers[1] == answers[2]


def test_packed_files_and_standard_streams_are_read_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    packed = tmp_path / "entries"
    packed.write_bytes(gzip.compress(ENTRIES.encode()))
    listed = gzip.compress(table("row_id,name", ("a", "Dmitri Kovarin")).encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(listed))))
    assert main(["--entries", str(packed), "--list", "-", "--out", "-"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0] == "row_id,entity_id,score,band,reasons"
    assert lines[1].startswith("a,o-1,")


def test_broken_rows_are_told_by_line_and_the_others_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = table(
        "row_id,name,dob,country",
        ("a", "Dmitri Kovarin", "1971-03-12", ""),
        ("b", "", "", ""),
        ("", "Dmitri Kovarin", "", ""),
        ("c", "?!,.", "", ""),
        ("d", "Dmitri"),
        ("e", "\u200b\u200b", "", ""),
        ("f", "Dmitri Kovarin", "31 Smarch", "Atlantis"),
        ("g", "Dmitri Kovarin " * 700, "", ""),
    )
    code, hits = _screened(tmp_path, listed)
    assert code == SOME_REFUSED
    assert {hit["row_id"] for hit in hits} >= {"a", "f"}
    assert "b" not in {hit["row_id"] for hit in hits}
    said = capsys.readouterr().err
    assert [f"line {line}:" in said for line in range(2, 10)] == [False, True, True, True, True, True, True, False]
    assert "5 rows refused, 2 values left out" in said


def test_a_cell_that_a_spreadsheet_would_run_is_kept_from_it(tmp_path: Path) -> None:
    hits = _screened(tmp_path, table("row_id,name", ("=1+1", "Dmitri Kovarin")))[1]
    assert hits[0]["row_id"] == "'=1+1"


@pytest.mark.parametrize(
    ("entries", "listed", "said"),
    [
        (ENTRIES, "id,name\n1,Nobody\n", "row_id"),
        (ENTRIES.replace("entity_id", "number", 1), "row_id,name\n1,Nobody\n", "entity_id"),
        (ENTRIES, "", "empty"),
        ("entity_id,name\n", "row_id,name\n1,Nobody\n", "holds no entry"),
        (ENTRIES, "row_id,name,name\n1,Nobody,x\n", "twice"),
        (ENTRIES, 'row_id,name\n1,"Nobody\n', "not CSV"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_and_nothing_is_written(
    tmp_path: Path, entries: str, listed: str, said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        _screened(tmp_path, listed, entries=entries)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e.csv", "l.csv"]


def test_a_list_that_breaks_off_half_way_leaves_the_former_answer(tmp_path: Path) -> None:
    (tmp_path / "h.csv").write_text("former", encoding="utf-8")
    entries, listed = written(tmp_path / "e.csv", ENTRIES), tmp_path / "l.csv"
    listed.write_bytes(b"row_id,name\n1,Dmitri Kovarin\n2,\xff\xfe\n")
    with pytest.raises(CommandError, match="line 3|Line 3"):
        main(["--entries", entries, "--list", str(listed), "--out", str(tmp_path / "h.csv")])
    assert (tmp_path / "h.csv").read_text(encoding="utf-8") == "former"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e.csv", "h.csv", "l.csv"]


def test_misuse_is_told_before_anything_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries, listed = written(tmp_path / "e.csv", ENTRIES), written(tmp_path / "l.csv", "row_id,name\n1,Nobody\n")
    given = ["screen", "--entries", entries, "--list", listed]
    for options in (
        ["--out", "-", "--threshold", "1.5"],
        ["--out", "-", "--threshold", "nan"],
        ["--out", "-", "--top", "0"],
        ["--out", "-", "--threads", "x"],
    ):
        with pytest.raises(SystemExit, match="^2$"):
            tidewaiter([*given, *options])
    for out in (listed, entries, str(tmp_path / "absent" / "h.csv")):
        assert tidewaiter([*given, "--out", out]) == 1
    assert tidewaiter(["screen", "--entries", "-", "--list", "-", "--out", "-"]) == 1
    assert tidewaiter(["screen", "--entries", str(tmp_path / "absent"), "--list", listed, "--out", "-"]) == 1
    assert "Traceback" not in capsys.readouterr().err
    assert (tmp_path / "l.csv").read_text(encoding="utf-8") == "row_id,name\n1,Nobody\n"
