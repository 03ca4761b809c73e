"""Screens many questions against an index in bounded memory: found by the index, judged, best first, explained."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from tidewaiter.screening.compare import compare
from tidewaiter.screening.index.finding import Index
from tidewaiter.screening.index.shapes import Candidate
from tidewaiter.screening.judging.bulk import Kept, worths_of_many
from tidewaiter.screening.reasons import WEAK, Band, Match
from tidewaiter.screening.subjects import Subject

CHUNK = 4_000
# What the index may give of one question before the judging, which sees more and orders anew: of names that come
# without vowels the right one is often not among its twenty best.
CANDIDATES = 50
# Of candidates by name that the index itself thinks this little of, or so much less of than of the best, hardly one
# reaches the weak band; they are judged only where somebody asks for what lies below it.
_LEAST_FIRST, _BEHIND_BEST = 0.55, 0.15


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: a reference of whoever asks, and the subject.

    With `any_kind` nobody said whether a person or a ship is meant: each candidate is met as one of its own kind.
    """

    row: str
    subject: Subject
    any_kind: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One entry that a question may mean: its score from 0 to 1, and on demand the reasons."""

    row: str
    entity: str
    score: float
    asked: Subject
    listed: Subject

    @property
    def band(self) -> Band:
        """How much the match is worth looking at."""
        return Band.of(self.score)

    def match(self) -> Match:
        """Why: the comparison anew, with its reasons; it costs as much as many scores."""
        return compare(self.asked, self.listed)


@dataclass(frozen=True, slots=True)
class _Pair:
    question: int
    candidate: Candidate
    asked: Subject
    listed: Subject


_Judged = tuple[float, str, Subject, Subject]


def screen(
    index: Index,
    asked: Iterable[Asked],
    *,
    visible: Collection[int] | None,
    day: date,
    threshold: float,
    top: int,
    threads: int = 1,
    kindless: Collection[str] = frozenset(),
) -> Iterator[Found]:
    """Give for each question, in their order, at most `top` entries that reach the threshold, best first.

    Equal scores go by the id of the entry. A question asked twice within a chunk is answered once. Of the entries in
    `kindless` nobody said what kind they are: each is met as one of the kind that is asked for.
    """
    questions = iter(asked)
    kept = Kept()
    while chunk := list(islice(questions, CHUNK)):
        judged: dict[tuple[Subject, bool], list[_Judged]] = {}
        for any_kind in (True, False):
            subjects = list(dict.fromkeys(one.subject for one in chunk if one.any_kind is any_kind))
            candidates = index.find(
                subjects,
                visible=visible,
                day=day,
                top=max(CANDIDATES, top),
                threads=threads,
                same_kind=not any_kind and not kindless,
            )
            pairs = _pairs(subjects, candidates, any_kind, threshold, kindless)
            best = _best(len(subjects), pairs, threshold, top, kept)
            judged |= {(subject, any_kind): some for subject, some in zip(subjects, best, strict=True)}
        for question in chunk:
            for score, entity, subject, listed in judged[question.subject, question.any_kind]:
                yield Found(question.row, entity, score, subject, listed)


def _pairs(
    subjects: Sequence[Subject],
    candidates: Sequence[Sequence[Candidate]],
    any_kind: bool,
    threshold: float,
    kindless: Collection[str],
) -> list[_Pair]:
    """What is worth judging: each question beside its candidates, those of one kind beside each other."""
    pairs = []
    for place, (subject, found) in enumerate(zip(subjects, candidates, strict=True)):
        for candidate in _promising(found) if threshold >= WEAK else found:
            pairs.append(_Pair(place, candidate, *_as_asked(subject, any_kind, candidate, kindless)))
    return sorted(pairs, key=_by_question_and_kind)


def _promising(found: Sequence[Candidate]) -> Iterator[Candidate]:
    least = max([_LEAST_FIRST, *(one.score - _BEHIND_BEST for one in found if one.channel == "name")])
    return (one for one in found if one.channel != "name" or one.score >= least)


def _as_asked(
    subject: Subject, any_kind: bool, candidate: Candidate, kindless: Collection[str]
) -> tuple[Subject, Subject]:
    """Both subjects, made one of a kind where nobody said of which one of them is."""
    listed = candidate.subject
    if listed.kind is not subject.kind:
        if kindless and candidate.entity in kindless:
            return subject, replace(listed, kind=subject.kind)
        if any_kind:
            return replace(subject, kind=listed.kind), listed
    return subject, listed


def _by_question_and_kind(pair: _Pair) -> tuple[int, str]:
    return pair.question, pair.asked.kind


def _best(count: int, pairs: Sequence[_Pair], threshold: float, top: int, kept: Kept) -> list[list[_Judged]]:
    groups: list[list[_Pair]] = []
    for pair in pairs:
        if groups and _by_question_and_kind(groups[-1][0]) == _by_question_and_kind(pair):
            groups[-1].append(pair)
        else:
            groups.append([pair])
    scores = worths_of_many([(some[0].asked, [pair.listed for pair in some]) for some in groups], kept)
    found: list[list[_Judged]] = [[] for _ in range(count)]
    for some, worth in zip(groups, scores, strict=True):
        for pair, score in zip(some, worth, strict=True):
            if score >= threshold:
                found[pair.question].append((score, pair.candidate.entity, pair.asked, pair.listed))
    return [sorted(some, key=_best_first)[:top] for some in found]


def _best_first(judged: _Judged) -> tuple[float, str]:
    return -judged[0], judged[1]
