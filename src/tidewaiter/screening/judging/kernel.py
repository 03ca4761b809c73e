"""Two names laid side by side in machine code: which words stand for each other, and what the pair looks like."""

# A word is one row of bytes and a name a range of rows. What a byte means stands here, because the compiler keeps
# its result on disk and notices only changes of this file. Whatever is written to comes from the caller.
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tidewaiter.screening.judging.compiled import compiled

MOST_TOKENS = 24
MOST_LETTERS = 40
# The places of a row: letters, consonants as heard, then single numbers, groups of given names, and two hashes.
SKELETON, LENGTH, SKELETON_LENGTH, ROLE, CONSONANTAL, BASE, RARITY, COUNTED = 40, 80, 81, 82, 83, 84, 85, 86
ALIKE, ALIKE_END, SHAPE, CONSONANTS, WIDTH = 88, 96, 96, 100, 104
# In the row of its first word a name says whether it is a reading from Hangul, as `korean.how_read` does.
READ = 87
# How two words are alike; `words_alike` gives one of these.
SAME, INITIAL, SPELLING, SOUND, PART, JOINED, VARIANT = 1, 2, 3, 4, 5, 6, 7
# The roles in the order of `words.Role`, where a company form is the same as a title.
NAME, COMMON, PARTICLE, TITLE, INITIALLY = 0, 1, 2, 3, 4

LEAST_SIMILAR = 0.64
JOIN_AT = 0.88
LEAST_JOINED = 4
MOST_SLIPS = 3
MOST_PAIRS = 700
# The letters of a name laid out as one line; of two lines the shorter is compared in the bits of one number.
LAID = 100
_BITS = 64

# The compiler knows the types of whole numbers better than they can be written here.
Whole: TypeAlias = Any
Rows = NDArray[np.uint8]
Pairs = NDArray[np.float32]
Letters = NDArray[np.int64]


class Work(NamedTuple):
    """Room to measure in.

    Three lines of counts; for each letter the places where a word has it (all zero); and of each word of both names
    which letters it has, as spelled and as heard, a letter a bit.
    """

    lines: NDArray[np.int32]
    places: NDArray[np.uint64]
    letters: NDArray[np.int64]


def work_room() -> Work:
    """Make room to measure in."""
    return Work(
        np.zeros((3, LAID + MOST_LETTERS), np.int32),
        np.zeros(256, np.uint64),
        np.zeros((2, MOST_TOKENS, 2), np.int64),
    )


@compiled
def _same(a: Rows, i: Whole, b: Rows, j: Whole, at: Whole, length: Whole) -> bool:
    k = at
    while k < at + length and a[i, k] == b[j, k]:
        k += 1
    return bool(k == at + length)


@compiled
def _hashed_alike(a: Rows, i: Whole, b: Rows, j: Whole, at: Whole) -> bool:
    some = False
    for k in range(at, at + 4):
        if a[i, k] != b[j, k]:
            return False
        some = some or a[i, k] != 0
    return some


@compiled
def _equivalent(a: Rows, i: Whole, b: Rows, j: Whole) -> bool:
    for k in range(ALIKE, ALIKE_END, 2):
        if a[i, k] == 0 and a[i, k + 1] == 0:
            return False
        for m in range(ALIKE, ALIKE_END, 2):
            if b[j, m] == a[i, k] and b[j, m + 1] == a[i, k + 1]:
                return True
    return False


@compiled
def slips(one: Rows, at: Whole, length: Whole, other: Rows, start: Whole, count: Whole, work: Work) -> int:
    """Count the fewest wrong, missing, added and swapped letters between two stretches of two lines of bytes."""
    # The same from either side; the shorter is the one that must fit into the bits of a number.
    if length > count:
        one, at, length, other, start, count = other, start, count, one, at, length
    if length <= _BITS:
        return int(_apart(one, 0, at, length, other, 0, start, count, work.places))
    return _slips_in_lines(one[0], at, length, other[0], start, count, work.lines)


@compiled
def _apart(
    one: Rows, i: Whole, at: Whole, length: Whole, other: Rows, j: Whole, start: Whole, count: Whole, places: Any
) -> Whole:
    # Optimal string alignment, all letters at a time in the bits of one number (Hyyro 2003): at most 64 of `one`.
    if length == 0:
        return count
    bit = np.uint64(1)
    for k in range(length):
        places[one[i, at + k]] |= bit << np.uint64(k)
    vp, vn, d0, before = ~np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
    end, apart = np.uint64(length - 1), np.int64(length)
    for k in range(start, start + count):
        letter = places[other[j, k]]
        swapped = (((~d0) & letter) << bit) & before
        d0 = (((letter & vp) + vp) ^ vp) | letter | vn | swapped
        hp = vn | ~(d0 | vp)
        hn = d0 & vp
        apart += np.int64((hp >> end) & bit) - np.int64((hn >> end) & bit)
        hp = (hp << bit) | bit
        vp = (hn << bit) | ~(d0 | hp)
        vn = hp & d0
        before = letter
    for k in range(length):
        places[one[i, at + k]] = np.uint64(0)
    return apart


@compiled
def _slips_in_lines(one: Rows, at: Whole, length: Whole, other: Rows, start: Whole, count: Whole, lines: Any) -> int:
    before, last, now = lines[0], lines[1], lines[2]
    for j in range(count + 1):
        last[j] = j
    for i in range(1, length + 1):
        now[0] = i
        letter = one[at + i - 1]
        for j in range(1, count + 1):
            best = last[j - 1] + (0 if letter == other[start + j - 1] else 1)
            best = min(best, last[j] + 1, now[j - 1] + 1)
            if i > 1 and j > 1 and letter == other[start + j - 2] and one[at + i - 2] == other[start + j - 1]:
                best = min(best, before[j - 2] + 1)
            now[j] = best
        before, last, now = last, now, before
    return int(last[count])


@compiled
def _allowed(letters: Whole) -> int:
    if letters < 3:
        return 0
    if letters < 7:
        return 1
    return 2 if letters < 10 else MOST_SLIPS


@compiled
def _without_vowels(a: Rows, i: Whole, b: Rows, j: Whole, strange: Whole, places: Any) -> float:
    if _hashed_alike(a, i, b, j, CONSONANTS):
        counted = a[i, COUNTED]
        return 0.94 if counted >= 3 else (0.84 if counted == 2 else 0.66)
    m, n = np.int64(a[i, SKELETON_LENGTH]), np.int64(b[j, SKELETON_LENGTH])
    if m == n and m > 0 and _same(a, i, b, j, SKELETON, m):
        return 0.92 if m >= 3 else (0.8 if m == 2 else 0.64)
    if min(m, n) < 3 or abs(m - n) > 1 or strange > 2:
        return 0.0
    apart = _apart(a, i, SKELETON, m, b, j, SKELETON, n, places)
    if apart == 1:
        return 0.8 if max(m, n) > 3 else 0.72
    return 0.68 if apart == 2 and max(m, n) >= 6 else 0.0


@compiled
def _by_sound(a: Rows, i: Whole, b: Rows, j: Whole, strange: Whole, places: Any) -> float:
    # What the sound alone says; how alike the spelling is adds to it.
    m, n = np.int64(a[i, SKELETON_LENGTH]), np.int64(b[j, SKELETON_LENGTH])
    if m == n and m > 1 and _same(a, i, b, j, SKELETON, m):
        return 0.6 if m == 2 else 0.67
    if a[i, COUNTED] >= 2 and _hashed_alike(a, i, b, j, CONSONANTS):
        return 0.62
    if min(m, n) < 4 or abs(m - n) > 1 or strange > 1:
        return 0.0
    return 0.55 if _apart(a, i, SKELETON, m, b, j, SKELETON, n, places) == 1 else 0.0


@compiled
def _as_part(a: Rows, i: Whole, b: Rows, j: Whole, m: Whole, n: Whole) -> float:
    shorter = min(m, n)
    if shorter < 2 or not _same(a, i, b, j, 0, shorter):
        return 0.0
    return 0.68 if shorter == 2 else (0.74 if shorter == 3 else 0.85)


@compiled
def _strange(one: Whole, other: Whole) -> int:
    # How many letters of one word the other has not, or the other way round: so many slips there are at least.
    return max(_bits(one & ~other), _bits(other & ~one))


@compiled
def _bits(number: Whole) -> int:
    number = number - ((number >> 1) & 0x55555555)
    number = (number & 0x33333333) + ((number >> 2) & 0x33333333)
    number = (number + (number >> 4)) & 0x0F0F0F0F
    return int(((number * 0x01010101) >> 24) & 0xFF)


@compiled
def words_alike(a: Rows, i: Whole, b: Rows, j: Whole, letters: Letters, places: Any) -> tuple[float, int]:
    """Give how alike two words are, from 0 to 1, and in what way; the best reading counts."""
    m, n = np.int64(a[i, LENGTH]), np.int64(b[j, LENGTH])
    if m == n and _same(a, i, b, j, 0, m):
        return 1.0, SAME
    if min(m, n) == 1:
        return (0.8, INITIAL) if a[i, 0] == b[j, 0] else (0.0, 0)
    best, how = (0.86, VARIANT) if _equivalent(a, i, b, j) else (0.0, 0)
    unheard = _strange(letters[0, i, 1], letters[1, j, 1])
    if a[i, CONSONANTAL] or b[j, CONSONANTAL]:
        heard = _without_vowels(a, i, b, j, unheard, places)
        return (heard, SOUND) if heard > best else (best, how)
    unspelled = _strange(letters[0, i, 0], letters[1, j, 0])
    spelled, heard = _with_vowels(a, i, b, j, unspelled, unheard, places)
    if spelled > best:
        best, how = spelled, SPELLING
    if heard > best:
        best, how = heard, SOUND
    part = _as_part(a, i, b, j, m, n)
    return (part, PART) if part > best else (best, how)


@compiled
def _with_vowels(
    a: Rows, i: Whole, b: Rows, j: Whole, unspelled: Whole, unheard: Whole, places: Any
) -> tuple[float, float]:
    # How alike two words are as spelled, and as heard; slips are counted only where they can matter.
    m, n = np.int64(a[i, LENGTH]), np.int64(b[j, LENGTH])
    longest = max(m, n)
    allowed = _allowed(longest)
    base = _by_sound(a, i, b, j, unheard, places)
    spelled, heard = 0.95 if _hashed_alike(a, i, b, j, SHAPE) else 0.0, 0.0
    if base > 0.0 or (unspelled <= allowed and abs(m - n) <= allowed):
        apart = _apart(a, i, 0, m, b, j, 0, n, places)
        if apart <= allowed:
            spelled = max(spelled, 1.0 - 0.8 * apart / longest)
        if base > 0.0:
            heard = base + 0.3 * (1.0 - apart / longest)
    return spelled, heard


@compiled
def _join(a: Rows, i: Whole, joined: Rows) -> None:
    # Two words written together, as one row of letters and of consonants.
    joined[:] = 0
    for at, size in ((0, LENGTH), (SKELETON, SKELETON_LENGTH)):
        m, n = np.int64(a[i, size]), np.int64(a[i + 1, size])
        total: Whole = min(m + n, MOST_LETTERS)
        for k in range(total):
            joined[0, at + k] = a[i, at + k] if k < m else a[i + 1, at + k - m]
        joined[0, size] = total
    joined[0, CONSONANTAL] = a[i, CONSONANTAL] | a[i + 1, CONSONANTAL]


@compiled
def _joined_alike(joined: Rows, b: Rows, j: Whole, places: Any) -> float:
    heard = joined[0, CONSONANTAL] or b[j, CONSONANTAL]
    at, size = (SKELETON, SKELETON_LENGTH) if heard else (0, LENGTH)
    m, n = np.int64(joined[0, size]), np.int64(b[j, size])
    longest = max(m, n)
    allowed = _allowed(longest)
    if n < LEAST_JOINED or abs(m - n) > allowed:
        return 0.0
    apart = _apart(joined, 0, at, m, b, j, at, n, places)
    value = (0.94 if heard else 1.0) - 0.8 * apart / longest
    return value if apart <= allowed and value >= JOIN_AT - (0.06 if heard else 0.0) else 0.0


@compiled
def _may_join(a: Rows, i: Whole, letters: Whole, b: Rows, j: Whole, others: Whole) -> bool:
    # Whether two words written together can be like a word, by length and letters.
    heard = a[i, CONSONANTAL] or a[i + 1, CONSONANTAL] or b[j, CONSONANTAL]
    size, which = (SKELETON_LENGTH, 1) if heard else (LENGTH, 0)
    m, n = np.int64(a[i, size]) + np.int64(a[i + 1, size]), np.int64(b[j, size])
    total: Whole = min(m, MOST_LETTERS)
    allowed = _allowed(max(total, n))
    if n < LEAST_JOINED or abs(total - n) > allowed:
        return False
    # What is longer than a row loses letters.
    return bool(m > MOST_LETTERS or _strange(letters[i, which] | letters[i + 1, which], others[j, which]) <= allowed)


@compiled
def _joined_words(
    a: Rows,
    letters: Letters,
    b: Rows,
    others: Letters,
    side: Whole,
    pairs: Pairs,
    count: Whole,
    joined: Rows,
    places: Any,
) -> Whole:
    # Neighbours of one name written together beside each word of the other; `side` 1 says that the other asks.
    for i in range(len(a) - 1):
        fresh = True
        for j in range(len(b)):
            if not _may_join(a, i, letters, b, j, others):
                continue
            if fresh:
                _join(a, i, joined)
                fresh = False
            value = _joined_alike(joined, b, j, places)
            if value > 0.0:
                if side == 0:
                    count = _put(pairs, count, i, 2, j, 1, value, JOINED)
                else:
                    count = _put(pairs, count, j, 1, i, 2, value, JOINED)
    return count


@compiled
def _lettered(a: Rows, letters: Whole) -> None:
    for i in range(len(a)):
        for at, size, which in ((0, LENGTH, 0), (SKELETON, SKELETON_LENGTH, 1)):
            found = np.int64(0)
            for k in range(at, at + np.int64(a[i, size])):
                found |= np.int64(1) << (np.int64(a[i, k]) & 31)
            letters[i, which] = found


@compiled
def _put(pairs: Pairs, count: Whole, i: Whole, wide: Whole, j: Whole, high: Whole, value: float, how: Whole) -> Whole:
    if count < MOST_PAIRS:
        pairs[count, 0], pairs[count, 1], pairs[count, 2] = i, wide, j
        pairs[count, 3], pairs[count, 4], pairs[count, 5] = high, value, how
        return count + 1
    return count


@compiled
def _found(a: Rows, b: Rows, pairs: Pairs, joined: Rows, work: Work, closest: Pairs) -> int:
    letters, places = work.letters, work.places
    _lettered(a, letters[0])
    _lettered(b, letters[1])
    count = 0
    closest[:] = 0.0
    for i in range(len(a)):
        for j in range(len(b)):
            value, how = words_alike(a, i, b, j, letters, places)
            closest[0, i], closest[1, j] = max(closest[0, i], value), max(closest[1, j], value)
            if value >= LEAST_SIMILAR:
                count = _put(pairs, count, i, 1, j, 1, value, how)
    count = _joined_words(a, letters[0], b, letters[1], 0, pairs, count, joined, places)
    return int(_joined_words(b, letters[1], a, letters[0], 1, pairs, count, joined, places))


@compiled
def _better(pairs: Pairs, k: Whole, best: Whole) -> bool:
    # The same order for whoever asks: the likest first, single words before joined ones, then by place.
    if pairs[k, 4] != pairs[best, 4]:
        return bool(pairs[k, 4] > pairs[best, 4])
    size, least = pairs[k, 1] + pairs[k, 3], pairs[best, 1] + pairs[best, 3]
    if size != least:
        return bool(size < least)
    return bool(abs(pairs[k, 0] - pairs[k, 2]) < abs(pairs[best, 0] - pairs[best, 2]))


@compiled
def choose(a: Rows, b: Rows, pairs: Pairs, joined: Rows, work: Work, closest: Pairs) -> int:
    """Pair the words of two names, each at most once, the likest first; give how many pairs stand in front."""
    count = _found(a, b, pairs, joined, work, closest)
    asked, listed = np.int64(0), np.int64(0)
    chosen = 0
    while True:
        best = -1
        for k in range(chosen, count):
            q = ((1 << np.int64(pairs[k, 1])) - 1) << np.int64(pairs[k, 0])
            e = ((1 << np.int64(pairs[k, 3])) - 1) << np.int64(pairs[k, 2])
            if not (q & asked or e & listed) and (best < 0 or _better(pairs, k, best)):
                best = k
        if best < 0:
            return chosen
        asked |= ((1 << np.int64(pairs[best, 1])) - 1) << np.int64(pairs[best, 0])
        listed |= ((1 << np.int64(pairs[best, 3])) - 1) << np.int64(pairs[best, 2])
        for k in range(6):
            pairs[chosen, k], pairs[best, k] = pairs[best, k], pairs[chosen, k]
        chosen += 1
