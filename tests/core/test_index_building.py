"""How names become an index: the same in one process or several, and nothing when one of them dies."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.indexed_names import WORDS, entries, person
from tests.core.name_parts import parts_of

from tidewaiter.screening.index import Index, Indexed, IndexRefused, build, building
from tidewaiter.screening.index.building import Takers
from tidewaiter.screening.index.segment import Arrays, arrays_of
from tidewaiter.screening.subjects import Name, Subject, SubjectKind

MORE_WORDS = ["Abd", "Shamsuddin", "Matiullah", "Dr", "de", "C.", "A", "I", "José", "王小明", "S.A.", "bin", "7th"]
names = st.lists(st.sampled_from([*WORDS, *MORE_WORDS]), min_size=1, max_size=30).map(" ".join)
MANY = [Indexed(f"e{at % 70}", person(f"{one} {WORDS[at % 9]}"), at) for at, one in enumerate(WORDS * 3)]


@pytest.fixture
def soon(monkeypatch):
    monkeypatch.setattr(building, "_WORTH_A_PROCESS", 20)
    monkeypatch.setattr(building, "_PER_PORTION", 4)


def _same(one: Arrays, other: Arrays) -> bool:
    return list(one) == list(other) and all(
        one[name].dtype == other[name].dtype and np.array_equal(one[name], other[name]) for name in one
    )


@pytest.mark.parametrize("beside", [1, 3])
def test_what_is_built_is_the_same_whatever_the_number_of_processes(soon, beside):
    alone = arrays_of(MANY, 0)
    assert _same(arrays_of(iter(MANY), beside), alone)
    found = []
    thread = threading.Thread(target=lambda: found.append(arrays_of(MANY, beside)), daemon=True)
    thread.start()
    thread.join()
    assert _same(found[0], alone)


@settings(deadline=None)
@given(entries())
def test_the_order_of_the_entries_does_not_matter(listed):
    assert _same(arrays_of(listed, 0), arrays_of(reversed(listed), 0))


@settings(deadline=None)
@given(names, st.booleans())
def test_a_name_is_kept_as_the_words_that_it_is_taken_apart_into(text, of_person):
    kind = SubjectKind.PERSON if of_person else SubjectKind.BUSINESS
    arrays = arrays_of([Indexed("e", Subject(kind, (Name(text),)))], 0)
    starts = arrays["row_start"].tolist()
    rows = [arrays["row_word"].tolist()[first:last] for first, last in zip(starts, starts[1:], strict=False)]
    expected = parts_of(text, of_person)
    assert [_words(arrays)[word] for row in rows for word in row] == [word[:2] for word, _, _ in expected]
    assert arrays["row_place"].tolist() == [place for _, _, place in expected]
    assert [share > 0 for share in arrays["row_share"].tolist()] == [weight > 0 for _, weight, _ in expected]


def _words(arrays: Arrays) -> list[tuple[str, str]]:
    text, heard = arrays["word_bytes"].tobytes().decode(), arrays["sound_bytes"].tobytes().decode()
    at, sound_at = arrays["word_start"].tolist(), arrays["sound_start"].tolist()
    return [
        (text[at[number] : at[number + 1]], heard[sound_at[sound] : sound_at[sound + 1]])
        for number, sound in enumerate(arrays["word_sound"].tolist())
    ]


def _left(home: Path) -> list[str]:
    return [one.entity for one in Index.open(home).entries()]


@pytest.mark.parametrize("program", ["raise SystemExit(3)", "import sys; sys.stdin.buffer.read(20)"])
def test_a_process_that_dies_leaves_the_index_as_it_was(tmp_path, soon, monkeypatch, program):
    home = tmp_path / "i"
    build(home, MANY[:1])
    monkeypatch.setattr(building, "_PROGRAM", program)
    monkeypatch.setattr(building.os, "sched_getaffinity", lambda _process: {0, 1})
    with pytest.raises(IndexRefused, match="build the index again"):
        build(home, MANY)
    assert _left(home) == ["e0"]
    monkeypatch.undo()
    build(home, MANY)
    assert len(_left(home)) == 70


@pytest.mark.parametrize("first", [signal.SIGCONT, signal.SIGSTOP])
def test_a_process_that_is_killed_ends_the_building_at_once(soon, first):
    """Killed while it is at work, or while it stands still with names that it has not read."""
    given_after = 0
    with pytest.raises(IndexRefused, match="build the index again"), Takers(2) as takers:
        for one in range(24):
            takers.give(f"Ivan {WORDS[one % 20]}", True)
        takers._started[0].send_signal(first)
        for one in range(8):
            takers.give(f"Hassan {WORDS[one % 20]}", True)
        takers._started[0].kill()
        os.waitid(os.P_PID, takers._started[0].pid, os.WEXITED | os.WNOWAIT)
        for _ in range(8):
            takers.give("Ali Petrov", True)
            given_after += 1
    assert given_after < 4, "the portion after the death tells of it"


def test_where_no_process_can_be_started_all_is_done_in_one(soon, monkeypatch):
    monkeypatch.setattr(building.sys, "executable", "/nowhere/python")
    assert _same(arrays_of(MANY, 2), arrays_of(MANY, 0))


def test_no_process_is_left_behind_by_entries_that_cannot_be_read(soon):
    with pytest.raises(ValueError, match="torn"), Takers(2) as takers:
        for one in range(60):
            takers.give(f"Ivan {WORDS[one % 20]}", True)
        begun = list(takers._started)
        raise ValueError("torn")
    assert len(begun) == 2 and all(one.poll() is not None for one in begun)


def test_a_builder_that_goes_away_takes_its_processes_with_it():
    program = building._PROGRAM.format(path=sys.path)
    ended = subprocess.run([sys.executable, "-I", "-c", program], input=b"", capture_output=True, check=True)
    assert ended.stdout == b""
