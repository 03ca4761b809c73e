"""Processes beside that of a builder of an index, which take its names apart while it reads the entries.

They are started as programs of their own: a worker has threads, which must not be forked, and may be a daemon, which
may have no children of Python's. What is built is the same whatever their number.
"""

import fcntl
import gc
import os
import pickle
import subprocess
import sys
import termios
from array import array
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, Self

import numpy as np

from tidewaiter.screening.index.shapes import IndexRefused
from tidewaiter.screening.index.taking import Portion, Spelled, Taken, Taker

# So many names take as long to be taken apart as another process takes to begin.
_WORTH_A_PROCESS = 50_000
_PER_PORTION = 2_500
_MOST_BESIDE = 3
_PROGRAM = "import sys; sys.path[:] = {path!r}; from tidewaiter.screening.index.taking import serve; serve()"
_DIED = "a process that took names apart for the index ended early; build the index again"


def processes_beside() -> int:
    """How many processes are worth starting beside this one."""
    return min(len(os.sched_getaffinity(0)) - 1, _MOST_BESIDE)


@contextmanager
def uncollected() -> Iterator[None]:
    """Make millions of small objects, none of them in a circle: to look for circles would take a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Takers:
    """Takes names apart, here and in processes beside; to be left when all is taken or nothing is wanted any more."""

    def __init__(self, beside: int) -> None:
        """`beside` processes are started when the names turn out to be many."""
        self._beside = beside
        self._texts: list[str] = []
        self._persons: list[bool] = []
        self._waiting: list[Portion] = []
        # Of each portion who took it apart, 0 being this process, and how many names it has.
        self._owners: list[tuple[int, int]] = []
        self._here = Taker()
        self._started: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_failure: object) -> None:
        """End what was started; after a failure nobody reads what it found."""
        for one in self._started:
            one.kill()
            for pipe in (one.stdin, one.stdout):
                with suppress(OSError):
                    _pipe(pipe).close()
            one.wait()
        # What is remembered of each word takes much room, and the rest of the building needs it too.
        self._started, self._here = [], Taker()

    def give(self, text: str, person: bool) -> None:
        """Add a name."""
        self._texts.append(text)
        self._persons.append(person)
        if len(self._texts) >= _PER_PORTION:
            self._flush()

    def taken(self) -> Taken:
        """Give all names taken apart, in the order given."""
        self._flush()
        for portion in self._waiting:
            self._take(portion, 0)
        for one in self._started:
            _send(one, None)
        found = [self._here.taken()]
        found += [_result(one) for one in self._started]
        return _merged(found, self._owners) if self._started else found[0]

    def _flush(self) -> None:
        self._waiting.append(Portion(self._texts, self._persons))
        self._texts, self._persons = [], []
        if not self._started and self._beside:
            if sum(len(portion.texts) for portion in self._waiting) < _WORTH_A_PROCESS:
                return
            self._start()
        for portion in self._waiting:
            self._take(portion, self._idle())
        self._waiting = []

    def _take(self, portion: Portion, owner: int) -> None:
        self._owners.append((owner, len(portion.texts)))
        if owner:
            _send(self._started[owner - 1], portion)
        else:
            self._here.take(portion)

    def _idle(self) -> int:
        # One that has begun with all that it was given; this process, where none has.
        for number, one in enumerate(self._started, 1):
            if one.poll() is not None:
                raise IndexRefused(_DIED)
            if _unread(one) == 0:
                return number
        return 0

    def _start(self) -> None:
        program = [sys.executable, "-I", "-c", _PROGRAM.format(path=sys.path)]
        pipe = subprocess.PIPE
        try:
            for _ in range(self._beside):
                # Who interrupts a command interrupts this process, which ends the others.
                self._started.append(subprocess.Popen(program, stdin=pipe, stdout=pipe, start_new_session=True))
        except OSError:
            # No room for another process: those that began share the work with this one.
            self._beside = len(self._started)


def _unread(one: subprocess.Popen[bytes]) -> int:
    room = array("i", [0])
    fcntl.ioctl(_pipe(one.stdin), termios.FIONREAD, room)
    return room[0]


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise IndexRefused(_DIED)
    return pipe


def _send(one: subprocess.Popen[bytes], portion: Portion | None) -> None:
    pipe = _pipe(one.stdin)
    try:
        pickle.dump(portion, pipe, pickle.HIGHEST_PROTOCOL)
        pipe.flush()
        if portion is None:
            # Whoever still waits for more must see that nothing comes.
            pipe.close()
    except OSError:
        raise IndexRefused(_DIED) from None


def _result(one: subprocess.Popen[bytes]) -> Taken:
    try:
        found: Taken = pickle.load(_pipe(one.stdout))  # noqa: S301  # sent by our own program
    except (EOFError, OSError, pickle.UnpicklingError):
        raise IndexRefused(_DIED) from None
    return found


def _merged(found: list[Taken], owners: list[tuple[int, int]]) -> Taken:
    # Words that several processes have met are numbered anew, each once.
    numbers: dict[tuple[str, bytes], int] = {}
    columns: tuple[list[Any], ...] = tuple([] for _ in Spelled._fields)
    words = []
    for taken in found:
        keys = [*zip(taken.words.text, taken.words.row, strict=True)]
        known = len(numbers)
        renumbered = np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int32)
        # Numbers grow by one with each word that is new.
        met, first_met = np.unique(renumbered, return_index=True)
        new = first_met[met >= known].tolist()
        for column, name in zip(columns, Spelled._fields, strict=True):
            held: list[Any] = getattr(taken.words, name)
            column += [held[place] for place in new]
        words.append(renumbered[taken.word])
    ends = [np.concatenate([[0], np.cumsum(taken.length, dtype=np.int64)]) for taken in found]
    at = [0] * len(found)
    lengths, parts = [], []
    for owner, names in owners:
        first, last = at[owner], at[owner] + names
        at[owner] = last
        lengths.append(found[owner].length[first:last])
        parts.append(words[owner][ends[owner][first] : ends[owner][last]])
    return Taken(np.concatenate(lengths), np.concatenate(parts), Spelled(*columns))
