"""The question about amendments: accepted or not, and in force from when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tidewaiter.treaty.provisions import Instrument
from tidewaiter.treaty.questions.facts import ActRow, KindWord, NoDate, acts, kinds
from tidewaiter.treaty.questions.question import Answer, NotSupported, Question, shown
from tidewaiter.treaty.rules.amendments import Objection, Proposal, amendment, amendment_on


@dataclass(frozen=True, slots=True)
class AmendmentGiven:
    """The dates of an amendment, the objections to it, and the acts that say who objects."""

    communicated: date
    adopted: date | None = None
    notified: date | None = None
    objections: tuple[Objection, ...] = ()
    acts: tuple[ActRow, ...] = ()
    on: date | None = None
    kinds: Mapping[str, KindWord] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AmendmentExpect:
    """The state, the dates of acceptance and of force, and whether adoption was regular."""

    state: str | None = None
    accepted: date | NoDate | None = None
    in_force: date | NoDate | None = None
    regular: bool | None = None


def _amendment(instrument: Instrument, given: AmendmentGiven) -> Answer:
    rule = instrument.profile.amendment
    if rule is None:
        raise NotSupported
    proposal = Proposal(given.communicated, given.adopted, given.notified)
    known, known_kinds = acts(instrument.profile, given.acts), kinds(given.kinds)
    if given.on is None:
        answer = amendment(instrument, rule, proposal, given.objections, known, known_kinds)
    else:
        answer = amendment_on(instrument, rule, proposal, given.objections, known, known_kinds, given.on)
    return {
        "state": answer.state,
        "accepted": shown(answer.accepted),
        "in_force": shown(answer.in_force),
        "regular": answer.regular,
    }


QUESTIONS: Mapping[str, Question] = {
    "amendment": Question(AmendmentGiven, AmendmentExpect, _amendment),
}
