"""The paths of the central system: watch entries and searches."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router, Status

from tidewaiter.actions import central as acts
from tidewaiter.doors.api.callers import caller_of
from tidewaiter.doors.api.etags import version_read
from tidewaiter.doors.api.pages import link_next
from tidewaiter.doors.api.schemas.common import Made
from tidewaiter.doors.api.schemas.given_central import (
    DeletionGiven,
    EntriesAsked,
    EntryAsked,
    EntryEditGiven,
    EntryGiven,
    ExtensionGiven,
    SearchGiven,
)
from tidewaiter.doors.api.schemas.shown_central import BatchReleased, EntryPageShown, EntryShown, SearchShown
from tidewaiter.doors.api.text import Line

router = Router(tags=["central"], by_alias=True)

IfMatch = Annotated[Line, Header("", alias="If-Match", description="the ETag of the entry as it was read")]


@router.post("/entries", response={201: Made}, operation_id="create_entry", summary="Write a watch entry")
def create_entry(request: HttpRequest, content: EntryGiven, response: HttpResponse) -> Status[Made]:
    """Write a watch entry; nobody else sees it until another officer releases it."""
    made = acts.create_entry(caller_of(request), content.draft())
    response["Location"] = f"{request.path}/{made}"
    return Status(201, Made(id=made))


@router.get("/entries", response=EntryPageShown, operation_id="list_entries", summary="List own entries")
def list_entries(request: HttpRequest, asked: Query[EntriesAsked], response: HttpResponse) -> EntryPageShown:
    """List the entries that one's own administration supplied, newest first, and the imports that wait for release."""
    page = acts.list_entries(caller_of(request), **asked.filters())
    link_next(request, response, page.next)
    return EntryPageShown.model_validate(page)


@router.get("/entries/{id}", response=EntryShown, operation_id="read_entry", summary="Read an entry")
def read_entry(request: HttpRequest, id: UUID, asked: Query[EntryAsked], response: HttpResponse) -> EntryShown:
    """Read an entry: one's own administration's, or another's for a stated purpose in a stated case (CCO-50.2)."""
    found = acts.read_entry(caller_of(request), str(id), purpose=asked.purpose or "", case=asked.case)
    response["ETag"] = f'"{found.version}"'
    return EntryShown.of(found)


@router.put("/entries/{id}", response=Made, operation_id="edit_entry", summary="Rewrite an entry")
def edit_entry(request: HttpRequest, id: UUID, given: EntryEditGiven, if_match: IfMatch) -> Made:
    """Rewrite an entry, saying why; only its supplier may (CCO-53.1). 412 if it changed meanwhile."""
    version = version_read(if_match)
    acts.edit_entry(caller_of(request), str(id), given.draft(), reason=given.change_reason, version=version)
    return Made(id=str(id))


@router.delete("/entries/{id}", response={204: None}, operation_id="delete_entry", summary="Delete an entry")
def delete_entry(request: HttpRequest, id: UUID, given: DeletionGiven, if_match: IfMatch) -> Status[None]:
    """Delete an entry, saying why; only its supplier may (CCO-53.1)."""
    acts.delete_entry(caller_of(request), str(id), reason=given.reason, version=version_read(if_match))
    return Status(204, None)


@router.post("/entries/{id}/release", response=Made, operation_id="release_entry", summary="Release an entry")
def release_entry(request: HttpRequest, id: UUID, if_match: IfMatch) -> Made:
    """Make an entry visible to others as it was read, as another officer than the one who wrote it."""
    acts.release_entry(caller_of(request), str(id), version=version_read(if_match))
    return Made(id=str(id))


@router.post("/entries/{id}/extension", response=Made, operation_id="extend_entry", summary="Keep an entry longer")
def extend_entry(request: HttpRequest, id: UUID, given: ExtensionGiven, if_match: IfMatch) -> Made:
    """Move the end of retention, after the notice of one month (CCO-51.2)."""
    version = version_read(if_match)
    acts.extend_entry(caller_of(request), str(id), until=given.until, reason=given.reason, version=version)
    return Made(id=str(id))


@router.post("/search", response=SearchShown, operation_id="search_central", summary="Search")
def search(request: HttpRequest, given: SearchGiven) -> SearchShown:
    """Search by name or identifier, for a stated purpose in a stated case; hits come with their reasons."""
    return SearchShown.of(acts.search_central(caller_of(request), given.query()))


@router.post("/batches/{id}/release", response=BatchReleased, operation_id="release_batch", summary="Release an import")
def release_batch(request: HttpRequest, id: UUID) -> BatchReleased:
    """Make all entries of an import visible, as another officer than the one who imported them."""
    return BatchReleased(released=acts.release_batch(caller_of(request), str(id)))
