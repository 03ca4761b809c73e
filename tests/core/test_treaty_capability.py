"""Bases for a request: which are open, why others are not, in which order, and what each demands."""

from datetime import date

import pytest

from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.rules.capability import (
    Arrangement,
    BasisView,
    field_provision,
    open_bases,
    required_fields,
)

DAY = date(2031, 6, 1)
TEN = ("AG", "AI", "AW", "BM", "BS", "CU", "CW", "DO", "HT", "KY")
NBO = load_instrument("nbo-1977")
ACTS = {
    "cco-2019": (
        InstrumentAct("ratification", date(2030, 11, 30), TEN),
        InstrumentAct("opt_out", date(2030, 11, 30), ("HT",), articles=("34", "39")),
    ),
    "nbo-1977": (
        InstrumentAct("accession", date(1980, 2, 21), TEN[:5], annexes=NBO.profile.annexes),
        InstrumentAct("accession", date(1990, 1, 1), ("CU",), annexes=("I",)),
    ),
}


def _views(requesting: str, requested: str, kind: str, on: date = DAY, **more: object) -> tuple[BasisView, ...]:
    arranged = more.get("arrangements", ())
    assert isinstance(arranged, tuple)
    return open_bases(ACTS, requesting=requesting, requested=requested, type=kind, on=on, arrangements=arranged)


def test_at_equal_duty_the_stricter_protection_comes_first() -> None:
    assert [(view.provision, view.open) for view in _views("AG", "AI", "control")] == [
        ("CCO-26", True),
        ("NBO-A3", True),
    ]


def test_the_stronger_duty_comes_before_the_stricter_protection() -> None:
    assert [view.provision for view in _views("AG", "AI", "witness")] == ["NBO-A6", "CCO-36"]


@pytest.mark.provision("CCO-20.5", "NBO-11")
def test_an_open_basis_stands_before_a_closed_one_and_both_are_shown() -> None:
    views = _views("AG", "CU", "control")
    assert [(view.instrument, view.open, view.closed_by) for view in views] == [
        ("cco-2019", True, None),
        ("nbo-1977", False, "annex_not_common"),
    ]


@pytest.mark.parametrize(
    ("requesting", "requested", "kind", "on", "provision", "code"),
    [
        ("AG", "AI", "control", date(2031, 2, 27), "CCO-26", "not_in_force"),
        ("ZZ", "AI", "control", DAY, "CCO-26", "requesting_not_bound"),
        ("AG", "ZZ", "control", DAY, "CCO-26", "requested_not_bound"),
        ("AG", "HT", "cross_border_surveillance", DAY, "CCO-39", "opted_out"),
        ("AG", "AI", "recovery", DAY, "CCO-35", "no_arrangement"),
        ("AG", "AI", "recovery", DAY, "NBO-2.3", "type_not_given"),
        ("AG", "AI", "information", DAY, "NBO-2.1", "type_not_given"),
        ("AG", "AI", "enquiry", DAY, "NBO-A5", "unverified"),
        ("AG", "CU", "control", DAY, "NBO-A3", "annex_not_common"),
    ],
)
def test_a_closed_basis_says_what_closes_it(
    requesting: str, requested: str, kind: str, on: date, provision: str, code: str
) -> None:
    view = next(each for each in _views(requesting, requested, kind, on) if each.provision == provision)
    assert (view.open, view.closed_by) == (False, code)
    assert view.because


@pytest.mark.provision("CCO-35.2", "CCO-61.2")
def test_an_arrangement_opens_the_article_that_it_serves() -> None:
    arranged = Arrangement(("AG", "AI"), ("35",), date(2031, 1, 1), date(2031, 6, 1))
    assert _views("AG", "AI", "recovery", arrangements=(arranged,))[0].open
    assert not _views("AG", "AI", "recovery", date(2031, 6, 2), arrangements=(arranged,))[0].open


@pytest.mark.provision("JHB-0")
def test_an_unverified_instrument_is_never_open() -> None:
    acts = {"jhb-2003": (InstrumentAct("ratification", date(2030, 1, 1), TEN),)}
    views = open_bases(acts, requesting="AG", requested="AI", type="information", on=DAY)
    assert [(view.open, view.closed_by, view.trust) for view in views] == [(False, "unverified", "unverified")]


def test_each_type_demands_what_its_articles_say() -> None:
    every = ("matter", "reasons", "case_summary", "applicable_law")
    assert required_fields("cco-2019", "information") == every
    assert set(required_fields("cco-2019", "assessment")) == {
        *every,
        "doubt_statement",
        "verification_done",
        "specific_information_wanted",
    }
    assert required_fields("nbo-1977", "control") == ("stage",)
    assert required_fields("nbo-1977", "control", "judicial") == ("stage", "customs_competence_note")
    assert required_fields("nbo-1977", "information") == ()


def test_each_particular_names_the_provision_that_demands_it() -> None:
    assert field_provision("cco-2019", "assessment", "doubt_statement") == "CCO-25.1"
    assert field_provision("cco-2019", "control", "doubt_statement") == "CCO-26"
    assert field_provision("cco-2019", "control", "reciprocity_statement") == "CCO-42.2"
    assert field_provision("nbo-1977", "assessment", "offence_seriousness") == "NBO-A2.1"
    with pytest.raises(ValueError, match="requires no"):
        field_provision("nbo-1977", "control", "doubt_statement")
