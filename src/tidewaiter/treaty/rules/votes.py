"""Votes of a Council by name: who has one on a day, which ballots count, and what comes of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from tidewaiter.treaty.profile import Council, Profile
from tidewaiter.treaty.provisions import Instrument, implements
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.rules import council
from tidewaiter.treaty.rules.consent import kind_of
from tidewaiter.treaty.rules.standings import matrix, standings

Cast = Literal["for", "against", "abstain", "void", "none"]
Majority = Literal["resolution", "partner_removal"]
Result = Literal["adopted", "rejected", "no_quorum"]
WhyNot = Literal["union", "partner", "not_on_roll", "excluded", "twice"]

CASTS: tuple[Cast, ...] = get_args(Cast)
"""What a unit that is present does; "none" is being present without a ballot."""
MAJORITIES: tuple[Majority, ...] = get_args(Majority)
_VOTING = ("party", "withdrawing")  # whoever has given notice is a Member until the day of its effect


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one unit that is present did."""

    unit: str
    cast: Cast


@dataclass(frozen=True, slots=True)
class Barred:
    """Units whose vote a decision of the Council took, and units that are in arrears without such a decision."""

    excluded: frozenset[str] = frozenset()
    arrears: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Roll:
    """The Members on the roll, whose vote is taken by decision, who is in arrears without one, the Partners without
    a vote, and those to whom their arrangement gives one; by code. No Partner stands in any denominator.
    """

    units: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    arrears: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    voting_partners: tuple[str, ...] = ()

    @property
    def entitled(self) -> tuple[str, ...]:
        """Those Members whose ballot counts."""
        return tuple(unit for unit in self.units if unit not in self.excluded)

    def without_partners(self) -> Roll:
        """The same where no Partner has a vote, as on the status of one."""
        partners = tuple(sorted((*self.partners, *self.voting_partners)))
        return replace(self, partners=partners, voting_partners=())


@dataclass(frozen=True, slots=True)
class Refused:
    """A ballot that cannot be taken, by its place among those given, and why."""

    place: int
    unit: str
    why: WhyNot
    provision: str


@dataclass(frozen=True, slots=True)
class Tally:
    """The ballots counted and what they decide."""

    in_favour: int
    against: int
    result: Result


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a vote: the tally, how many are present and how many must be, how many votes for were needed.

    `without_arrears` is the tally without the ballots of Members in arrears whose vote no decision took; where it
    decides otherwise the vote is contested. `low` marks fewer votes submitted than Members must be present.
    """

    tally: Tally
    abstaining: int
    void: int
    present: int
    quorum: int
    needed: int
    without_arrears: Tally | None = None
    low: bool = False

    @property
    def contested(self) -> bool:
        """Whether the result turns on the ballots of Members in arrears."""
        return self.without_arrears is not None and self.without_arrears.result != self.tally.result


@implements("CCO-8.1", "CCO-10.4", "NBO-13")
def roll(
    instrument: Instrument,
    register: Register,
    *,
    annex: str = "",
    on: date,
    barred: Barred = Barred(),  # noqa: B008  # frozen
    voting_partners: Collection[str] = (),
) -> Roll:
    """Who has a vote on the day: the Members, or the Members of the Council bound by the Annex; never a union, a
    covered territory, or a Partner whose arrangement gives it no vote.
    """
    acts, kinds = register.under(instrument.id), register.kinds
    found = standings(instrument, acts, kinds, on)
    rows = matrix(instrument, acts, kinds, on, (annex,)) if annex else {}
    rule = instrument.profile.council
    units, partners = [], []
    wanted = frozenset(voting_partners)
    for code, standing in sorted(found.items()):
        bound = not annex or rows[code][annex].word == "bound"
        in_the_council = rule is None or rule.roll == "parties" or _in_the_council(register, code)
        if standing.status == "partner":
            partners.append(code)
        elif standing.status in _VOTING and kind_of(code, kinds) != "union" and in_the_council and bound:
            units.append(code)
    return Roll(
        tuple(units),
        tuple(code for code in units if code in barred.excluded),
        tuple(code for code in units if code in barred.arrears - barred.excluded),
        tuple(code for code in partners if code not in wanted),
        tuple(code for code in partners if code in wanted),
    )


def _in_the_council(register: Register, code: str) -> bool:
    known = register.units.get(code)
    return known is not None and known.council_member


@implements("CCO-10.4", "CCO-16.2", "NBO-13", "NBO-15.5")
def refused_ballots(
    profile: Profile, register: Register, given: Roll, ballots: Sequence[Ballot]
) -> tuple[Refused, ...]:
    """The ballots that cannot be taken: of a union, a Partner, whoever is not on the roll, an excluded Member, or a
    second one.
    """
    rule = profile.council
    if rule is None:
        return ()
    found, seen = [], set[str]()
    for place, ballot in enumerate(ballots):
        why = _why_not(register, given, ballot, seen)
        seen.add(ballot.unit)
        if why is not None:
            exclusion = rule.exclusion_provision if why == "excluded" else None
            partner = profile.partner_provision if why == "partner" else None
            cited = profile.cited(exclusion or partner or rule.vote_provision)
            found.append(Refused(place, ballot.unit, why, cited))
    return tuple(found)


def _why_not(register: Register, given: Roll, ballot: Ballot, seen: Collection[str]) -> WhyNot | None:
    if ballot.unit in seen:
        return "twice"
    if ballot.unit in given.partners:
        return "partner"
    if ballot.unit not in (*given.units, *given.voting_partners):
        return "union" if kind_of(ballot.unit, register.kinds) == "union" else "not_on_roll"
    return "excluded" if ballot.unit in given.excluded and ballot.cast != "none" else None


@implements("CCO-10.2", "CCO-10.4", "CCO-10.5", "CCO-65.4", "NBO-13")
def outcome(rule: Council, given: Roll, ballots: Sequence[Ballot], majority: Majority = "resolution") -> Outcome:
    """What the ballots decide, and what they would decide without those of Members in arrears (CCO 10.4)."""
    by_entitled = rule.resolution_counts == "present and entitled"
    entitled = given.entitled if by_entitled else given.units
    present = sum(ballot.unit in entitled for ballot in ballots)
    counted = [ballot for ballot in ballots if ballot.unit in (*given.entitled, *given.voting_partners)]
    quorate = council.quorum(rule, present, len(entitled))
    tally = _tally(rule, given, counted, present, majority, quorate=quorate)
    late = [ballot for ballot in counted if ballot.unit not in given.arrears]
    submitted, quorum = tally.in_favour + tally.against, council.needed(rule.quorum, len(entitled))
    return Outcome(
        tally=tally,
        abstaining=sum(ballot.cast == "abstain" for ballot in counted),
        void=sum(ballot.cast == "void" for ballot in counted),
        present=present,
        quorum=quorum,
        needed=_needed(rule, given, submitted, present, majority),
        without_arrears=_tally(rule, given, late, present, majority, quorate=quorate) if late != counted else None,
        low=tally.result == "adopted" and submitted < quorum,
    )


def _tally(
    rule: Council, given: Roll, counted: Sequence[Ballot], present: int, majority: Majority, *, quorate: bool
) -> Tally:
    in_favour = sum(ballot.cast == "for" for ballot in counted)
    against = sum(ballot.cast == "against" for ballot in counted)
    if not quorate:
        return Tally(in_favour, against, "no_quorum")
    if majority == "partner_removal" and rule.partner_removal is not None:
        adopted = council.reaches(rule.partner_removal, in_favour, len(given.units))
    else:
        adopted = council.resolution(rule, in_favour, against, present)
    return Tally(in_favour, against, "adopted" if adopted else "rejected")


def _needed(rule: Council, given: Roll, submitted: int, present: int, majority: Majority) -> int:
    if majority == "partner_removal" and rule.partner_removal is not None:
        return council.needed(rule.partner_removal, len(given.units))
    return council.needed(rule.resolution, submitted if rule.resolution_counts == "votes submitted" else present)
