"""Which words of an index are like a word that is asked for: joined on hashed keys, then measured letter by letter.

Words of one sound (the same consonants as heard) stand side by side, so a sound is measured once for all of them; a
word whose letters or length are too far off at a glance is never spelled out. What is left out so could not be alike.
"""

from typing import Any, NamedTuple

import numpy as np

from tidewaiter.screening.index.arrays import Array
from tidewaiter.screening.judging.compiled import bits_in, compiled

# The compiler notices only changes of this file: what is compiled takes no value from another.
# Words are bytes `a-z0-9`; two words are compared only where they share a key, as in screening.keys:
# the sound, the sound with one letter less, or for short sounds the spelling with one letter less.
_LONG_SOUND = 4
_MAX_SPELLING = 12
_MAX_KEYS = 96
_UNIT = 10_000
# What is less alike brings thousands of names that nobody means; the second where only alerts are wanted.
_LEAST, _LEAST_STRICT, _LEAST_WITHOUT_VOWELS = 7_400, 7_800, 6_800
_MOST_LETTERS = 64
# How two sounds are to each other: the same and long, the same of two letters, one slip apart, or farther; and two
# words of which one is two read as one, however they sound.
_SAME, _SAME_SHORT, _ONE_APART, _FAR, _TOGETHER = 0, 1, 2, 3, 4
_WAYS = 5
# How a word is asked for: whatever is like it, only what may raise an alert, and so for two words read as one.
_LOOSE, _STRICT, _STRICT_TWO = 0, 1, 2
# One word and two that are read as one may be so far apart for each letter: the second stage takes no more.
_APART_TOGETHER = 0.15
# A word at a glance: whether it has each letter once, and twice; its digits; its first vowel; whether it has none.
_TWICE, _DIGITS, _VOWEL, _BARE = 26, 52, 60, 63
_LETTERS = (1 << _VOWEL) - 1


class Words(NamedTuple):
    """Words as bytes side by side: as spelled, as heard, whether without their vowels, and whether two read as one."""

    text: Array
    text_start: Array
    heard: Array
    heard_start: Array
    bare: Array
    together: Array


class Spoken(NamedTuple):
    """The words of an index by sound: letters, glance and sound of each word, letters and first word of each sound.

    `together` says how many sounds and words come before those of two words read as one.
    """

    text: Array
    text_start: Array
    glance: Array
    sound: Array
    heard: Array
    heard_start: Array
    first: Array
    together: Array


class Keys(NamedTuple):
    """Keys in order, the sound or word under each, and where the keys with the same first bits begin."""

    bits: int
    start: Array
    key: Array
    held: Array


class _Asked(NamedTuple):
    # One word asked for: the sound and the word from which on all must be nearly the same as it, because either is two
    # read as one; its length, that of its sound, its glance, and the letters of both in bits.
    strict_sound: int
    strict_word: int
    letters: int
    heard: int
    glance: Any
    masks: Array
    heard_masks: Array


@compiled
def _hashed(kind: int, text: Array, first: int, last: int, without: int) -> Any:
    value = np.uint64(14695981039346656037) ^ np.uint64(kind)
    for place in range(first, last):
        if place != without:
            value = (value ^ np.uint64(text[place])) * np.uint64(1099511628211)
    value *= np.uint64(1099511628211)
    value ^= value >> np.uint64(29)
    value *= np.uint64(0xBF58476D1CE4E5B9)
    return np.int64(value >> np.uint64(32))


@compiled
def _sound_keys(heard: Array, first: int, last: int, keys: Array) -> int:
    if last - first < 2:
        return 0
    keys[0] = _hashed(2, heard, first, last, -1)
    count = 1
    if last - first >= _LONG_SOUND:
        for place in range(first, last):
            keys[count] = _hashed(2, heard, first, last, place)
            count += 1
    return count


@compiled
def _spelling_keys(text: Array, first: int, last: int, heard: int, keys: Array) -> int:
    keys[0] = _hashed(1, text, first, last, -1)
    count = 1
    if heard < _LONG_SOUND and 3 < last - first <= _MAX_SPELLING:
        for place in range(first, last):
            keys[count] = _hashed(1, text, first, last, place)
            count += 1
    return count


@compiled
def keys_of_sounds(heard: Array, start: Array, begin: int, end: int) -> tuple[Array, Array]:
    """Give the keys of the sounds from `begin` to `end` and the sound of each key, one beside the other."""
    some = np.empty(_MAX_KEYS, np.int64)
    total = 0
    for sound in range(begin, end):
        total += _sound_keys(heard, start[sound], start[sound + 1], some)
    keys, owners = np.empty(total, np.uint32), np.empty(total, np.int32)
    used = 0
    for sound in range(begin, end):
        for i in range(_sound_keys(heard, start[sound], start[sound + 1], some)):
            keys[used], owners[used] = some[i], sound
            used += 1
    return keys, owners


@compiled
def keys_of_spellings(words: Words, begin: int, end: int) -> tuple[Array, Array]:
    """Give the keys of the spellings from `begin` to `end` and the word of each key, one beside the other."""
    some = np.empty(_MAX_KEYS, np.int64)
    start, heard = words.text_start, words.heard_start
    total = 0
    for word in range(begin, end):
        total += _spelling_keys(words.text, start[word], start[word + 1], heard[word + 1] - heard[word], some)
    keys, owners = np.empty(total, np.uint32), np.empty(total, np.int32)
    used = 0
    for word in range(begin, end):
        for i in range(_spelling_keys(words.text, start[word], start[word + 1], heard[word + 1] - heard[word], some)):
            keys[used], owners[used] = some[i], word
            used += 1
    return keys, owners


@compiled
def _first_vowel(text: Array, first: int, last: int) -> int:
    # As heard: 1 for a, 2 for i, 4 for u; e is heard as a or i; a word without any may have each.
    for place in range(first, last):
        letter = text[place]
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
def _glance(text: Array, first: int, last: int, bare: bool) -> Any:
    found, one = np.uint64(0), np.uint64(1)
    for place in range(first, last):
        letter = np.int64(text[place])
        if letter >= 97:
            once = one << np.uint64(letter - 97)
            found |= (once << np.uint64(_TWICE)) if found & once else once
        else:
            found |= one << np.uint64(_DIGITS + ((letter - 48) & 7))
    vowels = 7 if bare else _first_vowel(text, first, last)
    return found | np.uint64(vowels) << np.uint64(_VOWEL) | np.uint64(bare) << np.uint64(_BARE)


@compiled
def glances(words: Words) -> Array:
    """Give what each word is at a glance."""
    found = np.empty(len(words.bare), np.uint64)
    for word in range(len(found)):
        found[word] = _glance(words.text, words.text_start[word], words.text_start[word + 1], words.bare[word] != 0)
    return found


@compiled
def _at_a_glance(one: Any, other: Any, most: int) -> Any:
    # Whether no more letters are missing from either than slips could put there.
    known = np.uint64(_LETTERS)
    return (np.int64(bits_in(one & ~other & known)) <= most) & (np.int64(bits_in(other & ~one & known)) <= most)


@compiled
def _apart(masks: Array, length: int, text: Array, first: int, last: int) -> Any:
    # Optimal string alignment, all letters at a time in the bits of one number (Hyyro 2003).
    if length == 0:
        return last - first
    one = np.uint64(1)
    vp, vn, d0, before = ~np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
    end = np.uint64(length - 1)
    apart = np.uint64(length)
    for place in range(np.uint64(first), np.uint64(last)):
        letter = masks[text[place]]
        swapped = (((~d0) & letter) << one) & before
        d0 = (((letter & vp) + vp) ^ vp) | letter | vn | swapped
        hp = vn | ~(d0 | vp)
        hn = d0 & vp
        apart += ((hp >> end) & one) - ((hn >> end) & one)
        hp = (hp << one) | one
        vp = (hn << one) | ~(d0 | hp)
        vn = hp & d0
        before = letter
    return np.int64(apart)


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
def _with_vowels(one: int, other: int, apart: int, sounds: int) -> int:
    longest = max(one, other)
    if min(one, other) == 1 and apart > 0:
        return 0
    spelled, base = 0.0, 0.0
    if apart <= _slips(longest):
        spelled = 1.0 - 0.8 * apart / longest
    if sounds == _SAME:
        base = 0.65
    elif sounds == _SAME_SHORT:
        base = 0.6
    elif sounds == _ONE_APART:
        base = 0.55
    if base > 0.0:
        base += 0.3 * (1.0 - apart / longest)
    return int(max(spelled, base) * _UNIT + 0.5)


@compiled
def farthest(strict: bool) -> Array:
    """Give how far two spellings may be apart to be alike still, by the lengths of both and by their sounds; or -1."""
    least = _LEAST_STRICT if strict else _LEAST
    found = np.full((_WAYS, _MOST_LETTERS + 1, _MOST_LETTERS + 1), -1, np.int8)
    for sounds in range(_TOGETHER):
        for one in range(1, _MOST_LETTERS + 1):
            for other in range(1, _MOST_LETTERS + 1):
                apart = abs(one - other)
                while apart <= max(one, other) and _with_vowels(one, other, apart, sounds) >= least:
                    found[sounds, one, other] = apart
                    apart += 1
    for one in range(1, _MOST_LETTERS + 1):
        for other in range(1, _MOST_LETTERS + 1):
            found[_TOGETHER, one, other] = _slips_together(one, other)
    return found


@compiled
def _slips_together(one: int, other: int) -> int:
    slips = int(_APART_TOGETHER * max(one, other))
    return slips if abs(one - other) <= slips else -1


@compiled
def _sounds(one: int, other: int, apart: int) -> int:
    if apart == 0 and one >= 2:
        return _SAME if one > 2 else _SAME_SHORT
    return _ONE_APART if apart == 1 and min(one, other) >= _LONG_SOUND else _FAR


@compiled
def _spelled_alike(
    mine: Any, theirs: Any, far: Array, way: int, sounds: int, masks: Array, letters: int, text: Array, first: int,
    last: int,
) -> int:  # fmt: skip
    # How alike two words with vowels are; more letters that only one has than slips could put there need no spelling.
    most = far[way, letters, min(last - first, _MOST_LETTERS)]
    if not _at_a_glance(mine, theirs, most):
        return 0
    apart = _apart(masks, letters, text, first, last)
    return _with_vowels(letters, last - first, apart, sounds) if apart <= most else 0


@compiled
def _bare_alike(mine: Any, theirs: Any, alike: int, masks: Array, letters: int, text: Array, at: int, end: int) -> int:
    # How alike two words are of which one has no vowels: as their sounds are, unless they are one word.
    if mine == theirs and end - at == letters and _apart(masks, letters, text, at, end) == 0:
        return _UNIT
    return alike if alike >= _LEAST_WITHOUT_VOWELS else 0


@compiled
def _room(found: Array, needed: int) -> Array:
    if needed <= len(found):
        return found
    more = np.empty(2 * needed, np.int64)
    more[: len(found)] = found
    return more


@compiled
def _loosest(far: Array, letters: int) -> Array:
    # How far a spelling of any length may be apart, by the sounds of both.
    found = np.empty(_WAYS, np.int64)
    for way in range(_WAYS):
        found[way] = far[way, letters].max()
    return found


@compiled
def _by_sound(
    asked: _Asked, words: Spoken, met: Array, count: int, far: Array, likely: Array, found: Array, used: int
) -> int:  # fmt: skip
    # Of all words of some sounds those that are alike enough.
    # Arrays are taken out of their tuples once: in a loop that costs more than all that is done with them.
    text, text_start, glances_of, firsts = words.text, words.text_start, words.glance, words.first
    heard, heard_start, masks, heard_masks = words.heard, words.heard_start, asked.masks, asked.heard_masks
    letters, mine, unvoweled, strict = asked.letters, asked.glance, np.uint64(_BARE), asked.strict_sound
    loosest, touched = _loosest(far, letters), 0
    for at in range(count):
        # Read ahead, many at a time: the wait for memory is longer than the work.
        word = firsts[met[at]]
        touched |= heard[heard_start[met[at]]] | np.int64(glances_of[word] >> unvoweled) | text_start[word]
    if touched < 0:
        return used
    for at in range(count):
        h0, h1 = heard_start[met[at]], heard_start[met[at] + 1]
        apart = _apart(heard_masks, asked.heard, heard, h0, h1)
        sounds, alike_bare = _sounds(asked.heard, h1 - h0, apart), _without_vowels(asked.heard, h1 - h0, apart)
        way = sounds
        if met[at] >= strict:
            way = _TOGETHER
            alike_bare = alike_bare if apart <= _slips_together(asked.heard, h1 - h0) else 0
        most, left = loosest[way], 0
        for word in range(firsts[met[at]], firsts[met[at] + 1]):
            # Nothing branches here: most words of a sound are told from the asked one at a glance.
            glance = glances_of[word]
            likely[left] = word
            left += int(np.uint64(_at_a_glance(mine, glance, most)) | ((mine | glance) >> unvoweled))
        for k in range(left):
            word = likely[k]
            glance = glances_of[word]
            # A sound of two consonants fits too many words; their first vowel divides them.
            if h1 - h0 == 2 and not ((glance & mine) >> np.uint64(_VOWEL)) & np.uint64(7):
                continue
            w0, w1 = text_start[word], text_start[word + 1]
            if (mine | glance) >> unvoweled:
                alike = _bare_alike(mine, glance, alike_bare, masks, letters, text, w0, w1)
            else:
                alike = _spelled_alike(mine, glance, far, way, sounds, masks, letters, text, w0, w1)
            if alike > 0:
                found[used] = word << 16 | alike
                used += 1
    return used


@compiled
def _by_spelling(asked: _Asked, words: Spoken, met: Array, count: int, far: Array, found: Array, used: int) -> int:
    # Of some words, of whatever sound, those that are alike enough.
    text, text_start, glances_of, sound_of = words.text, words.text_start, words.glance, words.sound
    heard, heard_start, masks, heard_masks = words.heard, words.heard_start, asked.masks, asked.heard_masks
    letters, mine, unvoweled, strict = asked.letters, asked.glance, np.uint64(_BARE), asked.strict_word
    for at in range(count):
        word = met[at]
        glance, w0, w1 = glances_of[word], text_start[word], text_start[word + 1]
        h0, h1 = heard_start[sound_of[word]], heard_start[sound_of[word] + 1]
        apart = _apart(heard_masks, asked.heard, heard, h0, h1)
        if (mine | glance) >> unvoweled:
            alike = _without_vowels(asked.heard, h1 - h0, apart)
            if word >= strict and apart > _slips_together(asked.heard, h1 - h0):
                alike = 0
            alike = _bare_alike(mine, glance, alike, masks, letters, text, w0, w1)
        else:
            sounds = _sounds(asked.heard, h1 - h0, apart)
            way = _TOGETHER if word >= strict else sounds
            alike = _spelled_alike(mine, glance, far, way, sounds, masks, letters, text, w0, w1)
        if alike > 0:
            found[used] = word << 16 | alike
            used += 1
    return used


@compiled
def _met(keys: Keys, some: Array, count: int, seen: Array, met: Array, before: int) -> tuple[Array, int]:
    # Every sound or word that shares a key, once, after those met before.
    start, key_of, held, shift, used = keys.start, keys.key, keys.held, 32 - keys.bits, before
    touched, end = 0, len(held) - 1
    for k in range(count if end >= 0 else 0):
        at = min(start[some[k] >> shift], end)
        touched |= key_of[at] | held[at]
    if touched < 0 or end < 0:
        return met, before
    for k in range(count):
        key = some[k]
        first, last = start[key >> shift], start[(key >> shift) + 1]
        met = _room(met, used + last - first)
        for at in range(first, last):
            if key_of[at] == key and not seen[held[at]]:
                seen[held[at]] = 1
                met[used] = held[at]
                used += 1
    for at in range(before, used):
        seen[met[at]] = 0
    return met, used


@compiled
def _all_met(alone: Keys, together: Keys, some: Array, count: int, way: int, seen: Array,
             met: Array) -> tuple[Array, int]:  # fmt: skip
    # Where two words read as one must be nearly the same, they meet and are met by whole keys only, and not each other.
    met, used = _met(alone, some, min(count, 1) if way == _STRICT_TWO else count, seen, met, 0)
    if way == _STRICT_TWO:
        return met, used
    return _met(together, some, min(count, 1) if way == _STRICT else count, seen, met, used)


@compiled
def _strict_from(words: Spoken, way: int) -> tuple[int, int]:
    if way == _LOOSE:
        return len(words.first), len(words.sound)
    return (int(words.together[0]), int(words.together[1])) if way == _STRICT else (0, 0)


@compiled
def _words_of(sounds: Array, count: int, first: Array) -> int:
    words = 0
    for at in range(count):
        words += first[sounds[at] + 1] - first[sounds[at]]
    return words


@compiled
def _each_once(found: Array, first: int, used: int) -> int:
    found[first:used].sort()
    kept = first
    for at in range(first, used):
        if at == first or found[at] != found[at - 1]:
            found[kept] = found[at]
            kept += 1
    return kept


@compiled
def near_words(
    asked: Words, words: Spoken, sounds: Keys, spellings: Keys, sounds_together: Keys, spellings_together: Keys,
    far: Array, seen: Array, strict: bool,
) -> tuple[Array, Array]:  # fmt: skip
    """Give for each asked word the words of the index like it, as `word << 16 | likeness`, ordered by word.

    `far` is `farthest(strict)`; `seen` is zeros, one for each word of the index, and is given back as it was. Where it
    is `strict`, two words read as one are like no other two, and like one word only where they are nearly the same.
    """
    starts = np.zeros(len(asked.bare) + 1, np.int64)
    found, some, met = np.empty(4096, np.int64), np.empty(_MAX_KEYS, np.int64), np.empty(256, np.int64)
    masks, heard_masks, likely = np.zeros(256, np.uint64), np.zeros(256, np.uint64), np.empty(4096, np.int64)
    first = 0
    for i in range(len(asked.bare)):
        t0, t1 = asked.text_start[i], asked.text_start[i + 1]
        h0, h1 = asked.heard_start[i], asked.heard_start[i + 1]
        _marked(masks, asked.text, t0, t1, True)
        _marked(heard_masks, asked.heard, h0, h1, True)
        glance = _glance(asked.text, t0, t1, asked.bare[i] != 0)
        way = _LOOSE if not strict else _STRICT if asked.together[i] == 0 else _STRICT_TWO
        sound, word = _strict_from(words, way)
        letters, heard = min(t1 - t0, _MOST_LETTERS), min(h1 - h0, _MOST_LETTERS)
        one = _Asked(sound, word, letters, heard, glance, masks, heard_masks)
        count = _sound_keys(asked.heard, h0, h1, some)
        met, count = _all_met(sounds, sounds_together, some, count, way, seen, met)
        some_words = _words_of(met, count, words.first)
        found, likely = _room(found, first + some_words), _room(likely, some_words + 1)
        used = _by_sound(one, words, met, count, far, likely, found, first)
        count = _spelling_keys(asked.text, t0, t1, h1 - h0, some)
        met, count = _all_met(spellings, spellings_together, some, count, way, seen, met)
        found = _room(found, used + count)
        used = _by_spelling(one, words, met, count, far, found, used)
        first = _each_once(found, first, used)
        _marked(masks, asked.text, t0, t1, False)
        _marked(heard_masks, asked.heard, h0, h1, False)
        starts[i + 1] = first
    return starts, found[:first].copy()
