"""The paths of submitted lists: handed in, looked at, hit by hit decided; ordinary names and approved elements."""

from typing import BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from tidewaiter.actions import screening as acts
from tidewaiter.actions import uploads
from tidewaiter.doors.api.callers import caller_of
from tidewaiter.doors.api.pages import link_next, page_behind
from tidewaiter.doors.api.schemas.common import Made
from tidewaiter.doors.api.schemas.exchange import PageAsked
from tidewaiter.doors.api.schemas.given_screening import (
    ElementListGiven,
    HitDecisionGiven,
    HitsAsked,
    LinesCheckGiven,
    LinesGiven,
    ListDeletionGiven,
    ListFileGiven,
    ListGiven,
    ListMappingGiven,
    ListsAsked,
    OrdinaryGiven,
)
from tidewaiter.doors.api.schemas.shown_screening import (
    ElementListsShown,
    HitsShown,
    ListCheckShown,
    ListHitShown,
    ListMappingsShown,
    ListReadShown,
    ListShown,
    ListsShown,
    OrdinaryNamesShown,
)

router = Router(tags=["screening"], by_alias=True)

_CSV = "B/L,Consignee,HS code,Goods,Weight kg\nBL-00017,Ivan Petrov,240220,Cigarettes,1200\n"
_FILE = {
    "file": _CSV,
    "source": "MV Gannet, voyage 18",
    "kind": "manifest",
    "purpose": "risk_assessment",
    "case": "XB-81/2031",
    "format": "csv",
}


@router.post("/lists/check", response=ListCheckShown, operation_id="check_list", summary="Look what lines come to")
def check_list(request: HttpRequest, given: LinesCheckGiven) -> ListCheckShown:
    """Say what taking these lines would come to; nothing is written."""
    lines = tuple(line.submitted() for line in given.lines)
    return ListCheckShown.of(acts.check_list(caller_of(request), lines, order=given.order.order()))


@router.post("/lists", response={201: ListShown}, operation_id="submit_list", summary="Begin a list")
def submit_list(request: HttpRequest, given: ListGiven, response: HttpResponse) -> Status[ListShown]:
    """Begin to hand in a list for a stated purpose and case; 409 where the same file was taken before."""
    begun = acts.submit_list(caller_of(request), given.order())
    response["Location"] = f"{request.path}/{begun.id}"
    return Status(201, ListShown.model_validate(begun))


@router.post(
    "/lists/file",
    response={201: ListShown},
    operation_id="send_list_file",
    summary="Hand in a file",
    openapi_extra={"requestBody": {"content": {"multipart/form-data": {"examples": {"1": {"value": _FILE}}}}}},
)
def send_list_file(
    request: HttpRequest, file: File[UploadedFile], form: Form[ListFileGiven], response: HttpResponse
) -> Status[ListShown]:
    """Hand in a whole list as the file it came in: CSV, XLSX, JSON, CUSCAR or PAXLST, of 20 MB at most.

    It is read as on the pages, and screened then. 409 where the same file was taken before.
    """
    uploads.refuse_larger(file.size)
    stream = cast(BinaryIO, file.file)
    taken = acts.take_file(caller_of(request), form.order(), stream, expected=form.format)
    response["Location"] = f"{request.path.removesuffix('/file')}/{taken.id}"
    return Status(201, ListShown.model_validate(taken))


@router.get("/lists", response=ListsShown, operation_id="list_lists", summary="List submitted lists")
def list_lists(request: HttpRequest, asked: Query[ListsAsked], response: HttpResponse) -> ListsShown:
    """List the lists of one's own administration, newest first."""
    page = acts.list_lists(caller_of(request), **asked.model_dump())
    link_next(request, response, page.next)
    return ListsShown.model_validate(page)


@router.get("/lists/{id}", response=ListReadShown, operation_id="read_list", summary="Read a list")
def read_list(request: HttpRequest, id: UUID) -> ListReadShown:
    """Say how far a list is, how its hits stand, and which of its lines were refused."""
    return ListReadShown.of(acts.read_list(caller_of(request), str(id)))


@router.delete("/lists/{id}", response=ListShown, operation_id="delete_list", summary="Delete a list")
def delete_list(request: HttpRequest, id: UUID, given: ListDeletionGiven) -> ListShown:
    """Delete the lines of a list and its hits before their time; counts and digests stay."""
    return ListShown.model_validate(acts.delete_list(caller_of(request), str(id), reason=given.reason))


@router.post("/lists/{id}/lines", response=ListShown, operation_id="add_lines", summary="Hand in lines")
def add_lines(request: HttpRequest, id: UUID, given: LinesGiven) -> ListShown:
    """Hand in the next lines. 409 if `done` is not where the list stands; 422 names what is not approved (CCO-28.2)."""
    lines = tuple(line.submitted() for line in given.lines)
    return ListShown.model_validate(acts.add_lines(caller_of(request), str(id), lines, done=given.done))


@router.post("/lists/{id}/end", response=ListShown, operation_id="finish_list", summary="Hand a list over")
def finish_list(request: HttpRequest, id: UUID) -> ListShown:
    """Say that all lines are there: the worker screens them now."""
    return ListShown.model_validate(acts.finish_list(caller_of(request), str(id)))


@router.get("/lists/{id}/hits", response=HitsShown, operation_id="list_hits", summary="List the hits of a list")
def list_hits(request: HttpRequest, id: UUID, asked: Query[HitsAsked], response: HttpResponse) -> HitsShown:
    """List hits, strongest first, without a word of the entries; with no `state` all of them."""
    wanted = {**asked.model_dump(), "state": str(asked.state), "band": str(asked.band)}
    page = acts.list_hits(caller_of(request), str(id), **wanted)
    link_next(request, response, page.next)
    return HitsShown.model_validate(page)


@router.get("/hits/{id}", response=ListHitShown, operation_id="read_hit", summary="Open a hit")
def read_hit(request: HttpRequest, id: UUID) -> ListHitShown:
    """Open a hit: the line, the entry and why they are alike; each opening is a line in the journal."""
    return ListHitShown.of(acts.read_hit(caller_of(request), str(id)))


@router.post("/hits/{id}/decision", response=ListHitShown, operation_id="decide_hit", summary="Decide on a hit")
def decide_hit(request: HttpRequest, id: UUID, given: HitDecisionGiven) -> ListHitShown:
    """Confirm a hit, dismiss it for a time, pass it to the supplier of the entry, or take the decision back."""
    return ListHitShown.of(acts.decide_hit(caller_of(request), str(id), given.made()))


@router.post(
    "/ordinary-names", response={201: Made}, operation_id="keep_ordinary_name", summary="Keep an ordinary name"
)
def keep_ordinary_name(request: HttpRequest, given: OrdinaryGiven) -> Status[Made]:
    """Keep a name quiet for a time; numbers that agree are shown all the same."""
    return Status(201, Made(id=acts.keep_ordinary_name(caller_of(request), given.given())))


@router.get(
    "/ordinary-names", response=OrdinaryNamesShown, operation_id="list_ordinary_names", summary="List ordinary names"
)
def list_ordinary_names(request: HttpRequest, asked: Query[PageAsked], response: HttpResponse) -> OrdinaryNamesShown:
    """List the ordinary names of one's own administration that count today, by name."""
    found = acts.list_ordinary_names(caller_of(request))
    items, further = page_behind(found, asked.after, asked.limit, key=lambda one: one.id)
    link_next(request, response, further)
    return OrdinaryNamesShown.model_validate({"items": items, "next": further})


@router.delete(
    "/ordinary-names/{id}",
    response={204: None},
    operation_id="withdraw_ordinary_name",
    summary="Withdraw an ordinary name",
)
def withdraw_ordinary_name(request: HttpRequest, id: UUID) -> Status[None]:
    """Take an ordinary name back: lists screened from now on show what it would have kept quiet."""
    acts.withdraw_ordinary_name(caller_of(request), str(id))
    return Status(204, None)


@router.post(
    "/element-lists", response={201: Made}, operation_id="record_element_list", summary="Record approved elements"
)
def record_element_list(request: HttpRequest, given: ElementListGiven) -> Status[Made]:
    """Record the elements that advance information may hold, as the Executive Committee adopted them (CCO-28.2)."""
    return Status(201, Made(id=acts.record_element_list(caller_of(request), given.draft())))


@router.get(
    "/element-lists", response=ElementListsShown, operation_id="list_element_lists", summary="List approved elements"
)
def list_element_lists(request: HttpRequest, asked: Query[PageAsked], response: HttpResponse) -> ElementListsShown:
    """List the adopted lists of elements, the latest first."""
    found = acts.list_element_lists(caller_of(request))
    items, further = page_behind(found, asked.after, asked.limit, key=lambda one: one.id)
    link_next(request, response, further)
    return ElementListsShown.model_validate({"items": items, "next": further})


@router.post(
    "/mappings", response={204: None}, operation_id="save_list_mapping", summary="Keep how a source's lists are read"
)
def save_list_mapping(request: HttpRequest, given: ListMappingGiven) -> Status[None]:
    """Keep how a source writes its lists, in place of what was kept under the same name."""
    acts.save_list_mapping(caller_of(request), given.name, given.mapping().plain())
    return Status(204, None)


@router.get("/mappings", response=ListMappingsShown, operation_id="list_list_mappings", summary="List kept readings")
def list_list_mappings(request: HttpRequest, asked: Query[PageAsked], response: HttpResponse) -> ListMappingsShown:
    """List how the lists of one's own administration's sources are read, by name."""
    found = acts.list_list_mappings(caller_of(request))
    items, further = page_behind(found, asked.after, asked.limit, key=lambda one: one.name)
    link_next(request, response, further)
    return ListMappingsShown.model_validate({"items": items, "next": further})
