"""Acts on votes of a Council: the roll is computed, every ballot checked, and the result follows (CCO-10, NBO-13)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, Fault, Invalid, act, refuse
from tidewaiter.actions.organization.matters import entry_of
from tidewaiter.records import organization, registry, votes
from tidewaiter.records.models import CouncilVote
from tidewaiter.treaty.acts import is_unit
from tidewaiter.treaty.profile import Council
from tidewaiter.treaty.provisions import Instrument, implements, instrument_ids, load_instrument
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.rules.votes import (
    CASTS,
    MAJORITIES,
    Ballot,
    Majority,
    Outcome,
    Roll,
    outcome,
    refused_ballots,
    roll,
)

_LONGEST = {"number": 64, "item": 300, "resolution": 64, "text": 4000}
_OPENED = "CCO-8.1"


@dataclass(frozen=True, slots=True)
class VoteDraft:
    """A vote: on what, under which instrument (or Annex), when, the ballots of those present, and the resolution.

    The roll is that of the day on which the session opened, the exclusions are those of the day of the vote.
    """

    number: str
    instrument: str
    item: str
    day: date
    opened_on: date | None = None
    annex: str = ""
    majority: Majority = "resolution"
    ballots: tuple[Ballot, ...] = ()
    resolution: str = ""
    text: str = ""
    effective_on: date | None = None
    contest_heard: bool = False


@dataclass(frozen=True, slots=True)
class VoteCheck:
    """What is known before a vote is declared: who has one, how many must be present, and what the ballots decide."""

    roll: Roll
    quorum: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class BallotView:
    """One unit on the roll and what it did; "absent" where it was not present."""

    unit: str
    cast: str
    excluded: bool
    arrears: bool


@dataclass(frozen=True, slots=True)
class VoteView:
    """A vote as it was recorded; `bound` are the Members that an adopted resolution binds."""

    id: str
    number: str
    instrument: str
    annex: str
    item: str
    majority: str
    opened_on: date
    day: date
    ballots: tuple[BallotView, ...]
    votes_for: int
    votes_against: int
    abstentions: int
    void: int
    present: int
    quorum: int
    result: str
    contested: bool
    resolution: str
    text: str
    effective_on: date | None
    bound: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BarDraft:
    """An exclusion from the vote by decision of the Council, or arrears; `fact` names the one that is corrected."""

    instrument: str
    unit: str
    kind: str
    since: date
    until: date | None = None
    decision: str = ""
    recommended_on: date | None = None
    fact: str = ""


@dataclass(frozen=True, slots=True)
class BarView:
    """What bars a vote, as it is known now."""

    fact: str
    instrument: str
    unit: str
    kind: str
    since: date
    until: date | None
    decision: str
    recommended_on: date | None


@dataclass(frozen=True, slots=True)
class VotesView:
    """The votes, latest first, and what bars a vote."""

    items: tuple[VoteView, ...]
    bars: tuple[BarView, ...]


@act(Verb.CHECK_VOTE)
def check_vote(deed: Deed, draft: VoteDraft) -> VoteCheck:
    """Computes the roll of a day and what the ballots would decide, before anything is declared (CCO-10.4)."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    deed.tell(instrument=draft.instrument, day=draft.day)
    instrument, rule = _council(draft.instrument)
    refuse(*_day_faults(deed, instrument, draft))
    register = registry.register()
    found = _roll(instrument, register, draft)
    refuse(*_roll_faults(instrument, rule, found))
    refuse(*_ballot_faults(instrument, register, found, draft))
    counted = outcome(rule, found, draft.ballots, draft.majority)
    return VoteCheck(found, counted.quorum, counted)


@implements("CCO-2.2", "CCO-8.2.xvi", "CCO-10.2", "CCO-10.4", "CCO-10.5", "NBO-12.1", "NBO-13")
@act(Verb.RECORD_VOTE)
def record_vote(deed: Deed, draft: VoteDraft) -> str:
    """Records a vote with the roll that the register gives, the ballots and the result; gives its id."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    deed.tell(number=draft.number.strip(), instrument=draft.instrument)
    instrument, rule = _council(draft.instrument)
    refuse(*_said_faults(instrument, rule, draft), *_day_faults(deed, instrument, draft))
    register = registry.register()
    found = _roll(instrument, register, draft)
    refuse(*_roll_faults(instrument, rule, found))
    refuse(*_ballot_faults(instrument, register, found, draft))
    counted = outcome(rule, found, draft.ballots, draft.majority)
    refuse(*_outcome_faults(instrument, rule, draft, counted))
    deed.tell(result=counted.tally.result, contested=counted.contested)
    return votes.add_vote(
        entry_of(deed),
        found,
        draft.ballots,
        counted,
        number=draft.number.strip(),
        instrument=draft.instrument,
        annex=draft.annex,
        item=draft.item.strip(),
        majority=draft.majority,
        opened_on=draft.opened_on or draft.day,
        day=draft.day,
        resolution=draft.resolution.strip(),
        text=draft.text.strip(),
        effective_on=draft.effective_on,
    )


def _council(instrument_id: str) -> tuple[Instrument, Council]:
    known = load_instrument(instrument_id) if instrument_id in instrument_ids() else None
    if known is None or known.profile.council is None:
        raise Invalid((Fault("unknown_choice", "instrument", "SYS-1", {"value": instrument_id}),))
    return known, known.profile.council


def _roll(instrument: Instrument, register: Register, draft: VoteDraft) -> Roll:
    found = roll(
        instrument,
        register,
        annex=draft.annex,
        on=draft.opened_on or draft.day,
        barred=votes.barred(instrument.id, draft.day),
        voting_partners=organization.voting_partners(instrument.id),
    )
    return found.without_partners() if draft.majority == "partner_removal" else found


def _day_faults(deed: Deed, instrument: Instrument, draft: VoteDraft) -> Iterator[Fault]:
    if draft.day > deed.day:
        yield Fault("in_future", "day", _OPENED)
    if draft.opened_on is not None and draft.opened_on > draft.day:
        yield Fault("before_opening", "day", _OPENED)
    if draft.majority not in MAJORITIES:
        yield Fault("unknown_choice", "majority", _OPENED, {"value": draft.majority})
    if draft.annex and draft.annex not in instrument.profile.annexes:
        yield Fault("not_in_instrument", "annex", "NBO-13", {"value": draft.annex})


def _roll_faults(instrument: Instrument, rule: Council, found: Roll) -> Iterator[Fault]:
    if not found.units:
        yield Fault("roll_empty", "day", instrument.profile.cited(rule.vote_provision))


def _ballot_faults(instrument: Instrument, register: Register, found: Roll, draft: VoteDraft) -> Iterator[Fault]:
    rule = instrument.profile.council
    cited = instrument.profile.cited(rule.vote_provision) if rule else ""
    for place, ballot in enumerate(draft.ballots):
        if ballot.cast not in CASTS:
            yield Fault("unknown_choice", f"ballots.{place}", cited, {"value": ballot.cast})
    for refused in refused_ballots(instrument.profile, register, found, draft.ballots):
        yield Fault(f"ballot_{refused.why}", f"ballots.{refused.place}", refused.provision, {"unit": refused.unit})


def _said_faults(instrument: Instrument, rule: Council, draft: VoteDraft) -> Iterator[Fault]:
    cited = instrument.profile.cited(rule.vote_provision)
    binding = instrument.profile.cited(rule.binding_provision or rule.resolution_provision)
    for name in ("number", "item", *(("text",) if draft.resolution.strip() else ())):
        if not getattr(draft, name).strip():
            yield Fault("missing", name, binding if name == "text" else cited)
    for name, limit in _LONGEST.items():
        if len(getattr(draft, name)) > limit:
            yield Fault("too_long", name, cited, {"limit": str(limit)})
    for name in ("number", "resolution"):
        value = getattr(draft, name).strip()
        if value and votes.number_taken(value):
            yield Fault("number_taken", name, cited, {"value": value})
    if not draft.ballots:
        yield Fault("missing", "ballots", cited)
    if draft.effective_on is not None and draft.effective_on < draft.day:
        yield Fault("before_act", "effective_on", binding)


def _outcome_faults(instrument: Instrument, rule: Council, draft: VoteDraft, counted: Outcome) -> Iterator[Fault]:
    profile = instrument.profile
    if draft.resolution.strip() and counted.tally.result != "adopted":
        yield Fault("vote_not_adopted", "resolution", profile.cited(rule.resolution_provision))
    if counted.contested and not draft.contest_heard:
        yield Fault("contested_vote", "contest_heard", profile.cited(rule.vote_provision))


@implements("CCO-10.4", "CCO-16.2")
@act(Verb.RECORD_EXCLUSION)
def record_exclusion(deed: Deed, draft: BarDraft) -> str:
    """Records the Council's decision that excludes a Member from voting, or that a Member is in arrears (CCO-16.2)."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    deed.tell(unit=draft.unit, kind=draft.kind, since=draft.since)
    instrument, rule = _council(draft.instrument)
    cited = instrument.profile.cited(rule.exclusion_provision or rule.vote_provision)
    decided = draft.kind == votes.EXCLUSION
    known = {str(row.fact) for row in votes.bar_rows(draft.instrument)}
    refuse(
        Fault("not_usable", "instrument", cited) if rule.exclusion_provision is None else None,
        Fault("unknown_choice", "kind", cited, {"value": draft.kind}) if draft.kind not in votes.BARS else None,
        None if is_unit(draft.unit) else Fault("bad_code", "unit", cited),
        Fault("missing", "decision", cited) if decided and not draft.decision.strip() else None,
        Fault("missing", "recommended_on", cited) if decided and draft.recommended_on is None else None,
        Fault("in_future", "since", cited) if draft.since > deed.day else None,
        Fault("before_act", "until", cited) if draft.until is not None and draft.until < draft.since else None,
        Fault("not_recommended", "recommended_on", cited)
        if draft.recommended_on is not None and draft.recommended_on > draft.since
        else None,
        Fault("unknown_choice", "fact", cited, {"value": draft.fact})
        if draft.fact and draft.fact not in known
        else None,
    )
    return votes.add_bar(
        entry_of(deed),
        fact=draft.fact,
        instrument=draft.instrument,
        unit=draft.unit,
        kind=draft.kind,
        since=draft.since,
        until=draft.until,
        decision=draft.decision.strip()[:64],
        recommended_on=draft.recommended_on,
    )


@act(Verb.READ_VOTES)
def read_votes(deed: Deed) -> VotesView:
    """Reads the votes with their resolutions and whom they bind, and what bars a vote (CCO-2.2, CCO-8.2.xvi)."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    register = registry.register()
    bars = tuple(
        BarView(
            str(row.fact), row.instrument, row.unit, row.kind, row.since, row.until, row.decision, row.recommended_on
        )
        for row in votes.bar_rows()
    )
    return VotesView(tuple(_vote_view(row, register) for row in votes.votes()), bars)


def _vote_view(row: CouncilVote, register: Register) -> VoteView:
    cast = dict(zip(row.voters, row.casts, strict=True))
    return VoteView(
        id=str(row.id),
        number=row.number,
        instrument=row.instrument,
        annex=row.annex,
        item=row.item,
        majority=row.majority,
        opened_on=row.opened_on,
        day=row.day,
        ballots=tuple(
            BallotView(unit, cast.get(unit, "absent"), unit in row.excluded, unit in row.arrears) for unit in row.roll
        ),
        votes_for=row.votes_for,
        votes_against=row.votes_against,
        abstentions=row.abstentions,
        void=row.void,
        present=row.present,
        quorum=row.quorum,
        result=row.result,
        contested=row.contested,
        resolution=row.resolution,
        text=row.text,
        effective_on=row.effective_on,
        bound=_bound(row, register),
    )


@implements("CCO-2.2", "CCO-8.2.xvi")
def _bound(row: CouncilVote, register: Register) -> tuple[str, ...]:
    """The Members that a resolution binds: all of them on the day of its effect, those that voted against included."""
    if not row.resolution or row.result != "adopted" or row.instrument not in instrument_ids():
        return ()
    return roll(load_instrument(row.instrument), register, annex=row.annex, on=row.effective_on or row.day).units
