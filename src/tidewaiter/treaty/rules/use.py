"""For what received information may be used, and who bears which cost of a request."""

from __future__ import annotations

from dataclasses import dataclass

from tidewaiter.treaty.profile import Cost, CostKind, Payer, Use, UseRule
from tidewaiter.treaty.provisions import Instrument, implements


@dataclass(frozen=True, slots=True)
class UseAnswer:
    """Whether a use is permitted, and the provisions that decide it."""

    permitted: bool
    because: tuple[str, ...]


@implements("CCO-30.1", "CCO-30.2", "CCO-30.3", "NBO-5.1.a", "NBO-5.2", "BIL-USE")
def use_permitted(
    instrument: Instrument, rule: UseRule, use: Use, *, consented: bool, asylum_block: bool, in_proceedings: bool
) -> UseAnswer:
    """Information serves the instrument's own purposes; other uses need the supplier's consent; asylum
    blocks all.
    """
    cited = instrument.profile.cited
    if asylum_block and rule.asylum_provision is not None:
        return UseAnswer(False, (cited(rule.asylum_provision),))
    if use in rule.free or (in_proceedings and use in rule.free_in_proceedings):
        return UseAnswer(True, (cited(rule.provision),))
    return UseAnswer(consented, (cited(rule.consent_provision), cited(rule.provision)))


@implements("CCO-32.1", "CCO-32.2", "CCO-32.3", "NBO-8", "BIL-COSTS")
def borne_by(costs: tuple[Cost, ...], kind: CostKind, employee: bool) -> tuple[Payer, bool]:
    """Who bears a kind of cost, and whether the request may be held until the two have consulted."""
    cost = next(each for each in costs if each.kind == kind)
    return (cost.employee if employee and cost.employee else cost.borne_by), cost.hold
