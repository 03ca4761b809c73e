"""How well a query and an entry agree, and why: numbers first, then names, then birth, country and kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from tidewaiter.screening.explain import told
from tidewaiter.screening.judging.names import Rarity, named
from tidewaiter.screening.judging.worth import judge
from tidewaiter.screening.reasons import WEAK, Match
from tidewaiter.screening.subjects import Subject

Id = TypeVar("Id")


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Id]):
    """A candidate that reached at least the weak band."""

    id: Id
    match: Match


def compare(query: Subject, candidate: Subject, rarity: Rarity | None = None) -> Match:
    """Compare two subjects; `rarity` gives frequent words a weight below 1. Any subject can be compared."""
    judged = judge(query, named(query, rarity), [candidate], [named(candidate, rarity)])[0]
    return told(query, candidate, judged, rarity)


def rank(
    query: Subject, candidates: Iterable[tuple[Id, Subject]], limit: int, rarity: Rarity | None = None
) -> tuple[Ranked[Id], ...]:
    """Give at most `limit` candidates, best first, equals in the order given, none below the weak band."""
    given = list(candidates)
    subjects = [subject for _, subject in given]
    judged = judge(query, named(query, rarity), subjects, [named(subject, rarity) for subject in subjects])
    order = sorted(range(len(given)), key=lambda place: -judged[place].score)
    kept = [place for place in order[: max(0, limit)] if judged[place].score >= WEAK]
    return tuple(Ranked(given[place][0], told(query, given[place][1], judged[place], rarity)) for place in kept)
