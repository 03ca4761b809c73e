"""Which acts of parties cannot be facts, and which are recorded with a question that the depositary must settle.

An act that contradicts the instrument's own dates or other facts is refused. One that is only not in due form is
recorded and its defect brought to the party's attention, since the depositary may not finally refuse (CCO-66.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import get_args

from tidewaiter.treaty.acts import ActType, InstrumentAct, Kind, is_unit, ledger
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.provisions import Instrument, implements
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.rules.admission_joining import joining_findings
from tidewaiter.treaty.rules.admission_later import later_findings
from tidewaiter.treaty.rules.admission_shapes import Case, Finding, Severity
from tidewaiter.treaty.rules.mentions import misnamed
from tidewaiter.treaty.rules.parties import parties

__all__ = ["Finding", "Severity", "as_registered", "due_form", "findings", "may_vote", "refused", "shape_findings"]

RECORDED = "CCO-66.2.iii"
"""Where the depositary's custody of every act stands; cited where the instrument has no provision of its own."""

_DAYS = ("on", "received", "cured_on", "effect_on")
_SAME = {"received": None, "cured_on": None, "reasons": False, "form": "in_due_form"}


def findings(
    instrument: Instrument, register: Register, act: InstrumentAct, *, day: date, others: Sequence[InstrumentAct] | None
) -> tuple[Finding, ...]:
    """Everything to be said about an act before it is recorded on a day, refusals first.

    `others` are the acts under the instrument without the one that is being corrected (None: all that the register
    has). Where the shape of the act is wrong nothing further is looked at.
    """
    acts = ledger(register.under(instrument.id) if others is None else others)
    found = [*shape_findings(act, day), *_named(instrument.profile, acts, act)]
    if not found:
        case = Case(instrument.profile, acts, register, act, parties(instrument.profile, acts, register.kinds))
        found = [*_moments(case), *joining_findings(case), *later_findings(case)]
    return tuple(sorted(dict.fromkeys(found), key=lambda each: get_args(Severity).index(each.severity)))


def refused(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Those that make the act impossible: it is not recorded."""
    return tuple(each for each in found if each.severity == "refused")


def due_form(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Those that the depositary brings to the party's attention (CCO-66.2.v)."""
    return tuple(each for each in found if each.severity != "refused")


def shape_findings(act: InstrumentAct, day: date) -> Iterator[Finding]:
    """What is wrong whatever the instrument: the type, who acts, and days that cannot be."""
    if act.type not in get_args(ActType):
        yield Finding("unknown_choice", "type", RECORDED, {"value": act.type})
    if not act.units and act.type != "entry_into_force_stated":
        yield Finding("missing", "units", RECORDED)
    for field in ("units", "territories"):
        for place, code in enumerate(getattr(act, field)):
            if not is_unit(code):
                yield Finding("bad_code", f"{field}.{place}", RECORDED)
    for field in _DAYS:
        when = getattr(act, field)
        if when is not None and when < act.on:
            yield Finding("before_act", field, RECORDED)
        # the one day that an act may name beforehand is that of its effect
        if when is not None and when > day and field != "effect_on":
            yield Finding("in_future", field, RECORDED)
    if act.cured_on is not None and act.received is not None and act.cured_on < act.received:
        yield Finding("cured_before_receipt", "cured_on", "CCO-66.2.v", {"day": act.received.isoformat()})


def _named(profile: Profile, acts: Sequence[InstrumentAct], act: InstrumentAct) -> Iterator[Finding]:
    for wrong in misnamed(profile, acts, act):
        code = "missing" if wrong.why == "missing" else "not_in_instrument"
        yield Finding(code, wrong.field, wrong.provision or RECORDED, {"value": wrong.value})


def _moments(case: Case) -> Iterator[Finding]:
    """What no act can be: earlier than its instrument, or the same act once more."""
    history, act = case.profile.history, case.act
    if history is not None and history.done_on is not None and act.on < history.done_on:
        provision = case.profile.cited(history.provision)
        yield Finding("before_instrument", "on", provision, {"day": history.done_on.isoformat()})
    if any(_plain(other) == _plain(act) for other in case.acts):
        yield Finding("recorded_twice", "type", RECORDED)


def _plain(act: InstrumentAct) -> InstrumentAct:
    return replace(act, **_SAME, annexes=act.annexes or ())  # type: ignore[arg-type]


@implements("CCO-43.1")
def as_registered(profile: Profile, act: InstrumentAct) -> InstrumentAct:
    """An opt-out from parts of Articles is never refused: it is registered as a reservation to those parts."""
    rule = profile.reservations
    if act.type != "opt_out" or rule is None or rule.articles is None or not act.articles:
        return act
    parts = all(item not in rule.articles and item.split(".")[0] in rule.articles for item in act.articles)
    return replace(act, type="reservation") if parts else act


@implements("NBO-15.5")
def may_vote(profile: Profile, kind: Kind, *, partner: bool = False) -> bool:
    """Whether a unit of this kind has a vote under the instrument: never a union; a Partner only where its instrument
    says so; a territory where it can be a party in its own name.
    """
    if kind == "union":
        return False
    if partner:
        return profile.partner_votes
    return profile.joining is None or kind in profile.joining.kinds
