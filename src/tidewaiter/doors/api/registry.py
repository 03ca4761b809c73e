"""The paths of the register, of the law, of the Organization's decisions, and of one's own journal."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Status

from tidewaiter.actions.act import NotFound
from tidewaiter.actions.organization import read_categories, record_council_decision
from tidewaiter.actions.people import read_journal, record_administration
from tidewaiter.actions.registry import (
    record_instrument_act,
)
from tidewaiter.doors.api.callers import caller_of
from tidewaiter.doors.api.pages import link_next
from tidewaiter.doors.api.schemas.common import Recorded
from tidewaiter.doors.api.schemas.given_people import AdministrationGiven
from tidewaiter.doors.api.schemas.given_registry import (
    CouncilDecisionGiven,
    InstrumentActGiven,
)
from tidewaiter.doors.api.schemas.shown_registry import (
    CategoriesShown,
    CategoryShown,
    InstrumentLineShown,
    InstrumentShown,
    InstrumentsShown,
    JournalAsked,
    JournalLineShown,
    JournalShown,
    ProvisionShown,
)
from tidewaiter.doors.api.text import Code
from tidewaiter.treaty.provisions import instrument_ids, instruments, load_instrument, provision

router = Router()

# An administration is named in the body and may not be there.
_ADMINISTRATION: dict[str, Any] = {"responses": {404: {}}}


@router.get(
    "/registry/provisions/{id}",
    response=ProvisionShown,
    operation_id="read_provision",
    summary="Read a provision",
    tags=["registry"],
)
def read_provision(request: HttpRequest, id: Path[Code]) -> ProvisionShown:
    """Read what a provision says, in our own words; an article's id gives all its provisions."""
    found = provision(id)
    if found is None:
        raise NotFound
    return ProvisionShown.of(found, caller_of(request).language)


@router.get(
    "/registry/instruments",
    response=InstrumentsShown,
    operation_id="list_instruments",
    summary="List the instruments",
    tags=["registry"],
)
def list_instruments(request: HttpRequest) -> InstrumentsShown:
    """List the instruments under which assistance is asked and given."""
    language = caller_of(request).language
    return InstrumentsShown(items=[InstrumentLineShown.of(each, language) for each in instruments()])


@router.get(
    "/registry/instruments/{id}",
    response=InstrumentShown,
    operation_id="read_instrument",
    summary="Read an instrument",
    tags=["registry"],
)
def read_instrument(request: HttpRequest, id: Path[Code]) -> InstrumentShown:
    """Read an instrument article by article, in our own words."""
    if id not in instrument_ids():
        raise NotFound
    return InstrumentShown.of(load_instrument(id), caller_of(request).language)


@router.post(
    "/registry/administrations",
    response={201: Recorded},
    operation_id="record_administration",
    summary="Record an administration",
    tags=["registry"],
)
def administration(request: HttpRequest, given: AdministrationGiven) -> Status[Recorded]:
    """Record an administration and its offices, as the Secretariat (CCO-45.4)."""
    record_administration(caller_of(request), given.draft())
    return Status(201, Recorded())


@router.post(
    "/registry/acts",
    response={201: Recorded},
    operation_id="record_instrument_act",
    summary="Record an act of a party",
    tags=["registry"],
)
def act(request: HttpRequest, given: InstrumentActGiven) -> Status[Recorded]:
    """Record what a party did under an instrument, as the depositary; what it opens or ends follows by rule."""
    record_instrument_act(caller_of(request), given.instrument, given.act(), reference=given.reference)
    return Status(201, Recorded())


@router.post(
    "/organization/decisions",
    response={201: Recorded},
    operation_id="record_council_decision",
    summary="Record a decision of the Council",
    tags=["organization"],
)
def decision(request: HttpRequest, given: CouncilDecisionGiven) -> Status[Recorded]:
    """Record a decision that opens categories of the central system, adopted by two thirds of the votes submitted."""
    record_council_decision(caller_of(request), given.draft())
    return Status(201, Recorded())


@router.get(
    "/organization/categories",
    response=CategoriesShown,
    operation_id="read_categories",
    summary="Read the open categories",
    tags=["organization"],
)
def categories(request: HttpRequest) -> CategoriesShown:
    """List the categories of the central system that a Council decision opened, and for which purposes."""
    found = read_categories(caller_of(request))
    return CategoriesShown(items=[CategoryShown.model_validate(each) for each in found])


@router.get(
    "/journal",
    response=JournalShown,
    operation_id="read_journal",
    summary="Read the journal",
    tags=["journal"],
)
def journal(request: HttpRequest, asked: Query[JournalAsked], response: HttpResponse) -> JournalShown:
    """Read one's own administration's journal, newest first; the reading stands in it too."""
    found = read_journal(caller_of(request), **{**asked.model_dump(), "limit": asked.limit + 1})
    lines, further = found[: asked.limit], found[asked.limit - 1].id if len(found) > asked.limit else ""
    link_next(request, response, further)
    return JournalShown(items=[JournalLineShown.model_validate(each) for each in lines], next=further)
