"""Reads the tables as Python: a permit, or a refusal whose every reason is a provision."""

from dataclasses import dataclass, replace
from datetime import date

from tidewaiter.access.facts import Caller, Facts
from tidewaiter.access.rules import ACTS, OWN, SCOPES, SEE
from tidewaiter.access.verbs import Verb
from tidewaiter.access.words import All, Any, AtMost, Expression, Fact, Listed, Not, NotAfter, Of, Operand, Same, Set
from tidewaiter.treaty.provisions import implements


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground of a refusal: what was missing, under which provision."""

    code: str
    provision: str


@dataclass(frozen=True, slots=True)
class Permit:
    """The act is allowed under these provisions."""

    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """The act is not allowed, for these reasons."""

    reasons: tuple[Reason, ...]


Decision = Permit | Refusal


@implements("CCO-47.1.iii", "CCO-52.1", "CCO-52.2", "CCO-53.1")
def decide(caller: Caller, verb: Verb, facts: Facts) -> Decision:
    """Decides whether the caller may perform the act on the record with these facts."""
    rule = ACTS[verb]
    closed = closed_to(caller, verb)
    if closed:
        return Refusal(closed)
    missing = failing(rule.requires, caller, facts) or ()
    if not holds(rule.requires, caller, facts):
        if not caller.fresh and holds(rule.requires, replace(caller, fresh=True), facts):
            return Refusal((Reason("step_up", "CCO-47.1.ii"),))
        return Refusal(tuple(Reason("rule", provision) for provision in missing or (rule.provision,)))
    return Permit((rule.provision,))


def closed_to(caller: Caller, verb: Verb) -> tuple[Reason, ...]:
    """Why none of the caller's roles opens the act, or why its token does not; nothing when both do."""
    rule = ACTS[verb]
    if not caller.roles.intersection(rule.roles):
        return (Reason("role", rule.provision),)
    if caller.scopes is not None and SCOPES.get(verb) not in caller.scopes:
        return (Reason("scope", "CCO-47.1.ii"),)
    return ()


def may_perform(caller: Caller, verb: Verb) -> bool:
    """Tells whether the caller's roles open the act at all, before any record is named."""
    return not closed_to(caller, verb)


@implements("CCO-30.1", "CCO-50.4", "CCO-52.7")
def sees(caller: Caller, facts: Facts) -> bool:
    """Tells whether the caller may see a record with these facts (the row rule, read as Python)."""
    return holds(SEE[facts.kind], caller, facts)


def owns(caller: Caller, facts: Facts) -> bool:
    """Tells whether the caller may write a record with these facts (CCO-53.1)."""
    return holds(OWN[facts.kind], caller, facts)


def holds(expression: Expression, caller: Caller, facts: Facts) -> bool:
    """Evaluates one expression of the vocabulary."""
    match expression:
        case All(parts):
            return all(holds(part, caller, facts) for part in parts)
        case Any(parts):
            return any(holds(part, caller, facts) for part in parts)
        case Not(part):
            return not holds(part, caller, facts)
        case _:
            return _atom(expression, caller, facts)


def _atom(expression: Same | Listed | AtMost | NotAfter | Set, caller: Caller, facts: Facts) -> bool:
    match expression:
        case Same(left, right):
            one, other = _read(left, caller, facts), _read(right, caller, facts)
            return bool(one) and one == other
        case Listed(item, within):
            value, members = _read(item, caller, facts), _read(within, caller, facts)
            return bool(value) and isinstance(members, tuple | frozenset) and value in members
        case AtMost(number, limit):
            one, other = _read(number, caller, facts), _read(limit, caller, facts)
            return isinstance(one, int) and isinstance(other, int) and one <= other
        case NotAfter(day, last):
            first, end = _read(day, caller, facts), _read(last, caller, facts)
            return isinstance(first, date) and isinstance(end, date) and first <= end
        case Set(operand):
            return bool(_read(operand, caller, facts))


def _read(operand: Operand, caller: Caller, facts: Facts) -> object:
    match operand:
        case Fact(name):
            return getattr(facts, name)
        case Of(name):
            return getattr(caller, name)
        case _:
            return operand.text


def failing(expression: Expression, caller: Caller, facts: Facts) -> tuple[str, ...]:
    """Names the provisions of the parts that do not hold, outermost label first, without repeating one."""
    if holds(expression, caller, facts):
        return ()
    below: list[str] = []
    if isinstance(expression, All | Any):
        for part in expression.parts:
            below.extend(failing(part, caller, facts))
    named = ([expression.provision] if expression.provision else []) + below
    return tuple(dict.fromkeys(named))
