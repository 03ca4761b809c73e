"""The acts on votes and on matters before the Organization, tried by those who may not perform them."""

from collections.abc import Callable
from datetime import date

from tests.acts import stories

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions import organization
from tidewaiter.actions.organization import BarDraft, MatterDraft, StepDraft, VoteDraft
from tidewaiter.treaty.rules.votes import Ballot

NOBODYS = "00000000-0000-4000-8000-000000000000"
_DAY = date(2026, 3, 2)


def _draft(variant: str = "", **more: object) -> MatterDraft:
    said: dict[str, object] = {"units": ("XA", "XB"), "provisions": ("26",), **more}
    return MatterDraft("N-1", "cco-2019", "A matter", _DAY, variant, **said)  # type: ignore[arg-type]


_STEP = StepDraft("communicated", on=_DAY, text="x")
_VOTE = VoteDraft("V-1", "cco-2019", "An item", _DAY, ballots=(Ballot("XA", "for"),))
OF_THE_ORGANIZATION: dict[Verb, Callable[[Caller, object], object]] = {
    Verb.CHECK_VOTE: lambda who, _: organization.check_vote(who, _VOTE),
    Verb.RECORD_VOTE: lambda who, _: organization.record_vote(who, _VOTE),
    Verb.READ_VOTES: lambda who, _: organization.read_votes(who),
    Verb.RECORD_EXCLUSION: lambda who, _: organization.record_exclusion(
        who, BarDraft("cco-2019", "XA", "arrears", stories.in_days(-1))
    ),
    Verb.RECORD_AMENDMENT: lambda who, _: organization.record_amendment(who, _draft(units=("XA",))),
    Verb.RECORD_AMENDMENT_STEP: lambda who, _: organization.record_amendment_step(who, NOBODYS, _STEP),
    Verb.READ_AMENDMENTS: lambda who, _: organization.read_amendments(who),
    Verb.OPEN_DISPUTE: lambda who, _: organization.open_dispute(who, _draft("members")),
    Verb.RECORD_DISPUTE_STEP: lambda who, _: organization.record_dispute_step(who, NOBODYS, _STEP),
    Verb.READ_DISPUTES: lambda who, _: organization.read_disputes(who),
    Verb.RECORD_APPLICATION: lambda who, _: organization.record_application(
        who, _draft("membership", units=("XQ",), gateway="i")
    ),
    Verb.RECORD_APPLICATION_STEP: lambda who, _: organization.record_application_step(who, NOBODYS, _STEP),
    Verb.READ_APPLICATIONS: lambda who, _: organization.read_applications(who),
    Verb.RECORD_TRANSITION: lambda who, _: organization.record_transition(who, _draft("first_session")),
    Verb.RECORD_TRANSITION_STEP: lambda who, _: organization.record_transition_step(who, NOBODYS, _STEP),
    Verb.RETRACT_MATTER_STEP: lambda who, _: organization.retract_matter_step(who, NOBODYS, why="x"),
    Verb.RETRACT_VOTE: lambda who, _: organization.retract_vote(who, NOBODYS, why="x"),
    Verb.READ_TRANSITION: lambda who, _: organization.read_transition(who),
}
"""The acts of the Organization's own; none of them is on a record of one administration alone."""
