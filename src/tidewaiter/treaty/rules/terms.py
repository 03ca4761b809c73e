"""What an instrument demands and allows for a type of assistance: what one chooses a basis by (CCO-20.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tidewaiter.treaty.profile import CostKind, GroundEffect, Payer, Profile, Use
from tidewaiter.treaty.provisions import Instrument, implements
from tidewaiter.treaty.rules.capability import field_provision, required_fields
from tidewaiter.treaty.rules.refusal import grounds

Court = Literal["free", "free_in_proceedings", "consent"]


@dataclass(frozen=True, slots=True)
class ParticularTerm:
    """A field that a request must contain, and the provision that asks for it."""

    field: str
    provision: str


@dataclass(frozen=True, slots=True)
class UseTerm:
    """What received information may be used for without asking again, and whether a court may have it."""

    free: tuple[Use, ...]
    court: Court
    provision: str
    consent_provision: str


@dataclass(frozen=True, slots=True)
class CostTerm:
    """Who bears a kind of cost; `employee` where it differs for a government employee, `hold` where they consult."""

    kind: CostKind
    borne_by: Payer
    provision: str
    employee: Payer | None = None
    hold: bool = False


@dataclass(frozen=True, slots=True)
class GroundTerm:
    """A ground on which the other side may decline, postpone or ask for conditions."""

    code: str
    effects: tuple[GroundEffect, ...]
    provision: str
    reasons_required: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that an instrument demands of a request of one type and allows with its answer.

    `reciprocity` is the provision under which who could not give the same must say so; empty where there is none.
    """

    particulars: tuple[ParticularTerm, ...] = ()
    use: UseTerm | None = None
    costs: tuple[CostTerm, ...] = ()
    grounds: tuple[GroundTerm, ...] = ()
    reciprocity: str = ""


@implements("CCO-20.5", "NBO-11")
def terms_of(instrument: Instrument, type: str, stage: str | None = None) -> Terms:
    """What each of several bases asks and gives, so that one may be chosen; nothing of an unverified instrument."""
    profile = instrument.profile
    if profile.trust == "unverified":
        return Terms()
    fields = dict.fromkeys(required_fields(instrument, type, stage))
    cited = profile.cited
    return Terms(
        particulars=tuple(ParticularTerm(each, field_provision(instrument, type, each)) for each in fields),
        use=_use(profile),
        costs=tuple(
            CostTerm(each.kind, each.borne_by, cited(each.provision), each.employee, each.hold) for each in profile.cost
        ),
        grounds=tuple(
            GroundTerm(each.code, each.effects, each.provision, each.reasons_required)
            for each in grounds(instrument)
            if each.available
        ),
        reciprocity=cited(profile.reciprocity.provision) if profile.reciprocity else "",
    )


def _use(profile: Profile) -> UseTerm | None:
    rule = profile.use
    if rule is None:
        return None
    in_proceedings: Court = "free_in_proceedings" if "court" in rule.free_in_proceedings else "consent"
    court: Court = "free" if "court" in rule.free else in_proceedings
    return UseTerm(rule.free, court, profile.cited(rule.provision), profile.cited(rule.consent_provision))
