"""Screening many questions: the sweep gives the very scores of one comparison, and what is hidden changes nothing."""

from datetime import date

import pytest
from tests.core.screened import names, slipped

from tidewaiter.screening.compare import compare
from tidewaiter.screening.index.finding import Index
from tidewaiter.screening.index.shapes import Indexed
from tidewaiter.screening.judging import worths
from tidewaiter.screening.judging.bulk import worths_of_many
from tidewaiter.screening.run import Asked, Found, screen
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


def test_the_sweep_gives_the_scores_that_are_given_one_by_one() -> None:
    weak = Subject(PERSON, (Name(LISTED[1], NameKind.WEAK), Name("؟"), Name(LISTED[2], NameKind.FORMER)))
    listed = [*(_subject(*LISTED[at : at + 3]) for at in range(0, 30, 3)), weak]
    told = Subject(PERSON, (Name(LISTED[0]),), (Identifier(IdentifierKind.PASSPORT, "X1234567"),), PartialDate(1970))
    asked = [
        *((_subject(slipped(LISTED[at], at), LISTED[at + 1]), listed) for at in range(0, 20, 2)),
        (told, listed),
        (_subject(LISTED[0], kind=BUSINESS), listed),
        (_subject("!?"), listed),
        (_subject(LISTED[0]), []),
        (_subject(LISTED[5]), [Subject(PERSON, (), (Identifier(IdentifierKind.PASSPORT, "X1234567"),)), weak]),
    ]
    assert worths_of_many(asked) == [worths(*question) for question in asked]
    assert max(max(scores, default=0.0) for scores in worths_of_many(asked)) == 1.0


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
