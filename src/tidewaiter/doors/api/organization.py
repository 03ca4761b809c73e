"""The paths of the Organization: votes, amendments, disputes, applications, and what its beginning asks for."""

from collections.abc import Iterable

from django.http import HttpRequest
from ninja import Path, Router, Status

from tidewaiter.actions import organization as acts
from tidewaiter.actions.organization import MatterView
from tidewaiter.doors.api.callers import caller_of
from tidewaiter.doors.api.schemas.common import Made, Recorded
from tidewaiter.doors.api.schemas.organization import (
    ApplicationGiven,
    DisputeGiven,
    ExclusionGiven,
    MatterGiven,
    MatterShown,
    MattersShown,
    RegistrationShown,
    RetractionGiven,
    StepGiven,
    TransitionGiven,
    TransitionShown,
    VoteCheckShown,
    VoteGiven,
    VotesShown,
)
from tidewaiter.doors.api.text import Code

router = Router(tags=["organization"])


def _shown(found: Iterable[MatterView]) -> MattersShown:
    return MattersShown(items=[MatterShown.model_validate(each) for each in found])


@router.get("/votes", response=VotesShown, operation_id="read_votes", summary="Read the votes")
def votes(request: HttpRequest) -> VotesShown:
    """List the votes with ballots, results, resolutions and whom these bind, and what bars a vote."""
    return VotesShown.model_validate(acts.read_votes(caller_of(request)))


@router.post("/votes/check", response=VoteCheckShown, operation_id="check_vote", summary="Check a vote")
def vote_check(request: HttpRequest, given: VoteGiven) -> VoteCheckShown:
    """Compute who has a vote on the day and what the ballots would decide; nothing is recorded."""
    return VoteCheckShown.model_validate(acts.check_vote(caller_of(request), given.draft()))


@router.post("/votes", response={201: Made}, operation_id="record_vote", summary="Record a vote")
def vote(request: HttpRequest, given: VoteGiven) -> Status[Made]:
    """Record a vote; the roll is the register's, and every ballot is held against it."""
    return Status(201, Made(id=acts.record_vote(caller_of(request), given.draft())))


@router.post(
    "/exclusions", response={201: Made}, operation_id="record_exclusion", summary="Record an exclusion from the vote"
)
def exclusion(request: HttpRequest, given: ExclusionGiven) -> Status[Made]:
    """Record that the Council excluded a Member from voting, or that a Member is in arrears (CCO-16.2)."""
    return Status(201, Made(id=acts.record_exclusion(caller_of(request), given.draft())))


@router.get("/amendments", response=MattersShown, operation_id="read_amendments", summary="Read the amendments")
def amendments(request: HttpRequest) -> MattersShown:
    """List the amendments with their steps and the days that follow by rule."""
    return _shown(acts.read_amendments(caller_of(request)))


@router.post("/amendments", response={201: Made}, operation_id="record_amendment", summary="Record an amendment")
def amendment(request: HttpRequest, given: MatterGiven) -> Status[Made]:
    """Record a proposed amendment, as its proposer's head, the Secretariat or the depositary."""
    return Status(201, Made(id=acts.record_amendment(caller_of(request), given.draft())))


@router.post(
    "/amendments/{id}/steps",
    response={201: Recorded},
    operation_id="record_amendment_step",
    summary="Record a step of an amendment",
)
def amendment_step(request: HttpRequest, id: Path[Code], given: StepGiven) -> Status[Recorded]:
    """Record the next step of an amendment; the notices that it asks for are drafted."""
    acts.record_amendment_step(caller_of(request), id, given.draft())
    return Status(201, Recorded())


@router.get("/disputes", response=MattersShown, operation_id="read_disputes", summary="Read the disputes")
def disputes(request: HttpRequest) -> MattersShown:
    """List the disputes of which the caller may know: its own, and for the Organization all."""
    return _shown(acts.read_disputes(caller_of(request)))


@router.post("/disputes", response={201: Made}, operation_id="open_dispute", summary="Open a dispute")
def dispute(request: HttpRequest, given: DisputeGiven) -> Status[Made]:
    """Open a dispute, as the head of a party to it or as the Secretariat."""
    return Status(201, Made(id=acts.open_dispute(caller_of(request), given.draft())))


@router.post(
    "/disputes/{id}/steps",
    response={201: Recorded},
    operation_id="record_dispute_step",
    summary="Record a step of a dispute",
)
def dispute_step(request: HttpRequest, id: Path[Code], given: StepGiven) -> Status[Recorded]:
    """Record a round of negotiation, a referral, an agreement to be bound, a recommendation, or the end."""
    acts.record_dispute_step(caller_of(request), id, given.draft())
    return Status(201, Recorded())


@router.get("/applications", response=MattersShown, operation_id="read_applications", summary="Read the applications")
def applications(request: HttpRequest) -> MattersShown:
    """List applications, Cooperating Partners and the conditions of their arrangements."""
    return _shown(acts.read_applications(caller_of(request)))


@router.post("/applications", response={201: Made}, operation_id="record_application", summary="Record an application")
def application(request: HttpRequest, given: ApplicationGiven) -> Status[Made]:
    """Record who applies, by which gateway, and on what evidence."""
    return Status(201, Made(id=acts.record_application(caller_of(request), given.draft())))


@router.post(
    "/applications/{id}/steps",
    response={201: Recorded},
    operation_id="record_application_step",
    summary="Record a step of an application",
)
def application_step(request: HttpRequest, id: Path[Code], given: StepGiven) -> Status[Recorded]:
    """Record the Council's approval, the arrangement, a condition, or how the partnership ends."""
    acts.record_application_step(caller_of(request), id, given.draft())
    return Status(201, Recorded())


@router.get(
    "/transition", response=TransitionShown, operation_id="read_transition", summary="Read memoranda and first tasks"
)
def transition(request: HttpRequest) -> TransitionShown:
    """List inventories, memoranda, the first session, the first depositary, and registrations begun and due."""
    found = acts.read_transition(caller_of(request))
    due = [RegistrationShown.model_validate(each) for each in found.due]
    return TransitionShown(items=_shown(found.items).items, due=due)


@router.post(
    "/transition", response={201: Made}, operation_id="record_transition", summary="Record a memorandum or first task"
)
def transition_begun(request: HttpRequest, given: TransitionGiven) -> Status[Made]:
    """Begin an inventory, a memorandum, the first session, a provisional depositary, or a registration."""
    return Status(201, Made(id=acts.record_transition(caller_of(request), given.draft())))


@router.post(
    "/transition/{id}/steps",
    response={201: Recorded},
    operation_id="record_transition_step",
    summary="Record a step of a memorandum or first task",
)
def transition_step(request: HttpRequest, id: Path[Code], given: StepGiven) -> Status[Recorded]:
    """Record the next step: transferred, partner told, data approved, item ready, registered."""
    acts.record_transition_step(caller_of(request), id, given.draft())
    return Status(201, Recorded())


@router.post(
    "/steps/{id}/retraction",
    response={201: Recorded},
    operation_id="retract_matter_step",
    summary="Take a step of a matter back",
)
def step_back(request: HttpRequest, id: Path[Code], given: RetractionGiven) -> Status[Recorded]:
    """Take back a step that was recorded wrongly, and with it what it put in the register; it stays readable."""
    acts.retract_matter_step(caller_of(request), id, why=given.why)
    return Status(201, Recorded())


@router.post(
    "/votes/{id}/retraction", response={201: Recorded}, operation_id="retract_vote", summary="Take a vote back"
)
def vote_back(request: HttpRequest, id: Path[Code], given: RetractionGiven) -> Status[Recorded]:
    """Take back a vote that was recorded wrongly, once nothing rests on it; it stays readable."""
    acts.retract_vote(caller_of(request), id, why=given.why)
    return Status(201, Recorded())
