"""The units of the register: States, territories and unions, and what their eligibility turns on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, Fault, act, refuse
from tidewaiter.records import registry
from tidewaiter.records.registry import Recording
from tidewaiter.treaty.acts import Kind as UnitKind
from tidewaiter.treaty.acts import is_unit
from tidewaiter.treaty.articles import LANGUAGES
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.register import FACT_TRUSTS, Evidence, FactTrust, Provenance, Unit

UNIT_KINDS: tuple[str, ...] = get_args(UnitKind)
EVIDENCE: tuple[str, ...] = get_args(Evidence)


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit and how the register knows it."""

    unit: Unit
    known: Provenance


@act(Verb.READ_UNITS)
def read_units(deed: Deed, *, believed: datetime | None = None) -> tuple[UnitView, ...]:
    """Reads the units as believed at a moment (None: now) (CCO-5.1, SYS-3)."""
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    return tuple(UnitView(unit, known) for unit, known in registry.recorded_units(believed=believed))


@act(Verb.RECORD_UNIT)
@implements("CCO-5.1.i", "CCO-5.1.ii", "CCO-5.1.iii")
def record_unit(deed: Deed, unit: Unit, *, source: str, trust: FactTrust = "verified", why: str = "") -> None:
    """Records a unit, or what is known better of it and why: kind, names, and the evidence of its gateway (CCO-5.1)."""
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    deed.tell(unit=unit.code, kind=unit.kind)
    known = {each.code: each for each, _ in registry.recorded_units()}
    refuse(*_faults(unit, known.get(unit.code), source=source, trust=trust, why=why))
    registry.add_unit(Recording(deed.caller.administration, deed.at, source.strip(), trust, why=why.strip()), unit)


def _faults(unit: Unit, before: Unit | None, *, source: str, trust: str, why: str) -> Iterator[Fault]:
    """What does not hold, each with the provision that asks for it."""
    yield from _bad_codes(unit)
    yield from _unknown_choices(unit, trust)
    if not unit.name.get("en", "").strip() or not set(unit.name) <= set(LANGUAGES):
        yield Fault("missing", "name", "CCO-5.1")
    if unit.kind == "territory" and not unit.responsible_state:
        yield Fault("missing", "responsible_state", "CCO-60.4.i")
    if unit.position is not None and (abs(unit.position[0]) > 90 or abs(unit.position[1]) > 180):
        yield Fault("not_usable", "position", "CCO-5.1")
    if not source.strip():
        yield Fault("missing", "source", "SYS-3")
    if before is not None and not why.strip():
        yield Fault("missing_why", "why", "SYS-3")


def _bad_codes(unit: Unit) -> Iterator[Fault]:
    for field, code in (("code", unit.code), ("responsible_state", unit.responsible_state)):
        if (code or field == "code") and not is_unit(code):
            yield Fault("bad_code", field, "CCO-5.1")
    for place, member in enumerate(unit.member_states):
        if not is_unit(member):
            yield Fault("bad_code", f"member_states.{place}", "NBO-15.5")


def _unknown_choices(unit: Unit, trust: str) -> Iterator[Fault]:
    for field, chosen, choices in (("kind", unit.kind, UNIT_KINDS), ("trust", trust, FACT_TRUSTS)):
        if chosen not in choices:
            yield Fault("unknown_choice", field, "CCO-5.1", {"value": chosen})
    for place, evidence in enumerate(unit.evidence):
        if evidence not in EVIDENCE:
            yield Fault("unknown_choice", f"evidence.{place}", "CCO-5.1", {"value": evidence})
