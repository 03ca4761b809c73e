"""Acts that move a request from state to state: one function each, all through the one table of moves."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, NotPermitted, act
from tidewaiter.actions.assistance.drafting import etag_of
from tidewaiter.actions.assistance.shapes import MoveInput
from tidewaiter.actions.assistance.standing import (
    faults_of,
    known_request,
    problems_of,
    unready,
)
from tidewaiter.assistance.draft import AttachmentNamed, RequestDraft
from tidewaiter.assistance.lifecycle import Move, NoSuchMove, Side, move, provision_for
from tidewaiter.assistance.replies import Asked, ReplyDraft, default_handling, problems_in_reply
from tidewaiter.records import assistance, outbox
from tidewaiter.records.models import RequestForAssistance
from tidewaiter.treaty.provisions import implements, load_instrument

MoveAct = Callable[[Caller, str, MoveInput], None]

NEEDS: Mapping[Verb, str] = MappingProxyType(
    {
        Verb.RETURN_FOR_COMPLETION: "return",
        Verb.ANSWER_PARTLY: "reply",
        Verb.ANSWER: "reply",
        Verb.DECLINE: "refusal",
        Verb.WITHDRAW: "reason",
    }
)
"""What a move must be given; the others need nothing."""

_LONGEST_REASON = 4_000
_EVENTS: Mapping[Verb, str] = MappingProxyType(
    {
        Verb.SEND: "request_sent",
        Verb.RECEIVE: "request_received",
        Verb.RETURN_FOR_COMPLETION: "request_returned",
        Verb.COMPLETE: "request_completed",
        Verb.START: "request_started",
        Verb.ANSWER_PARTLY: "request_partly_answered",
        Verb.ANSWER: "request_answered",
        Verb.DECLINE: "request_declined",
        Verb.WITHDRAW: "request_withdrawn",
        Verb.CLOSE: "request_closed",
    }
)


def _opened(deed: Deed, rfa_id: str, given: MoveInput) -> tuple[RequestForAssistance, Move, str]:
    """The request, the one move this verb makes from its state, and the provision that carries it."""
    rfa = known_request(rfa_id)
    deed.require(assistance.request_facts(rfa))
    deed.tell(request=rfa.id, number=rfa.number, state=rfa.state)
    if given.etag and given.etag != etag_of(rfa):
        raise Conflict("changed", number=rfa.number)
    try:
        step = move(deed.verb.value, rfa.state)
    except NoSuchMove as problem:
        raise Conflict("no_such_move", verb=deed.verb.value, state=rfa.state) from problem
    provision = provision_for(step, load_instrument(rfa.instrument).prefix)
    deed.rests_on(provision)
    return rfa, step, provision


def _made(
    deed: Deed,
    rfa: RequestForAssistance,
    step: Move,
    provision: str,
    *,
    reason: str = "",
    reply: ReplyDraft | None = None,
    content: RequestDraft | None = None,
) -> None:
    """Inserts the step with its reply or with the content it sends, and tells the other side."""
    row = assistance.add_step(
        rfa,
        step,
        administration=deed.caller.administration,
        officer=deed.caller.officer,
        provision=provision,
        reason=reason,
        content=content,
        at=deed.at,
    )
    if reply is not None:
        handling = (reply.handling or default_handling(rfa.instrument))[0]
        assistance.add_reply(rfa, row, reply, handling=handling)
    other = rfa.requested if step.by is Side.REQUESTING else rfa.requesting
    outbox.put(
        deed.caller.administration,
        event=_EVENTS[deed.verb],
        addressee=other,
        subject=str(rfa.id),
        params={"number": rfa.number, "other": deed.caller.administration},
        at=deed.at,
    )


def _plain(deed: Deed, rfa_id: str, given: MoveInput) -> None:
    rfa, step, provision = _opened(deed, rfa_id, given)
    _made(deed, rfa, step, provision)


@act(Verb.SEND)
@implements("CCO-21.1", "NBO-6.1")
def send(deed: Deed, rfa_id: str, given: MoveInput) -> None:
    """Sends an approved request directly to the other administration, if nothing is missing today."""
    rfa, step, provision = _opened(deed, rfa_id, given)
    draft = assistance.draft_of(rfa)
    _refuse_unready(deed, rfa, draft)
    deed.rests_on(rfa.provision)
    assistance.open_to_other_side(rfa)
    _made(deed, rfa, step, provision, content=draft)


def _refuse_unready(deed: Deed, rfa: RequestForAssistance, draft: RequestDraft) -> None:
    remaining = problems_of(rfa.requesting, draft, deed.day)
    if remaining:
        raise Invalid(faults_of(remaining))
    refused = unready(deed, rfa, draft, deed.verb.value)
    if refused:
        raise NotPermitted(refused)


@act(Verb.RECEIVE)
def receive(deed: Deed, rfa_id: str, given: MoveInput) -> None:
    """Acknowledges a request, which starts the clock of the answer."""
    _plain(deed, rfa_id, given)


@act(Verb.RETURN_FOR_COMPLETION)
def return_for_completion(deed: Deed, rfa_id: str, given: MoveInput) -> None:
    """Returns a request, saying what it lacks (CCO-21.4, NBO-7.1)."""
    rfa, step, provision = _opened(deed, rfa_id, given)
    reply = _checked_reply(deed, rfa, given)
    _made(deed, rfa, step, provision, reply=reply)


@act(Verb.COMPLETE)
def complete(deed: Deed, rfa_id: str, given: MoveInput) -> None:
    """Sends a returned request back with what was missing."""
    rfa, step, provision = _opened(deed, rfa_id, given)
    draft = assistance.draft_of(rfa)
    _refuse_unready(deed, rfa, draft)
    assistance.release_attachments(rfa, rfa.requesting)
    _made(deed, rfa, step, provision, content=draft)


@act(Verb.START)
def start(deed: Deed, rfa_id: str, given: MoveInput) -> None:
    """Takes a request into execution."""
    _plain(deed, rfa_id, given)


@act(Verb.ANSWER_PARTLY)
def answer_partly(deed: Deed, rfa_id: str, given: MoveInput) -> None:
    """Gives a part of the answer while execution goes on (CCO-20.2)."""
    _reply(deed, rfa_id, given)


@act(Verb.ANSWER)
def answer(deed: Deed, rfa_id: str, given: MoveInput) -> None:
    """Gives the final answer."""
    _reply(deed, rfa_id, given)


@act(Verb.DECLINE)
@implements("CCO-42.5")
def decline(deed: Deed, rfa_id: str, given: MoveInput) -> None:
    """Declines on a ground of the instrument, with reasons that reach the requester at once."""
    rfa, step, provision = _opened(deed, rfa_id, given)
    reply = _checked_reply(deed, rfa, given)
    deed.tell(ground=reply.ground)
    _made(deed, rfa, step, provision, reply=reply)


def _reply(deed: Deed, rfa_id: str, given: MoveInput) -> None:
    rfa, step, provision = _opened(deed, rfa_id, given)
    reply = _checked_reply(deed, rfa, given)
    released = assistance.release_attachments(rfa, rfa.requested)
    named = tuple(AttachmentNamed(name=one.name, sha256=one.digest) for one in released)
    _made(deed, rfa, step, provision, reply=replace(reply, attachments=named))


def _checked_reply(deed: Deed, rfa: RequestForAssistance, given: MoveInput) -> ReplyDraft:
    reply = given.reply or ReplyDraft()
    draft = assistance.draft_of(rfa)
    asked = Asked(
        instrument=rfa.instrument,
        type=rfa.type,
        control_questions=draft.control_questions,
        language=draft.language,
        translation_language=draft.translation_language,
        reciprocity_stated=bool(draft.reciprocity_statement),
    )
    found = problems_in_reply(reply, deed.verb.value, asked)
    if found:
        raise Invalid(faults_of(found))
    return reply


@act(Verb.WITHDRAW)
def withdraw(deed: Deed, rfa_id: str, given: MoveInput) -> None:
    """Withdraws a request that is still open, saying why."""
    rfa, step, provision = _opened(deed, rfa_id, given)
    reason = given.reason.strip()
    if not reason or len(reason) > _LONGEST_REASON:
        code, params = ("too_long", {"limit": str(_LONGEST_REASON)}) if reason else ("missing", {})
        raise Invalid((Fault(code, "reason", "SYS-7", params),))
    _made(deed, rfa, step, provision, reason=reason)


@act(Verb.CLOSE)
def close(deed: Deed, rfa_id: str, given: MoveInput) -> None:
    """Closes a request that was answered or declined."""
    _plain(deed, rfa_id, given)


MOVES_BY_VERB: Mapping[str, MoveAct] = MappingProxyType(
    {
        Verb.SEND.value: send,
        Verb.RECEIVE.value: receive,
        Verb.RETURN_FOR_COMPLETION.value: return_for_completion,
        Verb.COMPLETE.value: complete,
        Verb.START.value: start,
        Verb.ANSWER_PARTLY.value: answer_partly,
        Verb.ANSWER.value: answer,
        Verb.DECLINE.value: decline,
        Verb.WITHDRAW.value: withdraw,
        Verb.CLOSE.value: close,
    }
)
"""The act of each move, by the verb that the table of moves gives it."""
