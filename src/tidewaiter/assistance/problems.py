"""What a problem in a draft or reply is, as codes, so that every door lists the same in its own words."""

import dataclasses
from collections.abc import Mapping
from enum import StrEnum


class ProblemCode(StrEnum):
    """Kinds of problem; each is one sentence in the catalogues."""

    MISSING = "missing"
    UNKNOWN_CHOICE = "unknown_choice"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    CONTROL_CHARACTER = "control_character"
    BASIS_CLOSED = "basis_closed"
    NO_OPEN_BASIS = "no_open_basis"
    PERSONS_UNSTATED = "persons_unstated"
    PERSONS_CONTRADICTORY = "persons_contradictory"
    PERSON_WITHOUT_NAME = "person_without_name"
    PURPOSE_OUTSIDE_INSTRUMENT = "purpose_outside_instrument"
    LANGUAGE_NOT_ACCEPTED = "language_not_accepted"
    LANGUAGE_MUST_BE_ACCEPTED = "language_must_be_accepted"
    QUESTION_UNANSWERED = "question_unanswered"
    QUESTION_NOT_ASKED = "question_not_asked"
    GROUND_NOT_AVAILABLE = "ground_not_available"
    GROUND_WITHOUT_STATEMENT = "ground_without_statement"
    LIMIT_NOT_AVAILABLE = "limit_not_available"
    PARTIAL_UNEXPLAINED = "partial_unexplained"
    NOTHING_NAMED_MISSING = "nothing_named_missing"


class RequiredBy(StrEnum):
    """Whether the instrument itself or only the house asks for what is missing."""

    INSTRUMENT = "instrument"
    HOUSE = "house"


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a draft or reply back, with its field and the provision (or SYS rule)."""

    code: ProblemCode
    field: str | None
    provision: str
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)
