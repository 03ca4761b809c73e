"""Keeps what an officer types in a form until it is handed in; row policy shows it to that officer alone."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import KeptForm

KEPT_FOR = timedelta(days=30)
"""How long unsent work is kept after it was last written in."""


def keep(administration: str, officer: str, *, path: str, typed: str, at: datetime) -> None:
    """Writes what stands in one form now, over what stood there before."""
    marking = marking_for(personal_facts(administration, officer))
    KeptForm.objects.update_or_create(
        marking_id=marking, officer=officer, path=path, defaults={"typed": typed, "kept_at": at}
    )


def personal_facts(administration: str, officer: str) -> Facts:
    """The facts of what belongs to one officer and nobody else."""
    return Facts(Kind.PERSONAL, owner=administration, allow_officers=(officer,), author=officer)


def kept_by(officer: str, at: datetime) -> QuerySet[KeptForm]:
    """The forms that this officer has not handed in and whose time is not over, the latest first."""
    return KeptForm.objects.filter(officer=officer, kept_at__gt=at - KEPT_FOR).order_by("-kept_at", "path")


def drop(officer: str, *, path: str) -> bool:
    """Erases what was kept of one form; says whether there was anything."""
    return bool(KeptForm.objects.filter(officer=officer, path=path).delete()[0])


def drop_oldest(officer: str, *, keeping: int) -> None:
    """Erases the oldest of this officer's forms so that only so many remain."""
    old = list(KeptForm.objects.filter(officer=officer).order_by("-kept_at").values_list("id", flat=True)[keeping:])
    if old:
        KeptForm.objects.filter(id__in=old).delete()


def forget(before: datetime) -> int:
    """Erases every form last written in before that moment; gives their number."""
    return int(KeptForm.objects.filter(kept_at__lt=before).delete()[0])
