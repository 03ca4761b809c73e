"""What the API takes on requests for assistance: content, replies, moves and filters."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from tidewaiter.assistance.draft import PersonNamed, RequestDraft
from tidewaiter.assistance.fields import MANY
from tidewaiter.assistance.replies import LimitApplied, QuestionAnswer, ReplyDraft
from tidewaiter.doors.api.text import Asked, Code, Cursor, Day, Flag, Given, Line, Text

Codes = Annotated[list[Code], Field(max_length=MANY)]


class PersonGiven(Given):
    """A person as far as known (CCO-21.4)."""

    name: Line = Field("", examples=["Ana Example"])
    address: Line = Field("", examples=["1 Quay Street, Porto Novo"])
    role: Line = Field("", examples=["consignee"])


class RequestGiven(Given):
    """The content of a request; a draft may be incomplete, `problems` of the request then tells what is missing.

    Which fields a type asks under an instrument: `GET /assistance/forms/{instrument}/{type}`.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "requested_administration": "XB",
                    "instrument": "cco-2019",
                    "type": "information",
                    "purpose": "offences",
                    "matter": "Undervalued textiles through Port Grand",
                    "reasons": "Three consignments declared at a tenth of their market value.",
                    "category": ["iii"],
                    "persons_unknown": True,
                    "case_summary": "Consignments of 3, 9 and 14 May by the same consignor.",
                    "applicable_law": "Customs Code, section 41",
                    "intended_use": "administrative",
                    "language": "en",
                }
            ]
        }
    )

    requested_administration: Code = Field(examples=["XB"])
    instrument: Code = Field(examples=["cco-2019"])
    type: Code = Field(examples=["information"])
    requester_ref: Line = ""
    purpose: Code = Field("", examples=["offences"])
    matter: Line = ""
    reasons: Text = ""
    category: Codes = []
    category_other: Line = ""
    offence_state: Code = ""
    grounds: Text = ""
    offence_territory: Line = ""
    control_questions: Codes = []
    doubt_statement: Text = ""
    offence_seriousness: Flag = False
    persons: list[PersonGiven] = Field([], max_length=MANY)
    persons_unknown: Flag = False
    goods: Text = ""
    means: Text = ""
    documents: Text = ""
    declaration_no: Line = ""
    declared_value: Line = ""
    declared_classification: Line = ""
    declared_origin: Line = ""
    verification_done: Text = ""
    specific_information_wanted: Text = ""
    case_summary: Text = ""
    applicable_law: Text = ""
    stage: Code = ""
    customs_competence_note: Text = ""
    requested_procedure: Text = ""
    intended_use: Code = ""
    urgency: Code = "normal"
    urgency_reason: Text = ""
    language: Code = ""
    translation_language: Code = ""
    attachments_translated: Flag = False
    cannot_reciprocate: Flag = False
    reciprocity_statement: Text = ""

    def draft(self) -> RequestDraft:
        """Return it as the draft that the acts take."""
        content = self.model_dump(exclude={"persons", "category", "control_questions"})
        return RequestDraft(
            **content,
            category=tuple(self.category),
            control_questions=tuple(self.control_questions),
            persons=tuple(PersonNamed(**person.model_dump()) for person in self.persons),
        )


class ApprovalGiven(Given):
    """The digest of the content that the approver read; another content is not approved."""

    digest: Code = Field(examples=["4e0740856f8f1d1c3f3b1e9d1f1a9c5f0f0b7d1c2a3e4f5a6b7c8d9e0f1a2b3c"])


class LimitGiven(Given):
    """A limit the answer was given under, and what it left out (CCO-20.2)."""

    code: Code = Field(examples=["law"])
    note: Text = Field("", examples=["Bank records need an order of a court."])


class QuestionAnswerGiven(Given):
    """The answer to one control question (CCO-26)."""

    question: Code = Field(examples=["lawful_export"])
    finding: Code = Field(examples=["lawful"])
    procedure: Line = ""
    note: Text = ""


class ReplyGiven(Given):
    """A reply: a partial or final answer, a return for completion, or a refusal with ground and reasons."""

    answer_type: Code = Field("", examples=["full"])
    text: Text = Field("", examples=["The consignor is known here; the invoices differ."])
    limits: list[LimitGiven] = Field([], max_length=MANY)
    ground: Code = ""
    reasons: Text = ""
    deviated: Flag = False
    deviation_note: Text = ""
    answers: list[QuestionAnswerGiven] = Field([], max_length=MANY)
    returned_fields: Codes = []
    handling: Codes = []

    def draft(self) -> ReplyDraft:
        """Return it as the draft that the acts take."""
        plain = self.model_dump(include={"answer_type", "text", "ground", "reasons", "deviated", "deviation_note"})
        return ReplyDraft(
            **plain,
            limits=tuple(LimitApplied(**limit.model_dump()) for limit in self.limits),
            answers=tuple(QuestionAnswer(**answer.model_dump()) for answer in self.answers),
            returned_fields=tuple(self.returned_fields),
            handling=tuple(self.handling),
        )


class MoveGiven(Given):
    """What a move may take; the moves of a request say which they need.

    The examples are of `send`, which needs nothing, `withdraw`, `answer`, `decline` and `return_for_completion`.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {},
                {"reason": "No longer needed."},
                {"reply": {"answer_type": "full", "text": "The consignor is known here; the invoices differ."}},
                {"reply": {"ground": "G10", "reasons": "The search would take 400 hours."}},
                {"reply": {"text": "Which consignments?", "returned_fields": ["goods"]}},
            ]
        }
    )

    reason: Text = Field("", examples=["No longer needed."])
    reply: ReplyGiven | None = None


class AttachmentFormGiven(BaseModel):
    """What is said of a file beside the file itself."""

    copy_level: Literal["plain", "certified", "authenticated"] = "plain"

    @model_validator(mode="before")
    @classmethod
    def _nothing_unknown(cls, values: object, info: ValidationInfo) -> object:
        sent = (info.context or {}).get("request")
        unknown = (set(sent.POST) - {"copy_level"} | set(sent.FILES) - {"file"}) if sent is not None else ()
        for name in unknown:
            raise PydanticCustomError("extra_forbidden", "is not known", {"unknown": (name,)})
        return values


class RequestsAsked(Asked):
    """Which requests to list."""

    state: Code = Field("", examples=["sent"])
    other: Code = Field("", description="the other administration", examples=["XB"])
    type: Code = Field("", examples=["information"])
    direction: Literal["", "out", "in"] = Field("", description="made by one's own administration, or of it")
    since: Day | None = Field(None, description="drafted on that day or later")
    limit: int = Field(50, ge=1, le=200)
    after: Cursor = Field("", description="`next` of the page before")


class BasesAsked(Asked):
    """Between whom, and for what, bases are looked for."""

    requested: Code = Field(examples=["XB"])
    type: Code = Field(examples=["information"])
    requesting: Code = Field("", description="who asks; one's own administration where it is left out", examples=["XA"])
    on: Day | None = Field(None, description="today where it is left out")


class NoticesAsked(Asked):
    """Which notices to list."""

    unseen: bool = Field(False, description="only what nobody took note of")
    limit: int = Field(50, ge=1, le=200)
    after: Cursor = Field("", description="`next` of the page before")


class AcknowledgementGiven(Given):
    """The one notice that is taken note of; without it, all up to now."""

    model_config = ConfigDict(json_schema_extra={"examples": [{}]})

    notice: UUID | None = None
