"""Where every unit stands on a day, and the matrix of what binds it, in one pass and as each rule says alone."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tidewaiter.treaty.acts import ActType, InstrumentAct
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.rules.force import bound, entry_into_force
from tidewaiter.treaty.rules.standings import UnitStanding, cells_of, matrix, standing_of, standings

CCO, NBO, JHB = (load_instrument(each) for each in ("cco-2019", "nbo-1977", "jhb-2003"))
TEN = InstrumentAct("ratification", date(2030, 11, 30), ("AG", "AI", "AW", "BM", "BS", "CU", "CW", "DO", "HT", "KY"))
FIVE = InstrumentAct("accession", date(1980, 2, 21), ("P1", "P2", "P3", "P4", "P5"), annexes=NBO.profile.annexes)


def _act(type: ActType, on: str, unit: str, **named: tuple[str, ...]) -> InstrumentAct:
    return InstrumentAct(type, date.fromisoformat(on), (unit,), **named)  # type: ignore[arg-type]


STORY = [
    TEN,
    _act("signature", "2019-05-22", "LC"),
    _act("signature", "2020-01-02", "MS"),
    _act("accession", "2031-03-15", "SX", territories=("T1",)),
    _act("withdrawal", "2031-08-31", "AG"),
    _act("territorial_extension", "2031-11-30", "AI", territories=("T2",)),
    _act("partner_arrangement", "2031-04-01", "CP", articles=("28",)),
    _act("opt_out", "2030-11-30", "HT", articles=("39",)),
    _act("accession", "2033-01-10", "AG"),
]


def _on(day: str) -> dict[str, UnitStanding]:
    return dict(standings(CCO, STORY, {}, date.fromisoformat(day)))


@pytest.mark.parametrize(
    ("day", "unit", "status", "since", "until"),
    [
        ("2019-05-21", "LC", "none", None, None),
        ("2019-05-22", "LC", "signatory", None, None),
        ("2031-06-01", "MS", "none", None, None),
        ("2030-11-29", "AG", "none", None, None),
        ("2030-11-30", "AG", "awaiting", "2031-02-28", "2032-02-29"),
        ("2031-02-28", "AG", "party", "2031-02-28", "2032-02-29"),
        ("2031-08-31", "AG", "withdrawing", "2031-02-28", "2032-02-29"),
        ("2032-02-29", "AG", "former", "2031-02-28", "2032-02-29"),
        ("2033-01-10", "AG", "awaiting", "2033-04-10", None),
        ("2033-04-10", "AG", "party", "2033-04-10", None),
        ("2031-03-15", "T1", "awaiting", "2031-06-15", None),
        ("2031-06-15", "T1", "covered", "2031-06-15", None),
        ("2032-02-28", "T2", "awaiting", "2032-02-29", None),
        ("2032-02-29", "T2", "covered", "2032-02-29", None),
        ("2031-04-01", "CP", "partner", "2031-04-01", None),
    ],
)
def test_each_unit_stands_where_its_acts_have_brought_it_by_that_day(
    day: str, unit: str, status: str, since: str | None, until: str | None
) -> None:
    found = _on(day)[unit]
    days = tuple(None if each is None else date.fromisoformat(each) for each in (since, until))
    assert (found.status, found.since, found.until) == (status, *days)
    assert not found.provisional


def test_a_standing_names_the_act_the_provision_and_the_state_behind_a_territory() -> None:
    found = _on("2031-09-01")
    assert found["AG"].acted_on == date(2031, 8, 31)
    assert found["AG"].provisions[0] == "CCO-65.1"
    assert found["SX"].provisions == ("CCO-64.2",)
    assert found["LC"].provisions == ("CCO-60.2", "CCO-60.3")
    assert found["T1"].state == "SX"
    assert found["T1"].provisions == ("CCO-60.4.i",)
    assert found["CP"].provisions == ("CCO-6.2",)
    assert found["MS"].provisions[0] == "CCO-60.2"


def test_without_the_tenth_deposit_everyone_waits_without_a_date() -> None:
    nine = InstrumentAct("ratification", date(2030, 11, 30), TEN.units[:9])
    found = standings(CCO, [nine], {}, date(2035, 1, 1))
    assert {each.status for each in found.values()} == {"awaiting"}
    assert {each.since for each in found.values()} == {None}
    assert found["AG"].provisions == ("CCO-64.1",)


def test_an_unverified_convention_shows_facts_and_no_bond() -> None:
    acts = [_act("signature", "2003-06-27", "XA"), _act("ratification", "2005-01-10", "XB")]
    found = standings(JHB, acts, {}, date(2031, 1, 1))
    assert (found["XA"].status, found["XB"].status) == ("signatory", "awaiting")
    assert found["XB"].since is None
    assert {cell.word for cell in matrix(JHB, acts, {}, date(2031, 1, 1), ["1"])["XB"].values()} == {"not_yet"}


@pytest.mark.parametrize("day", [date(2031, 1, 1), date(2031, 3, 1), date(2031, 12, 1), date(2032, 3, 1)])
def test_the_one_pass_gives_the_dates_that_each_question_gives_alone(day: date) -> None:
    own = entry_into_force(CCO, STORY).units
    for unit, each in standings(CCO, STORY, {}, day).items():
        if unit in ("AG", "T1", "T2"):
            continue  # one has two dates of its own, and territories are covered: they are no units of the instrument
        assert each.since == (own[unit] if each.status in ("party", "awaiting", "partner") else None)


@pytest.mark.parametrize("day", [date(2031, 1, 1), date(2031, 12, 1), date(2032, 3, 1)])
def test_asked_alone_a_unit_stands_where_it_stands_among_all(day: date) -> None:
    acts = [*STORY[:-1], replace(STORY[-1], form="under_examination")]
    found = standings(CCO, acts, {}, day)
    assert {unit: standing_of(CCO, acts, {}, day, unit) for unit in found} == found
    assert standing_of(CCO, acts, {}, day, "ZZ").status == "none"


PROVISIONS = ("5", "23", "28", "30", "39", "39.2", "59")


@pytest.mark.parametrize("day", [date(2031, 1, 1), date(2031, 3, 1), date(2031, 12, 1), date(2032, 3, 1)])
def test_the_matrix_says_bound_exactly_where_the_rule_does(day: date) -> None:
    table = matrix(CCO, STORY, {}, day, PROVISIONS)
    assert set(table) == set(standings(CCO, STORY, {}, day))
    for unit, row in table.items():
        for provision, cell in row.items():
            answer = bound(CCO, STORY, {}, unit, provision, day)
            assert (cell.word == "bound") == answer.bound
            if answer.bound:
                assert cell.because == answer.because


@pytest.mark.parametrize(
    ("unit", "provision", "day", "word"),
    [
        ("HT", "39", "2031-03-01", "opted_out"),
        ("HT", "39.2", "2031-03-01", "opted_out"),
        ("HT", "38", "2031-03-01", "bound"),
        ("AG", "23", "2031-01-01", "not_yet"),
        ("AG", "23", "2032-02-29", "ended"),
        ("AG", "30", "2032-02-29", "bound"),
        ("LC", "23", "2032-01-01", "outside"),
        ("CP", "28", "2031-05-01", "not_accepted"),
        ("T1", "23", "2031-07-01", "bound"),
    ],
)
def test_a_cell_says_in_one_word_what_the_provision_is_to_the_unit(
    unit: str, provision: str, day: str, word: str
) -> None:
    row = cells_of(CCO, STORY, {}, date.fromisoformat(day), unit, [provision])
    assert row[provision].word == word
    assert row[provision].because


def test_a_cell_of_a_whole_says_which_part_is_reserved() -> None:
    acts = [FIVE, _act("reservation", "1980-02-21", "P1", articles=("XI.15",))]
    row = cells_of(NBO, acts, {}, date(1990, 1, 1), "P1", ["XI", "XI.15", "X"])
    assert [row[each].word for each in ("XI", "XI.15", "X")] == ["bound", "reserved", "bound"]
    assert row["XI"].except_for == ("XI.15",)
    assert row["X"].except_for == ()


def test_an_annex_is_bound_not_accepted_not_yet_in_force_or_ended() -> None:
    acts = [
        FIVE,
        _act("accession", "2031-01-15", "SE", annexes=("I", "II")),
        _act("annex_withdrawal", "2031-06-01", "SE", annexes=("I",)),
        _act("annex_acceptance", "2031-11-01", "SE", annexes=("IX",)),
    ]
    row = cells_of(NBO, acts, {}, date(2031, 12, 15), "SE", ["I", "II", "IX", "X"])
    assert [row[each].word for each in ("I", "II", "IX", "X")] == ["ended", "bound", "not_yet", "not_accepted"]


def test_the_benchmark_of_the_register_runs_on_a_small_register() -> None:
    script = Path(__file__).parents[2] / "scripts" / "bench_register.py"
    sizes = ["--parties", "4", "--instruments", "2", "--sample", "1", "--passes", "1"]
    ran = subprocess.run([sys.executable, str(script), *sizes], capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    assert "4 parties x 2 instruments x 40 years" in ran.stdout
    assert "extrapolated from 2 units" in ran.stdout
