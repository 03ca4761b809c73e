"""The depositary's examination: a defective act has no effect until it is cured, and dates that rest on an act under
examination are provisional.
"""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.strategies_treaty import ACTS, BASES, DAYS, UNITS

from tidewaiter.treaty.acts import Form, InstrumentAct, Kind
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.rules.amendments import AmendmentRule, Objection, Proposal, amendment
from tidewaiter.treaty.rules.capability import assistance
from tidewaiter.treaty.rules.ending import ending, review_dates
from tidewaiter.treaty.rules.force import bound, entry_into_force
from tidewaiter.treaty.rules.standings import matrix, standings

CCO, NBO = load_instrument("cco-2019"), load_instrument("nbo-1977")
NINE = InstrumentAct("ratification", date(2030, 11, 30), ("AG", "AI", "AW", "BM", "BS", "CU", "CW", "DO", "HT"))


def _deposit(form: Form, cured: date | None = None, unit: str = "KY") -> InstrumentAct:
    return InstrumentAct("ratification", date(2030, 12, 31), (unit,), form=form, cured_on=cured)


def test_a_defective_tenth_deposit_brings_nothing_into_force() -> None:
    found = entry_into_force(CCO, [NINE, _deposit("defective")])
    assert (found.general, found.count, found.provisional) == (None, 9, False)
    assert "KY" not in found.units


def test_a_cured_deposit_counts_from_the_day_of_its_cure_and_is_final() -> None:
    found = entry_into_force(CCO, [NINE, _deposit("defective", date(2031, 4, 2))])
    assert (found.general, found.count) == (date(2031, 7, 2), 10)
    assert not found.provisional
    assert found.provisional_units == frozenset()


def test_while_the_tenth_deposit_is_examined_every_date_rests_on_it() -> None:
    found = entry_into_force(CCO, [NINE, _deposit("under_examination")])
    assert found.general == date(2031, 3, 31)
    assert found.provisional
    assert found.provisional_units == {*NINE.units, "KY"}


def test_while_an_eleventh_deposit_is_examined_only_its_own_date_is_provisional() -> None:
    acts = [NINE, _deposit("in_due_form"), _deposit("under_examination", unit="LC")]
    found = entry_into_force(CCO, acts)
    assert not found.provisional
    assert found.provisional_units == {"LC"}
    assert bound(CCO, acts, {}, "LC", "23", date(2031, 6, 1)).provisional
    assert not bound(CCO, acts, {}, "AG", "23", date(2031, 6, 1)).provisional


def test_a_territory_included_without_its_capacity_is_not_counted_meanwhile_and_leaves_the_date_provisional() -> None:
    eight = replace(NINE, units=("AG", "AI", "BM", "BS", "CU", "DO", "HT", "KY"))
    kinds: dict[str, Kind] = {"AW": "territory"}
    asked = InstrumentAct(
        "ratification", date(2031, 3, 15), ("NL",), territories=("AW", "T1"), form="under_examination"
    )
    found = entry_into_force(CCO, [eight, asked], kinds)
    assert (found.general, found.count, found.provisional) == (None, 9, True)
    assert {"AW", "NL", "AG"} <= found.provisional_units
    assert "T1" not in found.provisional_units
    settled = entry_into_force(CCO, [eight, replace(asked, form="in_due_form")], kinds)
    assert (settled.general, settled.provisional) == (None, False)
    as_member = replace(asked, units=("NL", "AW"), territories=("T1",), form="in_due_form")
    assert entry_into_force(CCO, [eight, as_member], kinds).general == date(2031, 6, 15)


def test_a_second_acceptance_of_an_annex_under_examination_makes_the_annex_provisional() -> None:
    acts = [
        InstrumentAct("accession", date(1980, 2, 21), ("P1", "P2", "P3", "P4", "P5"), annexes=("I",)),
        InstrumentAct("annex_acceptance", date(1985, 1, 10), ("P1",), annexes=("IX",)),
        InstrumentAct("annex_acceptance", date(1986, 1, 10), ("P2",), annexes=("IX",), form="under_examination"),
    ]
    found = entry_into_force(NBO, acts, annex="IX")
    assert (found.general, found.provisional) == (date(1986, 4, 10), True)
    assert found.provisional_units == {"P1", "P2"}
    assert not entry_into_force(NBO, acts).provisional
    assert not entry_into_force(NBO, acts, annex="I").provisional


def test_a_notice_of_leaving_under_examination_makes_the_end_provisional() -> None:
    leaving = InstrumentAct("withdrawal", date(2031, 8, 31), ("AG",), form="under_examination")
    acts = [NINE, _deposit("in_due_form"), leaving]
    answer = ending(CCO, acts, {}, "AG")
    assert (answer.effect, answer.provisional) == (date(2032, 2, 29), True)
    assert not ending(CCO, acts, {}, "AI").provisional
    found = standings(CCO, acts, {}, date(2031, 9, 1))
    assert found["AG"].provisional
    assert not found["AI"].provisional
    assert not entry_into_force(CCO, acts).provisional_units


def test_a_defective_notice_of_leaving_keeps_the_party_bound() -> None:
    acts = [NINE, _deposit("in_due_form"), InstrumentAct("withdrawal", date(2031, 8, 31), ("AG",), form="defective")]
    assert bound(CCO, acts, {}, "AG", "23", date(2033, 1, 1)).bound
    assert ending(CCO, acts, {}, "AG").effect is None


def test_a_defective_opt_out_frees_from_nothing_and_is_not_reviewed() -> None:
    opt_out = InstrumentAct("opt_out", date(2030, 11, 30), ("AG",), articles=("39",), form="defective")
    acts = [NINE, _deposit("in_due_form"), opt_out]
    assert bound(CCO, acts, {}, "AG", "39", date(2033, 1, 1)).bound
    assert review_dates(CCO, acts, {}, "AG", 2) == ()
    kept = replace(opt_out, form="in_due_form")
    assert not bound(CCO, [*acts[:2], kept], {}, "AG", "39", date(2033, 1, 1)).bound


def test_who_joined_by_a_defective_deposit_neither_asks_nor_objects() -> None:
    acts = [NINE, _deposit("in_due_form"), _deposit("defective", unit="LC")]
    asked = assistance(CCO, acts, requesting="LC", requested="AG", type="information", on=date(2033, 1, 1))
    assert not asked.permitted
    rule = CCO.profile.amendment
    assert isinstance(rule, AmendmentRule)
    proposal = Proposal(date(2031, 1, 31), date(2031, 5, 27), date(2032, 2, 29))
    told = amendment(CCO, rule, proposal, [Objection("LC", date(2033, 1, 4))], acts, {})
    assert told.state == "in force"


@pytest.mark.parametrize("base", BASES)
@given(acts=ACTS, defective=ACTS, seed=st.integers(0, 1000), on=DAYS)
@settings(max_examples=40, deadline=None)
def test_a_defective_act_that_nobody_cured_changes_nothing(
    base: str, acts: list[InstrumentAct], defective: list[InstrumentAct], seed: int, on: date
) -> None:
    instrument, first, provision = BASES[base]
    known = [first, *acts]
    mixed = [*known, *(replace(act, form="defective", cured_on=None) for act in defective)]
    random.Random(seed).shuffle(mixed)
    assert entry_into_force(instrument, mixed) == entry_into_force(instrument, known)
    assert standings(instrument, mixed, {}, on) == standings(instrument, known, {}, on)
    assert matrix(instrument, mixed, {}, on, [provision]) == matrix(instrument, known, {}, on, [provision])


@pytest.mark.parametrize("base", BASES)
@given(acts=ACTS, on=DAYS)
@settings(max_examples=40, deadline=None)
def test_nothing_is_provisional_without_an_act_under_examination(
    base: str, acts: list[InstrumentAct], on: date
) -> None:
    instrument, first, provision = BASES[base]
    known = [first, *(replace(act, form="in_due_form") for act in acts)]
    found = entry_into_force(instrument, known)
    assert not found.provisional
    assert not found.provisional_units
    assert not any(each.provisional for each in standings(instrument, known, {}, on).values())
    assert not any(bound(instrument, known, {}, unit, provision, on).provisional for unit in UNITS)


@pytest.mark.parametrize("base", BASES)
@given(acts=ACTS, on=DAYS)
@settings(max_examples=40, deadline=None)
def test_an_act_under_examination_has_the_effect_of_one_in_due_form(
    base: str, acts: list[InstrumentAct], on: date
) -> None:
    instrument, first, _ = BASES[base]
    examined = [first, *(replace(act, form="under_examination") for act in acts)]
    settled = [first, *(replace(act, form="in_due_form") for act in acts)]
    one, other = entry_into_force(instrument, examined), entry_into_force(instrument, settled)
    assert (one.general, one.units, one.count) == (other.general, other.units, other.count)
    shown = {unit: replace(each, provisional=False) for unit, each in standings(instrument, examined, {}, on).items()}
    assert shown == standings(instrument, settled, {}, on)
    without = entry_into_force(instrument, [first])
    assert one.provisional == (one.general != without.general)
    assert one.provisional_units == {unit for unit, day in one.units.items() if day != without.units.get(unit)}
