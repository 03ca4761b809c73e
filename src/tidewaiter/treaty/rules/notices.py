"""Whom a provision names as addressees when something happens, and which notices follow (SYS-9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from tidewaiter.treaty.acts import InstrumentAct, ledger
from tidewaiter.treaty.profile import NoticeEvent, NoticeGroup, NoticeRule
from tidewaiter.treaty.provisions import Instrument, implements
from tidewaiter.treaty.register import Register, Unit
from tidewaiter.treaty.rules.consent import Consent, Kinds, kind_of, signed_in_time
from tidewaiter.treaty.rules.parties import parties

Target = Literal["", "at_once", "promptly"]

ORGANS: tuple[NoticeGroup, ...] = ("united_nations", "world_customs_organization", "executive_committee")
"""Groups of one addressee that is no party: its code is the name of the group."""


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """One notice to be dispatched: what it tells of, by which provisions, to which units and organs, how soon."""

    event: NoticeEvent
    provisions: tuple[str, ...]
    to: tuple[str, ...]
    target: Target = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Roll:
    """Who stands where under an instrument on a day, as far as notices go by it.

    A unit whose deposit waits for its date is told like a party: it is to know what it will be bound by, and before
    the general entry into force there would otherwise be nobody to tell.
    """

    parties: tuple[str, ...]
    partners: tuple[str, ...]
    signatories: tuple[str, ...]


def roll(instrument: Instrument, acts: Sequence[InstrumentAct], kinds: Kinds, day: date) -> Roll:
    """Who has consented, who takes part by an arrangement and who only signed, on the day."""
    known = ledger(acts)
    standing = [each for each in parties(instrument.profile, known, kinds).consents if _stands(each, day)]
    partners = {each.unit for each in standing if each.act.type == "partner_arrangement"}
    members = {each.unit for each in standing if each.act.type != "partner_arrangement"}
    acted = {unit for act in known for unit in act.units} - members
    signed = {
        unit for unit in acted if any(act.legal_date <= day for act in signed_in_time(instrument.profile, known, unit))
    }
    return Roll(tuple(sorted(members)), tuple(sorted(partners - members)), tuple(sorted(signed)))


def _stands(consent: Consent, day: date) -> bool:
    return consent.on <= day and (consent.end is None or day < consent.end)


@implements(
    "SYS-9",
    "CCO-20.3",
    "CCO-21.1",
    "CCO-31.3",
    "CCO-45.5",
    "CCO-65.1",
    "CCO-65.3",
    "CCO-66.2.ii",
    "CCO-66.2.v",
    "CCO-66.2.vi",
    "CCO-66.2.vii",
    "CCO-66.2.viii",
    "CCO-66.3",
    "CCO-67",
    "NBO-20.2",
    "NBO-22.a",
    "NBO-22.b",
    "NBO-22.c",
    "NBO-22.d",
    "NBO-22.e",
    "NBO-23",
)
def notices_for(
    instrument: Instrument,
    register: Register,
    event: NoticeEvent,
    *,
    unit: str = "",
    units: Sequence[str] = (),
    day: date,
) -> tuple[NoticeDraft, ...]:
    """The notices that an event asks for, with the addressees that each provision names on the day.

    `unit` and `units` are those concerned. Provisions that name the same addressees for the same event are served by
    one dispatch that cites them all. An event that no provision wants told gives none.
    """
    concerned = tuple(dict.fromkeys(code for code in (unit, *units) if code))
    standing = roll(instrument, register.under(instrument.id), register.kinds, day)
    found: dict[tuple[str, ...], list[NoticeRule]] = {}
    for rule in instrument.profile.notice:
        if rule.event == event:
            addressees = _addressees(rule, standing, register, concerned)
            found.setdefault(addressees, []).append(rule)
    return tuple(_draft(instrument, event, rules, to) for to, rules in found.items() if to)


def _draft(instrument: Instrument, event: NoticeEvent, rules: Sequence[NoticeRule], to: tuple[str, ...]) -> NoticeDraft:
    targets: set[Target] = {rule.target for rule in rules}
    target: Target = "at_once" if "at_once" in targets else "promptly" if "promptly" in targets else ""
    cited = tuple(dict.fromkeys(instrument.profile.cited(rule.provision) for rule in rules))
    return NoticeDraft(event, cited, to, target, any(rule.required for rule in rules))


def _addressees(rule: NoticeRule, standing: Roll, register: Register, concerned: Sequence[str]) -> tuple[str, ...]:
    """The codes of one row of the profile: units first, in the order of the alphabet, then organs."""
    asked = _Asked(standing, register.units, register.kinds, tuple(concerned))
    named = {code for group in rule.to if group not in ORGANS for code in _GROUPS[group](asked)}
    return (*sorted(named), *(group for group in ORGANS if group in rule.to))


@dataclass(frozen=True, slots=True)
class _Asked:
    standing: Roll
    units: Mapping[str, Unit]
    kinds: Kinds
    concerned: tuple[str, ...]

    def others(self, codes: Sequence[str]) -> list[str]:
        return [code for code in codes if code not in self.concerned]


def _council_members(asked: _Asked) -> list[str]:
    # Those that are parties or have signed are addressed as such.
    elsewhere = {*asked.standing.parties, *asked.standing.signatories}
    return asked.others([code for code, unit in asked.units.items() if unit.council_member and code not in elsewhere])


_GROUPS: Mapping[NoticeGroup, Callable[[_Asked], Sequence[str]]] = MappingProxyType(
    {
        "members": lambda asked: asked.standing.parties,
        "other_members": lambda asked: asked.others(asked.standing.parties),
        "parties": lambda asked: asked.standing.parties,
        "other_parties": lambda asked: asked.others(asked.standing.parties),
        "states": lambda asked: [code for code in asked.standing.parties if kind_of(code, asked.kinds) == "state"],
        "signatories": lambda asked: asked.standing.signatories,
        "customs_administrations": lambda asked: asked.others((*asked.standing.parties, *asked.standing.partners)),
        "council_members": _council_members,
        "party_concerned": lambda asked: asked.concerned,
        "partner_organization": lambda asked: asked.concerned,
    }
)


_PROMPTLY_WORKING_DAYS, _SATURDAY = 3, 5


@implements("SYS-5", "CCO-65.1", "CCO-65.3")
def target_day(target: Target, since: date) -> date | None:
    """By when a notice should be out: "at once" means the same day, "promptly" three working days; never a duty."""
    if target == "":
        return None
    day = since
    for _ in range(_PROMPTLY_WORKING_DAYS if target == "promptly" else 0):
        day += timedelta(days=1)
        while day.weekday() >= _SATURDAY:
            day += timedelta(days=1)
    return day
