"""The scores of many questions at once: all pairs of names go through the kernel and the model in one sweep.

The same score as `worths` gives, which a test holds against it; questions that tell more than names go by `worths`.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tidewaiter.screening.judging.compiled import compiled
from tidewaiter.screening.judging.features import FEATURES, Places, Table, describe
from tidewaiter.screening.judging.kernel import Rows
from tidewaiter.screening.judging.model import frozen_model
from tidewaiter.screening.judging.names import Named, named
from tidewaiter.screening.judging.packing import stacked
from tidewaiter.screening.judging.worth import SHOWN_DIGITS, worths
from tidewaiter.screening.subjects import Name, Subject, SubjectKind

Question = tuple[Subject, Sequence[Subject]]
# Pairs of names that are described at a time, so that memory stays bounded.
_AT_ONCE = 50_000


class Kept:
    """The names taken apart in one screening, so that none is taken apart twice; whoever screens lets go of it."""

    def __init__(self, most: int = 100_000) -> None:
        """Keep at most so many names."""
        self._most = most
        self._named: dict[tuple[tuple[Name, ...], bool], Named] = {}

    def named(self, subject: Subject) -> Named:
        """The names of a subject taken apart."""
        key = subject.names, subject.kind is SubjectKind.PERSON
        found = self._named.get(key)
        if found is None:
            if len(self._named) >= self._most:
                self._named.clear()
            found = self._named[key] = named(subject)
        return found


def worths_of_many(questions: Sequence[Question], kept: Kept | None = None) -> list[list[float]]:
    """Give for each question the score of each listed subject, as `worths` does for one."""
    kept = kept or Kept()
    scores: list[list[float]] = [[] for _ in questions]
    plain: list[int] = []
    for place, (asked, listed) in enumerate(questions):
        if asked.identifiers or asked.countries or asked.birth or any(one.kind is not asked.kind for one in listed):
            scores[place] = worths(asked, listed)
        elif listed:
            plain.append(place)
    start, pairs = 0, 0
    for end, place in enumerate(plain):
        asked, listed = questions[place]
        pairs += len(asked.names) * sum(len(one.names) for one in listed)
        if pairs >= _AT_ONCE or end + 1 == len(plain):
            some = plain[start : end + 1]
            for at, found in zip(some, _swept([questions[at] for at in some], kept), strict=True):
                scores[at] = found
            start, pairs = end + 1, 0
    return scores


def _swept(questions: Sequence[Question], kept: Kept) -> list[list[float]]:
    mine = [kept.named(asked) for asked, _ in questions]
    theirs = [[kept.named(one) for one in listed] for _, listed in questions]
    left, right, person, starts = _pairs(mine, theirs)
    asked_parts = [part for one in mine for part in one.parts]
    listed_parts = [part for some in theirs for one in some for part in one.parts]
    table, same = np.empty((len(left), FEATURES), np.float32), np.zeros(len(left), np.int64)
    describe_each(*stacked(asked_parts), *stacked(listed_parts), left, right, person, table, same)
    found = frozen_model().scores(table)
    found[same > 0] = 1.0
    found *= np.array([bool(part) for part in asked_parts])[left]
    found *= np.array([bool(part) for part in listed_parts])[right]
    found *= np.array([share for some in theirs for one in some for share in one.shares])[right]
    # a subject without names has no pairs: what is written for it last is nothing
    best = np.maximum.reduceat(np.append(found, 0.0), starts[:-1])
    best[starts[1:] == starts[:-1]] = 0.0
    rounded = iter([round(score, SHOWN_DIGITS) for score in best.tolist()])
    return [[next(rounded) for _ in some] for some in theirs]


_Numbers = NDArray[np.int64]


def _pairs(
    mine: Sequence[Named], theirs: Sequence[Sequence[Named]]
) -> tuple[_Numbers, _Numbers, NDArray[np.bool_], _Numbers]:
    """Numbers of both names of each pair, whether they name persons, and where the pairs of each subject begin."""
    left: list[int] = []
    right: list[int] = []
    person: list[bool] = []
    starts = [0]
    first, place = 0, 0
    for asked, some in zip(mine, theirs, strict=True):
        own = range(first, first + len(asked.parts))
        first += len(asked.parts)
        for one in some:
            others = range(place, place + len(one.parts))
            place += len(one.parts)
            for name in own:
                left += [name] * len(others)
                right += others
            starts.append(len(left))
        person += [asked.person] * (len(left) - len(person))
    return np.array(left, np.int64), np.array(right, np.int64), np.array(person, np.bool_), np.array(starts, np.int64)


@compiled
def describe_each(
    asked: Rows,
    asked_ends: Places,
    listed: Rows,
    listed_ends: Places,
    left: Places,
    right: Places,
    person: NDArray[np.bool_],
    out: Table,
    exact: Places,
) -> None:
    """Write one row of features for each pair of names: `left` among the asked, `right` among the listed."""
    one, other = np.zeros(1, np.int64), np.zeros(1, np.int64)
    for row in range(len(left)):
        a, b = left[row], right[row]
        start = asked_ends[a - 1] if a else 0
        begin = listed_ends[b - 1] if b else 0
        one[0], other[0] = asked_ends[a] - start, listed_ends[b] - begin
        describe(
            asked[start : asked_ends[a]],
            one,
            listed[begin : listed_ends[b]],
            other,
            person[row],
            out[row : row + 1],
            exact[row : row + 1],
        )
