"""The best of all pairs of names of two subjects, and what its score is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from tidewaiter.screening.judging.best import Asked, best_of, chosen_words, share_of
from tidewaiter.screening.judging.features import FEATURES, Table, describe_all, describing_room
from tidewaiter.screening.judging.kernel import Pairs
from tidewaiter.screening.judging.packing import packed, packed_text, read_as, rows_of, stacked
from tidewaiter.screening.korean import how_read, read_names
from tidewaiter.screening.subjects import Name, Subject, SubjectKind
from tidewaiter.screening.words import Wording, wording

MAX_NAMES_COMPARED = 200
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
        return [share_of(name.kind) for name in self.names]


class BestPair(NamedTuple):
    """The pair of names that is most alike: its score, and the places of both names."""

    score: float
    asked: int
    listed: int


NO_PAIR = BestPair(0.0, -1, -1)


def named(subject: Subject, rarity: Rarity | None = None) -> Named:
    """Take the first 200 names of a subject as read apart; those without letters stay as empty parts."""
    person = subject.kind is SubjectKind.PERSON
    names = read_names(subject)[:MAX_NAMES_COMPARED]
    if rarity:
        parts = [packed(wording(name.text, person), rarity) for name in names]
    else:
        parts = [packed_text(name.text, person) for name in names]
    if names is not subject.names:
        parts = [read_as(part, how_read(name)) for part, name in zip(parts, names, strict=True)]
    return Named(person, names, tuple(parts))


def best_pairs(asked: Named, listed: Sequence[Named]) -> list[BestPair]:
    """Give for each listed subject its best pair of names; equals go by the order of the names."""
    starts = np.array([0, *accumulate(len(one.parts) for one in listed)], np.int64)
    parts = [part for one in listed for part in one.parts]
    shares = np.array([share for one in listed for share in one.shares], np.float64)
    best = best_of(asked_names(asked.parts), asked_names(parts), shares, starts, asked.person)
    return [*map(BestPair, best.score.tolist(), best.asked.tolist(), best.listed.tolist())]


def asked_names(parts: Sequence[bytes]) -> Asked:
    """Give names taken apart as machine code reads them."""
    rows, ends = stacked(parts)
    return Asked(rows, ends)


def features(asked: Named, listed: Sequence[Named]) -> Table:
    """Give the features of each asked name beside each name of all listed subjects; training reads them."""
    parts = [part for one in listed for part in one.parts]
    table = np.empty((len(asked.parts) * len(parts), FEATURES), np.float32)
    describe_all(*stacked(asked.parts), *stacked(parts), asked.person, describing_room(), table)
    return table


def word_pairs(asked: Wording, listed: Wording, rarity: Rarity | None = None) -> Pairs:
    """Give which words of two names stand for each other: place, count, place, count, likeness, how."""
    return chosen_words(rows_of(packed(asked, rarity)), rows_of(packed(listed, rarity)))
