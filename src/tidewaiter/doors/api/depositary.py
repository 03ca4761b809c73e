"""The paths of the depositary's desk: acts received and examined, their consequences, notices, custody."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from tidewaiter.actions import registry as acts
from tidewaiter.doors.api.callers import caller_of
from tidewaiter.doors.api.schemas.common import BelievedAsked, Made, Recorded
from tidewaiter.doors.api.schemas.depositary import (
    ConfirmedShown,
    ConsequencesShown,
    CopyGiven,
    CorrectionGiven,
    CureGiven,
    DepositaryDeskShown,
    DispatchesAsked,
    DispatchesShown,
    DispatchShown,
    DocumentFormGiven,
    DocumentsAsked,
    DocumentShown,
    DocumentsShown,
    FindingGiven,
    PartyActPageShown,
    PartyActsAsked,
    PartyActShown,
    PartyActsShown,
    ProofGiven,
    ReasonGiven,
    ReceivedActGiven,
)
from tidewaiter.doors.certificates import certified

router = Router(tags=["depositary"])
_FILE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The document, checked against its digest",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@router.get(
    "/desk", response=DepositaryDeskShown, operation_id="read_depositary_desk", summary="Read the depositary's desk"
)
def desk(request: HttpRequest) -> DepositaryDeskShown:
    """Read what waits: acts to examine, defects, notices to dispatch or to prove, and coming dates."""
    return DepositaryDeskShown.model_validate(acts.read_depositary_desk(caller_of(request)))


@router.get("/acts", response=PartyActsShown, operation_id="list_party_acts", summary="List the acts of parties")
def party_acts(request: HttpRequest, asked: Query[PartyActsAsked]) -> PartyActsShown:
    """List acts of parties as known now, or as believed at an earlier moment (SYS-3)."""
    found = acts.list_party_acts(caller_of(request), **asked.model_dump())
    return PartyActsShown(items=[PartyActShown.model_validate(each) for each in found])


@router.post("/acts", response={201: Made}, operation_id="receive_act", summary="Receive an act of a party")
def receive(request: HttpRequest, given: ReceivedActGiven) -> Status[Made]:
    """Take an act into the register under examination; its dates are provisional until it is confirmed."""
    return Status(201, Made(id=acts.receive_act(caller_of(request), given.received_act())))


@router.post(
    "/acts/consequences", response=ConsequencesShown, operation_id="weigh_act", summary="See what an act would change"
)
def weigh(request: HttpRequest, given: ReceivedActGiven) -> ConsequencesShown:
    """Say what an act would change if it were received and confirmed; nothing is recorded."""
    return ConsequencesShown.model_validate(acts.weigh_act(caller_of(request), given.received_act()))


@router.get(
    "/acts/{id}", response=PartyActPageShown, operation_id="read_party_act", summary="Read an act with its history"
)
def party_act(request: HttpRequest, id: UUID, asked: Query[BelievedAsked]) -> PartyActPageShown:
    """Read an act of a party, every earlier reading of it, what it changes, its notices and documents."""
    return PartyActPageShown.model_validate(acts.read_party_act(caller_of(request), str(id), believed=asked.believed))


@router.post(
    "/acts/{id}/finding", response={201: Recorded}, operation_id="examine_act", summary="Record what was found"
)
def finding(request: HttpRequest, id: UUID, given: FindingGiven) -> Status[Recorded]:
    """Record what the examination found; a notice to the party, or of a difference to all, is drafted."""
    acts.examine_act(caller_of(request), str(id), **given.model_dump())
    return Status(201, Recorded())


@router.post("/acts/{id}/cure", response={201: Recorded}, operation_id="cure_act", summary="Record a cure")
def cure(request: HttpRequest, id: UUID, given: CureGiven) -> Status[Recorded]:
    """Record that a defect was cured: the act counts from that day once it is confirmed."""
    acts.cure_act(caller_of(request), str(id), given.cure())
    return Status(201, Recorded())


@router.post(
    "/acts/{id}/confirmation", response={201: ConfirmedShown}, operation_id="confirm_act", summary="Confirm an act"
)
def confirmation(request: HttpRequest, id: UUID, given: ReasonGiven) -> Status[ConfirmedShown]:
    """Confirm that an act is in due form; say why where a question stands open. Its notices are drafted."""
    done = acts.confirm_act(caller_of(request), str(id), why=given.why)
    return Status(201, ConfirmedShown.model_validate(done))


@router.post("/acts/{id}/correction", response={201: Recorded}, operation_id="correct_act", summary="Correct an act")
def correction(request: HttpRequest, id: UUID, given: CorrectionGiven) -> Status[Recorded]:
    """Record what is known better of an act; the earlier reading stays readable."""
    acts.correct_act(caller_of(request), str(id), given.received_act(), why=given.why)
    return Status(201, Recorded())


@router.post("/acts/{id}/retraction", response={201: Recorded}, operation_id="retract_act", summary="Take back an act")
def retraction(request: HttpRequest, id: UUID, given: ReasonGiven) -> Status[Recorded]:
    """Record that there was no such act; drafted notices about it are dropped."""
    acts.retract_act(caller_of(request), str(id), why=given.why)
    return Status(201, Recorded())


@router.get("/notices", response=DispatchesShown, operation_id="list_dispatches", summary="List the notices")
def dispatches(request: HttpRequest, asked: Query[DispatchesAsked]) -> DispatchesShown:
    """List the depositary's notices, newest first, all or those in one state."""
    found, following = acts.list_dispatches(caller_of(request), **asked.model_dump())
    return DispatchesShown(items=[DispatchShown.model_validate(each) for each in found], next=following)


@router.get("/notices/{id}", response=DispatchShown, operation_id="read_dispatch", summary="Read a notice")
def dispatch(request: HttpRequest, id: UUID) -> DispatchShown:
    """Read a notice, as the depositary or as an addressee; that an addressee opened it is noted."""
    return DispatchShown.model_validate(acts.read_dispatch(caller_of(request), str(id)))


@router.post(
    "/notices/{id}/dispatch",
    response={201: DispatchShown},
    operation_id="dispatch_notice",
    summary="Dispatch a notice",
)
def dispatch_now(request: HttpRequest, id: UUID) -> Status[DispatchShown]:
    """Dispatch a draft: addressees inside are told, the others wait for proof by hand (SYS-9)."""
    return Status(201, DispatchShown.model_validate(acts.dispatch_notice(caller_of(request), str(id))))


@router.post("/notices/{id}/drop", response={201: Recorded}, operation_id="drop_notice", summary="Drop a notice")
def drop(request: HttpRequest, id: UUID, given: ReasonGiven) -> Status[Recorded]:
    """Drop a draft that is not to be sent, with the reason."""
    acts.drop_notice(caller_of(request), str(id), why=given.why)
    return Status(201, Recorded())


@router.post("/notices/{id}/proofs", response={201: Recorded}, operation_id="record_proof", summary="Record proof")
def proof(request: HttpRequest, id: UUID, given: ProofGiven) -> Status[Recorded]:
    """Record proof that a notice went out to one addressee, and when it was received."""
    acts.record_proof(caller_of(request), str(id), **given.model_dump())
    return Status(201, Recorded())


@router.get("/documents", response=DocumentsShown, operation_id="list_documents", summary="List documents in custody")
def documents(request: HttpRequest, asked: Query[DocumentsAsked]) -> DocumentsShown:
    """List the documents in custody, of an instrument or of an act."""
    found = acts.list_documents(caller_of(request), **asked.model_dump())
    return DocumentsShown(items=[DocumentShown.model_validate(each) for each in found])


@router.post(
    "/documents", response={201: DocumentShown}, operation_id="keep_document", summary="Take a document into custody"
)
def keep(request: HttpRequest, file: File[UploadedFile], form: Form[DocumentFormGiven]) -> Status[DocumentShown]:
    """Take a document into custody with its receipt, place, custodian and digest (CCO-66.2.iii)."""
    made = acts.keep_document(caller_of(request), form.document(), name=file.name or "", data=file.read())
    return Status(201, DocumentShown.model_validate(made))


@router.get(
    "/documents/{id}", operation_id="read_document", summary="Fetch a document from custody", openapi_extra=_FILE
)
def document(request: HttpRequest, id: UUID) -> HttpResponse:
    """Fetch the bytes of a document, as long as they are those that were taken into custody."""
    file = acts.read_document(caller_of(request), str(id))
    response = HttpResponse(file.data, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    return response


@router.post(
    "/documents/{id}/copies",
    response={201: DocumentShown},
    operation_id="certify_copy",
    summary="Make a certified copy",
)
def certify(request: HttpRequest, id: UUID, given: CopyGiven) -> Status[DocumentShown]:
    """Make a certified copy as PDF/A in one language, and draft the notice that transmits it (CCO-66.2.ii)."""
    made = acts.certify_copy(caller_of(request), str(id), language=given.language, written=certified)
    return Status(201, DocumentShown.model_validate(made))
