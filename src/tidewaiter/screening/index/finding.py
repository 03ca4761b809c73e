"""The search index: who of the listed may be meant by a name or number, among those the caller may know of."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np

from tidewaiter.screening.index.arrays import Array, read_arrays
from tidewaiter.screening.index.asking import Asked, asked_of
from tidewaiter.screening.index.folder import Stamp, State, read_state, stamp
from tidewaiter.screening.index.segment import Segment, arrays_of
from tidewaiter.screening.index.shapes import Candidate, Indexed, IndexRefused
from tidewaiter.screening.index.view import Admission, View
from tidewaiter.screening.subjects import Subject, SubjectKind

_AT_ONCE = 256
_CHANNELS = ("number", "name", "second")
# Channel, score, digest of the id, where it is kept, at which place.
Hit = tuple[int, float, int, Segment, int]


class Index:
    """An index in memory or in a folder; one in a folder follows its changes from one `find` to the next."""

    def __init__(self, views: Sequence[View], folder: Path | None, state: State, seen: Stamp) -> None:
        """Use `of` or `open`."""
        self._views, self._folder, self._state, self._seen = views, folder, state, seen

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
        """Show the newest state of the folder; `find` does so by itself."""
        if self._folder is not None and stamp(self._folder) != self._seen:
            known = {view.name: view.segment for view in self._views}
            self._views, _, self._state, self._seen = _opened(self._folder, known)

    def find(
        self,
        asked: Sequence[Subject],
        *,
        visible: Collection[int] | None,
        day: date,
        top: int = 20,
        threads: int = 1,
        same_kind: bool = False,
    ) -> list[list[Candidate]]:
        """Give for each question at most `top` entries, best first, of those visible and standing on the day.

        `same_kind` holds each question to entries of its own kind, which is several times faster.
        """
        self.refresh()
        views = self._views
        seen = None if visible is None else frozenset(visible)
        chunks = [asked[first : first + _AT_ONCE] for first in range(0, len(asked), _AT_ONCE)]

        def found(chunk: Sequence[Subject]) -> list[list[Candidate]]:
            return _found(views, chunk, seen, day, top, same_kind)

        if threads <= 1 or len(chunks) == 1:
            return [one for chunk in chunks for one in found(chunk)]
        with ThreadPoolExecutor(threads) as pool:
            return [one for part in pool.map(found, chunks) for one in part]


def _found(
    views: Sequence[View], subjects: Sequence[Subject], visible: frozenset[int] | None, day: date, top: int, kind: bool
) -> list[list[Candidate]]:
    asked = asked_of(subjects)
    kinds = [subjects[number].kind if kind else None for number in asked.of]
    hits: list[list[Hit]] = [[] for _ in subjects]
    for view in views:
        admission = view.admitted(visible, day)
        _by_number(hits, view, subjects, admission)
        if asked.of and len(view.segment):
            _by_name(hits, view, asked, kinds, admission, top)
    return [_best(some, top) for some in hits]


def _by_number(hits: list[list[Hit]], view: View, subjects: Sequence[Subject], admission: Admission) -> None:
    for number, subject in enumerate(subjects):
        if subject.identifiers:
            for place, score in view.by_number(subject, admission):
                hits[number].append((0, score, int(view.segment.digests[place]), view.segment, place))


def _by_name(
    hits: list[list[Hit]], view: View, asked: Asked, kinds: list[SubjectKind | None], admission: Admission, top: int
) -> None:
    best = view.by_name(asked, kinds, admission, top)
    digests = view.segment.digests[best.entity].tolist()
    for number, places, some, ids, count in zip(
        asked.of, best.entity.tolist(), best.score.tolist(), digests, best.found.tolist(), strict=True
    ):
        hits[number] += [(1, some[i], ids[i], view.segment, places[i]) for i in range(count)]


def _best(hits: list[Hit], top: int) -> list[Candidate]:
    # Of one entry found under several names or in several ways the best line stays.
    hits.sort(key=_order)
    kept = {hit[2]: hit for hit in reversed(hits)}
    if len(kept) < len(hits):
        hits = sorted(kept.values(), key=_order)
    return [Candidate(segment, place, score, _CHANNELS[channel]) for channel, score, _, segment, place in hits[:top]]


def _order(hit: Hit) -> tuple[int, float, int]:
    return hit[0], -hit[1], hit[2]


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
        views.append(View(segment, name, np.concatenate(later) if later else None))
    return views
