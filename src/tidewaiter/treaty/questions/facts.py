"""The facts of a law case as its author writes them, turned into what the rules read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tidewaiter.treaty.acts import ActType, InstrumentAct, Kind
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.rules.capability import Arrangement
from tidewaiter.treaty.rules.mentions import Misnamed, has_provision, misnamed
from tidewaiter.treaty.strict import NotUnderstood

NoDate = Literal["none"]
KindWord = Literal["state", "State", "territory", "union"]
Stage = Literal["none", "investigation", "administrative", "judicial"]
AssistanceType = Literal[
    "information",
    "offence_information",
    "spontaneous",
    "assessment",
    "control",
    "automatic_exchange",
    "advance_exchange",
    "surveillance",
    "enquiry",
    "notification",
    "recovery",
    "witness",
    "presence",
    "presence_by_invitation",
    "cross_border_surveillance",
    "joint_team",
    "technical_cooperation",
    "controlled_delivery",
    "hot_pursuit",
    "covert_investigation",
]


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act as a case writes it: by one `unit` or by several `units`."""

    type: ActType
    on: date
    unit: str = ""
    units: tuple[str, ...] = ()
    received: date | None = None
    annexes: tuple[str, ...] | None = None
    articles: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    effect_on: date | None = None
    cured_on: date | None = None
    reasons: bool = False

    def __post_init__(self) -> None:
        if bool(self.unit) == bool(self.units):
            raise NotUnderstood('an act names either one "unit" or several "units"')
        if self.type == "entry_into_force_stated":
            raise NotUnderstood("a case states the acts and asks for the date; the register alone keeps stated dates")


@dataclass(frozen=True, slots=True)
class ArrangementRow:
    """A mutual arrangement as a case writes it, first and last day included."""

    parties: tuple[str, ...]
    articles: tuple[str, ...]
    from_: date
    to: date | None = None

    def __post_init__(self) -> None:
        if not self.parties or not self.articles:
            raise NotUnderstood('an arrangement names its "parties" and the "articles" it serves')


def acts(profile: Profile, rows: Sequence[ActRow]) -> tuple[InstrumentAct, ...]:
    """The acts of a case; NotUnderstood where one names what the instrument does not have."""
    found = tuple(_act(row) for row in rows)
    for number, act in enumerate(found, 1):
        for wrong in misnamed(profile, found, act):
            raise NotUnderstood(f"given, acts {number}: {_said(profile, act, wrong)}")
    return found


def _act(row: ActRow) -> InstrumentAct:
    return InstrumentAct(
        type=row.type,
        on=row.on,
        units=row.units or (row.unit,),
        received=row.received,
        annexes=row.annexes,
        articles=row.articles,
        territories=row.territories,
        effect_on=row.effect_on,
        cured_on=row.cured_on,
        reasons=row.reasons,
    )


def _said(profile: Profile, act: InstrumentAct, wrong: Misnamed) -> str:
    if wrong.why == "unknown" and wrong.field.startswith("annexes"):
        return f'{profile.id} has no Annex "{wrong.value}"'
    if wrong.why == "unknown":
        return _no_provision(profile, wrong.value)
    if wrong.field == "annexes" and act.annexes is None:
        return f'an act of type {act.type} must give its "annexes"; at an instrument, [] says that it names none'
    return f'an act of type {act.type} must name its "{wrong.field}"'


def known_provision(profile: Profile, provision: str, where: str) -> str:
    """A provision written as in the acts, "39", "7.3", "IV" or "XI.15"; NotUnderstood where there is none
    such.
    """
    if not has_provision(profile, provision):
        raise NotUnderstood(f"{where}: {_no_provision(profile, provision)}")
    return provision


def _no_provision(profile: Profile, provision: str) -> str:
    return f'{profile.id} has no provision "{provision}"; write it as "39", "7.3", "IV" or "XI.15", without prefix'


def kinds(rows: Mapping[str, KindWord]) -> dict[str, Kind]:
    """The kinds of the units; whoever is not named is a State."""
    words: dict[KindWord, Kind] = {
        "state": "state",
        "State": "state",
        "territory": "territory",
        "union": "union",
    }
    return {unit: words[word] for unit, word in rows.items()}


def arrangements(profile: Profile, rows: Sequence[ArrangementRow]) -> tuple[Arrangement, ...]:
    """The mutual arrangements of a case."""
    for number, row in enumerate(rows, 1):
        for article in row.articles:
            known_provision(profile, article, f"given, arrangements {number}")
    return tuple(Arrangement(row.parties, row.articles, row.from_, row.to) for row in rows)


def count_of(key: str, number: int | None) -> int:
    """A count that the question needs; NotUnderstood where it is missing or negative."""
    if number is None:
        raise NotUnderstood(f'given: the key "{key}" is missing')
    if number < 0:
        raise NotUnderstood(f"given, {key}: a count cannot be negative")
    return number
