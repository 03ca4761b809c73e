"""Votes and bodies: shares in whole numbers, resolutions, committees and terms of office."""

from __future__ import annotations

from datetime import date
from typing import Literal

from tidewaiter.treaty.profile import Committee, Council, Fraction, Term
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.rules.months import last_day_of_term

Vote = Literal["for", "against"]


def needed(share: Fraction, total: int) -> int:
    """The least whole number that reaches the share of the total."""
    whole, rest = divmod(share.parts * total, share.of)
    return whole + 1 if rest or share.more_than else whole


def reaches(share: Fraction, number: int, total: int) -> bool:
    """Whether the number reaches the share; nothing reaches a share of nothing."""
    return total > 0 and number >= needed(share, total)


@implements("CCO-10.2", "NBO-13")
def quorum(council: Council, present: int, entitled: int) -> bool:
    """The Council is quorate when the share of its Members that its rules ask is present."""
    return reaches(council.quorum, present, entitled)


@implements("CCO-10.5", "NBO-13")
def resolution(council: Council, in_favour: int, against: int, present: int) -> bool:
    """A resolution needs its share of the votes submitted, or of those present and entitled to vote."""
    submitted = council.resolution_counts == "votes submitted"
    return reaches(council.resolution, in_favour, in_favour + against if submitted else present)


@implements("CCO-11.1", "CCO-12.1", "CCO-13.1", "CCO-14.1")
def composed(rule: Committee, membership: int) -> bool:
    """A committee has at least the smallest number of members, its Chairman included."""
    return membership >= rule.smallest


@implements("CCO-11.1", "CCO-12.1", "CCO-13.1", "CCO-14.1")
def carried(in_favour: int, against: int, casting: Vote | None) -> bool:
    """A committee decides by the majority of votes cast; in a tie the casting vote decides, and without one
    it fails.
    """
    return in_favour > against or (in_favour == against and casting == "for")


@implements("CCO-11.2", "CCO-12.2", "CCO-13.2", "CCO-14.2", "CCO-15.1.i")
def term_ends(rule: Term, start: date, number: int) -> date | None:
    """The last day of the term that begins on `start`, or None where nobody may hold so many terms."""
    if rule.terms is not None and number > rule.terms:
        return None
    return last_day_of_term(start, rule.months)


def renewable(rule: Term, number: int) -> bool:
    """Whether another term may follow the term of this number."""
    return rule.terms is None or number < rule.terms
