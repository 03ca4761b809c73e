"""Who counts as customs administration, what a filing must name, and what a Member still owes the directory."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.treaty.rules.directory import (
    ConfidentialityFiling,
    Designation,
    Filed,
    customs_administration,
    lacking,
    lacking_of_organization,
    missing_of_filing,
    personal_data_open_from,
    to_confirm_again,
)

PORT = Designation("CCO-29", "Port Authority", date(2031, 1, 1), date(2031, 12, 31))
LAW, UNDERTAKING = (ConfidentialityFiling(kind, date(2031, 3, 15)) for kind in ("law_list", "undertaking"))
DEPOSIT = date(2031, 3, 15)
CENTRAL = Designation("CCO-45.3", "Unit", date(2031, 2, 10))
SECURITY = Designation("CCO-48.1", "Office B", date(2031, 1, 10))


@pytest.mark.provision("CCO-1.ii", "CCO-20.3")
@pytest.mark.parametrize(
    ("provision", "day", "named"),
    [
        ("CCO-29", date(2031, 1, 1), True),
        ("CCO-29.1", date(2031, 6, 1), True),
        ("CCO-26", date(2031, 6, 1), False),
        ("CCO-2", date(2031, 6, 1), False),
        ("CCO-29", date(2030, 12, 31), False),
        ("CCO-29", date(2031, 12, 31), True),
        ("CCO-29", date(2032, 1, 1), False),
    ],
)
def test_a_designated_authority_counts_for_its_article_on_its_days_alone(
    provision: str, day: date, named: bool
) -> None:
    found = customs_administration("Customs of HT", [PORT], provision, day)
    assert found == (("Customs of HT", "Port Authority") if named else ("Customs of HT",))


@pytest.mark.provision("CCO-20.3")
def test_a_designation_for_a_paragraph_does_not_reach_the_whole_article_and_a_returned_one_reaches_nothing() -> None:
    part = Designation("CCO-29.1", "Harbour Master", date(2031, 1, 1))
    returned = Designation("CCO-29", "Coast Guard", date(2031, 1, 1), returned=True)
    assert customs_administration("Customs", [part, returned], "CCO-29", date(2031, 6, 1)) == ("Customs",)
    assert customs_administration("Customs", [part], "CCO-29.1", date(2031, 6, 1)) == ("Customs", "Harbour Master")


@pytest.mark.provision("CCO-20.3")
def test_a_filing_without_article_or_day_is_returned_for_completion() -> None:
    assert missing_of_filing("", None) == ("authority_for", "since")
    assert missing_of_filing("CCO-29", None) == ("since",)
    assert missing_of_filing("", date(2031, 1, 5)) == ("authority_for",)
    assert missing_of_filing("CCO-29", date(2031, 1, 5)) == ()


@pytest.mark.provision("CCO-31.3")
def test_personal_data_open_on_the_day_the_second_of_law_and_undertaking_arrived() -> None:
    assert personal_data_open_from([LAW]) is None
    late = ConfidentialityFiling("undertaking", date(2031, 7, 2))
    assert personal_data_open_from([LAW, late]) == date(2031, 7, 2)
    assert personal_data_open_from([LAW, late, ConfidentialityFiling("law_list", date(2031, 9, 1))]) == date(2031, 7, 2)


@given(st.lists(st.tuples(st.sampled_from(["law_list", "undertaking"]), st.dates()), max_size=8), st.randoms())
def test_the_order_in_which_filings_are_known_never_matters(rows: list[tuple[str, date]], chance: object) -> None:
    filings = [ConfidentialityFiling(*row) for row in rows]
    mixed = list(filings)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert personal_data_open_from(filings) == personal_data_open_from(mixed)
    assert to_confirm_again(filings, DEPOSIT) == to_confirm_again(mixed, DEPOSIT)


@pytest.mark.provision("CCO-31.3")
def test_what_was_filed_at_signature_waits_to_be_confirmed_at_the_deposit_and_blocks_nothing() -> None:
    early = [ConfidentialityFiling(kind, date(2030, 5, 1)) for kind in ("law_list", "undertaking")]
    assert to_confirm_again(early, None) == ()
    assert to_confirm_again(early, DEPOSIT) == ("law_list", "undertaking")
    assert to_confirm_again([*early, UNDERTAKING], DEPOSIT) == ("law_list",)
    found = lacking(Filed(True, (CENTRAL, SECURITY), tuple(early)), DEPOSIT, date(2031, 6, 15))
    assert [(lack.what, lack.blocks) for lack in found] == [("law_list_again", False), ("undertaking_again", False)]


@pytest.mark.provision("CCO-31.3", "CCO-45.3", "CCO-48.1", "CCO-21.1")
def test_what_a_member_lacks_is_named_with_what_stays_closed_by_it() -> None:
    nothing = lacking(Filed(False), DEPOSIT, date(2031, 6, 15))
    assert [(lack.what, lack.provision, lack.blocks) for lack in nothing] == [
        ("law_list", "CCO-31.3", True),
        ("undertaking", "CCO-31.3", True),
        ("contact_point", "CCO-21.1", False),
        ("competent_authority", "CCO-45.3", False),
        ("security_authority", "CCO-48.1", False),
    ]
    whole = Filed(True, (CENTRAL, SECURITY), (LAW, UNDERTAKING))
    assert lacking(whole, DEPOSIT, date(2031, 6, 15)) == ()
    assert [lack.what for lack in lacking(whole, DEPOSIT, date(2031, 2, 9))] == [
        "law_list",
        "undertaking",
        "competent_authority",
    ]


@pytest.mark.provision("CCO-45.4", "CCO-48.2")
def test_a_gap_in_the_official_responsible_for_the_system_is_named_for_each_of_its_days() -> None:
    first = Designation("CCO-45.4", "Official S", date(2031, 1, 2), date(2031, 5, 31))
    second = Designation("CCO-45.4", "Official T", date(2031, 6, 11))
    security = Designation("CCO-48.2", "Office of the Secretariat", date(2031, 1, 2))
    known = [first, second, security]
    gaps = [day for day in range(1, 31) if lacking_of_organization(known, date(2031, 6, day))]
    assert gaps == list(range(1, 11))
    assert [lack.provision for lack in lacking_of_organization((), date(2031, 6, 1))] == ["CCO-45.4", "CCO-48.2"]
