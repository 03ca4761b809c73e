"""Questions in the form in which machine code walks them: words each once, and names as numbers of words."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tidewaiter.screening.index.names import first_letter
from tidewaiter.screening.index.rowing import Rows, every_row
from tidewaiter.screening.index.taking import Spelled, Taken, Vocabulary, in_columns, plain, spelled
from tidewaiter.screening.index.walk import WITH_PARTICLE, Names
from tidewaiter.screening.judging.packing import row_of
from tidewaiter.screening.korean import read_names
from tidewaiter.screening.subjects import Subject, SubjectKind

# An entry met under many names is asked for under the first of them.
MAX_ASKED_NAMES = 32
# Beyond so many words, about what 80,000 lines of a manifest have, what is remembered of them is given up.
_MOST_WORDS = 131_072


class _Remembered(Vocabulary):
    """The words of questions, and what was found out about each."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[int, bytes] = {}
        self._spelled: dict[int, tuple[str, str, int, bool, float]] = {}

    def row(self, number: int) -> bytes:
        """Give a word as the second stage compares it."""
        found = self._rows.get(number)
        if found is None:
            found = self._rows[number] = row_of(self.tokens[number])
        return found

    def spelled(self, numbers: list[int]) -> Spelled:
        """Give some words as columns."""
        known, tokens = self._spelled, self.tokens
        for number in numbers:
            if number not in known:
                known[number] = spelled(tokens[number])
        return in_columns([known[number] for number in numbers], [])


# Words are remembered, not names: a deleted entry leaves no name behind in a worker's memory.
_remembered = _Remembered()


@dataclass(frozen=True, slots=True)
class Asked:
    """Some questions taken apart: their words as `names.key_of` gives them, and for each name whose it is."""

    words: list[str]
    of: list[int]
    names: Names
    _vocabulary: _Remembered
    _numbers: list[list[int]]

    def row(self, name: int) -> bytes:
        """Give a name as the second stage compares it, its words met as those of the kind that asks."""
        return b"".join(map(self._vocabulary.row, self._numbers[name]))

    def row_as(self, text: str, person: bool) -> bytes:
        """Give a name as the second stage compares it, its words met as those of a person or of another."""
        row = self._vocabulary.row
        return b"".join([row(plain(number)) for number in self._vocabulary.numbers_of(text, person)])


def asked_of(subjects: Sequence[Subject]) -> Asked:
    """Take the names of questions apart."""
    vocabulary = _vocabulary()
    of, lengths, found = array("i"), array("i"), array("i")
    for number, subject in enumerate(subjects):
        person = subject.kind is SubjectKind.PERSON
        for name in read_names(subject)[:MAX_ASKED_NAMES]:
            numbers = vocabulary.numbers_of(name.text, person)
            of.append(number)
            lengths.append(len(numbers))
            found.extend(numbers)
    length, bare = np.array(lengths, np.int64), plain(np.array(found, np.int32))
    different, word = np.unique(bare, return_inverse=True)
    taken = Taken(length.astype(np.uint8), word.astype(np.int32), vocabulary.spelled(different.tolist()))
    rows = every_row(taken, np.ones(len(length), np.int64), in_order=False)
    ends, plainly = np.cumsum(length).tolist(), bare.tolist()
    numbers_of = [plainly[first:last] for first, last in zip([0, *ends], ends, strict=False)]
    return Asked(rows.words, of.tolist(), _names(rows), vocabulary, numbers_of)


def _vocabulary() -> _Remembered:
    global _remembered  # noqa: PLW0603  # whoever has the one before goes on with it
    if len(_remembered) > _MOST_WORDS:
        _remembered = _Remembered()
    return _remembered


def _names(rows: Rows) -> Names:
    length = rows.length.astype(np.int64)
    start = np.concatenate([[0], np.cumsum(length)])
    number, weight, place = rows.word.astype(np.int64), rows.weight.astype(np.float64), rows.place.astype(np.int64)
    name = np.repeat(np.arange(len(length)), length)
    single = np.where(place < WITH_PARTICLE, weight, 0.0)
    total = np.bincount(name, weights=single, minlength=len(length))
    total[total == 0.0] = 1.0
    first = np.array([ord(first_letter(word)) for word in rows.words], np.uint8)
    return Names(start, number, weight / total[name], place, first[number])
