"""Properties of who is bound: the order of acts, unrelated acts and days between acts never change the
answer.
"""

import random
import shutil
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidewaiter.treaty.acts import ActType, InstrumentAct
from tidewaiter.treaty.provisions import INSTRUMENTS, load_instrument
from tidewaiter.treaty.rules.capability import assistance
from tidewaiter.treaty.rules.force import bound, entry_into_force

CCO = load_instrument("cco-2019")
NBO = load_instrument("nbo-1977")
UNITS = ("AG", "AI", "BM", "BS", "CU", "DO", "HT", "KY", "LC", "MS", "NL", "TC")
DAYS = st.dates(date(2030, 1, 1), date(2033, 12, 31))
ANNEXES = st.lists(st.sampled_from(["I", "II", "XI"]), unique=True).map(tuple)
ARTICLES = st.lists(st.sampled_from(["29", "34", "39", "39.2", "XI.15", "II"]), min_size=1).map(tuple)
TYPES: tuple[ActType, ...] = (
    "ratification",
    "accession",
    "signature",
    "annex_acceptance",
    "annex_withdrawal",
    "opt_out",
    "reservation",
    "reservation_withdrawal",
    "withdrawal",
    "withdrawal_revoked",
    "deposit_withdrawn",
    "territorial_extension",
    "territorial_exclusion",
    "partner_arrangement",
)
ACTS = st.lists(
    st.builds(
        InstrumentAct,
        type=st.sampled_from(TYPES),
        on=DAYS,
        units=st.sampled_from(UNITS).map(lambda unit: (unit,)),
        received=st.none() | DAYS,
        annexes=ANNEXES,
        articles=ARTICLES,
        territories=st.sampled_from([(), ("T1",)]),
        effect_on=st.none() | DAYS,
        cured_on=st.none() | DAYS,
        reasons=st.booleans(),
    ),
    max_size=8,
)
ORIGINAL = InstrumentAct("ratification", date(2030, 1, 10), UNITS[:10])
FIVE = InstrumentAct("accession", date(1980, 2, 21), ("P1", "P2", "P3", "P4", "P5"), annexes=NBO.profile.annexes)
BASES = {"cco-2019": (CCO, ORIGINAL, "39"), "nbo-1977": (NBO, FIVE, "II")}


@pytest.mark.parametrize("base", BASES)
@given(acts=ACTS, seed=st.integers(0, 1000), on=DAYS)
@settings(max_examples=60, deadline=None)
def test_the_order_of_acts_never_matters(base: str, acts: list[InstrumentAct], seed: int, on: date) -> None:
    instrument, first, provision = BASES[base]
    given_acts = [first, *acts]
    shuffled = list(given_acts)
    random.Random(seed).shuffle(shuffled)
    assert entry_into_force(instrument, given_acts) == entry_into_force(instrument, shuffled)
    for unit in (*UNITS, "T1"):
        one = bound(instrument, given_acts, {}, unit, provision, on)
        other = bound(instrument, shuffled, {}, unit, provision, on)
        assert one.bound == other.bound


@pytest.mark.parametrize("base", BASES)
@given(acts=ACTS, more=ACTS, on=DAYS)
@settings(max_examples=60, deadline=None)
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
    for unit in UNITS:
        before = bound(instrument, known, {}, unit, provision, on)
        assert before == bound(instrument, [*known, *stranger], {}, unit, provision, on)


@pytest.mark.parametrize("base", BASES)
@given(acts=ACTS, unit=st.sampled_from(UNITS))
@settings(max_examples=30, deadline=None)
def test_between_the_days_that_the_acts_fix_nothing_changes(base: str, acts: list[InstrumentAct], unit: str) -> None:
    instrument, first, provision = BASES[base]
    known = [first, *acts]
    fixed = sorted({day for act in known for day in _fixed_by(act)})
    for day, following in pairwise(fixed):
        opening = bound(instrument, known, {}, unit, provision, day).bound
        closing = bound(instrument, known, {}, unit, provision, following - timedelta(days=1)).bound
        middle = bound(instrument, known, {}, unit, provision, day + (following - day) / 2).bound
        assert opening == middle == closing


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


def test_changing_the_profile_from_ten_to_eleven_moves_the_date(tmp_path: Path) -> None:
    shutil.copytree(INSTRUMENTS / "cco-2019", tmp_path / "cco-2019")
    profile = tmp_path / "cco-2019" / "profile.toml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace("threshold = 10", "threshold = 11"), encoding="utf-8")
    acts = [ORIGINAL, InstrumentAct("ratification", date(2031, 5, 31), ("TC",))]
    assert entry_into_force(CCO, acts).general == date(2030, 4, 10)
    assert entry_into_force(load_instrument("cco-2019", tmp_path), acts).general == date(2031, 8, 31)


def test_every_type_of_assistance_names_its_basis_in_the_reasons() -> None:
    acts = [ORIGINAL]
    for basis in CCO.profile.assistance:
        answer = assistance(CCO, acts, requesting="AG", requested="AI", type=basis.type, on=date(2031, 1, 1))
        cited = CCO.profile.cited(basis.provision)
        assert any(each == cited or each.startswith(cited + ".") for each in answer.because)
        assert answer.permitted == (basis.arrangement is None)
