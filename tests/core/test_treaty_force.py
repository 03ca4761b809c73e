"""Properties of who is bound: the order of acts, unrelated acts and days between acts never change the
answer.
"""

import random
import shutil
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.strategies_treaty import ACTS, BASES, CCO, DAYS, NBO, ORIGINAL

from tidewaiter.doors.cli.law import main
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import INSTRUMENTS, load_instrument
from tidewaiter.treaty.rules.capability import assistance
from tidewaiter.treaty.rules.ending import ending
from tidewaiter.treaty.rules.force import bound, entry_into_force
from tidewaiter.treaty.rules.standings import matrix, standings


@pytest.mark.parametrize("base", BASES)
@given(acts=ACTS, seed=st.integers(0, 1000), on=DAYS)
@settings(max_examples=50, deadline=None)
def test_the_order_of_acts_never_matters(base: str, acts: list[InstrumentAct], seed: int, on: date) -> None:
    instrument, first, provision = BASES[base]
    given_acts = [first, *acts]
    shuffled = list(given_acts)
    random.Random(seed).shuffle(shuffled)
    assert entry_into_force(instrument, given_acts) == entry_into_force(instrument, shuffled)
    assert standings(instrument, given_acts, {}, on) == standings(instrument, shuffled, {}, on)
    assert matrix(instrument, given_acts, {}, on, [provision]) == matrix(instrument, shuffled, {}, on, [provision])
    for unit in ("AG", "BM", "T1"):
        assert ending(instrument, given_acts, {}, unit) == ending(instrument, shuffled, {}, unit)


@pytest.mark.parametrize("base", BASES)
@given(acts=ACTS, more=ACTS, on=DAYS)
@settings(max_examples=50, deadline=None)
def test_acts_of_another_unit_after_entry_into_force_change_nothing_for_a_party(
    base: str, acts: list[InstrumentAct], more: list[InstrumentAct], on: date
) -> None:
    instrument, first, provision = BASES[base]
    known = [first, *acts]
    stranger = [
        InstrumentAct(act.type, act.on, ("ZZ",), act.received, act.annexes, act.articles, ("T9",)) for act in more
    ]
    if entry_into_force(instrument, known).general != entry_into_force(instrument, [*known, *stranger]).general:
        return  # A stranger's deposit may bring the date itself forward; then it is not unrelated.
    stood, stand = (standings(instrument, acts, {}, on) for acts in (known, [*known, *stranger]))
    assert {unit: stand[unit] for unit in stood} == stood
    before, after = (matrix(instrument, acts, {}, on, [provision, "5"]) for acts in (known, [*known, *stranger]))
    assert {unit: after[unit] for unit in before} == before


@pytest.mark.parametrize("base", BASES)
@given(acts=ACTS, pick=st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_between_the_days_that_the_acts_fix_nothing_changes(base: str, acts: list[InstrumentAct], pick: int) -> None:
    instrument, first, _ = BASES[base]
    known = [first, *acts]
    fixed = sorted({day for act in known for day in _fixed_by(act)})
    spans = list(pairwise(fixed))
    for place in range(pick, pick + 4):
        day, following = spans[place % len(spans)]
        days = {day, day + (following - day) / 2, following - timedelta(days=1)}
        answers = [(standings(instrument, known, {}, each), _words(known, base, each)) for each in days]
        assert all(each == answers[0] for each in answers)


def _words(known: list[InstrumentAct], base: str, day: date) -> dict[tuple[str, str], str]:
    instrument, _, provision = BASES[base]
    table = matrix(instrument, known, {}, day, [provision, "5"])
    return {(unit, each): cell.word for unit, row in table.items() for each, cell in row.items()}


def _fixed_by(act: InstrumentAct) -> set[date]:
    days = {day for day in (act.on, act.received, act.effect_on, act.cured_on) if day is not None}
    later = {_plus(day, months) for day in days for months in (3, 6)}
    return days | {day + timedelta(days=1) for day in days} | later


def _plus(day: date, months: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError(day)


@given(DAYS, DAYS)
def test_a_party_is_bound_from_its_date_until_its_end_and_on_no_other_day(deposit: date, on: date) -> None:
    acts = [
        ORIGINAL,
        InstrumentAct("accession", deposit, ("TC",)),
        InstrumentAct("withdrawal", date(2034, 6, 30), ("TC",)),
    ]
    start = entry_into_force(CCO, acts).units["TC"]
    assert start is not None
    assert bound(CCO, acts, {}, "TC", "23", on).bound == (start <= on)
    assert bound(CCO, acts, {}, "TC", "23", date(2034, 12, 29)).bound
    assert not bound(CCO, acts, {}, "TC", "23", date(2034, 12, 30)).bound


@pytest.mark.provision("CCO-64.1")
def test_an_instrument_that_nobody_verified_binds_nobody() -> None:
    unverified = replace(CCO, profile=replace(CCO.profile, trust="unverified"))
    on = date(2034, 1, 1)
    assert bound(CCO, [ORIGINAL], {}, "AG", "23", on).bound
    answer = bound(unverified, [ORIGINAL], {}, "AG", "23", on)
    assert (answer.bound, answer.reason) == (False, "unverified")


def _eleven(folder: Path) -> Path:
    shutil.copytree(INSTRUMENTS, folder, dirs_exist_ok=True)
    profile = folder / "cco-2019" / "profile.toml"
    text = profile.read_text(encoding="utf-8")
    assert text.count("threshold = 10\n") == 1
    profile.write_text(text.replace("threshold = 10\n", "threshold = 11\n"), encoding="utf-8")
    return folder


def test_changing_the_profile_from_ten_to_eleven_moves_the_date(tmp_path: Path) -> None:
    acts = [ORIGINAL, InstrumentAct("ratification", date(2031, 5, 31), ("TC",))]
    changed = load_instrument("cco-2019", _eleven(tmp_path / "instruments"))
    assert entry_into_force(CCO, acts).general == date(2030, 4, 10)
    assert entry_into_force(changed, acts).general == date(2031, 8, 31)
    assert standings(CCO, acts, {}, date(2031, 6, 1))["AG"].status == "party"
    assert standings(changed, acts, {}, date(2031, 6, 1))["AG"].status == "awaiting"


def test_with_eleven_the_cases_of_the_tenth_deposit_fail_and_say_what_came(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = str(Path(__file__).parents[1] / "law" / "cco-2019" / "art-64.toml")
    assert main(["check", cases]) == 0
    capsys.readouterr()
    assert main(["check", "--instruments", str(_eleven(tmp_path / "instruments")), cases]) == 1
    told = capsys.readouterr().out
    assert "FAIL Three months after the tenth deposit the Agreement enters into force: expected" in told
    assert "got general = none" in told


@pytest.mark.parametrize(
    ("unit", "deposited", "own"), [("SE", "1983-05-03", "1983-08-03"), ("CZ", "1999-06-29", "1999-09-29")]
)
def test_the_real_accessions_have_the_published_dates(unit: str, deposited: str, own: str) -> None:
    acts = [BASES["nbo-1977"][1], InstrumentAct("accession", date.fromisoformat(deposited), (unit,), annexes=("I",))]
    found = entry_into_force(NBO, acts)
    assert found.general == date(1980, 5, 21)
    assert found.units[unit] == date.fromisoformat(own)


def test_every_type_of_assistance_names_its_basis_in_the_reasons() -> None:
    acts = [ORIGINAL]
    for basis in CCO.profile.assistance:
        answer = assistance(CCO, acts, requesting="AG", requested="AI", type=basis.type, on=date(2031, 1, 1))
        cited = CCO.profile.cited(basis.provision)
        assert any(each == cited or each.startswith(cited + ".") for each in answer.because)
        assert answer.permitted == (basis.arrangement is None)
