"""Disputes: negotiated first, referred by rule, and known to their parties and the Organization alone."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.acts.council import matter, named, step
from tests.world import World

from tidewaiter.actions import organization, registry
from tidewaiter.actions.act import Clock, Invalid, NotFound, NotPermitted, clock
from tidewaiter.actions.organization import MatterView
from tidewaiter.treaty.acts import InstrumentAct

OPENED = date(2026, 2, 1)


@pytest.fixture(autouse=True)
def _today(moved_clock: Clock) -> None:
    """The days written here lie in the past, whatever the clock of the machine says."""
    moved_clock.offset = max(timedelta(), date(2026, 12, 1) - clock.today())


def begun(world: World, by: str = "xa.head", **more: Any) -> str:
    world.keep_awake(clock.today())
    draft = matter("D-1", OPENED, **{"variant": "members", "units": ("XA", "XB"), "provisions": ("26",), **more})
    return organization.open_dispute(world.caller(by), draft)


def take(world: World, matter_id: str, code: str, on: date, by: str = "xz.secretariat_official", **more: Any) -> None:
    organization.record_dispute_step(world.caller(by), matter_id, step(code, on, **more))


def codes(world: World, matter_id: str, code: str, on: date, **more: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(Invalid) as refused:
        take(world, matter_id, code, on, **more)
    return [(fault.code, fault.field, fault.provision) for fault in refused.value.faults]


def shown(world: World, by: str = "xz.secretariat_official") -> MatterView:
    return named(organization.read_disputes(world.caller(by)), "D-1")


def partner(world: World) -> None:
    """XP becomes a Cooperating Partner."""
    registry.record_instrument_act(
        world.caller("xz.depositary"),
        "cco-2019",
        InstrumentAct("partner_arrangement", on=date(2025, 1, 10), units=("XP",)),
        reference="Arrangement",
    )


@pytest.mark.provision("CCO-63.1", "CCO-63.3", "CCO-63.4", "CCO-63.5")
def test_a_dispute_goes_from_negotiation_to_a_recommendation_that_binds_who_agreed_before(world: World) -> None:
    dispute = begun(world)
    assert codes(world, dispute, "executive_committee", date(2026, 3, 1), unit="XA") == [
        ("step_not_open", "code", "CCO-63.3")
    ]
    take(world, dispute, "negotiation_round", date(2026, 2, 10), "xb.head", text="First round, by video.")
    take(world, dispute, "negotiation_round", date(2026, 3, 10), "xa.head", text="Second round.")
    take(world, dispute, "agreement_to_be_bound", date(2026, 5, 20), "xa.head", unit="XA")
    take(world, dispute, "executive_committee", date(2026, 6, 1), "xa.head", unit="XA")
    take(world, dispute, "recommendation", date(2026, 7, 1), text="XB answers within 30 days.")
    assert codes(world, dispute, "agreement_to_be_bound", date(2026, 7, 1), unit="XB") == [
        ("after_recommendation", "on", "CCO-63.4")
    ]
    view = shown(world)
    assert (view.state, view.bound) == ("recommended", ("XA",))
    take(world, dispute, "diplomatic", date(2026, 9, 10), "xb.head")
    assert (shown(world).state, shown(world).moves) == ("diplomatic", ())


@pytest.mark.provision("CCO-63.3")
def test_only_the_organization_records_what_the_committee_recommends(world: World) -> None:
    dispute = begun(world)
    take(world, dispute, "negotiation_round", date(2026, 2, 10), text="First round.")
    take(world, dispute, "executive_committee", date(2026, 3, 1), unit="XB")
    assert "recommendation" not in {move.code for move in shown(world, "xa.head").moves}
    with pytest.raises(NotPermitted) as refused:
        take(world, dispute, "recommendation", date(2026, 4, 1), "xa.head", text="We are right.")
    assert [reason.provision for reason in refused.value.reasons] == ["CCO-63.3"]


@pytest.mark.provision("CCO-63.1", "CCO-30.1")
def test_nobody_but_the_parties_and_the_organization_knows_of_a_dispute(world: World) -> None:
    dispute = begun(world)
    take(world, dispute, "negotiation_round", date(2026, 2, 10), "xa.head", text="First round.")
    for username, seen in (
        ("xb.officer", 1),
        ("xa.officer", 1),
        ("xz.depositary", 1),
        ("xc.head", 0),
        ("xd.officer", 0),
    ):
        found = organization.read_disputes(world.caller(username))
        assert [len(view.steps) for view in found] == [1] * seen, username
    with pytest.raises(NotFound):
        take(world, dispute, "negotiation_round", date(2026, 2, 11), "xc.head", text="Let us help.")
    with pytest.raises(NotPermitted):
        begun(world, "xc.head")
    assert [move.code for move in shown(world, "xa.officer").moves] == []


@pytest.mark.provision("CCO-63.2")
def test_a_dispute_about_a_partners_status_goes_to_the_council_and_never_to_the_committee(world: World) -> None:
    world.keep_awake(clock.today())
    partner(world)
    dispute = begun(world, "xz.secretariat_official", variant="partner", units=("XP",))
    assert {move.code for move in shown(world).moves} == {"negotiation_round", "council_consultation", "settled"}
    take(world, dispute, "council_consultation", date(2026, 3, 1))
    assert codes(world, dispute, "executive_committee", date(2026, 3, 2), unit="XP")[0][0] == "unknown_choice"
    take(world, dispute, "diplomatic", date(2026, 5, 1))


@pytest.mark.provision("CCO-63.3")
def test_in_a_dispute_with_a_partner_the_member_refers_it(world: World) -> None:
    world.keep_awake(clock.today())
    partner(world)
    dispute = begun(world, units=("XA", "XP"))
    take(world, dispute, "negotiation_round", date(2026, 2, 10), text="First round.")
    assert codes(world, dispute, "executive_committee", date(2026, 3, 1), unit="XP") == [
        ("referral_by_partner", "unit", "CCO-63.3")
    ]
    assert codes(world, dispute, "executive_committee", date(2026, 3, 1), unit="XB") == [
        ("not_of_dispute", "unit", "CCO-63.3")
    ]
    take(world, dispute, "executive_committee", date(2026, 3, 1), unit="XA")


@pytest.mark.provision("NBO-14")
def test_under_nairobi_there_is_negotiation_and_nothing_beyond(world: World) -> None:
    dispute = begun(world, instrument="nbo-1977", provisions=("IV",))
    take(world, dispute, "negotiation_round", date(2026, 2, 10), text="First round.")
    assert {move.code for move in shown(world).moves} == {"negotiation_round", "settled"}
    with pytest.raises(Invalid):
        begun(world, instrument="nbo-1977", variant="partner")


def test_a_dispute_needs_two_parties_of_which_one_is_a_member(world: World) -> None:
    for units, code in ((("XA",), "two_sides"), (("XA", "XQ"), "not_a_party"), (("XA", "xb"), "bad_code")):
        with pytest.raises(Invalid) as refused:
            begun(world, units=units)
        assert code in [each.code for each in refused.value.faults]
    partner(world)
    registry.record_instrument_act(
        world.caller("xz.depositary"),
        "cco-2019",
        InstrumentAct("partner_arrangement", on=date(2025, 1, 10), units=("XR",)),
        reference="Arrangement",
    )
    with pytest.raises(Invalid) as refused:
        begun(world, "xz.secretariat_official", units=("XP", "XR"))
    assert [each.code for each in refused.value.faults] == ["no_member"]
