"""The paths on which the register is read: instruments, parties, matrix, provisions and coming dates, on any day."""

from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router

from tidewaiter.actions import registry as acts
from tidewaiter.doors.api.callers import caller_of
from tidewaiter.doors.api.schemas.register_reading import (
    BoundByShown,
    CalendarAsked,
    CalendarShown,
    InstrumentStatusShown,
    MatrixAsked,
    MatrixShown,
    MomentAsked,
    OnAsked,
    PartiesShown,
    PartyShown,
    ProvisionStatusShown,
    ProvisionUnderShown,
    UnitLineShown,
)
from tidewaiter.doors.api.text import Code

router = Router(tags=["registry"])

# An instrument named beside the path may not be there.
_NAMED: dict[str, Any] = {"responses": {404: {}}}


@router.get(
    "/instruments/{id}/status",
    response=InstrumentStatusShown,
    operation_id="read_instrument_status",
    summary="Read who is bound by an instrument",
)
def instrument_status(request: HttpRequest, id: Path[Code], asked: Query[MomentAsked]) -> InstrumentStatusShown:
    """Read the parties to an instrument on a day, article by article, with the acts that they did and their sources."""
    found = acts.read_instrument_status(caller_of(request), id, on=asked.on, believed=asked.believed)
    return InstrumentStatusShown.of(found)


@router.get("/instruments/{id}/matrix", response=MatrixShown, operation_id="read_matrix", summary="Read the matrix")
def matrix(request: HttpRequest, id: Path[Code], asked: Query[MatrixAsked]) -> MatrixShown:
    """Read what each part of an instrument is to each unit on a day: bound, opted out, reserved, not yet."""
    return MatrixShown.of(acts.read_matrix(caller_of(request), id, on=asked.on, every=asked.every))


@router.get("/parties", response=PartiesShown, operation_id="read_parties", summary="Read who is bound by what")
def parties(request: HttpRequest, asked: Query[MomentAsked]) -> PartiesShown:
    """List every State, territory and union with where it stands under each instrument on a day."""
    found = acts.read_parties(caller_of(request), on=asked.on, believed=asked.believed)
    return PartiesShown(items=[UnitLineShown.model_validate(each) for each in found.lines])


@router.get("/parties/{id}", response=PartyShown, operation_id="read_party", summary="Read one party")
def party(request: HttpRequest, id: Path[Code], asked: Query[MomentAsked]) -> PartyShown:
    """Read what binds one unit on a day, since and until when, by which acts and sources."""
    return PartyShown.of(acts.read_party(caller_of(request), id, on=asked.on, believed=asked.believed))


@router.get(
    "/provisions/{id}/status",
    response=ProvisionStatusShown,
    operation_id="read_provision_status",
    summary="Read whom a provision binds",
)
def provision_status(request: HttpRequest, id: Path[Code], asked: Query[OnAsked]) -> ProvisionStatusShown:
    """Read which functions carry a provision out, the law cases on it, and whom it binds on a day."""
    found = acts.read_provision_status(caller_of(request), id, on=asked.on)
    under = [
        ProvisionUnderShown(
            instrument=each.instrument,
            units=[
                BoundByShown(unit=row.unit, word=row.cells[0].word, because=list(row.cells[0].because))
                for row in each.rows
            ],
        )
        for each in found.under
    ]
    rules, cases = list(found.rules), list(found.cases)
    return ProvisionStatusShown(id=found.id, on=found.at.on, rules=rules, cases=cases, under=under)


@router.get(
    "/calendar",
    response=CalendarShown,
    operation_id="read_calendar",
    summary="Read the coming dates",
    openapi_extra=_NAMED,
)
def calendar(request: HttpRequest, asked: Query[CalendarAsked]) -> CalendarShown:
    """List what takes effect between two days: entry into force, reviews, tacit acceptance, ends.

    The same stands at /register/calendar.ics for calendar programs.
    """
    return CalendarShown.of(acts.read_calendar(caller_of(request), **asked.model_dump()))
