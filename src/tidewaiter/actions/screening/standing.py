"""What the acts on lists share: whose a list is, for which purpose it is looked at, and how it is shown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from uuid import UUID

from django.conf import settings

from tidewaiter.access.decide import Reason, closed_to
from tidewaiter.access.facts import Caller, Facts
from tidewaiter.access.verbs import CentralPurpose, Role, Verb
from tidewaiter.actions.act import Deed, NotFound, NotPermitted, with_purpose
from tidewaiter.actions.callers import caller_for_officer
from tidewaiter.actions.membership import is_member
from tidewaiter.actions.screening.shapes import HitCounts, ListStand
from tidewaiter.records import list_hits, people, screening
from tidewaiter.records.identity import set_identity
from tidewaiter.records.models import ListHit, SubmittedList
from tidewaiter.treaty.provisions import implements

_HANDING_IN = frozenset({Verb.ADD_LINES, Verb.FINISH_LIST})
_NOBODY_ANSWERS = NotPermitted((Reason("nobody_answers", "CCO-52.2"),))


def own_facts(deed: Deed, *, author: str = "") -> Facts:
    """The facts of what the caller's own designated officials keep."""
    home = deed.caller.administration
    return screening.house_facts(home, author=author, bound=is_member(home, deed.day))


@implements("CCO-52.2")
def take_up_rows(deed: Deed) -> str:
    """Lets row policy see what the caller hands in for; gives the official whose list it is.

    A machine is no designated official and sees no row of the central system: it hands in for the one who answers for
    it, whose rows these are from here on. It decides nothing, and the journal names the machine.
    """
    closed = closed_to(deed.caller, deed.verb) if deed.caller.machine else ()
    if closed:
        raise NotPermitted(closed)
    official = _official_of(deed.caller)
    set_identity(official)
    return official.officer


def _official_of(caller: Caller) -> Caller:
    if not caller.machine:
        return caller
    machine = people.officer_named(caller.officer)
    try:
        official = caller_for_officer(machine.answerable if machine else "")
    except NotPermitted:
        raise _NOBODY_ANSWERS from None
    if official.administration != caller.administration or Role.CAIS_OFFICIAL not in official.roles:
        raise _NOBODY_ANSWERS
    return with_purpose(official, caller.purpose, caller.case)


@implements("CCO-50.2")
def own_list(deed: Deed, list_id: str) -> SubmittedList:
    """A list of the caller's administration, after the decision; from here on the act has its purpose and its case.

    An officer never looks at hits for another purpose than the one for which the list was screened.
    """
    take_up_rows(deed)
    row = screening.list_by_id(list_id)
    if row is None:
        raise NotFound
    adopt_purpose(deed, row)
    bound = is_member(deed.caller.administration, deed.day)
    author = row.sent_by or row.submitted_by if deed.verb in _HANDING_IN else row.submitted_by
    deed.require(screening.house_facts(row.administration, author=author, bound=bound))
    deed.tell(list=row.id, purpose=row.purpose, case=row.case)
    return row


def adopt_purpose(deed: Deed, row: SubmittedList) -> None:
    """Makes the purpose and case of a list those of the act, for the decision and for row policy."""
    deed.caller = with_purpose(deed.caller, row.purpose, row.case)
    take_up_rows(deed)


def own_hit(deed: Deed, hit_id: str) -> tuple[SubmittedList, ListHit]:
    """A hit of an own list whose entry the caller may know of for the list's purpose; hidden and absent are alike."""
    given = deed.caller
    for purpose in CentralPurpose:
        set_identity(with_purpose(given, purpose.value, given.case))
        list_id = list_hits.list_of_hit(hit_id)
        if list_id is not None:
            row = own_list(deed, str(list_id))
            hit = list_hits.hit_by_id(hit_id)
            if hit is None or gone_for(row, counted_for(deed, [row])[row.id], deed.day):
                raise NotFound
            return row, hit
    set_identity(given)
    raise NotFound


@dataclass(frozen=True, slots=True)
class Counted:
    """How the hits of a list stand, as far as a reader may know of them, and what risk profiles raised of it."""

    hits: HitCounts
    risks: int = 0
    risks_open: int = 0

    @property
    def worked_on(self) -> bool:
        """Whether there is anything for which officials may need the lines."""
        return bool(self.hits.shown or self.risks)


def counted_for(deed: Deed, rows: Collection[SubmittedList]) -> dict[UUID, Counted]:
    """What is counted of lists, the hits of each for its own purpose."""
    found: dict[UUID, Counted] = {}
    tallies = screening.tallies_of([row for row in rows if row.state == screening.DELETED])
    for purpose in sorted({row.purpose for row in rows}):
        set_identity(with_purpose(deed.caller, purpose, deed.caller.case))
        of_purpose = [row for row in rows if row.purpose == purpose]
        found.update(counts_of(of_purpose, deed.day, tallies))
    set_identity(deed.caller)
    return found


def counts_of(
    rows: Collection[SubmittedList], day: date, tallies: Mapping[str, Mapping[str, int]] = MappingProxyType({})
) -> dict[UUID, Counted]:
    """What is counted of lists as the act's identity sees it now; of deleted ones as it was kept."""
    risks = list_hits.risks(rows)
    return {
        list_id: Counted(HitCounts(**(tallies.get(str(list_id)) or counted)), *risks.get(list_id, (0, 0)))
        for list_id, counted in list_hits.counts(rows, day).items()
    }


def keep_until(row: SubmittedList, counted: Counted) -> date:
    """The first day without the lines: soon where nothing was found, later where officials work on what was."""
    terms = settings.TIDEWAITER
    if counted.worked_on or row.state == screening.SCREENING:
        return row.submitted_at.date() + timedelta(days=max(terms.list_days, terms.hit_list_days))
    return (row.screened_at or row.submitted_at).date() + timedelta(days=terms.list_days)


def gone_for(row: SubmittedList, counted: Counted, day: date) -> bool:
    """Whether a list is deleted for this reader: one kept for hits alone would tell of them whoever may not know."""
    return row.state == screening.DELETED or keep_until(row, counted) <= day


def stand(deed: Deed, row: SubmittedList, known: Counted | None = None) -> ListStand:
    """How far a list is, as this reader may know."""
    counted = counted_for(deed, [row])[row.id] if known is None else known
    until = keep_until(row, counted)
    gone = gone_for(row, counted, deed.day)
    by_hand = row.deleted_at if row.deleted_by not in ("", "system") else None
    return ListStand(
        id=str(row.id),
        source=row.source,
        kind=row.kind,
        purpose=row.purpose,
        case=row.case,
        state=screening.DELETED if gone else row.state,
        lines=row.lines,
        lines_done=row.lines_done,
        refused=row.refused,
        flagged=row.flagged,
        submitted_by=row.submitted_by,
        sent_by=row.sent_by,
        submitted_at=row.submitted_at,
        screened_at=row.screened_at,
        generation=row.generation,
        digest=row.digest,
        advance=row.advance,
        arrived=row.arrived,
        eta=row.eta,
        keep_until=until,
        deleted_at=(by_hand or datetime.combine(until, time(), UTC)) if gone else None,
        hits=counted.hits,
        same_as=row.same_as,
        risks=counted.risks,
        risks_open=counted.risks_open,
        elements=row.elements,
    )
