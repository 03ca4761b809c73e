"""A risk profile as data: whose, for what, why, until when, its conditions; and what it still lacks."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tidewaiter.screening.risk.conditions import (
    RESTS_ON_ENTRIES,
    BadCondition,
    Condition,
    ConditionKind,
    read_condition,
)
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.rules.months import add_months

LONGEST_MONTHS = 12
"""No version of a profile lasts longer: one that nobody looks at again would go on stopping consignments for reasons
that no longer hold, and its usefulness is judged anew with each version."""
MOST_CONDITIONS = 12
LONGEST_NAME, LONGEST_TEXT = 120, 2_000


class Joined(StrEnum):
    """How the conditions of a profile hang together."""

    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class ConditionDraft:
    """A condition as it is typed, kept and shown: a kind, a value in a few words, and points from 1 to 100."""

    kind: str
    value: str
    points: int


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """A profile as its author writes it; `threshold` is the number of points from which it raises a line."""

    name: str
    purpose: str
    grounds: str
    joined: str
    threshold: int
    conditions: tuple[ConditionDraft, ...]
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A released version of a profile, ready to be tried on lines; on `expires_on` it raises nothing any more."""

    id: str
    version: int
    purpose: str
    joined: Joined
    threshold: int
    conditions: tuple[Condition, ...]
    expires_on: date

    @property
    def rests_on_entries(self) -> bool:
        """Whether a condition uses what entries of the central system led to."""
        return any(condition.kind in RESTS_ON_ENTRIES for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class ProfileProblem:
    """One thing a profile lacks: code, field, the provision that asks for it, parameters."""

    code: str
    field: str
    provision: str = "CCO-44"
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)


def latest_end(day: date) -> date:
    """The last day on which a version written today may end."""
    return add_months(day, LONGEST_MONTHS)


@implements("CCO-44")
def profile_problems(draft: ProfileDraft, *, day: date, purposes: Mapping[str, bool]) -> tuple[ProfileProblem, ...]:
    """What a profile lacks on a day; `purposes` are those of Article 44, each with whether the Council opened it.

    One that rests on entries needs an open purpose.
    """
    return (*_plain_problems(draft, purposes), *_end_problems(draft, day), *_condition_problems(draft, purposes))


def _plain_problems(draft: ProfileDraft, purposes: Mapping[str, bool]) -> Iterator[ProfileProblem]:
    for name, limit in (("name", LONGEST_NAME), ("grounds", LONGEST_TEXT)):
        text = getattr(draft, name)
        if not text.strip():
            yield ProfileProblem("missing", name)
        if len(text) > limit:
            yield ProfileProblem("too_long", name, "SYS-7", {"limit": str(limit)})
        if any(ord(letter) < 32 and letter not in "\n\r\t" for letter in text):
            yield ProfileProblem("control_character", name, "SYS-7")
    if draft.purpose not in purposes:
        yield ProfileProblem("not_usable", "purpose")
    if draft.joined not in tuple(Joined):
        yield ProfileProblem("not_usable", "joined")


def _end_problems(draft: ProfileDraft, day: date) -> Iterator[ProfileProblem]:
    if draft.expires_on is None:
        yield ProfileProblem("missing", "expires_on")
    elif draft.expires_on <= day:
        yield ProfileProblem("not_in_future", "expires_on")
    elif draft.expires_on > latest_end(day):
        yield ProfileProblem("profile_too_long", "expires_on", params={"day": latest_end(day).isoformat()})


def _condition_problems(draft: ProfileDraft, purposes: Mapping[str, bool]) -> Iterator[ProfileProblem]:
    if not draft.conditions:
        yield ProfileProblem("missing", "conditions")
    if len(draft.conditions) > MOST_CONDITIONS:
        yield ProfileProblem("too_many", "conditions", "SYS-7", {"limit": str(MOST_CONDITIONS)})
        return
    for place, condition in enumerate(draft.conditions):
        try:
            read_condition(condition.kind, condition.value, condition.points)
        except BadCondition as bad:
            yield ProfileProblem(bad.code, f"conditions.{place}", params={"value": bad.value, "row": str(place + 1)})
    reach = sum(condition.points for condition in draft.conditions)
    if not 1 <= draft.threshold <= 100:
        yield ProfileProblem("not_usable", "threshold")
    elif draft.conditions and reach < draft.threshold:
        yield ProfileProblem("out_of_reach", "threshold", params={"reach": str(reach)})
    uses = {condition.kind for condition in draft.conditions} & RESTS_ON_ENTRIES
    if uses and not purposes.get(draft.purpose, True):
        yield ProfileProblem("purpose_not_open", "purpose", "CCO-44", {"purpose": draft.purpose})


def profile_of(id: str, version: int, draft: ProfileDraft) -> Profile:
    """A version that was found without problems when it was kept, as lines are tried on it."""
    assert draft.expires_on is not None
    conditions = tuple(read_condition(each.kind, each.value, each.points) for each in draft.conditions)
    joined = Joined(draft.joined)
    return Profile(id, version, draft.purpose, joined, draft.threshold, conditions, draft.expires_on)


def in_normal_form(draft: ProfileDraft) -> ProfileDraft:
    """The same draft, its conditions written as the form shows them again."""
    read = (read_condition(each.kind, each.value, each.points) for each in draft.conditions)
    conditions = tuple(ConditionDraft(each.kind.value, each.value, each.points) for each in read)
    return dataclasses.replace(draft, name=draft.name.strip(), grounds=draft.grounds.strip(), conditions=conditions)


def condition_kinds() -> tuple[str, ...]:
    """Every kind of condition, in the order in which pages offer them."""
    return tuple(kind.value for kind in ConditionKind)
