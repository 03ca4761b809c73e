"""The best of all pairs of names of two subjects, found in machine code alone.

One rule for whoever asks: for names just taken apart, and for those that an index keeps as numbers of words.
"""

import threading
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tidewaiter.screening.judging.compiled import borrowed, compiled
from tidewaiter.screening.judging.features import (
    FEATURES,
    Places,
    Room,
    Table,
    describe,
    describing_room,
    matched,
    meet,
)
from tidewaiter.screening.judging.kernel import (
    ALIKE,
    COUNTED,
    LENGTH,
    MOST_TOKENS,
    READ,
    SHAPE,
    SKELETON,
    SKELETON_LENGTH,
    WIDTH,
    Rows,
    Whole,
    Work,
    choose,
)
from tidewaiter.screening.judging.kernel import Pairs as WordPairs
from tidewaiter.screening.judging.model import (
    NO_WORD_ALIKE,
    Bits,
    Numbers,
    Trees,
    frozen_model,
    leaf_room,
    score_of,
)
from tidewaiter.screening.subjects import NameKind

# In index files the lower bits of a number say how many words a name has, the next ones how it was read, and the
# higher ones its kind.
READ_BITS, COUNT_BITS = 6, 8
_WORDS, _HOW_READ = 63, 3
# A reading is one of several, made by rule: a name that it only resembles is another name more often than not.
_LIKE_A_READING = 0.87
_OF_KIND = {NameKind.WEAK: 0.95, NameKind.FORMER: 0.99}
# Of a row these are kept side by side: its single numbers, its two hashes, then what is of no fixed length.
_NUMBERS, _HASHES = COUNTED - LENGTH + 1, WIDTH - SHAPE


class Asked(NamedTuple):
    """Names asked for: rows of words below each other, and where each name ends."""

    rows: Rows
    ends: Places


class Pairs(NamedTuple):
    """Who is laid beside whom: asked names from `first` to `last` beside an entry at a place of the index.

    `person` says what the question asks for; a pair that stays below the score `needed` may be given as less.
    """

    first: Places
    last: Places
    place: Places
    person: NDArray[np.bool_]
    needed: Numbers


class Kept(NamedTuple):
    """Names as an index keeps them: shortened words side by side, and for each entry its names as numbers of words."""

    judged_bytes: NDArray[np.uint8]
    judged_word: NDArray[np.int32]
    judged_names: NDArray[np.int32]
    judged_start: NDArray[np.int32]


class Best(NamedTuple):
    """For each pair of subjects the score of its best pair of names, and the places of both; -1 without any."""

    score: Numbers
    asked: Places
    listed: Places


class _Desk(NamedTuple):
    room: Room
    row: Table
    left: Bits
    name: Rows


_of_thread = threading.local()


def share_of(kind: NameKind) -> float:
    """How much a name of a kind counts: a weak alias less than a name."""
    return _OF_KIND.get(kind, 1.0)


def shortened(row: bytes) -> bytes:
    """Give a row of a word without what is empty in it, as `best_kept` reads it."""
    groups = row[ALIKE:SHAPE].rstrip(b"\0")
    groups += b"\0" * (len(groups) % 2)
    letters, heard = row[: row[LENGTH]], row[SKELETON : SKELETON + row[SKELETON_LENGTH]]
    return row[LENGTH : LENGTH + _NUMBERS] + row[SHAPE:WIDTH] + letters + heard + groups


def best_of(asked: Asked, listed: Asked, shares: Numbers, starts: Places, person: bool) -> Best:
    """Give the best pair for each listed subject, whose names begin at `starts`; equals go by the order of names."""
    best = _none(len(starts) - 1)
    _best_of(asked, listed, shares, starts, person, frozen_model().trees, _desk(), best)
    return best


def best_kept(asked: Asked, pairs: Pairs, kept: Kept, shares: Numbers) -> Best:
    """Give the best pair of names for each question beside an entry of an index, as `best_of` would."""
    best = _none(len(pairs.place))
    _best_kept(asked, pairs, kept, shares, frozen_model().trees, _desk(), best)
    return best


def chosen_words(a: Rows, b: Rows) -> WordPairs:
    """Give which words of two names stand for each other, those found first in front."""
    room = _desk().room
    return room.pairs[: choose(a, b, room.pairs, room.joined, room.work, room.closest)].copy()


def _none(count: int) -> Best:
    return Best(np.zeros(count), np.full(count, -1, np.int64), np.full(count, -1, np.int64))


def _desk() -> _Desk:
    found: _Desk | None = getattr(_of_thread, "desk", None)
    if found is None:
        name = np.zeros((MOST_TOKENS, WIDTH), np.uint8)
        found = _of_thread.desk = _Desk(
            describing_room(), np.zeros(FEATURES, np.float32), leaf_room(frozen_model().trees), name
        )
    return found


@compiled
def _borrowed_desk(desk: _Desk) -> _Desk:
    room, work = desk.room, desk.room.work
    return _Desk(
        Room(
            Work(borrowed(work.lines), borrowed(work.places), borrowed(work.letters)),
            borrowed(room.pairs),
            borrowed(room.joined),
            borrowed(room.closest),
            borrowed(room.values),
            borrowed(room.one),
            borrowed(room.other),
            borrowed(room.marks),
        ),
        borrowed(desk.row),
        borrowed(desk.left),
        borrowed(desk.name),
    )


@compiled
def _borrowed_trees(trees: Trees) -> Trees:
    return Trees(
        trees.baseline,
        borrowed(trees.start),
        borrowed(trees.limits),
        borrowed(trees.broken),
        borrowed(trees.lowest),
        borrowed(trees.leaves),
        borrowed(trees.sums),
        borrowed(trees.scores),
    )


@compiled
def _pair_score(a: Rows, b: Rows, person: bool, trees: Trees, needed: float, desk: _Desk) -> float:
    # The same carrying words, in whatever order, are the same name; words without letters are none.
    if len(a) == 0 or len(b) == 0:
        return 0.0
    read = max(a[0, READ], b[0, READ])
    if read > 1 and min(a[0, READ], b[0, READ]) > 0:
        # Both are read from Hangul; there other names share this reading, so that it says nothing.
        return 0.0
    count = meet(a, b, desk.room)
    if needed > trees.scores[-1] * NO_WORD_ALIKE and not matched(a, b, desk.room.pairs, count):
        return 0.0
    if describe(a, b, count, person, desk.room, desk.row):
        return 1.0
    score = score_of(desk.row, trees, desk.left)
    return score * _LIKE_A_READING if a[0, READ] != b[0, READ] else score


@compiled
def _take(best: Best, pair: Whole, score: float, asked: Whole, listed: Whole) -> None:
    if best.asked[pair] >= 0:
        if score < best.score[pair]:
            return
        earlier = asked < best.asked[pair] or (asked == best.asked[pair] and listed < best.listed[pair])
        if score == best.score[pair] and not earlier:
            return
    best.score[pair], best.asked[pair], best.listed[pair] = score, asked, listed


@compiled
def _best_of(
    asked: Asked, listed: Asked, shares: Numbers, starts: Places, person: bool, trees: Trees, desk: _Desk, best: Best
) -> None:
    desk, trees = _borrowed_desk(desk), _borrowed_trees(trees)
    asked, listed = (
        Asked(borrowed(asked.rows), borrowed(asked.ends)),
        Asked(borrowed(listed.rows), borrowed(listed.ends)),
    )
    for pair in range(len(starts) - 1):
        for e in range(starts[pair], starts[pair + 1]):
            b = listed.rows[listed.ends[e - 1] if e else 0 : listed.ends[e]]
            for q in range(len(asked.ends)):
                a = asked.rows[asked.ends[q - 1] if q else 0 : asked.ends[q]]
                score = _pair_score(a, b, person, trees, 0.0, desk) * shares[e]
                _take(best, pair, score, q, e - starts[pair])


@compiled
def _lengthen(kept: Kept, word: Whole, row: Rows) -> None:
    row[:] = 0
    at, end = kept.judged_word[word], kept.judged_word[word + 1]
    data = kept.judged_bytes
    for k in range(_NUMBERS):
        row[LENGTH + k] = data[at + k]
    for k in range(_HASHES):
        row[SHAPE + k] = data[at + _NUMBERS + k]
    at += _NUMBERS + _HASHES
    letters, heard = np.int64(row[LENGTH]), np.int64(row[SKELETON_LENGTH])
    for k in range(letters):
        row[k] = data[at + k]
    at += letters
    for k in range(heard):
        row[SKELETON + k] = data[at + k]
    at += heard
    for k in range(end - at):
        row[ALIKE + k] = data[at + k]


@compiled
def _best_kept(asked: Asked, pairs: Pairs, kept: Kept, shares: Numbers, trees: Trees, desk: _Desk, best: Best) -> None:
    desk, trees, asked = _borrowed_desk(desk), _borrowed_trees(trees), Asked(borrowed(asked.rows), borrowed(asked.ends))
    kept = Kept(
        borrowed(kept.judged_bytes),
        borrowed(kept.judged_word),
        borrowed(kept.judged_names),
        borrowed(kept.judged_start),
    )
    for pair in range(len(pairs.place)):
        place, first = pairs.place[pair], pairs.first[pair]
        at, end, listed = kept.judged_start[place], kept.judged_start[place + 1], 0
        while at < end:
            told = kept.judged_names[at]
            count, share = told & _WORDS, shares[told >> COUNT_BITS]
            for k in range(count):
                _lengthen(kept, kept.judged_names[at + 1 + k], desk.name[k])
            desk.name[0, READ] = told >> READ_BITS & _HOW_READ
            for q in range(first, pairs.last[pair]):
                a = asked.rows[asked.ends[q - 1] if q else 0 : asked.ends[q]]
                score = _pair_score(a, desk.name[:count], pairs.person[pair], trees, pairs.needed[pair], desk) * share
                _take(best, pair, score, q - first, listed)
            at, listed = at + 1 + count, listed + 1
