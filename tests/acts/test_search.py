"""Searching the central system: who finds what, and what the journal says of it."""

import pytest
from tests.world import World

from tidewaiter.actions import central, people
from tidewaiter.actions.act import Invalid, NotPermitted
from tidewaiter.actions.central import Query
from tidewaiter.screening.subjects import Name, Subject, SubjectKind

PERSON = Subject(kind=SubjectKind.PERSON, names=(Name("Hilario Vantongheren"),))


def test_a_misspelt_name_finds_the_entry_with_reasons(world: World) -> None:
    result = central.search_central(world.caller("xb.officer"), Query(PERSON, "offences", "CASE-7"))
    assert [hit.entry.supplier for hit in result.hits] == ["XA"]
    assert result.hits[0].band == "strong"
    assert result.hits[0].found_name == "Hilario van Tongeren"
    assert result.hits[0].reasons


@pytest.mark.provision("CCO-52.7", "CCO-50.4")
def test_a_denied_administration_finds_nothing_and_no_hint(world: World) -> None:
    denied = central.search_central(world.caller("xc.officer"), Query(PERSON, "offences", "CASE-7"))
    absent = Subject(kind=SubjectKind.PERSON, names=(Name("Zebulon Quirkwater"),))
    nothing = central.search_central(world.caller("xc.officer"), Query(absent, "offences", "CASE-7"))
    assert denied == nothing
    assert denied.hits == ()


@pytest.mark.provision("CCO-50.2")
def test_a_search_without_purpose_is_refused(world: World) -> None:
    with pytest.raises(NotPermitted) as refused:
        central.search_central(world.caller("xb.officer"), Query(PERSON, "", "CASE-7"))
    assert "CCO-50.2" in {reason.provision for reason in refused.value.reasons}


def test_a_search_for_an_unknown_purpose_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        central.search_central(world.caller("xb.officer"), Query(PERSON, "curiosity", "CASE-7"))


@pytest.mark.provision("CCO-47.1", "CCO-47.1.v")
def test_the_journal_keeps_purpose_case_criteria_and_what_was_shown(world: World) -> None:
    result = central.search_central(world.caller("xb.officer"), Query(PERSON, "offences", "CASE-7"))
    line = people.read_journal(world.caller("xb.head"), limit=1)[0]
    assert (line.verb, line.outcome, line.officer) == ("search_central", "done", "xb.officer")
    assert line.about["purpose"] == "offences"
    assert line.about["case"] == "CASE-7"
    assert line.about["hits"] == [result.hits[0].entry.id]


@pytest.mark.provision("CCO-47.1")
def test_an_address_stands_in_the_journal_only_where_it_was_asked_for(world: World) -> None:
    living = Subject(PERSON.kind, PERSON.names, addresses=("12 Tidemarsh Lane, Gullhaven",))
    for asked in (PERSON, living):
        central.search_central(world.caller("xb.officer"), Query(asked, "offences", "CASE-7"))
    last, first = people.read_journal(world.caller("xb.head"), limit=2)
    assert "addresses" not in first.about["criteria"]
    assert last.about["criteria"]["addresses"] == ["12 Tidemarsh Lane, Gullhaven"]


@pytest.mark.provision("CCO-52.2")
def test_only_a_designated_official_searches(world: World) -> None:
    with pytest.raises(NotPermitted) as refused:
        central.search_central(world.caller("xb.head"), Query(PERSON, "offences", "CASE-7"))
    assert refused.value.reasons[0].provision == "CCO-52.2"
    assert people.read_journal(world.caller("xb.head"), limit=1)[0].outcome == "refused"
