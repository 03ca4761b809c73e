"""One request from draft to close, as its two administrations play it."""

from dataclasses import replace

import pytest
from tests.acts import stories
from tests.world import World

from tidewaiter.actions import assistance
from tidewaiter.actions.act import Conflict, Invalid, NotPermitted
from tidewaiter.assistance.draft import PersonNamed


def codes(world: World, rfa_id: str) -> dict[str | None, str]:
    """The problems the requesting side is shown, by field, with their provisions."""
    return {problem.field: problem.provision for problem in stories.seen(world, "xa.officer", rfa_id).problems}


@pytest.mark.provision("CCO-21.4", "CCO-20.1")
def test_an_incomplete_draft_is_kept_and_lists_what_it_lacks_with_provisions(world: World) -> None:
    rfa_id = stories.drafted(world, replace(stories.ASKED, reasons="", matter="", persons_unknown=False, purpose=""))
    found = codes(world, rfa_id)
    assert {"reasons", "matter", "persons", "purpose"} <= set(found)
    assert found["purpose"] == "CCO-20.1"
    assert found["reasons"] == "CCO-21.4.ii"


def test_an_incomplete_draft_is_neither_approved_nor_sent(world: World) -> None:
    rfa_id = stories.drafted(world, replace(stories.ASKED, reasons=""))
    with pytest.raises(Invalid):
        stories.approve(world, rfa_id)
    with pytest.raises(Invalid) as missing:
        stories.move(world, "xa.officer", "send", rfa_id)
    assert {fault.field for fault in missing.value.faults} == {"reasons"}


def test_the_whole_story_from_draft_to_close_is_told_to_both_sides(world: World) -> None:
    rfa_id = stories.drafted(world, replace(stories.ASKED, reasons=""))
    before = stories.seen(world, "xa.officer", rfa_id)
    assistance.edit_request(world.caller("xa.officer"), rfa_id, stories.ASKED, etag=before.etag)
    assert codes(world, rfa_id) == {}
    stories.approve(world, rfa_id)
    for username, verb, state in (
        ("xa.officer", "send", "sent"),
        ("xb.contact_point", "receive", "received"),
        ("xb.officer", "return_for_completion", "returned"),
        ("xa.officer", "complete", "received"),
        ("xb.officer", "start", "executing"),
        ("xb.officer", "answer_partly", "executing"),
        ("xb.officer", "answer", "answered"),
        ("xa.officer", "close", "closed"),
    ):
        stories.move(world, username, verb, rfa_id)
        assert stories.seen(world, "xb.officer", rfa_id).state == state
    asking, helping = (stories.seen(world, name, rfa_id) for name in ("xa.officer", "xb.officer"))
    assert [step.verb for step in asking.steps] == [step.verb for step in helping.steps]
    assert [step.verb for step in asking.steps] == [
        *("send", "receive", "return_for_completion", "complete", "start", "answer_partly", "answer", "close")
    ]
    assert all(step.provision.startswith("CCO-") for step in asking.steps)
    assert asking.moves == ()
    assert asking.waits_for == ""


def test_the_page_offers_only_the_moves_of_the_state_and_says_why_one_is_closed(world: World) -> None:
    rfa_id = stories.drafted(world)
    moves = {view.verb: view for view in stories.seen(world, "xa.officer", rfa_id).moves}
    assert set(moves) == {"edit_request", "attach", "approve_request", "send"}
    assert [reason.provision for reason in moves["send"].refused] == ["SYS-7"]
    assert not moves["approve_request"].permitted
    stories.approve(world, rfa_id)
    moves = {view.verb: view for view in stories.seen(world, "xa.officer", rfa_id).moves}
    assert moves["send"].permitted


@pytest.mark.provision("SYS-7")
def test_nobody_approves_their_own_draft(world: World) -> None:
    own = assistance.draft_request(world.caller("xa.approver"), stories.ASKED)
    with pytest.raises(NotPermitted) as refused:
        stories.approve(world, own)
    assert {reason.provision for reason in refused.value.reasons} == {"SYS-7"}
    stories.approve(world, own, "xa.head")
    stories.move(world, "xa.officer", "send", own)


@pytest.mark.provision("SYS-7")
def test_nothing_is_sent_that_no_second_officer_approved(world: World) -> None:
    rfa_id = stories.drafted(world)
    with pytest.raises(NotPermitted) as refused:
        stories.move(world, "xa.officer", "send", rfa_id)
    assert [(reason.code, reason.provision) for reason in refused.value.reasons] == [("not_approved", "SYS-7")]


def test_an_edit_voids_the_approval(world: World) -> None:
    rfa_id = stories.drafted(world)
    stories.approve(world, rfa_id)
    etag = stories.seen(world, "xa.officer", rfa_id).etag
    changed = replace(stories.ASKED, goods="Metal pallets")
    assistance.edit_request(world.caller("xa.officer"), rfa_id, changed, etag=etag)
    assert [approval.valid for approval in stories.seen(world, "xa.officer", rfa_id).approvals] == [False]
    with pytest.raises(NotPermitted):
        stories.move(world, "xa.officer", "send", rfa_id)


def test_an_approver_who_edits_what_they_approved_and_back_has_approved_nothing(world: World) -> None:
    rfa_id = stories.drafted(world)
    stories.approve(world, rfa_id)
    for draft in (replace(stories.ASKED, goods="Metal pallets"), stories.ASKED):
        etag = stories.seen(world, "xa.approver", rfa_id).etag
        assistance.edit_request(world.caller("xa.approver"), rfa_id, draft, etag=etag)
    with pytest.raises(NotPermitted):
        stories.move(world, "xa.officer", "send", rfa_id)


def test_an_edit_over_somebody_elses_edit_is_a_conflict(world: World) -> None:
    rfa_id = stories.drafted(world)
    etag = stories.seen(world, "xa.officer", rfa_id).etag
    assistance.edit_request(world.caller("xa.approver"), rfa_id, replace(stories.ASKED, goods="Drums"), etag=etag)
    with pytest.raises(Conflict) as late:
        assistance.edit_request(world.caller("xa.officer"), rfa_id, stories.ASKED, etag=etag)
    assert late.value.code == "changed"
    assert stories.seen(world, "xa.officer", rfa_id).content.goods == "Drums"


def test_an_approval_of_content_that_changed_meanwhile_is_a_conflict(world: World) -> None:
    rfa_id = stories.drafted(world)
    digest = stories.seen(world, "xa.approver", rfa_id).digest
    etag = stories.seen(world, "xa.officer", rfa_id).etag
    assistance.edit_request(world.caller("xa.officer"), rfa_id, replace(stories.ASKED, goods="Drums"), etag=etag)
    with pytest.raises(Conflict):
        assistance.approve_request(world.caller("xa.approver"), rfa_id, digest=digest)


@pytest.mark.provision("CCO-21.4")
def test_a_returned_request_is_completed_but_not_turned_to_somebody_else(world: World) -> None:
    rfa_id = stories.played(world, "send", "receive", "return_for_completion")
    etag = stories.seen(world, "xa.officer", rfa_id).etag
    with pytest.raises(Invalid) as refused:
        turned = replace(stories.ASKED, requested_administration="XD")
        assistance.edit_request(world.caller("xa.officer"), rfa_id, turned, etag=etag)
    assert refused.value.faults[0].code == "not_changeable"
    fuller = replace(stories.ASKED, goods="Oak pallets of 2026")
    assistance.edit_request(world.caller("xa.officer"), rfa_id, fuller, etag=etag)
    stories.move(world, "xa.officer", "complete", rfa_id)
    assert stories.seen(world, "xb.officer", rfa_id).content.goods == "Oak pallets of 2026"


def test_what_was_sent_is_edited_by_nobody(world: World) -> None:
    rfa_id = stories.played(world, "send")
    etag = stories.seen(world, "xa.officer", rfa_id).etag
    with pytest.raises(Conflict):
        assistance.edit_request(world.caller("xa.officer"), rfa_id, stories.ASKED, etag=etag)


def test_a_request_is_withdrawn_with_a_reason_that_both_sides_read(world: World) -> None:
    rfa_id = stories.played(world, "send", "receive")
    with pytest.raises(Invalid):
        stories.move(world, "xa.officer", "withdraw", rfa_id, assistance.MoveInput(reason="  "))
    stories.move(world, "xa.officer", "withdraw", rfa_id)
    seen = stories.seen(world, "xb.officer", rfa_id)
    assert (seen.state, seen.steps[-1].reason) == ("withdrawn", "The case was closed here.")
    with pytest.raises(Conflict):
        stories.move(world, "xb.officer", "start", rfa_id)


@pytest.mark.provision("CCO-42.5")
def test_a_request_is_declined_by_an_approver_with_ground_and_reasons_and_then_closed(world: World) -> None:
    rfa_id = stories.played(world, "send", "receive", "decline", "close")
    reply = stories.seen(world, "xa.officer", rfa_id).steps[-2].reply
    assert reply is not None
    assert (reply.content.ground, reply.content.reasons) == ("G10", "The search would take 400 hours.")
    assert stories.seen(world, "xa.officer", rfa_id).state == "closed"


@pytest.mark.provision("CCO-30.1")
def test_an_answer_carries_the_caveat_of_its_use(world: World) -> None:
    rfa_id = stories.played(world, "send", "receive", "start", "answer")
    reply = stories.seen(world, "xa.officer", rfa_id).steps[-1].reply
    assert reply is not None
    assert reply.handling == "H0"
    assert "CCO-30.1" in {caveat.provision for caveat in reply.caveats}


def test_a_request_under_nairobi_moves_by_the_provisions_of_nairobi(world: World) -> None:
    draft = replace(
        stories.ASKED,
        requested_administration="XB",
        type="control",
        instrument="nbo-1977",
        purpose="offences",
        stage="none",
        control_questions=("lawful_export",),
        doubt_statement="The number is of a closed series.",
        verification_done="We compared the papers.",
        documents="Declaration BA-1",
        declaration_no="AB-1",
    )
    rfa_id = stories.drafted(world, draft)
    assert codes(world, rfa_id) == {}
    stories.approve(world, rfa_id)
    stories.move(world, "xa.officer", "send", rfa_id)
    stories.move(world, "xb.officer", "receive", rfa_id)
    assert [step.provision for step in stories.seen(world, "xa.officer", rfa_id).steps] == ["NBO-6.1", "NBO-6.1"]


@pytest.mark.provision("CCO-21.4")
def test_named_persons_reach_the_other_side_as_they_were_written(world: World) -> None:
    rfa_id = stories.played(world, "send", draft=stories.NAMING)
    persons = stories.seen(world, "xb.officer", rfa_id).content.persons
    assert persons == (PersonNamed("Ottmar Quillfeather", "", "broker"),)
