"""A name as the index holds it: the words that carry it, their weights, and neighbours as if written together."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tidewaiter.screening.index.walk import MOST_PARTS, TWO_WORDS, WITH_PARTICLE
from tidewaiter.screening.judging.known_names import rarity_of
from tidewaiter.screening.letters import Word as LatinWord
from tidewaiter.screening.words import MAX_TOKENS, Role, Token, Wording, skeleton, tokens_of, worded, wording

SHORT = 5
LONGEST_JOINED = 24


class Word(NamedTuple):
    """A word apart from any name: `bare` where it stands without its vowels, `together` where two are read as one."""

    text: str
    skeleton: str
    bare: bool
    together: bool = False


_NO_WORD = Word("", "", False)
# A word at its place in a name, and its weight; an initial weighs nothing; two words read as one cover two places.
Part = tuple[Word, float, int]


def parts_of(text: str, person: bool) -> list[Part]:
    """Take a name apart; empty where nothing in it carries a name."""
    return parts_in(wording(text, person))


def parts_in(name: Wording) -> list[Part]:
    """Give the parts of a name whose words stand apart already."""
    parts: list[Part] = []
    weighs = initials = False
    for token in name.tokens:
        carried = _carried(token)
        if carried is not None:
            word, weight = carried
            parts.append((word, weight, len(parts)))
            weighs = weighs or weight > 0.0
            initials = initials or token.role is Role.INITIAL
    if not weighs:
        # A name of initials alone is carried by them.
        parts = [(word, 1.0, place) for word, _, place in parts]
    if len(name.tokens) > 1:
        parts += _together(name)
        if initials:
            parts += _initials(name)
    return parts[:MOST_PARTS]


def parts_of_words(words: Sequence[LatinWord], person: bool) -> list[Part]:
    """Give what `parts_in` gives of a name of these words; most names need nothing but what is known of each word."""
    parts: list[Part] = []
    together: list[Part] = []
    carried = False
    before: Token | None = None
    place = tokens = 0
    for text, consonantal in words:
        for token, word, weight, carries, long in _known(text, consonantal, person):
            tokens += 1
            if token.role is Role.INITIAL:
                return parts_in(worded(words, person))
            if carries and token.role is Role.NAME and before and _short_enough(before.text, token.text):
                both, first, second = _joined(before, token)
                if before.carries:
                    together.append((both, first + second, place - 1 + TWO_WORDS))
                else:
                    together.append((both, second, place + WITH_PARTICLE))
            before = token if token.role is Role.NAME or token.role is Role.PARTICLE else None
            carried = carried or long
            if carries:
                parts.append((word, weight, place))
                place += 1
    if not carried or tokens > MAX_TOKENS:
        return parts_in(worded(words, person))
    return (parts + together)[:MOST_PARTS]


@lru_cache(maxsize=16384)
def _known(text: str, consonantal: bool, person: bool) -> tuple[tuple[Token, Word, float, bool, bool], ...]:
    # Of each token of a word: itself, as the index has it, its weight, whether it carries and whether as a long word.
    found = []
    for token in tokens_of(text, consonantal, person):
        word, weight = _carried(token) or (_NO_WORD, 0.0)
        found.append((token, word, weight, token.carries, token.carries and len(token.text) > 1))
    return tuple(found)


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
        if before and fits and _short_enough(before[0].text, token.text):
            found = _joined(before[0], token)
            if not before[0].carries:
                yield found[0], found[2], last + WITH_PARTICLE
            elif before[0].role is Role.NAME:
                yield found[0], found[1] + found[2], last - 1 + TWO_WORDS
        before = (token, last) if token.role in {Role.NAME, Role.PARTICLE} else None


def _initials(name: Wording) -> Iterator[Part]:
    # I A C International is also IAC International.
    place, run = 0, ""
    for token in (*name.tokens, None):
        if token is not None and token.role is Role.INITIAL:
            run += token.text
        elif run:
            if 1 < len(run) <= SHORT:
                yield Word(run, skeleton(run), False), rarity_of(run), place - len(run) + WITH_PARTICLE
            run = ""
        place += token is not None and token.carries


def _short_enough(one: str, other: str) -> bool:
    return (len(one) <= SHORT or len(other) <= SHORT) and len(one) + len(other) <= LONGEST_JOINED


@lru_cache(maxsize=65536)
def _joined(one: Token, other: Token) -> tuple[Word, float, float]:
    # Where both sound the same at the seam, that is heard once.
    seam, bare = one.skeleton[-1:] == other.skeleton[:1], one.consonantal or other.consonantal
    both = Word(one.text + other.text, one.skeleton + other.skeleton[seam:], bare, one.carries)
    return both, one.weight * rarity_of(one.text), other.weight * rarity_of(other.text)
