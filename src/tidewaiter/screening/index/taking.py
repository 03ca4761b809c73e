"""Names as numbers of words: each different word is taken apart once, whether in this process or in one beside it."""

import gc
import pickle
import sys
from array import array
from collections.abc import Sequence
from threading import RLock
from typing import Any, NamedTuple

import numpy as np

from tidewaiter.screening.index.arrays import Array
from tidewaiter.screening.judging.best import shortened
from tidewaiter.screening.judging.known_names import rarity_of
from tidewaiter.screening.judging.packing import row_of
from tidewaiter.screening.letters import latin_words, words_in_ascii
from tidewaiter.screening.words import MAX_TOKENS, Role, Token, means_the_same, tokens_of, worded

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


class Vocabulary:
    """The different words that names were taken apart into so far, by number; threads may share one."""

    def __init__(self) -> None:
        """Start without any."""
        self.tokens: list[Token] = []
        self._numbers: dict[Token, int] = {}
        self._several: list[tuple[int, ...]] = []
        self._known = {person: _Known(self, person) for person in (False, True)}
        # Held where a word is new, so that no two get one number.
        self.lock = RLock()

    def __len__(self) -> int:
        return len(self.tokens) + sum(map(len, self._known.values()))

    def numbers_of(self, text: str, person: bool) -> list[int]:
        """Give the words of a name, at most 24; the number of each is what `plain` leaves of it."""
        if not text.isascii():
            return self._whole(text, person)
        words, known = words_in_ascii(text), self._known[person]
        numbers = [known[one] for one in words]
        if not words or min(numbers) < 0 or min(numbers) >= _FRAMES or len(words) > MAX_TOKENS:
            return self._whole(text, person)
        return numbers

    def number_of(self, tokens: Sequence[Token]) -> int:
        """Give the number by which a word is known that is these tokens."""
        if len(tokens) != 1:
            self._several.append(tuple(self.number_of([token]) for token in tokens))
            return -len(self._several)
        number, token = self._number(tokens[0]), tokens[0]
        return number if token.carries and len(token.text) > 1 else number | _FRAMES

    def as_for_others(self, word: str, person: bool) -> int | None:
        """Give the number by which a word is known in names of the other sort, if it does the same in both."""
        number = self._known[not person].get(word)
        if number is None or number < 0 or not means_the_same(self.tokens[plain(number)].text):
            return None
        return number

    def _number(self, token: Token) -> int:
        found = self._numbers.get(token)
        if found is None:
            with self.lock:
                found = self._numbers.get(token)
                if found is None:
                    found = len(self.tokens)
                    self.tokens.append(token)
                    self._numbers[token] = found
        return found

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


def plain(numbers: Any) -> Any:
    """Give the bare number of a word, or of many in an array."""
    return numbers & _NUMBERS


class Taker:
    """Takes names apart and remembers each word that it has met."""

    def __init__(self) -> None:
        """Start without any."""
        self._vocabulary = Vocabulary()
        self._count, self._word = array("B"), array("i")

    def take(self, portion: Portion) -> None:
        """Add names."""
        numbers_of, count, word = self._vocabulary.numbers_of, self._count.append, self._word.extend
        for text, person in zip(portion.texts, portion.persons, strict=True):
            numbers = numbers_of(text, person)
            count(len(numbers))
            word(numbers)

    def taken(self) -> Taken:
        """Give all that was found."""
        words = self._vocabulary.tokens
        numbers = plain(np.array(self._word, np.int32)).astype(np.int32)
        rows = [shortened(row_of(one)) for one in words]
        return Taken(np.array(self._count, np.uint8), numbers, in_columns([*map(spelled, words)], rows))


def spelled(word: Token) -> tuple[str, str, int, bool, float]:
    """Give what `Spelled` says of a word, but for how the second stage keeps it."""
    weight = 0.0 if word.role is Role.INITIAL else word.weight * rarity_of(word.text)
    return word.text, word.skeleton, _NUMBER_OF_ROLE[word.role], word.consonantal, weight


def in_columns(words: Sequence[tuple[str, str, int, bool, float]], rows: list[bytes]) -> Spelled:
    """Give words as columns, with how the second stage keeps them."""
    columns = [[*column] for column in zip(*words, strict=True)] or [[] for _ in Spelled._fields[:-1]]
    return Spelled._make([*columns, rows])


class _Known(dict[str, int]):
    """The number of each word met, by the word; a new one is taken apart."""

    def __init__(self, vocabulary: Vocabulary, person: bool) -> None:
        super().__init__()
        self._vocabulary, self._person = vocabulary, person

    def __missing__(self, word: str) -> int:
        with self._vocabulary.lock:
            number = self._vocabulary.as_for_others(word, self._person)
            if number is None:
                number = self._vocabulary.number_of(tokens_of(word, False, self._person))
            self[word] = number
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
