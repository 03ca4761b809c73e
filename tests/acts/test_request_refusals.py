"""What is refused on a request, to whom, and that hidden and absent answer alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.acts import stories
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.actions import assistance, people
from tidewaiter.actions.act import Conflict, Invalid, NotFound, NotPermitted
from tidewaiter.actions.assistance import MOVES_BY_VERB, MoveInput
from tidewaiter.assistance.replies import ReplyDraft

Tried = Callable[[Caller, str], object]
TRIED: dict[str, Tried] = {
    "read": assistance.read_request,
    "edit": lambda who, rfa_id: assistance.edit_request(who, rfa_id, stories.ASKED, etag="x"),
    "approve": lambda who, rfa_id: assistance.approve_request(who, rfa_id, digest="x"),
    "attach": lambda who, rfa_id: assistance.attach(who, rfa_id, name="a.txt", data=b"a", copy_level="plain"),
    **{
        verb: lambda who, rfa_id, made=made: made(who, rfa_id, stories.FULL)  # type: ignore[misc]
        for verb, made in MOVES_BY_VERB.items()
    },
}


@pytest.mark.provision("CCO-30.1", "SYS-7")
def test_to_an_administration_that_is_no_party_a_request_is_as_absent_as_one_that_never_was(world: World) -> None:
    hidden = stories.played(world, "send", "receive")
    for username in ("xc.officer", "xc.approver", "xc.head"):
        caller = world.caller(username)
        for name, tried in TRIED.items():
            answers = []
            for rfa_id in (hidden, str(uuid4()), "no id at all", ""):
                with pytest.raises((NotFound, NotPermitted)) as refused:
                    tried(caller, rfa_id)
                answers.append((type(refused.value), str(refused.value), refused.value.__dict__))
            assert answers == answers[:1] * 4, (username, name)
            assert answers[0][0] is NotFound, (username, name)


def test_a_strangers_desk_and_list_know_nothing_of_it(world: World) -> None:
    rfa_id = stories.played(world, "send")
    caller = world.caller("xc.officer")
    desk = assistance.read_desk(caller)
    listed = [*desk.waits_for_me, *desk.waits_for_others, *assistance.list_requests(caller, limit=200).items]
    assert rfa_id not in {line.id for line in listed}
    assert rfa_id not in {notice.subject for notice in desk.notices}
    assert all("XC" in (line.requesting, line.requested) for line in listed)


@pytest.mark.provision("CCO-21.1")
def test_a_draft_is_invisible_to_the_administration_it_will_go_to(world: World) -> None:
    rfa_id = stories.drafted(world)
    stories.approve(world, rfa_id)
    with pytest.raises(NotFound):
        assistance.read_request(world.caller("xb.officer"), rfa_id)
    assert rfa_id not in {line.id for line in assistance.list_requests(world.caller("xb.officer")).items}
    stories.move(world, "xa.officer", "send", rfa_id)
    assert stories.seen(world, "xb.officer", rfa_id).state == "sent"


def test_who_approved_stays_with_the_requesting_side(world: World) -> None:
    rfa_id = stories.played(world, "send")
    assert [approval.officer for approval in stories.seen(world, "xa.officer", rfa_id).approvals] == ["xa.approver"]
    assert stories.seen(world, "xb.officer", rfa_id).approvals == ()


def test_the_side_that_may_not_make_a_move_is_refused_with_its_provision(world: World) -> None:
    rfa_id = stories.played(world, "send")
    for username, verb in (("xa.officer", "receive"), ("xb.officer", "withdraw"), ("xa.approver", "decline")):
        with pytest.raises(NotPermitted) as refused:
            stories.move(world, username, verb, rfa_id)
        assert refused.value.reasons[0].provision == "CCO-21.1"
    assert stories.seen(world, "xa.officer", rfa_id).state == "sent"


@pytest.mark.parametrize("verb", ["start", "answer", "close", "send", "complete"])
def test_a_move_that_does_not_leave_the_present_state_is_a_conflict(world: World, verb: str) -> None:
    rfa_id = stories.played(world, "send")
    side = "xa" if verb in ("close", "send", "complete") else "xb"
    with pytest.raises(Conflict) as refused:
        stories.move(world, f"{side}.officer", verb, rfa_id)
    assert refused.value.code == "no_such_move"


@pytest.mark.provision("CCO-42.5")
def test_a_refusal_without_reasons_is_refused(world: World) -> None:
    rfa_id = stories.played(world, "send", "receive")
    with pytest.raises(Invalid) as refused:
        stories.move(world, "xb.approver", "decline", rfa_id, MoveInput(reply=ReplyDraft(ground="G10")))
    assert [(fault.field, fault.provision) for fault in refused.value.faults] == [("reasons", "CCO-42.5")]
    assert stories.seen(world, "xb.approver", rfa_id).state == "received"


@pytest.mark.provision("CCO-42.1")
def test_a_refusal_on_no_ground_of_the_instrument_is_refused(world: World) -> None:
    rfa_id = stories.played(world, "send", "receive")
    for ground in ("", "G99"):
        with pytest.raises(Invalid) as refused:
            given = MoveInput(reply=ReplyDraft(ground=ground, reasons="We would rather not."))
            stories.move(world, "xb.approver", "decline", rfa_id, given)
        assert refused.value.faults[0].field == "ground"


@pytest.mark.provision("CCO-42.5")
def test_an_officer_who_is_no_approver_declines_nothing(world: World) -> None:
    rfa_id = stories.played(world, "send", "receive")
    with pytest.raises(NotPermitted) as refused:
        stories.move(world, "xb.officer", "decline", rfa_id)
    assert refused.value.reasons[0].provision == "CCO-42.5"


@pytest.mark.provision("CCO-42.2")
def test_who_could_not_do_the_same_says_so_before_sending(world: World) -> None:
    rfa_id = stories.drafted(world, replace(stories.ASKED, cannot_reciprocate=True))
    stated = stories.seen(world, "xa.officer", rfa_id).problems
    assert [(problem.field, problem.provision) for problem in stated] == [("reciprocity_statement", "CCO-42.2")]


@pytest.mark.provision("CCO-20.1")
def test_a_purpose_that_the_agreement_does_not_know_is_not_stored(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        stories.drafted(world, replace(stories.ASKED, purpose="curiosity"))
    assert [(fault.code, fault.field, fault.provision) for fault in refused.value.faults] == [
        ("unknown_choice", "purpose", "CCO-20.1")
    ]


@pytest.mark.parametrize("requested", ["XA", "XZ", "ZZ", ""])
def test_nobody_asks_themselves_the_organization_or_nobody(world: World, requested: str) -> None:
    with pytest.raises(Invalid) as refused:
        stories.drafted(world, replace(stories.ASKED, requested_administration=requested))
    assert refused.value.faults[0].field == "requested_administration"


@pytest.mark.parametrize("instrument", ["jhb-2003", "nothing-1900", ""])
def test_no_request_rests_on_an_instrument_that_is_not_there(world: World, instrument: str) -> None:
    with pytest.raises(Invalid) as refused:
        stories.drafted(world, replace(stories.ASKED, instrument=instrument))
    assert refused.value.faults[0].field == "instrument"


@pytest.mark.provision("SYS-2")
def test_a_request_on_an_annex_that_the_other_side_did_not_accept_is_not_sent(world: World) -> None:
    draft = replace(stories.ASKED, requested_administration="XD", instrument="nbo-1977", type="assessment")
    rfa_id = stories.drafted(world, draft)
    with pytest.raises(Invalid) as refused:
        stories.move(world, "xa.officer", "send", rfa_id)
    assert {"no_open_basis", "basis_closed"} & {fault.code for fault in refused.value.faults}


@pytest.mark.parametrize("text", ["a\0b", "bell\x07", "half \ud800"])
def test_text_that_cannot_be_kept_is_refused_and_the_attempt_told(world: World, text: str) -> None:
    with pytest.raises(Invalid):
        stories.drafted(world, replace(stories.ASKED, matter=text))
    assert people.read_journal(world.caller("xa.head"), limit=1)[0].outcome == "invalid"


@pytest.mark.provision("CCO-31.3")
def test_before_its_undertaking_an_administration_sends_no_request_that_names_persons(world: World) -> None:
    with world.raw("postgres") as installer:
        installer.execute("update records_administration set undertaking_on = null where code = 'XA'")
    naming, nobody = stories.drafted(world, stories.NAMING), stories.drafted(world)
    for rfa_id in (naming, nobody):
        stories.approve(world, rfa_id)
    with pytest.raises(NotPermitted) as refused:
        stories.move(world, "xa.officer", "send", naming)
    assert [reason.provision for reason in refused.value.reasons] == ["CCO-31.3"]
    moves = {view.verb: view for view in stories.seen(world, "xa.officer", naming).moves}
    assert [reason.provision for reason in moves["send"].refused] == ["CCO-31.3"]
    stories.move(world, "xa.officer", "send", nobody)


@pytest.mark.provision("CCO-31.3")
def test_an_undertaking_that_is_not_yet_received_opens_nothing(world: World) -> None:
    with world.raw("postgres") as installer:
        tomorrow = stories.in_days(1)
        installer.execute("update records_administration set undertaking_on = %s where code = 'XA'", [tomorrow])
    assert not world.caller("xa.officer").undertaking
    with world.raw("postgres") as installer:
        today = tomorrow - timedelta(days=1)
        installer.execute("update records_administration set undertaking_on = %s where code = 'XA'", [today])
    assert world.caller("xa.officer").undertaking


def test_a_bad_cursor_and_an_unknown_state_are_told_as_such(world: World) -> None:
    for given in ({"after": "???"}, {"after": "LTE="}, {"state": "lost"}):
        with pytest.raises(Invalid):
            assistance.list_requests(world.caller("xa.officer"), **given)


def test_a_list_goes_on_page_by_page_without_repeating(world: World) -> None:
    caller = world.caller("xa.officer")
    everything = [line.id for line in assistance.list_requests(caller, limit=200).items]
    paged, after = [], ""
    while True:
        page = assistance.list_requests(caller, limit=2, after=after)
        paged += [line.id for line in page.items]
        after = page.next
        if not after:
            break
    assert paged == everything
    assert len(everything) > 4


def test_what_is_being_completed_is_read_by_the_other_side_only_once_it_is_sent_back(world: World) -> None:
    rfa_id = stories.played(world, "send", "receive")
    lacking = MoveInput(reply=ReplyDraft(text="The invoice number is missing."))
    stories.move(world, "xb.officer", "return_for_completion", rfa_id, lacking)
    mine = stories.seen(world, "xa.officer", rfa_id)
    completed = replace(mine.content, matter="Invoice 4471, now with its number")
    assistance.edit_request(world.caller("xa.officer"), rfa_id, completed, etag=mine.etag)
    theirs = stories.seen(world, "xb.officer", rfa_id)
    assert theirs.content.matter == mine.content.matter
    assert completed.matter not in {line.matter for line in assistance.list_requests(world.caller("xb.officer")).items}
    stories.move(world, "xa.officer", "complete", rfa_id)
    assert stories.seen(world, "xb.officer", rfa_id).content.matter == completed.matter
