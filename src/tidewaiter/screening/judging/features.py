"""What a pair of names looks like, as numbers for the frozen model, computed in machine code."""

import numpy as np
from numpy.typing import NDArray

from tidewaiter.screening.judging.compiled import compiled
from tidewaiter.screening.judging.kernel import (
    BASE,
    COMMON,
    CONSONANTAL,
    INITIAL,
    INITIALLY,
    LENGTH,
    MOST_LETTERS,
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
LAID = 100
MOST_TRIGRAMS = 256
_SCALE = 1.0 / 40000.0

Table = NDArray[np.float32]
Places = NDArray[np.int64]
Grams = NDArray[np.int32]


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
def trigrams(a: Rows, out: Grams) -> int:
    """Write the different trigrams of the carrying words, sorted, and give their number."""
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
            place = np.searchsorted(out[:count], code)
            if count < MOST_TRIGRAMS and (place == count or out[place] != code):
                for m in range(count, place, -1):
                    out[m] = out[m - 1]
                out[place] = code
                count += 1
    return count


@compiled
def _cosine(one: Grams, m: Whole, other: Grams, n: Whole) -> float:
    if m == 0 or n == 0:
        return 0.0
    i, j, shared = 0, 0, 0
    while i < m and j < n:
        if one[i] == other[j]:
            shared, i, j = shared + 1, i + 1, j + 1
        elif one[i] < other[j]:
            i += 1
        else:
            j += 1
    return float(shared / np.sqrt(m * n))


@compiled
def _lay(a: Rows, i: Whole, at: Whole, length: Whole, out: Rows, end: Whole) -> Whole:
    for k in range(length):
        if end < LAID:
            out[end] = a[i, at + k]
            end += 1
    return end


@compiled
def _laid(a: Rows, pairs: Pairs, count: Whole, side: Whole, at: Whole, size: Whole, out: Rows) -> int:
    # Paired words first, in the order of the pairs, then those of the name that are left.
    end, used = 0, np.int64(0)
    for k in range(count):
        first = np.int64(pairs[k, side])
        for i in range(first, first + np.int64(pairs[k, side + 1])):
            used |= np.int64(1) << i
            end = _lay(a, i, at, np.int64(a[i, size]), out, end)
    for i in range(len(a)):
        if not (used >> i) & 1 and _carries(a, i):
            end = _lay(a, i, at, np.int64(a[i, size]), out, end)
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
        end = _lay(a, i, 0, np.int64(a[i, LENGTH]), out, end)
    return end


@compiled
def _starts(one: Rows, m: Whole, other: Rows, n: Whole, out: Table) -> None:
    alike = 0
    while alike < min(m, n) and one[alike] == other[alike]:
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
def describe(
    asked: Rows, asked_ends: Places, listed: Rows, listed_ends: Places, person: bool, out: Table, exact: Places
) -> None:
    """Write one row of features for each asked name beside each listed name, asked names slowest."""
    pairs = np.empty((MOST_PAIRS, 6), np.float32)
    joined, work = np.zeros((1, WIDTH), np.uint8), np.zeros((3, LAID + MOST_LETTERS), np.int32)
    closest, values = np.zeros((2, MOST_TOKENS), np.float32), np.zeros(MOST_TOKENS, np.float32)
    mine, theirs = np.zeros(MOST_TRIGRAMS, np.int32), np.zeros(MOST_TRIGRAMS, np.int32)
    one, other = np.zeros(LAID, np.uint8), np.zeros(LAID, np.uint8)
    row, begin = 0, 0
    for q in range(len(asked_ends)):
        a = asked[begin : asked_ends[q]]
        begin = asked_ends[q]
        grams = trigrams(a, mine)
        start = 0
        for e in range(len(listed_ends)):
            b, f = listed[start : listed_ends[e]], out[row]
            start = listed_ends[e]
            count = choose(a, b, pairs, joined, work, closest)
            f[:] = 0.0
            _sides(b, pairs, count, 2, values, f, 1)
            numbers = _left_numbers(b, values)
            _sides(a, pairs, count, 0, values, f, 0)
            f[27] = min(numbers, 1) + min(_left_numbers(a, values), 1)
            _evidence(a, b, pairs, count, f)
            f[10] = _cosine(mine, grams, theirs, trigrams(b, theirs))
            m, n = _laid(a, pairs, count, 0, 0, LENGTH, one), _laid(b, pairs, count, 2, 0, LENGTH, other)
            f[11], f[26] = _ratio(one, m, other, n, work), m
            m = _laid(a, pairs, count, 0, SKELETON, SKELETON_LENGTH, one)
            n = _laid(b, pairs, count, 2, SKELETON, SKELETON_LENGTH, other)
            f[12] = _ratio(one, m, other, n, work)
            _starts(one, _written(a, one), other, _written(b, other), f)
            f[21], f[22] = a[:, CONSONANTAL].any() or b[:, CONSONANTAL].any(), person
            f[24] = min(_least_close(a, closest[0]), _least_close(b, closest[1]))
            exact[row] = f[8] == 1.0 and f[13] == 0 and f[14] == 0 and f[16] == 0 and f[9] > 0.0
            row += 1
