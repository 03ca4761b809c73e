"""The paths of units, arrangements and agreements, and of the whole register as a file."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from tidewaiter.actions import registry as acts
from tidewaiter.actions.act import Fault, Invalid
from tidewaiter.doors.api.callers import caller_of
from tidewaiter.doors.api.schemas.agreements import (
    AgreementGiven,
    AgreementShown,
    AgreementsShown,
    ArrangementGiven,
    ArrangementShown,
    ArrangementsShown,
    FileGiven,
    FileShown,
    FileTakenShown,
    UnitGiven,
    UnitShown,
    UnitsShown,
)
from tidewaiter.doors.api.schemas.common import BelievedAsked, Made, Recorded
from tidewaiter.treaty.registry_file import json_text, read_registry_file, toml_text
from tidewaiter.treaty.strict import NotUnderstood

router = Router(tags=["registry"])

# What is named in the body or the path may not be there.
_NAMED: dict[str, Any] = {"responses": {404: {}}}


class FileAsked(BelievedAsked):
    """In which format, and as believed when."""

    format: Literal["toml", "json"] = "toml"


@router.get("/units", response=UnitsShown, operation_id="read_units", summary="Read the units")
def units(request: HttpRequest, asked: Query[BelievedAsked]) -> UnitsShown:
    """List every State, territory and union with its kind and the evidence of its eligibility."""
    found = acts.read_units(caller_of(request), believed=asked.believed)
    return UnitsShown(items=[UnitShown.of(each) for each in found])


@router.post("/units", response={201: Recorded}, operation_id="record_unit", summary="Record a unit")
def unit(request: HttpRequest, given: UnitGiven) -> Status[Recorded]:
    """Record a unit, or what is known better of the one by this code, with the reason."""
    acts.record_unit(caller_of(request), given.unit(), source=given.source, trust=given.trust, why=given.why)
    return Status(201, Recorded())


@router.get(
    "/arrangements", response=ArrangementsShown, operation_id="read_arrangements", summary="Read the arrangements"
)
def arrangements(request: HttpRequest, asked: Query[BelievedAsked]) -> ArrangementsShown:
    """List the mutual arrangements under which automatic exchange, advance exchange and recovery open."""
    found = acts.read_arrangements(caller_of(request), believed=asked.believed)
    return ArrangementsShown(items=[ArrangementShown.of(each) for each in found])


@router.post(
    "/arrangements",
    response={201: Recorded},
    operation_id="record_arrangement",
    summary="Record an arrangement",
    openapi_extra=_NAMED,
)
def arrangement(request: HttpRequest, given: ArrangementGiven) -> Status[Recorded]:
    """Record an arrangement; one that names a known fact changes or ends it, with the reason."""
    acts.record_arrangement(caller_of(request), given.line())
    return Status(201, Recorded())


@router.get("/agreements", response=AgreementsShown, operation_id="read_agreements", summary="Read the agreements")
def agreements(request: HttpRequest) -> AgreementsShown:
    """List every version of the instruments that were added here, with its profile."""
    return AgreementsShown(items=[AgreementShown.of(each) for each in acts.read_agreements(caller_of(request))])


@router.post("/agreements", response={201: Made}, operation_id="record_instrument", summary="Record an agreement")
def agreement(request: HttpRequest, given: AgreementGiven) -> Status[Made]:
    """Record a bilateral agreement or the completion of an unverified instrument; another person then verifies it."""
    return Status(201, Made(id=acts.record_instrument(caller_of(request), given.draft())))


@router.post(
    "/agreements/{id}/verification",
    response={201: Recorded},
    operation_id="verify_instrument",
    summary="Verify an agreement",
    openapi_extra=_NAMED,
)
def verification(request: HttpRequest, id: Path[UUID]) -> Status[Recorded]:
    """Stand behind a version that somebody else wrote; from now on the instrument counts."""
    acts.verify_instrument(caller_of(request), str(id))
    return Status(201, Recorded())


@router.post(
    "/agreements/{id}/withdrawal",
    response={201: Recorded},
    operation_id="withdraw_instrument_version",
    summary="Take back a version",
    openapi_extra=_NAMED,
)
def withdrawal(request: HttpRequest, id: Path[UUID]) -> Status[Recorded]:
    """Take a version back; the one before it counts again, or none."""
    acts.withdraw_instrument_version(caller_of(request), str(id))
    return Status(201, Recorded())


@router.get("/file", response=FileShown, operation_id="export_register", summary="Export the register")
def export(request: HttpRequest, asked: Query[FileAsked]) -> FileShown:
    """Take the whole register out as TOML or JSON; the same facts are always the same text."""
    found = acts.export_register(caller_of(request), believed=asked.believed)
    return FileShown(format=asked.format, text=toml_text(found) if asked.format == "toml" else json_text(found))


@router.post("/file", response=FileTakenShown, operation_id="import_register", summary="Import into the register")
def take(request: HttpRequest, given: FileGiven) -> FileTakenShown:
    """Take a file in, all of it or nothing: new facts are added, changed ones corrected with a reason."""
    caller = caller_of(request)
    try:
        file = read_registry_file(given.text, "text")
    except NotUnderstood as error:
        raise Invalid((Fault("register_not_read", "text", "SYS-3", {"value": str(error)}),)) from error
    return FileTakenShown.model_validate(acts.import_register(caller, file, why=given.why, dry_run=given.dry_run))
