"""What a list is measured against: what own earlier lists left behind once they were deleted, counts and days alone."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

_STEPS = 4  # to one doubling: neighbouring steps differ by 19 %, narrower than any fence
_FENCE = 1.5
_LEAST_STEP, _MOST_STEP = -200, 200


@dataclass(frozen=True, slots=True)
class Fence:
    """The values per kilogram between which own earlier lines of one heading lie, and on how many that rests."""

    low: float
    high: float
    lines: int

    def outside(self, value: float) -> bool:
        """Whether a value lies outside."""
        return not self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class History:
    """What own earlier lists, other than the one under assessment, say on a day.

    `traders` and `containers` hold the last day on which one of these keys stood in an earlier list, or a hit on the
    container was confirmed; `since` is the day of the first list that was noted at all.
    """

    day: date
    since: date | None = None
    traders: Mapping[str, date] = field(default_factory=dict)
    containers: Mapping[str, date] = field(default_factory=dict)
    fences: Mapping[tuple[str, str], Fence] = field(default_factory=dict)


def step_of(value_per_kg: float) -> int:
    """The step on the scale of counts in which a value per kilogram falls."""
    return min(max(math.floor(math.log2(value_per_kg) * _STEPS), _LEAST_STEP), _MOST_STEP)


def fence_of(counts: Mapping[int, int]) -> Fence | None:
    """The quartile fence of counted lines by step; None where nothing was counted."""
    total = sum(counts.values())
    if total <= 0:
        return None
    first, third = _at(counts, total * 0.25), _at(counts, total * 0.75)
    width = _FENCE * (third - first + 1)
    return Fence(2 ** ((first - width) / _STEPS), 2 ** ((third + 1 + width) / _STEPS), total)


def _at(counts: Mapping[int, int], rank: float) -> int:
    """The step at which so many lines are reached."""
    reached, steps = 0, sorted(counts)
    for step in steps:
        reached += counts[step]
        if reached >= rank:
            return step
    return steps[-1]
