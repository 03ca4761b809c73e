"""The score of two subjects: the best pair of names by the frozen model, then numbers, goods and facts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tidewaiter.screening.facts import Facts, agreeing_facts, same_goods, same_numbers
from tidewaiter.screening.judging.names import BestPair, Named, best_pairs, named
from tidewaiter.screening.subjects import Subject

# Below this two names have nothing to say, and a birth date shared by chance may not lift them.
LEAST_NAME = 0.45
SHOWN_DIGITS = 4
_NOTHING = Facts()


@dataclass(frozen=True, slots=True)
class Judged:
    """The score of two subjects and the parts it is made of."""

    score: float
    names: BestPair
    numbers: Facts = _NOTHING
    goods: Facts = _NOTHING
    facts: Facts = _NOTHING


def worths(asked: Subject, listed: Sequence[Subject]) -> list[float]:
    """Give for each listed subject the score that `compare` gives, without the reasons."""
    return [judged.score for judged in judge(asked, named(asked), listed, [named(one) for one in listed])]


def judge(asked: Subject, mine: Named, listed: Sequence[Subject], theirs: Sequence[Named]) -> list[Judged]:
    """Judge many subjects against one, all by the same rule."""
    return [judged_by(asked, one, best) for one, best in zip(listed, best_pairs(mine, theirs), strict=True)]


def tells_facts(asked: Subject) -> bool:
    """Whether a subject tells anything beside names and numbers that may agree or differ."""
    return bool(asked.birth or asked.countries or asked.addresses)


def judged_by(asked: Subject, listed: Subject, names: BestPair) -> Judged:
    """Judge two subjects whose best pair of names is known."""
    numbers = goods = facts = _NOTHING
    if asked.identifiers and listed.identifiers:
        numbers = same_numbers(asked.identifiers, listed.identifiers)
        goods = same_goods(asked.identifiers, listed.identifiers)
    score = max(names.score, numbers.floor, goods.floor)
    if tells_facts(asked) or asked.kind is not listed.kind:
        facts = agreeing_facts(asked, listed)
        if score < LEAST_NAME:
            facts = replace(facts, gain=0.0, reasons=())
    for found in (numbers, facts):
        if found is not _NOTHING:
            score = max(0.0, score + (1 - score) * found.gain - found.loss)
    return Judged(round(score, SHOWN_DIGITS), names, numbers, goods, facts)
