"""Acts that read: the desk, lists, and one request as its two administrations may see it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from tidewaiter.access.decide import Reason, Refusal, decide, may_perform
from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.handling import reply_caveats
from tidewaiter.access.rules import ACTS
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, Fault, Invalid, act
from tidewaiter.actions.assistance.drafting import etag_of
from tidewaiter.actions.assistance.files import view_of
from tidewaiter.actions.assistance.moving import NEEDS
from tidewaiter.actions.assistance.shapes import (
    ApprovalView,
    ClockView,
    Desk,
    MoveView,
    NoticeView,
    Page,
    ReplyView,
    RequestLine,
    RequestView,
    StepView,
    UnsentForm,
)
from tidewaiter.actions.assistance.standing import (
    clocks_of,
    known_request,
    problems_of,
    unready,
)
from tidewaiter.actions.cursors import cursor_at, cursor_position, page_of
from tidewaiter.assistance.clocks import running, waits_for
from tidewaiter.assistance.draft import RequestDraft, digest
from tidewaiter.assistance.lifecycle import (
    MOVES,
    Move,
    MoveVerb,
    Side,
    State,
    attaching_states,
    editable_states,
    provision_for,
)
from tidewaiter.assistance.problems import Problem
from tidewaiter.records import assistance, kept_forms, outbox
from tidewaiter.records.models import RequestForAssistance, Step
from tidewaiter.treaty.provisions import Article, load_instrument, provision

_MOST = 200
_ON_DESK = 500
_NOTICES = 20


@act(Verb.READ_DESK)
def read_desk(deed: Deed) -> Desk:
    """What waits for the caller's administration, what it waits for, and what it was told lately."""
    deed.require(Facts(Kind.REQUEST, owner=deed.caller.administration))
    notices = tuple(
        NoticeView(str(row.id), row.event, row.subject, row.params, row.at, seen_at=row.seen_at, seen_by=row.seen_by)
        for row in outbox.notices()[:_NOTICES]
    )
    unseen = outbox.notices(unseen=True).count()
    kept = kept_forms.kept_by(deed.caller.officer, deed.at)[:_NOTICES]
    unsent = tuple(UnsentForm(row.path, row.typed, row.kept_at) for row in kept)
    if not may_perform(deed.caller, Verb.LIST_REQUESTS):
        return Desk((), (), notices, unsent, unseen)
    found = assistance.requests(state="", other="", administration=deed.caller.administration)
    running_ones = [rfa for rfa in found[:_ON_DESK] if waits_for(rfa.state)]
    lines = _lines(deed, running_ones)
    mine = [line for line in lines if line.waits_for == deed.caller.administration]
    theirs = [line for line in lines if line.waits_for != deed.caller.administration]
    return Desk(_most_pressing_first(mine), _most_pressing_first(theirs), notices, unsent, unseen)


def _most_pressing_first(lines: list[RequestLine]) -> tuple[RequestLine, ...]:
    return tuple(sorted(lines, key=lambda line: (line.due is None, line.due or line.since)))


@act(Verb.LIST_REQUESTS)
def list_requests(
    deed: Deed,
    *,
    state: str = "",
    other: str = "",
    type: str = "",
    direction: str = "",
    since: date | None = None,
    sort: str = "-drafted",
    limit: int = 50,
    after: str = "",
) -> Page:
    """Lists the requests of the caller's administration, newest first or as asked, a page at a time."""
    deed.require(Facts(Kind.REQUEST, owner=deed.caller.administration))
    deed.tell(state=state, other=other, type=type, direction=direction, since=since or "")
    by_due = sort.removeprefix("-") == "due"
    _refuse_unknown(state=(state, State), direction=(direction, DIRECTIONS))
    _refuse_unknown(sort=(sort.removeprefix("-"), (*assistance.ORDERS, "due")))
    order = "-drafted" if by_due else sort
    found = assistance.requests(state=state, other=other, administration=deed.caller.administration, sort=order)
    found = found.filter(**_filters(deed.caller.administration, type, direction, since))
    most = max(1, min(limit, _MOST))
    if sort == "-drafted":
        newest, further = page_of(found, after, most, by="drafted_at")
        return Page(tuple(_lines(deed, newest)), further)
    skip = cursor_position(after)
    rows = (_by_due(list(found), sort) if by_due else found)[skip : skip + most + 1]
    next_page = cursor_at(skip + most) if len(rows) > most else ""
    return Page(tuple(_lines(deed, list(rows[:most]))), next_page)


DIRECTIONS = ("out", "in")
"""Requests that the own administration makes, and those made of it."""


def _filters(home: str, type: str, direction: str, since: date | None) -> dict[str, object]:
    filters: dict[str, object] = {"type": type} if type else {}
    if direction:
        filters["requesting" if direction == "out" else "requested"] = home
    if since:
        filters["drafted_at__gte"] = datetime.combine(since, time(), UTC)
    return filters


def _refuse_unknown(**given: tuple[str, Iterable[str]]) -> None:
    for field, (value, known) in given.items():
        if value and value not in {str(one) for one in known}:
            raise Invalid((Fault("unknown_choice", field, "SYS-7", {"value": value[:40]}),))


def _by_due(rows: list[RequestForAssistance], sort: str) -> list[RequestForAssistance]:
    """In the order of what is due first or last; a due day is computed and not kept, so all of them are read."""
    steps = assistance.steps_of_all([row.id for row in rows])
    clocks = {row.id: running(clocks_of(row, steps.get(row.id, []))) for row in rows}
    due = {row_id: clock.due.timestamp() for row_id, clock in clocks.items() if clock}
    sign = -1 if sort.startswith("-") else 1
    return sorted(rows, key=lambda row: (row.id not in due, sign * due.get(row.id, 0.0)))


def _lines(deed: Deed, rows: list[RequestForAssistance]) -> list[RequestLine]:
    steps = assistance.steps_of_all([row.id for row in rows])
    return [_line(deed, row, steps.get(row.id, [])) for row in rows]


def _line(deed: Deed, rfa: RequestForAssistance, steps: list[Step]) -> RequestLine:
    clock = running(clocks_of(rfa, steps))
    return RequestLine(
        id=str(rfa.id),
        number=rfa.number,
        requesting=rfa.requesting,
        requested=rfa.requested,
        instrument=rfa.instrument,
        provision=rfa.provision,
        type=rfa.type,
        matter=_readable(deed, rfa, steps).matter,
        state=rfa.state,
        waits_for=_awaited(rfa),
        since=steps[-1].at if steps else rfa.edited_at,
        due=clock.due if clock else None,
        due_provision=clock.provision if clock else "",
        overdue=bool(clock and clock.overdue(deed.at)),
    )


def _readable(deed: Deed, rfa: RequestForAssistance, steps: list[Step]) -> RequestDraft:
    """What the caller's side may read of the content: its own as written, the other's as it was last sent."""
    own = deed.caller.administration == rfa.requesting
    return assistance.draft_of(rfa) if own else assistance.draft_as_sent(rfa, steps)


def _awaited(rfa: RequestForAssistance) -> str:
    side = waits_for(rfa.state)
    if side is None:
        return ""
    return rfa.requesting if side is Side.REQUESTING else rfa.requested


@act(Verb.READ_REQUEST)
def read_request(deed: Deed, rfa_id: str) -> RequestView:
    """Reads one request with its story, its clocks, and what the caller may do with it now."""
    rfa = known_request(rfa_id)
    deed.require(assistance.request_facts(rfa))
    deed.tell(request=rfa.id, number=rfa.number)
    outbox.open_notices_about(rfa.id, deed.caller.officer, deed.at)
    steps = assistance.steps_of(rfa)
    draft = _readable(deed, rfa, steps)
    own = deed.caller.administration == rfa.requesting
    editable = rfa.state in editable_states()
    found = problems_of(rfa.requesting, draft, deed.day) if own and editable else ()
    return RequestView(
        id=str(rfa.id),
        number=rfa.number,
        requesting=rfa.requesting,
        requested=rfa.requested,
        instrument=rfa.instrument,
        provision=rfa.provision,
        trust=_trust(rfa.provision),
        type=rfa.type,
        content=draft,
        state=rfa.state,
        side=(Side.REQUESTING if own else Side.REQUESTED).value,
        waits_for=_awaited(rfa),
        drafted_by=rfa.drafted_by,
        drafted_at=rfa.drafted_at,
        edited_at=rfa.edited_at,
        etag=etag_of(rfa),
        digest=digest(draft),
        problems=found,
        approvals=_approvals(rfa, draft),
        steps=tuple(_step(step) for step in steps),
        attachments=tuple(view_of(row) for row in assistance.attachments_of(rfa)),
        moves=(*_writing(deed, rfa, found), *_moves(deed, rfa, draft, found)),
        clocks=tuple(
            ClockView(clock.what.value, clock.since, clock.due, clock.provision, clock.overdue(deed.at))
            for clock in clocks_of(rfa, steps)
            if clock.stopped is None
        ),
    )


_LEAST_TRUSTED_FIRST = ("unverified", "partial", "verified")


def _trust(provision_id: str) -> str:
    """How sure we are of what a request rests on: an article is as sure as its least sure paragraph."""
    known = provision(provision_id)
    if known is None:
        return _LEAST_TRUSTED_FIRST[0]
    letters = {one.trust for one in known.provisions} if isinstance(known, Article) else {known.trust}
    return next(trust for trust in _LEAST_TRUSTED_FIRST if trust in letters)


def _approvals(rfa: RequestForAssistance, draft: RequestDraft) -> tuple[ApprovalView, ...]:
    current = digest(draft)
    return tuple(ApprovalView(row.officer, row.at, row.digest == current) for row in assistance.approvals_of(rfa))


def _step(step: Step) -> StepView:
    row = getattr(step, "reply", None)
    reply = None
    if row is not None:
        caveats = reply_caveats(row.handling) if step.verb in ("answer", "answer_partly") else ()
        reply = ReplyView(assistance.reply_of(row), row.handling, caveats)
    return StepView(
        verb=step.verb,
        source=step.source,
        target=step.target,
        administration=step.administration,
        officer=step.officer,
        at=step.at,
        reason=step.reason,
        provision=step.provision,
        reply=reply,
    )


def _moves(
    deed: Deed, rfa: RequestForAssistance, draft: RequestDraft, found: tuple[Problem, ...]
) -> tuple[MoveView, ...]:
    """The moves that leave this state, each open to this caller or closed with its reason."""
    prefix = load_instrument(rfa.instrument).prefix
    views = []
    for step in MOVES:
        if step.source.value == rfa.state:
            refused = _refused(deed, rfa, draft, found, step)
            verb = Verb(step.verb.value)
            views.append(MoveView(verb.value, provision_for(step, prefix), not refused, refused, NEEDS.get(verb, "")))
    return tuple(views)


def _refused(
    deed: Deed, rfa: RequestForAssistance, draft: RequestDraft, found: tuple[Problem, ...], step: Move
) -> tuple[Reason, ...]:
    decision = decide(deed.caller, Verb(step.verb.value), assistance.request_facts(rfa))
    if isinstance(decision, Refusal):
        return decision.reasons
    if step.source not in editable_states() or step.verb is MoveVerb.WITHDRAW:
        return ()
    lacking = tuple(Reason("problems", provision_id) for provision_id in dict.fromkeys(one.provision for one in found))
    return lacking or unready(deed, rfa, draft, step.verb.value)


def _writing(deed: Deed, rfa: RequestForAssistance, found: tuple[Problem, ...]) -> tuple[MoveView, ...]:
    """Editing, approving and attaching, where the state knows them."""
    own = deed.caller.administration == rfa.requesting
    verbs = []
    if rfa.state in editable_states():
        verbs.append(Verb.EDIT_REQUEST)
    if rfa.state in attaching_states(Side.REQUESTING if own else Side.REQUESTED):
        verbs.append(Verb.ATTACH)
    if rfa.state == State.DRAFT:
        verbs.append(Verb.APPROVE_REQUEST)
    views = []
    for verb in verbs:
        decision = decide(deed.caller, verb, assistance.request_facts(rfa))
        refused = decision.reasons if isinstance(decision, Refusal) else ()
        if not refused and verb is Verb.APPROVE_REQUEST and found:
            refused = (Reason("problems", found[0].provision),)
        views.append(MoveView(verb.value, ACTS[verb].provision, not refused, refused, ""))
    return tuple(views)
