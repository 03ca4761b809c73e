"""What a pair of names looks like, as numbers for the frozen model, computed in machine code."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tidewaiter.screening.judging.compiled import compiled
from tidewaiter.screening.judging.kernel import (
    BASE,
    COMMON,
    CONSONANTAL,
    INITIAL,
    INITIALLY,
    LAID,
    LENGTH,
    MOST_PAIRS,
    MOST_TOKENS,
    NAME,
    RARITY,
    ROLE,
    SAME,
    SKELETON,
    SKELETON_LENGTH,
    WIDTH,
    Pairs,
    Rows,
    Whole,
    Work,
    choose,
    slips,
    work_room,
)

# The columns in order, and whether more of it may only raise (1), only lower (-1) or either (0) the score.
COLUMNS = {
    "covered_query": 1,
    "covered_entry": 1,
    "plain_query": 1,
    "plain_entry": 1,
    "missing_query": -1,
    "missing_entry": -1,
    "evidence": 1,
    "rarest": 1,
    "weakest": 1,
    "exact": 0,
    "trigrams": 1,
    "laid": 1,
    "heard": 1,
    "left_query": -1,
    "left_entry": -1,
    "matched": 1,
    "initials": 0,
    "words_query": 0,
    "words_entry": 0,
    "start": 1,
    "whole_start": 0,
    "consonantal": 0,
    "person": 0,
    "slips": -1,
    "least_close": 1,
    "ordered": 0,
    "letters": 0,
    "numbers": -1,
}
FEATURES = 28
MOST_TRIGRAMS = 256
# Letters and digits are numbers below 40, so that three of them are one below this.
_GRAMS = 40 * 40 * 40
_SCALE = 1.0 / 40000.0

Table = NDArray[np.float32]
Places = NDArray[np.int64]
Marks = NDArray[np.uint8]


class Room(NamedTuple):
    """What is written to while two names are described; one for each thread, and left as it was found."""

    work: Work
    pairs: Pairs
    joined: Rows
    closest: Pairs
    values: Pairs
    one: Rows
    other: Rows
    marks: Marks


def describing_room() -> Room:
    """Make room to describe in."""
    return Room(
        work_room(),
        np.zeros((MOST_PAIRS, 6), np.float32),
        np.zeros((1, WIDTH), np.uint8),
        np.zeros((2, MOST_TOKENS), np.float32),
        np.zeros(MOST_TOKENS, np.float32),
        np.zeros((1, LAID), np.uint8),
        np.zeros((1, LAID), np.uint8),
        np.zeros(_GRAMS, np.uint8),
    )


@compiled
def _carries(a: Rows, i: Whole) -> bool:
    role = a[i, ROLE]
    return role in (NAME, COMMON, INITIALLY)


@compiled
def _weight(a: Rows, i: Whole) -> float:
    return float(np.int64(a[i, BASE]) * np.int64(a[i, RARITY])) * _SCALE


@compiled
def _letter(value: Whole) -> Whole:
    return value - 96 if value >= 97 else value - 20


@compiled
def _marked(a: Rows, marks: Marks, mark: Whole) -> int:
    # Mark the different trigrams of the carrying words, at most 256, and give their number.
    count = 0
    for i in range(len(a)):
        if not _carries(a, i):
            continue
        one, two = 0, 0
        length = np.int64(a[i, LENGTH])
        for k in range(length + 1):
            three = _letter(np.int64(a[i, k])) if k < length else 0
            code = (one * 40 + two) * 40 + three
            one, two = two, three
            if not marks[code] & mark and count < MOST_TRIGRAMS:
                marks[code] |= np.uint8(mark)
                count += 1
    return count


@compiled
def _shared(a: Rows, marks: Marks) -> int:
    # Count the trigrams that have both marks; those of this name lose theirs.
    shared = 0
    for i in range(len(a)):
        if not _carries(a, i):
            continue
        one, two = 0, 0
        length = np.int64(a[i, LENGTH])
        for k in range(length + 1):
            three = _letter(np.int64(a[i, k])) if k < length else 0
            code = (one * 40 + two) * 40 + three
            one, two = two, three
            shared += marks[code] == 3
            marks[code] = 0
    return shared


@compiled
def _cosine(a: Rows, b: Rows, marks: Marks) -> float:
    m, n = _marked(a, marks, 1), _marked(b, marks, 2)
    shared = _shared(a, marks)
    _shared(b, marks)
    if m == 0 or n == 0:
        return 0.0
    return float(shared / np.sqrt(m * n))


@compiled
def _laid(a: Rows, pairs: Pairs, count: Whole, side: Whole, at: Whole, size: Whole, out: Rows) -> int:
    # Paired words first, in the order of the pairs, then those of the name that are left; at most 100 letters.
    end, used, mine = 0, np.int64(0), len(a)
    for step in range(count + mine):
        first, last = step - count, step - count + 1
        if step < count:
            first = np.int64(pairs[step, side])
            last = first + np.int64(pairs[step, side + 1])
        elif (used >> first) & 1 or not _carries(a, first):
            continue
        for i in range(first, last):
            used |= np.int64(1) << i
            wide: Whole = min(np.int64(a[i, size]), LAID - end)
            for k in range(at, at + wide):
                out[0, end] = a[i, k]
                end += 1
    return end


@compiled
def _ratio(one: Rows, m: Whole, other: Rows, n: Whole, work: Work) -> float:
    longest = max(m, n)
    return 1.0 - slips(one, 0, m, other, 0, n, work) / longest if longest else 0.0


@compiled
def _sides(a: Rows, pairs: Pairs, count: Whole, side: Whole, values: Table, out: Table, to: Whole) -> None:
    values[:] = 0.0
    for k in range(count):
        first = np.int64(pairs[k, side])
        for i in range(first, first + np.int64(pairs[k, side + 1])):
            values[i] = pairs[k, 4]
    weights, covered, plain, plainly, missing, left, words = 0.0, 0.0, 0.0, 0.0, 0.0, 0, 0
    for i in range(len(a)):
        weight, base = _weight(a, i), np.int64(a[i, BASE]) / 200.0
        weights, covered = weights + weight, covered + weight * values[i]
        plain, plainly = plain + base, plainly + base * values[i]
        if _carries(a, i):
            words += 1
            if values[i] == 0.0:
                missing, left = missing + weight, left + 1
    out[to] = covered / weights if weights else 0.0
    out[to + 2] = plainly / plain if plain else 0.0
    out[to + 4], out[to + 13], out[to + 17] = missing, left, words


@compiled
def _evidence(a: Rows, b: Rows, pairs: Pairs, count: Whole, out: Table) -> None:
    evidence, weakest, exact, wrong = 0.0, 1.0, 0.0, 0.0
    initials, ordered = 0, 0
    matched: Whole = 0
    last: Whole = -1
    rarest: Whole = 0.0
    for k in range(count):
        i, j, value = np.int64(pairs[k, 0]), np.int64(pairs[k, 2]), pairs[k, 4]
        wide, high, how = np.int64(pairs[k, 1]), np.int64(pairs[k, 3]), np.int64(pairs[k, 5])
        weight = _weight(a, i) + (_weight(a, i + 1) if wide == 2 else 0.0)
        weight = min(weight, _weight(b, j) + (_weight(b, j + 1) if high == 2 else 0.0))
        evidence += weight * value * value
        rarest = max(rarest, weight * value)
        if how == SAME:
            exact += weight
        if _carries(a, i) or _carries(b, j):
            weakest = min(weakest, value)
            matched += max(wide, high)
            initials += how == INITIAL
            if how != INITIAL:
                wrong += (1.0 - value) * np.int64(a[i, LENGTH])
        ordered += j > last
        last = max(last, j)
    out[6], out[7], out[8] = evidence, rarest, weakest if matched else 0.0
    out[9] = exact / evidence if evidence else 0.0
    out[15], out[16], out[23] = matched, initials, wrong
    out[25] = ordered / count if count else 0.0


@compiled
def _written(a: Rows, out: Rows) -> int:
    end = 0
    for i in range(len(a)):
        wide: Whole = min(np.int64(a[i, LENGTH]), LAID - end)
        for k in range(wide):
            out[0, end] = a[i, k]
            end += 1
    return end


@compiled
def _starts(one: Rows, m: Whole, other: Rows, n: Whole, out: Table) -> None:
    alike = 0
    while alike < min(m, n) and one[0, alike] == other[0, alike]:
        alike += 1
    out[19] = alike / max(1, min(m, n))
    out[20] = alike if alike == min(m, n) else 0.0


@compiled
def _left_numbers(a: Rows, values: Table) -> int:
    count = 0
    for i in range(len(a)):
        if values[i] == 0.0 and np.int64(a[i, 0]) < 97:
            count += 1
    return count


@compiled
def _least_close(a: Rows, closest: Table) -> float:
    least = 1.0
    for i in range(len(a)):
        if _carries(a, i) and closest[i] < least:
            least = closest[i]
    return least


@compiled
def meet(a: Rows, b: Rows, room: Room) -> int:
    """Pair the words of two names; give how many pairs there are, for `matched` and `describe`."""
    return choose(a, b, room.pairs, room.joined, room.work, room.closest)


@compiled
def matched(a: Rows, b: Rows, pairs: Pairs, count: Whole) -> bool:
    """Whether any of the pairs has a word that carries a name."""
    found = False
    for k in range(count):
        found = found or _carries(a, np.int64(pairs[k, 0])) or _carries(b, np.int64(pairs[k, 2]))
    return found


@compiled
def describe(a: Rows, b: Rows, count: Whole, person: bool, room: Room, f: Table) -> bool:
    """Write the features of two names that met into one row, and tell whether they carry the very same words."""
    pairs, values, one, other = room.pairs, room.values, room.one, room.other
    f[:] = 0.0
    _sides(b, pairs, count, 2, values, f, 1)
    numbers = _left_numbers(b, values)
    _sides(a, pairs, count, 0, values, f, 0)
    f[27] = min(numbers, 1) + min(_left_numbers(a, values), 1)
    _evidence(a, b, pairs, count, f)
    f[10] = _cosine(a, b, room.marks)
    m, n = _laid(a, pairs, count, 0, 0, LENGTH, one), _laid(b, pairs, count, 2, 0, LENGTH, other)
    f[11], f[26] = _ratio(one, m, other, n, room.work), m
    m = _laid(a, pairs, count, 0, SKELETON, SKELETON_LENGTH, one)
    n = _laid(b, pairs, count, 2, SKELETON, SKELETON_LENGTH, other)
    f[12] = _ratio(one, m, other, n, room.work)
    _starts(one, _written(a, one), other, _written(b, other), f)
    f[21], f[22] = a[:, CONSONANTAL].any() or b[:, CONSONANTAL].any(), person
    f[24] = min(_least_close(a, room.closest[0]), _least_close(b, room.closest[1]))
    return bool(f[8] == 1.0 and f[13] == 0 and f[14] == 0 and f[16] == 0 and f[9] > 0.0)


@compiled
def describe_all(
    asked: Rows, asked_ends: Places, listed: Rows, listed_ends: Places, person: bool, room: Room, out: Table
) -> None:
    """Write one row of features for each asked name beside each listed name, asked names slowest."""
    row, begin = 0, 0
    for q in range(len(asked_ends)):
        start = 0
        for e in range(len(listed_ends)):
            a, b = asked[begin : asked_ends[q]], listed[start : listed_ends[e]]
            describe(a, b, meet(a, b, room), person, room, out[row])
            start = listed_ends[e]
            row += 1
        begin = asked_ends[q]
