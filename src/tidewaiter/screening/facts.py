"""What agrees or differs beside the name: numbers, goods codes, birth, country, address and kind."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from tidewaiter.screening.addresses import Likeness, best_agreement
from tidewaiter.screening.identifiers import Identifier, IdentifierKind
from tidewaiter.screening.partial_dates import PartialDate
from tidewaiter.screening.reasons import MatchReason, reason
from tidewaiter.screening.subjects import Subject

_SAME_NUMBER, _SAME_UNTYPED, _NEAR_NUMBER = 0.95, 0.8, 0.7
_SAME_HOUSE, _ADDRESS = 0.2, 0.1
_SAME_GOODS, _SAME_HEADING = 0.85, 0.66
# A hull, a chassis, a box or a legal entity keeps one number for life; people and papers change.
_FOR_LIFE = frozenset({IdentifierKind.IMO, IdentifierKind.VIN, IdentifierKind.CONTAINER, IdentifierKind.LEI})
_MIN_NUMBER_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found: the least score, the share gained of what is missing, the part lost."""

    floor: float = 0.0
    gain: float = 0.0
    loss: float = 0.0
    reasons: tuple[MatchReason, ...] = ()
    differs: tuple[MatchReason, ...] = ()


def same_numbers(asked: tuple[Identifier, ...], listed: tuple[Identifier, ...]) -> Facts:
    """Compare numbers: the best agreement sets the floor; only where none agrees does a difference cost."""
    found = [fact for one in asked for other in listed if (fact := _number(one, other)) is not None]
    if not found:
        return Facts()
    best = max(found, key=_floor)
    if best.floor:
        return best
    return Facts(loss=max(fact.loss for fact in found), differs=found[0].differs)


def _floor(facts: Facts) -> float:
    return facts.floor


def _number(one: Identifier, other: Identifier) -> Facts | None:
    if IdentifierKind.HS in {one.kind, other.kind} or min(len(one.value), len(other.value)) < _MIN_NUMBER_LETTERS:
        return None
    if one.value == other.value and (one.kind is other.kind or IdentifierKind.OTHER in {one.kind, other.kind}):
        floor = _SAME_NUMBER if one.kind is other.kind else _SAME_UNTYPED
        return Facts(floor, gain=0.5, reasons=(reason("identifier_same", floor, other.kind, other.value),))
    if one.kind is not other.kind:
        return None
    told = (one.kind, one.value, other.value)
    if _slipped(one, other):
        return Facts(_NEAR_NUMBER, reasons=(reason("identifier_near", _NEAR_NUMBER, *told),))
    loss = 0.2 if one.kind in _FOR_LIFE else 0.02
    return Facts(loss=loss, differs=(reason("identifier_differs", -loss, *told),))


def _slipped(one: Identifier, other: Identifier) -> bool:
    # Two valid numbers one digit apart are two things; a broken one is likely a slip of the valid one.
    broken = "check_digit" in {one.warning, other.warning} or "wrong_form" in {one.warning, other.warning}
    return broken and OSA.distance(one.value, other.value, score_cutoff=1) == 1


def same_goods(asked: tuple[Identifier, ...], listed: tuple[Identifier, ...]) -> Facts:
    """Compare HS codes: the same six digits, or the same heading of four."""
    codes = {one.value for one in listed if one.kind is IdentifierKind.HS}
    wanted = [one.value for one in asked if one.kind is IdentifierKind.HS]
    for digits, floor, code in ((6, _SAME_GOODS, "hs_same"), (4, _SAME_HEADING, "hs_heading_same")):
        shared = {one[:digits] for one in codes if len(one) >= digits} & {
            one[:digits] for one in wanted if len(one) >= digits
        }
        if shared:
            return Facts(floor, reasons=(reason(code, floor, min(shared)),))
    return Facts()


def agreeing_facts(query: Subject, candidate: Subject) -> Facts:
    """Weigh birth, country, address and kind of two subjects whose names or numbers already agree."""
    gain = loss = 0.0
    reasons, differs = [], []
    for change, given in _facts(query, candidate):
        if change >= 0:
            gain = gain + (1 - gain) * change
            reasons.append(given)
        else:
            loss -= change
            differs.append(given)
    return Facts(gain=gain, loss=loss, reasons=tuple(reasons), differs=tuple(differs))


def _facts(query: Subject, candidate: Subject) -> Iterator[tuple[float, MatchReason]]:
    if query.birth and candidate.birth:
        yield _birth(query.birth, candidate.birth)
    if query.countries and candidate.countries:
        yield _country(query.countries, candidate.countries)
    if query.addresses and candidate.addresses:
        yield from _address(query.addresses, candidate.addresses)
    if query.kind is not candidate.kind:
        yield -0.06, reason("kind_differs", -0.06, query.kind, candidate.kind)


def _country(asked: tuple[str, ...], listed: tuple[str, ...]) -> tuple[float, MatchReason]:
    shared = sorted(set(asked) & set(listed))
    if shared:
        return 0.1, reason("country_same", 0.1, shared[0])
    return -0.02, reason("country_differs", -0.02, " ".join(asked), " ".join(listed))


def _address(asked: tuple[str, ...], listed: tuple[str, ...]) -> Iterator[tuple[float, MatchReason]]:
    # People move and businesses have many doors: that addresses differ says nothing.
    best = best_agreement(asked, listed)
    if best is None:
        return
    if best.likeness is Likeness.ALIKE:
        yield _ADDRESS, reason("address_near", _ADDRESS, best.asked, best.listed)
    else:
        gain = _SAME_HOUSE if best.likeness is Likeness.SAME_HOUSE else _ADDRESS
        yield gain, reason("address_same", gain, best.listed)


def _birth(asked: PartialDate, listed: PartialDate) -> tuple[float, MatchReason]:
    told = (str(asked), str(listed))
    if asked.exact and asked == listed:
        return 0.35, reason("birth_same", 0.35, str(listed))
    if asked.exact and listed.exact:
        return _two_days(asked, listed, told)
    first, last = asked.years()
    from_year, until_year = listed.years()
    months_clash = asked.month and listed.month and asked.month != listed.month
    if first <= until_year and from_year <= last and not months_clash:
        if asked.year == listed.year and asked.last_year == listed.last_year:
            return 0.15, reason("birth_year_same", 0.15, str(listed.year))
        return 0.08, reason("birth_near", 0.08, *told)
    if first - 1 <= until_year and from_year - 1 <= last:
        return 0.0, reason("birth_near", 0.0, *told)
    return -0.12, reason("birth_differs", -0.12, *told)


def _two_days(one: PartialDate, other: PartialDate, told: tuple[str, str]) -> tuple[float, MatchReason]:
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return 0.25, reason("birth_swapped", 0.25, *told)
    # 1 January stands in many papers for a day that nobody wrote down.
    if one.year == other.year and (1, 1) in {(one.month, one.day), (other.month, other.day)}:
        return 0.15, reason("birth_year_same", 0.15, str(one.year))
    if OSA.distance(str(one), str(other), score_cutoff=1) == 1:
        return 0.1, reason("birth_near", 0.1, *told)
    loss = 0.05 if one.year == other.year else 0.12
    return -loss, reason("birth_differs", -loss, *told)
