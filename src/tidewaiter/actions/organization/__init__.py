"""Acts of the Organization: votes, amendments, disputes, membership, and what its beginning asks for."""

from tidewaiter.actions.organization.amendments import read_amendments, record_amendment, record_amendment_step
from tidewaiter.actions.organization.correcting import retract_matter_step, retract_vote
from tidewaiter.actions.organization.decisions import (
    CategoryView,
    CouncilDecisionDraft,
    read_categories,
    record_council_decision,
)
from tidewaiter.actions.organization.disputes import open_dispute, read_disputes, record_dispute_step
from tidewaiter.actions.organization.membership import (
    read_applications,
    record_application,
    record_application_step,
)
from tidewaiter.actions.organization.shapes import (
    MatterDay,
    MatterDraft,
    MatterStepView,
    MatterView,
    MoveView,
    StepDraft,
)
from tidewaiter.actions.organization.transition import (
    TransitionView,
    read_transition,
    record_transition,
    record_transition_step,
)
from tidewaiter.actions.organization.votes import (
    BarDraft,
    BarView,
    VoteCheck,
    VoteDraft,
    VotesView,
    VoteView,
    check_vote,
    read_votes,
    record_exclusion,
    record_vote,
)

__all__ = [
    "BarDraft",
    "BarView",
    "CategoryView",
    "CouncilDecisionDraft",
    "MatterDay",
    "MatterDraft",
    "MatterStepView",
    "MatterView",
    "MoveView",
    "StepDraft",
    "TransitionView",
    "VoteCheck",
    "VoteDraft",
    "VoteView",
    "VotesView",
    "check_vote",
    "open_dispute",
    "read_amendments",
    "read_applications",
    "read_categories",
    "read_disputes",
    "read_transition",
    "read_votes",
    "record_amendment",
    "record_amendment_step",
    "record_application",
    "record_application_step",
    "record_council_decision",
    "record_dispute_step",
    "record_exclusion",
    "record_transition",
    "record_transition_step",
    "record_vote",
    "retract_matter_step",
    "retract_vote",
]
