"""What a profile may look at: a closed list, in which nothing of a person stands but whether a trader is new.

A condition is a kind, a value written in a few words, and points. There is no kind for nationality, ethnicity, religion
or sex, no free expression in which one could be written, and `Declared` (declared.py) holds none of it to look at.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ConditionKind(StrEnum):
    """What one condition looks at."""

    LOADED_AT = "loaded_at"
    DISCHARGED_AT = "discharged_at"
    ORIGIN = "origin"
    DESTINATION = "destination"
    BY_WAY_OF = "by_way_of"
    GOODS = "goods"
    CONTAINER_CONFIRMED = "container_confirmed"
    FIRST_TIME_TRADER = "first_time_trader"
    VALUE_PER_KG = "value_per_kg"
    VALUE_OUT_OF_LINE = "value_out_of_line"
    WEIGHT_PER_PACKAGE = "weight_per_package"


PLACES: Mapping[ConditionKind, tuple[str, ...]] = {
    ConditionKind.LOADED_AT: ("loading",),
    ConditionKind.DISCHARGED_AT: ("discharge",),
    ConditionKind.ORIGIN: ("origin",),
    ConditionKind.DESTINATION: ("destination",),
    ConditionKind.BY_WAY_OF: ("loading", "discharge", "origin", "destination"),
}
"""The places of a route that a condition on the way looks at."""
RESTS_ON_ENTRIES = frozenset({ConditionKind.CONTAINER_CONFIRMED})
"""Kinds that use what hits on entries of the central system came to: open only for what Article 44 opened."""
MOST_MONTHS = 24
"""So long digests of traders and containers are kept; no condition can look back further."""
LEAST_LINES, MOST_LINES = 20, 100_000
MOST_CODES = 40
MOST_POINTS = 100
LONGEST_VALUE = 300

_RANGES = frozenset({ConditionKind.VALUE_PER_KG, ConditionKind.WEIGHT_PER_PACKAGE})
_MONTHS = frozenset({ConditionKind.CONTAINER_CONFIRMED, ConditionKind.FIRST_TIME_TRADER})
_PLACE = re.compile(r"[A-Z]{2}(?:[A-Z2-9]{3})?")
_GOODS = re.compile(r"\d{2}|\d{4}|\d{6}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_NUMBER = r"(?:\d{1,12}(?:[.,]\d{1,6})?)?"
_RANGE = re.compile(rf"({_NUMBER})\s*[-–]\s*({_NUMBER})(?:\s+([A-Za-z]{{3}}))?")


class BadCondition(ValueError):
    """What was given is no condition; `code` says why, `value` what was meant."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(f"{code}: {value[:80]!r}")
        self.code = code
        self.value = value[:80]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition, read: of its fields those that its kind needs are filled; `low` and `high` None are open ends."""

    kind: ConditionKind
    points: int
    codes: tuple[str, ...] = ()
    months: int = 0
    low: float | None = None
    high: float | None = None
    currency: str = ""
    lines: int = 0

    @property
    def value(self) -> str:
        """The value in its normal form, which reads as itself again."""
        if self.codes:
            return " ".join(self.codes)
        if self.months or self.lines:
            return str(self.months or self.lines)
        return f"{written(self.low)}-{written(self.high)} {self.currency}".strip()


def written(number: float | None) -> str:
    """A number as the values of conditions write it; nothing for an open end."""
    return "" if number is None else f"{number:.6f}".rstrip("0").rstrip(".")


def read_condition(kind: str, value: str, points: int) -> Condition:
    """A condition of what was typed or kept; BadCondition says what is wrong with it."""
    if kind not in tuple(ConditionKind):
        raise BadCondition("condition_kind", kind)
    if not 1 <= points <= MOST_POINTS:
        raise BadCondition("condition_points", str(points))
    known, text = ConditionKind(kind), value.strip()
    if not text or len(text) > LONGEST_VALUE:
        raise BadCondition("condition_value", text)
    if known in _RANGES:
        return _range(known, text, points)
    if known in _MONTHS:
        return Condition(known, points, months=_whole(text, 1, MOST_MONTHS, "condition_months"))
    if known is ConditionKind.VALUE_OUT_OF_LINE:
        return Condition(known, points, lines=_whole(text, LEAST_LINES, MOST_LINES, "condition_lines"))
    shape, code = (_GOODS, "condition_goods") if known is ConditionKind.GOODS else (_PLACE, "condition_place")
    return Condition(known, points, codes=_codes(text, shape, code))


def _codes(text: str, shape: re.Pattern[str], code: str) -> tuple[str, ...]:
    codes = tuple(sorted(set(re.split(r"[\s,;]+", text.upper().strip(" ,;")))))
    if len(codes) > MOST_CODES:
        raise BadCondition("condition_many", str(len(codes)))
    for one in codes:
        if not shape.fullmatch(one):
            raise BadCondition(code, one)
    return codes


def _whole(text: str, least: int, most: int, code: str) -> int:
    number = int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0
    if not least <= number <= most:
        raise BadCondition(code, text)
    return number


def _range(kind: ConditionKind, text: str, points: int) -> Condition:
    found = _RANGE.fullmatch(text)
    low, high, currency = found.groups() if found else ("", "", None)
    ends = tuple(float(end.replace(",", ".")) if end else None for end in (low, high))
    needs = kind is ConditionKind.VALUE_PER_KG
    known = _CURRENCY.fullmatch((currency or "").upper())
    if (not low and not high) or (needs and not known) or (not needs and currency):
        raise BadCondition("condition_currency" if needs else "condition_range", text)
    if ends[0] is not None and ends[1] is not None and ends[0] >= ends[1]:
        raise BadCondition("condition_order", text)
    return Condition(kind, points, low=ends[0], high=ends[1], currency=(currency or "").upper())
