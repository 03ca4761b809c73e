"""Every law case of the repository holds, and the format is read strictly."""

from pathlib import Path

import pytest

from tidewaiter.treaty.cases import Case, judge, read_cases

LAW = Path(__file__).parents[1] / "law"
FILES = sorted(LAW.rglob("*.toml"))


def _cases() -> list[Case]:
    found = [read_cases(path) for path in FILES]
    assert [error for _, errors in found for error in errors] == []
    return [case for cases, _ in found for case in cases]


CASES = _cases()


@pytest.mark.parametrize("case", CASES, ids=[f"{case.instrument}: {case.name}" for case in CASES])
def test_a_law_case_has_the_answer_that_it_expects(case: Case) -> None:
    assert judge(case).failure == ""


def test_the_repository_holds_cases_of_both_conventions() -> None:
    per_instrument = [case.instrument for case in CASES]
    assert per_instrument.count("cco-2019") >= 60
    assert per_instrument.count("nbo-1977") >= 60


def test_no_two_cases_of_a_file_bear_the_same_name() -> None:
    names = [case.where for case in CASES]
    assert len(names) == len(set(names))
