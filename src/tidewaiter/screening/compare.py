"""How well a query and an entry agree, and why: numbers first, then names, then birth, country and kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from tidewaiter.screening.alignment import Aligner, Alignment, Rarity
from tidewaiter.screening.facts import agreeing_facts, same_goods, same_numbers
from tidewaiter.screening.reasons import WEAK, Band, Match, MatchReason, reason
from tidewaiter.screening.subjects import Name, NameKind, Subject, SubjectKind
from tidewaiter.screening.words import Role, Wording, wording

# Below this two names have nothing to say, and a birth date shared by chance may not lift them.
_LEAST_NAME = 0.5
MAX_NAMES_COMPARED = 200
_OF_KIND = {NameKind.WEAK: 0.95, NameKind.FORMER: 0.99}
_FRAMING = frozenset({Role.PARTICLE, Role.TITLE, Role.FORM})

Id = TypeVar("Id")


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Id]):
    """A candidate that reached at least the weak band."""

    id: Id
    match: Match


@dataclass(frozen=True, slots=True)
class _Named:
    score: float
    name: Name
    alignment: Alignment


def compare(query: Subject, candidate: Subject, rarity: Rarity | None = None) -> Match:
    """Compare two subjects; `rarity` gives frequent words a weight below 1. Any subject can be compared."""
    return _matches(query, [candidate], rarity)[0]


def rank(
    query: Subject, candidates: Iterable[tuple[Id, Subject]], limit: int, rarity: Rarity | None = None
) -> tuple[Ranked[Id], ...]:
    """Give at most `limit` candidates, best first, equals in the order given, none below the weak band."""
    given = list(candidates)
    matches = _matches(query, [subject for _, subject in given], rarity)
    found = [Ranked(id_, match) for (id_, _), match in zip(given, matches, strict=True) if match.score >= WEAK]
    return tuple(sorted(found, key=_score, reverse=True)[:limit])


def _score(ranked: Ranked[Id]) -> float:
    return ranked.match.score


def _matches(query: Subject, candidates: list[Subject], rarity: Rarity | None) -> list[Match]:
    aligners = [Aligner(words, rarity) for _, words in _worded(query)]
    worded = [_worded(candidate) for candidate in candidates]
    for aligner in aligners:
        aligner.meet(words for names in worded for _, words in names)
    return [_compare(query, aligners, *pair) for pair in zip(candidates, worded, strict=True)]


_Worded = list[tuple[Name, Wording]]


def _worded(subject: Subject) -> _Worded:
    person = subject.kind is SubjectKind.PERSON
    return [(name, wording(name.text, person)) for name in subject.names[:MAX_NAMES_COMPARED]]


def _compare(query: Subject, aligners: list[Aligner], candidate: Subject, worded: _Worded) -> Match:
    numbers = same_numbers(query.identifiers, candidate.identifiers)
    goods = same_goods(query.identifiers, candidate.identifiers)
    named = _best_name(aligners, worded)
    score = max(named.score if named else 0.0, numbers.floor, goods.floor)
    if not score:
        return Match(0.0, Band.NONE)
    facts = agreeing_facts(query, candidate)
    for found in (numbers, facts):
        score = max(0.0, score + (1 - score) * found.gain - found.loss)
    reasons = [*numbers.reasons, *goods.reasons, *facts.reasons]
    differs = [*numbers.differs, *facts.differs]
    if named:
        reasons += _alike(named)
        differs += _unlike(named)
    elif query.names and candidate.names:
        differs.append(reason("name_differs", -0.1, query.names[0].text, candidate.names[0].text))
    return Match(round(score, 4), Band.of(score), _heaviest_first(reasons), _heaviest_first(differs))


def _heaviest_first(reasons: list[MatchReason]) -> tuple[MatchReason, ...]:
    return tuple(sorted(reasons, key=_heaviness, reverse=True))


def _heaviness(given: MatchReason) -> float:
    return abs(given.weight)


def _best_name(aligners: list[Aligner], worded: _Worded) -> _Named | None:
    best: _Named | None = None
    for name, words in worded:
        share = _OF_KIND.get(name.kind, 1.0)
        for aligner in aligners:
            least = best.score if best else _LEAST_NAME
            alignment = aligner.align(words, least / share)
            if alignment is not None and alignment.score * share > least:
                best = _Named(alignment.score * share, name, alignment)
    return best


def _alike(named: _Named) -> list[MatchReason]:
    query, entry = named.alignment.query, named.alignment.entry
    if [token.text for token in query.carrying] == [token.text for token in entry.carrying] != []:
        return [reason("name_same", named.score, named.name.text), *_about(named)]
    found = []
    same = []
    for pair in named.alignment.pairs:
        asked = " ".join(query.tokens[place].text for place in pair.query)
        listed = " ".join(entry.tokens[place].text for place in pair.entry)
        if pair.likeness.how == "same":
            same.append(asked)
        else:
            found.append(reason(pair.likeness.how, pair.likeness.value / len(query.tokens), asked, listed))
    if same:
        found.append(reason("words_same", len(same) / len(query.tokens), " ".join(same)))
    return found + _about(named)


def _about(named: _Named) -> list[MatchReason]:
    places = [pair.entry for pair in named.alignment.pairs]
    found = [reason("words_reordered", 0.0)] if places != sorted(places) else []
    if named.name.kind in _OF_KIND:
        found.append(reason(f"name_{named.name.kind.value}", 0.0, named.name.text))
    if named.alignment.query.cut or named.alignment.entry.cut:
        found.append(reason("name_cut", 0.0))
    return found


def _unlike(named: _Named) -> list[MatchReason]:
    found = []
    sides = (
        ("words_only_query", named.alignment.query, [pair.query for pair in named.alignment.pairs]),
        ("words_only_entry", named.alignment.entry, [pair.entry for pair in named.alignment.pairs]),
    )
    for code, side, paired in sides:
        used = {place for places in paired for place in places}
        left = [t.text for i, t in enumerate(side.tokens) if i not in used and t.role not in _FRAMING]
        if left:
            found.append(reason(code, -len(left) / len(side.tokens), " ".join(left)))
    return found
