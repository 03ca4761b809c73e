"""Makes, from a seed, the names that no public list has enough of: the fill of large indexes, and names of nobody.

The fill recombines the name tokens of the public watch list and of Wikidata by how often each occurs; the invented
ordinary people never feed it, or they would meet their own names. A million real names hold some half a million
different tokens, so a share of the tokens of a large fill is spliced from the heads and tails of two others.

How many different tokens a fill holds, measured: 20,000 at 33,000 names, which is where the growth of the public list
leads (12,387 at its 12,558 names; Heaps' law with 0.62 to 0.70), and 466,000 at a million. The growth of the list,
drawn out so far, would give 160,000 to 225,000; the study that the engine started from counted 580,000 in a
million names of lists, of Wikidata and of people by country. The fill keeps near that count, the harder of the two.
"""

import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bench import public

SEED = 20260101
_BLOCK = 20_000
_LARGE = 100_000
_SCHEMATA = ("Person", "Organization", "Vessel")
_SCHEMA_SHARES = (0.8, 0.16, 0.04)
_LENGTH_SHARES = (0.0, 0.05, 0.5, 0.35, 0.1)
_RARE_SHARE = 0.22


@dataclass(frozen=True, slots=True)
class Filled:
    """One invented name with the kind of thing it names."""

    entity: str
    schema: str
    name: str


class _Drawn:
    """Tokens that are drawn by how often each occurs."""

    def __init__(self, counts: Counter[str]) -> None:
        ordered = sorted(counts.items())
        self.tokens = np.array([token for token, _ in ordered], dtype=object)
        self._upto = np.cumsum([count for _, count in ordered])

    def draw(self, chance: np.random.Generator, count: int) -> NDArray[np.object_]:
        """So many tokens."""
        places = np.searchsorted(self._upto, chance.integers(0, self._upto[-1], count), side="right")
        drawn: NDArray[np.object_] = self.tokens[places]
        return drawn


@lru_cache(maxsize=1)
def _sources() -> tuple[_Drawn, _Drawn, _Drawn]:
    """Tokens of listed persons, of other listed things, and of names in Wikidata."""
    persons: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for row in public.rows("watchlist"):
        if row["script"] == "Latin":
            (persons if row["schema"] == "Person" else others).update(_words(row["name"]))
    common = Counter({token.title(): count for token, count in public.latin_tokens().items()})
    return _Drawn(persons), _Drawn(others), _Drawn(common)


def _words(name: str) -> list[str]:
    return [word for word in name.replace(",", " ").split() if len(word) > 1]


def fill(count: int, seed: int = SEED) -> Iterator[Filled]:
    """So many invented names, each of an entity of its own; the same for the same count and seed."""
    chance = np.random.default_rng([seed, count])
    for start in range(0, count, _BLOCK):
        yield from _block(chance, start, min(_BLOCK, count - start), large=count > _LARGE)


def _block(chance: np.random.Generator, start: int, count: int, *, large: bool) -> Iterator[Filled]:
    schemata = chance.choice(len(_SCHEMATA), count, p=_SCHEMA_SHARES)
    lengths = chance.choice(len(_LENGTH_SHARES), count, p=_LENGTH_SHARES)
    # listed tokens are few: in a large fill they may not make every second name
    listed = chance.random(count) < (0.1 if large else 0.5)
    persons, others, common = _sources()
    pools = [source.draw(chance, 4 * count) for source in (persons, others, common)]
    if large:
        pools = [_with_rare(chance, pool) for pool in pools]
    for place in range(count):
        schema = int(schemata[place])
        pool = pools[1] if schema else pools[0] if listed[place] else pools[2]
        words = pool[4 * place : 4 * place + max(1, int(lengths[place]))]
        yield Filled(f"fill-{start + place}", _SCHEMATA[schema], " ".join(words))


def _with_rare(chance: np.random.Generator, pool: NDArray[np.object_]) -> NDArray[np.object_]:
    """The pool with a share of its tokens made of the head of one and the tail of another."""
    rare = np.flatnonzero(chance.random(len(pool)) < _RARE_SHARE)
    tails = pool[chance.integers(0, len(pool), len(rare))]
    pool = pool.copy()
    for place, tail in zip(rare, tails, strict=True):
        head = pool[place]
        pool[place] = head[: (len(head) + 1) // 2] + tail[len(tail) // 2 :].lower()
    return pool


@dataclass(frozen=True, slots=True)
class Negative:
    """A name near listed ones that names nobody on the list, and by which rule it was made."""

    text: str
    rule: str


def negatives(names: Sequence[str], listed: Iterable[str], seed: int = 0) -> list[Negative]:
    """Names that nobody bears, by the definitions of sanctions-screening-benchmark 0.1.0 (written anew).

    cross_pair: the first token of one listed name and the last of another. token_swap: a listed name whose last token
    is another's first. edit_beyond: the inside of the longest token, of five letters or more, replaced by two letters.
    """
    known = {name.casefold() for name in listed}
    found = []
    for place, name in enumerate(names):
        words = _words(name)
        if len(words) < 2:
            continue
        draw = int(hashlib.sha256(f"neg:{seed}:{name}".encode()).hexdigest()[:8], 16)
        for text, rule in _made(names, place, words, draw, known):
            found.append(Negative(text, rule))
    return found


def _made(names: Sequence[str], place: int, words: list[str], draw: int, known: set[str]) -> Iterator[tuple[str, str]]:
    crossed = (f"{words[0]} {other[-1]}" for other in _others(names, place, 1 + draw % 7, least=2))
    swapped = (" ".join([*words[:-1], other[0]]) for other in _others(names, place, 3 + draw % 5, least=1))
    for texts, rule in ((crossed, "cross_pair"), (swapped, "token_swap")):
        text = next((text for text in texts if text.casefold() not in known), None)
        if text is not None:
            yield text, rule
    longest = max(words, key=len)
    if len(longest) >= 5:
        broken = longest[0] + "aeiou"[draw % 5] + "rlnst"[draw // 3 % 5] + longest[-1]
        text = " ".join(broken if word == longest else word for word in words)
        if text.casefold() not in known:
            yield text, "edit_beyond"


def _others(names: Sequence[str], place: int, stride: int, least: int) -> Iterator[list[str]]:
    for step in range(1, len(names)):
        other = names[(place + step * stride) % len(names)]
        words = _words(other)
        if other != names[place] and len(words) >= least:
            yield words


def manifest(names: Sequence[str], count: int, seed: int = SEED) -> list[str]:
    """So many names as a manifest has them: mostly ordinary people, and one in five a listed name with a slip in it."""
    chance = random.Random(seed)  # noqa: S311  # names, not secrets
    strangers = [row["full_name"] for row in public.rows("negatives")]
    chance.shuffle(strangers)
    found = []
    for place in range(count):
        if place % 5 == 0:
            found.append(slipped(chance.choice(names), chance))
        else:
            found.append(_fresh(strangers, place, chance))
    return found


def _fresh(strangers: Sequence[str], place: int, chance: random.Random) -> str:
    """An ordinary person whom this manifest has not had: after all are used, given and family names are mixed."""
    stranger = strangers[place % len(strangers)]
    if place < len(strangers):
        return stranger
    return f"{stranger.split()[0]} {chance.choice(strangers).split()[-1]}"


def slipped(name: str, chance: random.Random) -> str:
    """The name with one letter wrong, missing or twice, or two letters changed round."""
    if len(name) < 4:
        return name
    place = chance.randrange(1, len(name) - 2)
    head, one, two, tail = name[:place], name[place], name[place + 1], name[place + 2 :]
    letter = chance.choice("aeioulnrst")
    return head + chance.choice((letter + two, two, one + one + two, two + one)) + tail


def classes(count: int, how_many: int, seed: int = SEED) -> NDArray[np.int64]:
    """The access class of each of so many entries, from 1 to `how_many`, drawn as unevenly as real classes are."""
    chance = np.random.default_rng([seed, how_many])
    weights = 1 / (np.arange(how_many) + 20)
    drawn: NDArray[np.int64] = 1 + chance.choice(how_many, count, p=weights / weights.sum())
    return drawn


def half_of(how_many: int, seed: int = SEED) -> frozenset[int]:
    """Half of the access classes, drawn."""
    chance = np.random.default_rng([seed, how_many, 2])
    return frozenset(int(one) for one in 1 + chance.permutation(how_many)[: how_many // 2])
