"""The desk, its clocks, and the notices and mails that the worker makes of what happened."""

from datetime import timedelta

import pytest
from tests.acts import stories
from tests.acts.posting import drained, notices_about
from tests.world import World

from tidewaiter.actions import assistance, people
from tidewaiter.actions.act import Clock, NotFound, NotPermitted
from tidewaiter.actions.callers import system_caller


def line(world: World, username: str, rfa_id: str) -> tuple[str, bool, bool]:
    """On which side of an officer's desk a request lies, and whether it is late."""
    desk = assistance.read_desk(world.caller(username))
    for side, lines in (("mine", desk.waits_for_me), ("theirs", desk.waits_for_others)):
        for found in lines:
            if found.id == rfa_id:
                return side, found.overdue, found.due is not None
    return "", False, False


@pytest.mark.provision("CCO-21.1")
def test_a_request_waits_on_the_desk_of_whoever_must_act_next(world: World) -> None:
    rfa_id = stories.drafted(world)
    assert line(world, "xa.officer", rfa_id) == ("mine", False, False)
    assert line(world, "xb.officer", rfa_id) == ("", False, False)
    stories.approve(world, rfa_id)
    stories.move(world, "xa.officer", "send", rfa_id)
    assert line(world, "xa.officer", rfa_id) == ("theirs", False, True)
    assert line(world, "xb.officer", rfa_id) == ("mine", False, True)
    for verb in ("receive", "return_for_completion"):
        stories.move(world, "xb.officer", verb, rfa_id)
    assert line(world, "xa.officer", rfa_id) == ("mine", False, True)


@pytest.mark.provision("SYS-5", "SYS-6")
def test_a_target_that_passed_makes_a_request_late_and_changes_nothing_else(world: World, moved_clock: Clock) -> None:
    rfa_id = stories.played(world, "send")
    assert line(world, "xb.officer", rfa_id) == ("mine", False, True)
    moved_clock.offset = timedelta(days=8)
    assert line(world, "xb.officer", rfa_id) == ("mine", True, True)
    moved_clock.offset = timedelta(days=85)
    seen = stories.seen(world, "xa.officer", rfa_id)
    assert (seen.state, [clock.overdue for clock in seen.clocks]) == ("sent", [True])
    stories.move(world, "xb.officer", "receive", rfa_id)


def test_what_presses_most_lies_on_top(world: World) -> None:
    desk = assistance.read_desk(world.caller("xa.officer"))
    due = [one.due for one in desk.waits_for_others if one.due is not None]
    assert due == sorted(due)


def test_a_desk_without_requests_is_open_to_every_role(world: World) -> None:
    for username in ("xa.administrator", "xz.depositary", "xz.independent_representative"):
        desk = assistance.read_desk(world.caller(username))
        assert (desk.waits_for_me, desk.waits_for_others) == ((), ())


def test_each_event_makes_one_notice_and_no_second_run_doubles_it(world: World) -> None:
    drained(world)
    rfa_id = stories.played(world, "send")
    for _ in range(3):
        drained(world)
    told = [notice for notice in assistance.read_desk(world.caller("xb.officer")).notices if notice.subject == rfa_id]
    assert [notice.event for notice in told] == ["request_sent"]
    assert not notices_about(world, "xa.officer", rfa_id)


def test_nothing_is_told_of_what_did_not_happen(world: World) -> None:
    drained(world)
    rfa_id = stories.drafted(world)
    with pytest.raises(NotPermitted):
        stories.move(world, "xa.officer", "send", rfa_id)
    assert drained(world) == []
    assert not notices_about(world, "xb.officer", rfa_id)


def test_a_notice_is_available_then_opened_then_seen_and_says_by_whom(world: World) -> None:
    rfa_id = stories.played(world, "send")
    drained(world)
    notice = notices_about(world, "xb.officer", rfa_id)[0]
    assert (notice.opened_at, notice.opened_by, notice.seen_at, notice.seen_by) == (None, "", None, "")
    assistance.open_notice(world.caller("xb.officer"), notice.id)
    assert assistance.acknowledge_notices(world.caller("xb.head"), notice_id=notice.id) == 1
    assert assistance.acknowledge_notices(world.caller("xb.approver"), notice_id=notice.id) == 0
    after = notices_about(world, "xb.officer", rfa_id)[0]
    assert (after.opened_by, after.seen_by) == ("xb.officer", "xb.head")
    assert after.opened_at is not None
    assert after.seen_at is not None
    assert after.at < after.opened_at < after.seen_at


def test_who_opens_the_request_has_opened_what_was_told_of_it(world: World) -> None:
    rfa_id = stories.played(world, "send")
    drained(world)
    stories.seen(world, "xa.officer", rfa_id)
    assert notices_about(world, "xb.officer", rfa_id)[0].opened_by == ""
    stories.seen(world, "xb.approver", rfa_id)
    stories.seen(world, "xb.officer", rfa_id)
    notice = notices_about(world, "xb.officer", rfa_id)[0]
    assert (notice.opened_by, notice.seen_by) == ("xb.approver", "")


def test_who_takes_note_of_a_notice_has_opened_it(world: World) -> None:
    rfa_id = stories.played(world, "send")
    drained(world)
    assistance.acknowledge_notices(world.caller("xb.head"))
    notice = notices_about(world, "xb.officer", rfa_id)[0]
    assert (notice.opened_by, notice.seen_by) == ("xb.head", "xb.head")


def test_all_that_was_on_the_screen_is_marked_and_what_came_after_is_not(world: World) -> None:
    first = stories.played(world, "send")
    drained(world)
    on_screen = assistance.read_notices(world.caller("xb.officer"))
    second = stories.played(world, "send")
    drained(world)
    assistance.acknowledge_notices(world.caller("xb.officer"), until=on_screen.items[0].at)
    assert notices_about(world, "xb.officer", first)[0].seen_by == "xb.officer"
    assert notices_about(world, "xb.officer", second)[0].seen_by == ""
    assert assistance.read_notices(world.caller("xb.officer"), unseen=True).unseen == 1
    assert assistance.read_desk(world.caller("xb.head")).unseen == 1


def test_the_pages_of_notices_hold_each_once_while_more_come(world: World) -> None:
    stories.played(world, "send", "receive", "start", "answer_partly", "answer", "close")
    drained(world)
    who = world.caller("xa.officer")
    wanted = [notice.id for notice in assistance.read_notices(who, limit=200).items]
    found, after = [], ""
    while True:
        shown = assistance.read_notices(who, limit=2, after=after)
        found += [notice.id for notice in shown.items]
        after = shown.next
        stories.played(world, "send", "receive")
        drained(world)
        if not after:
            break
    assert found == wanted


@pytest.mark.provision("CCO-30.1")
def test_nobody_opens_or_marks_what_another_administration_was_told(world: World) -> None:
    rfa_id = stories.played(world, "send")
    drained(world)
    notice = notices_about(world, "xb.officer", rfa_id)[0]
    for username in ("xa.officer", "xc.head", "xz.depositary"):
        who = world.caller(username)
        with pytest.raises(NotFound):
            assistance.open_notice(who, notice.id)
        with pytest.raises(NotFound):
            assistance.acknowledge_notices(who, notice_id=notice.id)
        assistance.acknowledge_notices(who)
    assert notices_about(world, "xb.officer", rfa_id)[0] == notice


def test_only_the_worker_delivers(world: World) -> None:
    with pytest.raises(NotPermitted):
        assistance.deliver_notices(world.caller("xa.head"))
    with pytest.raises(NotPermitted):
        assistance.claim_mails(world.caller("xa.head"))
    with pytest.raises(NotPermitted):
        assistance.note_mails(world.caller("xa.head"), ())


def test_the_run_of_the_worker_stands_in_the_journal_of_the_organization(world: World) -> None:
    with world.as_worker():
        assistance.deliver_notices(system_caller())
    with world.raw("postgres") as installer:
        row = installer.execute(
            "select administration, officer, outcome from records_journalentry where verb = 'deliver_notices' "
            "order by at desc limit 1"
        ).fetchone()
    assert row == ("XZ", "system", "done")
    assert {one.administration for one in people.read_journal(world.caller("xa.head"), limit=1000)} == {"XA"}
