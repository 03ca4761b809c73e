"""The depositary's desk: an act from receipt through examination and cure to confirmation, and what is believed."""

from dataclasses import replace

import pytest
from tests.acts import stories
from tests.acts.deposits import CCO, current, depositary, fact_of, nine_stand, receive, received
from tests.world import World

from tidewaiter.actions import registry
from tidewaiter.actions.act import Clock, Conflict, Invalid, NotFound, NotPermitted, clock
from tidewaiter.actions.registry import Cure, ReceivedAct
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.rules.months import add_months


def codes(problem: Invalid) -> list[tuple[str, str]]:
    return [(fault.code, fault.provision) for fault in problem.faults]


@pytest.mark.provision("CCO-64.1", "CCO-66.2.iii", "CCO-66.2.v", "CCO-66.2.vi", "SYS-9")
def test_the_tenth_deposit_is_weighed_before_it_is_confirmed_and_told_after(world: World) -> None:
    nine_stand(world)
    who = depositary(world)
    fact = receive(world)
    page = registry.read_party_act(who, fact)
    foreseen = page.consequences
    assert foreseen is not None
    assert (foreseen.count_before, foreseen.count_after, foreseen.threshold) == (9, 10, 10)
    assert foreseen.reaches
    assert foreseen.general.after == add_months(stories.in_days(-3), 3)
    assert (page.current.state, page.notices) == ("under_examination", ())
    done = registry.confirm_act(who, fact, why="Signed in Havana: the roll of signatures shows it")
    assert done.consequences.general == foreseen.general
    assert done.consequences.addressees == foreseen.addressees
    after = registry.read_party_act(who, fact)
    assert after.current.state == "in_due_form"
    assert {notice.event for notice in after.notices} == {"deposit", "entry_into_force"}
    told = {each.code for notice in after.notices for each in notice.addressees}
    assert told == set(foreseen.addressees)
    assert len(told) == 12
    force = next(notice for notice in after.notices if notice.event == "entry_into_force")
    assert force.provisions == ("CCO-66.2.vi",)
    assert force.about["general_date"] == foreseen.general.after.isoformat()


@pytest.mark.provision("CCO-66.2.v", "CCO-66.3")
def test_a_defect_is_brought_to_the_party_and_its_cure_gives_the_legal_date(world: World) -> None:
    nine_stand(world)
    who = depositary(world)
    fact = receive(world, received(days=-20))
    registry.examine_act(who, fact, outcome="defective", finding="No signature", provision="CCO-60.2")
    assert current(world, fact).state == "defective"
    dialogue = registry.read_party_act(who, fact).notices
    assert [(each.event, [one.code for one in each.addressees]) for each in dialogue] == [("due_form", ["XL"])]
    with pytest.raises(Conflict) as refused:
        registry.confirm_act(who, fact)
    assert refused.value.code == "act_defective"
    registry.cure_act(who, fact, Cure(on=stories.in_days(-2), reference="Note 15"))
    done = registry.confirm_act(who, fact, why="Signed in Havana")
    assert done.consequences.general.after == add_months(stories.in_days(-2), 3)
    history = registry.read_party_act(who, fact).history
    assert [each.state for each in history] == ["under_examination", "defective", "under_examination", "in_due_form"]
    assert history[1].finding == "No signature"


@pytest.mark.provision("SYS-7", "CCO-66.2.v")
def test_an_open_question_is_confirmed_only_with_a_reason_and_once(world: World) -> None:
    nine_stand(world)
    who = depositary(world)
    fact = receive(world)
    with pytest.raises(Invalid) as refused:
        registry.confirm_act(who, fact)
    assert codes(refused.value) == [("missing", "CCO-60.2")]
    assert current(world, fact).state == "under_examination"
    registry.confirm_act(who, fact, why="The roll of signatures shows it")
    with pytest.raises(Conflict) as again:
        registry.confirm_act(who, fact, why="Once more")
    assert again.value.code == "act_confirmed"


@pytest.mark.provision("SYS-3")
def test_what_was_believed_before_a_correction_and_a_retraction_stays_readable(
    world: World, moved_clock: Clock
) -> None:
    who = depositary(world)
    fact = fact_of(world, "XA")
    before = clock.now()
    old = current(world, fact)
    registry.correct_act(
        who, fact, ReceivedAct(CCO, replace(old.act, on=stories.in_days(-1200)), source="Archive"), why="Misread"
    )
    corrected = current(world, fact)
    assert (corrected.act.on, corrected.why, corrected.source) == (stories.in_days(-1200), "Misread", "Archive")
    assert registry.read_party_act(who, fact, believed=before).current.act == old.act
    registry.retract_act(who, fact, why="There was none")
    assert registry.read_party_act(who, fact).current.state == "retracted"
    assert all(each.fact != fact for each in registry.list_party_acts(who, instrument=CCO))
    assert any(each.fact == fact for each in registry.list_party_acts(who, instrument=CCO, believed=before))
    with pytest.raises(NotFound):
        registry.retract_act(who, fact, why="Twice")


@pytest.mark.provision("CCO-65.1", "SYS-9")
def test_a_withdrawal_is_told_at_once_and_confirming_it_tells_nobody_twice(world: World) -> None:
    who = depositary(world)
    fact = receive(world, received("XB", type="withdrawal"))
    drafted = registry.read_party_act(who, fact).notices
    assert [(each.event, each.target, each.due, len(each.addressees)) for each in drafted] == [
        ("withdrawal", "at_once", stories.in_days(0), 12)
    ]
    assert drafted[0].about["ending_dates"] == f"XB {add_months(stories.in_days(-3), 6).isoformat()}"
    done = registry.confirm_act(who, fact)
    assert done.notices == ()


@pytest.mark.provision("CCO-66.3")
def test_a_difference_about_a_confirmed_act_makes_its_dates_provisional_again(world: World) -> None:
    who = depositary(world)
    fact = fact_of(world, "XN", "accession")
    registry.examine_act(who, fact, outcome="contested", finding="XA contests the legal date", provision="CCO-66.3")
    page = registry.read_party_act(who, fact)
    assert page.current.state == "under_examination"
    assert [(each.event, len(each.addressees)) for each in page.notices] == [("difference", 12)]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (received("XB", type="accession"), ("already_party", "CCO-60.2")),
        (received("XQ", type="withdrawal"), ("no_consent", "CCO-65.1")),
        (received("XB", type="signature"), ("signature_closed", "CCO-60.1")),
        (received("XB", type="opt_out", articles=("39",)), ("not_at_joining", "CCO-43.2")),
        (received("XB", type="annex_acceptance", annexes=("IV",)), ("not_in_instrument", "CCO-66.2.iii")),
        (received("XB", type="territorial_exclusion", territories=("TX",)), ("territory_not_covered", "CCO-65.2")),
        (received("XB", type="withdrawal_revoked"), ("nothing_to_revoke", "CCO-65.1")),
        (received("XQ", days=-4000, type="ratification"), ("before_instrument", "CCO-60.1")),
    ],
)
@pytest.mark.provision("CCO-43.2", "CCO-60.1", "CCO-65.1", "CCO-65.2")
def test_what_cannot_be_is_refused_with_its_provision_and_nothing_is_recorded(
    world: World, given: ReceivedAct, found: tuple[str, str]
) -> None:
    who = depositary(world)
    before = registry.list_party_acts(who)
    for attempt in (
        lambda: registry.receive_act(who, given),
        lambda: registry.weigh_act(who, given),
        lambda: registry.record_instrument_act(who, given.instrument, given.act, reference=""),
    ):
        with pytest.raises(Invalid) as refused:
            attempt()
        assert found in codes(refused.value)
    assert registry.list_party_acts(who) == before


@pytest.mark.provision("CCO-43.1")
def test_an_opt_out_from_a_part_is_registered_as_a_reservation_and_reasons_are_asked(world: World) -> None:
    nine_stand(world)
    fact = receive(world)
    asked = receive(world, received("XL", type="opt_out", articles=("37.iii",)))
    page = registry.read_party_act(depositary(world), asked)
    assert page.current.act.type == "reservation"
    assert page.consequences is not None
    assert [(each.code, each.severity) for each in page.consequences.asks] == [("reasons_missing", "defective")]
    assert fact != asked


def test_confirming_and_retracting_ask_for_fresh_proof(world: World) -> None:
    nine_stand(world)
    fact = receive(world)
    stale = replace(depositary(world), fresh=False)
    for attempt in (
        lambda: registry.confirm_act(stale, fact, why="x"),
        lambda: registry.retract_act(stale, fact, why="x"),
        lambda: registry.correct_act(stale, fact, received(), why="x"),
    ):
        with pytest.raises(NotPermitted) as refused:
            attempt()
        assert {reason.code for reason in refused.value.reasons} == {"step_up"}


@pytest.mark.provision("NBO-22.a", "NBO-22.b", "NBO-16.3")
def test_a_nairobi_annex_in_force_for_a_party_is_told_to_the_groups_that_22_names(world: World) -> None:
    who = depositary(world)
    given = ReceivedAct(
        "nbo-1977", InstrumentAct("annex_acceptance", stories.in_days(-3), ("XC",), annexes=("I", "II"))
    )
    fact = registry.receive_act(who, given)
    done = registry.confirm_act(who, fact)
    assert {(each.name, each.of) for each in done.consequences.annex_units} == {("XC", "I"), ("XC", "II")}
    told = registry.read_party_act(who, fact).notices
    assert {each.event for each in told} == {"annex_acceptance", "annex_entry_into_force"}
    assert all("united_nations" in [one.code for one in each.addressees] for each in told)
    assert all("XC" not in [one.code for one in each.addressees] for each in told)
