"""Units and arrangements of the register: recorded, put right without losing what was believed, and used at once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.acts import stories
from tests.acts.tried_agreements import arrangement
from tests.world import World

from tidewaiter.actions import registry
from tidewaiter.actions.act import Clock, Conflict, Invalid, NotFound, NotPermitted, clock
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.register import Unit

CAY = Unit("XQ", "territory", {"en": "Quiet Cay"}, responsible_state="XA", evidence=("customs_autonomy",))


def record(world: World, unit: Unit, **said: str) -> None:
    given = {"source": "Letter 1", **said}
    registry.record_unit(world.caller("xz.depositary"), unit, **given)  # type: ignore[arg-type]


@pytest.mark.provision("CCO-5.1", "SYS-3")
def test_a_unit_is_put_right_with_a_reason_and_the_earlier_belief_stays(world: World, moved_clock: Clock) -> None:
    record(world, CAY)
    moment = clock.now()
    moved_clock.offset = timedelta(hours=1)
    record(world, replace(CAY, evidence=(*CAY.evidence, "constitutional_permission")), why="the permission came in")
    now = {view.unit.code: view for view in registry.read_units(world.caller("xc.officer"))}
    before = {view.unit.code: view for view in registry.read_units(world.caller("xc.officer"), believed=moment)}
    assert now["XQ"].unit.evidence == ("customs_autonomy", "constitutional_permission")
    assert now["XQ"].known.why == "the permission came in"
    assert before["XQ"].unit.evidence == ("customs_autonomy",)


@pytest.mark.provision("NBO-16.1", "CCO-64.1")
def test_the_kind_of_a_unit_decides_at_once_what_its_acts_do(world: World) -> None:
    depositary = world.caller("xz.depositary")
    accession = InstrumentAct("accession", stories.in_days(-400), ("XQ",), annexes=("I",))
    registry.record_instrument_act(depositary, "nbo-1977", accession, reference="Letter 2")

    def nairobi() -> tuple[str, ...]:
        found = registry.read_party(world.caller("xa.officer"), "XQ")
        return tuple(each.standing.status for each in found.instruments if each.id == "nbo-1977")

    assert nairobi() == ("party",)
    record(world, CAY)
    assert nairobi() == ("none",)


WRONG = {
    "code": replace(CAY, code="x"),
    "kind": replace(CAY, kind="city"),  # type: ignore[arg-type]
    "name": replace(CAY, name={"fr": "Caye tranquille"}),
    "responsible_state": replace(CAY, responsible_state=""),
    "position": replace(CAY, position=(91.0, 0.0)),
    "evidence.0": replace(CAY, evidence=("good_will",)),  # type: ignore[arg-type]
    "member_states.0": replace(CAY, member_states=("?",)),
}


@pytest.mark.parametrize("field", WRONG)
def test_a_unit_that_cannot_be_is_refused_at_its_field(world: World, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        record(world, WRONG[field])
    assert field in [fault.field for fault in refused.value.faults]


def test_a_unit_needs_a_source_and_a_change_of_it_a_reason(world: World) -> None:
    with pytest.raises(Invalid):
        record(world, CAY, source=" ")
    record(world, CAY)
    with pytest.raises(Invalid) as refused:
        record(world, replace(CAY, council_member=True))
    assert [fault.code for fault in refused.value.faults] == ["missing_why"]


def open_for(world: World, type: str) -> set[str]:
    found = registry.find_bases(world.caller("xa.officer"), requested="XB", type=type)
    return {view.instrument for view in found if view.open}


@pytest.mark.provision("CCO-61.2", "CCO-27", "CCO-28.1")
def test_automatic_exchange_opens_on_the_first_day_of_an_arrangement_and_closes_after_its_last(
    world: World, moved_clock: Clock
) -> None:
    head = world.caller("xa.head")
    assert open_for(world, "automatic_exchange") == set()
    line = replace(arrangement(), from_=stories.in_days(1), to=stories.in_days(2))
    registry.record_arrangement(head, line)
    open_on = []
    for days in range(4):
        moved_clock.offset = timedelta(days=days)
        if open_for(world, "automatic_exchange"):
            open_on.append(days)
    assert open_on == [1, 2]
    moved_clock.offset = timedelta(days=1)
    assert open_for(world, "advance_exchange") == set()


def own(world: World, username: str, believed: datetime | None = None) -> list[registry.ArrangementView]:
    """The arrangements of XA and XB, beside those of the demo's others."""
    views = registry.read_arrangements(world.caller(username), believed=believed)
    return [view for view in views if set(view.line.parties) == {"XA", "XB"}]


@pytest.mark.provision("CCO-61.2", "SYS-3")
def test_an_arrangement_is_ended_by_its_parties_with_a_reason_and_keeps_its_history(world: World) -> None:
    head = world.caller("xa.head")
    registry.record_arrangement(head, arrangement())
    moment = clock.now()
    line = own(world, "xa.head")[0].line
    with pytest.raises(Invalid):
        registry.record_arrangement(head, replace(line, to=stories.in_days(-1)))
    ended = replace(line, to=stories.in_days(-1), why="notice of 3 May")
    registry.record_arrangement(head, ended)
    assert [view.runs for view in own(world, "xa.head")] == [False]
    assert [view.line.to for view in own(world, "xa.head", moment)] == [None]
    assert open_for(world, "automatic_exchange") == set()


def test_nobody_records_an_arrangement_of_others_but_who_keeps_the_register(world: World) -> None:
    with pytest.raises(NotPermitted):
        registry.record_arrangement(world.caller("xc.head"), arrangement())
    registry.record_arrangement(world.caller("xz.depositary"), arrangement())
    known = own(world, "xc.head")[0].line
    with pytest.raises(NotPermitted):
        registry.record_arrangement(world.caller("xc.head"), replace(known, to=stories.in_days(0), why="x"))


def test_an_arrangement_that_cannot_be_is_refused(world: World) -> None:
    head, good = world.caller("xa.head"), arrangement()
    for wrong, field in (
        (replace(good, parties=("XA", "XA")), "parties"),
        (replace(good, articles=()), "articles"),
        (replace(good, articles=("99",)), "articles.0"),
        (replace(good, to=stories.in_days(-9)), "until"),
        (replace(good, reference=" "), "reference"),
    ):
        with pytest.raises(Invalid) as refused:
            registry.record_arrangement(head, wrong)
        assert [fault.field for fault in refused.value.faults] == [field]
    with pytest.raises(NotFound):
        registry.record_arrangement(head, replace(good, fact="5d0f2a3e-7c0b-4d2e-9a57-1f6b7c1d8e42", why="x"))
    registry.record_arrangement(head, good)
    known = own(world, "xa.head")[0].line
    with pytest.raises(Conflict):
        registry.record_arrangement(head, replace(known, parties=("XA", "XC"), why="x"))
