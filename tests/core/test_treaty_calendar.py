"""Coming dates: each kind on its day, with its provision, and what rests on an act under examination said so."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.rules.amendments import AdoptedAmendment, Amendment
from tidewaiter.treaty.rules.calendar import COMING_KINDS, ComingDate, coming
from tidewaiter.treaty.rules.capability import Arrangement

CCO, NBO = load_instrument("cco-2019"), load_instrument("nbo-1977")
TEN = ("AG", "AI", "AW", "BM", "BS", "CU", "CW", "DO", "HT", "KY")
FIRST, LAST = date(2019, 1, 1), date(2060, 12, 31)


def act(type: str, on: date, *units: str, **more: object) -> InstrumentAct:
    return InstrumentAct(type=type, on=on, units=units, **more)  # type: ignore[arg-type]


def register(*acts: InstrumentAct, id: str = "cco-2019", arrangements: tuple[Arrangement, ...] = ()) -> Register:
    return Register(acts={id: acts}, arrangements=arrangements)


RATIFIED = act("ratification", date(2030, 11, 30), *TEN)


def dates(found: tuple[ComingDate, ...], kind: str) -> list[tuple[date, str]]:
    return [(each.day, each.unit) for each in found if each.kind == kind]


@pytest.mark.provision("CCO-64.1", "CCO-64.2")
def test_the_tenth_deposit_gives_the_general_date_and_each_units_own() -> None:
    later = act("accession", date(2031, 3, 31), "LC")
    found = coming(CCO, register(RATIFIED, later), date(2030, 12, 1), LAST)
    assert dates(found, "entry_into_force") == [(date(2031, 2, 28), "")]
    assert (date(2031, 6, 30), "LC") in dates(found, "bound")
    assert len(dates(found, "bound")) == 11
    assert {each.provision for each in found if each.kind == "entry_into_force"} == {"CCO-64.1"}
    assert {each.unit: each.provision for each in found if each.kind == "bound"} == {
        **dict.fromkeys(TEN, "CCO-64.1"),
        "LC": "CCO-64.2",
    }


@pytest.mark.provision("CCO-66.2.v")
def test_a_date_that_rests_on_an_act_under_examination_is_provisional() -> None:
    nine = replace(RATIFIED, units=TEN[:9])
    tenth = act("ratification", date(2031, 1, 10), TEN[9], form="under_examination")
    found = coming(CCO, register(nine, tenth), FIRST, LAST)
    assert [each.provisional for each in found if each.kind == "entry_into_force"] == [True]
    settled = coming(CCO, register(nine, replace(tenth, form="in_due_form")), FIRST, LAST)
    assert not any(each.provisional for each in settled)
    assert [each.key for each in found] == [each.key for each in settled]


@pytest.mark.provision("CCO-43.3")
def test_who_opted_out_reviews_it_every_three_years_until_it_is_withdrawn() -> None:
    joining = date(2031, 3, 15)
    acts = (
        RATIFIED,
        act("accession", joining, "LC"),
        act("opt_out", joining, "LC", articles=("39",)),
        act("reservation_withdrawal", date(2038, 1, 10), "LC", articles=("39",), effect_on=date(2038, 2, 1)),
    )
    found = coming(CCO, register(*acts), FIRST, LAST)
    assert dates(found, "review") == [(date(2034, 6, 15), "LC"), (date(2037, 6, 15), "LC")]
    assert [each.number for each in found if each.kind == "review"] == [1, 2]
    assert dates(found, "reservation_lifted") == [(date(2038, 2, 1), "LC")]
    assert dates(coming(CCO, register(*acts), date(2035, 1, 1), LAST), "review") == [(date(2037, 6, 15), "LC")]


@pytest.mark.provision("NBO-18")
def test_nairobi_knows_no_grid_so_a_reservation_is_only_a_reminder() -> None:
    acts = (
        act("accession", date(2001, 1, 1), "SE", "CZ", "FR", "NL", "BE", annexes=("I",)),
        act("reservation", date(2003, 5, 1), "CZ", articles=("I.2",)),
    )
    found = coming(NBO, register(*acts, id="nbo-1977"), date(2003, 1, 1), date(2011, 1, 1))
    assert dates(found, "review") == []
    assert dates(found, "review_reminder") == [
        (date(2004, 4, 1), "CZ"),
        (date(2007, 4, 1), "CZ"),
        (date(2010, 4, 1), "CZ"),
    ]


@pytest.mark.provision("NBO-16.3", "NBO-19.4")
def test_an_annex_begins_for_all_and_for_each_and_ends_for_one() -> None:
    acts = (
        act("accession", date(2031, 1, 1), "SE", "CZ", "FR", "NL", "BE", annexes=("I", "II")),
        act("annex_withdrawal", date(2033, 1, 31), "SE", annexes=("II",)),
    )
    found = coming(NBO, register(*acts, id="nbo-1977"), FIRST, LAST)
    general = [(each.day, each.part) for each in found if each.kind == "annex_in_force"]
    assert general == [(date(2031, 4, 1), "I"), (date(2031, 4, 1), "II")]
    assert [(each.day, each.unit, each.part) for each in found if each.kind == "annex_left"] == [
        (date(2033, 7, 31), "SE", "II")
    ]
    assert len([each for each in found if each.kind == "annex_bound"]) == 10


@pytest.mark.provision("CCO-60.4.ii", "CCO-65.1", "CCO-65.2")
def test_extensions_and_ends_stand_on_their_days() -> None:
    acts = (
        RATIFIED,
        act("territorial_extension", date(2031, 11, 30), "HT", territories=("T1",)),
        act("territorial_exclusion", date(2032, 8, 31), "HT", territories=("T1",)),
        act("withdrawal", date(2033, 8, 31), "KY"),
    )
    found = coming(CCO, register(*acts), FIRST, LAST)
    assert dates(found, "extended") == [(date(2032, 2, 29), "T1")]
    assert dates(found, "territory_left") == [(date(2033, 2, 28), "T1")]
    assert dates(found, "left") == [(date(2034, 2, 28), "KY")]
    assert {each.state for each in found if each.unit == "T1"} == {"HT"}


@pytest.mark.provision("CCO-62.3", "CCO-62.4")
def test_silence_accepts_an_amendment_and_later_puts_it_into_force() -> None:
    life = Amendment("in force", date(2033, 5, 1), date(2033, 8, 1), regular=True)
    found = coming(CCO, register(RATIFIED), FIRST, LAST, [AdoptedAmendment("AM-1", ("39",), life)])
    assert [(each.kind, each.day, each.part) for each in found if each.part == "AM-1"] == [
        ("amendment_accepted", date(2033, 5, 1), "AM-1"),
        ("amendment_in_force", date(2033, 8, 1), "AM-1"),
    ]
    stopped = replace(life, state="objected", accepted=None, in_force=None)
    assert not [
        each
        for each in coming(CCO, register(RATIFIED), FIRST, LAST, [AdoptedAmendment("AM-1", ("39",), stopped)])
        if each.part == "AM-1"
    ]


@pytest.mark.provision("CCO-61.2")
def test_an_arrangement_ends_under_the_instrument_that_it_serves() -> None:
    arrangement = Arrangement(("AG", "HT"), ("27",), date(2031, 3, 1), date(2032, 2, 28))
    found = coming(CCO, register(RATIFIED, arrangements=(arrangement,)), FIRST, LAST)
    assert dates(found, "arrangement_ends") == [(date(2032, 2, 28), "AG, HT")]
    assert (
        dates(coming(NBO, register(id="nbo-1977", arrangements=(arrangement,)), FIRST, LAST), "arrangement_ends") == []
    )


def test_the_last_day_for_signature_is_a_date_even_before_anybody_acted() -> None:
    found = coming(CCO, Register(), FIRST, LAST)
    assert dates(found, "signature_closes") == [(date(2020, 1, 1), "")]


def test_an_unverified_instrument_has_no_dates() -> None:
    unverified = load_instrument("jhb-2003")
    acts = (act("ratification", date(2007, 7, 12), "ZA"),)
    assert coming(unverified, register(*acts, id="jhb-2003"), FIRST, LAST) == ()


@given(first=st.dates(FIRST, LAST), length=st.integers(0, 4000))
def test_a_window_shows_exactly_what_falls_into_it(first: date, length: int) -> None:
    joining = date(2031, 3, 15)
    acts = (RATIFIED, act("accession", joining, "LC"), act("opt_out", joining, "LC", articles=("39",)))
    last = min(LAST, date.fromordinal(first.toordinal() + length))
    whole = coming(CCO, register(*acts), FIRST, LAST)
    assert coming(CCO, register(*acts), first, last) == tuple(each for each in whole if first <= each.day <= last)


def test_every_date_has_a_key_of_its_own_and_a_known_kind() -> None:
    acts = (
        act("accession", date(2001, 1, 1), "SE", "CZ", "FR", "NL", "BE", annexes=("I", "II")),
        act("annex_withdrawal", date(2003, 1, 1), "SE", annexes=("II",)),
        act("annex_acceptance", date(2005, 1, 1), "SE", annexes=("II",)),
        act("withdrawal", date(2006, 1, 1), "BE"),
        act("accession", date(2008, 1, 1), "BE", annexes=("I",)),
    )
    found = coming(NBO, register(*acts, id="nbo-1977"), date(1970, 1, 1), LAST)
    keys = [each.key for each in found]
    assert len(keys) == len(set(keys))
    assert {each.kind for each in found} <= set(COMING_KINDS)
    assert len([each for each in found if each.kind == "bound" and each.unit == "BE"]) == 2
