"""Words and names as rows of bytes, the form in which machine code compares them."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tidewaiter.screening.judging.kernel import (
    ALIKE,
    MOST_LETTERS,
    RARITY,
    READ,
    SHAPE,
    WIDTH,
    Rows,
)
from tidewaiter.screening.judging.known_names import given_name_groups, rarity_of
from tidewaiter.screening.letters import Word, latin_words
from tidewaiter.screening.words import MAX_TOKENS, Role, Token, Wording, tokens_of, worded

_ROLES = {role: number for number, role in enumerate(Role)}
_VOWELS = b"aeiouy"
_DOUBLE = re.compile(rb"(.)\1+")
# What a scanner takes for each other: rn for m, cl for d, and letters that are one stroke.
_STROKES = ((b"rn", b"m"), (b"cl", b"d"), (b"vv", b"w"), (b"ii", b"u"))
_ONE_STROKE = bytes.maketrans(b"l1j0568", b"iiiosbb")
_LEAST_SHAPED = 3


def packed(name: Wording, rarity: Mapping[str, float] | None = None) -> bytes:
    """Give a name as rows of bytes; `rarity` lowers the weight of the words it knows."""
    rows = [_row(token) for token in name.tokens]
    if rarity:
        rows = [_lowered(row, rarity.get(token.text, 1.0)) for row, token in zip(rows, name.tokens, strict=True)]
    return b"".join(rows)


def packed_text(text: str, person: bool) -> bytes:
    """Give the rows of a name as written, as `packed` of its wording does, without taking it apart anew."""
    return packed_words(latin_words(text), person)


def packed_words(words: Sequence[Word], person: bool) -> bytes:
    """Give the rows of a name whose Latin words are known."""
    rows, carried = [], False
    for word, consonantal in words:
        row, carries = _known(word, consonantal, person)
        rows.append(row)
        carried = carried or carries
    return b"".join(rows)[: MAX_TOKENS * WIDTH] if carried else packed(worded(words, person))


def read_as(name: bytes, how: int) -> bytes:
    """Give the rows of a name with the mark of how it was read."""
    return name[:READ] + bytes([how]) + name[READ + 1 :] if how and name else name


@lru_cache(maxsize=32768)
def _known(word: str, consonantal: bool, person: bool) -> tuple[bytes, bool]:
    tokens = tokens_of(word, consonantal, person)
    return b"".join(map(_row, tokens)), any(token.carries and len(token.text) > 1 for token in tokens)


def stacked(names: Sequence[bytes]) -> tuple[Rows, NDArray[np.int64]]:
    """Give the rows of many names below each other, and where each name ends."""
    return rows_of(b"".join(names)), np.array([*accumulate(len(name) // WIDTH for name in names)], np.int64)


def rows_of(name: bytes) -> Rows:
    """Give the rows of a name as an array."""
    # One type of array for the compiler: it may be written to, like the room that names of an index are put into.
    return np.frombuffer(bytearray(name), np.uint8).reshape(-1, WIDTH)


def row_of(token: Token) -> bytes:
    """Give the row of one word."""
    letters, about = _letters(token.text, token.skeleton)
    numbers = (
        _ROLES[token.role],
        token.consonantal,
        round(token.weight * 200),
        round(rarity_of(token.text) * 200),
    )
    return b"".join((letters, bytes(numbers), about))


# Words are cached, not names: a deleted entry leaves no name behind in a worker's memory.
_row = lru_cache(maxsize=32768)(row_of)


@lru_cache(maxsize=32768)
def _letters(word: str, skeleton: str) -> tuple[bytes, bytes]:
    # What stands before and after the numbers that say what the word does in a name.
    text, heard = word.encode()[:MOST_LETTERS], skeleton.encode()[:MOST_LETTERS]
    consonants = _once(text.translate(None, _VOWELS))
    before = text.ljust(MOST_LETTERS, b"\0") + heard.ljust(MOST_LETTERS, b"\0") + bytes((len(text), len(heard)))
    groups = b"".join([group.to_bytes(2, "little") for group in given_name_groups(word)])
    hashes = _hashed(_shape(text)) + _hashed(consonants if word.isalpha() else b"")
    return before, bytes((len(consonants), 0)) + groups.ljust(SHAPE - ALIKE, b"\0") + hashes


def _shape(text: bytes) -> bytes:
    if len(text) < _LEAST_SHAPED:
        return b""
    for seen, meant in _STROKES:
        if seen in text:
            text = text.replace(seen, meant)
    return _once(text.translate(_ONE_STROKE))


def _once(text: bytes) -> bytes:
    return _DOUBLE.sub(rb"\1", text) if _DOUBLE.search(text) else text


def _hashed(text: bytes) -> bytes:
    return crc32(text).to_bytes(4, "little") if text else bytes(4)


def _lowered(row: bytes, share: float) -> bytes:
    return row[:RARITY] + bytes([round(row[RARITY] * min(1.0, max(0.0, share)))]) + row[RARITY + 1 :]
