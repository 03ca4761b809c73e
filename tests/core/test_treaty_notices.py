"""Whom each provision names as addressees, and which notices merge into one dispatch."""

from datetime import date

import pytest

from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.register import Register, Unit
from tidewaiter.treaty.rules.notices import notices_for, target_day

CCO, NBO = load_instrument("cco-2019"), load_instrument("nbo-1977")
FIFTEEN = ("AG", "AI", "AW", "BM", "BS", "CU", "CW", "DO", "HT", "KY", "LC", "MS", "NL", "SX", "TC")
DAY = date(2031, 2, 10)
ACTS = (
    InstrumentAct("ratification", date(2030, 11, 30), FIFTEEN),
    InstrumentAct("partner_arrangement", date(2031, 1, 10), ("CPA",)),
)
MEMBERS = Register({"cco-2019": ACTS})


@pytest.mark.provision("CCO-66.2.vii", "CCO-20.3")
def test_a_filing_of_authorities_goes_to_the_other_members_in_one_dispatch_that_cites_both() -> None:
    [notice] = notices_for(CCO, MEMBERS, "authorities", unit="HT", day=DAY)
    assert notice.provisions == ("CCO-20.3", "CCO-66.2.vii")
    assert len(notice.to) == 14
    assert "HT" not in notice.to


@pytest.mark.provision("CCO-66.2.viii", "CCO-21.1", "CCO-65.1")
def test_contact_points_reach_partners_and_a_withdrawal_all_members_at_once() -> None:
    [contact] = notices_for(CCO, MEMBERS, "contact_point", unit="AG", day=DAY)
    assert len(contact.to) == 15
    assert "CPA" in contact.to
    [leaving] = notices_for(CCO, MEMBERS, "withdrawal", unit="HT", day=DAY)
    assert (len(leaving.to), leaving.target) == (15, "at_once")
    assert target_day(leaving.target, DAY) == DAY
    assert target_day("promptly", date(2031, 1, 31)) == date(2031, 2, 5)
    assert target_day("", DAY) is None


@pytest.mark.provision("NBO-22.a", "NBO-20.2", "CCO-67")
def test_nairobi_notices_go_to_four_groups_and_registration_to_organs_alone() -> None:
    acts = (
        InstrumentAct("accession", date(1980, 2, 21), ("PA", "PB", "PC", "PD", "PE"), annexes=("I",)),
        InstrumentAct("signature", date(1978, 1, 10), ("SG",)),
    )
    known = Register({"nbo-1977": acts}, {"CM": Unit("CM", council_member=True), "NO": Unit("NO")})
    [notice] = notices_for(NBO, known, "deposit", unit="PA", day=date(1999, 6, 29))
    assert notice.to == ("CM", "PB", "PC", "PD", "PE", "SG", "united_nations")
    [registration] = notices_for(CCO, MEMBERS, "registration", day=DAY)
    assert registration.to == ("united_nations", "world_customs_organization")
    assert notices_for(NBO, known, "memorandum", day=DAY) == ()
