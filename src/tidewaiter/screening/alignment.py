"""Which word of one name stands for which word of the other: the score of two names, and its explanation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from tidewaiter.screening.likeness import LEAST_PART, MANY_SLIPS, Likeness, likeness, slips_allowed
from tidewaiter.screening.words import Role, Token, Wording, joined

LEAST_SIMILAR = 0.66
_JOIN_AT = 0.88
_LEAST_JOINED_LETTERS = 4
_ONE_WORD_IN_MANY = 0.87

Rarity = Mapping[str, float]


class Pair(NamedTuple):
    """The places of the words of the query and of the entry that stand for each other."""

    query: tuple[int, ...]
    entry: tuple[int, ...]
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two names laid side by side: their score from 0 to 1 and the pairs, in the order of the query."""

    query: Wording
    entry: Wording
    score: float
    pairs: tuple[Pair, ...]


_Row = list[tuple[tuple[int, ...], Likeness]]


class Aligner:
    """Lays names beside one name of a query, so that in one search no word is compared twice."""

    def __init__(self, query: Wording, rarity: Rarity | None = None) -> None:
        """Take the weight of known words in `rarity` (1 is ordinary, below 1 frequent); others weigh 1."""
        self.query = query
        self._rarity = rarity
        self._weights = self._weigh(query.tokens)
        singles = [((i,), token) for i, token in enumerate(query.tokens)]
        together = [((i, i + 1), joined(query.tokens[i : i + 2])) for i in range(len(query.tokens) - 1)]
        self._asked: tuple[tuple[tuple[int, ...], Token], ...] = (*singles, *together)
        self._initials = frozenset(token.text[0] for token in query.tokens)
        lengths = [len(token.text) for token in query.tokens] or [0]
        self._joined_letters = range(max(_LEAST_JOINED_LETTERS, min(lengths) - 2), max(lengths) + 3)
        self._rows: dict[str, _Row] = {}
        self._joined_rows: dict[str, _Row] = {}

    def meet(self, entries: Iterable[Wording]) -> None:
        """Compare the words of many names at once; `align` knows them afterwards."""
        new = {token.text: token for entry in entries for token in entry.tokens if token.text not in self._rows}
        self._rows.update({text: [] for text in new})
        words = _Words(tuple(new.values()))
        for places, one in self._asked:
            for token in words.near(one):
                if (alike := _worth(places, one, token)) is not None:
                    self._rows[token.text].append((places, alike))

    def align(self, entry: Wording, at_least: float = 0.0) -> Alignment | None:
        """Pair the words of a met entry with the query's; None where the score stays below `at_least`."""
        weights = self._weigh(entry.tokens)
        found = self._found(entry.tokens)
        if self._score(_best_asked(found, len(self._weights)), _best_listed(found, len(weights)), weights) < at_least:
            return None
        pairs = _chosen(found)
        asked, listed = _best_asked(pairs, len(self._weights)), _best_listed(pairs, len(weights))
        score = self._score(asked, listed, weights)
        if _rests_on_one_word(self.query, entry, pairs):
            score *= _ONE_WORD_IN_MANY
        return Alignment(self.query, entry, score, pairs)

    def _weigh(self, tokens: tuple[Token, ...]) -> list[float]:
        if self._rarity is None:
            return [token.weight for token in tokens]
        return [token.weight * self._rarity.get(token.text, 1.0) for token in tokens]

    def _found(self, tokens: tuple[Token, ...]) -> list[Pair]:
        rows, found = self._rows, []
        for j, token in enumerate(tokens):
            for places, alike in rows[token.text]:
                found.append(Pair(places, (j,), alike))
            if j and tokens[j - 1].text[0] in self._initials:
                found += self._joined_pairs(tokens, j)
        return found

    def _joined_pairs(self, tokens: tuple[Token, ...], j: int) -> list[Pair]:
        text = tokens[j - 1].text + tokens[j].text
        if len(text) not in self._joined_letters:
            return []
        row = self._joined_rows.get(text)
        if row is None:
            together = joined(tokens[j - 1 : j + 1])
            row = self._joined_rows[text] = [
                ((i,), Likeness(alike.value, "word_joined"))
                for i, one in enumerate(self.query.tokens)
                if len(one.text) > 1 and (alike := likeness(one, together)).value >= _JOIN_AT
            ]
        return [Pair(places, (j - 1, j), alike) for places, alike in row]

    def _score(self, asked: list[float], listed: list[float], weights: list[float]) -> float:
        of_query = _covered(self._weights, asked)
        of_entry = _covered(weights, listed)
        most, least = max(of_query, of_entry), min(of_query, of_entry)
        return float(most**0.7 * least**0.3)


def _covered(weights: list[float], values: list[float]) -> float:
    return sum(map(float.__mul__, weights, values)) / (sum(weights) or 1.0)


def _best_asked(pairs: Iterable[Pair], length: int) -> list[float]:
    best = [0.0] * length
    for pair in pairs:
        for place in pair.query:
            best[place] = max(best[place], pair.likeness.value)
    return best


def _best_listed(pairs: Iterable[Pair], length: int) -> list[float]:
    best = [0.0] * length
    for pair in pairs:
        for place in pair.entry:
            best[place] = max(best[place], pair.likeness.value)
    return best


class _Words:
    """Many different words, in columns, so that one call finds those near a word."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self._texts = [token.text for token in tokens]
        self._skeletons = [token.skeleton for token in tokens]
        self._starts: defaultdict[str, list[int]] = defaultdict(list)
        for i, text in enumerate(self._texts):
            self._starts[text[:LEAST_PART]].append(i)

    def near(self, one: Token) -> list[Token]:
        """Every word that can be like this one, and some that are not, in the order given."""
        if len(one.text) == 1:
            return [token for token in self._tokens if token.text[0] == one.text]
        near = set(self._starts[one.text[:LEAST_PART]]) | set(self._starts[one.text[0]])
        for column, text, slips in (
            (self._texts, one.text, slips_allowed(len(one.text) + MANY_SLIPS)),
            (self._skeletons, one.skeleton, 1),
        ):
            near.update(hit[2] for hit in _nearest(text, column, slips))
        return [self._tokens[i] for i in sorted(near)]


def _nearest(text: str, column: list[str], slips: int) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = process.extract(
        text, column, scorer=OSA.distance, score_cutoff=slips, limit=None
    )
    return found


def _worth(places: tuple[int, ...], one: Token, other: Token) -> Likeness | None:
    alike = likeness(one, other)
    if len(places) == 1:
        return alike if alike.value >= LEAST_SIMILAR else None
    if alike.value < _JOIN_AT or len(other.text) < _LEAST_JOINED_LETTERS:
        return None
    return Likeness(alike.value, "word_joined")


def _chosen(found: list[Pair]) -> tuple[Pair, ...]:
    # The sort is stable, so the result never depends on chance.
    used_query: set[int] = set()
    used_entry: set[int] = set()
    chosen = []
    for pair in sorted(found, key=_best_first):
        if used_query.isdisjoint(pair.query) and used_entry.isdisjoint(pair.entry):
            used_query.update(pair.query)
            used_entry.update(pair.entry)
            chosen.append(pair)
    return tuple(sorted(chosen))


def _best_first(pair: Pair) -> tuple[float, int, int]:
    return -pair.likeness.value, len(pair.query) + len(pair.entry), abs(pair.query[0] - pair.entry[0])


def _rests_on_one_word(query: Wording, entry: Wording, pairs: tuple[Pair, ...]) -> bool:
    # One shared word says little where either name has more of them; two written as one are two.
    names = 0
    for pair in pairs:
        asked = sum(query.tokens[place].role is Role.NAME for place in pair.query)
        listed = sum(entry.tokens[place].role is Role.NAME for place in pair.entry)
        names += max(asked, listed) if asked and listed else 0
    return names <= 1 and max(len(query.carrying), len(entry.carrying)) > 1
