"""Acts of the worker on lists: screened slice by slice as the officer who submitted them, and held against new entries.

A slice is one act with the cursor of its list: a crash loses one slice, and what a slice raises no second run raises
again. Row policy is the officer's own, and so is the mask of markings that the index is asked with.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.conf import settings

from tidewaiter.access.decide import sees
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, NotPermitted, act, with_purpose
from tidewaiter.actions.callers import caller_for_officer
from tidewaiter.actions.screening.assessing import assess
from tidewaiter.actions.screening.matching import Engine, Slice, engine_of, full_engine, raise_slice
from tidewaiter.actions.screening.shapes import ListStand, ListWork, RetiredLists
from tidewaiter.actions.screening.standing import counts_of, gone_for, own_facts, own_list, stand
from tidewaiter.records import list_hits, screening
from tidewaiter.records.markings import facts_of
from tidewaiter.records.models import CentralEntry, Marking, SubmittedList
from tidewaiter.treaty.provisions import implements

SLICE = 2_000
MOST_CHANGED = 5_000
"""More changed entries than these are not read one by one: the whole index is asked instead."""


@act(Verb.FIND_LIST_WORK)
def find_list_work(deed: Deed) -> tuple[ListWork, ...]:
    """Says which lists wait for the worker: those not screened yet, then those that new entries concern.

    A list is looked at again only where its officer may know of a new entry: that it was would tell of one.
    """
    deed.require(own_facts(deed))
    new = [ListWork(str(row.id), row.submitted_by, row.lines_done) for row in screening.waiting()]
    again = [ListWork(str(row.id), row.submitted_by, row.looked_lines, again=True) for row in _concerned(deed)]
    deed.tell(new=len(new), again=len(again))
    return (*new, *again)


def _concerned(deed: Deed) -> list[SubmittedList]:
    rows = screening.screened()
    first = min((_since(row) for row in rows), default=deed.at) - screening.LATEST_COMMIT
    changed = screening.markings_released(first, deed.at)
    facts = {row.id: facts_of(row) for row in Marking.objects.filter(id__in={marking for _, marking in changed})}
    callers = {username: _officer(username) for username in {row.submitted_by for row in rows}}
    found = []
    for row in rows:
        near = _released_near(deed, row, changed)
        caller = callers[row.submitted_by]
        known = caller and with_purpose(caller, row.purpose, row.case)
        if row.looking_until is not None or (known and any(sees(known, facts[marking]) for marking in near)):
            found.append(row)
    return found


def _since(row: SubmittedList) -> datetime:
    return row.looked_at or row.submitted_at


def _released_near(deed: Deed, row: SubmittedList, changed: Sequence[tuple[datetime, int]]) -> set[int]:
    """The markings of entries released since a list was looked at, or so shortly before that they came in late.

    Those from before are looked for once more when no act can still be under way that released them.
    """
    since = _since(row)
    settled = deed.at - since >= screening.LATEST_COMMIT
    return {marking for at, marking in changed if at > since or (settled and at > since - screening.LATEST_COMMIT)}


def _officer(username: str) -> Caller | None:
    try:
        return caller_for_officer(username)
    except NotPermitted:
        return None  # the account is closed: the list waits for its deletion


@act(Verb.SCREEN_LIST)
@implements("CCO-44", "CCO-50.2")
def screen_list(deed: Deed, list_id: str, *, done: int) -> ListStand:
    """Screens the next lines of a list against all entries that its officer may know of for its purpose."""
    row = own_list(deed, list_id)
    if row.state != screening.SCREENING or row.lines_done != done:
        raise Conflict("list_moved_on")
    engine = full_engine()
    lines = screening.lines_after(row, done, SLICE)
    ended = done + len(lines) >= row.lines
    if not done:
        screening.change(row, looked_at=deed.at)
    also = {"state": screening.SCREENED, "screened_at": deed.at} if ended else {}
    if not screening.move_on(row, "lines_done", len(lines), generation=engine.generation, **also):
        raise Conflict("list_moved_on")
    part = Slice.of(row, lines)
    opened, quiet = raise_slice(deed, part, engine)
    risks = assess(deed, str(row.id), part.said)
    deed.tell(after=done, lines=len(lines), hits=opened, quiet=quiet, risks=risks, generation=engine.generation)
    return stand(deed, row)


@act(Verb.RESCREEN_LIST)
@implements("CCO-50.2")
def rescreen_list(deed: Deed, list_id: str) -> bool:
    """Holds the next lines of a list against the entries that were released since it was looked at; True for more."""
    row = own_list(deed, list_id)
    if row.state != screening.SCREENED:
        raise Conflict("list_moved_on")
    since = _since(row) - screening.LATEST_COMMIT
    until = row.looking_until or deed.at
    changed = list(screening.released_since(since, until).select_related("marking")[: MOST_CHANGED + 1])
    engine = _against(changed)
    done = row.looked_lines
    lines = screening.lines_after(row, done, SLICE) if changed else []
    ended = len(lines) < SLICE
    if not screening.move_on(row, "looked_lines", len(lines), looking_until=until):
        raise Conflict("list_moved_on")
    opened, quiet = raise_slice(deed, Slice.of(row, lines), engine)
    versions: dict[UUID, int] = {entry.id: entry.version for entry in changed}
    withdrawn = list_hits.withdraw_unlike(row, [line.id for line in lines], versions)
    if ended:
        screening.change(row, looked_at=until, looking_until=None, looked_lines=0)
    deed.tell(after=done, lines=len(lines), hits=opened, quiet=quiet, withdrawn=withdrawn)
    return not ended


def _against(changed: Sequence[CentralEntry]) -> Engine:
    return engine_of(changed) if len(changed) <= MOST_CHANGED else full_engine()


@act(Verb.RETIRE_LISTS)
@implements("CCO-51.3")
def retire_lists(deed: Deed) -> RetiredLists:
    """Deletes the lines of lists whose term is over: soon where nothing was found, later where there were hits."""
    deed.require(own_facts(deed))
    deleted = lines = 0
    for row in screening.kept_lists():
        counted = counts_of([row], deed.day)[row.id]
        if not gone_for(row, counted, deed.day):
            continue
        lines += screening.delete_lines(row, deed.caller.officer, deed.at)
        screening.add_tally(row, row.submitted_by, asdict(counted.hits))
        deleted += 1
    pairs, names = list_hits.forget_pairs(deed.day), screening.forget_ordinary(deed.day)
    deed.tell(
        lists=deleted,
        lines=lines,
        pairs=pairs,
        names=names,
        days=[settings.TIDEWAITER.list_days, settings.TIDEWAITER.hit_list_days],
    )
    return RetiredLists(deleted, lines)
