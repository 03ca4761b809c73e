"""What the acts on watch entries take and give back: plain values that a door can render."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tidewaiter.access.handling import Caveat
from tidewaiter.screening.entries import EntryDraft
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
class ImportRow:
    """One row of a list to import: its line in the file, and its values by column."""

    line: int
    values: Mapping[str, str]


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
class ImportReport:
    """What an import did, or in a dry run would do."""

    batch: str
    rows: int
    entries: int
    names: int
    flagged: int
    refused: tuple[RefusedRow, ...]
    written: bool


@dataclass(frozen=True, slots=True)
class RetentionReport:
    """What one run of the retention job did."""

    noticed: int
    deleted: int
