"""The paths of risk profiles and of the lines that they raised."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from tidewaiter.actions import screening as acts
from tidewaiter.doors.api.callers import caller_of
from tidewaiter.doors.api.pages import link_next
from tidewaiter.doors.api.schemas.common import Made, Recorded
from tidewaiter.doors.api.schemas.risk import (
    ProfileReleaseGiven,
    RiskDecisionGiven,
    RiskProfileGiven,
    RiskProfileLineShown,
    RiskProfileShown,
    RiskProfilesShown,
    RisksAsked,
    RiskShown,
    RisksShown,
    TrialGiven,
    TryOutShown,
)

router = Router(tags=["screening"])


@router.get("/profiles", response=RiskProfilesShown, operation_id="list_profiles", summary="List risk profiles")
def profiles(request: HttpRequest) -> RiskProfilesShown:
    """List the own administration's risk profiles, newest first, each with what it was good for."""
    found = acts.list_profiles(caller_of(request))
    return RiskProfilesShown(items=[RiskProfileLineShown.model_validate(each) for each in found])


@router.post(
    "/profiles",
    response={201: Made},
    operation_id="keep_profile",
    summary="Keep a risk profile",
    openapi_extra={"responses": {404: {}}},
)
def profile_new(request: HttpRequest, given: RiskProfileGiven) -> Status[Made]:
    """Keep a new profile, or a further version of one; it raises nothing until another officer releases it."""
    made = acts.keep_profile(
        caller_of(request), given.draft(), profile_id=given.id, version=given.version, why=given.why
    )
    return Status(201, Made(id=made))


@router.get("/profiles/{id}", response=RiskProfileShown, operation_id="view_profile", summary="Read a risk profile")
def profile(request: HttpRequest, id: UUID) -> RiskProfileShown:
    """Read a profile with its versions and how often what it raised was confirmed."""
    return RiskProfileShown.of(acts.view_profile(caller_of(request), str(id)))


@router.post(
    "/profiles/{id}/release",
    response={201: Recorded},
    operation_id="release_profile",
    summary="Release a risk profile",
)
def release(request: HttpRequest, id: UUID, given: ProfileReleaseGiven) -> Status[Recorded]:
    """Put the version that another officer wrote in force, in place of the one before."""
    acts.release_profile(caller_of(request), str(id), version=given.version)
    return Status(201, Recorded())


@router.post(
    "/profiles/{id}/withdrawal",
    response={201: Recorded},
    operation_id="withdraw_profile",
    summary="Withdraw a risk profile",
)
def withdrawal(request: HttpRequest, id: UUID) -> Status[Recorded]:
    """Take a profile out of use for good; its history and its counts stay."""
    acts.withdraw_profile(caller_of(request), str(id))
    return Status(201, Recorded())


@router.post("/profiles/{id}/trial", response=TryOutShown, operation_id="try_profile", summary="Try a risk profile")
def trial(request: HttpRequest, id: UUID, given: TrialGiven) -> TryOutShown:
    """Say how many lines of a kept list a version would raise today; nothing of it is kept."""
    tried = acts.try_profile(caller_of(request), str(id), list_id=given.list_id, version=given.version)
    return TryOutShown.of(tried)


@router.get("/risks", response=RisksShown, operation_id="list_risks", summary="List raised risks")
def risks(request: HttpRequest, asked: Query[RisksAsked], response: HttpResponse) -> RisksShown:
    """List the lines that profiles raised, strongest first, with the reasons as they read today."""
    which = {"list_id": asked.list_id, "profile_id": asked.profile, "state": asked.state}
    page = acts.list_risks(caller_of(request), **which, limit=asked.limit, after=asked.after)
    link_next(request, response, page.next)
    return RisksShown(items=[RiskShown.of(each) for each in page.items], next=page.next)


@router.post(
    "/risks/{id}/decision", response={201: RiskShown}, operation_id="decide_risk", summary="Decide on a raised risk"
)
def decision(request: HttpRequest, id: UUID, given: RiskDecisionGiven) -> Status[RiskShown]:
    """Keep what an officer found of a raised line; a later decision takes the place of an earlier one."""
    return Status(201, RiskShown.of(acts.decide_risk(caller_of(request), str(id), outcome=given.outcome)))
