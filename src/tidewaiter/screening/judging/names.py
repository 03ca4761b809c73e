"""The best of all pairs of names of two subjects, and what its score is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tidewaiter.screening.judging.features import FEATURES, LAID, Places, Table, describe
from tidewaiter.screening.judging.kernel import MOST_LETTERS, MOST_PAIRS, MOST_TOKENS, WIDTH, Rows, choose
from tidewaiter.screening.judging.model import Numbers, frozen_model
from tidewaiter.screening.judging.packing import packed, packed_text, stacked
from tidewaiter.screening.subjects import Name, NameKind, Subject, SubjectKind
from tidewaiter.screening.words import Wording, wording

MAX_NAMES_COMPARED = 200
# So many pairs of names are described at a time, so that memory stays bounded.
_AT_ONCE = 4096
_OF_KIND = {NameKind.WEAK: 0.95, NameKind.FORMER: 0.99}

Rarity = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Named:
    """The names of a subject as machine code compares them."""

    person: bool
    names: tuple[Name, ...]
    parts: tuple[bytes, ...]

    @property
    def shares(self) -> list[float]:
        """How much each name counts: a weak alias less than a name."""
        return [_OF_KIND.get(name.kind, 1.0) for name in self.names]


class BestPair(NamedTuple):
    """The pair of names that is most alike: its score, and the places of both names."""

    score: float
    asked: int
    listed: int


NO_PAIR = BestPair(0.0, -1, -1)


def named(subject: Subject, rarity: Rarity | None = None) -> Named:
    """Take the first 200 names of a subject apart; those without letters stay as empty parts."""
    person = subject.kind is SubjectKind.PERSON
    names = subject.names[:MAX_NAMES_COMPARED]
    if rarity:
        return Named(person, names, tuple(packed(wording(name.text, person), rarity) for name in names))
    return Named(person, names, tuple(packed_text(name.text, person) for name in names))


def best_pairs(asked: Named, listed: Sequence[Named]) -> list[BestPair]:
    """Give for each listed subject its best pair of names; equals go by the order of the names."""
    found: list[BestPair] = []
    for some in _portions(listed, _AT_ONCE // max(1, len(asked.parts))):
        found += _best_of(asked, some)
    return found


def _portions(listed: Sequence[Named], most: int) -> Iterator[Sequence[Named]]:
    start, names = 0, 0
    for end, one in enumerate(listed):
        if names and names + len(one.parts) > most:
            yield listed[start:end]
            start, names = end, 0
        names += len(one.parts)
    if start < len(listed):
        yield listed[start:]


def _best_of(asked: Named, listed: Sequence[Named]) -> list[BestPair]:
    scores = _scores(asked, [part for one in listed for part in one.parts])
    scores *= [share for one in listed for share in one.shares]
    found, start = [], 0
    for one in listed:
        mine = scores[:, start : start + len(one.parts)]
        start += len(one.parts)
        if mine.size:
            row, column = divmod(int(mine.argmax()), mine.shape[1])
            found.append(BestPair(float(mine[row, column]), row, column))
        else:
            found.append(NO_PAIR)
    return found


def _scores(asked: Named, parts: list[bytes]) -> Numbers:
    shape = len(asked.parts), len(parts)
    table, same = _described(asked.parts, parts, asked.person)
    scores = frozen_model().scores(table)
    # The same carrying words, in whatever order, are the same name; words without letters are none.
    scores[same > 0] = 1.0
    scores = scores.reshape(shape)
    if not all(asked.parts):
        scores[[not part for part in asked.parts]] = 0.0
    if not all(parts):
        scores[:, [not part for part in parts]] = 0.0
    return scores


def _described(asked: Sequence[bytes], listed: Sequence[bytes], person: bool) -> tuple[Table, Places]:
    table = np.empty((len(asked) * len(listed), FEATURES), np.float32)
    same = np.zeros(len(table), np.int64)
    if len(table):
        describe(*stacked(asked), *stacked(listed), person, table, same)
    return table, same


def features(asked: Named, listed: Sequence[Named]) -> Table:
    """Give the features of each asked name beside each name of all listed subjects; training reads them."""
    return _described(asked.parts, [part for one in listed for part in one.parts], asked.person)[0]


def word_pairs(asked: Wording, listed: Wording, rarity: Rarity | None = None) -> NDArray[np.float32]:
    """Give which words of two names stand for each other: place, count, place, count, likeness, how."""
    pairs = np.zeros((MOST_PAIRS, 6), np.float32)
    joined, work = np.zeros((1, WIDTH), np.uint8), np.zeros((3, LAID + MOST_LETTERS), np.int32)
    closest = np.zeros((2, MOST_TOKENS), np.float32)
    a, b = _rows(asked, rarity), _rows(listed, rarity)
    return pairs[: choose(a, b, pairs, joined, work, closest)]


def _rows(name: Wording, rarity: Rarity | None) -> Rows:
    return stacked([packed(name, rarity)])[0]
