"""What an act changes is worked out before it is confirmed, by the same function as after."""

from dataclasses import replace
from datetime import date

import pytest

from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.rules.consequences import consequences

CCO = load_instrument("cco-2019")
NINE = ("AG", "AI", "BM", "BS", "CU", "DO", "HT", "KY", "LC")
NINE_STAND = InstrumentAct("ratification", date(2030, 5, 1), NINE)
TENTH = InstrumentAct("ratification", date(2030, 11, 30), ("MS",), form="under_examination")
DAY = date(2030, 12, 2)


@pytest.mark.provision("CCO-64.1")
def test_the_tenth_fixes_the_general_date_and_is_told_to_all_who_consented() -> None:
    found = consequences(CCO, Register({"cco-2019": (NINE_STAND,)}), TENTH, day=DAY)
    assert (found.count_before, found.count_after, found.reaches) == (9, 10, True)
    assert found.general.after == date(2031, 2, 28)
    assert len(found.units) == 10
    assert {notice.event for notice in found.notices} == {"deposit", "entry_into_force"}
    assert len(found.addressees) == 10


@pytest.mark.provision("SYS-1", "CCO-64.1")
def test_a_threshold_of_eleven_in_the_profile_moves_the_date_without_code() -> None:
    assert CCO.profile.force is not None
    eleven = replace(CCO, profile=replace(CCO.profile, force=replace(CCO.profile.force, threshold=11)))
    found = consequences(eleven, Register({"cco-2019": (NINE_STAND,)}), TENTH, day=DAY)
    assert (found.reaches, found.general.after) == (False, None)


@pytest.mark.provision("CCO-64.1", "CCO-65.1")
def test_accessions_do_not_count_and_the_depositary_is_told_what_they_would_have_done() -> None:
    joins = replace(TENTH, type="accession")
    found = consequences(CCO, Register({"cco-2019": (NINE_STAND,)}), joins, day=DAY)
    assert not found.reaches
    assert ("accessions_would_reach", "CCO-64.1") in {(ask.code, ask.provision) for ask in found.asks}
    both = Register({"cco-2019": (NINE_STAND, replace(TENTH, form="in_due_form"))})
    leaving = InstrumentAct("withdrawal", date(2031, 8, 31), ("HT",))
    ends = consequences(CCO, both, leaving, day=date(2031, 8, 31))
    assert [(row.name, row.after) for row in ends.endings] == [("HT", date(2032, 2, 29))]
    assert {notice.event for notice in ends.notices} == {"withdrawal"}
