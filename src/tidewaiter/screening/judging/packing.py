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
    BASE,
    CONSONANTAL,
    CONSONANTS,
    COUNTED,
    LENGTH,
    MOST_LETTERS,
    RARITY,
    ROLE,
    SHAPE,
    SKELETON,
    SKELETON_LENGTH,
    WIDTH,
    Rows,
)
from tidewaiter.screening.judging.known_names import given_name_groups, rarity_of
from tidewaiter.screening.letters import latin_words
from tidewaiter.screening.words import MAX_TOKENS, Role, Token, Wording, tokens_of, wording

_ROLES = {role: number for number, role in enumerate(Role)}
_VOWELS = str.maketrans("", "", "aeiouy")
_DOUBLE = re.compile(r"(.)\1+")
# What a scanner takes for each other: rn for m, cl for d, and letters that are one stroke.
_STROKES = (("rn", "m"), ("cl", "d"), ("vv", "w"), ("ii", "u"))
_ONE_STROKE = str.maketrans("l1j0568", "iiiosbb")
_LEAST_SHAPED = 3


def packed(name: Wording, rarity: Mapping[str, float] | None = None) -> bytes:
    """Give a name as rows of bytes; `rarity` lowers the weight of the words it knows."""
    rows = [_row(token) for token in name.tokens]
    if rarity:
        rows = [_lowered(row, rarity.get(token.text, 1.0)) for row, token in zip(rows, name.tokens, strict=True)]
    return b"".join(rows)


def packed_text(text: str, person: bool) -> bytes:
    """Give the rows of a name as written, as `packed` of its wording does, without taking it apart anew."""
    rows, carried = [], False
    for word, consonantal in latin_words(text):
        row, carries = _known(word, consonantal, person)
        rows.append(row)
        carried = carried or carries
    return b"".join(rows)[: MAX_TOKENS * WIDTH] if carried else packed(wording(text, person))


@lru_cache(maxsize=32768)
def _known(word: str, consonantal: bool, person: bool) -> tuple[bytes, bool]:
    tokens = tokens_of(word, consonantal, person)
    return b"".join(map(_row, tokens)), any(token.carries and len(token.text) > 1 for token in tokens)


def stacked(names: Sequence[bytes]) -> tuple[Rows, NDArray[np.int64]]:
    """Give the rows of many names below each other, and where each name ends."""
    rows = np.frombuffer(b"".join(names), np.uint8).reshape(-1, WIDTH)
    return rows, np.array([*accumulate(len(name) // WIDTH for name in names)], np.int64)


# Words are cached, not names: a deleted entry leaves no name behind in a worker's memory.
@lru_cache(maxsize=32768)
def _row(token: Token) -> bytes:
    row = bytearray(WIDTH)
    text, heard = token.text.encode()[:MOST_LETTERS], token.skeleton.encode()[:MOST_LETTERS]
    row[: len(text)], row[SKELETON : SKELETON + len(heard)] = text, heard
    row[LENGTH], row[SKELETON_LENGTH] = len(text), len(heard)
    row[ROLE], row[CONSONANTAL] = _ROLES[token.role], token.consonantal
    row[BASE], row[RARITY] = round(token.weight * 200), round(rarity_of(token.text) * 200)
    consonants = _DOUBLE.sub(r"\1", token.text.translate(_VOWELS))
    row[COUNTED] = len(consonants)
    for place, group in enumerate(given_name_groups(token.text)):
        row[ALIKE + 2 * place : ALIKE + 2 * place + 2] = group.to_bytes(2, "little")
    row[SHAPE : SHAPE + 4] = _hashed(_shape(token.text))
    row[CONSONANTS : CONSONANTS + 4] = _hashed(consonants if token.text.isalpha() else "")
    return bytes(row)


def _shape(text: str) -> str:
    if len(text) < _LEAST_SHAPED:
        return ""
    for seen, meant in _STROKES:
        text = text.replace(seen, meant)
    return _DOUBLE.sub(r"\1", text.translate(_ONE_STROKE))


def _hashed(text: str) -> bytes:
    return crc32(text.encode()).to_bytes(4, "little") if text else bytes(4)


def _lowered(row: bytes, share: float) -> bytes:
    return row[:RARITY] + bytes([round(row[RARITY] * min(1.0, max(0.0, share)))]) + row[RARITY + 1 :]
