"""Questions about the organization: quorum, votes, committees, terms, contributions and the accounting
year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tidewaiter.treaty.profile import Council, Fraction, Money
from tidewaiter.treaty.provisions import Instrument, implements
from tidewaiter.treaty.questions.facts import NoDate, count_of
from tidewaiter.treaty.questions.question import Answer, NotSupported, Question, shown
from tidewaiter.treaty.rules import council, money
from tidewaiter.treaty.strict import NotUnderstood


@dataclass(frozen=True, slots=True)
class QuorumGiven:
    """Counts of Members; `roll` replaces `members` where only those bound by an Annex vote."""

    present: int
    members: int | None = None
    excluded: int = 0
    roll: int | None = None


@dataclass(frozen=True, slots=True)
class QuorumExpect:
    """Whether the quorum is met, and how many are needed."""

    met: bool | None = None
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class ResolutionGiven:
    """Ballots, and who is present."""

    for_: int
    against: int
    abstain: int
    present: int | None = None
    members: int | None = None
    excluded: int = 0
    roll: int | None = None


@dataclass(frozen=True, slots=True)
class AdoptedExpect:
    """Whether it is adopted."""

    adopted: bool | None = None


@dataclass(frozen=True, slots=True)
class SessionGiven:
    """Members, and how many of them demand a session."""

    members: int
    demands: int


@dataclass(frozen=True, slots=True)
class SessionExpect:
    """Whether the demand is sufficient, and how many are needed."""

    convened: bool | None = None
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class RemovalGiven:
    """Members, and how many of them agree."""

    members: int
    agree: int


@dataclass(frozen=True, slots=True)
class RemovalExpect:
    """Whether the removal is adopted, and how many are needed."""

    adopted: bool | None = None
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class CommitteeGiven:
    """Membership, presence and ballots, the Chairman's own among them."""

    membership: int
    present: int
    for_: int
    against: int
    chair: Literal["for", "against", "none", "absent"]
    casting: Literal["for", "against"] | None = None


@dataclass(frozen=True, slots=True)
class CommitteeExpect:
    """Whether the committee is composed, quorate, and carries the motion."""

    composed: bool | None = None
    quorum: bool | None = None
    carried: bool | None = None


@dataclass(frozen=True, slots=True)
class TermGiven:
    """An office, the first day of a term, and which term it is."""

    office: Literal["committee", "secretary_general"]
    start: date
    nth: int = 1
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class TermExpect:
    """The last day of the term and whether another may follow."""

    last_day: date | NoDate | None = None
    renewable: bool | None = None


@dataclass(frozen=True, slots=True)
class ContributionGiven:
    """The opening of the next session, and what was paid when."""

    session_opens: date
    paid_on: date | None = None
    amount: int | float | None = None
    paid: int | float | None = None


@dataclass(frozen=True, slots=True)
class ContributionExpect:
    """The last day for payment, and whether the whole was paid by then."""

    due: date | None = None
    in_time: bool | None = None


@dataclass(frozen=True, slots=True)
class YearGiven:
    """A day."""

    on: date


@dataclass(frozen=True, slots=True)
class YearExpect:
    """The first and last day of its accounting year."""

    first_day: date | None = None
    last_day: date | None = None


def _council(instrument: Instrument) -> Council:
    if instrument.profile.council is None:
        raise NotSupported
    return instrument.profile.council


def _share(share: Fraction | None) -> Fraction:
    if share is None:
        raise NotSupported
    return share


def _entitled(rule: Council, members: int | None, roll: int | None, excluded: int) -> int:
    # Where only the roll of an Annex votes, an excluded Member is not entitled; elsewhere it still counts.
    if rule.resolution_counts == "votes submitted":
        return count_of("members", members)
    return (count_of("members", members) if roll is None else count_of("roll", roll)) - excluded


def _quorum(instrument: Instrument, given: QuorumGiven) -> Answer:
    rule = _council(instrument)
    entitled = _entitled(rule, given.members, given.roll, given.excluded)
    present = count_of("present", given.present)
    return {"met": council.quorum(rule, present, entitled), "needed": council.needed(rule.quorum, entitled)}


def _resolution(instrument: Instrument, given: ResolutionGiven) -> Answer:
    rule = _council(instrument)
    ballots = [
        count_of("for", given.for_),
        count_of("against", given.against),
        count_of("abstain", given.abstain),
    ]
    present = sum(ballots) if given.present is None else count_of("present", given.present)
    adopted = council.resolution(rule, ballots[0], ballots[1], present)
    if given.present is not None and (given.members is not None or given.roll is not None):
        entitled = _entitled(rule, given.members, given.roll, given.excluded)
        adopted = adopted and council.quorum(rule, present, entitled)
    return {"adopted": adopted}


@implements("CCO-8.3")
def _session(instrument: Instrument, given: SessionGiven) -> Answer:
    """An extraordinary session is due once its share of the Members demands it."""
    share = _share(_council(instrument).extraordinary_session)
    members, demands = count_of("members", given.members), count_of("demands", given.demands)
    return {
        "convened": council.reaches(share, demands, members),
        "needed": council.needed(share, members),
    }


def _removal(instrument: Instrument, given: RemovalGiven) -> Answer:
    share = _share(_council(instrument).partner_removal)
    members, agree = count_of("members", given.members), count_of("agree", given.agree)
    return {
        "adopted": council.reaches(share, agree, members),
        "needed": council.needed(share, members),
    }


@implements("CCO-11.4", "CCO-12.4", "CCO-13.4", "CCO-14.4")
def _committee(instrument: Instrument, given: CommitteeGiven) -> Answer:
    """A committee carries a motion only when it is composed and quorate."""
    rule = instrument.profile.committee
    if rule is None:
        raise NotSupported
    composed = council.composed(rule, count_of("membership", given.membership))
    quorate = council.reaches(rule.quorum, count_of("present", given.present), given.membership)
    casting = None if given.chair == "absent" else given.casting
    carried = council.carried(count_of("for", given.for_), count_of("against", given.against), casting)
    return {"composed": composed, "quorum": quorate, "carried": composed and quorate and carried}


def _term(instrument: Instrument, given: TermGiven) -> Answer:
    rule = (instrument.profile.term or {}).get(given.office)
    if rule is None:
        raise NotSupported
    if given.nth < 1:
        raise NotUnderstood("given, nth: terms are counted from 1")
    if given.permanent:
        return {"last_day": shown(None), "renewable": False}
    last_day = council.term_ends(rule, given.start, given.nth)
    return {"last_day": shown(last_day), "renewable": council.renewable(rule, given.nth)}


def _money(instrument: Instrument) -> Money:
    if instrument.profile.money is None:
        raise NotSupported
    return instrument.profile.money


def _contribution(instrument: Instrument, given: ContributionGiven) -> Answer:
    due = money.contribution_due(_money(instrument), given.session_opens)
    whole = given.amount is None or (given.paid is not None and given.paid >= given.amount)
    return {"due": due, "in_time": whole and given.paid_on is not None and given.paid_on <= due}


def _year(instrument: Instrument, given: YearGiven) -> Answer:
    first, last = money.accounting_year(_money(instrument), given.on)
    return {"first_day": first, "last_day": last}


QUESTIONS: Mapping[str, Question] = {
    "quorum": Question(QuorumGiven, QuorumExpect, _quorum),
    "resolution": Question(ResolutionGiven, AdoptedExpect, _resolution),
    "extraordinary_session": Question(SessionGiven, SessionExpect, _session),
    "partner_removal": Question(RemovalGiven, RemovalExpect, _removal),
    "committee": Question(CommitteeGiven, CommitteeExpect, _committee),
    "term": Question(TermGiven, TermExpect, _term),
    "contribution": Question(ContributionGiven, ContributionExpect, _contribution),
    "accounting_year": Question(YearGiven, YearExpect, _year),
}
