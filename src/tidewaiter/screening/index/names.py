"""A name as the index holds it: the words that carry it, their weights, and neighbours as if written together."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tidewaiter.screening.index.walk import MOST_PARTS, TWO_WORDS, WITH_PARTICLE
from tidewaiter.screening.judging.known_names import rarity_of
from tidewaiter.screening.words import Role, Token, Wording, skeleton, wording

_SHORT = 5
_LONGEST_JOINED = 24


class Word(NamedTuple):
    """A word apart from any name; `bare` says that it stands without its vowels."""

    text: str
    skeleton: str
    bare: bool


class Part(NamedTuple):
    """A word at its place in a name; an initial weighs nothing; two words read as one cover two places."""

    word: Word
    weight: float
    place: int


def parts_of(text: str, person: bool) -> list[Part]:
    """Take a name apart; empty where nothing in it carries a name."""
    name = wording(text, person)
    words = [word for token in name.tokens if (word := _carried(token)) is not None]
    if not any(weight for _, weight in words):
        # A name of initials alone is carried by them.
        words = [(word, 1.0) for word, _ in words]
    parts = [Part(word, weight, place) for place, (word, weight) in enumerate(words)]
    if len(name.tokens) > 1:
        parts += _together(name)
        if any(token.role is Role.INITIAL for token in name.tokens):
            parts += _initials(name)
    return parts[:MOST_PARTS]


@lru_cache(maxsize=65536)
def _carried(token: Token) -> tuple[Word, float] | None:
    if not token.carries:
        return None
    weight = 0.0 if token.role is Role.INITIAL else token.weight * rarity_of(token.text)
    return Word(token.text, token.skeleton, token.consonantal), weight


def _together(name: Wording) -> Iterator[Part]:
    # Su Nam is also Sunam, and Al Qadhafi Alqadhafi; with a long word at both ends nobody writes them as one.
    place = 0
    before: tuple[Token, int] | None = None
    for token in name.tokens:
        last = place
        place += token.carries
        fits = token.carries and token.role is Role.NAME
        if before and fits and (found := _joined(before[0], token)):
            if not before[0].carries:
                yield Part(found[0], found[2], last + WITH_PARTICLE)
            elif before[0].role is Role.NAME:
                yield Part(found[0], found[1] + found[2], last - 1 + TWO_WORDS)
        before = (token, last) if token.role in {Role.NAME, Role.PARTICLE} else None


def _initials(name: Wording) -> Iterator[Part]:
    # I A C International is also IAC International.
    place, run = 0, ""
    for token in (*name.tokens, None):
        if token is not None and token.role is Role.INITIAL:
            run += token.text
        elif run:
            if 1 < len(run) <= _SHORT:
                yield Part(Word(run, skeleton(run), False), rarity_of(run), place - len(run) + WITH_PARTICLE)
            run = ""
        place += token is not None and token.carries


@lru_cache(maxsize=65536)
def _joined(one: Token, other: Token) -> tuple[Word, float, float] | None:
    if min(len(one.text), len(other.text)) > _SHORT or len(one.text) + len(other.text) > _LONGEST_JOINED:
        return None
    # Where both sound the same at the seam, that is heard once.
    seam = one.skeleton[-1:] == other.skeleton[:1]
    both = Word(one.text + other.text, one.skeleton + other.skeleton[seam:], one.consonantal or other.consonantal)
    return both, one.weight * rarity_of(one.text), other.weight * rarity_of(other.text)
