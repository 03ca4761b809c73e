"""What the index found for many questions, judged side by side; an entry is unpacked only where it may be a hit."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from tidewaiter.screening.index.arrays import Array
from tidewaiter.screening.index.asking import Asked as AskedOf
from tidewaiter.screening.index.finding import Hits, Searched
from tidewaiter.screening.index.judged import SHARES
from tidewaiter.screening.index.packing import KINDS, kind_number
from tidewaiter.screening.index.segment import Segment, digest
from tidewaiter.screening.index.walk import EVERYTHING, Floor
from tidewaiter.screening.judging import ALERT
from tidewaiter.screening.judging.best import Asked as AskedNames
from tidewaiter.screening.judging.best import Pairs, best_kept
from tidewaiter.screening.judging.names import BestPair, asked_names, named
from tidewaiter.screening.judging.worth import LEAST_NAME, SHOWN_DIGITS, judge, judged_by, tells_facts
from tidewaiter.screening.korean import read_names
from tidewaiter.screening.reasons import WEAK
from tidewaiter.screening.subjects import Subject, SubjectKind

# Of candidates by name that the index itself thinks this little of, or so much less of than of the best, hardly one
# reaches the weak band; they are judged only where somebody asks for what lies below it.
_LEAST_FIRST, _BEHIND_BEST = 0.56, 0.35
_BY_NAME = 1
_PERSON = kind_number(SubjectKind.PERSON)
# A score is shown rounded, and then compared with what is asked for.
_ROUNDED = 10.0**-SHOWN_DIGITS


class Weighed(NamedTuple):
    """An entry that reached the threshold: both subjects as compared, their best pair of names, and its marking."""

    score: float
    entity: str
    asked: Subject
    listed: Subject
    names: BestPair
    marking: int


class _Way(NamedTuple):
    # How pairs are met, each an array of flags or kinds by pair: see `_met`.
    kind: Array
    differs: Array
    apart: Array


@dataclass(frozen=True, slots=True)
class Weighing:
    """How all that is found is weighed: see `run.screen`."""

    any_kind: bool
    threshold: float
    top: int
    kindless: frozenset[int]

    @classmethod
    def of(cls, any_kind: bool, threshold: float, top: int, kindless: Collection[str]) -> "Weighing":
        """Take the ids of the kindless as the index knows them."""
        return cls(any_kind, threshold, top, frozenset(map(digest, kindless)))

    @property
    def floor(self) -> Floor:
        """What the index need not give."""
        if self.threshold < WEAK:
            return EVERYTHING
        return Floor(_LEAST_FIRST, _BEHIND_BEST, strict=self.threshold >= ALERT)

    def __call__(self, searched: Searched) -> list[list[Weighed]]:
        """Give for each question the entries that reach the threshold, best first."""
        found: list[list[Weighed]] = [[] for _ in searched.subjects]
        hits = searched.hits
        if self.threshold >= WEAK and len(hits.question):
            hits = hits.only(_promising(hits))
        told = _Told(searched.subjects, searched.asked)
        for number, view in enumerate(searched.views):
            here = hits.only(hits.view == number) if len(searched.views) > 1 else hits
            if len(here.question):
                for question, weighed in self._weighed(told, here, view.segment):
                    found[question].append(weighed)
        return [sorted(some, key=_best_first)[: self.top] if some else some for some in found]

    def _weighed(self, told: "_Told", hits: Hits, segment: Segment) -> Iterator[tuple[int, Weighed]]:
        way = self._met(told, hits, segment)
        tells = told.tells[hits.question] | way.differs
        numbered = told.numbered[hits.question]
        # Facts lift only names that say something; a number lifts any.
        needed = np.where(tells, min(self.threshold, LEAST_NAME), self.threshold) - _ROUNDED
        needed = np.where(numbered | way.apart, 0.0, needed)
        pairs = told.pairs(hits, way.kind == _PERSON, needed)
        best = best_kept(told.names(), pairs, segment.judged, SHARES)
        for at in np.flatnonzero(best.score >= needed).tolist():
            question, entry = int(hits.question[at]), segment.entry(int(hits.place[at]))
            asked, listed = _as_met(told.subjects[question], entry.subject, KINDS[way.kind[at]], bool(way.differs[at]))
            names = BestPair(float(best.score[at]), int(best.asked[at]), int(best.listed[at]))
            score = round(names.score, SHOWN_DIGITS)
            if way.apart[at]:
                judged = judge(asked, named(asked), [listed], [named(listed)])[0]
                score, names = judged.score, judged.names
            elif tells[at]:
                score = judged_by(asked, listed, names).score
            if score >= self.threshold:
                yield question, Weighed(score, entry.entity, asked, listed, names, entry.marking)

    def _met(self, told: "_Told", hits: Hits, segment: Segment) -> _Way:
        # As of which kind each pair meets, whether they stay of different kinds, and whether the names of the entry
        # must be taken apart anew because they are met as of another kind than their own.
        own, asked = segment.kind_of(hits.place), told.kinds[hits.question]
        differs, no = own != asked, np.zeros(len(own), np.bool_)
        bent = differs & np.isin(hits.digest, np.array([*self.kindless], np.uint64)) if self.kindless else no
        if self.any_kind:
            kind, differs = np.where(bent, asked, own), no
        else:
            kind, differs = asked, differs & ~bent
        return _Way(kind, differs, bent & ((own == _PERSON) != (asked == _PERSON)))


class _Told:
    """The questions: what each tells beside names, and their names taken apart as of the kinds they are met as."""

    def __init__(self, subjects: Sequence[Subject], asked: AskedOf) -> None:
        """Look at each question once."""
        self.subjects = subjects
        self.kinds = np.array([kind_number(one.kind) for one in subjects], np.int64)
        self.numbered = np.array([bool(one.identifiers) for one in subjects], np.bool_)
        self.tells = np.array([bool(one.identifiers) or tells_facts(one) for one in subjects], np.bool_)
        self._asked = asked
        self._first = np.searchsorted(np.array(asked.of, np.int64), np.arange(len(subjects) + 1)).tolist()
        self._parts: list[bytes] = []
        self._places: dict[int, tuple[int, int]] = {}

    def pairs(self, hits: Hits, person: Array, needed: Array) -> Pairs:
        """Lay each question beside its entries, its names taken apart as those of a person or of another."""
        keys, which = np.unique(hits.question * 2 + person, return_inverse=True)
        ranges = np.array([self._names_of(key) for key in keys.tolist()], np.int64).reshape(-1, 2)[which]
        return Pairs(ranges[:, 0].copy(), ranges[:, 1].copy(), hits.place.astype(np.int64), person, needed)

    def names(self) -> AskedNames:
        """Give the names of all questions that were laid beside anything."""
        return asked_names(self._parts)

    def _names_of(self, key: int) -> tuple[int, int]:
        found = self._places.get(key)
        if found is None:
            parts = self._taken(key >> 1, bool(key & 1))
            found = self._places[key] = len(self._parts), len(self._parts) + len(parts)
            self._parts += parts
        return found

    def _taken(self, question: int, person: bool) -> Sequence[bytes]:
        subject, (first, last) = self.subjects[question], self._first[question : question + 2]
        own = (subject.kind is SubjectKind.PERSON) is person
        if last - first == len(subject.names) and read_names(subject) is subject.names:
            # No name is read in several ways: the words that were searched by are those that are compared.
            if own:
                return [self._asked.row(name) for name in range(first, last)]
            return [self._asked.row_as(name.text, person) for name in subject.names]
        return named(subject if own else replace(subject, kind=_kind_of(person))).parts


def _kind_of(person: bool) -> SubjectKind:
    # Of what is no person it makes no difference to the words what else it is.
    return SubjectKind.PERSON if person else SubjectKind.BUSINESS


def _promising(hits: Hits) -> Array:
    named = hits.channel == _BY_NAME
    best = np.zeros(int(hits.question[-1]) + 1)
    np.maximum.at(best, hits.question[named], hits.score[named])
    promising: Array = ~named | (hits.score >= np.maximum(best - _BEHIND_BEST, _LEAST_FIRST)[hits.question])
    return promising


def _as_met(asked: Subject, listed: Subject, kind: SubjectKind, differs: bool) -> tuple[Subject, Subject]:
    """Both subjects, made one of a kind where nobody said of which one of them is."""
    if asked.kind is not kind:
        asked = replace(asked, kind=kind)
    if not differs and listed.kind is not kind:
        listed = replace(listed, kind=kind)
    return asked, listed


def _best_first(weighed: Weighed) -> tuple[float, str]:
    return -weighed.score, weighed.entity
