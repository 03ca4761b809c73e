"""Reads the same tables as SQL: one expression a kind, evaluated over markings, never over the protected rows."""

from collections.abc import Mapping

from tidewaiter.access.facts import NAMING, Kind
from tidewaiter.access.words import All, Any, AtMost, Expression, Fact, Listed, Not, NotAfter, Of, Operand, Same, Set

_LISTS = frozenset({"parties", "purposes", "roles", *NAMING})
_FLAGS = frozenset({"released", "personal", "organization", "undertaking", "fresh", "machine", "names_nobody"})
_DAYS = frozenset({"day", "last_day"})


def sql(expression: Expression) -> str:
    """Writes an expression as SQL over `m` (a marking) and `i` (the caller's identity); never null."""
    match expression:
        case All(parts):
            return _joined(parts, " and ", "true")
        case Any(parts):
            return _joined(parts, " or ", "false")
        case Not(part):
            return f"(not {sql(part)})"
        case _:
            return _atom(expression)


def _atom(expression: Same | Listed | AtMost | NotAfter | Set) -> str:
    match expression:
        case Same(left, right):
            # what is known when the statement is planned is looked at then, not for each marking
            one, other = sorted((_column(left), _column(right)), key=lambda column: column.startswith("m."))
            return f"coalesce({one} <> '' and {one} = {other}, false)"
        case Listed(item, within):
            value = _column(item)
            return f"coalesce({value} <> '' and {value} = any({_column(within)}), false)"
        case AtMost(number, limit):
            return f"coalesce({_column(number)} <= {_column(limit)}, false)"
        case NotAfter(day, last):
            return f"coalesce({_column(day)} <= {_column(last)}, false)"
        case Set(operand):
            return _is_set(operand)


def _joined(parts: tuple[Expression, ...], word: str, empty: str) -> str:
    return "(" + word.join(sql(part) for part in parts) + ")" if parts else empty


def _column(operand: Operand) -> str:
    match operand:
        case Fact(name):
            return f"m.{name}"
        case Of(name):
            return f'i."{name}"'
        case _:
            return "'" + operand.text.replace("'", "''") + "'"


def _is_set(operand: Operand) -> str:
    column = _column(operand)
    name = operand.name if isinstance(operand, Fact | Of) else ""
    if name in _FLAGS:
        return f"coalesce({column}, false)"
    if name in _LISTS:
        return f"(coalesce(cardinality({column}), 0) > 0)"
    if name in _DAYS:
        return f"({column} is not null)"
    return f"(coalesce({column}, '') <> '')"


def by_kind(table: Mapping[Kind, Expression]) -> str:
    """Writes a whole table as one CASE over the marking's kind; an unknown kind is refused."""
    branches = "\n    ".join(f"when '{kind.value}' then {sql(rule)}" for kind, rule in table.items())
    return f"case m.kind\n    {branches}\n    else false end"
