"""Bilateral agreements from the template: every choice is law at once, and what cannot be added never is."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.agreements import (
    ASSISTANCE_PROVISIONS,
    Choices,
    added_fault,
    agreement_id,
    agreement_profile,
    ships_unverified,
    usual_assistance,
    usual_grounds,
)
from tidewaiter.treaty.provisions import Instrument, beside, instrument_ids, load_instrument, shipped, with_profile
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.rules.capability import Question
from tidewaiter.treaty.rules.closing import bases_between
from tidewaiter.treaty.rules.ending import ending
from tidewaiter.treaty.rules.force import entry_into_force
from tidewaiter.treaty.rules.refusal import grounds
from tidewaiter.treaty.strict import NotUnderstood

ID = "bil-nl-cv-2013"
PARTIES = ("NL", "CV")
NOTIFIED = (
    InstrumentAct("notification", date(2030, 12, 20), ("NL",), received=date(2031, 1, 20)),
    InstrumentAct("notification", date(2031, 1, 10), ("CV",), received=date(2031, 2, 3)),
)


def agreement(**chosen: object) -> Instrument:
    choices = Choices(PARTIES, **chosen)  # type: ignore[arg-type]
    return with_profile(shipped("bil"), agreement_profile(ID, choices), ID)


def begins(**chosen: object) -> date | None:
    return entry_into_force(agreement(**chosen), NOTIFIED).general


@pytest.mark.provision("BIL-EIF")
@pytest.mark.parametrize(
    ("chosen", "day"),
    [
        ({}, date(2031, 3, 1)),
        ({"force_from": "receipt"}, date(2031, 4, 1)),
        ({"force": "months", "force_number": 3}, date(2031, 4, 10)),
        ({"force": "days", "force_number": 30}, date(2031, 2, 9)),
        ({"force": "days", "force_number": 30, "force_from": "receipt"}, date(2031, 3, 5)),
        ({"force": "on_notification"}, date(2031, 1, 10)),
        ({"force": "on_notification", "force_from": "receipt"}, date(2031, 2, 3)),
    ],
)
def test_an_agreement_enters_into_force_by_the_rule_it_chose(chosen: dict[str, object], day: date) -> None:
    assert begins(**chosen) == day


@pytest.mark.provision("BIL-EIF")
def test_one_notification_or_that_of_a_third_brings_nothing_into_force() -> None:
    assert entry_into_force(agreement(), NOTIFIED[:1]).general is None
    third = replace(NOTIFIED[1], units=("SX",))
    assert entry_into_force(agreement(), (NOTIFIED[0], third)).general is None


@pytest.mark.provision("BIL-END")
@pytest.mark.parametrize(
    ("chosen", "day"),
    [
        ({}, date(2032, 4, 30)),
        ({"ending_months": 6}, date(2032, 7, 31)),
        ({"ending_from": "receipt"}, date(2032, 5, 5)),
    ],
)
def test_an_agreement_ends_by_the_rule_it_chose(chosen: dict[str, object], day: date) -> None:
    notice = InstrumentAct("withdrawal", date(2032, 1, 31), ("CV",), received=date(2032, 2, 5))
    assert ending(agreement(**chosen), (*NOTIFIED, notice), {}, "CV").effect == day


@pytest.mark.provision("BIL-11", "BIL-SCOPE")
def test_cape_verde_knows_controlled_delivery_and_the_emirates_do_not() -> None:
    assert "controlled_delivery" not in usual_assistance()
    with_it = agreement(assistance={"controlled_delivery": "may"})
    assert [each.provision for each in with_it.profile.assistance if each.type == "controlled_delivery"] == ["11"]
    assert "controlled_delivery" not in {each.type for each in agreement().profile.assistance}


@given(st.dictionaries(st.sampled_from(sorted(ASSISTANCE_PROVISIONS)), st.sampled_from(("shall", "may", "off"))))
def test_every_switch_does_what_it_says(switched: dict[str, str]) -> None:
    given = {each.type: each.duty for each in agreement(assistance=switched).profile.assistance}
    for type, switch in switched.items():
        assert given.get(type, "off") == switch
    for type, duty in usual_assistance().items():
        if type not in switched:
            assert given[type] == duty


@pytest.mark.provision("BIL-GROUNDS")
def test_only_the_chosen_grounds_are_available() -> None:
    found = [each.code for each in grounds(agreement(grounds=("G1", "G9"))) if each.available]
    assert found == ["G1", "G9"]
    assert [each.code for each in grounds(agreement()) if each.available] == list(usual_grounds())


@pytest.mark.provision("BIL-USE", "BIL-COSTS", "BIL-LANG")
def test_court_costs_languages_and_review_follow_the_choices() -> None:
    made = agreement(court="free", substantial_costs="requested", languages=("fr",), review_months=60).profile
    assert made.use is not None
    assert "court" in made.use.free
    assert [each.borne_by for each in made.cost if each.kind == "substantial"] == ["requested"]
    assert made.languages == ("fr",)
    assert made.review is not None
    assert made.review.months == 60
    assert agreement().profile.review is None


def test_a_title_falls_back_on_english_and_then_on_a_standing_one() -> None:
    assert agreement(title={"en": "The Agreement", "nl": "Het Verdrag"}).title == {
        "en": "The Agreement",
        "fr": "The Agreement",
        "es": "The Agreement",
        "nl": "Het Verdrag",
    }
    assert agreement().title["fr"].startswith("Accord entre NL et CV")


def test_the_profile_of_an_agreement_reads_back_and_writes_the_same() -> None:
    text = agreement_profile(ID, Choices(PARTIES, done_on=date(2013, 6, 7), place="Praia"))
    again = agreement_profile(ID, Choices(PARTIES, done_on=date(2013, 6, 7), place="Praia"))
    assert text == again
    history = with_profile(shipped("bil"), text, ID).profile.history
    assert history is not None
    assert (history.done_on, history.place, history.depositary) == (date(2013, 6, 7), "Praia", "parties")


def test_a_choice_that_no_profile_can_hold_is_refused_with_its_key() -> None:
    with pytest.raises(NotUnderstood, match="substantial|borne_by"):
        agreement_profile(ID, Choices(PARTIES, substantial_costs="nobody"))  # type: ignore[arg-type]


@pytest.mark.provision("SYS-1", "JHB-0")
def test_only_agreements_and_what_ships_unverified_can_be_added() -> None:
    good = agreement()
    assert added_fault(ID, "bil", good) is None
    assert added_fault("bil-nl-cv", "bil", replace(good, profile=replace(good.profile, id="bil-nl-cv"))) == (
        "bad_agreement_id"
    )
    assert added_fault("bil-cv-nl-2013", "bil", replace(good, profile=replace(good.profile, id="bil-cv-nl-2013"))) == (
        "two_parties"
    )
    assert added_fault("bil-nl-cv-2014", "bil", good) == "id_differs"
    assert {each for each in ("cco-2019", "nbo-1977", "jhb-2003") if ships_unverified(each)} == {"jhb-2003"}
    for verified in ("cco-2019", "nbo-1977"):
        assert added_fault(verified, verified, load_instrument(verified)) == "not_completable"
    johannesburg = load_instrument("jhb-2003")
    assert added_fault("jhb-2003", "jhb-2003", johannesburg) == "still_unverified"
    read = replace(johannesburg, profile=replace(johannesburg.profile, trust="verified"))
    assert added_fault("jhb-2003", "jhb-2003", read) is None


@pytest.mark.provision("CCO-20.5", "NBO-11")
def test_an_agreement_stands_among_the_bases_of_its_two_parties_alone() -> None:
    made = agreement()
    register = Register(acts={ID: NOTIFIED})

    def found(requested: str) -> list[str]:
        views = bases_between(register, Question("NL", requested, "control", date(2031, 6, 1)))
        return [view.instrument for view in views if view.open]

    with beside(lambda: [made]):
        assert ID in instrument_ids()
        assert found("CV") == [ID]
        assert found("SX") == []
    assert ID not in instrument_ids()


def test_the_id_of_an_agreement_names_its_parties_and_year() -> None:
    assert agreement_id(PARTIES, 2013) == ID
