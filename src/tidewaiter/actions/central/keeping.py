"""Acts of the supplying Member on its entries: list, read, create, edit, release, extend, delete."""

from datetime import UTC, date, datetime, time

from django.db.models import QuerySet

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, act
from tidewaiter.actions.central.shapes import BatchView, EntryLine, EntryPage, EntryView
from tidewaiter.actions.central.standing import (
    known_entry,
    own_entry,
    refuse_incomplete,
    view_of,
)
from tidewaiter.actions.cursors import cursor_at, cursor_position, page_of
from tidewaiter.actions.membership import is_member
from tidewaiter.records import central, imports, outbox
from tidewaiter.records.models import CentralEntry
from tidewaiter.records.models.marking import known_id
from tidewaiter.screening.entries import EntryDraft
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.rules.retention import extension_valid

_MOST = 200
_LONGEST_REASON = 2_000


@act(Verb.LIST_ENTRIES)
def list_entries(
    deed: Deed,
    *,
    category: str = "",
    released: bool | None = None,
    number: str = "",
    batch: str = "",
    since: date | None = None,
    sort: str = "-entered",
    limit: int = 50,
    after: str = "",
) -> EntryPage:
    """Lists the own entries, newest first or as asked, with the batches that wait for release."""
    home = deed.caller.administration
    deed.require(Facts(Kind.ENTRY, owner=home))
    deed.tell(category=category, number=number, batch=batch)
    if sort.removeprefix("-") not in central.ENTRY_ORDERS:
        raise Invalid((Fault("unknown_choice", "sort", "SYS-7", {"value": sort[:40]}),))
    found = central.own_entries(home, category=category, released=released, sort=sort)
    rows, further = _page(found.filter(**_filters(number, batch, since)), sort, limit, after)
    items = tuple(
        EntryLine(
            id=str(row.id),
            number=row.number,
            category=row.category,
            name=_shown_name(row.subject),
            supplier=row.supplier,
            released=bool(row.released_by),
            delete_on=row.delete_on,
            entered_at=row.entered_at,
            batch=str(row.batch_id or ""),
        )
        for row in rows
    )
    batches = tuple(
        BatchView(str(one.id), one.source, one.entries, one.imported_by, one.imported_at)
        for one in imports.batches_waiting(home)
    )
    return EntryPage(items, further, batches)


def _filters(number: str, batch: str, since: date | None) -> dict[str, object]:
    filters: dict[str, object] = {"number": number} if number else {}
    if batch:
        filters["batch_id"] = known_id(batch)
    if since:
        filters["entered_at__gte"] = datetime.combine(since, time(), UTC)
    return filters


def _page(found: QuerySet[CentralEntry], sort: str, limit: int, after: str) -> tuple[list[CentralEntry], str]:
    most = max(1, min(limit, _MOST))
    if sort == "-entered":
        return page_of(found, after, most, by="entered_at")
    skip = cursor_position(after)
    rows = list(found[skip : skip + most + 1])
    return rows[:most], cursor_at(skip + most) if len(rows) > most else ""


def _shown_name(subject: dict[str, list[dict[str, str]]]) -> str:
    if subject["names"]:
        return subject["names"][0]["text"]
    return subject["identifiers"][0]["value"]


def _stated(entry_id: str, *, purpose: str = "", case: str = "") -> tuple[str, str]:
    return purpose, case


@act(Verb.READ_ENTRY, stating=_stated)
def read_entry(deed: Deed, entry_id: str, *, purpose: str = "", case: str = "") -> EntryView:
    """Reads one entry; another Member's needs a purpose for which it stands there (CCO-50.2) and a case."""
    entry = known_entry(entry_id)
    deed.require(central.facts_about(entry, bound=is_member(deed.caller.administration, deed.day)))
    if entry.supplier != deed.caller.administration and not case.strip():
        raise Invalid((Fault("missing", "case", "CCO-47.1"),))
    deed.tell(entry=entry.id, number=entry.number, purpose=purpose, case=case)
    outbox.open_notices_about(entry.id, deed.caller.officer, deed.at)
    return view_of(deed, entry, with_story=True)


@act(Verb.CREATE_ENTRY)
def create_entry(deed: Deed, draft: EntryDraft) -> str:
    """Writes a new entry, which nobody else sees until another officer releases it."""
    home = deed.caller.administration
    facts = central.entry_facts(home, draft, released=False)
    deed.require(_with_membership(facts, is_member(home, deed.day)))
    refuse_incomplete(deed, draft)
    entry = central.add_entries(home, deed.caller.officer, [central.NewEntry(draft)], at=deed.at)[0]
    deed.rests_on("CCO-44", *(("CCO-51.1",) if facts.personal else ()))
    deed.tell(entry=entry.id, number=entry.number, category=entry.category)
    return str(entry.id)


def _with_membership(facts: Facts, bound: bool) -> Facts:
    return Facts(**{name: getattr(facts, name) for name in Facts.__dataclass_fields__ if name != "bound"}, bound=bound)


@act(Verb.EDIT_ENTRY)
def edit_entry(deed: Deed, entry_id: str, draft: EntryDraft, *, reason: str, version: int) -> None:
    """Corrects an entry; the earlier version is kept, and another officer releases the new one (CCO-53.1)."""
    entry = own_entry(deed, entry_id)
    _refuse_other(entry, version)
    _refuse_no_reason(reason, "CCO-53.1")
    refuse_incomplete(deed, draft)
    central.keep_version(entry, deed.caller.officer, reason=reason.strip(), at=deed.at)
    central.rewrite(entry, deed.caller.officer, draft)
    deed.tell(version=entry.version)


def _refuse_other(entry: CentralEntry, version: int | None) -> None:
    """Whoever names the version that was read changes no other."""
    if version is not None and not version == entry.version == central.locked_version(entry):
        raise Conflict("changed", number=entry.number)


def _refuse_no_reason(reason: str, provision: str) -> None:
    if not reason.strip():
        raise Invalid((Fault("missing", "reason_for_change", provision),))
    if len(reason) > _LONGEST_REASON:
        raise Invalid((Fault("too_long", "reason_for_change", provision, {"limit": str(_LONGEST_REASON)}),))


@act(Verb.RELEASE_ENTRY)
def release_entry(deed: Deed, entry_id: str, *, version: int | None = None) -> None:
    """Releases an entry that another officer wrote; from this moment its audience finds it."""
    entry = own_entry(deed, entry_id)
    _refuse_other(entry, version)
    if entry.released_by:
        raise Conflict("already_released", number=entry.number)
    refuse_incomplete(deed, central.draft_of(entry))
    central.release(entry, deed.caller.officer, deed.at)


@act(Verb.EXTEND_ENTRY)
@implements("CCO-51.2", "CCO-51.3")
def extend_entry(deed: Deed, entry_id: str, *, until: date, reason: str, version: int | None = None) -> None:
    """The supplying Member extends retention, before the day of deletion begins, if the purpose still needs it."""
    entry = own_entry(deed, entry_id)
    _refuse_other(entry, version)
    _refuse_no_reason(reason, "CCO-51.2")
    if entry.delete_on is None or until <= entry.delete_on:
        raise Invalid((Fault("not_later", "until", "CCO-51.2"),))
    if not extension_valid(entry.delete_on, deed.at):
        raise Conflict("too_late", number=entry.number)
    central.keep_version(entry, deed.caller.officer, reason=reason.strip(), at=deed.at)
    central.extend(entry, until)
    deed.tell(until=until)


@act(Verb.DELETE_ENTRY)
def delete_entry(deed: Deed, entry_id: str, *, reason: str, version: int | None = None) -> None:
    """The supplying Member deletes its entry with all its versions (CCO-53.1)."""
    entry = own_entry(deed, entry_id)
    _refuse_other(entry, version)
    _refuse_no_reason(reason, "CCO-53.1")
    central.erase([entry])
