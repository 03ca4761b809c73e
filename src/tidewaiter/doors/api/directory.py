"""The paths of the directory: whom to write to, who may do what, what was filed, on any day, and its changes."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from tidewaiter.actions import registry as acts
from tidewaiter.doors.api.callers import caller_of
from tidewaiter.doors.api.schemas.common import Made, Recorded
from tidewaiter.doors.api.schemas.directory import (
    AdministrationPageShown,
    AdministrationShown,
    AuthoritiesAsked,
    AuthoritiesShown,
    AuthorityGiven,
    ContactPointGiven,
    DayAsked,
    DirectContactGiven,
    DirectoryShown,
    ExaminationGiven,
    FilingGiven,
    InvestigatorGiven,
    ListingEndGiven,
    OfficialEndGiven,
    OfficialGiven,
)
from tidewaiter.doors.api.text import Code

router = Router(tags=["registry"])

# What is named in the body may not be there.
_NAMED: dict[str, Any] = {"responses": {404: {}}}


@router.get("/directory", response=DirectoryShown, operation_id="read_directory", summary="Read the directory")
def directory(request: HttpRequest, asked: Query[DayAsked]) -> DirectoryShown:
    """List all administrations with contact point, authorities, officials and what binds them on a day."""
    found = acts.read_directory(caller_of(request), on=asked.on)
    return DirectoryShown(items=[AdministrationShown.model_validate(each) for each in found])


@router.get(
    "/administrations/{id}",
    response=AdministrationPageShown,
    operation_id="read_administration",
    summary="Read all that the directory holds of one administration",
)
def administration(request: HttpRequest, id: Path[Code], asked: Query[DayAsked]) -> AdministrationPageShown:
    """Read everything listed of an administration by its code, as it stands on a day, each item with its history."""
    return AdministrationPageShown.model_validate(acts.read_administration(caller_of(request), id, on=asked.on))


@router.get(
    "/administrations/{id}/authorities",
    response=AuthoritiesShown,
    operation_id="find_authorities",
    summary="Find who is the customs administration for an article",
)
def authorities(request: HttpRequest, id: Path[Code], asked: Query[AuthoritiesAsked]) -> AuthoritiesShown:
    """Find which authorities are the customs administration for an article on a day (CCO-1.ii, CCO-20.3)."""
    found = acts.find_authorities(caller_of(request), administration=id, provision_id=asked.provision, on=asked.on)
    return AuthoritiesShown.model_validate(found)


@router.post(
    "/authorities",
    response={201: Made},
    operation_id="record_authority",
    summary="Record an authority",
    openapi_extra=_NAMED,
)
def authority(request: HttpRequest, given: AuthorityGiven) -> Status[Made]:
    """Record an authority designated for a provision, as its head or the depositary; the others are to be told."""
    return Status(201, Made(id=acts.record_authority(caller_of(request), **given.model_dump())))


@router.post(
    "/authorities/{id}/examination",
    response={201: Recorded},
    operation_id="examine_authority",
    summary="Examine the filing of an authority",
)
def examination(request: HttpRequest, id: UUID, given: ExaminationGiven) -> Status[Recorded]:
    """Say that a filing is complete, or return it for completion with what it lacks, as the Secretariat (CCO-20.3)."""
    acts.examine_authority(caller_of(request), str(id), **given.model_dump())
    return Status(201, Recorded())


@router.post(
    "/contact-points",
    response={201: Made},
    operation_id="record_contact_point",
    summary="Record a contact point",
    openapi_extra=_NAMED,
)
def contact_point(request: HttpRequest, given: ContactPointGiven) -> Status[Made]:
    """Record the official contact point of an administration, as its head or the depositary; the others are told."""
    return Status(201, Made(id=acts.record_contact_point(caller_of(request), **given.model_dump())))


@router.post(
    "/investigators",
    response={201: Made},
    operation_id="record_investigator",
    summary="List an investigator",
    openapi_extra=_NAMED,
)
def investigator(request: HttpRequest, given: InvestigatorGiven) -> Status[Made]:
    """List an investigator whom those of other administrations reach directly (CCO-61.1, NBO-9)."""
    return Status(201, Made(id=acts.record_investigator(caller_of(request), **given.model_dump())))


@router.post(
    "/direct-contacts",
    response={201: Recorded},
    operation_id="note_direct_contact",
    summary="Note a direct contact",
    openapi_extra=_NAMED,
)
def direct_contact(request: HttpRequest, given: DirectContactGiven) -> Status[Recorded]:
    """Note that an investigator of one's own dealt directly with another's; nothing of any case is kept."""
    acts.note_direct_contact(caller_of(request), **given.model_dump())
    return Status(201, Recorded())


@router.post(
    "/listings/{id}/end",
    response={201: Recorded},
    operation_id="end_listing",
    summary="End what the directory lists",
)
def listing_end(request: HttpRequest, id: UUID, given: ListingEndGiven) -> Status[Recorded]:
    """End an authority, a contact point or an investigator with a day, or take back what never was."""
    acts.end_listing(caller_of(request), str(id), **given.model_dump())
    return Status(201, Recorded())


@router.post(
    "/officials",
    response={201: Made},
    operation_id="designate_official",
    summary="Designate an official",
    openapi_extra=_NAMED,
)
def official(request: HttpRequest, given: OfficialGiven) -> Status[Made]:
    """Open the central system to an officer of one's own administration, as its head or its authority for it."""
    return Status(201, Made(id=acts.designate_official(caller_of(request), **given.model_dump())))


@router.post(
    "/officials/{id}/end",
    response={201: Recorded},
    operation_id="end_official",
    summary="End the designation of an official",
)
def official_end(request: HttpRequest, id: UUID, given: OfficialEndGiven) -> Status[Recorded]:
    """End a designation with a day; from the next midnight (UTC) information is closed to the officer (CCO-52.6)."""
    acts.end_official(caller_of(request), str(id), **given.model_dump())
    return Status(201, Recorded())


@router.post(
    "/filings", response={201: Made}, operation_id="record_filing", summary="Record a filing", openapi_extra=_NAMED
)
def filing(request: HttpRequest, given: FilingGiven) -> Status[Made]:
    """Record a filing under CCO-31.3; personal data open on the day the second of the two kinds arrived."""
    return Status(201, Made(id=acts.record_filing(caller_of(request), **given.model_dump())))
