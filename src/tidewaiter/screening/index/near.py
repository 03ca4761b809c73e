"""Which words of an index are like a word that is asked for: joined on hashed keys, then measured letter by letter."""

from typing import Any, NamedTuple

import numpy as np

from tidewaiter.screening.index.arrays import Array
from tidewaiter.screening.judging.compiled import compiled

# The compiler notices only changes of this file: what is compiled takes no value from another.
# Words are bytes `a-z0-9`; two words are compared only where they share a key, as in screening.keys:
# the skeleton, the skeleton with one letter less, or for short skeletons the spelling with one letter less.
_LONG_SKELETON = 4
_MAX_SPELLING = 12
_MAX_KEYS = 96
_UNIT = 10_000
# What is less alike brings thousands of names that nobody means.
_LEAST, _LEAST_WITHOUT_VOWELS = 7_400, 6_800
_MOST_LETTERS = 64


class Words(NamedTuple):
    """Words as bytes side by side: as spelled, as heard, and whether they stand without their vowels."""

    text: Array
    text_start: Array
    heard: Array
    heard_start: Array
    bare: Array


class Keys(NamedTuple):
    """The keys of words in order, the word of each, and where the keys with the same first bits begin."""

    bits: int
    start: Array
    key: Array
    word: Array


@compiled
def _hashed(kind: int, text: Array, first: int, last: int, without: int, more: int) -> Any:
    value = np.uint64(14695981039346656037) ^ np.uint64(kind)
    for place in range(first, last):
        if place != without:
            value = (value ^ np.uint64(text[place])) * np.uint64(1099511628211)
    value = (value ^ np.uint64(more)) * np.uint64(1099511628211)
    value ^= value >> np.uint64(29)
    value *= np.uint64(0xBF58476D1CE4E5B9)
    return np.int64(value >> np.uint64(32))


@compiled
def _first_vowel(words: Words, word: int) -> int:
    # As heard: 1 for a, 2 for i, 4 for u; e is heard as a or i; a word without any may have each.
    if not words.bare[word]:
        for place in range(words.text_start[word], words.text_start[word + 1]):
            letter = words.text[place]
            if letter == 97:
                return 1
            if letter == 101:
                return 3
            if letter == 105 or letter == 121:
                return 2
            if letter == 111 or letter == 117 or letter == 119:
                return 4
    return 7


@compiled
def _keys_of(words: Words, word: int, keys: Array) -> int:
    t0, t1 = words.text_start[word], words.text_start[word + 1]
    h0, h1 = words.heard_start[word], words.heard_start[word + 1]
    keys[0] = _hashed(1, words.text, t0, t1, -1, 0)
    count = 1
    if h1 - h0 > 2:
        keys[count] = _hashed(2, words.heard, h0, h1, -1, 0)
        count += 1
    elif h1 - h0 == 2:
        vowels = _first_vowel(words, word)
        for bit in range(3):
            if vowels >> bit & 1:
                keys[count] = _hashed(2, words.heard, h0, h1, -1, bit + 1)
                count += 1
    if h1 - h0 >= _LONG_SKELETON:
        for place in range(h0, h1):
            keys[count] = _hashed(2, words.heard, h0, h1, place, 0)
            count += 1
    elif 3 < t1 - t0 <= _MAX_SPELLING:
        for place in range(t0, t1):
            keys[count] = _hashed(1, words.text, t0, t1, place, 0)
            count += 1
    return count


@compiled
def keys_of_all(words: Words) -> tuple[Array, Array]:
    """Give the keys of all words and the word of each key, one beside the other."""
    some = np.empty(_MAX_KEYS, np.int64)
    total = 0
    for word in range(len(words.bare)):
        total += _keys_of(words, word, some)
    keys, owners = np.empty(total, np.uint32), np.empty(total, np.int32)
    used = 0
    for word in range(len(words.bare)):
        for i in range(_keys_of(words, word, some)):
            keys[used], owners[used] = some[i], word
            used += 1
    return keys, owners


@compiled
def _apart(masks: Array, length: int, text: Array, first: int, last: int) -> int:
    # Optimal string alignment, all letters at a time in the bits of one number (Hyyro 2003).
    if length == 0:
        return last - first
    one = np.uint64(1)
    vp, vn, d0, before = ~np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
    end = one << np.uint64(length - 1)
    apart = length
    for place in range(first, last):
        letter = masks[text[place]]
        swapped = (((~d0) & letter) << one) & before
        d0 = (((letter & vp) + vp) ^ vp) | letter | vn | swapped
        hp = vn | ~(d0 | vp)
        hn = d0 & vp
        if hp & end:
            apart += 1
        if hn & end:
            apart -= 1
        hp = (hp << one) | one
        hn = hn << one
        vp = hn | ~(d0 | hp)
        vn = hp & d0
        before = letter
    return apart


@compiled
def _marked(masks: Array, text: Array, first: int, last: int, mark: bool) -> None:
    for place in range(first, min(last, first + _MOST_LETTERS)):
        if mark:
            masks[text[place]] |= np.uint64(1) << np.uint64(place - first)
        else:
            masks[text[place]] = 0


@compiled
def _slips(letters: int) -> int:
    if letters < 3:
        return 0
    if letters < 7:
        return 1
    return 2 if letters < 10 else 3


@compiled
def _without_vowels(one: int, other: int, apart: int) -> int:
    if apart == 0:
        if one >= 3:
            return 9_400
        return 8_600 if one == 2 else 6_800
    if min(one, other) < 3 or abs(one - other) > 1:
        return 0
    return 7_800 if apart == 1 else 0


@compiled
def _with_vowels(one: int, other: int, apart: int, heard: int, theirs: int, heard_apart: int) -> int:
    longest = max(one, other)
    if min(one, other) == 1 and apart > 0:
        return 0
    spelled, base = 0.0, 0.0
    if apart <= _slips(longest):
        spelled = 1.0 - 0.8 * apart / longest
    if heard_apart == 0:
        base = 0.65 if heard > 2 else (0.6 if heard == 2 else 0.0)
    elif heard_apart == 1 and min(heard, theirs) >= _LONG_SKELETON:
        base = 0.55
    if base > 0.0:
        base += 0.3 * (1.0 - apart / longest)
    return int(max(spelled, base) * _UNIT + 0.5)


@compiled
def _alike(asked: Words, i: int, masks: Array, heard_masks: Array, words: Words, word: int) -> int:
    t0, t1 = asked.text_start[i], asked.text_start[i + 1]
    w0, w1 = words.text_start[word], words.text_start[word + 1]
    h0, h1 = words.heard_start[word], words.heard_start[word + 1]
    letters = asked.heard_start[i + 1] - asked.heard_start[i]
    heard_apart = _apart(heard_masks, min(letters, _MOST_LETTERS), words.heard, h0, h1)
    if heard_apart > 1 and abs((t1 - t0) - (w1 - w0)) > 3:
        # More than the slips that any length allows.
        return 0
    apart = _apart(masks, min(t1 - t0, _MOST_LETTERS), words.text, w0, w1)
    if asked.bare[i] or words.bare[word]:
        if apart == 0 and asked.bare[i] == words.bare[word]:
            return _UNIT
        alike = _without_vowels(letters, h1 - h0, heard_apart)
        return alike if alike >= _LEAST_WITHOUT_VOWELS else 0
    alike = _with_vowels(t1 - t0, w1 - w0, apart, letters, h1 - h0, heard_apart)
    return alike if alike >= _LEAST else 0


@compiled
def _met(asked: Words, i: int, keys: Keys, some: Array, seen: Array, found: Array, used: int) -> tuple[Array, int]:
    # Every word that shares a key, once.
    shift = 32 - keys.bits
    for k in range(_keys_of(asked, i, some)):
        bucket = some[k] >> shift
        for at in range(keys.start[bucket], keys.start[bucket + 1]):
            word = keys.word[at]
            if keys.key[at] == some[k] and not seen[word]:
                seen[word] = 1
                if used == len(found):
                    more = np.empty(2 * used, np.int64)
                    more[:used] = found
                    found = more
                found[used] = word
                used += 1
    return found, used


@compiled
def near_words(asked: Words, words: Words, keys: Keys, seen: Array) -> tuple[Array, Array]:
    """Give for each asked word the words of the index like it, as `word << 16 | likeness`, ordered by word.

    `seen` is zeros, one for each word of the index, and is given back as it was.
    """
    starts = np.zeros(len(asked.bare) + 1, np.int64)
    found, some = np.empty(4096, np.int64), np.empty(_MAX_KEYS, np.int64)
    masks, heard_masks = np.zeros(256, np.uint64), np.zeros(256, np.uint64)
    kept = 0
    for i in range(len(asked.bare)):
        t0, t1 = asked.text_start[i], asked.text_start[i + 1]
        h0, h1 = asked.heard_start[i], asked.heard_start[i + 1]
        first = kept
        found, used = _met(asked, i, keys, some, seen, found, first)
        found[first:used].sort()
        _marked(masks, asked.text, t0, t1, True)
        _marked(heard_masks, asked.heard, h0, h1, True)
        for at in range(first, used):
            word = found[at]
            seen[word] = 0
            alike = _alike(asked, i, masks, heard_masks, words, word)
            if alike > 0:
                found[kept] = word << 16 | alike
                kept += 1
        _marked(masks, asked.text, t0, t1, False)
        _marked(heard_masks, asked.heard, h0, h1, False)
        starts[i + 1] = kept
    return starts, found[:kept].copy()
