"""What the acts on watch entries take and give back: plain values that a door can render."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from tidewaiter.access.decide import Reason
from tidewaiter.access.handling import Caveat
from tidewaiter.screening.entries import EntryDraft
from tidewaiter.screening.lists.mapping import ColumnMapping
from tidewaiter.screening.reasons import MatchReason
from tidewaiter.screening.subjects import Subject


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry of one's own administration in a list."""

    id: str
    number: str
    category: str
    name: str
    supplier: str
    released: bool
    delete_on: date | None
    entered_at: datetime
    batch: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Some entries and, where there are more, the cursor of the next page."""

    items: tuple[EntryLine, ...]
    next: str = ""
    batches: tuple["BatchView", ...] = ()


@dataclass(frozen=True, slots=True)
class VersionView:
    """A change made to an entry."""

    number: int
    changed_by: str
    changed_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ClosedAct:
    """An act on an entry that is not open to this caller now, and why."""

    verb: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry as this caller may see it; `content.denied` and the allow lists are filled for the supplier only."""

    id: str
    number: str
    supplier: str
    content: EntryDraft
    version: int
    released: bool
    released_by: str
    released_at: datetime | None
    entered_by: str
    entered_at: datetime
    flags: tuple[str, ...]
    own: bool
    batch: str
    notice_on: date | None
    caveats: tuple[Caveat, ...]
    versions: tuple[VersionView, ...]
    may: tuple[str, ...]
    closed: tuple[ClosedAct, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that a search found, with the reasons in order of weight and what differs."""

    entry: EntryView
    found_name: str
    score: float
    band: str
    reasons: tuple[MatchReason, ...]
    differs: tuple[MatchReason, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A search: the subject, and the purpose and case without which nobody searches (CCO-50.2, CCO-47.1)."""

    subject: Subject
    purpose: str
    case: str
    limit: int = 20


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found; `thorough` says whether the slower second pass was made."""

    hits: tuple[Hit, ...]
    thorough: bool


@dataclass(frozen=True, slots=True)
class BatchView:
    """Entries imported together that wait for another officer's release."""

    id: str
    source: str
    entries: int
    imported_by: str
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row or entity of an import that was not taken: the line, a reason code and its parameters."""

    line: int
    entity: str
    code: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportDefaults:
    """What the file lacks and the officer supplies for all its entries."""

    reason: str
    grounds: str
    purposes: tuple[str, ...]
    action: str
    delete_on: date | None


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """A list to be taken: what it is called, the digest of its file, its rows, how it is read and what is added.

    `again` takes a list that was taken before.
    """

    source: str
    digest: str
    rows: int
    defaults: ImportDefaults
    mapping: ColumnMapping = ColumnMapping()
    again: bool = False


@dataclass(frozen=True, slots=True)
class ImportCheck:
    """What taking a list, or a part of it, would do; the refusals are the first ones, `refused` counts all."""

    rows: int = 0
    entries: int = 0
    names: int = 0
    flagged: int = 0
    refused: int = 0
    refusals: tuple[RefusedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportStand:
    """How far an import has come; `state` is running, finished or abandoned."""

    id: str
    source: str
    state: str
    rows: int
    rows_done: int
    entries: int
    names: int
    flagged: int
    refused: int
    refusals: tuple[RefusedRow, ...]
    imported_by: str
    imported_at: datetime
    ended_at: datetime | None
    released: bool
    digest: str
    mapping: ColumnMapping
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class MappingView:
    """How the lists of one source are read, under the name it was saved by."""

    name: str
    mapping: ColumnMapping
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """Entries to be taken out: for which purpose and case, which ones, in which format, on which medium."""

    purpose: str
    case: str
    format: str
    carrier: str
    handed_over_on: date | None
    destroy_on: date | None
    category: str = ""
    supplier: str = ""
    released: bool | None = None


@dataclass(frozen=True, slots=True)
class ExportView:
    """One export as it stands in the list of exports."""

    id: str
    serial: str
    exported_by: str
    exported_at: datetime
    purpose: str
    case: str
    format: str
    filters: Mapping[str, str]
    entries: int
    digest: str
    carrier: str
    handed_over_on: date
    destroy_on: date


@dataclass(frozen=True, slots=True)
class ExportMade:
    """An encrypted file with its passphrase, which is told here and nowhere else."""

    record: ExportView
    file_name: str
    content: bytes = field(repr=False)
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RetentionReport:
    """What one run of the retention job did."""

    noticed: int
    deleted: int
