"""Numbers that name a thing or person: normal form, check digit, and the slips a check digit betrays."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from stdnum import imo, iso6346, lei

from tidewaiter.screening.problems import BadSubject

MAX_IDENTIFIER_LETTERS = 64
MAX_REPAIRS = 16
_VIN_LETTERS = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


class IdentifierKind(StrEnum):
    """What a number is; the kinds an entry of REQUIREMENTS 4.6 can carry."""

    IMO = "imo"
    MMSI = "mmsi"
    CALLSIGN = "callsign"
    CONTAINER = "container"
    VIN = "vin"
    VEHICLE_REGISTRATION = "vehicle_registration"
    AIRCRAFT_REGISTRATION = "aircraft_registration"
    PASSPORT = "passport"
    NATIONAL_ID = "national_id"
    TAX = "tax"
    LEI = "lei"
    HS = "hs"
    OTHER = "other"


_SHAPES = {
    IdentifierKind.IMO: re.compile(r"\d{7}"),
    IdentifierKind.MMSI: re.compile(r"\d{9}"),
    IdentifierKind.CONTAINER: re.compile(r"[A-Z]{3}[UJZ]\d{7}"),
    IdentifierKind.VIN: re.compile(r"[A-HJ-NPR-Z0-9]{17}"),
    IdentifierKind.LEI: re.compile(r"[A-Z0-9]{18}\d{2}"),
    IdentifierKind.HS: re.compile(r"\d{2}|\d{4}|\d{6}|\d{8}|\d{10}"),
}


@dataclass(frozen=True, slots=True)
class Identifier:
    """One number in capitals and digits only; a wrong check digit is told by `warning`, never refused."""

    kind: IdentifierKind
    value: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", _kind(self.kind))
        object.__setattr__(self, "value", _normal(self.kind, self.value))

    @property
    def warning(self) -> str | None:
        """`wrong_form` or `check_digit` where the number cannot be right by its own rules, else None."""
        shape = _SHAPES.get(self.kind)
        if shape is not None and not shape.fullmatch(self.value):
            return "wrong_form"
        check = _CHECKS.get(self.kind)
        return None if check is None or check(self.value) else "check_digit"

    def repairs(self) -> tuple[str, ...]:
        """At most 16 values one slip away whose check digit holds, when this one's does not."""
        if self.warning != "check_digit" or self.kind is IdentifierKind.VIN:
            return ()
        valid = _CHECKS[self.kind]
        return tuple(value for value in _one_slip(self.value) if valid(value))[:MAX_REPAIRS]


def _kind(kind: str) -> IdentifierKind:
    try:
        return IdentifierKind(kind)
    except ValueError:
        raise BadSubject("identifier_kind", str(kind)) from None


def _normal(kind: IdentifierKind, value: str) -> str:
    letters = "".join(letter for letter in value[: 2 * MAX_IDENTIFIER_LETTERS].upper() if letter.isalnum())
    if kind is IdentifierKind.IMO:
        letters = letters.removeprefix("IMO")
    if not letters:
        raise BadSubject("identifier_empty", value)
    return letters[:MAX_IDENTIFIER_LETTERS]


def _vin_holds(value: str) -> bool:
    # Only North American numbers must carry the check digit in place nine; elsewhere it is free.
    if value[0] not in "12345":
        return True
    total = sum(
        weight * (int(letter) if letter.isdigit() else _VIN_LETTERS[letter])
        for letter, weight in zip(value, _VIN_WEIGHTS, strict=True)
    )
    return value[8] == "0123456789X"[total % 11]


def _one_slip(value: str) -> list[str]:
    slips = []
    for place, letter in enumerate(value):
        if letter.isdigit():
            slips += [value[:place] + digit + value[place + 1 :] for digit in "0123456789" if digit != letter]
        if place and value[place - 1] != letter:
            slips.append(value[: place - 1] + letter + value[place - 1] + value[place + 1 :])
    return slips


_CHECKS: dict[IdentifierKind, Callable[[str], bool]] = {
    IdentifierKind.IMO: imo.is_valid,
    IdentifierKind.CONTAINER: iso6346.is_valid,
    IdentifierKind.LEI: lei.is_valid,
    IdentifierKind.VIN: _vin_holds,
}
