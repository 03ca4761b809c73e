"""Why two subjects match or differ, as codes with parameters; the doors put them into words."""

from dataclasses import dataclass
from enum import StrEnum

# One in a thousand ordinary people reaches STRONG, fewer than one in a hundred ALERT, one in ten WEAK (judging/tables).
STRONG, POSSIBLE, WEAK = 0.85, 0.72, 0.5
ALERT = POSSIBLE

REASON_PARAMETERS: dict[str, tuple[str, ...]] = {
    "identifier_same": ("kind", "value"),
    "identifier_near": ("kind", "query", "entry"),
    "identifier_differs": ("kind", "query", "entry"),
    "hs_same": ("code",),
    "hs_heading_same": ("code",),
    "name_same": ("name",),
    "name_weak": ("name",),
    "name_former": ("name",),
    "name_cut": (),
    "name_differs": ("query", "entry"),
    "words_same": ("words",),
    "words_reordered": (),
    "words_only_query": ("words",),
    "words_only_entry": ("words",),
    "word_spelling": ("query", "entry"),
    "word_sound": ("query", "entry"),
    "word_initial": ("query", "entry"),
    "word_part": ("query", "entry"),
    "word_joined": ("query", "entry"),
    "word_variant": ("query", "entry"),
    "name_like": ("name",),
    "birth_same": ("date",),
    "birth_year_same": ("year",),
    "birth_swapped": ("query", "entry"),
    "birth_near": ("query", "entry"),
    "birth_differs": ("query", "entry"),
    "country_same": ("country",),
    "country_differs": ("query", "entry"),
    "address_same": ("address",),
    "address_near": ("query", "entry"),
    "kind_differs": ("query", "entry"),
}


class Band(StrEnum):
    """How much a match is worth looking at; below `weak` there is no match."""

    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"
    NONE = "none"

    @classmethod
    def of(cls, score: float) -> "Band":
        """Give the band of a score from 0 to 1."""
        if score >= STRONG:
            return cls.STRONG
        if score >= POSSIBLE:
            return cls.POSSIBLE
        return cls.WEAK if score >= WEAK else cls.NONE


@dataclass(frozen=True, slots=True)
class MatchReason:
    """One reason: `match:<code>`, its parameters, its share of the score (negative: against)."""

    code: str
    params: tuple[tuple[str, str], ...] = ()
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Match:
    """How well two subjects agree: score from 0 to 1, its band, what speaks for it and what differs."""

    score: float
    band: Band
    reasons: tuple[MatchReason, ...] = ()
    differs: tuple[MatchReason, ...] = ()


def reason(code: str, weight: float, *values: str) -> MatchReason:
    """Give a reason with values in the order of REASON_PARAMETERS; ValueError if their number is wrong."""
    return MatchReason(code, tuple(zip(REASON_PARAMETERS[code], values, strict=True)), round(weight, 3))
