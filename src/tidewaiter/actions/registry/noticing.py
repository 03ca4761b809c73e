"""The depositary's notices: listed, read, dispatched by an authorized person, proved for each addressee, or dropped."""

from collections.abc import Mapping
from datetime import date
from typing import get_args

from tidewaiter.access.decide import Permit, decide
from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, NotFound, act, refuse
from tidewaiter.actions.cursors import page_of
from tidewaiter.actions.registry.depositary_views import AddresseeView, DispatchView, NoticeState
from tidewaiter.actions.registry.faults import refuse_whoever_may_not
from tidewaiter.records import depositary, outbox
from tidewaiter.records.depositary import Proof
from tidewaiter.records.models import DepositaryNotice, NoticeAddressee, NoticeReceipt
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.rules.notices import target_day

HOW = ("letter", "email", "by_hand", "courier", "published", "desk")
"""The ways in which a notice is proved to have gone out; `desk` is this system."""

_MOST = 200


@act(Verb.LIST_DISPATCHES)
def list_dispatches(
    deed: Deed, *, state: str = "", limit: int = 50, after: str = ""
) -> tuple[tuple[DispatchView, ...], str]:
    """The notices of the depositary, newest first, all or in one state; and the cursor of the next page."""
    deed.require(Facts(Kind.DISPATCH, owner=deed.caller.administration))
    refuse(
        Fault("unknown_choice", "state", "SYS-9", {"value": state})
        if state and state not in get_args(NoticeState)
        else None
    )
    found = depositary.notices()
    if state == "draft":
        found = found.filter(depositary.waiting())
    elif state == "dispatched":
        found = found.filter(depositary.unproved())
    elif state == "proved":
        found = found.filter(dispatched_at__isnull=False).exclude(depositary.unproved())
    elif state == "dropped":
        found = found.filter(dropped_at__isnull=False)
    rows, next_page = page_of(found, after, max(1, min(limit, _MOST)), by="drafted_at")
    return tuple(dispatch_view(row) for row in rows), next_page


@act(Verb.READ_DISPATCH)
@implements("SYS-9")
def read_dispatch(deed: Deed, notice_id: str) -> DispatchView:
    """Reads one notice; that an addressee opened it is noted, once for each administration."""
    row = _known(deed, notice_id)
    deed.require(depositary.facts_of_notice(row))
    deed.tell(notice=row.id, event=row.event)
    own = deed.caller.administration
    if row.dispatched_at is not None and any(each.administration == own for each in row.addressees.all()):
        depositary.note_opened(row, own, deed.caller.officer, deed.at)
        row = _known(deed, notice_id)
    return dispatch_view(row, may_dispatch=isinstance(_may_dispatch(deed, row), Permit))


def _may_dispatch(deed: Deed, row: DepositaryNotice) -> object:
    return decide(deed.caller, Verb.DISPATCH_NOTICE, depositary.facts_of_notice(row))


@act(Verb.DISPATCH_NOTICE)
@implements("SYS-9")
def dispatch_notice(deed: Deed, notice_id: str) -> DispatchView:
    """Dispatches a draft: addressees inside are told on their desks and by mail, the others wait for proof by hand."""
    row = _known(deed, notice_id)
    deed.require(depositary.facts_of_notice(row))
    deed.tell(notice=row.id, event=row.event)
    deed.rests_on(*row.provisions)
    if not depositary.dispatch(row, deed.caller.officer, deed.at):
        raise Conflict("notice_settled")
    row = _known(deed, notice_id)
    for addressee in row.addressees.all():
        if addressee.administration:
            _tell_inside(deed, row, addressee)
    return dispatch_view(_known(deed, notice_id))


def _tell_inside(deed: Deed, row: DepositaryNotice, addressee: NoticeAddressee) -> None:
    """The desk notice is itself the proof of the dispatch to whoever works in this system."""
    outbox.put(
        deed.caller.administration,
        event=depositary.DEPOSITARY_NOTICE,
        addressee=addressee.administration,
        subject=str(row.id),
        params={"instrument": row.instrument, "about": row.event},
        at=deed.at,
    )
    depositary.add_proof(addressee, Proof(deed.day, "desk", str(row.id)), deed.caller.officer, deed.at)


@act(Verb.DROP_NOTICE)
@implements("SYS-9")
def drop_notice(deed: Deed, notice_id: str, *, why: str) -> None:
    """Drops a draft that is not to be sent, with the reason."""
    row = _known(deed, notice_id)
    deed.require(depositary.facts_of_notice(row))
    deed.tell(notice=row.id, event=row.event)
    refuse(
        Fault("missing", "why", "SYS-9") if not why.strip() else None,
        Fault("too_long", "why", "SYS-9", {"limit": "500"}) if len(why) > 500 else None,
    )
    if not depositary.drop(row, deed.caller.officer, why.strip(), deed.at):
        raise Conflict("notice_settled")


@act(Verb.RECORD_PROOF)
@implements("SYS-9")
def record_proof(
    deed: Deed,
    notice_id: str,
    *,
    addressee: str,
    day: date,
    how: str,
    reference: str = "",
    received: date | None = None,
) -> None:
    """Records proof that a notice went out to one addressee, and when it was received if that is known."""
    row = _known(deed, notice_id)
    deed.require(depositary.facts_of_notice(row))
    deed.tell(notice=row.id, addressee=addressee)
    if row.dispatched_at is None:
        raise Conflict("notice_not_dispatched")
    known = next((each for each in row.addressees.all() if each.code == addressee), None)
    dispatched = row.dispatched_at.date()
    refuse(
        Fault("unknown_choice", "addressee", "SYS-9", {"value": addressee}) if known is None else None,
        Fault("unknown_choice", "how", "SYS-9", {"value": how}) if how not in HOW else None,
        Fault("in_future", "proved_on", "SYS-9") if day > deed.day else None,
        Fault("before_dispatch", "proved_on", "SYS-9", {"day": dispatched.isoformat()}) if day < dispatched else None,
        Fault("in_future", "received_on", "SYS-9") if received is not None and received > deed.day else None,
        Fault("not_usable", "received_on", "SYS-9") if received is not None and received < day else None,
        Fault("too_long", "reference", "SYS-9", {"limit": "200"}) if len(reference) > 200 else None,
    )
    assert known is not None
    depositary.add_proof(known, Proof(day, how, reference.strip(), received), deed.caller.officer, deed.at)


def _known(deed: Deed, notice_id: str) -> DepositaryNotice:
    refuse_whoever_may_not(deed)
    row = depositary.notice_by_id(notice_id)
    if row is None:
        raise NotFound
    return row


def dispatch_view(row: DepositaryNotice, *, may_dispatch: bool = False) -> DispatchView:
    """A notice as doors show it."""
    opened = {each.administration: each for each in row.receipts.all()}
    addressees = tuple(_addressee(each, opened) for each in row.addressees.all())
    return DispatchView(
        id=str(row.id),
        instrument=row.instrument,
        event=row.event,
        provisions=tuple(row.provisions),
        units=tuple(row.units),
        about=row.about,
        fact=str(row.fact or ""),
        state=_state(row, addressees),
        required=row.required,
        target=row.target,
        due=target_day(row.target, row.drafted_on),  # type: ignore[arg-type]
        drafted_on=row.drafted_on,
        dispatched_at=row.dispatched_at,
        dispatched_by=row.dispatched_by,
        why=row.why,
        addressees=addressees,
        may_dispatch=may_dispatch,
    )


def _state(row: DepositaryNotice, addressees: tuple[AddresseeView, ...]) -> NoticeState:
    if row.dropped_at is not None:
        return "dropped"
    if row.dispatched_at is None:
        return "draft"
    return "proved" if all(each.proved_on for each in addressees) else "dispatched"


def _addressee(row: NoticeAddressee, opened: Mapping[str, NoticeReceipt]) -> AddresseeView:
    proofs = list(row.proofs.all())
    last = proofs[-1] if proofs else None
    receipt = opened.get(row.administration) if row.administration else None
    return AddresseeView(
        id=str(row.id),
        code=row.code,
        administration=row.administration,
        proved_on=last.day if last else None,
        how=last.how if last else "",
        reference=last.reference if last else "",
        received_on=last.received_on if last else None,
        opened_at=receipt.at if receipt else None,
        opened_by=receipt.officer if receipt else "",
    )
