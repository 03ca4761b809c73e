"""What the acts on submitted lists take and give back: plain values that a door can render."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from tidewaiter.access.handling import Caveat
from tidewaiter.actions.screening.risk_shapes import RiskView
from tidewaiter.assistance.draft import RequestDraft
from tidewaiter.screening.lists.submitted import Party, RefusedLine, SubmittedLine
from tidewaiter.screening.reasons import MatchReason
from tidewaiter.screening.subjects import Subject


class ListKind(StrEnum):
    """What a submitted list is."""

    MANIFEST = "manifest"
    PASSENGERS = "passengers"
    DECLARATIONS = "declarations"
    OTHER = "other"


class ListState(StrEnum):
    """How far a list is: lines still come, the worker screens it, all was screened, or it is deleted."""

    ARRIVING = "arriving"
    SCREENING = "screening"
    SCREENED = "screened"
    DELETED = "deleted"


class Arrival(StrEnum):
    """Whether advance information came before its consignment (CCO-28.1)."""

    IN_ADVANCE = "in_advance"
    LATE = "late"


class HitState(StrEnum):
    """What became of a hit; `quiet` was never put before anybody, `withdrawn` matches no longer."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    PASSED = "passed"
    QUIET = "quiet"
    WITHDRAWN = "withdrawn"


class QuietBecause(StrEnum):
    """Why a hit is quiet: the pair was dismissed before, or the name is one of the house's ordinary ones."""

    PAIR = "pair"
    ORDINARY = "ordinary"


class Decision(StrEnum):
    """What an official decides on a hit; `reopen` takes the decision before back."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    PASS = "pass"
    REOPEN = "reopen"


class Outcome(StrEnum):
    """What came of a confirmed hit."""

    SIGHTED = "sighted"
    CHECKED = "checked"
    NOTHING_FOUND = "nothing_found"
    DETAINED = "detained"
    SEIZED = "seized"
    OTHER = "other"


class DismissedBecause(StrEnum):
    """Why a hit is dismissed."""

    OTHER_SUBJECT = "other_subject"
    OTHER_BIRTH = "other_birth"
    OTHER_NUMBER = "other_number"
    COMMON_NAME = "common_name"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ListOrder:
    """A list to be taken: what it is, for which purpose and case it is screened, and how it is read.

    `digest` is the sha256 of the file, empty where lines come without one; `again` takes a list that was taken before.
    `advance` says that the lines were exchanged in advance (CCO-28), which asks for an `eta` with its zone.
    `mapping` is the mapping that was used, as JSON.
    """

    source: str
    kind: str
    purpose: str
    case: str
    digest: str = ""
    mapping: Mapping[str, Any] = field(default_factory=dict)
    again: bool = False
    advance: bool = False
    eta: datetime | None = None


@dataclass(frozen=True, slots=True)
class ListCheck:
    """What taking a list, or a part of it, would come to; the refusals are the first ones, `refused` counts all."""

    lines: int = 0
    parties: int = 0
    flagged: int = 0
    refused: int = 0
    refusals: tuple[RefusedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class HitCounts:
    """How many hits of a list stand how, of those that the reader may know of."""

    open: int = 0
    confirmed: int = 0
    dismissed: int = 0
    passed: int = 0
    quiet: int = 0
    withdrawn: int = 0

    @property
    def shown(self) -> int:
        """Those that were put before somebody."""
        return self.open + self.confirmed + self.dismissed + self.passed


@dataclass(frozen=True, slots=True)
class ListStand:
    """How far a list is; `lines_done` of `lines` were screened, and only the reader's own hits are counted.

    `same_as` is the day on which the same content was taken before; `keep_until` the first day without the lines.
    `risks` counts what risk profiles raised, `risks_open` what of it nobody decided. `elements` is the version of the
    approved elements under which advance information came.
    """

    id: str
    source: str
    kind: str
    purpose: str
    case: str
    state: str
    lines: int
    lines_done: int
    refused: int
    flagged: int
    submitted_by: str
    sent_by: str
    submitted_at: datetime
    screened_at: datetime | None
    generation: int
    digest: str
    advance: bool
    arrived: str
    eta: datetime | None
    keep_until: date
    deleted_at: datetime | None
    hits: HitCounts
    same_as: date | None = None
    risks: int = 0
    risks_open: int = 0
    elements: str = ""

    @property
    def percent(self) -> int:
        """How much of a list was screened, in full percents."""
        return 100 * self.lines_done // self.lines if self.lines else 100


@dataclass(frozen=True, slots=True)
class ListView:
    """A list with what was refused of it (the first ones) and the mapping by which it was read."""

    stand: ListStand
    refusals: tuple[RefusedLine, ...]
    mapping: Mapping[str, Any]
    may: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPage:
    """Some lists, newest first, and the cursor of the next page where there are more."""

    items: tuple[ListStand, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class HitLine:
    """One hit in the list of a list's hits: what was handed in and how alike it is, nothing of the entry."""

    id: str
    list_id: str
    line: int
    row_id: str
    role: str
    name: str
    score: float
    band: str
    state: str
    quiet_because: str
    found_at: datetime
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class HitPage:
    """Some hits of a list, strongest first, and the cursor of the next page where there are more."""

    items: tuple[HitLine, ...]
    counts: HitCounts
    next: str = ""


@dataclass(frozen=True, slots=True)
class HitEntry:
    """The entry behind a hit as this reader may see it."""

    id: str
    number: str
    supplier: str
    subject: Subject
    reason: str
    action: str
    version: int
    changed: bool
    own: bool
    released_at: datetime | None
    delete_on: date | None
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit with its line, its entry and its reasons, computed as it is read.

    `ask` is the request of type `information` that a confirmed hit suggests, None where the entry is one's own.
    """

    id: str
    list: ListStand
    line: SubmittedLine
    party: Party
    entry: HitEntry
    found_name: str
    score: float
    band: str
    reasons: tuple[MatchReason, ...]
    differs: tuple[MatchReason, ...]
    state: str
    quiet_because: str
    found_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason_code: str
    reason: str
    valid_until: date | None
    outcome: str
    place: str
    may: tuple[str, ...]
    ask: RequestDraft | None
    risks: tuple[RiskView, ...] = ()


@dataclass(frozen=True, slots=True)
class HitDecision:
    """What is decided on a hit, by the codes of Decision, Outcome and DismissedBecause.

    To confirm asks for `outcome` and `place`; to dismiss for `reason_code`, `reason` and `valid_until` (the last day).
    """

    decision: str
    reason_code: str = ""
    reason: str = ""
    valid_until: date | None = None
    outcome: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class OrdinaryNameGiven:
    """A name that keeps colliding with entries: of anybody, or of the one born then or with that document."""

    name: str
    reason: str
    until: date | None = None
    birth: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class OrdinaryNameView:
    """An ordinary name of the own administration, by whom it is kept and until which day (the last one)."""

    id: str
    name: str
    birth: str
    document: str
    reason: str
    kept_by: str
    kept_at: datetime
    until: date
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ElementListDraft:
    """The approved elements of advance information, as the Executive Committee adopted them (CCO-28.2)."""

    version: str
    decision: str
    decided_on: date
    in_force_from: date
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ElementListView:
    """An adopted list of elements; `in_force` says whether it is the one that counts today."""

    id: str
    version: str
    decision: str
    decided_on: date
    in_force_from: date
    elements: tuple[str, ...]
    recorded_by: str
    recorded_at: datetime
    in_force: bool


@dataclass(frozen=True, slots=True)
class ListMappingView:
    """How the lists of one source are read, as JSON, under the name it was saved by."""

    name: str
    mapping: Mapping[str, Any]
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class ListWork:
    """A list that waits for the worker: whose it is, and whether it is screened for the first time or again."""

    id: str
    officer: str
    lines_done: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class RetiredLists:
    """What one run of the deletion of lists did."""

    deleted: int
    lines: int
