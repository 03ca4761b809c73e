"""Every decided edge case is held by law cases or a test that exist, or names the shelf that it waits for."""

import re
from pathlib import Path
from typing import get_args

import pytest
from tests.core.law_table import MEANINGS, SECTIONS, Otherwise, Row

from tidewaiter.treaty.articles import Shelf
from tidewaiter.treaty.cases import QUESTIONS, read_cases

REPOSITORY = Path(__file__).parents[2]
CASES = [case for path in sorted((REPOSITORY / "tests" / "law").rglob("*.toml")) for case in read_cases(path)[0]]
NAMES = {case.name for case in CASES}
ROWS = {f"{section}: {edge}": row for section, rows in SECTIONS.items() for edge, row in rows.items()}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_decided_edge_case_is_held(row: Row) -> None:
    if isinstance(row, tuple):
        assert row
        assert [name for name in row if name not in NAMES] == []
        return
    assert row.why
    assert row.test or row.shelf
    assert not row.shelf or row.shelf in get_args(Shelf)
    if row.test:
        path, _, name = row.test.partition("::")
        assert re.search(rf"^def {name}\(", (REPOSITORY / path).read_text(encoding="utf-8"), re.MULTILINE)


def test_the_numbered_meanings_are_all_there_and_held_by_cases() -> None:
    assert [int(each.split()[0]) for each in MEANINGS] == list(range(1, 27))
    assert not any(isinstance(row, Otherwise) for row in MEANINGS.values())


def test_every_question_is_asked_and_of_both_conventions_where_both_answer() -> None:
    asked = {(case.ask, case.instrument) for case in CASES}
    assert {ask for ask, _ in asked} == set(QUESTIONS)
    for question in (
        "entry_into_force",
        "bound",
        "ending",
        "assistance",
        "amendment",
        "quorum",
        "ground",
        "cost",
        "use",
    ):
        assert {(question, "cco-2019"), (question, "nbo-1977")} <= asked


def test_there_are_well_over_250_cases_and_all_have_a_provision() -> None:
    assert len(CASES) >= 400
    assert all(case.provision for case in CASES)
