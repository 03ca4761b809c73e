"""Acts that take a list in slices, show how far it is, and delete it.

A slice is one act: its lines and the cursor of the list are written together, so that whatever breaks off loses at
most that slice. What is wrong with one line is kept with the list; the others go on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from tidewaiter.access.decide import may_perform
from tidewaiter.access.verbs import CentralPurpose, Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, act, refuse
from tidewaiter.actions.cursors import page_of
from tidewaiter.actions.screening.mapping import mapping_faults
from tidewaiter.actions.screening.shapes import ListCheck, ListKind, ListOrder, ListPage, ListStand, ListView
from tidewaiter.actions.screening.standing import counted_for, own_facts, own_list, stand, take_up_rows
from tidewaiter.records import screening
from tidewaiter.records.models import SubmittedList
from tidewaiter.screening.lists.approved import timing, unapproved
from tidewaiter.screening.lists.rows import readable
from tidewaiter.screening.lists.submitted import RefusedLine, SubmittedLine
from tidewaiter.treaty.provisions import implements

MOST_AT_ONCE = 5_000
MOST_LINES = 2_000_000
_MOST_SHOWN = 200
_LONGEST_CASE = 100
_LONGEST_REASON = 1_000
_DIGEST_LETTERS = 64
Lines = Sequence[SubmittedLine | RefusedLine]


def _stated(lines: Lines, *, order: ListOrder) -> tuple[str, str]:
    return order.purpose, order.case.strip()


@act(Verb.CHECK_LIST, stating=_stated)
def check_list(deed: Deed, lines: Lines, *, order: ListOrder) -> ListCheck:
    """Says what taking these lines would come to, and writes nothing."""
    deed.tell(purpose=order.purpose, case=order.case, lines=len(lines))
    deed.require(own_facts(deed))
    _refuse_unclear(order)
    _refuse_many(lines)
    taken, refused = _parted(lines)
    if order.advance:
        _refuse_unapproved(deed, taken)
    return ListCheck(
        lines=len(taken),
        parties=sum(len(line.parties) for line in taken),
        flagged=sum(bool(line.flags) for line in taken),
        refused=len(refused),
        refusals=tuple(refused[: screening.MOST_REFUSALS]),
    )


def _of_order(order: ListOrder) -> tuple[str, str]:
    return order.purpose, order.case.strip()


@act(Verb.SUBMIT_LIST, stating=_of_order)
def submit_list(deed: Deed, order: ListOrder) -> ListStand:
    """Begins to take a list for a stated purpose and case; one that was taken before only if that is meant."""
    home = deed.caller.administration
    deed.tell(purpose=order.purpose, case=order.case, source=order.source, kind=order.kind, digest=order.digest)
    deed.require(own_facts(deed))
    _refuse_unclear(order)
    official = take_up_rows(deed)
    if order.digest:
        screening.hold(home, order.digest)
        before = None if order.again else screening.taken_before(home, order.digest)
        if before is not None:
            raise Conflict("list_taken_before", day=before.submitted_at.date().isoformat(), source=before.source)
    adopted = screening.elements_in_force(deed.day) if order.advance else None
    row = screening.add_list(
        home,
        official,
        deed.at,
        sent_by=deed.caller.officer if deed.caller.machine else "",
        source=readable(order.source.strip(), 200) or "-",
        kind=order.kind,
        purpose=deed.caller.purpose,
        case=deed.caller.case,
        digest=order.digest,
        mapping=dict(order.mapping),
        advance=order.advance,
        arrived=_arrived(deed, order),
        eta=order.eta,
        elements=adopted.version if adopted else "",
    )
    deed.tell(list=row.id, advance=order.advance, arrived=row.arrived, official=official)
    return stand(deed, row)


def _arrived(deed: Deed, order: ListOrder | SubmittedList) -> str:
    """Whether advance information came before its consignment; what comes after it is taken and labelled late."""
    return timing(order.eta, deed.at).value if order.advance else ""


def _refuse_unclear(order: ListOrder) -> None:
    """Refuses an order that does not say what is asked of every list, naming each point."""
    case = order.case.strip()
    hexadecimal = len(order.digest) == _DIGEST_LETTERS and set(order.digest) <= set("0123456789abcdef")
    wrong = (
        (order.kind not in tuple(ListKind), Fault("unknown_choice", "kind", "CCO-44", {"value": order.kind[:40]})),
        (
            order.purpose not in tuple(CentralPurpose),
            Fault("unknown_choice", "purpose", "CCO-50.2", {"value": order.purpose[:40]}),
        ),
        (len(case) > _LONGEST_CASE, Fault("too_long", "case", "CCO-47.1", {"limit": str(_LONGEST_CASE)})),
        (not case.isprintable(), Fault("control_character", "case", "CCO-47.1")),
        (bool(order.digest) and not hexadecimal, Fault("unknown_choice", "digest", "SYS-7", {"value": "…"})),
        (order.advance and order.eta is None, Fault("missing", "eta", "CCO-28.1")),
        (order.eta is not None and order.eta.tzinfo is None, Fault("missing_zone", "eta", "CCO-28.1")),
    )
    refuse(*(fault for bad, fault in wrong if bad), *mapping_faults(order.mapping))


def _refuse_many(lines: Lines) -> None:
    if len(lines) > MOST_AT_ONCE:
        raise Invalid((Fault("too_many", "lines", "SYS-7", {"limit": str(MOST_AT_ONCE)}),))


def _parted(lines: Lines) -> tuple[list[SubmittedLine], list[RefusedLine]]:
    taken = [line for line in lines if isinstance(line, SubmittedLine)]
    return taken, [line for line in lines if isinstance(line, RefusedLine)]


@implements("CCO-28.2")
def _refuse_unapproved(deed: Deed, lines: Sequence[SubmittedLine]) -> None:
    """An element that is not on the adopted list is refused and named, never dropped in silence (REQUIREMENTS 0.4).

    The Committee may adopt a list; until it does, none limits what is exchanged.
    """
    adopted = screening.elements_in_force(deed.day)
    if adopted is None:
        return
    faults = tuple(
        Fault(
            "element_not_approved",
            "lines",
            "CCO-28.2",
            {"element": element, "line": str(line), "version": adopted.version},
        )
        for element, line in unapproved(lines, adopted.elements).items()
    )
    if faults:
        raise Invalid(faults)


@act(Verb.ADD_LINES)
def add_lines(deed: Deed, list_id: str, lines: Lines, *, done: int) -> ListStand:
    """Takes the next lines of a list, after the `done` that were handed in before, refused ones among them."""
    row = own_list(deed, list_id)
    _refuse_many(lines)
    if row.state != screening.ARRIVING or row.taken != done:
        raise Conflict("list_moved_on")
    if done + len(lines) > MOST_LINES:
        raise Invalid((Fault("too_many", "lines", "SYS-7", {"limit": str(MOST_LINES)}),))
    taken, refused = _parted(lines)
    if row.advance:
        _refuse_unapproved(deed, taken)
    if not screening.add_lines(row, screening.Taken(taken, refused)):
        raise Conflict("list_moved_on")
    deed.tell(after=done, lines=len(taken), refused=len(refused))
    return stand(deed, row)


@act(Verb.FINISH_LIST)
def finish_list(deed: Deed, list_id: str) -> ListStand:
    """All lines are there: from now on the worker screens them; the same content taken before is said with its day."""
    row = own_list(deed, list_id)
    if row.state != screening.ARRIVING:
        raise Conflict("list_moved_on")
    if not row.taken:
        raise Invalid((Fault("empty_file", "lines", "CCO-44"),))
    row.content_digest = screening.content_digest(row)
    before = screening.same_content(row) if row.lines else None
    screening.change(
        row,
        state=screening.SCREENING,
        content_digest=row.content_digest,
        same_as=before.submitted_at.date() if before else None,
        arrived=_arrived(deed, row),
    )
    screening.tell_worker()
    deed.tell(lines=row.lines, refused=row.refused, arrived=row.arrived)
    return stand(deed, row)


@act(Verb.READ_LIST)
def read_list(deed: Deed, list_id: str) -> ListView:
    """Says how far a list is, how its hits stand, and which of its lines were refused and why."""
    row = own_list(deed, list_id)
    now = stand(deed, row)
    gone = now.state == screening.DELETED
    refusals = () if gone else tuple(RefusedLine.of(one) for one in row.refusals)
    may = () if gone or not may_perform(deed.caller, Verb.DELETE_LIST) else (Verb.DELETE_LIST.value,)
    return ListView(now, tuple(sorted(refusals, key=_line)), _mapping(row), may)


def _line(refused: RefusedLine) -> int:
    return refused.line


def _mapping(row: SubmittedList) -> Mapping[str, object]:
    return dict(row.mapping)


@act(Verb.LIST_LISTS)
def list_lists(deed: Deed, *, limit: int = 50, after: str = "") -> ListPage:
    """Lists the lists of one's own administration, newest first, with how their hits stand."""
    deed.require(own_facts(deed))
    found = screening.lists(deed.caller.administration)
    rows, further = page_of(found, after, max(1, min(limit, _MOST_SHOWN)), by="submitted_at")
    counted = counted_for(deed, rows)
    return ListPage(tuple(stand(deed, row, counted[row.id]) for row in rows), further)


@act(Verb.DELETE_LIST)
def delete_list(deed: Deed, list_id: str, *, reason: str) -> ListStand:
    """Deletes the lines of a list and its hits before their time, saying why; counts and digests stay."""
    row = own_list(deed, list_id)
    if row.state == screening.DELETED:
        raise Conflict("list_moved_on")
    if not reason.strip():
        raise Invalid((Fault("missing", "reason", "CCO-47.1"),))
    if len(reason) > _LONGEST_REASON:
        raise Invalid((Fault("too_long", "reason", "CCO-47.1", {"limit": str(_LONGEST_REASON)}),))
    hits = counted_for(deed, [row])[row.id].hits
    lines = screening.delete_lines(row, deed.caller.officer, deed.at)
    screening.add_tally(row, deed.caller.officer, asdict(hits))
    deed.tell(lines=lines)
    return stand(deed, row)
