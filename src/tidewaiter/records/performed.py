"""What was done under a key of the caller's own, so that sending it again does not do it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tidewaiter.access.facts import Caller, Facts, Kind
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import Performed
from tidewaiter.records.models.marking import new_id


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands under a key: when it was taken for what, and once it was kept, the answer (status 0 until then)."""

    at: datetime
    asked: str
    status: int
    answer: Mapping[str, object] | None
    location: str


def claim(caller: Caller, key: str, asked: str, at: datetime) -> Kept | None:
    """Takes a key in the act's own transaction, or gives what stands under it already.

    The unique index makes a second call under the same key wait until the first has ended, done or undone.
    """
    row = Performed(
        id=new_id(),
        marking_id=marking_for(Facts(Kind.PERSONAL, owner=caller.administration, allow_officers=(caller.officer,))),
        officer=caller.officer,
        key=key,
        asked=asked,
        at=at,
    )
    Performed.objects.bulk_create([row], ignore_conflicts=True)
    found = Performed.objects.filter(officer=caller.officer, key=key).first()
    if found is None:  # taken by the same officer in another administration, which is nothing to be told here
        return Kept(at, "", 0, None, "")
    return None if found.id == row.id else Kept(found.at, found.asked, found.status, found.answer, found.location)


def keep_answer(officer: str, key: str, *, status: int, answer: Mapping[str, object] | None, location: str) -> None:
    """Writes what was answered beside the key, to be given again."""
    Performed.objects.filter(officer=officer, key=key).update(status=status, answer=answer, location=location)


def forget(before: datetime) -> int:
    """Removes the keys taken before a moment; gives their number."""
    return Performed.objects.filter(at__lt=before).delete()[0]
