"""How alike two words are, by spelling, by sound, as initial and as part: the measure under every match."""

from typing import NamedTuple

from rapidfuzz.distance import OSA

from tidewaiter.screening.words import Token

LEAST_PART = 3
# How many slips a word of so many letters may hold; below three letters one slip makes another word.
_SLIPS = (0, 0, 0, 1, 1, 1, 1, 2, 2, 2)
MANY_SLIPS = 3


class Likeness(NamedTuple):
    """How alike two words are, from 0 to 1, and in what way (`same` or a `word_` reason code)."""

    value: float
    how: str


_NOTHING = Likeness(0.0, "same")


def slips_allowed(letters: int) -> int:
    """Give how many slips a word of so many letters may hold and still be the same word."""
    return _SLIPS[letters] if letters < len(_SLIPS) else MANY_SLIPS


def likeness(one: Token, other: Token) -> Likeness:
    """Compare two words by spelling, by sound, as initial and as part; the best reading counts."""
    if one.text == other.text:
        return Likeness(1.0, "same")
    if min(len(one.text), len(other.text)) == 1:
        return Likeness(0.8, "word_initial") if one.text[0] == other.text[0] else _NOTHING
    if one.consonantal or other.consonantal:
        return Likeness(_without_vowels(one.skeleton, other.skeleton), "word_sound")
    spelled, heard, part = _by_spelling(one.text, other.text), _by_sound(one, other), 0.0
    if one.text[:LEAST_PART] == other.text[:LEAST_PART]:
        part = _as_part(one.text, other.text)
    if spelled >= heard and spelled >= part:
        return Likeness(spelled, "word_spelling") if spelled else _NOTHING
    return Likeness(heard, "word_sound") if heard >= part else Likeness(part, "word_part")


def _by_spelling(one: str, other: str) -> float:
    longest = max(len(one), len(other))
    allowed = slips_allowed(longest)
    if abs(len(one) - len(other)) > allowed:
        return 0.0
    apart: int = OSA.distance(one, other, score_cutoff=allowed)
    return 1 - 0.8 * apart / longest if apart <= allowed else 0.0


def _without_vowels(one: str, other: str) -> float:
    shorter, longer = sorted((len(one), len(other)))
    if one == other:
        return (0.0, 0.68, 0.86)[longer] if longer < 3 else 0.94
    if shorter < 3 or longer - shorter > 1:
        return 0.0
    return 0.78 if OSA.distance(one, other, score_cutoff=1) == 1 else 0.0


def _by_sound(one: Token, other: Token) -> float:
    mine, theirs = one.skeleton, other.skeleton
    if mine == theirs:
        base = (0.0, 0.0, 0.6)[len(mine)] if len(mine) < 3 else 0.65
        return base + 0.3 * _spelled(one.text, other.text) if base else 0.0
    if min(len(mine), len(theirs)) < 4 or abs(len(mine) - len(theirs)) > 1:
        return 0.0
    apart: int = OSA.distance(mine, theirs, score_cutoff=1)
    return 0.55 + 0.3 * _spelled(one.text, other.text) if apart == 1 else 0.0


def _spelled(one: str, other: str) -> float:
    alike: float = OSA.normalized_similarity(one, other)
    return alike


def _as_part(one: str, other: str) -> float:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < LEAST_PART or not longer.startswith(shorter):
        return 0.0
    return 0.72 if len(shorter) == LEAST_PART else 0.84
