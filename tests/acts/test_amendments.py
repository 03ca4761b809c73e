"""Amendments through their whole life: each step dated, and every date that follows computed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.acts.council import matter, named, step, voted
from tests.world import World

from tidewaiter.actions import organization, registry
from tidewaiter.actions.act import Clock, Conflict, Invalid, NotFound, NotPermitted, clock
from tidewaiter.actions.organization import MatterView
from tidewaiter.records.depositary import notices
from tidewaiter.records.identity import set_identity
from tidewaiter.records.organization import amendments
from tidewaiter.records.registry import Recording, add_unit, register
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.register import Unit
from tidewaiter.treaty.rules.amendments import amendments_binding

KEEPER = "xz.depositary"
PROPOSED = date(2024, 9, 2)


@pytest.fixture(autouse=True)
def _today(moved_clock: Clock) -> None:
    """The days written here lie in the past, whatever the clock of the machine says."""
    moved_clock.offset = max(timedelta(), date(2029, 1, 1) - clock.today())


def awake(world: World) -> World:
    world.keep_awake(clock.today())
    with world.raw("postgres") as installer:
        installer.execute("update records_apitoken set expires_on = %s", [clock.today()])
    return world


def proposed(world: World, **more: Any) -> str:
    draft = matter("A-1", PROPOSED, **{"units": ("XD",), "provisions": ("26",), **more})
    return organization.record_amendment(awake(world).caller(KEEPER), draft)


def take(world: World, matter_id: str, code: str, on: date | None = None, **more: Any) -> None:
    organization.record_amendment_step(world.caller(KEEPER), matter_id, step(code, on, **more))


def notified(world: World) -> str:
    """Proposed, communicated, adopted after three full months, notified on 10 January 2025."""
    matter_id = proposed(world)
    take(world, matter_id, "communicated", date(2024, 9, 10))
    take(world, matter_id, "adopted", vote=voted(world, date(2024, 12, 11)))
    take(world, matter_id, "notified", date(2025, 1, 10))
    return matter_id


def shown(world: World) -> MatterView:
    return named(organization.read_amendments(world.caller("xa.officer")), "A-1")


def days(world: World) -> dict[str, date]:
    return {each.code: each.day for each in shown(world).days}


def codes(world: World, matter_id: str, code: str, on: date | None = None, **more: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(Invalid) as refused:
        take(world, matter_id, code, on, **more)
    return [(fault.code, fault.field, fault.provision) for fault in refused.value.faults]


@pytest.mark.provision("CCO-62.2", "CCO-62.3", "CCO-62.4")
def test_an_amendment_is_accepted_by_silence_and_in_force_on_computed_days(world: World) -> None:
    notified(world)
    assert days(world) == {
        "council_from": date(2024, 12, 11),
        "last_day": date(2027, 1, 10),
        "accepted": date(2027, 1, 10),
        "in_force": date(2027, 4, 10),
    }
    assert (shown(world).state, shown(world).marks) == ("in_force", ())


@pytest.mark.provision("CCO-62.2")
def test_adoption_before_three_full_months_is_recorded_and_flagged_as_irregular(world: World) -> None:
    matter_id = proposed(world)
    take(world, matter_id, "communicated", date(2024, 9, 10))
    take(world, matter_id, "adopted", vote=voted(world, date(2024, 12, 10)))
    assert shown(world).marks == ("irregular",)


@pytest.mark.provision("CCO-62.2")
def test_only_an_adopted_vote_of_the_same_council_adopts(world: World) -> None:
    matter_id = proposed(world)
    take(world, matter_id, "communicated", date(2024, 9, 10))
    assert codes(world, matter_id, "adopted") == [("missing", "vote", "CCO-62.2")]
    assert codes(world, matter_id, "adopted", vote=matter_id) == [("unknown_choice", "vote", "CCO-62.2")]
    removal = voted(world, date(2024, 12, 12), "V-8", majority="partner_removal")
    assert codes(world, matter_id, "adopted", vote=removal) == [("vote_of_other", "vote", "CCO-62.2")]
    early = voted(world, date(2024, 9, 9), "V-9")
    assert codes(world, matter_id, "adopted", vote=early) == [("before_step", "vote", "CCO-62.2")]


@pytest.mark.provision("CCO-62.1")
def test_a_member_proposes_for_itself_and_a_partner_or_stranger_cannot(world: World) -> None:
    registry.record_instrument_act(
        awake(world).caller(KEEPER),
        "cco-2019",
        InstrumentAct("partner_arrangement", on=date(2024, 8, 1), units=("XP",)),
        reference="Arrangement",
    )
    for unit in ("XP", "XQ"):
        with pytest.raises(Invalid) as refused:
            proposed(world, units=(unit,))
        assert [(each.code, each.provision) for each in refused.value.faults] == [("proposal_not_member", "CCO-62.1")]
    draft = matter("A-2", PROPOSED, units=("XB",), provisions=("26",))
    organization.record_amendment(world.caller("xb.head"), draft)
    with pytest.raises(NotPermitted):
        organization.record_amendment(world.caller("xc.head"), draft)
    wrong = matter("A-2", PROPOSED, units=("XB",), provisions=("99",))
    with pytest.raises(Invalid) as refused:
        organization.record_amendment(world.caller(KEEPER), wrong)
    assert [each.code for each in refused.value.faults] == ["number_taken"]


@pytest.mark.provision("CCO-62.3", "CCO-66.2.vi")
def test_one_objection_in_time_stops_it_and_one_too_late_is_kept_without_effect(world: World) -> None:
    matter_id = notified(world)
    take(world, matter_id, "objection", date(2027, 1, 11), unit="XE")
    assert (shown(world).state, shown(world).marks) == ("in_force", ("late_objection",))
    take(world, matter_id, "objection", date(2027, 1, 10), unit="XF")
    assert shown(world).state == "objected"
    assert codes(world, matter_id, "objection", date(2026, 1, 1), unit="XF") == [
        ("objection_twice", "unit", "CCO-62.3")
    ]
    assert codes(world, matter_id, "objection", date(2026, 1, 1), unit="XQ") == [
        ("objection_not_entitled", "unit", "CCO-62.3")
    ]


@pytest.mark.provision("CCO-62.3")
def test_an_objection_withdrawn_in_time_waits_for_the_council(world: World) -> None:
    matter_id = notified(world)
    assert codes(world, matter_id, "objection_withdrawn", date(2026, 2, 2), unit="XF") == [
        ("no_objection", "unit", "CCO-62.3")
    ]
    take(world, matter_id, "objection", date(2026, 1, 2), unit="XF")
    take(world, matter_id, "objection_withdrawn", date(2026, 2, 2), unit="XF")
    assert (shown(world).state, shown(world).bound) == ("legal_hold", ("XF",))
    take(world, matter_id, "hold_lifted", vote=voted(world, date(2026, 5, 27), "V-2"))
    assert (shown(world).state, days(world)["in_force"]) == ("in_force", date(2027, 4, 10))
    assert codes(world, matter_id, "hold_upheld", vote=voted(world, date(2026, 5, 28), "V-3")) == [
        ("nothing_on_hold", "vote", "CCO-62.3")
    ]


@pytest.mark.provision("CCO-62.3")
def test_a_territory_that_objects_puts_the_file_on_hold_until_the_council_upholds_it(world: World) -> None:
    awake(world)
    with transaction.atomic():
        set_identity(world.caller(KEEPER))
        add_unit(Recording("XZ", clock.now()), Unit("XF", "territory"))
    matter_id = notified(world)
    take(world, matter_id, "objection", date(2026, 1, 2), unit="XF")
    assert shown(world).state == "legal_hold"
    take(world, matter_id, "hold_upheld", vote=voted(world, date(2026, 5, 27), "V-2"))
    assert (shown(world).state, "in_force" in days(world)) == ("objected", False)


@pytest.mark.provision("NBO-20.1", "NBO-20.2", "NBO-20.3", "NBO-20.4")
def test_under_nairobi_the_council_recommends_first_and_one_objection_is_final(world: World) -> None:
    matter_id = proposed(world, instrument="nbo-1977", units=(), provisions=("18",))
    assert codes(world, matter_id, "communicated", date(2024, 10, 1)) == [("step_not_open", "code", "NBO-20.2")]
    take(world, matter_id, "recommended", date(2024, 9, 25), reference="Recommendation of 25 September")
    take(world, matter_id, "communicated", date(2024, 10, 1))
    assert days(world)["in_force"] == date(2027, 1, 1)
    take(world, matter_id, "objection", date(2026, 10, 1), unit="XE")
    take(world, matter_id, "objection_withdrawn", date(2026, 10, 1), unit="XE")
    assert shown(world).state == "void"


@pytest.mark.provision("CCO-60.6", "CCO-62.4")
def test_the_register_tells_the_rules_whom_an_amendment_binds(world: World) -> None:
    notified(world)
    with transaction.atomic():
        set_identity(world.caller("xa.officer"))
        found = register()
        adopted = amendments(found, clock.today())["cco-2019"]
    instrument = load_instrument("cco-2019")
    acts, kinds = found.under("cco-2019"), found.kinds
    on_the_eve, on_the_day = (
        amendments_binding(instrument, adopted, acts, kinds, "XA", day) for day in (date(2027, 4, 9), date(2027, 4, 10))
    )
    assert on_the_eve == ()
    assert [(each.id, each.since) for each in on_the_day] == [("A-1", date(2027, 4, 10))]


@pytest.mark.provision("CCO-62.2", "CCO-62.4", "CCO-66.2.vi")
def test_each_step_that_a_provision_wants_told_drafts_its_notice(world: World) -> None:
    matter_id = notified(world)
    take(world, matter_id, "objection", date(2027, 1, 11), unit="XE")
    take(world, matter_id, "force_notified", date(2027, 1, 12))
    with transaction.atomic():
        set_identity(world.caller(KEEPER))
        found = notices().filter(event__startswith="amendment", about__number="A-1")
        told = [(row.event, tuple(row.provisions), row.addressees.count()) for row in found]
    assert sorted(told) == [
        ("amendment_accepted", ("CCO-62.4",), 12),
        ("amendment_notified", ("CCO-62.2",), 12),
        ("amendment_objection", ("CCO-66.2.vi",), 12),
        ("amendment_proposed", ("CCO-62.2",), 12),
    ]


def test_notice_of_acceptance_waits_for_acceptance_and_an_unknown_file_is_not_found(world: World) -> None:
    matter_id = notified(world)
    take(world, matter_id, "objection", date(2026, 1, 2), unit="XF")
    assert codes(world, matter_id, "force_notified", date(2027, 2, 1)) == [("not_accepted_yet", "on", "CCO-62.4")]
    assert codes(world, matter_id, "notified", date(2026, 2, 1)) == [("step_not_open", "code", "CCO-62.2")]
    assert codes(world, matter_id, "celebrated", date(2026, 2, 1)) == [("unknown_choice", "code", "CCO-62.2")]
    with pytest.raises(NotFound):
        take(world, "nothing", "communicated", date(2026, 1, 1))


@pytest.mark.provision("SYS-3")
def test_a_step_recorded_wrongly_is_taken_back_from_the_last_and_stays_readable(world: World) -> None:
    matter_id = notified(world)
    keeper = world.caller(KEEPER)
    steps = {each.code: each.id for each in shown(world).steps}
    with pytest.raises(Conflict) as refused:
        organization.retract_matter_step(keeper, steps["adopted"], why="Another vote.")
    assert refused.value.code == "step_relied_on"
    with pytest.raises(Invalid):
        organization.retract_matter_step(keeper, steps["notified"], why=" ")
    organization.retract_matter_step(keeper, steps["notified"], why="It went out a day later.")
    assert (shown(world).state, "last_day" in days(world)) == ("adopted", False)
    take(world, matter_id, "notified", date(2025, 1, 11))
    assert days(world)["last_day"] == date(2027, 1, 11)
    assert [(each.code, each.taken_back) for each in shown(world).steps if each.taken_back] == [
        ("notified", "It went out a day later.")
    ]
    with pytest.raises(NotFound):
        organization.retract_matter_step(keeper, steps["notified"], why="Once more.")
    with transaction.atomic():
        set_identity(keeper)
        told = [row.dropped_at is not None for row in notices().filter(event="amendment_notified")]
    assert sorted(told) == [False, True]


@pytest.mark.provision("SYS-3")
def test_a_vote_is_taken_back_only_while_nothing_rests_on_it_and_its_number_is_free_again(world: World) -> None:
    notified(world)
    official = world.caller("xz.secretariat_official")
    vote = organization.read_votes(official).items[0].id
    with pytest.raises(Conflict) as refused:
        organization.retract_vote(official, vote, why="Wrong ballots.")
    assert refused.value.code == "vote_relied_on"
    keeper = world.caller(KEEPER)
    for code in ("notified", "adopted"):
        step_id = next(each.id for each in shown(world).steps if each.code == code)
        organization.retract_matter_step(keeper, step_id, why="Wrong ballots.")
    organization.retract_vote(official, vote, why="Wrong ballots.")
    assert organization.read_votes(official).items == ()
    voted(world, date(2024, 12, 11))
