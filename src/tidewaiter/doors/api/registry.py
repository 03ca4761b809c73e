"""The paths of the register, of the Organization's decisions, and of one's own journal."""

from django.http import HttpRequest
from ninja import Path, Query, Router

from tidewaiter.actions.act import NotFound
from tidewaiter.actions.organization import read_categories
from tidewaiter.actions.people import read_journal
from tidewaiter.actions.registry import read_directory
from tidewaiter.doors.api.callers import caller_of
from tidewaiter.doors.api.schemas.shown_registry import (
    AdministrationShown,
    CategoriesShown,
    CategoryShown,
    DirectoryShown,
    JournalAsked,
    JournalLineShown,
    JournalShown,
    ProvisionShown,
)
from tidewaiter.doors.api.text import Code
from tidewaiter.treaty.provisions import provision

router = Router()


@router.get(
    "/registry/directory",
    response=DirectoryShown,
    operation_id="read_directory",
    summary="Read the directory",
    tags=["registry"],
)
def directory(request: HttpRequest) -> DirectoryShown:
    """List all administrations with contact point, authorities, officials and the instruments that bind them."""
    found = read_directory(caller_of(request))
    return DirectoryShown(items=[AdministrationShown.model_validate(each) for each in found])


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
def journal(request: HttpRequest, asked: Query[JournalAsked]) -> JournalShown:
    """Read the latest lines of one's own administration's journal; the reading stands in it too."""
    found = read_journal(caller_of(request), limit=asked.limit, verb=asked.verb)
    return JournalShown(items=[JournalLineShown.model_validate(each) for each in found])
