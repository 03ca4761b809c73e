"""Reads and writes the hits of submitted lists; each is there only for who may know of its entry (`records.guards`)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import CentralEntry, ListedLine, ListHit, QuietPair, RaisedRisk, SubmittedList
from tidewaiter.records.models.marking import known_id, new_id
from tidewaiter.records.screening import house_facts, ordinary_names
from tidewaiter.screening.quiet import Ordinary, Quiet, Silence
from tidewaiter.screening.reasons import Match

OPEN, QUIET, DISMISSED, WITHDRAWN = "open", "quiet", "dismissed", "withdrawn"
PUT_BEFORE_SOMEBODY = ("open", "confirmed", "dismissed", "passed")
"""States of a hit for which its list is kept; what stayed quiet or matches no longer counts as no hit."""


@dataclass(frozen=True, slots=True)
class Raised:
    """A party of a line that is like an entry, as both stand now."""

    line: ListedLine
    party: int
    digest: str
    entry: CentralEntry
    match: Match
    silence: Silence | None


def raise_hits(row: SubmittedList, raised: Sequence[Raised], generation: int, at: datetime) -> tuple[int, int]:
    """Writes what is new, and what an entry's change made new; gives how many hits are open by it and how many quiet.

    What was confirmed or passed stays so, whatever the entry says now; nothing is raised twice, and a party that stands
    in many lines of the list, as the ship of a manifest does, is raised with the first of them.
    """
    known = {(hit.digest, hit.entry): hit for hit in _of_parties(row, {one.digest for one in raised})}
    new, counted = [], {OPEN: 0, QUIET: 0}
    for one in raised:
        hit = known.get((one.digest, one.entry.id))
        if hit is not None and hit.entry_version >= one.entry.version:
            continue
        state = QUIET if one.silence else OPEN
        if hit is None:
            known[one.digest, one.entry.id] = hit = _new(row, one, state, generation, at)
            new.append(hit)
        elif not _renew(hit, one, state, generation, at):
            continue
        counted[state] += 1
    ListHit.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    return counted[OPEN], counted[QUIET]


def _of_parties(row: SubmittedList, digests: Collection[str]) -> list[ListHit]:
    return list(ListHit.objects.filter(list=row, digest__in=list(digests))) if digests else []


def _new(row: SubmittedList, one: Raised, state: str, generation: int, at: datetime) -> ListHit:
    return ListHit(
        id=new_id(),
        marking_id=row.marking_id,
        list=row,
        line=one.line,
        party=one.party,
        digest=one.digest,
        entry=one.entry.id,
        entry_version=one.entry.version,
        score=one.match.score,
        band=one.match.band.value,
        generation=generation,
        found_at=at,
        state=state,
        quiet_because=one.silence.because if one.silence else "",
        valid_until=one.silence.until if one.silence else None,
    )


def _renew(hit: ListHit, one: Raised, state: str, generation: int, at: datetime) -> bool:
    """Holds a hit against the entry as it was changed; True where that puts it before somebody again."""
    hit.entry_version, hit.score, hit.band = one.entry.version, one.match.score, one.match.band.value
    hit.generation = generation
    fields = ["entry_version", "score", "band", "generation"]
    returns = hit.state in (DISMISSED, QUIET, WITHDRAWN)
    if returns:
        hit.state, hit.found_at = state, at
        hit.quiet_because = one.silence.because if one.silence else ""
        hit.valid_until = one.silence.until if one.silence else None
        fields += ["state", "found_at", "quiet_because", "valid_until"]
    hit.save(update_fields=fields)
    return returns


def withdraw_unlike(row: SubmittedList, lines: Collection[UUID], entries: Mapping[UUID, int]) -> int:
    """Withdraws what was open or quiet on these lines for entries that changed and are like it no longer."""
    found = ListHit.objects.filter(line_id__in=lines, entry__in=list(entries), state__in=(OPEN, QUIET))
    old = [hit.id for hit in found if hit.entry_version < entries[hit.entry]]
    return ListHit.objects.filter(id__in=old).update(state=WITHDRAWN, quiet_because="", valid_until=None)


def standing(day: date) -> Case:
    """The state in which a hit stands on a day: what was quiet until an earlier day is open again."""
    ended = Q(state__in=(DISMISSED, QUIET), valid_until__lt=day)
    return Case(When(ended, then=Value(OPEN)), default=F("state"), output_field=CharField())


def hits_of(row: SubmittedList, day: date, *, state: str = "", band: str = "") -> QuerySet[ListHit]:
    """The hits of a list that the caller may know of, strongest first."""
    found = ListHit.objects.filter(list=row).annotate(stands=standing(day)).select_related("line")
    if state:
        found = found.filter(stands=state)
    if band:
        found = found.filter(band=band)
    return found.order_by("-score", "line__number", "party", "id")


def counts(rows: Collection[SubmittedList], day: date) -> dict[UUID, dict[str, int]]:
    """How many hits of these lists stand how, of those that the caller may know of."""
    found: dict[UUID, dict[str, int]] = {row.id: {} for row in rows}
    grouped = ListHit.objects.filter(list__in=list(found)).annotate(stands=standing(day)).order_by()
    for list_id, state, number in grouped.values_list("list_id", "stands").annotate(number=Count("id")):
        found[list_id][state] = number
    return found


def risks(rows: Collection[SubmittedList]) -> dict[UUID, tuple[int, int]]:
    """How many risks profiles raised of these lists, and how many of them nobody decided."""
    found = RaisedRisk.objects.filter(list__in=[row.id for row in rows]).order_by()
    grouped = found.values_list("list").annotate(raised=Count("id"), open=Count("id", filter=Q(outcome="")))
    return {list_id: (raised, undecided) for list_id, raised, undecided in grouped}


def hit_by_id(hit_id: str, *, hold: bool = False) -> ListHit | None:
    """The hit with this id, if the caller may know of it and of its entry; with `hold` until the act ends."""
    found = ListHit.objects.select_for_update() if hold else ListHit.objects.select_related("line")
    return found.filter(id=known_id(hit_id)).first()


def list_of_hit(hit_id: str) -> UUID | None:
    """The id of the list that a hit belongs to, if the caller may know of the hit."""
    return ListHit.objects.filter(id=known_id(hit_id)).values_list("list_id", flat=True).first()


def decide(hit: ListHit, **columns: object) -> None:
    """Writes what was decided on a hit."""
    for name, value in columns.items():
        setattr(hit, name, value)
    hit.save(update_fields=list(columns))


def keep_quiet(hit: ListHit, home: str, party: str, *, until: date, at: datetime) -> None:
    """Keeps the pair of a dismissed hit quiet, in place of what was kept of the pair before."""
    forget_pair(home, party, hit.entry)
    QuietPair.objects.create(
        marking_id=marking_for(house_facts(home)),
        administration=home,
        party=party,
        entry=hit.entry,
        entry_version=hit.entry_version,
        until=until,
        reason_code=hit.reason_code,
        reason=hit.reason,
        kept_by=hit.decided_by,
        kept_at=at,
    )


def forget_pair(home: str, party: str, entry: UUID) -> None:
    """Lets a pair be put before officials again."""
    QuietPair.objects.filter(administration=home, party=party, entry=entry)._raw_delete("default")


def forget_pairs(day: date) -> int:
    """Deletes pairs whose validity ended before a day; gives their number."""
    return QuietPair.objects.filter(until__lt=day)._raw_delete("default")


def quiet_of(home: str, day: date, parties: Iterable[str], names: Iterable[str]) -> Quiet:
    """What a house keeps quiet of these parties, by digest, and of these names, in normal form."""
    pairs = QuietPair.objects.filter(administration=home, party__in=list(parties), until__gte=day)
    known: dict[str, list[Ordinary]] = {}
    for one in ordinary_names(home, day).filter(name__in=list(names)):
        known.setdefault(one.name, []).append(Ordinary(one.name, one.until, one.birth, one.document))
    return Quiet(
        {(one.party, str(one.entry), one.entry_version): one.until for one in pairs},
        {name: tuple(several) for name, several in known.items()},
    )
