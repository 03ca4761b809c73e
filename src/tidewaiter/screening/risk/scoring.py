"""Tries profiles on a line: which conditions hold, how many points that makes, and why in codes with parameters.

The points of the conditions that hold are added and stand for a share of 1; joined by `all`, a profile scores nothing
unless each holds. So a further condition that holds never lowers a score, and one that does not changes nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from tidewaiter.screening.lists.submitted import SubmittedLine
from tidewaiter.screening.risk.conditions import PLACES, Condition, ConditionKind, written
from tidewaiter.screening.risk.declared import Declared, declared
from tidewaiter.screening.risk.history import History
from tidewaiter.screening.risk.profiles import Joined, Profile
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.rules.months import add_months

Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """That a condition holds, by its place in the profile, with what history alone could tell of it."""

    place: int
    facts: Params = ()


@dataclass(frozen=True, slots=True)
class RiskHit:
    """That a profile raises a line: its score from its threshold up to 1, and the conditions that hold."""

    profile: str
    version: int
    score: float
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class RiskReason:
    """One condition that held: `risk:<code>` with its parameters, and its points."""

    code: str
    params: Params
    points: int


REASON_PARAMETERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "loaded_at": ("place",),
        "discharged_at": ("place",),
        "origin": ("place",),
        "destination": ("place",),
        "by_way_of": ("place",),
        "goods_chapter": ("hs",),
        "goods_heading": ("hs",),
        "goods_subheading": ("hs",),
        "container_confirmed": ("container", "day"),
        "first_time_trader": ("trader", "months"),
        "value_per_kg": ("found", "currency", "range"),
        "value_out_of_line": ("found", "currency", "heading", "low", "high", "count"),
        "value_per_kg_below": ("found", "currency", "limit"),
        "value_per_kg_above": ("found", "currency", "limit"),
        "weight_per_package": ("found", "range"),
        "weight_per_package_below": ("found", "limit"),
        "weight_per_package_above": ("found", "limit"),
    }
)
"""Every reason with what its words may name; a test holds the catalogues to it."""
_GOODS = {2: "goods_chapter", 4: "goods_heading", 6: "goods_subheading"}


@implements("CCO-44")
def risks(line: SubmittedLine, profiles: Sequence[Profile], history: History) -> tuple[RiskHit, ...]:
    """The profiles that raise a line on the day of the history, strongest first; an expired one raises nothing."""
    seen = declared(line)
    if seen is None:
        return ()
    hits = (_hit(profile, seen, history) for profile in profiles if history.day < profile.expires_on)
    return tuple(sorted((hit for hit in hits if hit is not None), key=_strongest))


def _strongest(hit: RiskHit) -> tuple[float, str]:
    return -hit.score, hit.profile


def _hit(profile: Profile, seen: Declared, history: History) -> RiskHit | None:
    held = tuple(
        Held(place, facts)
        for place, condition in enumerate(profile.conditions)
        if (facts := _TRIED[condition.kind](condition, seen, history)) is not None
    )
    points = points_of(profile, held)
    if points < profile.threshold:
        return None
    return RiskHit(profile.id, profile.version, round(points / 100, 4), held)


def points_of(profile: Profile, held: Sequence[Held]) -> int:
    """The points that these conditions make, 100 at most; none where all are asked and one does not hold."""
    if profile.joined is Joined.ALL and len(held) < len(profile.conditions):
        return 0
    return min(100, sum(profile.conditions[each.place].points for each in held))


def _on_the_way(condition: Condition, seen: Declared, history: History) -> Params | None:
    return () if _places(condition, seen) else None


def _places(condition: Condition, seen: Declared) -> tuple[str, ...]:
    stated = (seen.places[name] for name in PLACES[condition.kind])
    return tuple(dict.fromkeys(place for place in stated if place and place.startswith(condition.codes)))


def _of_goods(condition: Condition, seen: Declared, history: History) -> Params | None:
    return () if any(code.startswith(condition.codes) for code in seen.hs) else None


def _container(condition: Condition, seen: Declared, history: History) -> Params | None:
    known = {each: history.containers[each] for each in seen.containers if each in history.containers}
    since = _back(history.day, condition.months)
    last = max((day for day in known.values() if day >= since), default=None)
    return None if last is None else (("day", last.isoformat()),)


def _first_time(condition: Condition, seen: Declared, history: History) -> Params | None:
    """New is who did not stand in lists that reach back so far; shorter lists cannot tell."""
    since = _back(history.day, condition.months)
    if history.since is None or history.since > since:
        return None
    new = [place for place, trader in enumerate(seen.traders) if _last(trader.keys, history) < since]
    return (("trader_no", str(new[0])),) if new else None


@lru_cache(maxsize=256)
def _back(day: date, months: int) -> date:
    """The day so many months before; asked for each line of a list alike."""
    return add_months(day, -months)


def _last(keys: Iterable[str], history: History) -> date:
    return max((history.traders[key] for key in keys if key in history.traders), default=date.min)


def _value(condition: Condition, seen: Declared, history: History) -> Params | None:
    if seen.currency != condition.currency:
        return None
    return _outside(seen.value_per_kg, condition)


def _weight(condition: Condition, seen: Declared, history: History) -> Params | None:
    return _outside(seen.weight_per_package, condition)


def _outside(found: float | None, condition: Condition) -> Params | None:
    if found is None:
        return None
    below = condition.low is not None and found < condition.low
    above = condition.high is not None and found > condition.high
    return () if below or above else None


def _out_of_line(condition: Condition, seen: Declared, history: History) -> Params | None:
    fence = history.fences.get((seen.heading, seen.currency))
    if fence is None or seen.value_per_kg is None or fence.lines < condition.lines:
        return None
    if not fence.outside(seen.value_per_kg):
        return None
    return (("low", shortly(fence.low)), ("high", shortly(fence.high)), ("count", str(fence.lines)))


_TRIED: Mapping[ConditionKind, Callable[[Condition, Declared, History], Params | None]] = {
    **dict.fromkeys(PLACES, _on_the_way),
    ConditionKind.GOODS: _of_goods,
    ConditionKind.CONTAINER_CONFIRMED: _container,
    ConditionKind.FIRST_TIME_TRADER: _first_time,
    ConditionKind.VALUE_PER_KG: _value,
    ConditionKind.VALUE_OUT_OF_LINE: _out_of_line,
    ConditionKind.WEIGHT_PER_PACKAGE: _weight,
}


def reasons(
    conditions: Sequence[Condition], held: Iterable[Held], line: SubmittedLine | None
) -> tuple[RiskReason, ...]:
    """Why a profile raised a line, a reason for each condition that held; what the line said is read from the line.

    Where the line is deleted its own words are missing from the parameters, and doors show an ellipsis for them.
    """
    seen = declared(line) if line is not None else None
    return tuple(_reason(conditions[each.place], each, seen) for each in held if each.place < len(conditions))


def _reason(condition: Condition, held: Held, seen: Declared | None) -> RiskReason:
    told = {**dict(held.facts), **_of_condition(condition), **(_of_line(condition, held, seen) if seen else {})}
    code = condition.kind.value
    if condition.kind is ConditionKind.GOODS:
        code = _GOODS[max((len(each) for each in told.get("hs", "").split()), default=len(condition.codes[0]))]
    elif "limit" in told:
        code += "_above" if condition.low is None else "_below"
    params = tuple((name, told[name]) for name in REASON_PARAMETERS[code] if name in told)
    return RiskReason(code, params, condition.points)


def _of_condition(condition: Condition) -> dict[str, str]:
    match condition.kind:
        case ConditionKind.GOODS:
            return {"hs": " ".join(condition.codes)}
        case ConditionKind.FIRST_TIME_TRADER:
            return {"months": str(condition.months)}
        case ConditionKind.VALUE_PER_KG | ConditionKind.WEIGHT_PER_PACKAGE:
            low, high = written(condition.low), written(condition.high)
            ends = {"range": f"{low}–{high}"} if low and high else {"limit": low or high}
            return {**ends, "currency": condition.currency}
    return {"place": " ".join(condition.codes)} if condition.kind in PLACES else {}


def _of_line(condition: Condition, held: Held, seen: Declared) -> dict[str, str]:
    """What the line itself says where this condition holds."""
    match condition.kind:
        case ConditionKind.GOODS:
            matched = (code for code in condition.codes if any(each.startswith(code) for each in seen.hs))
            return {"hs": " ".join(matched)}
        case ConditionKind.CONTAINER_CONFIRMED:
            return {"container": " ".join(seen.containers)}
        case ConditionKind.FIRST_TIME_TRADER:
            place = int(dict(held.facts).get("trader_no", "0"))
            return {"trader": seen.traders[place].name} if place < len(seen.traders) else {}
        case ConditionKind.WEIGHT_PER_PACKAGE:
            return {"found": shortly(seen.weight_per_package)}
        case ConditionKind.VALUE_PER_KG | ConditionKind.VALUE_OUT_OF_LINE:
            return {"found": shortly(seen.value_per_kg), "currency": seen.currency, "heading": seen.heading}
    return {"place": " ".join(_places(condition, seen))}


def shortly(number: float | None) -> str:
    """A number as sentences say it: two decimals, or two digits where it is smaller than that."""
    if number is None:
        return ""
    return written(round(number, 2)) if number >= 0.1 else f"{number:.2g}"


def message_keys() -> frozenset[str]:
    """Every message key on profiles that this room can give."""
    return frozenset(
        {f"risk:{code}" for code in REASON_PARAMETERS}
        | {f"{prefix}:{kind.value}" for kind in ConditionKind for prefix in ("risk_condition", "risk_value")}
        | {f"risk_joined:{joined.value}" for joined in Joined}
        | {f"problem:{code}" for code in _PROBLEMS}
    )


_PROBLEMS = (
    *("condition_kind", "condition_points", "condition_value", "condition_months", "condition_lines"),
    *("condition_goods", "condition_place", "condition_many", "condition_currency", "condition_range"),
    *("condition_order", "profile_too_long", "out_of_reach"),
)
