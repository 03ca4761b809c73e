"""The paths of a national unit's own work: files, meetings, translations, treaty positions."""

from dataclasses import asdict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from tidewaiter.actions import cooperation as acts
from tidewaiter.doors.api.callers import caller_of
from tidewaiter.doors.api.schemas.common import Made, Recorded
from tidewaiter.doors.api.schemas.cooperation import (
    DistributedShown,
    DistributionGiven,
    GateGiven,
    MeetingGiven,
    MeetingShown,
    MeetingsShown,
    NoteGiven,
    PipelineGiven,
    PipelineLineShown,
    PipelineShown,
    PipelinesShown,
    TranslationGiven,
    TranslationLineShown,
    TranslationShown,
    TranslationsShown,
    TreatyPositionShown,
    TreatyPositionsShown,
)

router = Router(tags=["cooperation"])


@router.get("/files", response=PipelinesShown, operation_id="list_pipelines", summary="List files")
def files(request: HttpRequest) -> PipelinesShown:
    """List the own administration's files, newest first, with how far each has come."""
    return PipelinesShown(
        items=[PipelineLineShown.model_validate(each) for each in acts.list_pipelines(caller_of(request))]
    )


@router.post("/files", response={201: Made}, operation_id="open_pipeline", summary="Open a file")
def file_new(request: HttpRequest, given: PipelineGiven) -> Status[Made]:
    """Open a file of an accession, an agreement or a memorandum; it keeps its order of gates (MNG-8, MNG-9)."""
    return Status(201, Made(id=acts.open_pipeline(caller_of(request), given.draft())))


@router.get("/files/{id}", response=PipelineShown, operation_id="read_pipeline", summary="Read a file")
def file(request: HttpRequest, id: UUID) -> PipelineShown:
    """Read a file with its gates, what was said of them, and its notes."""
    return PipelineShown.model_validate(acts.read_pipeline(caller_of(request), str(id)))


@router.post("/files/{id}/gates", response={201: Recorded}, operation_id="pass_gate", summary="Date a gate")
def gate(request: HttpRequest, id: UUID, given: GateGiven) -> Status[Recorded]:
    """Date a gate behind those before it, put its date right, or take it back with the reason."""
    acts.pass_gate(caller_of(request), str(id), **given.model_dump())
    return Status(201, Recorded())


@router.post("/files/{id}/notes", response={201: Recorded}, operation_id="note_on_pipeline", summary="Add a note")
def note(request: HttpRequest, id: UUID, given: NoteGiven) -> Status[Recorded]:
    """Add a note to a file, with where the document that it speaks of lies."""
    acts.note_on_pipeline(caller_of(request), str(id), **given.model_dump())
    return Status(201, Recorded())


@router.get("/meetings", response=MeetingsShown, operation_id="list_meetings", summary="List meetings")
def meetings(request: HttpRequest) -> MeetingsShown:
    """List the meetings that the own administration attends, by day (MNG-11)."""
    return MeetingsShown(items=[MeetingShown.model_validate(each) for each in acts.list_meetings(caller_of(request))])


@router.post(
    "/meetings",
    response={201: Made},
    operation_id="record_meeting",
    summary="Record a meeting",
    openapi_extra={"responses": {404: {}}},
)
def meeting(request: HttpRequest, given: MeetingGiven) -> Status[Made]:
    """Record a meeting, put one right, or take a cancelled one out of the calendar."""
    more = {"fact": given.fact, "why": given.why}
    made = acts.record_meeting(caller_of(request), given.draft(), cancelled=given.cancelled, **more)
    return Status(201, Made(id=made))


@router.get("/translations", response=TranslationsShown, operation_id="list_translations", summary="List translations")
def translations(request: HttpRequest) -> TranslationsShown:
    """List the own administration's translations, with how far each is acknowledged (MNG-12)."""
    found = acts.list_translations(caller_of(request))
    return TranslationsShown(items=[TranslationLineShown.model_validate(each) for each in found])


@router.post(
    "/translations",
    response={201: Made},
    operation_id="record_translation",
    summary="Record a translation",
    openapi_extra={"responses": {404: {}}},
)
def translation_new(request: HttpRequest, given: TranslationGiven) -> Status[Made]:
    """Record a version of a translation, or put one right."""
    made = acts.record_translation(caller_of(request), given.draft(), fact=given.fact, why=given.why)
    return Status(201, Made(id=made))


@router.get(
    "/translations/{id}", response=TranslationShown, operation_id="read_translation", summary="Read a translation"
)
def translation(request: HttpRequest, id: UUID) -> TranslationShown:
    """Read a version with everybody it went to, and who is to be reminded."""
    return TranslationShown.model_validate(acts.read_translation(caller_of(request), str(id)))


@router.post(
    "/translations/{id}/distribution",
    response={201: DistributedShown},
    operation_id="distribute_translation",
    summary="Distribute a translation",
)
def distribution(request: HttpRequest, id: UUID, given: DistributionGiven) -> Status[DistributedShown]:
    """Distribute a version to the officers of some offices, or of all, who have no copy yet."""
    sent = acts.distribute_translation(caller_of(request), str(id), offices=tuple(given.offices))
    return Status(201, DistributedShown(officers=sent))


@router.post(
    "/translations/{id}/acknowledgement",
    response={201: Recorded},
    operation_id="acknowledge_translation",
    summary="Acknowledge a translation",
)
def acknowledgement(request: HttpRequest, id: UUID) -> Status[Recorded]:
    """Acknowledge one's own copy of a version; a second time nothing changes."""
    acts.acknowledge_translation(caller_of(request), str(id))
    return Status(201, Recorded())


@router.get(
    "/positions", response=TreatyPositionsShown, operation_id="read_positions", summary="Read the treaty positions"
)
def positions(request: HttpRequest) -> TreatyPositionsShown:
    """Read the own State's treaty positions as their sources state them (MNG-1, MNG-2)."""
    found = [
        TreatyPositionShown.model_validate({**asdict(each), "source": each.known.source, "trust": each.known.trust})
        for each in acts.read_positions(caller_of(request))
    ]
    return TreatyPositionsShown(items=found)
