"""The mails that tell of notices: to whom, when, how often they are tried, and that none is sent twice."""

import random
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections
from tests.acts import stories
from tests.acts.accounts import manager, offer
from tests.acts.posting import (
    at_hour,
    chooses,
    drained,
    drained_here,
    failing,
    mails_about,
    notices_about,
    person,
    turn_to,
)
from tests.world import World

from tidewaiter.actions import assistance, people
from tidewaiter.actions.act import Clock, Invalid, NotPermitted, clock
from tidewaiter.actions.assistance import Mail, Posted
from tidewaiter.actions.callers import system_caller
from tidewaiter.assistance.mailing import CLAIM_LASTS, WAITS, Addressee, Outcome, Pace

CONTACT = "contact.xb@example.invalid"


def offered(world: World) -> str:
    return people.invite_officer(manager(world), offer())


def told(mails: list[Mail]) -> list[tuple[str, str]]:
    return [(mail.administration, line.event) for mail in mails for line in mail.lines]


def test_each_event_makes_one_mail_to_the_contact_point_in_its_language(world: World) -> None:
    drained(world)
    rfa_id = stories.played(world, "send")
    (mail,) = drained(world)
    assert (mail.to, mail.language, mail.addressee, mail.pace) == (CONTACT, "fr", Addressee.CONTACT_POINT, Pace.EACH)
    assert [(line.event, line.subject) for line in mail.lines] == [("request_sent", rfa_id)]
    assert [(one.addressee, one.stage, one.tries) for one in mails_about(world, "xb.officer", rfa_id)] == [
        ("contact_point", "sent", 1)
    ]


def test_every_move_is_told_to_the_other_side(world: World) -> None:
    drained(world)
    stories.played(world, "send", "receive", "start", "answer_partly", "answer", "close")
    assert told(drained(world)) == [
        ("XB", "request_sent"),
        ("XA", "request_received"),
        ("XA", "request_started"),
        ("XA", "request_partly_answered"),
        ("XA", "request_answered"),
        ("XB", "request_closed"),
    ]


@pytest.mark.parametrize("runs", [1, 2, 5])
def test_however_often_the_worker_runs_each_mail_is_sent_once(world: World, runs: int) -> None:
    drained(world)
    stories.played(world, "send", "receive", "start")
    chooses(world, "xb.officer", "each")
    sent = [mail.delivery for _ in range(runs) for mail in drained(world)]
    assert len(sent) == len(set(sent)) == 4


@pytest.mark.parametrize("seed", range(3))
def test_in_any_order_of_runs_failures_and_hours_no_mail_is_taken_twice(
    world: World, moved_clock: Clock, seed: int
) -> None:
    dice = random.Random(seed)
    drained(world)
    for username in ("xb.officer", "xb.approver"):
        chooses(world, username, dice.choice(["each", "daily"]))
    outcomes: list[tuple[str, Outcome]] = []

    def become(mail: Mail) -> Outcome:
        outcomes.append((mail.delivery, dice.choice(list(Outcome))))
        return outcomes[-1][1]

    for _ in range(25):
        if dice.random() < 0.3:
            stories.played(world, "send")
        drained(world, become)
        moved_clock.offset += timedelta(minutes=dice.choice([0, 1, 5, 30, 900]))
    settled = Counter(delivery for delivery, outcome in outcomes if outcome is not Outcome.FAILED)
    assert settled
    assert set(settled.values()) == {1}
    for delivery in settled:
        last = [outcome for each, outcome in outcomes if each == delivery][-1]
        assert last is not Outcome.FAILED, "tried again after it was settled"


def test_two_workers_at_once_send_each_mail_once(world: World) -> None:
    drained(world)
    for _ in range(6):
        stories.played(world, "send")
    start = threading.Barrier(2)
    sent: list[Mail] = []

    def work() -> None:
        start.wait()
        assistance.deliver_notices(system_caller())
        sent.extend(drained_here())
        connections.close_all()

    with world.as_worker():
        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        sent += drained_here()
    assert len({mail.delivery for mail in sent}) == len(sent) == 6


def test_a_mail_that_another_worker_holds_is_left_to_it(world: World) -> None:
    drained(world)
    rfa_id = stories.played(world, "send")
    with world.as_worker():
        assistance.deliver_notices(system_caller())
        (held,) = assistance.claim_mails(system_caller())
        assert assistance.claim_mails(system_caller()) == ()
        assistance.note_mails(system_caller(), (Posted(held.delivery, held.tries, Outcome.TAKEN),))
        assert assistance.claim_mails(system_caller()) == ()
    assert [mail.stage for mail in mails_about(world, "xb.officer", rfa_id)] == ["sent"]


def test_a_worker_that_dies_while_it_sends_leaves_the_mail_uncertain_and_nobody_sends_it_again(
    world: World, moved_clock: Clock
) -> None:
    drained(world)
    rfa_id = stories.played(world, "send")
    with world.as_worker():
        assistance.deliver_notices(system_caller())
        (lost,) = assistance.claim_mails(system_caller())
    assert [mail.stage for mail in mails_about(world, "xb.officer", rfa_id)] == ["sending"]
    moved_clock.offset = CLAIM_LASTS + timedelta(minutes=1)
    assert drained(world) == []
    assert [mail.stage for mail in mails_about(world, "xb.officer", rfa_id)] == ["uncertain"]
    moved_clock.offset += timedelta(days=2)
    assert drained(world) == []
    with world.as_worker():
        assistance.note_mails(system_caller(), (Posted(lost.delivery, lost.tries, Outcome.TAKEN),))
    assert [mail.stage for mail in mails_about(world, "xb.officer", rfa_id)] == ["sent"]


def test_what_was_settled_is_not_settled_again(world: World) -> None:
    drained(world)
    rfa_id = stories.played(world, "send")
    (mail,) = drained(world)
    with world.as_worker():
        assistance.note_mails(system_caller(), (Posted(mail.delivery, mail.tries, Outcome.FAILED),))
    assert drained(world) == []
    assert [one.stage for one in mails_about(world, "xb.officer", rfa_id)] == ["sent"]


def test_a_mail_not_taken_is_tried_at_its_times_and_given_up_after_the_last(world: World, moved_clock: Clock) -> None:
    drained(world)
    rfa_id = stories.played(world, "send")
    assert len(drained(world, failing)) == 1
    for wait in WAITS:
        assert [mail.stage for mail in mails_about(world, "xb.officer", rfa_id)] == ["failed"]
        assert drained(world, failing) == []
        moved_clock.offset += wait + timedelta(seconds=10)
        assert len(drained(world, failing)) == 1
    (mail,) = mails_about(world, "xb.officer", rfa_id)
    assert (mail.stage, mail.tries, mail.next_try) == ("given_up", len(WAITS) + 1, None)
    moved_clock.offset += timedelta(days=3)
    assert drained(world) == []


def test_a_mail_server_that_recovers_gets_what_it_missed(world: World, moved_clock: Clock) -> None:
    drained(world)
    rfa_id = stories.played(world, "send")
    (first,) = drained(world, failing)
    moved_clock.offset = timedelta(minutes=2)
    (again,) = drained(world)
    assert (again.delivery, again.tries) == (first.delivery, 2)
    assert [mail.stage for mail in mails_about(world, "xb.officer", rfa_id)] == ["sent"]


def test_a_dead_address_is_told_on_the_desk_once_until_somebody_takes_note(world: World) -> None:
    drained(world)
    chooses(world, "xb.head", "each")
    heads = []
    for _ in range(3):
        stories.played(world, "send")
        run = drained(world, lambda mail: Outcome.REFUSED if mail.to == CONTACT else Outcome.TAKEN)
        heads += told([mail for mail in run if mail.to != CONTACT])
        assert [event for _, event in told([mail for mail in run if mail.to == CONTACT])] == ["request_sent"]
    assert Counter(heads) == {("XB", "request_sent"): 3, ("XB", "mail_given_up"): 1}
    desk = assistance.read_desk(world.caller("xb.officer"))
    assert Counter(notice.event for notice in desk.notices)["mail_given_up"] == 1
    assistance.acknowledge_notices(world.caller("xb.head"))
    stories.played(world, "send")
    drained(world, lambda _: Outcome.REFUSED)
    drained(world)
    desk = assistance.read_desk(world.caller("xb.officer"))
    assert Counter(notice.event for notice in desk.notices)["mail_given_up"] == 2


def test_an_officer_who_chose_nothing_gets_no_mail(world: World) -> None:
    assert assistance.read_notice_choice(person(world, "xb.officer")).pace is Pace.NONE
    chooses(world, "xb.officer", "none")
    drained(world)
    stories.played(world, "send")
    assert [mail.to for mail in drained(world)] == [CONTACT]


def test_an_officer_who_chose_each_gets_what_the_officers_roles_may_read(world: World) -> None:
    drained(world)
    mine = chooses(world, "xb.officer", "each")
    chooses(world, "xb.administrator", "each")
    chooses(world, "xa.officer", "each")
    rfa_id = stories.played(world, "send")
    assert sorted(mail.to for mail in drained(world)) == [CONTACT, mine]
    seen_by = {
        who: [mail.addressee for mail in mails_about(world, who, rfa_id)] for who in ("xb.officer", "xb.approver")
    }
    assert seen_by == {"xb.officer": ["contact_point", "officer"], "xb.approver": ["contact_point"]}


def test_a_digest_gathers_a_day_and_is_not_sent_when_there_is_nothing(world: World, moved_clock: Clock) -> None:
    at_hour(moved_clock, 9)
    drained(world)
    mine = chooses(world, "xb.officer", "daily")
    ids = [stories.played(world, "send") for _ in range(3)]
    assert {mail.to for mail in drained(world)} == {CONTACT}
    assert [mail.stage for mail in mails_about(world, "xb.officer", ids[0])] == ["sent", "waiting"]
    at_hour(moved_clock, 6)
    (digest,) = drained(world)
    assert (digest.to, digest.pace) == (mine, Pace.DAILY)
    assert [line.subject for line in digest.lines] == ids
    at_hour(moved_clock, 7)
    assert drained(world) == []


def test_a_weekly_digest_leaves_on_monday(world: World, moved_clock: Clock) -> None:
    moment = at_hour(moved_clock, 9)
    drained(world)
    mine = chooses(world, "xb.officer", "weekly")
    stories.played(world, "send")
    drained(world)
    monday = moment.replace(hour=6) + timedelta(days=7 - moment.weekday())
    turn_to(moved_clock, monday - timedelta(minutes=1))
    assert mine not in {mail.to for mail in drained(world)}
    turn_to(moved_clock, monday)
    assert [mail.to for mail in drained(world)] == [mine]
    assert clock.now().weekday() == 0


@pytest.mark.parametrize("change", ["none", "no address", "suspended", "other role"])
def test_who_wants_or_may_have_no_mail_any_more_gets_none_that_waited(
    world: World, moved_clock: Clock, change: str
) -> None:
    at_hour(moved_clock, 9)
    drained(world)
    chooses(world, "xb.officer", "daily")
    rfa_id = stories.played(world, "send")
    drained(world)
    done = {
        "none": "update records_officerpresence set digest = 'none' where officer_id = 'xb.officer'",
        "no address": "update records_officer set email = '' where username = 'xb.officer'",
        "suspended": "update records_officer set suspended_on = current_date where username = 'xb.officer'",
        "other role": "update records_officerrole set role = 'administrator' where officer_id = 'xb.officer' "
        "and role = 'officer'",
    }
    with world.raw("postgres") as installer:
        if change == "other role":
            installer.execute("delete from records_officerrole where officer_id = 'xb.officer' and role <> 'officer'")
        installer.execute(done[change])
        at_hour(moved_clock, 6)
        assert drained(world) == []
        row = installer.execute("select stage from records_maildelivery where officer = 'xb.officer'").fetchone()
    assert row == ("dropped",)
    assert notices_about(world, "xb.approver", rfa_id)


def test_only_oneself_chooses_and_only_what_there_is(world: World) -> None:
    who = person(world, "xb.officer")
    with pytest.raises(Invalid):
        assistance.choose_notices(who, "hourly")
    with pytest.raises(NotPermitted):
        assistance.choose_notices(world.caller("xb.officer"), "each")
    assistance.choose_notices(who, "weekly")
    assistance.choose_notices(who, "daily")
    assert assistance.read_notice_choice(who).pace is Pace.DAILY
    assert assistance.read_notice_choice(person(world, "xb.approver")).pace is Pace.NONE


def test_an_invitation_is_mailed_to_the_invited_person_and_to_nobody_else(world: World) -> None:
    drained(world)
    invitation_id = offered(world)
    (mail,) = drained(world)
    assert (mail.to, mail.addressee, mail.administration) == ("nell@example.invalid", Addressee.INVITED, "XA")
    assert [(line.event, line.subject, line.params) for line in mail.lines] == [("officer_invited", invitation_id, {})]
    assert [one.stage for one in mails_about(world, "xa.administrator", invitation_id)] == ["sent"]


def test_an_invitation_taken_back_before_its_mail_left_is_not_mailed(world: World) -> None:
    drained(world)
    invitation_id = offered(world)
    people.withdraw_invitation(manager(world), invitation_id)
    assert drained(world) == []
    assert [one.stage for one in mails_about(world, "xa.administrator", invitation_id)] == ["dropped"]


def test_an_invitation_that_cannot_be_mailed_is_told_on_the_desk(world: World) -> None:
    drained(world)
    offered(world)
    drained(world, lambda _: Outcome.REFUSED)
    drained(world)
    desk = assistance.read_desk(world.caller("xa.administrator"))
    assert [notice.event for notice in desk.notices][:2] == ["mail_invitation_given_up", "officer_invited"]
