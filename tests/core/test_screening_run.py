"""Screening many questions: the sweep gives the very scores of one comparison, and what is hidden changes nothing."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.screened import names, slipped

from tidewaiter.screening.compare import compare
from tidewaiter.screening.index import add, build
from tidewaiter.screening.index.finding import Index
from tidewaiter.screening.index.shapes import Candidate, Indexed
from tidewaiter.screening.index.walk import EVERYTHING
from tidewaiter.screening.judging import ALERT
from tidewaiter.screening.reasons import WEAK
from tidewaiter.screening.run import CHUNK, Asked, Found, screen, weigh
from tidewaiter.screening.subjects import Identifier, IdentifierKind, Name, NameKind, PartialDate, Subject, SubjectKind

DAY = date(2026, 1, 1)
LISTED = names(60)
PERSON, BUSINESS = SubjectKind.PERSON, SubjectKind.BUSINESS


def _subject(*texts: str, kind: SubjectKind = PERSON) -> Subject:
    return Subject(kind, tuple(Name(text) for text in texts))


def _entries() -> list[Indexed]:
    return [Indexed(f"e{at}", _subject(name), marking=at % 3) for at, name in enumerate(LISTED)]


def _screened(entries: list[Indexed], asked: list[Asked], visible: set[int] | None = None) -> list[Found]:
    return list(screen(Index.of(entries), asked, visible=visible, day=DAY, threshold=0.0, top=5))


_WORDS = (
    "marianne",
    "Lindqvist",
    "lindkvist",
    "karim",
    "Haddad",
    "abdul",
    "al",
    "Ltd",
    "trading",
    "J",
    "محمد",
    "김정일",
    "!?",
)
_TEXTS = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map(" ".join)
_NAMES = st.lists(st.builds(Name, _TEXTS, st.sampled_from(NameKind)), min_size=1, max_size=3).map(tuple)
_NUMBERS = st.sampled_from([(), (Identifier(IdentifierKind.PASSPORT, "K1234567"),)])
_BIRTHS = st.sampled_from([None, None, PartialDate(1975, 3, 2), PartialDate(1958, 7, 1)])
_COUNTRIES = st.sampled_from([(), (), ("SE",), ("NO",)])
_KINDS = st.sampled_from([PERSON, BUSINESS, SubjectKind.TRANSPORT])
_ADDRESSES = st.sampled_from([(), (), ("12 Kaai, 2000 Antwerpen",), ("9 Rue Neuve, Lyon",)])
_SUBJECTS = st.builds(Subject, _KINDS, _NAMES, _NUMBERS, _BIRTHS, _COUNTRIES, _ADDRESSES)


def _met(asked: Subject, listed: Subject, any_kind: bool, kindless: bool) -> tuple[Subject, Subject]:
    if kindless:
        return asked, replace(listed, kind=asked.kind)
    return (replace(asked, kind=listed.kind), listed) if any_kind else (asked, listed)


def _promising(found: list[Candidate]) -> list[Candidate]:
    # What the index itself thinks little of, or much less of than of the best, is judged only on demand.
    least = max([0.56, *(one.score - 0.35 for one in found if one.channel == "name")])
    return [one for one in found if one.channel != "name" or one.score >= least]


@settings(max_examples=120, deadline=None)
@given(
    st.lists(_SUBJECTS, min_size=1, max_size=6),
    st.lists(st.tuples(_SUBJECTS, st.booleans()), min_size=1, max_size=4),
    st.sets(st.integers(0, 5)),
    st.sampled_from([0.0, 0.3, 0.5, 0.72, 0.95, 1.0]),
)
def test_what_is_judged_by_arrays_has_the_scores_and_reasons_of_comparing_each(
    listed: list[Subject], asked: list[tuple[Subject, bool]], kindless: set[int], threshold: float
) -> None:
    index = Index.of(Indexed(f"e{at}", one) for at, one in enumerate(listed))
    unknown = {f"e{at}" for at in kindless}
    questions = [Asked(str(at), subject, any_kind) for at, (subject, any_kind) in enumerate(asked)]
    found = screen(index, questions, visible=None, day=DAY, threshold=threshold, top=50, kindless=unknown)
    answers: dict[str, list[Found]] = {question.row: [] for question in questions}
    for one in found:
        answers[one.row].append(one)
    for question in questions:
        wanted = []
        same_kind = not question.any_kind and not unknown
        floor = EVERYTHING._replace(strict=threshold >= ALERT)
        (candidates,) = index.find([question.subject], visible=None, day=DAY, top=50, same_kind=same_kind, floor=floor)
        for candidate in _promising(candidates) if threshold >= WEAK else candidates:
            pair = _met(question.subject, candidate.subject, question.any_kind, candidate.entity in unknown)
            match = compare(*pair)
            if match.score >= threshold:
                wanted.append((-match.score, candidate.entity, *pair, match))
        told = [(-one.score, one.entity, one.asked, one.listed, one.match()) for one in answers[question.row]]
        assert told == sorted(wanted, key=lambda each: each[:2])


@settings(max_examples=80, deadline=None)
@given(st.lists(_SUBJECTS, min_size=1, max_size=12), _SUBJECTS, st.sets(st.integers(0, 2)))
def test_one_question_is_weighed_as_comparing_all_that_the_index_finds(
    listed: list[Subject], asked: Subject, visible: set[int]
) -> None:
    index = Index.of(Indexed(f"e{at}", one, marking=at % 3) for at, one in enumerate(listed))
    (candidates,) = index.find([asked], visible=visible, day=DAY, top=100)
    compared = {one.entity: compare(asked, one.subject).score for one in candidates}
    found = weigh(index, asked, visible=visible, day=DAY, top=100)
    assert {one.entity: one.score for one in found} == {at: score for at, score in compared.items() if score >= WEAK}
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(one.marking == int(one.entity[1:]) % 3 in visible for one in found)


@pytest.mark.parametrize("threads", [1, 3])
def test_neither_threads_nor_later_additions_change_what_is_found(tmp_path: Path, threads: int) -> None:
    asked = [Asked(f"r{at}", _subject(slipped(name, at)), any_kind=at % 2 == 0) for at, name in enumerate(LISTED * 10)]
    told = list(screen(Index.of(_entries()), asked, visible=None, day=DAY, threshold=0.4, top=5))
    build(tmp_path, _entries()[:40])
    add(tmp_path, _entries()[40:])
    grown = screen(Index.open(tmp_path), asked, visible=None, day=DAY, threshold=0.4, top=5, threads=threads)
    assert list(grown) == told


@pytest.mark.parametrize(("asked", "near"), [("Sunamo", False), ("Sunam", True)])
def test_two_words_read_as_one_count_for_alerts_only_where_they_are_nearly_the_same(asked: str, near: bool) -> None:
    index, question = Index.of([Indexed("e", _subject("Su Nam"))]), [Asked("r", _subject(asked))]

    def found(threshold: float) -> bool:
        return bool([*screen(index, question, visible=None, day=DAY, threshold=threshold, top=5)])

    # What an index remembers of a word for one threshold is not what it gives for another.
    assert [found(ALERT), found(WEAK), found(ALERT), found(0.0)] == [near, True, near, True]


def test_whoever_wants_no_more_answers_waits_for_no_more_than_what_is_begun() -> None:
    told = []

    def asked() -> Iterator[Asked]:
        for at in range(40_000):
            told.append(at)
            yield Asked(f"r{at}", _subject(LISTED[at % len(LISTED)]))

    some = screen(Index.of(_entries()), asked(), visible=None, day=DAY, threshold=0.9, top=1, threads=2)
    assert next(some).row == "r0"
    some.close()
    assert len(told) <= 3 * CHUNK
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ThreadPool")]


def test_a_name_with_half_a_letter_is_judged_as_it_is_kept() -> None:
    entries = [Indexed("half", _subject("Mari\ud800anne Lindqvist")), Indexed("whole", _subject(LISTED[0]))]
    (found,) = _screened(entries, [Asked("r", _subject("Mari anne Lindqvist"))])
    assert (found.entity, found.match()) == ("half", compare(found.asked, found.listed))
    assert found.score == found.match().score > 0.9


def test_a_hit_carries_the_score_of_its_comparison_and_the_best_comes_first() -> None:
    asked = [Asked(f"r{at}", _subject(slipped(name, at)), any_kind=True) for at, name in enumerate(LISTED)]
    found = _screened(_entries(), asked)
    assert [one.score for one in found] == [one.match().score for one in found]
    assert [one.score for one in found] == [compare(one.asked, one.listed).score for one in found]
    by_row = {row: [(-one.score, one.entity) for one in found if one.row == row] for row in {one.row for one in found}}
    assert len(by_row) > 50
    assert all(places == sorted(places) for places in by_row.values())


@pytest.mark.parametrize("visible", [{0}, {1, 2}, set()])
def test_what_a_caller_may_not_know_of_changes_no_score_and_no_place(visible: set[int]) -> None:
    asked = [Asked(f"r{at}", _subject(slipped(name, at))) for at, name in enumerate(LISTED)]
    open_to_all = [entry for entry in _entries() if entry.marking in visible]
    masked = _screened(_entries(), asked, visible)
    assert masked == (_screened(open_to_all, asked) if open_to_all else [])
    assert bool(masked) == bool(visible)


def test_a_question_asked_again_is_answered_again() -> None:
    asked = [Asked(row, _subject(LISTED[3])) for row in ("a", "b", "a")]
    found = _screened(_entries(), asked)
    assert [one.row for one in found if one.entity == "e3"] == ["a", "b", "a"]


def test_one_of_unknown_kind_is_met_as_one_of_its_own() -> None:
    entries = [Indexed("firm", _subject(LISTED[0], kind=BUSINESS)), Indexed("man", _subject(LISTED[1]))]
    any_kind, person = Asked("any", _subject(LISTED[0]), any_kind=True), Asked("person", _subject(LISTED[0]))
    assert [(one.row, one.entity) for one in _screened(entries, [any_kind, person]) if one.score > 0.9] == [
        ("any", "firm")
    ]
    kindless = screen(
        Index.of(entries), [person], visible=None, day=DAY, threshold=0.9, top=5, kindless=frozenset({"firm"})
    )
    assert [(one.row, one.entity) for one in kindless] == [("person", "firm")]
