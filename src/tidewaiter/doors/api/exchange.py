"""The paths of lists that come in and of entries that leave the central system."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from tidewaiter.actions import central as acts
from tidewaiter.doors.api.callers import caller_of
from tidewaiter.doors.api.pages import link_next, page_behind
from tidewaiter.doors.api.schemas.exchange import (
    AbandonedShown,
    CheckGiven,
    CheckShown,
    EntitiesGiven,
    ExportGiven,
    ExportMadeShown,
    ExportsShown,
    ImportGiven,
    ImportShown,
    ImportsShown,
    MappingGiven,
    MappingsShown,
    PageAsked,
)
from tidewaiter.doors.words import condition

router = Router(tags=["central"], by_alias=True)


@router.post("/imports/check", response=CheckShown, operation_id="check_import", summary="Look what a list comes to")
def check_import(request: HttpRequest, given: CheckGiven) -> CheckShown:
    """Say what taking these entities would come to; nothing is written."""
    entities = tuple(one.entity() for one in given.entities)
    found = acts.check_import(caller_of(request), entities, defaults=given.defaults.defaults())
    return CheckShown.model_validate(found)


@router.post("/imports", response={201: ImportShown}, operation_id="begin_import", summary="Begin an import")
def begin_import(request: HttpRequest, given: ImportGiven, response: HttpResponse) -> Status[ImportShown]:
    """Begin to take a list, or go on where the import of the same one broke off: see `rows_done`."""
    begun = acts.begin_import(caller_of(request), given.order())
    response["Location"] = f"{request.path}/{begun.id}"
    return Status(201, ImportShown.model_validate(begun))


@router.get("/imports", response=ImportsShown, operation_id="list_imports", summary="List imports")
def list_imports(request: HttpRequest, asked: Query[PageAsked], response: HttpResponse) -> ImportsShown:
    """List the imports of one's own administration, newest first, without their refused rows."""
    found = acts.list_imports(caller_of(request))
    items, further = page_behind(found, asked.after, asked.limit, key=lambda one: one.id)
    link_next(request, response, further)
    return ImportsShown.model_validate({"items": items, "next": further})


@router.get("/imports/{id}", response=ImportShown, operation_id="read_import", summary="Read an import")
def read_import(request: HttpRequest, id: UUID) -> ImportShown:
    """Say how far an import has come, and which of its rows were refused."""
    return ImportShown.model_validate(acts.read_import(caller_of(request), str(id)))


@router.post(
    "/imports/{id}/entities", response=ImportShown, operation_id="import_entries", summary="Take entities of a list"
)
def import_entries(request: HttpRequest, id: UUID, given: EntitiesGiven) -> ImportShown:
    """Take the next entities as drafts, each whole or not at all. 409 if `done` is not where the import stands."""
    entities = tuple(one.entity() for one in given.entities)
    return ImportShown.model_validate(acts.import_entries(caller_of(request), str(id), entities, done=given.done))


@router.post("/imports/{id}/end", response=ImportShown, operation_id="finish_import", summary="Finish an import")
def finish_import(request: HttpRequest, id: UUID) -> ImportShown:
    """End an import of which every entity was taken; then another officer may release it."""
    return ImportShown.model_validate(acts.finish_import(caller_of(request), str(id)))


@router.delete("/imports/{id}", response=AbandonedShown, operation_id="abandon_import", summary="Give an import up")
def abandon_import(request: HttpRequest, id: UUID) -> AbandonedShown:
    """Give an import up and delete the drafts it wrote."""
    return AbandonedShown(removed=acts.abandon_import(caller_of(request), str(id)))


@router.post(
    "/mappings", response={204: None}, operation_id="save_mapping", summary="Keep how a source's lists are read"
)
def save_mapping(request: HttpRequest, given: MappingGiven) -> Status[None]:
    """Keep how a source writes its lists, in place of what was kept under the same name."""
    acts.save_mapping(caller_of(request), given.name, given.mapping())
    return Status(204, None)


@router.get("/mappings", response=MappingsShown, operation_id="list_mappings", summary="List kept readings")
def list_mappings(request: HttpRequest, asked: Query[PageAsked], response: HttpResponse) -> MappingsShown:
    """List how the lists of one's own administration's sources are read, by name."""
    found = acts.list_mappings(caller_of(request))
    items, further = page_behind(found, asked.after, asked.limit, key=lambda one: one.name)
    link_next(request, response, further)
    shown = [
        {"name": one.name, **one.mapping.plain(), "saved_by": one.saved_by, "saved_at": one.saved_at} for one in items
    ]
    return MappingsShown.model_validate({"items": shown, "next": further})


@router.post("/exports", response={201: ExportMadeShown}, operation_id="export_entries", summary="Export entries")
def export_entries(request: HttpRequest, given: ExportGiven) -> Status[ExportMadeShown]:
    """Take entries out into an encrypted ZIP, every row with the conditions of its use (CCO-47.1.vi)."""
    made = acts.export_entries(caller_of(request), given.asked(), in_words=condition)
    return Status(201, ExportMadeShown.of(made))


@router.get("/exports", response=ExportsShown, operation_id="list_exports", summary="List exports")
def list_exports(request: HttpRequest, asked: Query[PageAsked], response: HttpResponse) -> ExportsShown:
    """List what has left one's own administration's hands, newest first."""
    found = acts.list_exports(caller_of(request))
    items, further = page_behind(found, asked.after, asked.limit, key=lambda one: one.id)
    link_next(request, response, further)
    return ExportsShown.model_validate({"items": items, "next": further})
