"""Names as rows of words with weights and places, all names at once: the words that carry a name, each with its
weight, then neighbours as if written together, and initials in a row as one word.
"""

from typing import NamedTuple

import numpy as np

from tidewaiter.screening.index.arrays import Array
from tidewaiter.screening.index.names import LONGEST_JOINED, SHORT, key_of
from tidewaiter.screening.index.taking import ROLES, Taken
from tidewaiter.screening.index.walk import MOST_PARTS, TWO_WORDS, WITH_PARTICLE
from tidewaiter.screening.index.wordlist import starts_of
from tidewaiter.screening.judging.known_names import rarity_of
from tidewaiter.screening.words import Role, skeleton

_NAME, _PARTICLE, _INITIAL = (ROLES.index(role) for role in (Role.NAME, Role.PARTICLE, Role.INITIAL))
_CARRYING = np.array([role in {Role.NAME, Role.COMMON, Role.INITIAL} for role in ROLES])


class Rows(NamedTuple):
    """Rows of words in the order of their entries, and the words themselves as `names.key_of` gives them."""

    words: list[str]
    entity: Array
    length: Array
    word: Array
    weight: Array
    place: Array


class _Parts(NamedTuple):
    # Words of names: of which name, their number among the keys, their weight, and their place.
    name: Array
    key: Array
    weight: Array
    place: Array


class _Told(NamedTuple):
    # Each word told, name after name: its number, its role, of which name, how many words carry that name before it.
    word: Array
    role: Array
    name: Array
    place: Array


def rows_of(names: Taken, names_of: Array) -> Rows:
    """Give the rows of names, of an entry each once, and their words in order; each entry has `names_of` names."""
    return _each_once(every_row(names, names_of, in_order=True))


def every_row(names: Taken, names_of: Array, in_order: bool) -> Rows:
    """Give the rows of all names in their order, also those of nothing and those that an entry has twice.

    Where it is `in_order`, the words are.
    """
    told = _told(names)
    keys: list[str] = []
    some = [_single(names, told, keys), _together(names, told, keys), _initials(names, told, keys)]
    parts = _Parts(*(np.concatenate(column) for column in zip(*some, strict=True)))
    order = np.argsort(parts.name, kind="stable")
    parts = _Parts(*(column[order] for column in parts))
    length = np.bincount(parts.name, minlength=len(names.length))
    rank = np.arange(len(order)) - np.repeat(np.cumsum(length) - length, length)
    parts = _Parts(*(column[rank < MOST_PARTS] for column in parts))
    words, number = _numbered(keys, parts.key, in_order)
    entity = np.repeat(np.arange(len(names_of), dtype=np.int32), names_of)
    return Rows(words, entity, np.minimum(length, MOST_PARTS), number, parts.weight, parts.place)


def _told(names: Taken) -> _Told:
    role = np.array(names.words.role, np.uint8)[names.word]
    carries = _CARRYING[role]
    count = names.length.astype(np.int64)
    before = np.cumsum(carries) - carries
    name = np.repeat(np.arange(len(count), dtype=np.int32), count)
    first = np.cumsum(count) - count
    # A name without words has no first one.
    at_first = before[np.minimum(first, max(len(before) - 1, 0))] if len(before) else np.zeros(len(count), np.int64)
    return _Told(names.word, role, name, (before - np.repeat(at_first, count)).astype(np.int32))


def _single(names: Taken, told: _Told, keys: list[str]) -> _Parts:
    carries = np.flatnonzero(_CARRYING[told.role])
    name, words = told.name[carries], names.words
    weight = np.array(words.weight, np.float64)[told.word[carries]]
    weighs = np.bincount(name, weight > 0, minlength=len(names.length)) > 0
    keys += map(key_of, words.heard, words.text, words.bare)
    # A name of initials alone is carried by them.
    return _Parts(name, told.word[carries], np.where(weighs[name], weight, 1.0), told.place[carries])


def _together(names: Taken, told: _Told, keys: list[str]) -> _Parts:
    # Su Nam is also Sunam, and Al Qadhafi Alqadhafi; with a long word at both ends nobody writes them as one.
    words = names.words
    letters = np.array([len(text) for text in words.text], np.int32)[told.word]
    one, other = slice(None, -1), slice(1, None)
    short = np.minimum(letters[one], letters[other]) <= SHORT
    short &= letters[one] + letters[other] <= LONGEST_JOINED
    particle = told.role[one] == _PARTICLE
    named = (told.role[one] == _NAME) | particle
    at = np.flatnonzero(short & named & (told.role[other] == _NAME) & (told.name[one] == told.name[other]))
    particle = particle[at]
    pairs, number = np.unique(told.word[at].astype(np.int64) << 32 | told.word[at + 1], return_inverse=True)
    first = len(keys)
    firsts, seconds = (pairs >> 32).tolist(), (pairs & 0xFFFFFFFF).tolist()
    heard, text, bare, carried = words.heard, words.text, words.bare, _CARRYING[words.role].tolist()
    for a, b in zip(firsts, seconds, strict=True):
        # Where both sound the same at the seam, that is heard once.
        seam = heard[a][-1:] == heard[b][:1]
        keys.append(key_of(heard[a] + heard[b][seam:], text[a] + text[b], bare[a] or bare[b], carried[a]))
    weight = np.array(words.weight, np.float64)
    weights = weight[told.word[at + 1]] + np.where(particle, 0.0, weight[told.word[at]])
    place = told.place[at + 1] + np.where(particle, WITH_PARTICLE, TWO_WORDS - 1)
    return _Parts(told.name[at + 1], first + number, weights, place)


def _initials(names: Taken, told: _Told, keys: list[str]) -> _Parts:
    # I A C International is also IAC International.
    initial = told.role == _INITIAL
    follows = np.zeros(len(initial), bool)
    follows[1:] = initial[1:] & initial[:-1] & (told.name[1:] == told.name[:-1])
    begins = np.flatnonzero(initial & ~follows)
    length = np.diff(np.append(np.flatnonzero(~follows), len(initial)))[np.flatnonzero((initial & ~follows)[~follows])]
    runs = (length > 1) & (length <= SHORT)
    begins, length = begins[runs], length[runs]
    key, weights = np.arange(len(keys), len(keys) + len(begins)), []
    for at, letters in zip(begins.tolist(), length.tolist(), strict=True):
        run = "".join(names.words.text[word] for word in told.word[at : at + letters].tolist())
        keys.append(key_of(skeleton(run), run, False))
        weights.append(rarity_of(run))
    return _Parts(told.name[begins], key, np.array(weights, np.float64), told.place[begins] + WITH_PARTICLE)


def _numbered(keys: list[str], needed: Array, in_order: bool) -> tuple[list[str], Array]:
    # The keys that are needed, each once, and which of them each is.
    used = np.zeros(len(keys), bool)
    used[needed] = True
    places = np.flatnonzero(used).tolist()
    some = [keys[at] for at in places]
    different = sorted({*some}) if in_order else [*dict.fromkeys(some)]
    number_of = {key: number for number, key in enumerate(different)}
    number = np.zeros(len(keys), np.int32)
    number[places] = [number_of[key] for key in some]
    return different, number[needed]


def _each_once(rows: Rows) -> Rows:
    """Leave out names of nothing, and of an entry those that have the same words as an earlier one."""
    start = starts_of(rows.length)
    full = np.flatnonzero(rows.length)
    mark = np.zeros(len(rows.length), np.uint64)
    if len(full):
        mark[full] = np.add.reduceat(_mixed(rows, start), start[full].astype(np.int64))
    # Of rows of one entry with one mark, the first.
    order = np.lexsort((mark[full], rows.entity[full]))
    known = np.zeros(len(full), bool)
    same = (mark[full][order][1:] == mark[full][order][:-1]) & (
        rows.entity[full][order][1:] == rows.entity[full][order][:-1]
    )
    known[order[1:][same]] = True
    kept = np.zeros(len(rows.length), bool)
    kept[full[~known]] = True
    inside = np.repeat(kept, rows.length)
    return Rows(
        rows.words,
        rows.entity[kept],
        rows.length[kept].astype(np.int32),
        rows.word[inside],
        rows.weight[inside].astype(np.float32),
        rows.place[inside].astype(np.uint8),
    )


def _mixed(rows: Rows, start: Array) -> Array:
    # 64 bits of each word, its place and its turn, which together stand for a row; two meet by chance hardly ever.
    turn = np.arange(len(rows.word)) - np.repeat(start[:-1], rows.length)
    bits: Array = rows.word.astype(np.uint64) << np.uint64(16)
    bits |= rows.place.astype(np.uint64) << np.uint64(8) | turn.astype(np.uint64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1)):
        bits = (bits + np.uint64(0x9E3779B97F4A7C15) ^ bits >> np.uint64(shift)) * np.uint64(factor)
    return bits
