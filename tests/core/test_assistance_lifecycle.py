"""Holds the life of a request to its one tuple of moves, whatever is derived from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.assistance.clocks import waits_for
from tidewaiter.assistance.lifecycle import (
    MOVES,
    Move,
    MoveVerb,
    NoSuchMove,
    Side,
    State,
    diagram,
    editable_states,
    move,
    moves_from,
    open_states,
    provision_for,
    terminal_states,
)
from tidewaiter.treaty.provisions import provision


def reached_from(start: State) -> set[State]:
    reached, ahead = {start}, [start]
    while ahead:
        here = ahead.pop()
        nexts = {step.target for step in MOVES if step.source == here} - reached
        reached |= nexts
        ahead += nexts
    return reached


@given(st.sampled_from(State), st.one_of(st.sampled_from(MoveVerb), st.text(max_size=20)))
def test_from_any_state_only_the_listed_moves_succeed(state: State, verb: str) -> None:
    listed = [step for step in MOVES if step.source == state and step.verb == verb]
    if listed:
        assert [move(verb, state)] == listed
    else:
        with pytest.raises(NoSuchMove) as refused:
            move(verb, state)
        assert (refused.value.verb, refused.value.state) == (verb, state)


def test_a_verb_leads_from_a_state_to_one_place_only() -> None:
    assert len({(step.verb, step.source) for step in MOVES}) == len(MOVES)


def test_every_state_is_reached_from_draft_and_every_verb_is_used() -> None:
    assert reached_from(State.DRAFT) == set(State)
    assert {step.verb for step in MOVES} == set(MoveVerb)


def test_an_end_can_be_reached_from_every_state() -> None:
    assert all(reached_from(state) & terminal_states() for state in State)


def test_terminal_states_have_no_moves_and_wait_for_nobody() -> None:
    assert terminal_states() == {State.WITHDRAWN, State.CLOSED}
    for state in terminal_states():
        assert not moves_from(state, Side.REQUESTING) and not moves_from(state, Side.REQUESTED)
        assert waits_for(state) is None


def test_only_a_draft_and_a_returned_request_may_be_edited() -> None:
    assert editable_states() == {State.DRAFT, State.RETURNED}


def test_a_request_is_open_from_sending_to_its_answer() -> None:
    assert open_states() == {State.SENT, State.RECEIVED, State.RETURNED, State.EXECUTING}


def test_an_open_request_can_be_withdrawn_by_the_requester_alone() -> None:
    for state in open_states():
        assert move("withdraw", state) in moves_from(state, Side.REQUESTING)
        assert "withdraw" not in {step.verb for step in moves_from(state, Side.REQUESTED)}


@pytest.mark.parametrize(
    ("state", "side"),
    [
        (State.DRAFT, Side.REQUESTING),
        (State.SENT, Side.REQUESTED),
        (State.RECEIVED, Side.REQUESTED),
        (State.RETURNED, Side.REQUESTING),
        (State.EXECUTING, Side.REQUESTED),
        (State.ANSWERED, Side.REQUESTING),
        (State.DECLINED, Side.REQUESTING),
    ],
)
def test_a_request_waits_for_the_side_that_must_act_next(state: State, side: Side) -> None:
    assert waits_for(state) is side


def test_a_request_never_waits_for_both_sides() -> None:
    for state in State:
        awaited = {step.by for step in MOVES if step.source == state and step.verb != "withdraw"}
        assert len(awaited) <= 1


@pytest.mark.provision("CCO-42.5")
def test_the_requested_side_may_decline_once_it_has_the_request_and_not_before() -> None:
    assert move("decline", State.RECEIVED).target is State.DECLINED
    assert move("decline", State.EXECUTING).by is Side.REQUESTED
    with pytest.raises(NoSuchMove):
        move("decline", State.SENT)


@pytest.mark.provision("CCO-21.4", "NBO-7.1")
def test_a_returned_request_comes_back_to_be_received_again() -> None:
    assert move("return_for_completion", State.RECEIVED).target is State.RETURNED
    assert move("complete", State.RETURNED).target is State.RECEIVED


@pytest.mark.provision("CCO-20.6")
def test_nobody_but_the_two_sides_moves_a_request() -> None:
    assert {step.by for step in MOVES} == {Side.REQUESTING, Side.REQUESTED}


@pytest.mark.parametrize("prefix", ["CCO", "NBO"])
@pytest.mark.parametrize("step", MOVES, ids=lambda step: f"{step.verb} from {step.source}")
def test_every_move_rests_on_a_provision_of_each_instrument(step: Move, prefix: str) -> None:
    named = provision_for(step, prefix)
    assert named.startswith(f"{prefix}-")
    assert provision(named) is not None


def test_an_instrument_without_moves_is_an_error() -> None:
    with pytest.raises(KeyError):
        provision_for(MOVES[0], "XYZ")


def test_the_diagram_draws_each_move_once() -> None:
    drawn = diagram().splitlines()
    assert drawn[0] == "stateDiagram-v2"
    for step in MOVES:
        assert drawn.count(f"    {step.source} --> {step.target}: {step.verb}") == 1
    assert len(drawn) == 2 + len(MOVES) + len(terminal_states())
