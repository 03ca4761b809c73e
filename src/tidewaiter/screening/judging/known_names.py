"""How frequent a word is among names, and which given names are forms of one: two frozen public tables."""

from collections import defaultdict
from functools import cache
from math import log2
from pathlib import Path

_TABLES = Path(__file__).parent / "tables"
# A word so frequent has the least weight; one that the table does not hold has the full weight.
_FREQUENT, _UNKNOWN = 10_000.0, 40.0
_LEAST_WEIGHT = 0.45
MOST_GROUPS = 4


def rarity_of(word: str) -> float:
    """Give the weight of a word from 0.45 (borne by one in a hundred) to 1 (rare or unknown)."""
    per_million = _frequencies().get(word, 0.0)
    if per_million <= _UNKNOWN:
        return 1.0
    share = log2(min(per_million, _FREQUENT) / _UNKNOWN) / log2(_FREQUENT / _UNKNOWN)
    return 1.0 - (1.0 - _LEAST_WEIGHT) * share


def given_name_groups(word: str) -> tuple[int, ...]:
    """Give the numbers of the groups of equivalent given names that a word belongs to, at most four."""
    return _groups().get(word, ())


@cache
def _frequencies() -> dict[str, float]:
    lines = (_TABLES / "name_frequencies.txt").read_text(encoding="utf-8").splitlines()
    return {word: float(number) for word, number in (line.split("\t") for line in lines)}


@cache
def _groups() -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    lines = (_TABLES / "given_names.txt").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        for word in line.split():
            found[word].append(number)
    return {word: tuple(numbers[:MOST_GROUPS]) for word, numbers in found.items()}
