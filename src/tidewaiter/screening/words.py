"""The parts of a name: which words carry it and which only frame it, and how each word sounds."""

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from tidewaiter.screening.letters import Word, latin_words, letters_for_digits
from tidewaiter.screening.subjects import MAX_NAME_LETTERS
from tidewaiter.screening.vocabulary import COMMON, FORMS, PARTICLES, TITLES, VESSEL_PREFIXES

MAX_TOKENS = 24
MAX_TOKEN_LETTERS = 40


class Role(Enum):
    """What a word does in a name; the value is its weight before rarity."""

    NAME = 1.0
    COMMON = 0.45
    PARTICLE = 0.15
    TITLE = 0.08
    FORM = 0.08
    INITIAL = 0.35

    # Words are looked up by the million; the hash of an enumeration is computed anew each time.
    __hash__ = object.__hash__


# Abd al-Rahman, Abdul Rahman, Abdurrahman and Abdurahman are one name; the article melts into some letters.
_ABD = re.compile(r"(abd)[aeiou]{1,2}(?:l|([rsnzdt])(?=\2)|(?=[rsnzdt]))([a-z]{4,})")
_ABD_ALONE = frozenset({"abdul", "abdel", "abdal", "abdoul", "abdol", "abdil"})
# So are Shams al-Din, Shamsuddin and Shamsudin.
_DIN = re.compile(r"([a-z]{3,}?)[aeiou]{1,2}[dl](d[aeiy]{1,2}n)|([a-z]{2,}?[^aeiou])u(d[aeiy]{1,2}n)")

# And so are Mati Allah and Matiullah.
_ALLAH = re.compile(r"([a-z]{3,}?)[aeou]?llah|([a-z]{3,}?)ulla")

_SOUNDS = {
    "shch": "s", "tsch": "s", "sch": "s", "tch": "s", "sh": "s", "ch": "s", "ts": "s", "tz": "s", "sz": "s",
    "cz": "s",
    "tx": "s", "zh": "j", "dzh": "j", "dj": "j", "dz": "s", "kh": "h", "gh": "k", "dh": "d", "th": "t", "ph": "f",
    "bh": "b", "ck": "k", "q": "k", "g": "k", "c": "k", "z": "s", "v": "f", "x": "ks", "ng": "nk",
}  # fmt: skip
# What is heard by one letter alone is changed in one go, after all that depends on its neighbours.
_ONE_LETTER = str.maketrans(dict.fromkeys("aeiouyw", "") | {one: _SOUNDS[one] for one in _SOUNDS if len(one) == 1})
_SOUND = re.compile(
    "|".join(["^w", *sorted((one for one in _SOUNDS if len(one) > 1), key=len, reverse=True), "c", "h$"])
)
_DOUBLE = re.compile(r"(.)\1+")
_VOWELS = frozenset("aeiouy")
_SHORT = {1: 0.7, 2: 0.7, 3: 0.85}
_OF_PERSONS = dict.fromkeys(TITLES, Role.TITLE) | dict.fromkeys(PARTICLES, Role.PARTICLE)
_OF_OTHERS = (
    dict.fromkeys(COMMON, Role.COMMON)
    | dict.fromkeys(FORMS, Role.FORM)
    | dict.fromkeys(VESSEL_PREFIXES, Role.TITLE)
    | dict.fromkeys(PARTICLES, Role.PARTICLE)
)


class Token(NamedTuple):
    """One word of a name: its letters, its consonants as heard, what it does, and its weight before rarity.

    `carries` says that the word belongs to the name itself and does not only frame it.
    """

    text: str
    skeleton: str
    role: Role
    consonantal: bool
    weight: float
    carries: bool


class Wording(NamedTuple):
    """A name taken apart, in the order written; `cut` says that it was longer than what is compared."""

    tokens: tuple[Token, ...]
    cut: bool = False

    @property
    def carrying(self) -> tuple[Token, ...]:
        """The tokens that carry the name, without particles, titles and company forms."""
        return tuple(token for token in self.tokens if token.carries)


_CARRYING = frozenset({Role.NAME, Role.COMMON, Role.INITIAL})


def wording(text: str, person: bool) -> Wording:
    """Take a name apart, at most 24 words of 40 letters; titles frame persons, company forms others."""
    return worded(latin_words(text), person, len(text) > MAX_NAME_LETTERS)


def worded(words: Sequence[Word], person: bool, cut: bool = False) -> Wording:
    """Give what the Latin words of a name do in it; `cut` says that there were more of them."""
    tokens: list[Token] = []
    for word, consonantal in words:
        tokens += tokens_of(word, consonantal, person)
    for token in tokens:
        if token.carries and len(token.text) > 1:
            break
    else:
        # A firm called "Company" is carried by the word that frames others.
        tokens = [_promoted(token) for token in tokens]
    return Wording(tuple(tokens[:MAX_TOKENS]), cut or len(tokens) > MAX_TOKENS)


def joined(tokens: tuple[Token, ...]) -> Token:
    """Give the token that these would be if written together (Su Nam, Sunam)."""
    text = "".join(token.text for token in tokens)[:MAX_TOKEN_LETTERS]
    return Token(text, skeleton(text), Role.NAME, any(token.consonantal for token in tokens), 1.0, True)


@lru_cache(maxsize=16384)
def skeleton(text: str) -> str:
    """Give the consonants of a Latin word as they sound, doubles once: Mohammed and Muhamad are `mhmd`."""
    return _DOUBLE.sub(r"\1", _SOUND.sub(_sound, text).translate(_ONE_LETTER))


def _sound(found: re.Match[str]) -> str:
    letters = found.group()
    if letters == "w":
        return "f"
    if letters == "c":
        return "s" if found.string[found.end() : found.end() + 1] in {"e", "i", "y"} else "k"
    return _SOUNDS.get(letters, "")


# Words are cached, not names: a deleted entry leaves no name behind in a worker's memory.
@lru_cache(maxsize=16384)
def tokens_of(text: str, consonantal: bool, person: bool) -> tuple[Token, ...]:
    """Give the tokens of one Latin word; some words are two or three names written together."""
    parts = (text,) if consonantal else _parts(letters_for_digits(text))
    return tuple(_token(part[:MAX_TOKEN_LETTERS], consonantal, person) for part in parts)


def _parts(text: str) -> tuple[str, ...]:
    if text in _ABD_ALONE:
        return ("abd", "al")
    if found := _ABD.fullmatch(text):
        return ("abd", "al", found[3])
    if found := _DIN.fullmatch(text):
        return (found[1] or found[3], "al", found[2] or found[4])
    if found := _ALLAH.fullmatch(text):
        return (found[1] or found[2], "allah")
    return (text,)


def _token(text: str, consonantal: bool, person: bool) -> Token:
    # A Latin word without any vowel lost them on the way; only its skeleton can be compared.
    bare = consonantal or (len(text) > 1 and text.isalpha() and _VOWELS.isdisjoint(text))
    role = _role(text, consonantal, person)
    return Token(text, skeleton(text), role, bare, role.value * _SHORT.get(len(text), 1.0), role in _CARRYING)


def _role(text: str, consonantal: bool, person: bool) -> Role:
    if len(text) == 1:
        return Role.INITIAL
    if consonantal:
        return Role.NAME
    return (_OF_PERSONS if person else _OF_OTHERS).get(text, Role.NAME)


def means_the_same(text: str) -> bool:
    """Whether a word does the same in the name of a person and in that of another."""
    return _OF_PERSONS.get(text) is _OF_OTHERS.get(text)


def _promoted(token: Token) -> Token:
    return token._replace(role=Role.NAME, weight=1.0, carries=True) if len(token.text) > 1 else token
