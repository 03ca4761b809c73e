"""What the acts on requests take and give back: plain values that a door can render."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tidewaiter.access.decide import Reason
from tidewaiter.access.handling import Caveat
from tidewaiter.assistance.draft import RequestDraft
from tidewaiter.assistance.problems import Problem
from tidewaiter.assistance.replies import ReplyDraft


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request in a list."""

    id: str
    number: str
    requesting: str
    requested: str
    instrument: str
    provision: str
    type: str
    matter: str
    state: str
    waits_for: str
    since: datetime
    due: datetime | None
    due_provision: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some requests and, where there are more, the cursor of the next page."""

    items: tuple[RequestLine, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class MailView:
    """One mail that tells of a notice: to whom, how far it is, since when, and when it is tried next."""

    addressee: str
    pace: str
    stage: str
    tries: int
    at: datetime | None
    next_try: datetime | None


@dataclass(frozen=True, slots=True)
class NoticeView:
    """Something an administration was told; `event` is a code, `subject` the id it concerns.

    Who of the administration was the first to open it, and who took note of it; empty until then.
    """

    id: str
    event: str
    subject: str
    params: Mapping[str, str]
    at: datetime
    opened_at: datetime | None = None
    opened_by: str = ""
    seen_at: datetime | None = None
    seen_by: str = ""
    mails: tuple[MailView, ...] = ()


@dataclass(frozen=True, slots=True)
class UnsentForm:
    """A form that the caller has not handed in: its address, what was typed as a query string, and since when."""

    path: str
    typed: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for this administration, what waits for others, what it was told, and the caller's unsent work."""

    waits_for_me: tuple[RequestLine, ...]
    waits_for_others: tuple[RequestLine, ...]
    notices: tuple[NoticeView, ...]
    unsent: tuple[UnsentForm, ...] = ()
    unseen: int = 0


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """An approval; `valid` while the content is still the one approved."""

    officer: str
    at: datetime
    valid: bool


@dataclass(frozen=True, slots=True)
class ReplyView:
    """A reply with the caveats under which it may be used."""

    content: ReplyDraft
    handling: str
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """One move that was made, with its reply where it gave one."""

    verb: str
    source: str
    target: str
    administration: str
    officer: str
    at: datetime
    reason: str
    provision: str
    reply: ReplyView | None


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file that belongs to a request."""

    id: str
    name: str
    media_type: str
    size: int
    digest: str
    copy_level: str
    administration: str
    officer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AttachmentFile:
    """A file's bytes, checked against its digest."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class MoveView:
    """An act open or closed on this request now: `refused` says why it is closed; `needs` what must be handed in."""

    verb: str
    provision: str
    permitted: bool
    refused: tuple[Reason, ...]
    needs: str


@dataclass(frozen=True, slots=True)
class ClockView:
    """One service target running on a request; never a legal effect."""

    what: str
    since: datetime
    due: datetime
    provision: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as this caller may see it."""

    id: str
    number: str
    requesting: str
    requested: str
    instrument: str
    provision: str
    trust: str
    type: str
    content: RequestDraft
    state: str
    side: str
    waits_for: str
    drafted_by: str
    drafted_at: datetime
    edited_at: datetime
    etag: str
    digest: str
    problems: tuple[Problem, ...]
    approvals: tuple[ApprovalView, ...]
    steps: tuple[StepView, ...]
    attachments: tuple[AttachmentView, ...]
    moves: tuple[MoveView, ...]
    clocks: tuple[ClockView, ...]


@dataclass(frozen=True, slots=True)
class MoveInput:
    """What a move may take: a reason, or a reply, each move says which it needs; and the tag of what was read."""

    reason: str = ""
    reply: ReplyDraft | None = None
    etag: str = ""
