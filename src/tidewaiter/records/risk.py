"""Reads and writes risk profiles, their versions, and the lines that they raised."""

import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import ListedLine, RaisedRisk, RiskProfile, RiskProfileVersion, SubmittedList
from tidewaiter.records.models.marking import known_id, new_id
from tidewaiter.screening.lists.submitted import SubmittedLine
from tidewaiter.screening.risk.conditions import ConditionKind
from tidewaiter.screening.risk.profiles import ConditionDraft, Profile, ProfileDraft, profile_of
from tidewaiter.screening.risk.scoring import Held, RiskHit
from tidewaiter.treaty.rules.months import add_months

_AT_ONCE = 2_000
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_NOTICE_MONTHS = 1
"""So long before its end the administration is told, as the supplier of an entry is (CCO-51.3)."""


def house(administration: str, author: str = "") -> Facts:
    """The facts of a record of one administration, of which this officer is the author."""
    return Facts(Kind.HOUSE, owner=administration, author=author)


def add_profile(administration: str, at: datetime) -> RiskProfile:
    """Begins a profile without a version yet."""
    return RiskProfile.objects.create(
        marking_id=marking_for(house(administration)),
        administration=administration,
        number=f"{administration}-R-" + "".join(secrets.choice(_LETTERS) for _ in range(8)),
        begun_at=at,
    )


def add_version(
    profile: RiskProfile, officer: str, draft: ProfileDraft, *, number: int, why: str, at: datetime
) -> RiskProfileVersion:
    """Writes the next version of a profile; nothing is tried with it until another officer releases it."""
    if draft.expires_on is None:
        raise ValueError("a version without an end")
    return RiskProfileVersion.objects.create(
        marking_id=profile.marking_id,
        profile=profile,
        number=number,
        name=draft.name,
        purpose=draft.purpose,
        grounds=draft.grounds,
        joined=draft.joined,
        threshold=draft.threshold,
        conditions=[asdict(each) for each in draft.conditions],
        expires_on=draft.expires_on,
        why=why,
        author=officer,
        written_at=at,
    )


def draft_of(version: RiskProfileVersion) -> ProfileDraft:
    """The content of a version as its author wrote it."""
    return ProfileDraft(
        name=version.name,
        purpose=version.purpose,
        grounds=version.grounds,
        joined=version.joined,
        threshold=version.threshold,
        conditions=tuple(ConditionDraft(**each) for each in version.conditions),
        expires_on=version.expires_on,
    )


def ready(version: RiskProfileVersion) -> Profile:
    """A version as lines are tried on it."""
    return profile_of(str(version.profile_id), version.number, draft_of(version))


def profiles(administration: str) -> list[RiskProfile]:
    """The profiles of an administration with their versions, newest first."""
    found = RiskProfile.objects.filter(administration=administration).order_by("-begun_at", "-id")
    return list(found.prefetch_related("versions"))


def profile_by_id(profile_id: str | UUID) -> RiskProfile | None:
    """The profile with this id, if the caller may know of it."""
    return RiskProfile.objects.prefetch_related("versions").filter(id=known_id(profile_id)).first()


def locked(profile: RiskProfile) -> RiskProfile:
    """The same profile, held until the act ends, so that two versions never take one number."""
    RiskProfile.objects.select_for_update().filter(id=profile.id).first()
    return RiskProfile.objects.prefetch_related("versions").get(id=profile.id)


def versions_of(profile: RiskProfile) -> list[RiskProfileVersion]:
    """The versions of a profile, newest first."""
    return sorted(profile.versions.all(), key=_number, reverse=True)


def _number(version: RiskProfileVersion) -> int:
    return version.number


def standing(profile: RiskProfile) -> RiskProfileVersion | None:
    """The released version that counts: the newest of them, expired or not; None of a profile that was withdrawn."""
    if profile.withdrawn_at is not None:
        return None
    return next((each for each in versions_of(profile) if each.released_by), None)


def in_force(administration: str, day: date) -> list[Profile]:
    """The profiles that are tried on lists on a day."""
    found = (standing(profile) for profile in profiles(administration))
    return [ready(version) for version in found if version is not None and version.expires_on > day]


def asking_for(kind: ConditionKind, day: date) -> frozenset[str]:
    """The administrations of which a profile, released or still a draft, asks for a kind of condition on a day."""
    found = set()
    for profile in RiskProfile.objects.filter(withdrawn_at__isnull=True).prefetch_related("versions"):
        versions = versions_of(profile)
        counting = (each for each in (versions[0], standing(profile)) if each is not None and each.expires_on > day)
        if any(one["kind"] == kind.value for version in counting for one in version.conditions):
            found.add(profile.administration)
    return frozenset(found)


def release(version: RiskProfileVersion, officer: str, at: datetime) -> None:
    """Puts a version in force in place of the one before."""
    version.released_by, version.released_at = officer, at
    version.save(update_fields=["released_by", "released_at"])


def withdraw(profile: RiskProfile, officer: str, at: datetime) -> None:
    """Takes a profile out of use for good; its history stays."""
    profile.withdrawn_by, profile.withdrawn_at = officer, at
    profile.save(update_fields=["withdrawn_by", "withdrawn_at"])


def ending(day: date) -> list[tuple[RiskProfile, date]]:
    """The profiles that end within a month and whose end was not told yet, with the day (for the system's job)."""
    found = []
    for profile in RiskProfile.objects.filter(withdrawn_at__isnull=True).prefetch_related("versions"):
        version = standing(profile)
        if version is None or version.expires_on <= day or profile.noticed_for == version.expires_on:
            continue
        if add_months(version.expires_on, -_NOTICE_MONTHS) <= day:
            found.append((profile, version.expires_on))
    return found


def note_told(profile: RiskProfile, end: date) -> None:
    """Notes for which end the administration was told."""
    profile.noticed_for = end
    profile.save(update_fields=["noticed_for"])


def raise_risks(administration: str, list_id: str, found: Iterable[tuple[int, RiskHit]], at: datetime) -> int:
    """Writes that the lines with these numbers were raised, each by a profile once; gives how many."""
    marking = marking_for(house(administration))
    rows = [
        RaisedRisk(
            id=new_id(),
            marking_id=marking,
            administration=administration,
            list=known_id(list_id),
            number=number,
            profile_id=known_id(hit.profile),
            version=hit.version,
            score=hit.score,
            held=[[each.place, dict(each.facts)] for each in hit.held],
            raised_at=at,
        )
        for number, hit in found
    ]
    RaisedRisk.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


def held_of(row: RaisedRisk) -> tuple[Held, ...]:
    """The conditions that held when the line was raised."""
    return tuple(Held(place, tuple(facts.items())) for place, facts in row.held)


def risk_by_id(risk_id: str | UUID) -> RaisedRisk | None:
    """The raised risk with this id, if the caller may know of it."""
    return RaisedRisk.objects.select_related("profile").filter(id=known_id(risk_id)).first()


def raised(administration: str, *, list_id: str = "", profile_id: str = "", state: str = "") -> QuerySet[RaisedRisk]:
    """Lines that profiles of an administration raised, strongest first; of one list or profile, open or decided."""
    found = RaisedRisk.objects.filter(administration=administration).select_related("profile")
    if list_id:
        found = found.filter(list=known_id(list_id))
    if profile_id:
        found = found.filter(profile_id=known_id(profile_id))
    if state:
        found = found.filter(outcome="" if state == "open" else state)
    return found.order_by("-score", "list", "number", "id")


def raised_of_lines(list_id: str | UUID, numbers: Collection[int]) -> list[RaisedRisk]:
    """What was raised of some lines of a list, strongest first."""
    found = RaisedRisk.objects.select_related("profile").filter(list=known_id(list_id), number__in=list(numbers))
    return list(found.order_by("-score", "number", "id"))


def kept_lines(places: Iterable[tuple[UUID, int]]) -> dict[tuple[UUID, int], SubmittedLine]:
    """The lines with these lists and numbers that are still kept and that the caller may know of."""
    by_list: dict[UUID, list[int]] = {}
    for list_id, number in places:
        by_list.setdefault(list_id, []).append(number)
    return {
        (list_id, row.number): SubmittedLine.of(row.content)
        for list_id, numbers in by_list.items()
        for row in ListedLine.objects.filter(list_id=list_id, number__in=numbers)
    }


def list_by_id(list_id: str | UUID) -> SubmittedList | None:
    """The submitted list with this id, if the caller may know of it."""
    return SubmittedList.objects.filter(id=known_id(list_id)).first()


def lines_of(submitted: SubmittedList, most: int) -> Iterator[SubmittedLine]:
    """The first lines of a list that are still kept, in their order."""
    found = ListedLine.objects.filter(list=submitted).order_by("number").values_list("content", flat=True)
    for content in found[:most].iterator(chunk_size=_AT_ONCE):
        yield SubmittedLine.of(content)


def decide(risk: RaisedRisk, officer: str, outcome: str, at: datetime) -> None:
    """Keeps what an officer found of a raised line; a later decision takes the place of an earlier one."""
    risk.outcome, risk.decided_by, risk.decided_at = outcome, officer, at
    risk.save(update_fields=["outcome", "decided_by", "decided_at"])


Counts = tuple[int, int, int]
"""Raised, decided, confirmed."""


def counts(administration: str, *, profile: RiskProfile | None = None) -> dict[tuple[str, int], Counts]:
    """What was raised, decided and confirmed by each version of the profiles of an administration, or of one."""
    found = RaisedRisk.objects.filter(administration=administration)
    if profile is not None:
        found = found.filter(profile=profile)
    rows = found.values_list("profile_id", "version").annotate(
        every=Count("id"),
        decided=Count("id", filter=~Q(outcome="")),
        confirmed=Count("id", filter=Q(outcome="confirmed")),
    )
    return {
        (str(id), version): (every, decided, confirmed) for id, version, every, decided, confirmed in rows.order_by()
    }


def versions_named(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], RiskProfileVersion]:
    """The versions with these profiles and numbers."""
    wanted: Sequence[tuple[str, int]] = tuple(set(keys))
    found = RiskProfileVersion.objects.filter(profile_id__in={known_id(profile) for profile, _ in wanted})
    return {(str(each.profile_id), each.number): each for each in found}
