"""What the API gives on requests for assistance."""

from datetime import datetime

from pydantic import Field, model_validator

from tidewaiter.access.decide import Reason
from tidewaiter.assistance.form import FieldRule
from tidewaiter.assistance.problems import Problem
from tidewaiter.doors.api.text import Shown
from tidewaiter.doors.words import say


class CaveatShown(Shown):
    """A condition of use."""

    code: str = Field(examples=["H0"])
    provision: str = Field(examples=["CCO-30.1"])
    until: str = Field(examples=[""])


class ReasonShown(Shown):
    """Why something is not open."""

    code: str = Field(examples=["role"])
    provision: str = Field(examples=["SYS-7"])
    message: str

    @model_validator(mode="before")
    @classmethod
    def _in_words(cls, reason: object) -> object:
        if not isinstance(reason, Reason):
            return reason
        message = say(f"reason:{reason.code}")
        return {"code": reason.code, "provision": reason.provision, "message": message}


class RequestLineShown(Shown):
    """One request in a list."""

    id: str = Field(examples=["019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11"])
    number: str = Field(examples=["XA-2026-00017"])
    requesting: str = Field(examples=["XA"])
    requested: str = Field(examples=["XB"])
    instrument: str = Field(examples=["cco-2019"])
    provision: str = Field(examples=["CCO-23"])
    type: str = Field(examples=["information"])
    matter: str
    state: str = Field(examples=["sent"])
    waits_for: str = Field(examples=["XB"])
    since: datetime
    due: datetime | None
    due_provision: str
    overdue: bool


class RequestPageShown(Shown):
    """Some requests; `next`, where not empty, is the `after` of the next page."""

    items: list[RequestLineShown]
    next: str


class NoticeShown(Shown):
    """Something the administration was told."""

    id: str
    event: str = Field(examples=["sent"])
    subject: str
    params: dict[str, str]
    at: datetime


class MailShown(Shown):
    """How one addressee's mail about a notice is: what was tried, and how it ended."""

    addressee: str = Field(examples=["contact_point"])
    pace: str = Field(examples=["each"])
    stage: str = Field(examples=["sent"])
    tries: int
    at: datetime | None
    next_try: datetime | None = Field(examples=[None])


class NoticeReadShown(NoticeShown):
    """A notice with who was the first to open it, who took note of it, and its mails."""

    opened_at: datetime | None
    opened_by: str = Field(examples=["xb.officer"])
    seen_at: datetime | None = Field(examples=[None])
    seen_by: str = Field(examples=[""])
    mails: list[MailShown]


class NoticePageShown(Shown):
    """Some notices, and how many nobody took note of; `next`, where not empty, is the `after` of the next page."""

    items: list[NoticeReadShown]
    unseen: int
    next: str


class AcknowledgedShown(Shown):
    """How many notices nobody had taken note of before."""

    acknowledged: int


class DeskShown(Shown):
    """What waits for this administration, what waits for others, what it was told."""

    waits_for_me: list[RequestLineShown]
    waits_for_others: list[RequestLineShown]
    notices: list[NoticeShown]


class PersonShown(Shown):
    """A person named."""

    name: str
    address: str
    role: str


class AttachmentNamedShown(Shown):
    """A file named by its SHA-256."""

    name: str
    sha256: str


class ContentShown(Shown):
    """The content of a request, the same fields as it was given with."""

    requested_administration: str
    instrument: str
    type: str
    requester_ref: str
    purpose: str
    matter: str
    reasons: str
    category: list[str]
    category_other: str
    offence_state: str
    grounds: str
    offence_territory: str
    control_questions: list[str]
    doubt_statement: str
    offence_seriousness: bool
    persons: list[PersonShown]
    persons_unknown: bool
    goods: str
    means: str
    documents: str
    declaration_no: str
    declared_value: str
    declared_classification: str
    declared_origin: str
    verification_done: str
    specific_information_wanted: str
    case_summary: str
    applicable_law: str
    stage: str
    customs_competence_note: str
    requested_procedure: str
    intended_use: str
    urgency: str
    urgency_reason: str
    language: str
    translation_language: str
    attachments_translated: bool
    cannot_reciprocate: bool
    reciprocity_statement: str
    attachments: list[AttachmentNamedShown]


class ProblemShown(Shown):
    """What keeps a draft back, in a sentence and under its provision."""

    code: str = Field(examples=["missing"])
    field: str | None = Field(examples=["matter"])
    provision: str = Field(examples=["CCO-21.4"])
    message: str

    @model_validator(mode="before")
    @classmethod
    def _in_words(cls, problem: object) -> object:
        if not isinstance(problem, Problem):
            return problem
        message = say(f"problem:{problem.code}", **{"field": problem.field or "", **problem.params})
        named = {"code": problem.code, "field": problem.field, "provision": problem.provision}
        return {**named, "message": message}


class ApprovalShown(Shown):
    """An approval, valid while the content is the one approved."""

    officer: str
    at: datetime
    valid: bool


class LimitShown(Shown):
    """A limit an answer was given under."""

    code: str
    note: str


class QuestionAnswerShown(Shown):
    """An answer to a control question."""

    question: str
    finding: str
    procedure: str
    note: str


class ReplyContentShown(Shown):
    """The content of a reply."""

    answer_type: str
    text: str
    limits: list[LimitShown]
    ground: str
    reasons: str
    deviated: bool
    deviation_note: str
    answers: list[QuestionAnswerShown]
    returned_fields: list[str]
    handling: list[str]
    attachments: list[AttachmentNamedShown]


class ReplyShown(Shown):
    """A reply with the conditions of its use."""

    content: ReplyContentShown
    handling: str
    caveats: list[CaveatShown]


class StepShown(Shown):
    """One move made."""

    verb: str = Field(examples=["send"])
    source: str = Field(examples=["draft"])
    target: str = Field(examples=["sent"])
    administration: str
    officer: str
    at: datetime
    reason: str
    provision: str
    reply: ReplyShown | None


class AttachmentShown(Shown):
    """A file of a request; its bytes: `GET /assistance/attachments/{id}`."""

    id: str
    name: str = Field(examples=["invoice.pdf"])
    media_type: str = Field(examples=["application/pdf"])
    size: int = Field(description="bytes")
    digest: str = Field(description="SHA-256, hexadecimal")
    copy_level: str = Field(examples=["plain"])
    administration: str
    officer: str
    at: datetime


class MoveShown(Shown):
    """An act open or closed now; `needs` says what it takes: "", "reason", "reply" or "refusal"."""

    verb: str = Field(examples=["send"])
    provision: str
    permitted: bool
    refused: list[ReasonShown]
    needs: str


class ClockShown(Shown):
    """A service target that runs; never a legal effect."""

    what: str
    since: datetime
    due: datetime
    provision: str
    overdue: bool


class RequestShown(Shown):
    """A request as this caller may see it; `etag` goes into If-Match, `digest` into an approval."""

    id: str
    number: str
    requesting: str
    requested: str
    instrument: str
    provision: str
    trust: str
    type: str
    content: ContentShown
    state: str
    side: str
    waits_for: str
    drafted_by: str
    drafted_at: datetime
    edited_at: datetime
    etag: str
    digest: str
    problems: list[ProblemShown]
    approvals: list[ApprovalShown]
    steps: list[StepShown]
    attachments: list[AttachmentShown]
    moves: list[MoveShown]
    clocks: list[ClockShown]


class FieldShown(Shown):
    """One field of the form of an instrument and type."""

    name: str = Field(examples=["matter"])
    label: str = Field(examples=["Matter"])
    required: bool
    provision: str = Field(examples=["CCO-21.4"])
    group: str = Field(examples=["matter"])
    kind: str = Field(examples=["text"])
    limit: int = Field(description="characters of text, or number of choices or persons")
    choices: list[str]

    @classmethod
    def of(cls, rule: FieldRule) -> "FieldShown":
        """Show a field, its label in the caller's language."""
        return cls(
            name=rule.name,
            label=say(f"field:{rule.name}"),
            required=rule.required,
            provision=rule.provision,
            group=rule.group,
            kind=rule.kind,
            limit=rule.limit,
            choices=list(rule.choices),
        )


class FormShown(Shown):
    """The fields, in the order in which they are asked."""

    items: list[FieldShown]
