"""What is recorded in the register and what follows from it on which day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.acts import stories
from tests.world import World

from tidewaiter.actions import central, organization, people, registry
from tidewaiter.actions.act import Clock, Invalid, NotFound, NotPermitted, clock
from tidewaiter.actions.organization import CouncilDecisionDraft
from tidewaiter.actions.registry import AdministrationView
from tidewaiter.treaty.acts import InstrumentAct

DECISION = CouncilDecisionDraft(
    number="C-2026/3",
    decided_on=date(2026, 1, 20),
    effective_on=date(2026, 2, 1),
    categories=("person",),
    purposes=("offences",),
    votes_for=8,
    votes_against=4,
    abstentions=6,
)


def known(world: World, code: str) -> AdministrationView:
    views = registry.read_directory(world.caller("xa.officer"))
    return next(view for view in views if view.code == code)


def new_member(world: World) -> None:
    """An administration of which nothing but its name is known."""
    people.record_administration(
        world.caller("xz.secretariat_official"),
        people.AdministrationDraft(code="XQ", name={"en": "Customs of Quiet Cay"}, unit="XQ", language="en"),
    )


def file(world: World, kind: str, days: int) -> None:
    registry.record_filing(
        world.caller("xz.depositary"), administration="XQ", kind=kind, text="Filed.", received=stories.in_days(days)
    )


@pytest.mark.parametrize("kinds", [("law_list", "undertaking"), ("undertaking", "law_list")])
@pytest.mark.provision("CCO-31.3")
def test_personal_data_open_on_the_day_the_second_filing_arrived(world: World, kinds: tuple[str, str]) -> None:
    new_member(world)
    file(world, kinds[0], -30)
    assert known(world, "XQ").undertaking_on is None
    file(world, kinds[1], -10)
    assert known(world, "XQ").undertaking_on == stories.in_days(-10)
    file(world, kinds[1], -2)
    assert known(world, "XQ").undertaking_on == stories.in_days(-10)


@pytest.mark.provision("CCO-31.3")
def test_a_filing_recorded_late_counts_from_the_day_it_arrived(world: World) -> None:
    new_member(world)
    file(world, "law_list", -5)
    file(world, "undertaking", -40)
    assert known(world, "XQ").undertaking_on == stories.in_days(-5)


def test_a_filing_of_no_known_kind_without_text_or_from_the_future_is_refused(world: World) -> None:
    who = world.caller("xz.depositary")
    for kind, text, days in (("poem", "Filed.", 0), ("undertaking", " ", 0), ("undertaking", "Filed.", 1)):
        with pytest.raises(Invalid):
            registry.record_filing(who, administration="XA", kind=kind, text=text, received=stories.in_days(days))
    with pytest.raises(NotFound):
        registry.record_filing(who, administration="QQ", kind="undertaking", text="Filed.", received=stories.in_days(0))


@pytest.mark.provision("CCO-10.5", "CCO-44")
def test_the_council_centralizes_by_two_thirds_of_the_votes_submitted(world: World) -> None:
    who = world.caller("xz.secretariat_official")
    organization.record_council_decision(who, DECISION)
    for votes in ((7, 4), (0, 0), (1, 1)):
        short = replace(DECISION, votes_for=votes[0], votes_against=votes[1])
        with pytest.raises(Invalid) as refused:
            organization.record_council_decision(who, short)
        assert [(fault.field, fault.provision) for fault in refused.value.faults] == [("votes_for", "CCO-10.5")]


def test_a_decision_on_what_does_not_exist_or_takes_effect_before_it_was_taken_is_refused(world: World) -> None:
    who = world.caller("xz.secretariat_official")
    for wrong, field in (
        (replace(DECISION, categories=("opinions",)), "categories"),
        (replace(DECISION, categories=()), "categories"),
        (replace(DECISION, purposes=("curiosity",)), "purposes"),
        (replace(DECISION, effective_on=date(2026, 1, 19)), "effective_on"),
        (replace(DECISION, number=" "), "number"),
    ):
        with pytest.raises(Invalid) as refused:
            organization.record_council_decision(who, wrong)
        assert [fault.field for fault in refused.value.faults] == [field]


@pytest.mark.provision("CCO-44")
def test_a_decision_opens_nothing_before_it_takes_effect(world: World, moved_clock: Clock) -> None:
    with world.raw("postgres") as installer:
        installer.execute("delete from records_councildecision")
    later = replace(DECISION, decided_on=stories.in_days(0), effective_on=stories.in_days(3))
    organization.record_council_decision(world.caller("xz.secretariat_official"), later)
    assert organization.read_categories(world.caller("xb.officer")) == ()
    moved_clock.offset = timedelta(days=3)
    assert [view.category for view in organization.read_categories(world.caller("xb.officer"))] == ["person"]


@pytest.mark.provision("CCO-52.2", "CCO-47.1.iv")
def test_an_official_is_designated_from_one_day_to_another_by_its_own_administration(
    world: World, moved_clock: Clock
) -> None:
    authority = world.caller("xb.cais_authority")
    registry.designate_official(
        authority, officer="xb.contact_point", since=stories.in_days(1), until=stories.in_days(2)
    )
    open_on = []
    for days in range(4):
        moved_clock.offset = timedelta(days=days)
        try:
            central.list_entries(world.caller("xb.contact_point"))
            open_on.append(days)
        except NotPermitted:
            continue
    assert open_on == [1, 2]
    for username in ("xc.contact_point", "no.body"):
        with pytest.raises(NotPermitted):
            registry.designate_official(authority, officer=username, since=stories.in_days(0))


@pytest.mark.provision("CCO-52.6")
def test_the_directory_lists_the_designated_officials_of_the_day(world: World) -> None:
    assert known(world, "XB").officials == ("xb.approver", "xb.cais_official", "xb.officer")
    assert known(world, "XE").officials == ()


@pytest.mark.provision("CCO-64.2", "CCO-44")
def test_a_unit_that_is_not_bound_has_no_access_to_the_central_system(world: World) -> None:
    entry_id = stories.released(world, stories.vessel("MV Quillback"))
    with world.raw("postgres") as installer:
        installer.execute("delete from records_instrumentactrecord where units = array['XB']::varchar[]")
    who = world.caller("xb.officer")
    refusals = (
        lambda: stories.found(world, "xb.officer", stories.vessel("MV Quillback")),
        lambda: stories.written(world, stories.vessel("MV Rockhopper"), "xb.officer"),
        lambda: central.read_entry(who, entry_id, purpose="offences", case="CASE-1"),
    )
    for refused in refusals:
        with pytest.raises(NotPermitted) as outcome:
            refused()
        assert "CCO-64.1" in {reason.provision for reason in outcome.value.reasons}


@pytest.mark.provision("CCO-64.2", "CCO-44")
def test_a_search_hears_at_once_of_what_the_register_says_of_its_administration(world: World) -> None:
    """The answer is remembered as long as the register stays as it is: it changes here in each way it can."""
    who, moved = world.caller("xz.depositary"), "update records_administration set unit = %s where code = 'XB'"
    assert [_may_search(world) for _ in range(2)] == [True, True]
    left = InstrumentAct(type="withdrawal", on=stories.in_days(-400), units=("XB",))
    fact = registry.record_instrument_act(who, "cco-2019", left, reference="Letter 14")
    assert [_may_search(world) for _ in range(2)] == [False, False]
    registry.retract_act(who, fact, why="Of another State")
    assert [_may_search(world) for _ in range(2)] == [True, True]
    with world.raw("postgres") as installer:
        installer.execute(moved, ["XQ"])
        assert not _may_search(world)
        installer.execute(moved, ["XB"])
        assert _may_search(world)


def _may_search(world: World) -> bool:
    try:
        stories.found(world, "xb.officer", stories.vessel("MV Quillback"))
    except NotPermitted:
        return False
    return True


@pytest.mark.provision("CCO-66.2.iii", "SYS-3")
def test_an_act_of_a_party_is_recorded_with_its_legal_day_and_never_before_it_happened(world: World) -> None:
    who = world.caller("xz.depositary")
    new_member(world)
    accession = InstrumentAct(type="accession", on=stories.in_days(-200), units=("XQ",))
    registry.record_instrument_act(who, "cco-2019", accession, reference="Letter 12")
    assert known(world, "XQ").bound_by == ("cco-2019",)
    for instrument, wrong in (
        ("cco-2019", replace(accession, on=stories.in_days(1))),
        ("cco-2019", replace(accession, units=())),
        ("cco-1819", accession),
    ):
        with pytest.raises(Invalid):
            registry.record_instrument_act(who, instrument, wrong, reference="Letter 13")


def test_bases_are_found_between_two_administrations_and_with_nobody_else(world: World) -> None:
    who = world.caller("xa.officer")
    bases = {view.instrument: view.open for view in registry.find_bases(who, requested="XB", type="control")}
    assert bases["cco-2019"]
    assert bases["nbo-1977"]
    assert not {view.instrument: view.open for view in registry.find_bases(who, requested="XD", type="control")}[
        "nbo-1977"
    ]
    for requested in ("XA", "XZ", "QQ"):
        with pytest.raises(NotFound):
            registry.find_bases(who, requested=requested, type="control")


@pytest.mark.provision("CCO-21.1", "CCO-20.3", "NBO-6.1")
def test_a_head_records_the_own_contact_point_and_authority_and_no_others(world: World) -> None:
    head = world.caller("xb.head")
    today = clock.today()
    registry.record_contact_point(head, administration="XB", name="Desk", email="desk@example.invalid", since=today)
    registry.record_authority(head, administration="XB", authority_for="CCO-20.3", name="Water police", since=today)
    view = known(world, "XB")
    assert (view.contact_name, view.contact_email) == ("Desk", "desk@example.invalid")
    assert "Water police (CCO-20.3)" in view.authorities
    with pytest.raises(NotPermitted):
        registry.record_contact_point(head, administration="XC", name="Desk", email="a@b.invalid", since=today)
    with pytest.raises(NotPermitted):
        registry.record_authority(head, administration="XC", authority_for="CCO-20.3", name="Police", since=today)
    with pytest.raises(Invalid):
        registry.record_contact_point(head, administration="XB", name="Desk", email="nowhere", since=today)
    with pytest.raises(Invalid):
        registry.record_authority(head, administration="XB", authority_for="CCO-99.9", name="Police", since=today)
