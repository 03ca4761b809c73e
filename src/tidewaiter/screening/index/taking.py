"""Names as numbers of words: each different word is taken apart once, whether in this process or in one beside it."""

import gc
import pickle
import sys
from array import array
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tidewaiter.screening.index.arrays import Array
from tidewaiter.screening.judging.best import shortened
from tidewaiter.screening.judging.known_names import rarity_of
from tidewaiter.screening.judging.packing import row_of
from tidewaiter.screening.letters import latin_words, words_in_ascii
from tidewaiter.screening.words import MAX_TOKENS, Role, Token, tokens_of, worded

ROLES = tuple(Role)
_NUMBER_OF_ROLE = {role: number for number, role in enumerate(ROLES)}
# A number so high says that the word alone carries no name, a negative one that it is several words or none.
_FRAMES = 1 << 30
_NUMBERS = _FRAMES - 1


class Portion(NamedTuple):
    """Names to be taken apart, and for each whether it is of a person."""

    texts: list[str]
    persons: list[bool]


class Spelled(NamedTuple):
    """The different words of names in the order of their numbers, as columns.

    A word's letters, consonants as heard, the number of its role, whether its vowels are missing, its weight, and how
    the second stage keeps it.
    """

    text: list[str]
    heard: list[str]
    role: list[int]
    bare: list[bool]
    weight: list[float]
    row: list[bytes]


class Taken(NamedTuple):
    """Names in the order given: how many words each has, and the numbers of these words."""

    length: Array
    word: Array
    words: Spelled


class Taker:
    """Takes names apart and remembers each word that it has met."""

    def __init__(self) -> None:
        """Start without any."""
        self._numbers: dict[Token, int] = {}
        self._several: list[tuple[int, ...]] = []
        self._known = {person: _Known(self, person) for person in (False, True)}
        self._count, self._word = array("B"), array("i")

    def take(self, portion: Portion) -> None:
        """Add names."""
        others, persons = self._known[False], self._known[True]
        count, word = self._count.append, self._word.extend
        for text, person in zip(portion.texts, portion.persons, strict=True):
            known = persons if person else others
            if text.isascii():
                words = words_in_ascii(text)
                numbers = [known[one] for one in words]
                if not words or min(numbers) < 0 or min(numbers) >= _FRAMES or len(words) > MAX_TOKENS:
                    numbers = self._whole(text, person)
            else:
                numbers = self._whole(text, person)
            count(len(numbers))
            word(numbers)

    def taken(self) -> Taken:
        """Give all that was found."""
        words = self._numbers
        spelled = Spelled(
            [one.text for one in words],
            [one.skeleton for one in words],
            [_NUMBER_OF_ROLE[one.role] for one in words],
            [one.consonantal for one in words],
            [0.0 if one.role is Role.INITIAL else one.weight * rarity_of(one.text) for one in words],
            [shortened(row_of(one)) for one in words],
        )
        numbers = np.array(self._word, np.int32) & _NUMBERS
        return Taken(np.array(self._count, np.uint8), numbers.astype(np.int32), spelled)

    def number_of(self, tokens: Sequence[Token]) -> int:
        """Give the number by which a word is known that is these tokens."""
        if len(tokens) != 1:
            self._several.append(tuple(self.number_of([token]) for token in tokens))
            return -len(self._several)
        number, token = self._number(tokens[0]), tokens[0]
        return number if token.carries and len(token.text) > 1 else number | _FRAMES

    def _number(self, token: Token) -> int:
        return self._numbers.setdefault(token, len(self._numbers))

    def _whole(self, text: str, person: bool) -> list[int]:
        # A name in which some word is several, none carries it, or some lack their vowels.
        words = latin_words(text)
        known = self._known[person]
        numbers: list[int] = []
        carried = not any(word.consonantal for word in words)
        if carried:
            for word in words:
                number = known[word.text]
                numbers += self._several[-1 - number] if number < 0 else (number,)
            carried = any(number < _FRAMES for number in numbers)
        if not carried:
            numbers = [self._number(token) for token in worded(words, person).tokens]
        return numbers[:MAX_TOKENS]


class _Known(dict[str, int]):
    """The number of each word met, by the word; a new one is taken apart."""

    def __init__(self, taker: Taker, person: bool) -> None:
        super().__init__()
        self._taker, self._person = taker, person

    def __missing__(self, word: str) -> int:
        number = self[word] = self._taker.number_of(tokens_of(word, False, self._person))
        return number


def serve() -> None:
    """Take apart what comes in until it ends, then give what was found: the whole life of a process beside a builder.

    Nothing is given before the end, so that neither ever waits for the other to read.
    """
    gc.disable()
    taker = Taker()
    try:
        while (portion := pickle.load(sys.stdin.buffer)) is not None:  # noqa: S301  # sent by the process that began us
            taker.take(portion)
    except EOFError:
        return
    pickle.dump(taker.taken(), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()
