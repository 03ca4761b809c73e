"""The parts of a name: which words carry it and which only frame it, and how each word sounds."""

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from tidewaiter.screening.letters import latin_words, letters_for_digits
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


# Abd al-Rahman, Abdul Rahman and Abdurrahman are one name; the article melts into some letters.
_ABD = re.compile(r"(abd)[aeiou]{1,2}(?:l|([rsnzdt])(?=\2))([a-z]{4,})")
_ABD_ALONE = frozenset({"abdul", "abdel", "abdal", "abdoul", "abdol", "abdil"})
# So are Shams al-Din and Shamsuddin.
_DIN = re.compile(r"([a-z]{3,}?)[aeiou]{1,2}(d|l)(d[aeiy]{1,2}n)")

# And so are Mati Allah and Matiullah.
_ALLAH = re.compile(r"([a-z]{3,}?)[aeou]?llah|([a-z]{3,}?)ulla")

_SOUNDS = {
    "shch": "s", "tsch": "s", "sch": "s", "tch": "s", "sh": "s", "ch": "s", "ts": "s", "tz": "s", "sz": "s",
    "cz": "s",
    "zh": "j", "dzh": "j", "dj": "j", "dz": "s", "kh": "h", "gh": "k", "dh": "d", "th": "t", "ph": "f",
    "bh": "b", "ck": "k", "q": "k", "g": "k", "c": "k", "z": "s", "v": "f", "x": "ks", "ng": "nk",
}  # fmt: skip
_SOUND = re.compile("^w|" + "|".join(sorted(_SOUNDS, key=len, reverse=True)) + "|[aeiouyw]|h$")
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


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a name: its letters, its consonants as heard, what it does, and its weight before rarity.

    `carries` says that the word belongs to the name itself and does not only frame it.
    """

    text: str
    skeleton: str
    role: Role
    consonantal: bool
    weight: float
    carries: bool


@dataclass(frozen=True, slots=True)
class Wording:
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
    tokens: list[Token] = []
    for word in latin_words(text):
        tokens += tokens_of(word.text, word.consonantal, person)
    if not any(token.carries and len(token.text) > 1 for token in tokens):
        # A firm called "Company" is carried by the word that frames others.
        tokens = [_promoted(token) for token in tokens]
    return Wording(tuple(tokens[:MAX_TOKENS]), cut=len(tokens) > MAX_TOKENS or len(text) > MAX_NAME_LETTERS)


def joined(tokens: tuple[Token, ...]) -> Token:
    """Give the token that these would be if written together (Su Nam, Sunam)."""
    text = "".join(token.text for token in tokens)[:MAX_TOKEN_LETTERS]
    return Token(text, skeleton(text), Role.NAME, any(token.consonantal for token in tokens), 1.0, True)


@lru_cache(maxsize=16384)
def skeleton(text: str) -> str:
    """Give the consonants of a Latin word as they sound, doubles once: Mohammed and Muhamad are `mhmd`."""
    return _DOUBLE.sub(r"\1", _SOUND.sub(_sound, text))


def _sound(found: re.Match[str]) -> str:
    letters = found.group()
    if letters == "w":
        return "f" if found.start() == 0 else ""
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
        return (found[1], "al", found[3])
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


def _promoted(token: Token) -> Token:
    return replace(token, role=Role.NAME, weight=1.0, carries=True) if len(token.text) > 1 else token
