"""Acts of the Council that the central system stands on: its decisions to centralize information (CCO-44)."""

from dataclasses import dataclass
from datetime import date

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import CentralPurpose, Verb
from tidewaiter.actions.act import Deed, Fault, Invalid, act
from tidewaiter.records import organization
from tidewaiter.screening.subjects import SubjectKind
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.rules.council import resolution

_AGREEMENT = "cco-2019"


@dataclass(frozen=True, slots=True)
class CouncilDecisionDraft:
    """A decision of the Council that centralizes categories of information for purposes, with its votes."""

    number: str
    decided_on: date
    effective_on: date
    categories: tuple[str, ...]
    purposes: tuple[str, ...]
    votes_for: int
    votes_against: int
    abstentions: int


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category open in the central system, for which purposes, by which decision and since when."""

    category: str
    purposes: tuple[str, ...]
    decision: str
    effective_on: date


@act(Verb.RECORD_COUNCIL_DECISION)
def record_council_decision(deed: Deed, draft: CouncilDecisionDraft) -> None:
    """Records a decision adopted by two thirds of the votes submitted (CCO-10.5, CCO-44)."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    deed.tell(decision=draft.number, categories=list(draft.categories))
    faults = _faults(draft, deed.day)
    if faults:
        raise Invalid(faults)
    organization.add_decision(
        deed.caller.administration,
        number=draft.number,
        decided_on=draft.decided_on,
        effective_on=draft.effective_on,
        categories=draft.categories,
        purposes=draft.purposes,
        votes=(draft.votes_for, draft.votes_against, draft.abstentions),
        at=deed.at,
    )


def _faults(draft: CouncilDecisionDraft, day: date) -> tuple[Fault, ...]:
    known = {kind.value for kind in SubjectKind}, {purpose.value for purpose in CentralPurpose}
    wrong = {
        "number": (not draft.number.strip(), "CCO-2.2"),
        "categories": (not draft.categories or not set(draft.categories) <= known[0], "CCO-44"),
        "purposes": (not draft.purposes or not set(draft.purposes) <= known[1], "CCO-44"),
        "effective_on": (draft.effective_on < draft.decided_on, "CCO-44"),
        "votes_for": (not _adopted(draft), "CCO-10.5"),
    }
    faults = tuple(Fault("not_usable", name, provision) for name, (bad, provision) in wrong.items() if bad)
    return (*faults, Fault("in_future", "decided_on", "CCO-44")) if draft.decided_on > day else faults


def _adopted(draft: CouncilDecisionDraft) -> bool:
    council = load_instrument(_AGREEMENT).profile.council
    votes = draft.votes_for, draft.votes_against, draft.abstentions
    return council is not None and min(votes) >= 0 and resolution(council, *votes[:2], sum(votes))


@act(Verb.READ_CATEGORIES)
def read_categories(deed: Deed) -> tuple[CategoryView, ...]:
    """Reads which categories the Council opened and for which purposes (CCO-44)."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    return tuple(
        CategoryView(category, tuple(row.purposes), row.number, row.effective_on)
        for row in organization.decisions_in_effect(deed.day)
        for category in row.categories
    )
