"""Who is told of what: the addressees that each provision names, on a register small enough to count by hand."""

from datetime import date

import pytest

from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.profile import NoticeEvent
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.register import Register, Unit
from tidewaiter.treaty.rules.notices import NoticeDraft, notices_for

TEN = ("AG", "AI", "AW", "BM", "BS", "CU", "CW", "DO", "HT", "KY")
FIVE = ("CZ", "FR", "NO", "NZ", "SE")
DAY = date(2031, 6, 1)
CCO = Register(
    acts={
        "cco-2019": (
            InstrumentAct("ratification", date(2030, 11, 30), TEN),
            InstrumentAct("signature", date(2019, 5, 22), ("LC",)),
            InstrumentAct("partner_arrangement", date(2031, 1, 10), ("CP1",)),
        )
    },
    units={"AW": Unit("AW", "territory")},
)
NAIROBI = Register(
    acts={
        "nbo-1977": (
            InstrumentAct("accession", date(1980, 2, 21), FIVE, annexes=("I",)),
            InstrumentAct("signature", date(1978, 6, 30), ("S1",), annexes=("I",)),
        )
    },
    units={"M1": Unit("M1", council_member=True), "SE": Unit("SE", council_member=True), "X1": Unit("X1")},
)


def _told(instrument: str, event: NoticeEvent, unit: str) -> tuple[NoticeDraft, ...]:
    register = CCO if instrument == "cco-2019" else NAIROBI
    return notices_for(load_instrument(instrument), register, event, unit=unit, day=DAY)


@pytest.mark.provision("NBO-22.a", "NBO-22.b", "NBO-22.c", "NBO-22.d", "NBO-22.e")
@pytest.mark.parametrize(
    ("event", "provision"),
    [
        ("signature", "NBO-22.a"),
        ("deposit", "NBO-22.a"),
        ("annex_acceptance", "NBO-22.a"),
        ("entry_into_force", "NBO-22.b"),
        ("annex_entry_into_force", "NBO-22.b"),
        ("territorial", "NBO-22.c"),
        ("withdrawal", "NBO-22.d"),
        ("amendment_accepted", "NBO-22.e"),
    ],
)
def test_nairobi_tells_parties_signatories_other_council_members_and_the_united_nations(
    event: NoticeEvent, provision: str
) -> None:
    (draft,) = _told("nbo-1977", event, "CZ")
    assert draft.to == ("FR", "M1", "NO", "NZ", "S1", "SE", "united_nations")
    assert (draft.provisions, draft.required) == ((provision,), True)


def test_nairobi_tells_the_same_groups_of_a_reservation_though_nothing_demands_it() -> None:
    (draft,) = _told("nbo-1977", "reservation", "CZ")
    assert draft.to == ("FR", "M1", "NO", "NZ", "S1", "SE", "united_nations")
    assert not draft.required


@pytest.mark.provision("NBO-20.2")
def test_nairobi_sends_a_recommended_text_to_three_groups_and_not_to_the_united_nations() -> None:
    (draft,) = _told("nbo-1977", "amendment_proposed", "")
    assert draft.to == ("CZ", "FR", "M1", "NO", "NZ", "S1", "SE")


@pytest.mark.provision("CCO-20.3", "CCO-66.2.vii")
def test_authorities_are_told_to_the_other_members_in_one_dispatch_under_two_provisions() -> None:
    (draft,) = _told("cco-2019", "authorities", "HT")
    assert draft.to == tuple(sorted(set(TEN) - {"HT"}))
    assert draft.provisions == ("CCO-20.3", "CCO-66.2.vii")


@pytest.mark.provision("CCO-21.1", "CCO-66.2.viii")
def test_contact_points_are_told_to_the_customs_administrations_of_partners_too() -> None:
    (draft,) = _told("cco-2019", "contact_point", "AG")
    assert draft.to == tuple(sorted({*TEN, "CP1"} - {"AG"}))
    assert draft.provisions == ("CCO-21.1", "CCO-66.2.viii")


@pytest.mark.provision("CCO-66.2.ii")
def test_a_certified_copy_goes_to_the_member_it_was_made_for() -> None:
    (draft,) = _told("cco-2019", "certified_copy", "KY")
    assert (draft.to, draft.provisions) == (("KY",), ("CCO-66.2.ii",))


@pytest.mark.provision("CCO-66.3")
def test_a_difference_with_the_depositary_goes_to_members_and_signatories() -> None:
    (draft,) = _told("cco-2019", "difference", "KY")
    assert draft.to == tuple(sorted({*TEN, "LC"}))


@pytest.mark.provision("CCO-66.2.vi")
def test_the_adoption_of_an_amendment_goes_to_territory_members_for_information() -> None:
    (draft,) = _told("cco-2019", "amendment_notified", "")
    assert "AW" in draft.to
    assert draft.to == tuple(sorted(TEN))


@pytest.mark.provision("CCO-67", "NBO-23")
@pytest.mark.parametrize(
    ("instrument", "organs"),
    [("cco-2019", ("united_nations", "world_customs_organization")), ("nbo-1977", ("united_nations",))],
)
def test_registration_is_asked_of_the_organs_that_the_text_names(instrument: str, organs: tuple[str, ...]) -> None:
    (draft,) = _told(instrument, "registration", "")
    assert draft.to == organs
