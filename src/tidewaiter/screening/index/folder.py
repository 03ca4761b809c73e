"""The folder of an index: one generation at a time, changed by writing new files and renaming one pointer to them."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import NamedTuple

from tidewaiter.screening.index.shapes import IndexRefused

_POINTER = "current"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class State:
    """What an index is made of now: the number of its last change, and the files that count."""

    number: int = 0
    generation: str = ""
    segments: tuple[str, ...] = ()
    removed: str = ""


class Stamp(NamedTuple):
    """By what a changed pointer is told from an unchanged one without reading it."""

    inode: int
    modified: int


def stamp(folder: Path) -> Stamp:
    """Look whether the index has changed; costs one system call."""
    try:
        found = (folder / _POINTER).stat()
    except FileNotFoundError:
        raise IndexRefused(f"{folder} holds no index; build it first") from None
    return Stamp(found.st_ino, found.st_mtime_ns)


def read_state(folder: Path) -> State:
    """Read the pointer; IndexRefused where there is none or it is damaged."""
    path = folder / _POINTER
    try:
        digest, _, text = path.read_text().partition("\n")
        plain = json.loads(text)
        whole = hashlib.sha256(text.encode()).hexdigest() == digest
    except FileNotFoundError:
        raise IndexRefused(f"{folder} holds no index; build it first") from None
    except ValueError:
        whole = False
    if not whole:
        raise IndexRefused(f"{path} is damaged; build the index again")
    if plain.pop("version") != _VERSION:
        raise IndexRefused(f"{path} is of another version of Tidewaiter; build the index again")
    return State(plain["number"], plain["generation"], tuple(plain["segments"]), plain["removed"])


@contextmanager
def changing(folder: Path) -> Iterator[State]:
    """Hold the only right to change the index and give its state, an empty one where there is no index."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield read_state(folder) if (folder / _POINTER).exists() else State()
    finally:
        os.close(handle)


def new_generation(folder: Path, state: State) -> State:
    """Make the directory of a next generation, empty; nothing counts in it before `point`."""
    number = state.number + 1
    name = f"g{number:08d}"
    # What a killed writer left under this name never counted.
    shutil.rmtree(folder / name, ignore_errors=True)
    (folder / name).mkdir(mode=0o700)
    return State(number, name)


def next_state(state: State) -> State:
    """Give the state of a change within the generation."""
    return replace(state, number=state.number + 1)


def point(folder: Path, state: State) -> None:
    """Make a state the one that counts, at once for every reader, then take away what no longer counts."""
    text = json.dumps({"version": _VERSION, **asdict(state)})
    fresh = folder / f"{_POINTER}.new"
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(hashlib.sha256(text.encode()).hexdigest() + "\n" + text)
        file.flush()
        os.fsync(file.fileno())
    _settle(folder / state.generation)
    fresh.replace(folder / _POINTER)
    _settle(folder)
    _sweep(folder, state)


def _settle(folder: Path) -> None:
    # A renamed file is only certain after its directory is written.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path, state: State) -> None:
    for path in folder.iterdir():
        if path.is_dir() and path.name != state.generation and path.name.startswith("g"):
            shutil.rmtree(path, ignore_errors=True)
    kept = {*state.segments, state.removed}
    for path in (folder / state.generation).iterdir():
        if path.name not in kept:
            path.unlink(missing_ok=True)
