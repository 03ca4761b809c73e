"""Asks the engine about the parties of some lines, reads each entry again under row policy, and writes the hits."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tidewaiter.actions.act import Conflict, Deed
from tidewaiter.records import central, indexing, list_hits, screening
from tidewaiter.records.models import CentralEntry, ListedLine, SubmittedList
from tidewaiter.records.models.marking import known_id
from tidewaiter.records.open_index import load, open_index, put_away
from tidewaiter.records.subjects import subject_of
from tidewaiter.screening.compare import compare
from tidewaiter.screening.index import Index, Indexed, IndexRefused
from tidewaiter.screening.lists.submitted import SubmittedLine
from tidewaiter.screening.quiet import normal_name, party_digest
from tidewaiter.screening.reasons import ALERT
from tidewaiter.screening.run import Asked, Found, screen
from tidewaiter.screening.subjects import Subject

_TOP = 10
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Engine:
    """What lines are held against: an index, whom it may be asked about, and its state, which is kept with a hit."""

    index: Index
    visible: Collection[int] | None
    generation: int


@dataclass(frozen=True, slots=True)
class Slice:
    """Some lines of a list in their order, and what they say by their numbers."""

    row: SubmittedList
    lines: tuple[ListedLine, ...]
    said: Mapping[int, SubmittedLine]

    @classmethod
    def of(cls, row: SubmittedList, lines: Sequence[ListedLine]) -> "Slice":
        """Read the lines once."""
        return cls(row, tuple(lines), {line.number: SubmittedLine.of(line.content) for line in lines})


def full_engine() -> Engine:
    """The index of all entries, asked about those that the caller may know of; Conflict while there is none."""
    visible, folder = indexing.seen_entries(), indexing.index_folder()
    try:
        index = open_index(folder) or load(folder)
    except IndexRefused as refused:
        raise Conflict("index_not_ready") from refused
    return Engine(index, visible, index.generation)


def engine_of(entries: Iterable[CentralEntry]) -> Engine:
    """A small index of entries that the caller has read."""
    return Engine(Index.of(Indexed(str(entry.id), subject_of(entry.subject)) for entry in entries), None, 0)


@dataclass(frozen=True, slots=True)
class _Party:
    """One party of one line."""

    line: ListedLine
    place: int
    subject: Subject


def raise_slice(deed: Deed, part: Slice, engine: Engine) -> tuple[int, int]:
    """Screens the parties of some lines and writes the hits; gives how many are open by it, and how many quiet."""
    parties: dict[str, _Party] = {}
    asked = []
    for line in part.lines:
        for place, party in enumerate(part.said[line.number].parties):
            reference = str(len(parties))
            parties[reference] = _Party(line, place, party.subject)
            asked.append(Asked(reference, party.subject, any_kind=party.supposed))
    found = _found(deed, engine, asked)
    raised = list(_raised(deed, part.row, parties, found))
    return list_hits.raise_hits(part.row, raised, engine.generation, deed.at)


def _found(deed: Deed, engine: Engine, asked: list[Asked]) -> list[Found]:
    try:
        return list(
            screen(
                engine.index,
                asked,
                visible=engine.visible,
                day=deed.day,
                threshold=ALERT,
                top=_TOP,
                threads=_THREADS,
            )
        )
    except IndexRefused as refused:  # its files were spoilt or taken away since it was opened
        put_away()
        raise Conflict("index_not_ready") from refused


def _raised(
    deed: Deed, row: SubmittedList, parties: dict[str, _Party], found: list[Found]
) -> Iterator[list_hits.Raised]:
    """What the index named, compared with each entry as it stands for this caller; the rest is dropped."""
    entries = {
        str(entry.id): entry
        for entry in central.entries_by_id({known_id(one.entity) for one in found})
        if entry.released_by
    }
    key = screening.digest_key()
    digests = {one.row: party_digest(parties[one.row].subject, key) for one in found}
    names = {normal_name(name.text) for one in found for name in parties[one.row].subject.names}
    quiet = list_hits.quiet_of(row.administration, deed.day, set(digests.values()), names)
    for one in found:
        entry = entries.get(one.entity)
        if entry is None:
            continue
        match = compare(one.asked, subject_of(entry.subject))
        if match.score < ALERT:
            continue
        party = parties[one.row]
        pair = str(entry.id), entry.version
        silence = quiet.silence(party.subject, digests[one.row], pair, match, deed.day)
        yield list_hits.Raised(party.line, party.place, digests[one.row], entry, match, silence)
