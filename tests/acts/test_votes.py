"""Votes of a Council: the roll comes from the register, every ballot is checked, and the result follows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from tests.acts.council import MEMBERS, ballots, vote_on, voted
from tests.world import World

from tidewaiter.actions import organization, registry
from tidewaiter.actions.act import Clock, Fault, Invalid, clock
from tidewaiter.actions.organization import BarDraft, VoteDraft
from tidewaiter.records.identity import set_identity
from tidewaiter.records.registry import Recording, add_unit
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.register import Unit
from tidewaiter.treaty.rules.votes import Ballot

OFFICIAL = "xz.secretariat_official"


@pytest.fixture(autouse=True)
def _today(moved_clock: Clock) -> None:
    """The days written here lie in the past, whatever the clock of the machine says."""
    moved_clock.offset = max(timedelta(), date(2026, 6, 1) - clock.today())


def faults(world: World, draft: VoteDraft) -> list[Fault]:
    with pytest.raises(Invalid) as refused:
        organization.record_vote(world.caller(OFFICIAL), draft)
    return list(refused.value.faults)


def codes(world: World, draft: VoteDraft) -> list[tuple[str, str, str]]:
    return [(fault.code, fault.field, fault.provision) for fault in faults(world, draft)]


def bar(world: World, unit: str, kind: str, since: date, **more: object) -> str:
    said: dict[str, object] = {"decision": "C-1", "recommended_on": since, **more} if kind == "exclusion" else more
    return organization.record_exclusion(
        world.caller(OFFICIAL),
        BarDraft("cco-2019", unit, kind, since, **said),  # type: ignore[arg-type]
    )


@pytest.mark.provision("CCO-8.1", "CCO-10.2", "CCO-10.5")
def test_the_roll_is_every_member_on_the_day_and_nobody_types_it(world: World) -> None:
    found = organization.check_vote(world.caller(OFFICIAL), vote_on(ballots=()))
    assert found.roll.units == MEMBERS
    assert (found.quorum, found.outcome.tally.result) == (6, "no_quorum")
    before = organization.check_vote(world.caller(OFFICIAL), vote_on(date(2024, 5, 28), ballots=()))
    assert before.roll.units == tuple(unit for unit in MEMBERS if unit != "XN")


@pytest.mark.provision("CCO-10.5", "CCO-2.2", "CCO-8.2.xvi")
def test_a_resolution_carried_by_two_thirds_binds_also_those_that_voted_against(world: World) -> None:
    voted(
        world,
        ballots=ballots({"for": 8, "against": 4}),
        resolution="R-2026-3",
        text="Each Member reports by June.",
        effective_on=date(2026, 3, 1),
    )
    found = organization.read_votes(world.caller("xa.officer")).items[0]
    assert (found.votes_for, found.votes_against, found.result) == (8, 4, "adopted")
    assert found.bound == MEMBERS
    assert [each.unit for each in found.ballots if each.cast == "against"] == ["XJ", "XL", "XM", "XN"]


@pytest.mark.parametrize(
    ("cast", "result"),
    [
        ({"for": 8, "against": 4}, "adopted"),
        ({"for": 7, "against": 4, "abstain": 1}, "rejected"),
        ({"for": 6, "against": 3, "abstain": 3}, "adopted"),
        ({"abstain": 12}, "rejected"),
        ({"for": 5}, "no_quorum"),
        ({"for": 2, "against": 1, "none": 9}, "adopted"),
        ({"for": 2, "void": 10}, "adopted"),
    ],
)
@pytest.mark.provision("CCO-10.2", "CCO-10.5")
def test_abstentions_and_void_ballots_are_no_votes_submitted(world: World, cast: dict[str, int], result: str) -> None:
    found = organization.check_vote(world.caller(OFFICIAL), vote_on(ballots=ballots(cast)))
    assert found.outcome.tally.result == result
    assert found.outcome.low == (cast.get("for") == 2)


@pytest.mark.provision("CCO-10.4", "CCO-16.2", "CCO-6.2", "NBO-15.5")
def test_ballots_of_those_who_have_no_vote_are_refused_each_by_its_place(world: World) -> None:
    world.keep_awake(clock.today())
    depositary = world.caller("xz.depositary")
    for unit, kind in (("XU", "union"), ("XP", "state")):
        with transaction.atomic():
            set_identity(depositary)
            add_unit(Recording("XZ", clock.now()), Unit(unit, kind))  # type: ignore[arg-type]
    registry.record_instrument_act(
        depositary,
        "cco-2019",
        InstrumentAct("partner_arrangement", on=date(2025, 1, 10), units=("XP",)),
        reference="Arrangement",
    )
    bar(world, "XD", "exclusion", date(2025, 12, 1))
    wrong = (
        *(Ballot("XA", "for"), Ballot("XU", "for"), Ballot("XP", "for")),
        *(Ballot("XQ", "against"), Ballot("XD", "for"), Ballot("XA", "for")),
    )
    assert codes(world, vote_on(ballots=wrong)) == [
        ("ballot_union", "ballots.1", "CCO-10.4"),
        ("ballot_partner", "ballots.2", "CCO-6.2"),
        ("ballot_not_on_roll", "ballots.3", "CCO-10.4"),
        ("ballot_excluded", "ballots.4", "CCO-16.2"),
        ("ballot_twice", "ballots.5", "CCO-10.4"),
    ]
    assert organization.read_votes(world.caller(OFFICIAL)).items == ()


@pytest.mark.provision("CCO-10.2", "CCO-10.4", "CCO-16.2")
def test_an_excluded_member_counts_for_the_quorum_but_has_no_ballot_until_the_exclusion_ends(world: World) -> None:
    fact = bar(world, "XD", "exclusion", date(2025, 12, 1))
    present = (*ballots({"for": 3, "none": 3}),)
    found = organization.check_vote(world.caller(OFFICIAL), vote_on(ballots=present))
    assert (found.roll.excluded, found.outcome.present, found.outcome.tally.result) == (("XD",), 6, "adopted")
    bar(world, "XD", "exclusion", date(2025, 12, 1), until=date(2026, 1, 20), fact=fact)
    assert organization.check_vote(world.caller(OFFICIAL), vote_on(ballots=ballots())).roll.excluded == ()
    assert organization.check_vote(world.caller(OFFICIAL), vote_on(date(2026, 1, 19), ballots=())).roll.excluded


@pytest.mark.provision("CCO-10.4")
def test_a_result_that_turns_on_a_member_in_arrears_is_shown_as_contested_before_it_is_declared(world: World) -> None:
    bar(world, "XA", "arrears", date(2025, 12, 1))
    draft = vote_on(ballots=ballots({"for": 8, "against": 4}))
    found = organization.check_vote(world.caller(OFFICIAL), draft)
    assert found.outcome.contested
    assert found.outcome.without_arrears is not None
    assert (found.outcome.without_arrears.in_favour, found.outcome.without_arrears.result) == (7, "rejected")
    assert codes(world, draft) == [("contested_vote", "contest_heard", "CCO-10.4")]
    organization.record_vote(world.caller(OFFICIAL), replace(draft, contest_heard=True))
    assert organization.read_votes(world.caller(OFFICIAL)).items[0].contested
    clear = vote_on(number="V-2", ballots=ballots({"for": 9, "against": 3}))
    assert not organization.check_vote(world.caller(OFFICIAL), clear).outcome.contested


@pytest.mark.provision("NBO-13", "NBO-15.5")
def test_the_roll_for_an_annex_is_the_members_of_the_older_council_bound_by_it(world: World) -> None:
    world.keep_awake(clock.today())
    depositary = world.caller("xz.depositary")
    for code in ("XA", "XB", "XC", "XE", "XF"):
        with transaction.atomic():
            set_identity(depositary)
            add_unit(Recording("XZ", clock.now()), Unit(code, council_member=code not in ("XC", "XE")))
    draft = vote_on(instrument="nbo-1977", annex="II", ballots=())
    assert organization.check_vote(world.caller(OFFICIAL), draft).roll.units == ("XA", "XB")
    body = organization.check_vote(world.caller(OFFICIAL), replace(draft, annex=""))
    assert body.roll.units == ("XA", "XB", "XF")
    even = replace(draft, annex="", ballots=(Ballot("XA", "for"), Ballot("XB", "for"), Ballot("XF", "abstain")))
    assert organization.check_vote(world.caller(OFFICIAL), even).outcome.tally.result == "adopted"
    split = replace(even, ballots=(Ballot("XA", "for"), Ballot("XB", "abstain")))
    assert organization.check_vote(world.caller(OFFICIAL), split).outcome.tally.result == "rejected"


def test_a_vote_without_number_item_or_ballots_or_on_a_day_without_members_is_refused(world: World) -> None:
    voted(world)
    assert {(code, field) for code, field, _ in codes(world, vote_on(item=" ", ballots=()))} == {
        ("missing", "item"),
        ("missing", "ballots"),
        ("number_taken", "number"),
    }
    later = vote_on(clock.today() + timedelta(days=1), "V-9", opened_on=clock.today() + timedelta(days=2))
    assert [code for code, *_ in codes(world, later)] == ["in_future", "before_opening"]
    assert codes(world, vote_on(date(2020, 1, 1), "V-9")) == [("roll_empty", "day", "CCO-10.4")]
    assert [code for code, *_ in codes(world, vote_on(number="V-9", annex="I"))] == ["not_in_instrument"]
    rejected = vote_on(number="V-9", ballots=ballots({"against": 12}), resolution="R-9", text="Text")
    assert codes(world, rejected) == [("vote_not_adopted", "resolution", "CCO-10.5")]
    with pytest.raises(Invalid):
        organization.record_vote(world.caller(OFFICIAL), vote_on(number="V-9", instrument="bil"))


@pytest.mark.provision("CCO-16.2")
def test_an_exclusion_needs_the_recommendation_and_the_decision_and_arrears_need_neither(world: World) -> None:
    draft = BarDraft("cco-2019", "XD", "exclusion", date(2026, 1, 5))
    with pytest.raises(Invalid) as refused:
        organization.record_exclusion(world.caller(OFFICIAL), draft)
    assert [(each.code, each.field) for each in refused.value.faults] == [
        ("missing", "decision"),
        ("missing", "recommended_on"),
    ]
    late = replace(draft, decision="C-5", recommended_on=date(2026, 1, 6))
    with pytest.raises(Invalid) as refused:
        organization.record_exclusion(world.caller(OFFICIAL), late)
    assert [each.code for each in refused.value.faults] == ["not_recommended"]
    organization.record_exclusion(world.caller(OFFICIAL), replace(draft, kind="arrears"))
    assert [each.kind for each in organization.read_votes(world.caller("xa.head")).bars] == ["arrears"]
