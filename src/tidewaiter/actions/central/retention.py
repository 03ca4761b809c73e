"""The system's act of retention: announce deletion a month before, delete on the day (CCO-51.3)."""

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, act
from tidewaiter.actions.central.shapes import RetentionReport
from tidewaiter.records import central, outbox
from tidewaiter.records.models import CentralEntry
from tidewaiter.treaty.provisions import implements


@act(Verb.RUN_RETENTION)
@implements("CCO-51.3")
def run_retention(deed: Deed) -> RetentionReport:
    """Entries not extended in time are deleted on their day, announced or not; the supplier is told of both."""
    deed.require(Facts(Kind.ENTRY, owner=deed.caller.administration))
    deleted = central.due_for_deletion(deed.day)
    for entry in deleted:
        _tell(deed, entry, "entry_deleted")
    central.erase(deleted)
    near = central.due_for_notice(deed.day)
    for entry in near:
        _tell(deed, entry, "entry_expiring")
        central.note_noticed(entry)
    deed.tell(deleted=[entry.number for entry in deleted], noticed=[entry.number for entry in near])
    return RetentionReport(noticed=len(near), deleted=len(deleted))


def _tell(deed: Deed, entry: CentralEntry, event: str) -> None:
    outbox.put(
        deed.caller.administration,
        event=event,
        addressee=entry.supplier,
        subject=str(entry.id),
        params={"number": entry.number, "day": entry.delete_on.isoformat() if entry.delete_on else ""},
        at=deed.at,
    )
