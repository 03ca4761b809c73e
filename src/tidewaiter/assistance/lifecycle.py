"""The states of a request and the one tuple of moves between them, from which everything else is derived."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tidewaiter.treaty.provisions import implements


class State(StrEnum):
    """Where a request stands; holds stand beside the state and never change it."""

    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    RETURNED = "returned"
    EXECUTING = "executing"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Side(StrEnum):
    """Which of the two administrations makes a move."""

    REQUESTING = "requesting"
    REQUESTED = "requested"


class MoveVerb(StrEnum):
    """Name of a move, the same word as the act that makes it."""

    SEND = "send"
    RECEIVE = "receive"
    RETURN_FOR_COMPLETION = "return_for_completion"
    COMPLETE = "complete"
    START = "start"
    ANSWER_PARTLY = "answer_partly"
    ANSWER = "answer"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted step from one state to another, by one side, under a provision of the CCO Agreement."""

    verb: MoveVerb
    source: State
    target: State
    by: Side
    provision: str


class NoSuchMove(ValueError):
    """The move does not exist from this state."""

    def __init__(self, verb: str, state: str) -> None:
        """Keep the refused verb and the state it was tried from, both as codes."""
        super().__init__(f"{verb} is no move from {state}")
        self.verb = verb
        self.state = state


_ASKS, _HELPS = Side.REQUESTING, Side.REQUESTED

MOVES: tuple[Move, ...] = (
    Move(MoveVerb.SEND, State.DRAFT, State.SENT, _ASKS, "CCO-21.1"),
    Move(MoveVerb.RECEIVE, State.SENT, State.RECEIVED, _HELPS, "CCO-21.1"),
    Move(MoveVerb.RETURN_FOR_COMPLETION, State.RECEIVED, State.RETURNED, _HELPS, "CCO-21.4"),
    Move(MoveVerb.RETURN_FOR_COMPLETION, State.EXECUTING, State.RETURNED, _HELPS, "CCO-21.4"),
    Move(MoveVerb.COMPLETE, State.RETURNED, State.RECEIVED, _ASKS, "CCO-21.4"),
    Move(MoveVerb.START, State.RECEIVED, State.EXECUTING, _HELPS, "CCO-20.1"),
    Move(MoveVerb.ANSWER_PARTLY, State.EXECUTING, State.EXECUTING, _HELPS, "CCO-20.2"),
    Move(MoveVerb.ANSWER, State.EXECUTING, State.ANSWERED, _HELPS, "CCO-20.1"),
    Move(MoveVerb.DECLINE, State.RECEIVED, State.DECLINED, _HELPS, "CCO-42.5"),
    Move(MoveVerb.DECLINE, State.EXECUTING, State.DECLINED, _HELPS, "CCO-42.5"),
    Move(MoveVerb.WITHDRAW, State.SENT, State.WITHDRAWN, _ASKS, "CCO-21"),
    Move(MoveVerb.WITHDRAW, State.RECEIVED, State.WITHDRAWN, _ASKS, "CCO-21"),
    Move(MoveVerb.WITHDRAW, State.RETURNED, State.WITHDRAWN, _ASKS, "CCO-21"),
    Move(MoveVerb.WITHDRAW, State.EXECUTING, State.WITHDRAWN, _ASKS, "CCO-21"),
    Move(MoveVerb.CLOSE, State.ANSWERED, State.CLOSED, _ASKS, "CCO-21"),
    Move(MoveVerb.CLOSE, State.DECLINED, State.CLOSED, _ASKS, "CCO-21"),
)

# A move is one and the same; only the provision that carries it differs under Nairobi.
_NAIROBI_PROVISIONS: Mapping[MoveVerb, str] = {
    MoveVerb.SEND: "NBO-6.1",
    MoveVerb.RECEIVE: "NBO-6.1",
    MoveVerb.RETURN_FOR_COMPLETION: "NBO-7.1",
    MoveVerb.COMPLETE: "NBO-7.1",
    MoveVerb.START: "NBO-6.2",
    MoveVerb.ANSWER_PARTLY: "NBO-6.2",
    MoveVerb.ANSWER: "NBO-6.3",
    MoveVerb.DECLINE: "NBO-3",
    MoveVerb.WITHDRAW: "NBO-7",
    MoveVerb.CLOSE: "NBO-7",
}


# Bilateral agreements and the Johannesburg Convention name few moves of their own; the rest falls under their scope.
_OTHERS: Mapping[str, Mapping[MoveVerb, str]] = {
    "BIL": {
        MoveVerb.SEND: "BIL-SCOPE",
        MoveVerb.DECLINE: "BIL-GROUNDS",
        MoveVerb.START: "BIL-13",
    },
    "JHB": {MoveVerb.SEND: "JHB-0"},
}


@implements("CCO-20.6")
def move(verb: str, state: str) -> Move:
    """Return the one move of that name from that state, whoever else complains; raises NoSuchMove."""
    for candidate in MOVES:
        if candidate.verb == verb and candidate.source == state:
            return candidate
    raise NoSuchMove(verb, state)


def moves_from(state: str, side: Side) -> tuple[Move, ...]:
    """List the moves that one side may make from a state, in the order of MOVES."""
    return tuple(candidate for candidate in MOVES if candidate.source == state and candidate.by == side)


def provision_for(step: Move, instrument_prefix: str) -> str:
    """Name the provision of the chosen instrument, by its prefix, that carries a move; raises KeyError."""
    if step.provision.startswith(f"{instrument_prefix}-"):
        return step.provision
    if instrument_prefix == "NBO":
        return _NAIROBI_PROVISIONS[step.verb]
    own = _OTHERS[instrument_prefix]
    return own.get(step.verb, own[MoveVerb.SEND])


def terminal_states() -> frozenset[State]:
    """States that no move leaves."""
    return frozenset(State) - {step.source for step in MOVES}


def open_states() -> frozenset[State]:
    """States in which the requester may still withdraw: sent, and not yet at an end."""
    return frozenset(step.source for step in MOVES if step.verb is MoveVerb.WITHDRAW)


def editable_states() -> frozenset[State]:
    """States whose content the requester may change: those left by sending or completing it."""
    return frozenset(step.source for step in MOVES if step.verb in (MoveVerb.SEND, MoveVerb.COMPLETE))


def attaching_states(side: Side) -> frozenset[State]:
    """States in which a side may attach: the requesting while it writes, the requested while it has to answer."""
    if side is Side.REQUESTING:
        return editable_states()
    return frozenset(step.source for step in MOVES if step.verb in (MoveVerb.START, MoveVerb.ANSWER))


def diagram() -> str:
    """Draw MOVES as a Mermaid state diagram."""
    first = f"    [*] --> {State.DRAFT}"
    steps = [f"    {step.source} --> {step.target}: {step.verb}" for step in MOVES]
    last = [f"    {state} --> [*]" for state in State if state in terminal_states()]
    return "\n".join(["stateDiagram-v2", first, *steps, *last, ""])
