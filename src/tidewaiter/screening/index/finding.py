"""The search index: who of the listed may be meant by a name or number, among those the caller may know of."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from tidewaiter.screening.index.arrays import Array, read_arrays
from tidewaiter.screening.index.asking import Asked as AskedOf
from tidewaiter.screening.index.asking import asked_of
from tidewaiter.screening.index.folder import Stamp, State, read_state, stamp
from tidewaiter.screening.index.segment import Segment, arrays_of
from tidewaiter.screening.index.shapes import Candidate, Indexed, IndexRefused
from tidewaiter.screening.index.view import Admission, View, bounded
from tidewaiter.screening.index.walk import EVERYTHING, Best, Floor
from tidewaiter.screening.subjects import Subject

# So many questions are taken at a time, the rest by other threads: a large portion meets most words once, and of a
# short list each thread has a part.
_MOST_AT_ONCE, _LEAST_AT_ONCE, _PARTS = 1_000, 64, 4
_MOST_CALLERS = 256
_CHANNELS = ("number", "name", "second")
Result = TypeVar("Result")


class Hits(NamedTuple):
    """Who may be meant by many questions, side by side, in the order of the questions and best first within each.

    By question the channel, the score, the digest of the id, the view that it stands in, and its place there.
    """

    question: Array
    channel: Array
    score: Array
    digest: Array
    view: Array
    place: Array

    def only(self, chosen: Array) -> "Hits":
        """Give some of the hits, by their places or by a mask."""
        return Hits(*(each[chosen] for each in self))


class Searched(NamedTuple):
    """A portion of the questions, as told and taken apart, what was found for them, and the views it stands in."""

    views: Sequence[View]
    subjects: Sequence[Subject]
    asked: AskedOf
    hits: Hits


class Index:
    """An index in memory or in a folder; one in a folder follows its changes from one `find` to the next."""

    def __init__(self, views: Sequence[View], folder: Path | None, state: State, seen: Stamp) -> None:
        """Use `of` or `open`."""
        self._views, self._folder, self._state, self._seen = views, folder, state, seen
        self._seen_by: dict[Hashable, frozenset[int]] = {}

    @classmethod
    def of(cls, entries: Iterable[Indexed]) -> "Index":
        """Make an index in memory."""
        return cls([View(Segment(arrays_of(entries)))], None, State(), Stamp(0, 0))

    @classmethod
    def open(cls, folder: Path) -> "Index":
        """Map the current generation of a folder; IndexRefused where it holds none or a file is damaged."""
        return cls(*_opened(folder, {}))

    @property
    def generation(self) -> int:
        """The number of the last change that this index shows; it grows with every change."""
        return self._state.number

    @property
    def rows(self) -> int:
        """How many entries can be found."""
        return sum(len(view) for view in self._views)

    @property
    def markings(self) -> Array:
        """The ids of the markings that entries carry, each once."""
        return np.unique(np.concatenate([view.segment.markings[view.standing] for view in self._views]))

    def entries(self) -> Iterator[Indexed]:
        """Give every entry that counts."""
        for view in self._views:
            yield from map(view.segment.entry, np.flatnonzero(view.standing).tolist())

    def refresh(self) -> None:
        """Show the newest state of the folder, as `find` does by itself; IndexRefused where a file was torn."""
        while self._folder is not None:
            if stamp(self._folder) != self._seen:
                known = {view.name: view.segment for view in self._views}
                self._views, _, self._state, self._seen = _opened(self._folder, known)
                self._seen_by = {}
            torn = next((view.name for view in self._views if _size(self._folder / view.name) != view.size), None)
            if torn is None:
                return
            # Merged away between the two looks, unless the pointer has not moved on.
            if stamp(self._folder) == self._seen:
                raise IndexRefused(f"{self._folder / torn} was changed while it was in use; build the index again")

    def seen_by(self, caller: Hashable, ask: Callable[[], Iterable[int]]) -> frozenset[int]:
        """Give the markings that `ask` gave for a caller; it is asked again after every change of the index."""
        self.refresh()
        remembered = self._seen_by
        found = remembered.get(caller)
        if found is None:
            given = frozenset(ask())
            # most callers see the same, which is kept once
            found = remembered[caller] = next((known for known in remembered.values() if known == given), given)
            bounded(remembered, _MOST_CALLERS)
        return found

    def find(
        self,
        asked: Sequence[Subject],
        *,
        visible: Collection[int] | None,
        day: date,
        top: int = 20,
        pool: Executor | None = None,
        same_kind: bool = False,
        floor: Floor = EVERYTHING,
    ) -> list[list[Candidate]]:
        """Give for each question at most `top` entries, best first, of those visible and standing on the day.

        `same_kind` holds each question to entries of its own kind, which is several times faster.
        """
        some = self.search(
            asked, _candidates, visible=visible, day=day, top=top, pool=pool, same_kind=same_kind, floor=floor
        )
        return [one for part in some for one in part]

    def search(
        self,
        asked: Sequence[Subject],
        then: Callable[[Searched], Result],
        *,
        visible: Collection[int] | None,
        day: date,
        top: int,
        pool: Executor | None = None,
        same_kind: bool = False,
        floor: Floor = EVERYTHING,
    ) -> Iterator[Result]:
        """Find as `find` does, some questions at a time, and give what `then` makes of each portion, in their order.

        With a pool of threads all are begun at once, otherwise each when it is asked for. What is under the floor need
        not be among what is found.
        """
        self.refresh()
        views = self._views
        seen = None if visible is None else frozenset(visible)
        many = min(max(-(-len(asked) // _PARTS), _LEAST_AT_ONCE), _MOST_AT_ONCE)
        portions = [asked[first : first + many] for first in range(0, len(asked), many)]

        def made(some: Sequence[Subject]) -> Result:
            apart = asked_of(some)
            return then(Searched(views, some, apart, _found(views, some, apart, seen, day, top, same_kind, floor)))

        return map(made, portions) if pool is None else pool.map(made, portions)


def _found(
    views: Sequence[View],
    subjects: Sequence[Subject],
    asked: AskedOf,
    visible: frozenset[int] | None,
    day: date,
    top: int,
    kind: bool,
    floor: Floor,
) -> Hits:
    kinds = [subjects[number].kind if kind else None for number in asked.of]
    if any(subject.identifiers for subject in subjects):
        # An entry found by its number is no measure of those found by name.
        floor = EVERYTHING._replace(strict=floor.strict)
    some = []
    for number, view in enumerate(views):
        admission = view.admitted(visible, day)
        some.append(_by_number(number, view, subjects, admission))
        if asked.of and len(view.segment):
            some.append(_by_name(number, view, asked, view.by_name(asked, kinds, admission, top, floor)))
    filled = [part for part in some if len(part.question)]
    if not filled:
        return some[0]
    if len(filled) == 1 and len(set(asked.of)) == len(asked.of) and filled[0].channel[0]:
        # One name a question and one place to look: the kernel has put them in order.
        return filled[0]
    return _best(filled, top)


def _by_number(number: int, view: View, subjects: Sequence[Subject], admission: Admission) -> Hits:
    found = [
        (question, score, place)
        for question, subject in enumerate(subjects)
        if subject.identifiers
        for place, score in view.by_number(subject, admission)
    ]
    questions, scores, places = zip(*found, strict=True) if found else ((), (), ())
    return _hits(number, view, 0, np.array(questions, np.int64), np.array(scores), np.array(places, np.int64))


def _by_name(number: int, view: View, asked: AskedOf, best: Best) -> Hits:
    used = np.arange(best.entity.shape[1]) < best.found[:, None]
    questions = np.repeat(np.array(asked.of, np.int64), best.found)
    return _hits(number, view, 1, questions, best.score[used], best.entity[used])


def _hits(number: int, view: View, channel: int, question: Array, score: Array, place: Array) -> Hits:
    same = np.zeros(len(question), np.int64)
    return Hits(question, same + channel, score, view.segment.digests[place], same + number, place)


def _best(some: Sequence[Hits], top: int) -> Hits:
    # Of one entry found under several names or in several ways the best line stays.
    whole = Hits(*map(np.concatenate, zip(*some, strict=True)))
    whole = whole.only(np.lexsort((whole.digest, -whole.score, whole.channel, whole.question)))
    by_entry = np.lexsort((whole.digest, whole.question))
    question, digests = whole.question[by_entry], whole.digest[by_entry]
    first = np.ones(len(by_entry), np.bool_)
    first[1:] = (question[1:] != question[:-1]) | (digests[1:] != digests[:-1])
    whole = whole.only(np.sort(by_entry[first]))
    rank = np.arange(len(whole.question)) - np.searchsorted(whole.question, whole.question)
    return whole.only(rank < top)


def _candidates(searched: Searched) -> list[list[Candidate]]:
    found: list[list[Candidate]] = [[] for _ in searched.subjects]
    hits = searched.hits
    for question, channel, score, view, place in zip(
        *(each.tolist() for each in (hits.question, hits.channel, hits.score, hits.view, hits.place)), strict=True
    ):
        found[question].append(Candidate(searched.views[view].segment, place, score, _CHANNELS[channel]))
    return found


def _opened(folder: Path, known: dict[str, Segment]) -> tuple[list[View], Path, State, Stamp]:
    while True:
        seen, state = stamp(folder), read_state(folder)
        try:
            return _views(folder, state, known), folder, state, seen
        except FileNotFoundError as missing:
            # Merged away between the two reads, unless the pointer has not moved on.
            if read_state(folder) == state:
                raise IndexRefused(f"{missing.filename} is missing; build the index again") from None


def _views(folder: Path, state: State, known: dict[str, Segment]) -> list[View]:
    home = folder / state.generation
    names = [f"{state.generation}/{name}" for name in state.segments]
    segments = [known.get(name) or Segment(read_arrays(folder / name)) for name in names]
    gone = read_arrays(home / state.removed) if state.removed else {}
    views = []
    for number, (name, segment) in enumerate(zip(names, segments, strict=True)):
        later = [other.digests for other in segments[number + 1 :]]
        if gone:
            later.append(gone["digest"][gone["before"] > number])
        size = (folder / name).stat().st_size
        views.append(View(segment, name, size, np.concatenate(later) if later else None))
    return views


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return -1
