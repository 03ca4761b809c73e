"""Membership: applications by their gateways, Partners and their arrangements, and what comes of a beginning."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.acts.council import ballots, matter, named, step, voted
from tests.world import World

from tidewaiter.actions import organization, registry
from tidewaiter.actions.act import Clock, Invalid, clock
from tidewaiter.actions.organization import MatterView
from tidewaiter.records.depositary import notices
from tidewaiter.records.identity import set_identity
from tidewaiter.records.organization import dataset_importable, voting_partners
from tidewaiter.records.registry import Recording, add_unit, register
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.register import Unit
from tidewaiter.treaty.rules.force import bound
from tidewaiter.treaty.rules.standings import standings

OFFICIAL = "xz.secretariat_official"
APPLIED = date(2026, 2, 1)


@pytest.fixture(autouse=True)
def _today(world: World, moved_clock: Clock) -> None:
    """The days written here lie in the past, whatever the clock of the machine says."""
    moved_clock.offset = max(timedelta(), date(2026, 12, 1) - clock.today())
    world.keep_awake(clock.today())


def applied(world: World, variant: str = "partnership", gateway: str = "ii", **more: Any) -> str:
    said = {"units": ("XP",), "flags": ("miami_signatory",), **more}
    return organization.record_application(
        world.caller(OFFICIAL), matter("M-1", APPLIED, variant, gateway=gateway, **said)
    )


def take(world: World, matter_id: str, code: str, on: date | None = None, **more: Any) -> None:
    organization.record_application_step(world.caller(OFFICIAL), matter_id, step(code, on, **more))


def codes(world: World, matter_id: str, code: str, on: date | None = None, **more: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(Invalid) as refused:
        take(world, matter_id, code, on, **more)
    return [(fault.code, fault.field, fault.provision) for fault in refused.value.faults]


def shown(world: World) -> MatterView:
    return named(organization.read_applications(world.caller("xa.officer")), "M-1")


def known(world: World) -> Any:
    with transaction.atomic():
        set_identity(world.caller("xa.officer"))
        return register()


def admitted(world: World, **more: Any) -> str:
    """XP is a Partner since 10 June 2026, by arrangement without Article 39."""
    partner = applied(world)
    take(world, partner, "complete", date(2026, 3, 1), text="Draft arrangement, third version.")
    take(world, partner, "approved", vote=voted(world, date(2026, 5, 27)))
    said = {"effect_on": date(2026, 6, 10), "text": "The arrangement.", "articles": ("39",), **more}
    take(world, partner, "arrangement", date(2026, 6, 1), **said)
    return partner


def takes_part(world: World, article: str, day: date) -> bool:
    found = known(world)
    return bound(load_instrument("cco-2019"), found.under("cco-2019"), found.kinds, "XP", article, day).bound


def standing(world: World, day: date) -> str:
    found = known(world)
    return standings(load_instrument("cco-2019"), found.under("cco-2019"), found.kinds, day)["XP"].status


@pytest.mark.provision("CCO-6.1", "CCO-6.2", "CCO-8.2.v")
def test_a_partner_takes_part_from_the_day_of_its_arrangement_but_for_what_it_excludes(world: World) -> None:
    admitted(world)
    assert [takes_part(world, "26", day) for day in (date(2026, 6, 9), date(2026, 6, 10))] == [False, True]
    assert not takes_part(world, "39", date(2026, 6, 10))
    assert (shown(world).state, standing(world, date(2026, 7, 1))) == ("partner", "partner")
    roll = organization.check_vote(world.caller(OFFICIAL), council_vote(date(2026, 7, 1))).roll
    assert ("XP" in roll.units, roll.partners) == (False, ("XP",))


def council_vote(day: date) -> organization.VoteDraft:
    return organization.VoteDraft("V-7", "cco-2019", "An item", day)


@pytest.mark.provision("SYS-3", "CCO-6.2")
def test_an_arrangement_taken_back_leaves_the_register_too(world: World) -> None:
    admitted(world)
    step_id = next(each.id for each in shown(world).steps if each.code == "arrangement")
    organization.retract_matter_step(world.caller(OFFICIAL), step_id, why="It was not signed.")
    assert not takes_part(world, "26", date(2026, 6, 10))
    assert shown(world).state == "approved"


@pytest.mark.provision("CCO-10.4", "CCO-6.2")
def test_a_partner_votes_only_where_its_arrangement_says_so(world: World) -> None:
    admitted(world, flags=("votes", "in_kind"))
    with transaction.atomic():
        set_identity(world.caller("xa.officer"))
        assert voting_partners("cco-2019") == {"XP"}
    roll = organization.check_vote(world.caller(OFFICIAL), council_vote(date(2026, 7, 1))).roll
    assert (roll.voting_partners, len(roll.units)) == (("XP",), 12)


@pytest.mark.provision("CCO-6.1", "CCO-8.2.v")
def test_no_vote_without_the_draft_text_and_no_arrangement_without_the_vote(world: World) -> None:
    partner = applied(world)
    assert codes(world, partner, "complete", date(2026, 3, 1)) == [("missing", "text", "CCO-8.2.v")]
    assert codes(world, partner, "approved", vote=voted(world)) == [("step_not_open", "code", "CCO-6.1")]
    take(world, partner, "complete", date(2026, 3, 1), text="Draft.")
    lost = voted(world, date(2026, 5, 27), "V-2", ballots=ballots({"for": 7, "against": 5}))
    assert codes(world, partner, "approved", vote=lost) == [("vote_not_adopted", "vote", "CCO-6.1")]
    said = {"effect_on": date(2026, 6, 10), "text": "The arrangement."}
    assert codes(world, partner, "arrangement", date(2026, 6, 1), **said) == [("step_not_open", "code", "CCO-6.2")]


@pytest.mark.provision("CCO-5.1.i", "CCO-5.1.ii", "CCO-5.1.iii")
def test_an_application_names_a_gateway_for_its_kind_and_shows_the_evidence(world: World) -> None:
    for gateway, wrong in (("v", "unknown_choice"), ("iii", "gateway_not_for")):
        with pytest.raises(Invalid) as refused:
            applied(world, "membership", gateway)
        assert [each.code for each in refused.value.faults] == [wrong]
    application = applied(world, "membership", "i")
    assert codes(world, application, "eligible", date(2026, 3, 1)) == [("evidence_missing", "code", "CCO-5.1.i")]
    with transaction.atomic():
        set_identity(world.caller(OFFICIAL))
        add_unit(Recording("XZ", clock.now()), Unit("XP", evidence=("basin_state",)))
    take(world, application, "eligible", date(2026, 3, 1))
    assert shown(world).state == "eligible"
    assert known(world).units["XP"].evidence == ("basin_state", "miami_signatory")


@pytest.mark.provision("CCO-5.1.iv", "CCO-8.2.iv")
def test_by_the_fourth_gateway_the_council_approves_and_the_register_knows_it(world: World) -> None:
    application = applied(world, "membership", "iv", flags=())
    take(world, application, "complete", date(2026, 4, 30))
    take(world, application, "approved", vote=voted(world, date(2026, 5, 27)))
    assert known(world).units["XP"].evidence == ("council_approval",)
    assert shown(world).state == "approved"


@pytest.mark.provision("CCO-11.7.xi")
def test_a_condition_is_overdue_from_the_day_after_its_due_day_until_it_is_met(
    world: World, moved_clock: Clock
) -> None:
    partner = admitted(world)
    take(world, partner, "condition", date(2026, 6, 10), text="A report each year.", due_on=clock.today())
    assert shown(world).marks == ()
    moved_clock.offset += timedelta(days=1)
    assert shown(world).marks == ("overdue",)
    condition = next(each.id for each in shown(world).steps if each.code == "condition")
    assert codes(world, partner, "condition_met", clock.today(), concerns=partner)[0][:2] == (
        "unknown_choice",
        "concerns",
    )
    take(world, partner, "condition_met", clock.today(), concerns=condition)
    assert shown(world).marks == ()


@pytest.mark.provision("CCO-65.3", "CCO-66.2.vi")
def test_a_partner_leaves_six_months_after_its_notice_and_a_longer_one_agreed_is_shown_as_a_conflict(
    world: World,
) -> None:
    partner = admitted(world, flags=("longer_notice",))
    take(world, partner, "withdrawal", date(2026, 8, 31))
    view = shown(world)
    assert (view.state, view.marks) == ("leaving", ("longer_notice",))
    assert {each.code: each.day for each in view.days}["ends"] == date(2027, 2, 28)
    with transaction.atomic():
        set_identity(world.caller("xz.depositary"))
        told = {
            (row.event, row.target): row.addressees.count() for row in notices().filter(event__startswith="partner")
        }
    assert told == {("partner", ""): 12, ("partner_withdrawal", "promptly"): 12}


@pytest.mark.provision("CCO-65.4")
def test_three_quarters_of_the_members_end_a_partnership_and_the_partner_has_no_vote(world: World) -> None:
    partner = admitted(world, flags=("votes",))
    removal = {"majority": "partner_removal", "day": date(2026, 9, 1)}
    short = voted(world, number="V-3", ballots=ballots({"for": 8, "none": 4}), **removal)
    assert codes(world, partner, "removed", vote=short) == [("vote_not_adopted", "vote", "CCO-65.4")]
    plain = voted(world, date(2026, 9, 1), "V-4")
    assert codes(world, partner, "removed", vote=plain) == [("vote_of_other", "vote", "CCO-65.4")]
    enough = voted(world, number="V-5", ballots=ballots({"for": 9, "against": 3}), **removal)
    take(world, partner, "removed", vote=enough)
    assert [takes_part(world, "26", day) for day in (date(2026, 8, 31), date(2026, 9, 1))] == [True, False]
    assert shown(world).state == "removed"


@pytest.mark.provision("CCO-6.3")
def test_a_partner_that_ratifies_is_shown_as_converted_when_it_is_a_member(world: World) -> None:
    admitted(world)
    registry.record_instrument_act(
        world.caller("xz.depositary"),
        "cco-2019",
        InstrumentAct("accession", on=date(2026, 7, 10), units=("XP",)),
        reference="Instrument",
    )
    assert standing(world, date(2026, 10, 9)) == "partner"
    assert (shown(world).state, shown(world).marks) == ("converted", ())


@pytest.mark.provision("CCO-6.3", "CCO-8.2.iv")
def test_a_partner_that_has_deposited_is_marked_until_it_is_a_member(world: World) -> None:
    admitted(world)
    registry.record_instrument_act(
        world.caller("xz.depositary"),
        "cco-2019",
        InstrumentAct("accession", on=date(2026, 11, 10), units=("XP",)),
        reference="Instrument",
    )
    assert (shown(world).state, shown(world).marks) == ("partner", ("converting",))


def begun(world: World, number: str, variant: str, **more: Any) -> str:
    return organization.record_transition(world.caller(OFFICIAL), matter(number, APPLIED, variant, **more))


def go_on(world: World, matter_id: str, code: str, on: date | None = None, **more: Any) -> None:
    organization.record_transition_step(world.caller(OFFICIAL), matter_id, step(code, on, **more))


def transition(world: World, number: str) -> MatterView:
    return named(organization.read_transition(world.caller("xa.officer")).items, number)


@pytest.mark.provision("CCO-55", "CCO-56", "CCO-57")
def test_memoranda_pass_by_the_conferences_decision_and_their_data_with_the_partners_approval(world: World) -> None:
    memorandum = begun(world, "T-1", "memorandum", units=("WCO",))
    with pytest.raises(Invalid) as refused:
        go_on(world, memorandum, "transferred", date(2026, 3, 1))
    assert [(each.code, each.provision) for each in refused.value.faults] == [("no_conference_decision", "CCO-56")]
    with pytest.raises(Invalid):
        begun(world, "T-2", "inventory")
    inventory = begun(world, "T-2", "inventory", reference="Decision of the last conference")
    go_on(world, inventory, "item", date(2026, 2, 2), text="Account at the bank", flags=("fund",))
    go_on(world, memorandum, "transferred", date(2026, 3, 1))
    assert transition(world, "T-1").marks == ("partner_not_informed",)
    go_on(world, memorandum, "informed", date(2026, 3, 2), reference="Letter 12")
    go_on(world, memorandum, "dataset", date(2026, 3, 3), text="Seizures 2005-2019")
    dataset = next(each.id for each in transition(world, "T-1").steps if each.code == "dataset")
    assert transition(world, "T-1").marks == ("data_not_approved",)
    assert not _importable(world, dataset)
    go_on(world, memorandum, "data_approval", date(2026, 4, 1), concerns=dataset, reference="Letter 44")
    assert _importable(world, dataset)
    assert transition(world, "T-1").marks == ()


def _importable(world: World, dataset: str) -> bool:
    with transaction.atomic():
        set_identity(world.caller("xa.officer"))
        return dataset_importable(dataset)


@pytest.mark.provision("CCO-58", "CCO-66.1")
def test_the_first_session_has_a_list_of_what_must_be_ready_and_the_first_depositary_hands_over(world: World) -> None:
    session = begun(world, "T-3", "first_session")
    assert len(transition(world, "T-3").marks) == 6
    for item in ("venue", "date", "roster", "agenda", "invitations"):
        go_on(world, session, "ready", date(2026, 3, 1), flags=(item,))
    assert transition(world, "T-3").marks == ("to_do_depositary_list",)
    go_on(world, session, "ready", date(2026, 3, 1), flags=("depositary_list",))
    assert transition(world, "T-3").state == "closed"
    first = begun(world, "T-4", "provisional_depositary")
    go_on(world, first, "handed_over", date(2026, 3, 5), text="All instruments, with their days of receipt.")
    assert transition(world, "T-4").moves == ()


@pytest.mark.provision("CCO-67", "NBO-23")
def test_registration_is_due_from_the_general_entry_into_force_and_closed_with_the_number(world: World) -> None:
    due = {each.instrument: each for each in organization.read_transition(world.caller("xa.officer")).due}
    assert (due["cco-2019"].provision, due["cco-2019"].since) == ("CCO-67", date(2023, 10, 4))
    assert due["nbo-1977"].provision == "NBO-23"
    registration = begun(world, "T-5", "registration")
    assert "cco-2019" not in {each.instrument for each in organization.read_transition(world.caller(OFFICIAL)).due}
    go_on(world, registration, "registered", date(2026, 4, 10), reference="UN-57001")
    assert transition(world, "T-5").state == "closed"
    with pytest.raises(Invalid) as refused:
        begun(world, "T-6", "registration")
    assert [each.code for each in refused.value.faults] == ["registration_begun"]
    with transaction.atomic():
        set_identity(world.caller("xz.depositary"))
        addressed = [sorted(to.code for to in row.addressees.all()) for row in notices().filter(event="registration")]
    assert addressed == [["united_nations", "world_customs_organization"]]
