"""A segment as it counts now: without what was removed or replaced since, and for one caller without what is hidden."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any, NamedTuple

import numpy as np

from tidewaiter.screening.index.arrays import Array
from tidewaiter.screening.index.asking import Asked
from tidewaiter.screening.index.names import word_of
from tidewaiter.screening.index.near import farthest, near_words
from tidewaiter.screening.index.numbers import asked_keys
from tidewaiter.screening.index.packing import kind_number
from tidewaiter.screening.index.segment import Segment, digest
from tidewaiter.screening.index.walk import Best, Floor, Near, Rows, best_entries
from tidewaiter.screening.index.wordlist import words_of
from tidewaiter.screening.subjects import Subject, SubjectKind

_MOST_CALLERS = 16
# A manifest of 20,000 names has 37,600 words, of which half are two read as one; a manifest larger than this is
# measured anew each time, as the oldest words go first.
_MOST_WORDS = 49_152
_EVERYONE = np.empty(0, np.bool_)


class Admission(NamedTuple):
    """Who counts for a caller on a day: by entry, empty where every entry counts; and by row, as bits of numbers."""

    entries: Array
    rows: Array


class View:
    """What of a segment counts, and the search in it."""

    def __init__(self, segment: Segment, name: str = "", size: int = 0, gone: Array | None = None) -> None:
        """Take a segment, the file it is from with its size in bytes, and the digests of ids that no longer count."""
        self.segment, self.name, self.size = segment, name, size
        self.standing = np.ones(len(segment), np.bool_)
        if gone is not None:
            self.standing[_places(segment, gone)] = False
        self._admissions: dict[tuple[frozenset[int] | None, date], Admission] = {}

    def __len__(self) -> int:
        return int(self.standing.sum())

    def admitted(self, visible: frozenset[int] | None, day: date) -> Admission:
        """Give who counts for a caller on a day."""
        found = self._admissions.get((visible, day))
        if found is None:
            found = self._admit(visible, day)
            self._admissions[visible, day] = found
            bounded(self._admissions, _MOST_CALLERS)
        return found

    def _admit(self, visible: frozenset[int] | None, day: date) -> Admission:
        admitted = self.standing & (self.segment.last_days >= day.toordinal())
        if visible is not None:
            admitted &= np.isin(self.segment.markings, np.fromiter(visible, np.int64, len(visible)))
        rows = _bits(admitted[self.segment.arrays["row_entity"]])
        return Admission(_EVERYONE if admitted.all() else admitted, rows)

    def by_number(self, subject: Subject, admission: Admission) -> Iterator[tuple[int, float]]:
        """Give the admitted entries that bear a number asked for, and the score of each."""
        keys, places = self.segment.arrays["number_key"], self.segment.arrays["number_entry"]
        for key, score in asked_keys(subject):
            wanted = np.uint64(digest(key))
            first, last = np.searchsorted(keys, wanted), np.searchsorted(keys, wanted, "right")
            for place in places[first:last].tolist():
                if not len(admission.entries) or admission.entries[place]:
                    yield place, score

    def by_name(
        self, asked: Asked, kinds: Sequence[SubjectKind | None], admission: Admission, top: int, floor: Floor
    ) -> Best:
        """Give for each name asked for the best admitted entries."""
        near = self._near(asked.words, floor.strict)
        near_start = np.zeros(len(near) + 1, np.int64)
        np.cumsum([len(words) for words in near], out=near_start[1:])
        names = len(asked.of)
        best = Best(np.zeros((names, top), np.int64), np.zeros((names, top), np.float64), np.zeros(names, np.int64))
        words = Near(near_start, np.concatenate(near) if near else np.empty(0, np.int64))
        best_entries(asked.names, words, self.segment.listed, Rows(*self._rows_of(kinds), admission.rows), best, floor)
        return best

    def _rows_of(self, kinds: Sequence[SubjectKind | None]) -> tuple[Array, Array]:
        starts = self.segment.kind_rows
        bounds = [
            (starts[kind_number(kind)], starts[kind_number(kind) + 1]) if kind else (starts[0], starts[-1])
            for kind in kinds
        ]
        return np.array([first for first, _ in bounds], np.int64), np.array([last for _, last in bounds], np.int64)

    def _near(self, words: list[str], strict: bool) -> list[Array]:
        remembered = self.segment.near[strict]
        # Taken once: another thread may let a word go between two looks.
        near = {word: remembered.get(word) for word in words}
        new = [word for word, some in near.items() if some is None]
        if new:
            starts, found = self._measured(new, strict)
            ends = starts.tolist()
            # Copies, so that one remembered word does not hold the memory of all that were measured with it.
            fresh = {word: found[ends[i] : ends[i + 1]].copy() for i, word in enumerate(new)}
            near.update(fresh)
            remembered.update(fresh)
            bounded(remembered, _MOST_WORDS)
        return [some for some in near.values() if some is not None]

    def _measured(self, words: list[str], strict: bool) -> tuple[Array, Array]:
        segment, scratch = self.segment, self.segment.scratch
        asked = words_of([*map(word_of, words)])
        try:
            seen = scratch.pop()
        except IndexError:
            seen = segment.words.unseen()
        found: tuple[Array, Array] = near_words(asked, *segment.words, _far(strict), seen, strict)
        scratch.append(seen)
        return found


@lru_cache(maxsize=2)
def _far(strict: bool) -> Array:
    return farthest(strict)


def _places(segment: Segment, digests: Array) -> Array:
    # Digests are in order within each kind.
    found = []
    for first, last in pairwise(segment.arrays["kind_start"].tolist()):
        some = segment.digests[first:last]
        if len(some):
            at = np.minimum(np.searchsorted(some, digests), len(some) - 1)
            found.append(first + at[some[at] == digests])
    return np.concatenate(found) if found else np.empty(0, np.int64)


def _bits(flags: Array) -> Array:
    packed = np.packbits(flags, bitorder="little")
    return np.concatenate([packed, np.zeros(-len(packed) % 8, np.uint8)]).view("<u8")


def bounded(remembered: dict[Any, Any], most: int) -> None:
    """Forget the oldest beyond so many; another thread may add or take one out meanwhile, and bounds it itself."""
    if len(remembered) > most:
        try:
            oldest = list(islice(remembered, len(remembered) - most))
        except RuntimeError:
            return
        for one in oldest:
            remembered.pop(one, None)
