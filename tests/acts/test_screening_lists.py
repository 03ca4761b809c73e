"""Submitted lists: taken in slices, known again, screened through a crash, deleted on their day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.acts import stories, submitting
from tests.acts.indexed import index_now
from tests.acts.submitting import NAME, ORDER, dismissed, lines, read, screened, taken, work
from tests.acts.tried_screening import elements
from tests.world import World

from tidewaiter.actions import screening
from tidewaiter.actions.act import Clock, Conflict, Invalid, NotPermitted
from tidewaiter.actions.callers import caller_for_officer, system_caller
from tidewaiter.actions.screening import ElementListDraft
from tidewaiter.actions.screening.working import SLICE
from tidewaiter.screening.lists.submitted import RefusedLine

OFFICIAL = "xb.cais_official"
DIGEST = "ab" * 32


def test_the_same_file_is_noticed_with_the_day_of_the_first_and_taken_again_if_that_is_meant(world: World) -> None:
    taken(world, lines(NAME), digest=DIGEST)
    with pytest.raises(Conflict, match="list_taken_before") as before:
        taken(world, lines(NAME), digest=DIGEST)
    assert before.value.params == {"day": submitting.today(), "source": "manifest.csv"}
    assert taken(world, lines(NAME), digest=DIGEST, again=True).state == "screening"
    assert taken(world, lines(NAME), "xa.cais_official", digest=DIGEST).same_as is None


def test_the_same_lines_in_another_order_and_file_are_noticed_when_the_list_is_whole(world: World) -> None:
    given = lines(NAME, "Ottilie Marchbanks")
    first = taken(world, given, digest=DIGEST)
    assert first.same_as is None
    assert taken(world, given[::-1], digest="cd" * 32).same_as == first.submitted_at.date()


def test_an_order_that_lacks_something_is_refused_by_field_and_provision(world: World) -> None:
    wrong = {
        "kind": replace(ORDER, kind="laundry"),
        "case": replace(ORDER, case="C" * 101),
        "digest": replace(ORDER, digest="xyz"),
        "eta": replace(ORDER, advance=True),
        "mapping": replace(ORDER, mapping={"columns": "x" * 30_000}),
    }
    caller = world.caller(OFFICIAL)
    for field, order in wrong.items():
        for attempt in (
            lambda order=order: screening.submit_list(caller, order),
            lambda order=order: screening.check_list(caller, lines(NAME), order=order),
        ):
            with pytest.raises(Invalid) as refused:
                attempt()
            assert [fault.field for fault in refused.value.faults] == [field]
            assert all(fault.provision for fault in refused.value.faults)
    for order in (replace(ORDER, purpose=""), replace(ORDER, case=" ")):
        with pytest.raises(NotPermitted):
            screening.submit_list(caller, order)
    assert screening.list_lists(caller).items == ()


def test_wrong_lines_are_kept_with_their_reason_and_the_others_go_on(world: World) -> None:
    stories.released(world, stories.person(NAME))
    given = [RefusedLine(2, "nobody", {}, "BL-2"), *lines(NAME)]
    check = list(screening.check_lines(world.caller(OFFICIAL), given, order=ORDER))[-1]
    assert (check.lines, check.parties, check.refused, check.refusals[0].line) == (1, 2, 1, 2)
    stand = taken(world, given)
    work(world)
    view = screening.read_list(world.caller(OFFICIAL), stand.id)
    assert (view.stand.lines, view.stand.refused, view.stand.hits.open) == (1, 1, 1)
    assert [(one.line, one.code, one.row_id) for one in view.refusals] == [(2, "nobody", "BL-2")]


def test_a_slice_is_taken_only_where_the_list_stands_and_an_empty_list_is_none(world: World) -> None:
    caller = world.caller(OFFICIAL)
    stand = screening.submit_list(caller, ORDER)
    with pytest.raises(Invalid) as empty:
        screening.finish_list(caller, stand.id)
    assert empty.value.faults[0].code == "empty_file"
    screening.add_lines(caller, stand.id, lines(NAME), done=0)
    with pytest.raises(Conflict, match="list_moved_on"):
        screening.add_lines(caller, stand.id, lines(NAME), done=0)
    screening.finish_list(caller, stand.id)
    with pytest.raises(Conflict, match="list_moved_on"):
        screening.add_lines(caller, stand.id, lines(NAME), done=1)
    with pytest.raises(Invalid) as many:
        screening.check_list(caller, lines(NAME) * 5_001, order=ORDER)
    assert many.value.faults[0].code == "too_many"


def test_what_breaks_off_between_slices_goes_on_where_it_stood_and_raises_nothing_twice(world: World) -> None:
    stories.released(world, stories.person(NAME))
    nobody = ("Olga Stensrud",) * (SLICE - 1)
    stand = taken(world, lines(NAME, *nobody, NAME, "Quillfeather, Barnabi"))
    index_now(world)
    with world.as_worker():
        officer = caller_for_officer(OFFICIAL)
        half = screening.screen_list(officer, stand.id, done=0)
        with pytest.raises(Conflict, match="list_moved_on"):
            screening.screen_list(officer, stand.id, done=0)
    assert (half.lines_done, half.percent, half.state, half.hits.open) == (SLICE, 99, "screening", 1)
    work(world)
    end = read(world, stand.id)
    # the same party again is no second hit, another spelling of it is
    assert (end.lines_done, end.state, end.hits.open) == (SLICE + 2, "screened", 2)


def test_lists_of_an_officer_whose_account_is_closed_wait(world: World) -> None:
    stand = taken(world, lines(NAME))
    with world.raw("postgres") as installer:
        installer.execute("update records_officer set suspended_on = current_date where username = %s", [OFFICIAL])
    work(world)
    with world.raw("postgres") as installer:
        installer.execute("update records_officer set suspended_on = null where username = %s", [OFFICIAL])
    assert read(world, stand.id).state == "screening"


def test_lists_are_deleted_on_their_day_and_keep_counts_and_digests(world: World, moved_clock: Clock) -> None:
    stories.released(world, stories.person(NAME))
    nothing = screened(world, "Ottilie Marchbanks", digest=DIGEST)
    found = screened(world, NAME)
    dismissed(world, found.id, days=200)
    assert (nothing.keep_until, found.keep_until) == (stories.in_days(3), stories.in_days(90))
    for days, states in ((2, ("screened", "screened")), (3, ("deleted", "screened")), (90, ("deleted", "deleted"))):
        moved_clock.offset = timedelta(days=days)
        world.keep_awake(stories.in_days(0))
        with world.as_worker():
            screening.retire_lists(system_caller())
        assert tuple(read(world, one.id).state for one in (nothing, found)) == states
    with world.raw("postgres") as installer:
        assert installer.execute("select count(*) from records_listedline").fetchone() == (0,)
        assert installer.execute("select count(*) from records_listhit").fetchone() == (0,)
    gone = read(world, found.id)
    assert (gone.lines, gone.hits.dismissed) == (1, 1)
    with pytest.raises(Conflict, match="list_taken_before"):
        taken(world, lines(NAME), digest=DIGEST)


def test_a_list_is_deleted_by_hand_with_a_reason(world: World) -> None:
    stories.released(world, stories.person(NAME))
    stand = screened(world, NAME)
    caller = world.caller(OFFICIAL)
    with pytest.raises(Invalid):
        screening.delete_list(caller, stand.id, reason=" ")
    gone = screening.delete_list(caller, stand.id, reason="Submitted by mistake.")
    assert (gone.state, gone.hits.open) == ("deleted", 1)
    assert screening.list_hits(caller, stand.id).items == ()
    with pytest.raises(Conflict):
        screening.delete_list(caller, stand.id, reason="Again.")


ETA = datetime(2031, 2, 10, 6, tzinfo=UTC)


@pytest.mark.parametrize(("before", "label"), [(timedelta(hours=12), "in_advance"), (timedelta(hours=-1), "late")])
def test_advance_information_is_labelled_by_the_moment_it_came(
    world: World, moved_clock: Clock, before: timedelta, label: str
) -> None:
    """CCO-28.1: a message twelve hours before arrival is in advance, one an hour after it is late."""
    moved_clock.offset = ETA - before - datetime.now(UTC)
    world.keep_awake(stories.in_days(0))
    caller = caller_for_officer(OFFICIAL)
    *_, stand = screening.take_lines(caller, replace(ORDER, advance=True, eta=ETA), lines(NAME))
    assert (stand.advance, stand.arrived) == (True, label)


def test_an_element_that_is_not_approved_is_refused_and_named_until_a_list_approves_it(
    world: World, moved_clock: Clock
) -> None:
    """CCO-28.2 with REQUIREMENTS 0.4: refused and named, not dropped; lists of one's own are not limited."""
    secretariat = world.caller("xz.secretariat_official")
    screening.record_element_list(secretariat, elements())
    order = replace(ORDER, advance=True, eta=ETA)
    given = [submitting.line(2, submitting.party(NAME, birth="1971", passport="XX1234567"))]
    caller = world.caller(OFFICIAL)
    with pytest.raises(Invalid) as checked:
        screening.check_list(caller, given, order=order)
    with pytest.raises(Invalid) as added:
        taken(world, given, advance=True, eta=ETA)
    for refused in (checked, added):
        fault = refused.value.faults[0]
        assert (fault.code, fault.provision) == ("element_not_approved", "CCO-28.2")
        assert fault.params == {"element": "passport", "line": "2", "version": "EC-1"}
        assert len(refused.value.faults) == 1
    assert taken(world, given).state == "screening"
    later = replace(
        elements(), version="EC-2", elements=(*elements().elements, "passport"), in_force_from=stories.in_days(3)
    )
    screening.record_element_list(secretariat, later)
    with pytest.raises(Invalid):
        taken(world, given, advance=True, eta=ETA)
    moved_clock.offset = timedelta(days=3)
    assert taken(world, given, advance=True, eta=ETA).elements == "EC-2"
    assert [one.in_force for one in screening.list_element_lists(world.caller(OFFICIAL))] == [True, False]


def test_without_an_adopted_list_none_limits_advance_information(world: World) -> None:
    given = [submitting.line(2, submitting.party(NAME, passport="XX1234567"))]
    assert taken(world, given, advance=True, eta=ETA).elements == ""


def test_a_list_of_elements_that_cannot_be_is_refused(world: World) -> None:
    day = stories.in_days(0)
    usual = ElementListDraft("EC-1", "D-1", day, day, ("consignee",))
    wrong = {
        "version": replace(usual, version=" "),
        "decision": replace(usual, decision=""),
        "elements": replace(usual, elements=("shoe_size",)),
        "decided_on": replace(usual, decided_on=stories.in_days(1), in_force_from=stories.in_days(2)),
        "in_force_from": replace(usual, in_force_from=stories.in_days(-1)),
    }
    secretariat = world.caller("xz.secretariat_official")
    for field, draft in wrong.items():
        with pytest.raises(Invalid) as refused:
            screening.record_element_list(secretariat, draft)
        assert [fault.field for fault in refused.value.faults] == [field]
    screening.record_element_list(secretariat, usual)
    with pytest.raises(Conflict, match="already_there"):
        screening.record_element_list(secretariat, usual)


@pytest.mark.parametrize(
    "mapping",
    [{"columns": {"nonsense": "A"}}, {"columns": 3}, {"columns": {"name": 3}}, {"other": "x"}, {"zone": "nowhere"}],
)
def test_what_is_no_mapping_is_neither_kept_nor_taken_with_a_list(world: World, mapping: dict[str, object]) -> None:
    caller = world.caller(OFFICIAL)
    with pytest.raises(Invalid) as kept:
        screening.save_list_mapping(caller, "a source", mapping)
    with pytest.raises(Invalid) as ordered:
        screening.submit_list(caller, replace(ORDER, mapping=mapping))
    assert {fault.field for fault in (*kept.value.faults, *ordered.value.faults)} == {"mapping"}
    assert screening.list_list_mappings(caller) == ()
