"""From like words to like names: postings walked, bounds kept, names laid side by side, the best entries given.

What is not looked at cannot be among the best: every bound here is proven, so a result never depends on the order of
the walk, on the rows that the caller may not know of, or on the other names of the index.
"""

import math
import threading
from typing import Any, NamedTuple

import numpy as np

from tidewaiter.screening.index.arrays import Array
from tidewaiter.screening.judging.compiled import compiled

# The compiler notices only changes of this file: what is compiled takes no value from another.
# In loops it takes arrays as they are: to take one out of a tuple there costs more than what is done with it.
LEAST = 0.5
SHARES = 255
# The place of a word in its name; with its particle as one word; and where two words are read as one.
WITH_PARTICLE, TWO_WORDS = 32, 64
MOST_PARTS = 40
# One shared word says little where either name has more of them, and of what may be an alert hardly anything.
_ONE_WORD_IN_MANY, _ONE_WORD_STRICT = 0.87, 0.76
_STRANGE_INITIAL = 0.96
_BUCKETS = 128
_UNIT = 10_000.0
_ROUNDED = 1e-4
_PAIRS = 192
# The table of rows met begins so wide and grows with them.
_NARROWEST = 256
_FIRST_LOOK = 24
# Beyond so many postings of a word, the best rows met before it may leave out many; for alerts hardly ever.
_WORTH_A_LOOK, _WORTH_A_LOOK_STRICT = 2_000, 20_000
_LAID = -1_000_000
# What is kept of each word of the two names laid side by side: its place, the places it covers, its first letter, its
# share; and of a listed one its number, of an asked one where the words like it begin and end.
_PLACE, _COVERS, _LETTER, _SHARE, _WORD, _LAST, _FACTS = 0, 1, 2, 3, 4, 5, 6
_READ_AHEAD = 96
# So many lists of postings ahead the next one is read.
_LISTS_AHEAD = 12
# Likenesses are held to the same share by steps of 64 ten-thousandths.
_STEP_BITS = 6
_STEPS = (10_000 >> _STEP_BITS) + 2
# Beyond so many postings the room for the walk is given back at once.
_MOST_KEPT = 1 << 18
# Sets of numbers in bits, which may say yes wrongly and never say no wrongly: words of 64 bits, and their mask.
_SET = 1024
_IN_SET = _SET - 1
# One of those for each word of an asked name.
_SMALL_SET = 128
_IN_SMALL = _SMALL_SET - 1


class Names(NamedTuple):
    """Names asked for: where each begins, and its words with their weight, place and first letter."""

    start: Array
    word: Array
    weight: Array
    place: Array
    letter: Array


class Near(NamedTuple):
    """The words of the index like each asked word, as `word << 16 | likeness`, ordered by word."""

    start: Array
    words: Array


class Listed(NamedTuple):
    """The names of the index, by word and by row."""

    post_start: Array
    post_row: Array
    post_share: Array
    row_start: Array
    row_word: Array
    row_share: Array
    row_place: Array
    row_entity: Array
    letter: Array
    digest: Array


class Rows(NamedTuple):
    """Which rows count: those of a kind, for each name, and of these the admitted, as bits of numbers."""

    first: Array
    last: Array
    admitted: Array


class Best(NamedTuple):
    """What is found: for each name entries and scores, best first, and how many there are."""

    entity: Array
    score: Array
    found: Array


class Floor(NamedTuple):
    """What nobody asks for: scores under `least`, and so much under the best of their name.

    And where it is `strict`, words that are hardly alike, and two read as one that are only somewhat like another.
    """

    least: float
    behind: float
    strict: bool


EVERYTHING = Floor(LEAST, 1.0, False)


_of_thread = threading.local()


class _Work(NamedTuple):
    # Rows met so far: `slots` holds `row << 32 | entry` or -1; `held` row, slot, last step, how many steps, or -1 when
    # laid side by side; `sums` the matched part of the asked and of the listed name, in all and by the word of this
    # step; `sifted` what of the postings of a step counts, and `enough` by likeness the share that lets a name count;
    # `met` and `like` the sets of the rows met and, by asked word, of the words like it; `asked`, `weight` and `listed`
    # the two names that are laid side by side, `pairs` and `worth` their words in pairs.
    slots: Array
    held: Array
    sums: Array
    sifted: Array
    met: Array
    like: Array
    bound: Array
    order: Array
    volume: Array
    later: Array
    enough: Array
    bucket: Array
    ranked: Array
    sorted: Array
    asked: Array
    weight: Array
    listed: Array
    pairs: Array
    worth: Array


class _Posted(NamedTuple):
    # Where the postings of each word like an asked one begin and end, and how many each asked word has in all.
    first: Array
    last: Array
    load: Array


@compiled
def _score(one: float, other: float) -> float:
    # How much of each name is matched: the better side counts for three quarters, the worse for one.
    most, least = max(one, other), min(one, other)
    return math.sqrt(most) * math.sqrt(math.sqrt(most * least))


@compiled
def _likeness(words: Array, first: int, last: int, word: int) -> Any:
    wanted, end = word << 16, last
    while first < last:
        middle = (first + last) >> 1
        if words[middle] < wanted:
            first = middle + 1
        else:
            last = middle
    if first < end and words[first] >> 16 == word:
        return words[first] & 0xFFFF
    return 0


@compiled
def _covers(place: int) -> int:
    return 3 << (place - TWO_WORDS) if place >= TWO_WORDS else 1 << (place % WITH_PARTICLE)


@compiled
def _put(numbers: Array, number: int) -> None:
    numbers[(number >> 6) & _IN_SET] |= np.uint64(1) << np.uint64(number & 63)


@compiled
def _maybe_in(numbers: Array, number: int) -> Any:
    return (numbers[(number >> 6) & _IN_SET] >> np.uint64(number & 63)) & np.uint64(1) != 0


@compiled
def _put_like(like: Array, asked: int, word: int) -> None:
    like[asked * _SMALL_SET + ((word >> 6) & _IN_SMALL)] |= np.uint64(1) << np.uint64(word & 63)


@compiled
def _maybe_like(like: Array, asked: int, word: int) -> Any:
    return (like[asked * _SMALL_SET + ((word >> 6) & _IN_SMALL)] >> np.uint64(word & 63)) & np.uint64(1) != 0


@compiled
def _paired(asked: Array, weight: Array, listed: Array, many: int, theirs: int, words: Array, like: Array,
            pairs: Array, worth: Array) -> int:  # fmt: skip
    # Every asked word with every listed word like it: likeness, the two places, what they cover, how far apart.
    count = 0
    for i in range(many):
        if weight[i] > 0.0:
            for j in range(theirs):
                if listed[_SHARE, j] > 0 and _maybe_like(like, i, listed[_WORD, j]) and count < len(pairs):
                    alike = _likeness(words, asked[_WORD, i], asked[_LAST, i], listed[_WORD, j])
                    if alike > 0:
                        pairs[count, 0], pairs[count, 1], pairs[count, 2] = alike, i, j
                        pairs[count, 3], pairs[count, 4] = asked[_COVERS, i], listed[_COVERS, j]
                        pairs[count, 5] = abs(asked[_PLACE, i] % WITH_PARTICLE - listed[_PLACE, j] % WITH_PARTICLE)
                        worth[count] = alike + weight[i] + listed[_SHARE, j] / SHARES
                        count += 1
    return count


@compiled
def _best_pair(pairs: Array, worth: Array, count: int, asked: int, listed: int) -> int:
    # The most alike of the pairs whose words are both free still.
    best, best_worth, best_far = -1, 0.0, 0
    for pair in range(count):
        if asked & pairs[pair, 3] or listed & pairs[pair, 4]:
            continue
        if worth[pair] > best_worth or (worth[pair] == best_worth and pairs[pair, 5] < best_far):
            best, best_worth, best_far = pair, worth[pair], pairs[pair, 5]
    return best


@compiled
def _strange(asked: Array, many: int, listed: Array, theirs: int) -> float:
    # An initial says little where it fits, and something where no word begins with it.
    score = 1.0
    for i in range(many):
        if asked[_SHARE, i] == 0:
            fits = False
            for j in range(theirs):
                fits = fits or listed[_LETTER, j] == asked[_LETTER, i]
            score *= 1.0 if fits else _STRANGE_INITIAL
    for j in range(theirs):
        if listed[_SHARE, j] == 0:
            fits = False
            for i in range(many):
                fits = fits or listed[_LETTER, j] == asked[_LETTER, i]
            score *= 1.0 if fits else _STRANGE_INITIAL
    return score


@compiled
def _count_singles(name: Array, words: int) -> Any:
    count = 0
    for i in range(words):
        count += name[_SHARE, i] > 0 and name[_PLACE, i] < WITH_PARTICLE
    return count


@compiled
def _one_of_many(asked: Array, many: int, i: int, listed: Array, theirs: int, j: int) -> Any:
    # Two written as one are two.
    if asked[_PLACE, i] >= TWO_WORDS:
        return False
    if _count_singles(asked, many) > 1:
        return True
    return listed[_PLACE, j] < TWO_WORDS and _count_singles(listed, theirs) > 1


@compiled
def _initial_fits(asked: Array, many: int, listed: Array, theirs: int, but: int) -> bool:
    # Whether an initial that is asked for may stand for a word of the listed name but one.
    fits = False
    for i in range(many):
        for j in range(theirs if asked[_SHARE, i] == 0 else 0):
            fits = fits or (j != but and listed[_LETTER, j] == asked[_LETTER, i])
    return fits


@compiled
def _aligned(asked: Array, weight: Array, many: int, listed: Array, theirs: int, words: Array, like: Array,
             pairs: Array, worth: Array, strict: bool) -> float:  # fmt: skip
    # Words are paired one to one, the most alike first.
    count = _paired(asked, weight, listed, many, theirs, words, like, pairs, worth)
    used_asked, used_row, taken, i, j = 0, 0, 0, 0, 0
    of_asked, of_row = 0.0, 0.0
    while True:
        best = _best_pair(pairs, worth, count, used_asked, used_row)
        if best < 0:
            break
        alike, i, j = pairs[best, 0] / _UNIT, pairs[best, 1], pairs[best, 2]
        used_asked |= pairs[best, 3]
        used_row |= pairs[best, 4]
        of_asked += weight[i] * alike
        of_row += listed[_SHARE, j] * alike / SHARES
        taken += 1
    score = _score(min(of_asked, 1.0), min(of_row, 1.0)) * _strange(asked, many, listed, theirs)
    if taken == 1 and _one_of_many(asked, many, i, listed, theirs, j):
        initial = strict and _initial_fits(asked, many, listed, theirs, j)
        score *= _ONE_WORD_STRICT if strict and not initial else _ONE_WORD_IN_MANY
    return math.floor(score * _UNIT + 0.5) / _UNIT


@compiled
def _taken_apart(names: Names, q: int, near: Near, asked: Array, weight: Array) -> Any:
    # The asked name as it is laid beside others.
    first, last = names.start[q], names.start[q + 1]
    for i in range(first, last):
        at, word = i - first, names.word[i]
        weight[at] = names.weight[i]
        asked[_PLACE, at], asked[_COVERS, at] = names.place[i], _covers(names.place[i])
        asked[_LETTER, at], asked[_SHARE, at] = names.letter[i], names.weight[i] > 0.0
        asked[_WORD, at], asked[_LAST, at] = near.start[word], near.start[word + 1]
    return last - first


@compiled
def _lay_side_by_side(names: Names, q: int, near: Near, rows: Listed, work: _Work, some: Array, count: int,
                      in_order: bool, best: Best, floor: Floor) -> None:  # fmt: skip
    # Lay rows beside the asked name; where they are in the order of their bounds, up to the last that can still enter.
    asked, weight, listed, like, pairs, worth = work.asked, work.weight, work.listed, work.like, work.pairs, work.worth
    held, bound, words, letter, digest = work.held, work.bound, near.words, rows.letter, rows.digest
    row_start, row_word, row_share, row_place = rows.row_start, rows.row_word, rows.row_share, rows.row_place
    row_entity, entities, scores, found = rows.row_entity, best.entity, best.score, best.found
    many, touched, strange = _taken_apart(names, q, near, asked, weight), 0, False
    for i in range(many):
        strange = strange or asked[_SHARE, i] == 0
    for at in range(min(count, _READ_AHEAD)):
        first = row_start[held[some[at], 0]]
        touched |= row_word[first] | row_share[first] | row_place[first] | row_entity[held[some[at], 0]]
    if touched < 0:
        return
    for at in range(count):
        entry, least = some[at], _least_of(scores, found, q, floor)
        if in_order and bound[entry] + 1.0 / _BUCKETS < least:
            # Rows come in the order of their buckets: none of a lower bucket can still enter.
            break
        if in_order and bound[entry] < least:
            continue
        row = held[entry, 0]
        held[entry, 3], initials = _LAID, strange
        first, theirs = row_start[row], row_start[row + 1] - row_start[row]
        for j in range(theirs):
            place = row_place[first + j]
            listed[_PLACE, j], listed[_COVERS, j], listed[_SHARE, j] = place, _covers(place), row_share[first + j]
            listed[_WORD, j] = row_word[first + j]
            initials = initials or row_share[first + j] == 0
        for j in range(theirs if initials else 0):
            listed[_LETTER, j] = letter[listed[_WORD, j]]
        score = _aligned(asked, weight, many, listed, theirs, words, like, pairs, worth, floor.strict)
        if score >= LEAST:
            _keep(entities, scores, found, q, row_entity[row], score, digest)


@compiled
def _singles(names: Names, q: int) -> int:
    count = 0
    for i in range(names.start[q], names.start[q + 1]):
        count += names.weight[i] > 0.0 and names.place[i] < WITH_PARTICLE
    return count


@compiled
def _place_of(slots: Array, mask: int, row: int) -> int:
    place = ((row * 2654435761) >> 7) & mask
    while slots[place] != -1 and slots[place] >> 32 != row:
        place = (place + 1) & mask
    return place


@compiled
def _keep(entities: Array, scores: Array, found: Array, q: int, entity: int, score: float, digests: Array) -> None:
    # One line for each entity, best first.
    count, most = found[q], entities.shape[1]
    for k in range(count):
        if entities[q, k] == entity:
            if scores[q, k] >= score:
                return
            for m in range(k, count - 1):
                entities[q, m], scores[q, m] = entities[q, m + 1], scores[q, m + 1]
            count -= 1
            break
    at = count
    while at > 0 and score > scores[q, at - 1]:
        at -= 1
    while at > 0 and score == scores[q, at - 1] and digests[entity] < digests[entities[q, at - 1]]:
        # Equals go by the digest of the id, which no other index changes.
        at -= 1
    if at == most:
        return
    count = min(count + 1, most)
    for m in range(count - 1, at, -1):
        entities[q, m], scores[q, m] = entities[q, m - 1], scores[q, m - 1]
    entities[q, at], scores[q, at] = entity, score
    found[q] = count


@compiled
def _least_of(scores: Array, found: Array, q: int, floor: Floor) -> Any:
    # What a row must reach to be among the best as they are now.
    count = found[q]
    if count == 0:
        return floor.least - _ROUNDED
    wanted = max(floor.least, scores[q, 0] - floor.behind)
    return (max(wanted, scores[q, count - 1]) if count == scores.shape[1] else wanted) - _ROUNDED


@compiled
def _posted(near: Near, post_start: Array, posted: _Posted) -> None:
    starts, words, firsts, lasts = near.start, near.words, posted.first, posted.last
    for asked in range(len(starts) - 1):
        load = 0
        for x in range(starts[asked], starts[asked + 1]):
            word = words[x] >> 16
            first, last = post_start[word], post_start[word + 1]
            firsts[x], lasts[x] = first, last
            load += last - first
        posted.load[asked] = load


@compiled
def _least_share(could: float, alike: float, least: float, alone: bool) -> float:
    # What share a word must be of a name for the name to count still; `alone`: no other word can be matched.
    fourth = least * least * least * least
    if could <= 0.0 or fourth > could:
        return 1000.0
    if not alone:
        return 0.0
    needed = fourth / (could * could * could)
    return (needed if needed <= could else (fourth / could) ** (1.0 / 3.0)) * SHARES / alike


@compiled
def _sift(
    names: Names, q: int, near: Near, posted: _Posted, listed: Listed, rows: Rows, work: _Work, step: int, used: int,
    least: float, alone: bool,
) -> int:  # fmt: skip
    # Of the postings of one step keep those whose share lets a new name count, or whose row was met, where the caller
    # may know of it. Nothing branches on a posting: the wait for memory is longer than the work.
    words, firsts, lasts, post_row, post_share = (
        near.words,
        posted.first,
        posted.last,
        listed.post_row,
        listed.post_share,
    )
    sifted, met, admitted, low, high = work.sifted, work.met, rows.admitted, rows.first[q], rows.last[q]
    asked, later = work.order[step], work.later[step + 1]
    weight, start, end = names.weight[asked], near.start[names.word[asked]], near.start[names.word[asked] + 1]
    count, touched, one, enough_at = 0, 0, np.uint64(1), work.enough
    enough_at[:] = -1
    for x in range(start, end):
        ahead = firsts[min(x + _LISTS_AHEAD, end - 1)]
        touched |= post_row[ahead] | post_share[ahead]
        likeness = words[x] & 0xFFFF
        rounded, told = ((likeness - 1) >> _STEP_BITS) + 1, likeness << 9
        enough = enough_at[rounded]
        if enough < 0:
            # As of the most alike of the step: a row too many is of no harm.
            alike = (rounded << _STEP_BITS) / _UNIT
            enough = np.int64(math.ceil(_least_share(min(1.0, later + weight * alike), alike, least, alone)))
            enough_at[rounded] = enough
        if used == 0 and enough > SHARES:
            continue
        for p in range(firsts[x], lasts[x]):
            row, share = np.int64(post_row[p]), np.int64(post_share[p])
            new = np.int64(share >= enough)
            bit, known, open_ = np.uint64(row & 63), (row >> 6) & _IN_SET, admitted[row >> 6]
            before = met[known]
            counts = np.uint64((row >= low) & (row < high)) & (np.uint64(new) | (before >> bit)) & (open_ >> bit) & one
            met[known] = before | (counts & np.uint64(new)) << bit
            sifted[count] = row << 32 | told | new << 8 | share
            count += int(counts)
    return count if touched >= 0 else 0


@compiled
def _widened(slots: Array, held: Array, used: int, needed: int, mask: int) -> int:
    # Make the table wide enough for so many rows: narrow, it stays near the processor.
    wider = mask
    while wider + 1 < 2 * needed:
        wider = 2 * wider + 1
    if wider == mask:
        return mask
    for entry in range(used):
        slots[held[entry, 1]] = -1
    for entry in range(used):
        row = int(held[entry, 0])
        place = _place_of(slots, wider, row)
        slots[place], held[entry, 1] = row << 32 | entry, place
    return wider


@compiled
def _walk(weight: float, work: _Work, step: int, count: int, used: int, mask: int) -> int:
    # Meet every row of the words like one asked word; of these a name gains the best only.
    slots, held, sums, sifted = work.slots, work.held, work.sums, work.sifted
    for at in range(count):
        row, share, alike = sifted[at] >> 32, sifted[at] & 0xFF, ((sifted[at] >> 9) & 0x7FFF) / _UNIT
        place = _place_of(slots, mask, row)
        if slots[place] == -1:
            if not sifted[at] & 0x100:
                continue
            slots[place] = row << 32 | used
            held[used, 0], held[used, 1], held[used, 2], held[used, 3] = row, place, -1, 0
            sums[used, 0] = sums[used, 1] = 0.0
            used += 1
        entry = slots[place] & 0x7FFFFFFF
        if held[entry, 2] != step:
            held[entry, 2] = step
            held[entry, 3] += 1
            sums[entry, 2] = sums[entry, 3] = 0.0
        gain = weight * alike
        if gain > sums[entry, 2]:
            sums[entry, 0] += gain - sums[entry, 2]
            sums[entry, 2] = gain
        if share * alike > sums[entry, 3]:
            sums[entry, 1] += share * alike - sums[entry, 3]
            sums[entry, 3] = share * alike
    return used


@compiled
def _look(names: Names, q: int, near: Near, listed: Listed, work: _Work, used: int, best: Best, floor: Floor) -> None:
    # Lay the most promising rows side by side already, so that what comes can be measured by them.
    ranked, held, sums, bound = work.ranked, work.held, work.sums, work.bound
    count = 0
    for entry in range(used):
        if held[entry, 3] < 0:
            continue
        worth = sums[entry, 0] + sums[entry, 1] / SHARES
        if count == _FIRST_LOOK and worth <= bound[ranked[count - 1]]:
            continue
        at = count
        while at > 0 and bound[ranked[at - 1]] < worth:
            at -= 1
        bound[entry] = worth
        count = min(count + 1, _FIRST_LOOK)
        for m in range(count - 1, at, -1):
            ranked[m] = ranked[m - 1]
        ranked[at] = entry
    _lay_side_by_side(names, q, near, listed, work, ranked, count, False, best, floor)


@compiled
def _bucket_of(bound: float) -> int:
    return max(0, int((bound - LEAST) / (1.0 - LEAST) * _BUCKETS))


@compiled
def _bounds(names: Names, many: bool, work: _Work, used: int, least: float, one_word: float) -> int:
    # Bound what each row not laid side by side yet can reach, and count those that can still be among the best.
    bound, held, sums, order, place = work.bound, work.held, work.sums, work.order, names.place
    bucket, count, ranked = work.bucket, 0, work.ranked
    bucket[:] = 0
    fourth = least * least * least * least
    for entry in range(used):
        one, other = min(1.0, sums[entry, 0] + 1e-6), min(1.0, sums[entry, 1] / SHARES + 1e-6)
        most, less = max(one, other), min(one, other)
        if held[entry, 3] < 0 or most * most * most * less < fourth * 0.999999:
            continue
        reached = _score(one, other)
        if many and held[entry, 3] == 1 and place[order[held[entry, 2]]] < TWO_WORDS:
            reached *= one_word
        if reached >= least:
            bound[entry] = reached
            bucket[_bucket_of(reached)] += 1
            ranked[count] = entry
            count += 1
    return count


@compiled
def _rank(work: _Work, count: int) -> None:
    # Sort the first `count` of the ranked by their bounds, roughly, the highest first.
    bucket, bound, ranked, sorted_ = work.bucket, work.bound, work.ranked, work.sorted
    total = 0
    for b in range(_BUCKETS, -1, -1):
        total += bucket[b]
        bucket[b] = total - bucket[b]
    for at in range(count):
        b = _bucket_of(bound[ranked[at]])
        sorted_[bucket[b]] = ranked[at]
        bucket[b] += 1


@compiled
def _ordered(names: Names, q: int, near: Near, posted: _Posted, work: _Work) -> int:
    # How many words there are to walk. The word with the most postings comes last: by then few rows can still enter.
    order, volume, later, like = work.order, work.volume, work.later, work.like
    like[: (names.start[q + 1] - names.start[q]) * _SMALL_SET] = 0
    work.met[:] = 0
    words = 0
    for a in range(names.start[q], names.start[q + 1]):
        if names.weight[a] > 0.0:
            at, load = words, posted.load[names.word[a]]
            for x in range(near.start[names.word[a]], near.start[names.word[a] + 1]):
                _put_like(like, a - names.start[q], near.words[x] >> 16)
            while at > 0 and volume[at - 1] > load:
                volume[at], order[at] = volume[at - 1], order[at - 1]
                at -= 1
            volume[at], order[at] = load, a
            words += 1
    later[words] = 0.0
    for step in range(words - 1, -1, -1):
        later[step] = later[step + 1] + names.weight[order[step]]
    return words


@compiled
def _one_word(names: Names, q: int, floor: Floor) -> float:
    # What is left at most of a score that rests on one word of many.
    strict = floor.strict
    for i in range(names.start[q], names.start[q + 1]):
        strict = strict and names.weight[i] > 0.0
    return _ONE_WORD_STRICT if strict else _ONE_WORD_IN_MANY


@compiled
def _search(
    names: Names, q: int, near: Near, posted: _Posted, listed: Listed, rows: Rows, work: _Work, best: Best, floor: Floor
) -> None:
    words, mask = _ordered(names, q, near, posted, work), _NARROWEST - 1
    used, many = 0, _singles(names, q) > 1
    for step in range(words):
        if used and work.volume[step] > (_WORTH_A_LOOK_STRICT if floor.strict else _WORTH_A_LOOK):
            _look(names, q, near, listed, work, used, best, floor)
        alone, least = step == words - 1, _least_of(best.score, best.found, q, floor)
        if alone and many and names.place[work.order[step]] < TWO_WORDS:
            # A row that enters now shares this one word only.
            least /= _one_word(names, q, floor)
        count = _sift(names, q, near, posted, listed, rows, work, step, used, least, alone)
        mask = _widened(work.slots, work.held, used, min(used + count, len(work.held)), mask)
        used = _walk(names.weight[work.order[step]], work, step, count, used, mask)
    slots, held = work.slots, work.held
    for entry in range(used):
        slots[held[entry, 1]] = -1
    _settle(names, q, near, listed, work, used, best, floor)


@compiled
def _settle(names: Names, q: int, near: Near, listed: Listed, work: _Work, used: int, best: Best, floor: Floor) -> None:
    # Lay side by side whatever can still be among the best.
    least = _least_of(best.score, best.found, q, floor)
    count = _bounds(names, _singles(names, q) > 1, work, used, least, _one_word(names, q, floor))
    _rank(work, count)
    _lay_side_by_side(names, q, near, listed, work, work.sorted, count, True, best, floor)


@compiled
def _most_met(names: Names, posted: _Posted) -> int:
    most = 0
    for q in range(len(names.start) - 1):
        load = 0
        for a in range(names.start[q], names.start[q + 1]):
            load += posted.load[names.word[a]] if names.weight[a] > 0.0 else 0
        most = max(most, load)
    return most


@compiled
def _work(postings: int, rows: int) -> _Work:
    slots, room = _NARROWEST, min(postings, rows) + _FIRST_LOOK
    while slots < 2 * room:
        slots *= 2
    return _Work(
        np.full(slots, -1, np.int64),
        np.empty((room, 4), np.int32),
        np.empty((room, 4), np.float32),
        np.empty(postings + 1, np.int64),
        np.zeros(_SET, np.uint64),
        np.zeros((MOST_PARTS + 1) * _SMALL_SET, np.uint64),
        np.empty(room, np.float64),
        np.empty(MOST_PARTS + 1, np.int64),
        np.empty(MOST_PARTS + 1, np.int64),
        np.empty(MOST_PARTS + 1, np.float64),
        np.empty(_STEPS, np.int64),
        np.empty(_BUCKETS + 2, np.int64),
        np.empty(room, np.int32),
        np.empty(room, np.int32),
        np.empty((_FACTS, MOST_PARTS + 1), np.int64),
        np.empty(MOST_PARTS + 1, np.float64),
        np.empty((_FACTS, MOST_PARTS + 1), np.int64),
        np.empty((_PAIRS, 6), np.int64),
        np.empty(_PAIRS, np.float64),
    )


@compiled
def _measured(names: Names, near: Near, listed: Listed) -> tuple[_Posted, int]:
    words = len(near.words)
    posted = _Posted(np.empty(words, np.int64), np.empty(words, np.int64), np.empty(len(near.start), np.int64))
    _posted(near, listed.post_start, posted)
    return posted, _most_met(names, posted)


@compiled
def _best_entries(
    names: Names, near: Near, posted: _Posted, listed: Listed, rows: Rows, work: _Work, best: Best, floor: Floor
) -> None:
    for q in range(len(names.start) - 1):
        best.found[q] = 0
        _search(names, q, near, posted, listed, rows, work, best, floor)


def best_entries(names: Names, near: Near, listed: Listed, rows: Rows, best: Best, floor: Floor) -> None:
    """Fill for each asked name its best entries, of the rows that are admitted; some under the floor may be among."""
    posted, most = _measured(names, near, listed)
    _best_entries(names, near, posted, listed, rows, _room_of_thread(most, len(listed.row_entity)), best, floor)


def _room_of_thread(postings: int, rows: int) -> _Work:
    # Kept from one call to the next: fresh memory costs more than many a walk. What is in it are numbers of rows.
    postings = max(postings, 1 << 12)
    kept: tuple[int, int, _Work] | None = getattr(_of_thread, "room", None)
    if kept is not None and postings <= kept[0] and min(postings, rows) <= kept[1]:
        return kept[2]
    work = _work(postings, rows)
    if postings <= _MOST_KEPT:
        _of_thread.room = postings, min(postings, rows), work
    return work
