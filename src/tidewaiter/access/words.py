"""The vocabulary in which every rule of access is written; `decide` reads it as Python, `rows` as SQL."""

from dataclasses import KW_ONLY, dataclass, fields
from typing import Literal

CallerField = Literal[
    "administration",
    "office",
    "officer",
    "roles",
    "day",
    "organization",
    "undertaking",
    "purpose",
    "case",
    "fresh",
    "machine",
    "rank",
]


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of the record asked about."""

    name: str


@dataclass(frozen=True, slots=True)
class Of:
    """A field of the caller."""

    name: CallerField


@dataclass(frozen=True, slots=True)
class Value:
    """A constant word, such as a role."""

    text: str


Operand = Fact | Of | Value


@dataclass(frozen=True, slots=True)
class Same:
    """Both sides are set and equal."""

    left: Operand
    right: Operand
    _: KW_ONLY
    provision: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """The item is set and stands in the list."""

    item: Operand
    within: Operand
    _: KW_ONLY
    provision: str = ""


@dataclass(frozen=True, slots=True)
class AtMost:
    """Both numbers are known and the first is not above the second."""

    number: Operand
    limit: Operand
    _: KW_ONLY
    provision: str = ""


@dataclass(frozen=True, slots=True)
class NotAfter:
    """Both days are set and the first does not fall after the second."""

    day: Operand
    last: Operand
    _: KW_ONLY
    provision: str = ""


@dataclass(frozen=True, slots=True)
class Set:
    """The operand is true, or not empty."""

    operand: Operand
    _: KW_ONLY
    provision: str = ""


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Expression"
    _: KW_ONLY
    provision: str = ""


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Expression", ...]
    _: KW_ONLY
    provision: str = ""


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple["Expression", ...]
    _: KW_ONLY
    provision: str = ""


Expression = Same | Listed | AtMost | NotAfter | Set | Not | All | Any


def of_caller(expression: Expression) -> frozenset[CallerField]:
    """The fields of the caller on which an expression turns."""
    match expression:
        case All(parts) | Any(parts):
            return frozenset[CallerField]().union(*map(of_caller, parts))
        case Not(part):
            return of_caller(part)
        case _:
            operands = [getattr(expression, field.name) for field in fields(expression)]
            return frozenset(operand.name for operand in operands if isinstance(operand, Of))
