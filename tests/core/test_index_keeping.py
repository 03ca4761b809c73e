"""The search index in a folder: changes count whole or not at all, at once for every reader, and leave no trace."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.indexed_names import DAY, entries, person, texts, told
from tests.core.killed_writer import CHANGES, STEPS, WHILE_WRITING

from tidewaiter.screening.index import Index, Indexed, IndexRefused, add, build, finding, folder, merge, remove
from tidewaiter.screening.subjects import Identifier, IdentifierKind, Name, Subject, SubjectKind

_FEW = settings(max_examples=15, deadline=None)
IVAN, ALI, KIM = (Indexed(name, person(name), 1) for name in ("Ivan Petrov", "Ali Hassan", "Su Nam Kim"))


def _found(index: Index, *names: str) -> list[list[str]]:
    found = index.find([person(name) for name in names], visible=None, day=DAY)
    return [[one.entity for one in some] for some in found]


def _everything(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


@_FEW
@given(entries(), entries(), st.sets(st.integers(0, 29)), st.lists(texts, min_size=1, max_size=4))
def test_additions_and_removals_give_what_a_rebuilt_index_gives(tmp_path_factory, first, second, gone, asked):
    home = tmp_path_factory.mktemp("index") / "i"
    build(home, first)
    index = Index.open(home)
    add(home, second)
    removed = [f"entry-{number}" for number in gone]
    remove(home, removed)
    left = {one.entity: one for one in [*first, *second] if one.entity not in removed}
    questions = [person(text) for text in asked]
    rebuilt = told(Index.of(left.values()).find(questions, visible=None, day=DAY))
    assert told(index.find(questions, visible=None, day=DAY)) == rebuilt
    merge(home)
    assert told(index.find(questions, visible=None, day=DAY)) == rebuilt
    assert index.rows == len(left)
    assert set(index.markings.tolist()) == {one.marking for one in left.values()}
    shutil.rmtree(home)


def test_a_change_shows_at_the_next_search_of_every_reader(tmp_path):
    build(tmp_path / "i", [IVAN])
    one, other = Index.open(tmp_path / "i"), Index.open(tmp_path / "i")
    before = one.generation
    add(tmp_path / "i", [ALI])
    remove(tmp_path / "i", ["Ivan Petrov"])
    for index in (one, other):
        assert _found(index, "Ivan Petrov", "Ali Hassan") == [[], ["Ali Hassan"]]
        assert index.generation > before
    add(tmp_path / "i", [IVAN])
    assert _found(one, "Ivan Petrov") == [["Ivan Petrov"]]


def test_what_a_caller_sees_is_asked_once_for_each_state_of_the_index(tmp_path):
    build(tmp_path / "i", [IVAN])
    index, asked = Index.open(tmp_path / "i"), []

    def see(caller: str, *markings: int) -> frozenset[int]:
        return index.seen_by(caller, lambda: asked.append(caller) or markings)

    for _ in range(2):
        assert see("one", 1, 2) is see("another", 2, 1) == {1, 2}
        assert see("third") == frozenset()
    assert asked == ["one", "another", "third"]
    add(tmp_path / "i", [ALI])
    assert see("one", 1, 2, 3) == {1, 2, 3}
    for number in range(finding._MOST_CALLERS):
        see(str(number), number)
    assert see("one", 5) == {5}


def test_what_was_removed_leaves_the_disk_with_the_merge(tmp_path):
    build(tmp_path / "i", [IVAN, ALI])
    add(tmp_path / "i", [KIM])
    remove(tmp_path / "i", ["Ivan Petrov", "Su Nam Kim"])
    merge(tmp_path / "i")
    left = _everything(tmp_path / "i").lower()
    assert b"petrov" not in left and b"sunam" not in left and b"hassan" in left
    assert len([path for path in (tmp_path / "i").iterdir() if path.is_dir()]) == 1


def test_only_the_owner_can_read_the_files(tmp_path):
    build(tmp_path / "i", [IVAN])
    add(tmp_path / "i", [ALI])
    remove(tmp_path / "i", ["Ivan Petrov"])
    for path in [tmp_path / "i", *(tmp_path / "i").rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


@pytest.fixture(scope="module")
def writer():
    """The program that changes an index and is killed half-way."""
    program = [sys.executable, "-m", "tests.core.killed_writer"]
    pipe = subprocess.PIPE
    with subprocess.Popen(program, stdin=pipe, stdout=pipe, text=True, cwd=Path(__file__).parents[2]) as begun:
        yield begun
        begun.stdin.close()


def _killed(writer: "subprocess.Popen[str]", home: Path, change: str, step: str) -> str:
    """Lets a writer make a change as far as a step, kills it there, and says by which signal it ended."""
    writer.stdin.write(f"{home}\t{change}\t{step}\n")
    writer.stdin.flush()
    if step != WHILE_WRITING:
        os.kill(int(writer.stdout.readline()), signal.SIGKILL)
    return signal.Signals(int(writer.stdout.readline())).name


@pytest.mark.parametrize("step", [*STEPS, WHILE_WRITING])
@pytest.mark.parametrize("change", CHANGES)
def test_a_writer_killed_between_two_steps_leaves_the_index_as_it_was(tmp_path, writer, step, change):
    home = tmp_path / "i"
    build(home, [IVAN, KIM])
    index = Index.open(home)
    assert _killed(writer, home, change, step) == ("SIGXFSZ" if step == WHILE_WRITING else "SIGKILL")
    for reader in (index, Index.open(home)):
        assert _found(reader, "Ivan Petrov", "Su Nam Kim", "Ali Hassan") == [["Ivan Petrov"], ["Su Nam Kim"], []]
    add(home, [ALI])
    merge(home)
    assert _found(index, "Ivan Petrov", "Ali Hassan") == [["Ivan Petrov"], ["Ali Hassan"]]
    files = [path for path in home.rglob("*") if path.is_file()]
    assert len(files) == 3, "the pointer, the lock and one segment"


def test_a_half_written_file_of_a_killed_writer_is_written_over(tmp_path):
    home = tmp_path / "i"
    build(home, [IVAN])
    state = folder.read_state(home)
    (home / state.generation / f"s{state.number + 1:08d}").write_bytes(b"half")
    (home / f"g{state.number + 2:08d}").mkdir()
    add(home, [ALI])
    assert _found(Index.open(home), "Ali Hassan") == [["Ali Hassan"]]
    merge(home)
    assert _found(Index.open(home), "Ivan Petrov") == [["Ivan Petrov"]]


def _segment(home: Path) -> Path:
    state = folder.read_state(home)
    return home / state.generation / state.segments[0]


@pytest.mark.parametrize(
    ("harm", "told_as"),
    [
        (lambda whole: whole[:-64], "bytes"),
        (lambda whole: whole + b"more", "bytes"),
        (lambda whole: b"PK" + whole[2:], "not an index file"),
        (lambda whole: whole[:60] + b"?" + whole[61:], "damaged"),
        (lambda whole: b"", "not an index file"),
        (lambda whole: whole[:10], "not an index file"),
    ],
)
def test_a_torn_or_foreign_segment_is_refused_by_name(tmp_path, harm, told_as):
    home = tmp_path / "i"
    build(home, [IVAN])
    path = _segment(home)
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(IndexRefused, match=told_as) as refused:
        Index.open(home)
    assert str(path) in str(refused.value) and "build the index again" in str(refused.value)


def test_a_missing_index_a_damaged_pointer_and_a_missing_segment_are_told_apart(tmp_path):
    with pytest.raises(IndexRefused, match="holds no index"):
        Index.open(tmp_path)
    home = tmp_path / "i"
    build(home, [IVAN])
    pointer = home / "current"
    whole = pointer.read_text()
    pointer.write_text(whole.replace("s0", "s1"))
    with pytest.raises(IndexRefused, match="damaged"):
        Index.open(home)
    pointer.write_text(whole)
    _segment(home).unlink()
    with pytest.raises(IndexRefused, match="is missing"):
        Index.open(home)
    build(home, [ALI])
    assert _found(Index.open(home), "Ali Hassan") == [["Ali Hassan"]]


def test_a_file_that_is_cut_short_or_taken_away_while_it_is_open_is_refused_at_the_next_search(tmp_path):
    for number, harm in enumerate((lambda path: path.write_bytes(path.read_bytes()[:-64]), Path.unlink)):
        build(tmp_path / str(number), [IVAN])
        index = Index.open(tmp_path / str(number))
        assert _found(index, "Ivan Petrov") == [["Ivan Petrov"]]
        harm(_segment(tmp_path / str(number)))
        with pytest.raises(IndexRefused, match="changed while it was in use"):
            _found(index, "Ivan Petrov")


def test_a_file_of_another_version_is_refused(tmp_path, monkeypatch):
    home = tmp_path / "i"
    build(home, [IVAN])
    monkeypatch.setattr("tidewaiter.screening.index.arrays.VERSION", 99)
    with pytest.raises(IndexRefused, match="version"):
        Index.open(home)


_HALVES = st.sampled_from(["\ud800", "\udfff", "Ivan", "Petrov", "이", "명박", "?", " ", "é"])


@_FEW
@given(st.lists(_HALVES, min_size=1, max_size=5).map("".join).filter(str.strip), st.booleans())
def test_half_a_character_is_read_alike_when_it_is_added_and_when_it_was_merged(tmp_path_factory, text, also_address):
    """Lone surrogates come out of JSON; no file holds them, and no two readings of an entry may differ by them."""
    home = tmp_path_factory.mktemp("index") / "i"
    build(home, [IVAN])
    passport = Identifier(IdentifierKind.PASSPORT, "X1\ud8002")
    odd = Subject(SubjectKind.PERSON, (Name(text),), (passport,), addresses=("1 \udc00 Quay",) if also_address else ())
    add(home, [Indexed("odd\ud800", odd, 1)])
    index = Index.open(home)
    asked = [person(text), person("Ivan Petrov"), Subject(SubjectKind.PERSON, (), (passport,))]

    def answers() -> list[list[tuple[str, float, str, Subject]]]:
        found = index.find(asked, visible=None, day=DAY)
        return [[(one.entity, one.score, one.channel, one.subject) for one in some] for some in found]

    added = answers()
    merge(home)
    assert answers() == added
    remove(home, ["odd\ud800"])
    assert all(one[0] != "odd?" for some in answers() for one in some)
    shutil.rmtree(home)
