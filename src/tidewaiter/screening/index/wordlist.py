"""The different words of a segment side by side, with the hashed keys by which words like a given one are met."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from tidewaiter.screening.index.arrays import Array
from tidewaiter.screening.index.names import Word
from tidewaiter.screening.index.near import Keys, Spoken, Words, glances, keys_of_sounds, keys_of_spellings

_SPOKEN = (
    "word_bytes", "word_start", "word_glance", "word_sound", "sound_bytes", "sound_start", "sound_word",
    "together",
)  # fmt: skip
_ALONE, _TOGETHER = ("sound", "spell"), ("sound_of_two", "spell_of_two")
_KEYS = ("key_start", "key_hash", "key_of")
# Buckets of about three keys by their first bits.
_MOST_BITS = 22


class Wordlist(NamedTuple):
    """The words of a segment, and the keys of their sounds and of their spellings; apart, those of two read as one."""

    words: Spoken
    sounds: Keys
    spellings: Keys
    sounds_together: Keys
    spellings_together: Keys

    def unseen(self) -> Array:
        """Give room to mark each word in, unmarked."""
        return np.zeros(len(self.words.sound), np.uint8)


def words_of(words: Sequence[Word]) -> Words:
    """Give words as bytes side by side."""
    text, text_start = _side_by_side([word.text for word in words])
    heard, heard_start = _side_by_side([word.skeleton for word in words])
    bare, together = (np.array([word[at] for word in words], np.uint8) for at in (2, 3))
    return Words(text, text_start, heard, heard_start, _fixed(bare), _fixed(together))


def keyed(words: Sequence[Word]) -> dict[str, Array]:
    """Give the arrays of words that are in order `by_sound`: letters, consonants as heard, and the keys of both."""
    plain = words_of(words)
    firsts = [at for at, word in enumerate(words) if not at or _heard(word) != _heard(words[at - 1])]
    first = np.array([*firsts, len(words)], np.int32)
    alone = len(words) - int(plain.together.sum())
    sounds_alone = int(np.searchsorted(first[:-1], alone))
    heard, heard_start = _side_by_side([words[at].skeleton for at in firsts])
    spoken = Spoken(
        plain.text,
        plain.text_start,
        glances(plain),
        np.repeat(np.arange(len(firsts), dtype=np.int32), np.diff(first)),
        heard,
        heard_start,
        first,
        np.array([sounds_alone, alone], np.int32),
    )
    letter = plain.text[plain.text_start[:-1]]
    found = dict(zip(_SPOKEN, spoken, strict=True)) | {"letter": letter}
    for (sound, spelling), sounds, spellings in (
        (_ALONE, (0, sounds_alone), (0, alone)),
        (_TOGETHER, (sounds_alone, len(firsts)), (alone, len(words))),
    ):
        found |= _ordered(sound, keys_of_sounds(heard, heard_start, *sounds))
        found |= _ordered(spelling, keys_of_spellings(plain, *spellings))
    return found


def wordlist(arrays: Mapping[str, Array]) -> Wordlist:
    """Give the words of a segment from its arrays, as made or as read from a file."""
    keys = (_keys(name, arrays) for name in (*_ALONE, *_TOGETHER))
    return Wordlist(Spoken(*(arrays[name] for name in _SPOKEN)), *keys)


def by_sound(word: Word) -> tuple[bool, str, str, bool]:
    """Order words by how they sound, so that words like each other lie near each other; two read as one come last."""
    return word.together, word.skeleton, word.text, word.bare


def starts_of(lengths: Array) -> Array:
    """Give where each of many stretches begins, and where the last ends; ValueError beyond two billion."""
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    if starts[-1] >= 2**31:
        raise ValueError("one index holds at most two billion letters; divide the entries")
    return starts.astype(np.int32)


def _heard(word: Word) -> tuple[bool, str]:
    return word.together, word.skeleton


def _ordered(name: str, keys_and_owners: tuple[Array, Array]) -> dict[str, Array]:
    keys, owners = keys_and_owners
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    bits = min(_MOST_BITS, max(4, len(keys).bit_length() - 2))
    bucket = np.arange((1 << bits) + 1, dtype=np.uint64) << np.uint64(32 - bits)
    start = np.searchsorted(keys.astype(np.uint64), bucket).astype(np.int32)
    return {f"{name}_{part}": array for part, array in zip(_KEYS, (start, keys, owners[order]), strict=True)}


def _keys(name: str, arrays: Mapping[str, Array]) -> Keys:
    start, key, held = (arrays[f"{name}_{part}"] for part in _KEYS)
    return Keys((len(start) - 1).bit_length() - 1, start, key, held)


def _side_by_side(texts: Sequence[str]) -> tuple[Array, Array]:
    plain = [text.encode() for text in texts]
    start = starts_of(np.fromiter(map(len, plain), np.int64, len(plain)))
    return _fixed(np.frombuffer(b"".join(plain) or b"\0", np.uint8)), _fixed(start)


def _fixed(array: Array) -> Array:
    # One type of array for the compiler, whether made or mapped from a file.
    array.flags.writeable = False
    return array
