"""From like words to like names: postings walked, bounds kept, names laid side by side, the best entries given.

What is not looked at cannot be among the best: every bound here is proven, so a result never depends on the order of
the walk, on the rows that the caller may not know of, or on the other names of the index.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from tidewaiter.screening.index.arrays import Array
from tidewaiter.screening.judging.compiled import compiled

# The compiler notices only changes of this file: what is compiled takes no value from another.
LEAST = 0.5
SHARES = 255
# The place of a word in its name; with its particle as one word; and where two words are read as one.
WITH_PARTICLE, TWO_WORDS = 32, 64
MOST_PARTS = 40
_ONE_WORD_IN_MANY = 0.87
_STRANGE_INITIAL = 0.96
_BUCKETS = 128
_UNIT = 10_000.0
_ROUNDED = 1e-4
_PAIRS = 192
_FIRST_LOOK = 24
_WORTH_A_LOOK = 400


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
    """Which rows count: those of a kind, for each name, and of these the admitted (all, where that is empty)."""

    first: Array
    last: Array
    admitted: Array


class Best(NamedTuple):
    """What is found: for each name entries and scores, best first, and how many there are."""

    entity: Array
    score: Array
    found: Array


class _Work(NamedTuple):
    # Rows met so far: `slots` holds `row << 32 | entry` or -1; `held` row, slot, last step, whether laid side by side,
    # how many steps; `sums` the matched part of the asked and of the listed name, in all and by the word of this step.
    slots: Array
    held: Array
    sums: Array
    bound: Array
    order: Array
    volume: Array
    later: Array
    bucket: Array
    ranked: Array
    pairs: Array


@compiled
def _score(one: float, other: float) -> float:
    # How much of each name is matched: the better side counts for three quarters, the worse for one.
    most, least = max(one, other), min(one, other)
    return math.sqrt(most) * math.sqrt(math.sqrt(most * least))


@compiled
def _least_other(one: float, least: float) -> float:
    # How much of the other name must be matched for the score to reach `least`; above 1 it cannot.
    if one <= 0.0:
        return 2.0
    fourth = least * least * least * least
    needed = fourth / (one * one * one)
    return needed if needed <= one else (fourth / one) ** (1.0 / 3.0)


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
def _paired(names: Names, q: int, near: Near, listed: Listed, row: int, pairs: Array) -> int:
    # Every asked word with every listed word like it: likeness, and the two places.
    count = 0
    for i in range(names.start[q], names.start[q + 1]):
        if names.weight[i] > 0.0:
            first, last = near.start[names.word[i]], near.start[names.word[i] + 1]
            for j in range(listed.row_start[row], listed.row_start[row + 1]):
                if listed.row_share[j] > 0 and count < len(pairs):
                    alike = _likeness(near.words, first, last, listed.row_word[j])
                    if alike > 0:
                        pairs[count, 0], pairs[count, 1], pairs[count, 2] = alike, i, j
                        count += 1
    return count


@compiled
def _best_pair(names: Names, listed: Listed, pairs: Array, count: int, used_asked: int, used_row: int) -> int:
    best, best_worth, best_far = -1, 0.0, 0
    for pair in range(count):
        i, j = pairs[pair, 1], pairs[pair, 2]
        if used_asked & _covers(names.place[i]) or used_row & _covers(listed.row_place[j]):
            continue
        far = abs(names.place[i] % WITH_PARTICLE - listed.row_place[j] % WITH_PARTICLE)
        worth = pairs[pair, 0] + names.weight[i] + listed.row_share[j] / SHARES
        if worth > best_worth or (worth == best_worth and far < best_far):
            best, best_worth, best_far = pair, worth, far
    return best


@compiled
def _strange(names: Names, q: int, listed: Listed, row: int) -> float:
    # An initial says little where it fits, and something where no word begins with it.
    score = 1.0
    a0, a1 = names.start[q], names.start[q + 1]
    r0, r1 = listed.row_start[row], listed.row_start[row + 1]
    for i in range(a0, a1):
        if names.weight[i] <= 0.0:
            fits = False
            for j in range(r0, r1):
                fits = fits or listed.letter[listed.row_word[j]] == names.letter[i]
            score *= 1.0 if fits else _STRANGE_INITIAL
    for j in range(r0, r1):
        if listed.row_share[j] == 0:
            fits = False
            for i in range(a0, a1):
                fits = fits or listed.letter[listed.row_word[j]] == names.letter[i]
            score *= 1.0 if fits else _STRANGE_INITIAL
    return score


@compiled
def _singles(names: Names, q: int) -> int:
    count = 0
    for i in range(names.start[q], names.start[q + 1]):
        count += names.weight[i] > 0.0 and names.place[i] < WITH_PARTICLE
    return count


@compiled
def _one_of_many(names: Names, q: int, i: int, listed: Listed, row: int, j: int) -> bool:
    # One shared word says little where either name has more of them; two written as one are two.
    if names.place[i] >= TWO_WORDS:
        return False
    if _singles(names, q) > 1:
        return True
    count = 0
    for k in range(listed.row_start[row], listed.row_start[row + 1]):
        count += listed.row_share[k] > 0 and listed.row_place[k] < WITH_PARTICLE
    return count > 1 and listed.row_place[j] < TWO_WORDS


@compiled
def _aligned(names: Names, q: int, near: Near, listed: Listed, row: int, pairs: Array) -> float:
    # Words are paired one to one, the most alike first.
    count = _paired(names, q, near, listed, row, pairs)
    used_asked, used_row, taken, i, j = 0, 0, 0, 0, 0
    of_asked, of_row = 0.0, 0.0
    while True:
        best = _best_pair(names, listed, pairs, count, used_asked, used_row)
        if best < 0:
            break
        alike, i, j = pairs[best, 0] / _UNIT, pairs[best, 1], pairs[best, 2]
        used_asked |= _covers(names.place[i])
        used_row |= _covers(listed.row_place[j])
        of_asked += names.weight[i] * alike
        of_row += listed.row_share[j] * alike / SHARES
        taken += 1
    score = _score(min(of_asked, 1.0), min(of_row, 1.0)) * _strange(names, q, listed, row)
    if taken == 1 and _one_of_many(names, q, i, listed, row, j):
        score *= _ONE_WORD_IN_MANY
    return math.floor(score * _UNIT + 0.5) / _UNIT


@compiled
def _place_of(slots: Array, mask: int, row: int) -> int:
    place = ((row * 2654435761) >> 7) & mask
    while slots[place] != -1 and slots[place] >> 32 != row:
        place = (place + 1) & mask
    return place


@compiled
def _before(one: float, digest: int, other: float, theirs: int) -> bool:
    # Equals go by the digest of the id, which no other index changes.
    return one > other or (one == other and digest < theirs)


@compiled
def _keep(best: Best, q: int, entity: int, score: float, digests: Array) -> None:
    # One line for each entity, best first.
    entities, scores, count = best.entity[q], best.score[q], best.found[q]
    for k in range(count):
        if entities[k] == entity:
            if scores[k] >= score:
                return
            for m in range(k, count - 1):
                entities[m], scores[m] = entities[m + 1], scores[m + 1]
            count -= 1
            break
    at = count
    while at > 0 and _before(score, digests[entity], scores[at - 1], digests[entities[at - 1]]):
        at -= 1
    if at == len(entities):
        return
    count = min(count + 1, len(entities))
    for m in range(count - 1, at, -1):
        entities[m], scores[m] = entities[m - 1], scores[m - 1]
    entities[at], scores[at] = entity, score
    best.found[q] = count


@compiled
def _least_now(best: Best, q: int) -> float:
    # What a row must reach to be among the best as they are now.
    count = best.found[q]
    return best.score[q, count - 1] - _ROUNDED if count == best.entity.shape[1] else LEAST - _ROUNDED


@compiled
def _loads(names: Names, q: int, near: Near, listed: Listed, order: Array, volume: Array) -> int:
    # The word with the most postings comes last: by then few rows can still enter.
    words = 0
    for a in range(names.start[q], names.start[q + 1]):
        if names.weight[a] > 0.0:
            load = 0
            for x in range(near.start[names.word[a]], near.start[names.word[a] + 1]):
                word = near.words[x] >> 16
                load += listed.post_start[word + 1] - listed.post_start[word]
            at = words
            while at > 0 and volume[at - 1] > load:
                volume[at], order[at] = volume[at - 1], order[at - 1]
                at -= 1
            volume[at], order[at] = load, a
            words += 1
    return words


@compiled
def _least_share(could: float, alike: float, least: float, alone: bool) -> float:
    # What share a word must be of a name for the name to count still; `alone`: no other word can be matched.
    needed = _least_other(could, least)
    if needed > 1.0:
        return 1000.0
    return needed * SHARES / alike if alone else 0.0


@compiled
def _add(work: _Work, entry: int, step: int, gain: float, share: float) -> None:
    # Of the words like one asked word a name gains the best only.
    sums = work.sums
    if work.held[entry, 2] != step:
        work.held[entry, 2] = step
        work.held[entry, 4] += 1
        sums[entry, 2] = sums[entry, 3] = 0.0
    if gain > sums[entry, 2]:
        sums[entry, 0] += gain - sums[entry, 2]
        sums[entry, 2] = gain
    if share > sums[entry, 3]:
        sums[entry, 1] += share - sums[entry, 3]
        sums[entry, 3] = share


@compiled
def _walk(
    work: _Work, used: int, mask: int, step: int, listed: Listed, rows: Rows, q: int, near: int, needed: float,
    weight: float,
) -> int:  # fmt: skip
    # Meet every row of one word; a new one enters only where its share lets it count and the caller may know of it.
    word, alike = near >> 16, (near & 0xFFFF) / _UNIT
    low, high, restricted, held = rows.first[q], rows.last[q], len(rows.admitted) > 0, work.held
    for p in range(listed.post_start[word], listed.post_start[word + 1]):
        row = listed.post_row[p]
        if row < low or row >= high:
            continue
        place = _place_of(work.slots, mask, row)
        if work.slots[place] == -1:
            if listed.post_share[p] < needed or (restricted and not rows.admitted[row]):
                continue
            work.slots[place] = row << 32 | used
            held[used, 0], held[used, 1], held[used, 2], held[used, 3], held[used, 4] = row, place, -1, 0, 0
            work.sums[used, 0] = work.sums[used, 1] = 0.0
            used += 1
        _add(work, work.slots[place] & 0x7FFFFFFF, step, weight * alike, listed.post_share[p] * alike)
    return used


@compiled
def _look(names: Names, q: int, near: Near, listed: Listed, work: _Work, used: int, best: Best) -> None:
    # Lay the most promising rows side by side already, so that what comes can be measured by them.
    ranked = work.ranked
    count = 0
    for entry in range(used):
        if work.held[entry, 3]:
            continue
        worth = work.sums[entry, 0] + work.sums[entry, 1] / SHARES
        at = count
        while at > 0 and work.bound[ranked[at - 1]] < worth:
            at -= 1
        if at < _FIRST_LOOK:
            work.bound[entry] = worth
            count = min(count + 1, _FIRST_LOOK)
            for m in range(count - 1, at, -1):
                ranked[m] = ranked[m - 1]
            ranked[at] = entry
    for at in range(count):
        _lay(names, q, near, listed, work, ranked[at], best)


@compiled
def _lay(names: Names, q: int, near: Near, listed: Listed, work: _Work, entry: int, best: Best) -> None:
    row = work.held[entry, 0]
    work.held[entry, 3] = 1
    score = _aligned(names, q, near, listed, row, work.pairs)
    if score >= LEAST:
        _keep(best, q, listed.row_entity[row], score, listed.digest)


@compiled
def _bucket_of(bound: float) -> int:
    return max(0, int((bound - LEAST) / (1.0 - LEAST) * _BUCKETS))


@compiled
def _rank(names: Names, many: bool, work: _Work, used: int, least: float) -> int:
    # Sort what can still be among the best by its bound, roughly, the highest first.
    bucket = work.bucket
    bucket[:] = 0
    for entry in range(used):
        bound = 0.0
        if not work.held[entry, 3]:
            bound = _score(min(1.0, work.sums[entry, 0] + 1e-6), min(1.0, work.sums[entry, 1] / SHARES + 1e-6))
            if many and work.held[entry, 4] == 1 and names.place[work.order[work.held[entry, 2]]] < TWO_WORDS:
                bound *= _ONE_WORD_IN_MANY
        work.bound[entry] = bound
        if bound >= least:
            bucket[_bucket_of(bound)] += 1
    total = 0
    for b in range(_BUCKETS, -1, -1):
        total += bucket[b]
        bucket[b] = total - bucket[b]
    for entry in range(used):
        if work.bound[entry] >= least:
            b = _bucket_of(work.bound[entry])
            work.ranked[bucket[b]] = entry
            bucket[b] += 1
    return total


@compiled
def _ordered(names: Names, q: int, near: Near, listed: Listed, work: _Work) -> tuple[int, int]:
    # How many words there are to walk, and how many bits of the table their postings need.
    words = _loads(names, q, near, listed, work.order, work.volume)
    work.later[words] = 0.0
    room, mask = 0, 255
    for step in range(words - 1, -1, -1):
        work.later[step] = work.later[step + 1] + names.weight[work.order[step]]
        room += work.volume[step]
    while mask < 2 * room and mask < len(work.slots) - 1:
        mask = 2 * mask + 1
    return words, mask


@compiled
def _search(names: Names, q: int, near: Near, listed: Listed, rows: Rows, work: _Work, best: Best) -> None:
    words, mask = _ordered(names, q, near, listed, work)
    used, many = 0, _singles(names, q) > 1
    for step in range(words):
        if used and work.volume[step] > _WORTH_A_LOOK:
            _look(names, q, near, listed, work, used, best)
        asked, alone = work.order[step], step == words - 1
        least, weight = _least_now(best, q), names.weight[asked]
        if alone and many and names.place[asked] < TWO_WORDS:
            # A row that enters now shares this one word only.
            least /= _ONE_WORD_IN_MANY
        for x in range(near.start[names.word[asked]], near.start[names.word[asked] + 1]):
            alike = (near.words[x] & 0xFFFF) / _UNIT
            needed = _least_share(min(1.0, work.later[step + 1] + weight * alike), alike, least, alone)
            if used or needed <= SHARES:
                used = _walk(work, used, mask, step, listed, rows, q, near.words[x], needed, weight)
    for entry in range(used):
        work.slots[work.held[entry, 1]] = -1
    _settle(names, q, near, listed, work, used, best)


@compiled
def _settle(names: Names, q: int, near: Near, listed: Listed, work: _Work, used: int, best: Best) -> None:
    # Lay side by side whatever can still be among the best.
    for at in range(_rank(names, _singles(names, q) > 1, work, used, _least_now(best, q))):
        entry, least = work.ranked[at], _least_now(best, q)
        if work.bound[entry] + 1.0 / _BUCKETS < least:
            # Rows come in the order of their buckets: none of a lower bucket can still enter.
            break
        if work.bound[entry] >= least:
            _lay(names, q, near, listed, work, entry, best)


@compiled
def _most_met(names: Names, near: Near, listed: Listed, order: Array, volume: Array) -> int:
    most = 0
    for q in range(len(names.start) - 1):
        load = 0
        for step in range(_loads(names, q, near, listed, order, volume)):
            load += volume[step]
        most = max(most, load)
    return most


@compiled
def best_entries(names: Names, near: Near, listed: Listed, rows: Rows, best: Best) -> None:
    """Fill for each asked name its best entries, of the rows that are admitted."""
    order, volume = np.empty(MOST_PARTS + 1, np.int64), np.empty(MOST_PARTS + 1, np.int64)
    room = min(_most_met(names, near, listed, order, volume), len(listed.row_entity)) + _FIRST_LOOK
    slots = 256
    while slots < 2 * room:
        slots *= 2
    work = _Work(
        np.full(slots, -1, np.int64),
        np.empty((room, 5), np.int32),
        np.empty((room, 4), np.float32),
        np.empty(room, np.float64),
        order,
        volume,
        np.empty(MOST_PARTS + 1, np.float64),
        np.empty(_BUCKETS + 2, np.int64),
        np.empty(room, np.int32),
        np.empty((_PAIRS, 3), np.int64),
    )
    for q in range(len(names.start) - 1):
        best.found[q] = 0
        _search(names, q, near, listed, rows, work, best)
