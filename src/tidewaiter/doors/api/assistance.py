"""The paths of requests for assistance."""

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Header, Path, Query, Router, Status
from ninja.files import UploadedFile

from tidewaiter.actions import assistance as acts
from tidewaiter.actions.act import NotFound
from tidewaiter.actions.assistance import MOVES_BY_VERB, MoveInput
from tidewaiter.actions.registry import find_bases
from tidewaiter.assistance.form import fields_for
from tidewaiter.assistance.lifecycle import MoveVerb
from tidewaiter.doors.api.callers import caller_of
from tidewaiter.doors.api.etags import record_read
from tidewaiter.doors.api.pages import link_next
from tidewaiter.doors.api.schemas.common import Made
from tidewaiter.doors.api.schemas.given_requests import (
    AcknowledgementGiven,
    ApprovalGiven,
    AttachmentFormGiven,
    BasesAsked,
    MoveGiven,
    NoticesAsked,
    RequestGiven,
    RequestsAsked,
)
from tidewaiter.doors.api.schemas.shown_bases import BasesShown, BasisShown
from tidewaiter.doors.api.schemas.shown_requests import (
    AcknowledgedShown,
    AttachmentShown,
    DeskShown,
    FieldShown,
    FormShown,
    NoticePageShown,
    NoticeReadShown,
    RequestPageShown,
    RequestShown,
)
from tidewaiter.doors.api.text import Code, Line
from tidewaiter.treaty.provisions import instrument_ids

router = Router(tags=["assistance"])

# What is named beside the path may be unknown too.
_ADDRESSEE: dict[str, Any] = {"responses": {404: {}}}
IfMatch = Annotated[Line, Header("", alias="If-Match", description="the ETag of the request as it was read")]


@router.post("/requests", response={201: Made}, operation_id="draft_request", summary="Draft a request")
def draft_request(request: HttpRequest, content: RequestGiven, response: HttpResponse) -> Status[Made]:
    """Write a draft. It may still lack what sending needs, but names the administration, instrument and type."""
    made = acts.draft_request(caller_of(request), content.draft())
    response["Location"] = f"{request.path}/{made}"
    return Status(201, Made(id=made))


@router.get("/requests", response=RequestPageShown, operation_id="list_requests", summary="List requests")
def list_requests(request: HttpRequest, asked: Query[RequestsAsked], response: HttpResponse) -> RequestPageShown:
    """List the requests of one's own administration, in both directions, newest first."""
    page = acts.list_requests(caller_of(request), **asked.model_dump())
    link_next(request, response, page.next)
    return RequestPageShown.model_validate(page)


@router.get("/requests/{id}", response=RequestShown, operation_id="read_request", summary="Read a request")
def read_request(request: HttpRequest, id: UUID, response: HttpResponse) -> RequestShown:
    """Read a request with its problems, approvals, moves, replies, files, clocks and the moves open now."""
    view = acts.read_request(caller_of(request), str(id))
    response["ETag"] = f'"{view.etag}"'
    return RequestShown.model_validate(view)


@router.put("/requests/{id}", response=Made, operation_id="edit_request", summary="Rewrite a draft")
def edit_request(request: HttpRequest, id: UUID, content: RequestGiven, if_match: IfMatch) -> Made:
    """Rewrite a draft or a returned request; approvals of the earlier content are void. 412 if it changed meanwhile."""
    acts.edit_request(caller_of(request), str(id), content.draft(), etag=record_read(if_match))
    return Made(id=str(id))


@router.post("/requests/{id}/approval", response=Made, operation_id="approve_request", summary="Approve a draft")
def approve_request(request: HttpRequest, id: UUID, given: ApprovalGiven) -> Made:
    """Approve exactly the content with this digest, as another officer than the one who wrote it."""
    acts.approve_request(caller_of(request), str(id), digest=given.digest)
    return Made(id=str(id))


@router.post("/requests/{id}/moves/{verb}", response=Made, operation_id="move_request", summary="Make a move")
def move_request(request: HttpRequest, id: UUID, verb: MoveVerb, given: MoveGiven, if_match: IfMatch) -> Made:
    """Make a move: send, receive, return, complete, start, answer (partly), decline, withdraw, close.

    With If-Match the move is made only if the request is still as it was read.
    """
    reply = given.reply.draft() if given.reply else None
    etag = record_read(if_match) if if_match else ""
    MOVES_BY_VERB[verb](caller_of(request), str(id), MoveInput(reason=given.reason, reply=reply, etag=etag))
    return Made(id=str(id))


@router.post(
    "/requests/{id}/attachments",
    response={201: AttachmentShown},
    operation_id="attach",
    summary="Attach a file",
)
def attach(
    request: HttpRequest,
    id: UUID,
    file: File[UploadedFile],
    form: Form[AttachmentFormGiven],
    response: HttpResponse,
) -> Status[AttachmentShown]:
    """Attach a file, recognised by its content; it becomes visible to the other side with the move that follows."""
    made = acts.attach(caller_of(request), str(id), name=file.name or "", data=file.read(), copy_level=form.copy_level)
    response["Location"] = request.path.partition("/requests/")[0] + f"/attachments/{made.id}"
    return Status(201, AttachmentShown.model_validate(made))


@router.get(
    "/attachments/{id}",
    operation_id="read_attachment",
    summary="Fetch a file",
    openapi_extra={
        "responses": {
            200: {
                "description": "The file, checked against its digest",
                "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def read_attachment(request: HttpRequest, id: UUID) -> HttpResponse:
    """Fetch the bytes of a file; its media type stands in X-Media-Type, the answer's own is neutral."""
    found = acts.read_attachment(caller_of(request), str(id))
    response = HttpResponse(found.data, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    response["X-Media-Type"] = found.media_type
    return response


@router.get(
    "/bases",
    response=BasesShown,
    operation_id="find_bases",
    summary="Find the open bases",
    openapi_extra=_ADDRESSEE,
)
def bases(request: HttpRequest, asked: Query[BasesAsked]) -> BasesShown:
    """Say on which provisions this type may be asked of that administration on a day, and what closes the others."""
    found = find_bases(caller_of(request), **asked.model_dump())
    return BasesShown(items=[BasisShown.of(basis) for basis in found])


@router.get("/desk", response=DeskShown, operation_id="read_desk", summary="Read the desk")
def desk(request: HttpRequest) -> DeskShown:
    """Read what waits for one's own administration, what waits for others, and the latest notices."""
    return DeskShown.model_validate(acts.read_desk(caller_of(request)))


@router.get("/notices", response=NoticePageShown, operation_id="read_notices", summary="Read the notices")
def notices(request: HttpRequest, asked: Query[NoticesAsked], response: HttpResponse) -> NoticePageShown:
    """Read what one's own administration was told, newest first, and who opened and took note of it."""
    page = acts.read_notices(caller_of(request), **asked.model_dump())
    link_next(request, response, page.next)
    return NoticePageShown.model_validate(page)


@router.post("/notices/{id}/opening", response=NoticeReadShown, operation_id="open_notice", summary="Open a notice")
def open_notice(request: HttpRequest, id: UUID) -> NoticeReadShown:
    """Open a notice; the first to do so stands in it."""
    return NoticeReadShown.model_validate(acts.open_notice(caller_of(request), str(id)))


@router.post(
    "/notices/acknowledgement",
    response=AcknowledgedShown,
    operation_id="acknowledge_notices",
    summary="Take note of notices",
    openapi_extra=_ADDRESSEE,
)
def acknowledge(request: HttpRequest, given: AcknowledgementGiven) -> AcknowledgedShown:
    """Take note of one notice, or of all up to now."""
    seen = acts.acknowledge_notices(caller_of(request), notice_id=str(given.notice or ""))
    return AcknowledgedShown(acknowledged=seen)


@router.get("/forms/{instrument}/{type}", response=FormShown, operation_id="read_form", summary="Read a form")
def form(request: HttpRequest, instrument: Path[Code], type: Path[Code]) -> FormShown:
    """List the fields that a type of assistance asks under an instrument, each with its provision."""
    rules = fields_for(instrument, type) if instrument in instrument_ids() else ()
    if not rules:
        raise NotFound
    return FormShown(items=[FieldShown.of(rule) for rule in rules])
