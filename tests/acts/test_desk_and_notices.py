"""The desk, its clocks, and the notices and mails that the worker makes of what happened."""

from datetime import timedelta

import pytest
from tests.acts import stories
from tests.world import World

from tidewaiter.actions import assistance, people
from tidewaiter.actions.act import Clock, NotPermitted
from tidewaiter.actions.assistance import Mail
from tidewaiter.actions.callers import system_caller
from tidewaiter.doors.jobs.mails import message_of


def delivered(world: World) -> list[Mail]:
    """One run of the worker; gives the mails it sent."""
    mails: list[Mail] = []

    def taken(mail: Mail) -> bool:
        mails.append(mail)
        return True

    with world.as_worker():
        assistance.deliver_notices(system_caller(), send=taken)
    return mails


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
    moved_clock.offset = timedelta(days=300)
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


def test_each_event_makes_one_notice_and_one_mail_and_no_second_run_doubles_it(world: World) -> None:
    delivered(world)
    rfa_id = stories.played(world, "send")
    mails = delivered(world)
    assert [(mail.to, mail.event, mail.subject, mail.language) for mail in mails] == [
        ("contact.xb@example.invalid", "request_sent", rfa_id, "fr")
    ]
    assert delivered(world) == []
    notices = [
        notice for notice in assistance.read_desk(world.caller("xb.officer")).notices if notice.subject == rfa_id
    ]
    assert [notice.event for notice in notices] == ["request_sent"]
    assert not any(notice.subject == rfa_id for notice in assistance.read_desk(world.caller("xa.officer")).notices)


def test_every_move_is_told_to_the_other_side(world: World) -> None:
    delivered(world)
    stories.played(world, "send", "receive", "start", "answer_partly", "answer", "close")
    told = [(mail.administration, mail.event) for mail in delivered(world)]
    assert told == [
        ("XB", "request_sent"),
        ("XA", "request_received"),
        ("XA", "request_started"),
        ("XA", "request_partly_answered"),
        ("XA", "request_answered"),
        ("XB", "request_closed"),
    ]


@pytest.mark.provision("CCO-30.1")
def test_a_mail_holds_nothing_of_the_case(world: World) -> None:
    delivered(world)
    stories.played(world, "send", "receive", "decline", draft=stories.NAMING)
    mails = delivered(world)
    assert len(mails) == 3
    for mail in mails:
        message = message_of(mail)
        whole = f"{message.subject}\n{message.body}".casefold()
        for word in ("quillfeather", "pallet", "cavit", "hollow", "400", "broker", "g10"):
            assert word not in whole


def test_a_mail_that_was_not_taken_is_sent_the_next_time(world: World) -> None:
    delivered(world)
    rfa_id = stories.played(world, "send")
    with world.as_worker():
        assistance.deliver_notices(system_caller(), send=lambda _: False)
    assert [mail.subject for mail in delivered(world)] == [rfa_id]
    assert delivered(world) == []


def test_a_worker_that_breaks_down_while_it_mails_loses_nothing(world: World) -> None:
    delivered(world)
    rfa_id = stories.played(world, "send")

    def fails(_: Mail) -> bool:
        raise OSError("out of memory")

    with world.as_worker(), pytest.raises(OSError, match="out of memory"):
        assistance.deliver_notices(system_caller(), send=fails)
    assert [mail.subject for mail in delivered(world)] == [rfa_id]


def test_nothing_is_told_of_what_did_not_happen(world: World) -> None:
    delivered(world)
    rfa_id = stories.drafted(world)
    with pytest.raises(NotPermitted):
        stories.move(world, "xa.officer", "send", rfa_id)
    assert delivered(world) == []


def test_only_the_worker_delivers(world: World) -> None:
    with pytest.raises(NotPermitted):
        assistance.deliver_notices(world.caller("xa.head"), send=lambda _: True)


def test_the_run_of_the_worker_stands_in_the_journal_of_the_organization(world: World) -> None:
    delivered(world)
    with world.raw("postgres") as installer:
        row = installer.execute(
            "select administration, officer, outcome from records_journalentry where verb = 'deliver_notices' "
            "order by at desc limit 1"
        ).fetchone()
    assert row == ("XZ", "system", "done")
    assert {one.administration for one in people.read_journal(world.caller("xa.head"), limit=1000)} == {"XA"}
