"""How a name is taken apart for the index, name by name: what `rowing.every_row` does for all of them at once."""

from collections.abc import Iterator
from itertools import pairwise

from tidewaiter.screening.index.names import LONGEST_JOINED, SHORT, Word
from tidewaiter.screening.index.walk import MOST_PARTS, TWO_WORDS, WITH_PARTICLE
from tidewaiter.screening.judging.known_names import rarity_of
from tidewaiter.screening.words import Role, Token, Wording, skeleton, wording

Part = tuple[Word, float, int]


def parts_of(text: str, person: bool) -> list[Part]:
    """Each word that carries a name, its weight and place; then what is read together."""
    name = wording(text, person)
    carrying = [token for token in name.tokens if token.carries]
    weights = [0.0 if token.role is Role.INITIAL else token.weight * rarity_of(token.text) for token in carrying]
    if not any(weights):
        # A name of initials alone is carried by them.
        weights = [1.0 for _ in carrying]
    words = [Word(token.text, token.skeleton, token.consonantal) for token in carrying]
    parts = [*zip(words, weights, range(len(words)), strict=True), *_together(name), *_initials(name)]
    return parts[:MOST_PARTS]


def _together(name: Wording) -> Iterator[Part]:
    place = 0
    for one, other in pairwise(name.tokens):
        place += one.carries
        short = min(len(one.text), len(other.text)) <= SHORT and len(one.text) + len(other.text) <= LONGEST_JOINED
        if not short or other.role is not Role.NAME or one.role not in {Role.NAME, Role.PARTICLE}:
            continue
        weight = _weight(other) + (_weight(one) if one.carries else 0.0)
        yield _joined(one, other), weight, place - 1 + TWO_WORDS if one.carries else place + WITH_PARTICLE


def _joined(one: Token, other: Token) -> Word:
    seam = one.skeleton[-1:] == other.skeleton[:1]
    bare = one.consonantal or other.consonantal
    return Word(one.text + other.text, one.skeleton + other.skeleton[seam:], bare, one.carries)


def _weight(token: Token) -> float:
    return token.weight * rarity_of(token.text)


def _initials(name: Wording) -> Iterator[Part]:
    place, run = 0, ""
    for token in (*name.tokens, None):
        if token is not None and token.role is Role.INITIAL:
            run += token.text
        elif run:
            if 1 < len(run) <= SHORT:
                yield Word(run, skeleton(run), False), rarity_of(run), place - len(run) + WITH_PARTICLE
            run = ""
        place += token is not None and token.carries
