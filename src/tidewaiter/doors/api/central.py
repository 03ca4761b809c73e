"""The paths of the central system: watch entries and searches."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from tidewaiter.actions import central as acts
from tidewaiter.doors.api.callers import caller_of
from tidewaiter.doors.api.schemas.common import Made
from tidewaiter.doors.api.schemas.given_central import (
    DeletionGiven,
    EntriesAsked,
    EntryEditGiven,
    EntryGiven,
    ExtensionGiven,
    SearchGiven,
)
from tidewaiter.doors.api.schemas.shown_central import BatchReleased, EntryPageShown, EntryShown, SearchShown

router = Router(tags=["central"], by_alias=True)


@router.post("/entries", response={201: Made}, operation_id="create_entry", summary="Write a watch entry")
def create_entry(request: HttpRequest, content: EntryGiven, response: HttpResponse) -> Status[Made]:
    """Write a watch entry; nobody else sees it until another officer releases it."""
    made = acts.create_entry(caller_of(request), content.draft())
    response["Location"] = f"{request.path}/{made}"
    return Status(201, Made(id=made))


@router.get("/entries", response=EntryPageShown, operation_id="list_entries", summary="List own entries")
def list_entries(request: HttpRequest, asked: Query[EntriesAsked]) -> EntryPageShown:
    """List the entries that one's own administration supplied."""
    page = acts.list_entries(
        caller_of(request),
        category=asked.category or "",
        released=asked.released,
        limit=asked.limit,
        after=asked.after,
    )
    return EntryPageShown.model_validate(page)


@router.get("/entries/{id}", response=EntryShown, operation_id="read_entry", summary="Read an entry")
def read_entry(request: HttpRequest, id: UUID) -> EntryShown:
    """Read an entry of one's own administration."""
    return EntryShown.of(acts.read_entry(caller_of(request), str(id)))


@router.put("/entries/{id}", response=Made, operation_id="edit_entry", summary="Rewrite an entry")
def edit_entry(request: HttpRequest, id: UUID, given: EntryEditGiven) -> Made:
    """Rewrite an entry, saying why; only its supplier may (CCO-53.1). 409 if it changed meanwhile."""
    acts.edit_entry(caller_of(request), str(id), given.draft(), reason=given.change_reason, version=given.version)
    return Made(id=str(id))


@router.delete("/entries/{id}", response={204: None}, operation_id="delete_entry", summary="Delete an entry")
def delete_entry(request: HttpRequest, id: UUID, given: DeletionGiven) -> Status[None]:
    """Delete an entry, saying why; only its supplier may (CCO-53.1)."""
    acts.delete_entry(caller_of(request), str(id), reason=given.reason)
    return Status(204, None)


@router.post("/entries/{id}/release", response=Made, operation_id="release_entry", summary="Release an entry")
def release_entry(request: HttpRequest, id: UUID) -> Made:
    """Make an entry visible to others, as another officer than the one who wrote it."""
    acts.release_entry(caller_of(request), str(id))
    return Made(id=str(id))


@router.post("/entries/{id}/extension", response=Made, operation_id="extend_entry", summary="Keep an entry longer")
def extend_entry(request: HttpRequest, id: UUID, given: ExtensionGiven) -> Made:
    """Move the end of retention, after the notice of one month (CCO-51.2)."""
    acts.extend_entry(caller_of(request), str(id), until=given.until, reason=given.reason)
    return Made(id=str(id))


@router.post("/search", response=SearchShown, operation_id="search_central", summary="Search")
def search(request: HttpRequest, given: SearchGiven) -> SearchShown:
    """Search by name or identifier, for a stated purpose in a stated case; hits come with their reasons."""
    return SearchShown.of(acts.search_central(caller_of(request), given.query()))


@router.post("/batches/{id}/release", response=BatchReleased, operation_id="release_batch", summary="Release an import")
def release_batch(request: HttpRequest, id: UUID) -> BatchReleased:
    """Make all entries of an import visible, as another officer than the one who imported them."""
    return BatchReleased(released=acts.release_batch(caller_of(request), str(id)))
