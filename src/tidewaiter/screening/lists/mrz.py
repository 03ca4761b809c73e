"""Reads the lines at the foot of a travel document (ICAO Doc 9303 parts 3 to 7): TD1, TD2, TD3 and visas MRV-A, MRV-B.

A line that is wrong by its own check digits is read all the same, and the fields that fail are named.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

_LETTERS = re.compile(r"[A-Z0-9<]+")
_WEIGHTS = (7, 3, 1)
_SHAPES = ((3, 30), (2, 36), (2, 44))
# Codes of the document that are no country of ISO 3166 (Doc 9303-3 section 5); the United Nations have none.
_COUNTRIES: Mapping[str, str] = MappingProxyType(
    {
        "D": "DE",
        "RKS": "XK",
        **dict.fromkeys(("GBD", "GBN", "GBO", "GBP", "GBS"), "GB"),
        **dict.fromkeys(("UNO", "UNA", "UNK", "XXA", "XXB", "XXC", "XXX", "EUE", "XOM", "XPO", "UTO"), ""),
    }
)


@dataclass(frozen=True, slots=True)
class Mrz:
    """What the zone says; `birth` and `expiry` are six figures, `wrong` the fields whose check digit fails."""

    form: str
    code: str
    issuer: str
    number: str
    surname: str
    given_names: str
    nationality: str
    birth: str
    sex: str
    expiry: str
    wrong: tuple[str, ...] = ()


def check_digit(field: str) -> str:
    """The digit that belongs behind a field: weights 7, 3, 1 modulo 10; a filler is nothing, A is ten."""
    return str(sum(_worth(letter) * _WEIGHTS[place % 3] for place, letter in enumerate(field)) % 10)


def country_code(code: str) -> str:
    """The country of a three-letter code of a document in the words that `country_of` reads; empty for none."""
    return _COUNTRIES.get(code, code)


def read_mrz(text: str) -> Mrz | None:
    """The zone of a text of two or three lines, parted by breaks, spaces or nothing; None where it is none."""
    letters = "".join(text.upper().split())
    for lines, width in _SHAPES:
        if len(letters) == lines * width and _LETTERS.fullmatch(letters):
            rows = tuple(letters[at : at + width] for at in range(0, len(letters), width))
            return _three_lines(*rows) if lines == 3 else _two_lines(*rows)
    return None


def _worth(letter: str) -> int:
    if letter == "<":
        return 0
    return int(letter) if letter.isdigit() else ord(letter) - 55


def _two_lines(first: str, second: str) -> Mrz:
    visa = first[0] == "V"
    form = {(44, False): "TD3", (36, False): "TD2", (44, True): "MRV-A", (36, True): "MRV-B"}[len(first), visa]
    checks = [
        ("number", second[:9], second[9]),
        ("birth", second[13:19], second[19]),
        ("expiry", second[21:27], second[27]),
    ]
    number = second[:9]
    if form == "TD3":
        optional = second[28:42]
        # an empty personal number may carry a filler for its digit
        checks.append(("personal_number", optional, second[42] if optional.strip("<") or second[42] != "<" else "0"))
        checks.append(("composite", second[:10] + second[13:20] + second[21:43], second[43]))
    elif form == "TD2":
        number, checks[0] = _long_number(second[:9], second[9], second[28:35])
        checks.append(("composite", second[:10] + second[13:20] + second[21:35], second[35]))
    dates = (second[13:19], second[20], second[21:27])
    return _mrz(form, first[:2], first[2:5], number, first[5:], second[10:13], dates, checks)


def _three_lines(first: str, second: str, third: str) -> Mrz:
    number, check = _long_number(first[5:14], first[14], first[15:30])
    checks = [
        check,
        ("birth", second[:6], second[6]),
        ("expiry", second[8:14], second[14]),
        ("composite", first[5:30] + second[:7] + second[8:15] + second[18:29], second[29]),
    ]
    dates = (second[:6], second[7], second[8:14])
    return _mrz("TD1", first[:2], first[2:5], number, third, second[15:18], dates, checks)


def _long_number(number: str, digit: str, optional: str) -> tuple[str, tuple[str, str, str]]:
    """A number longer than nine letters goes on in the optional data, its digit behind it (Doc 9303-5, -6)."""
    rest = optional.split("<", 1)[0]
    if digit != "<" or len(rest) < 2:
        return number, ("number", number, digit)
    whole = number + rest[:-1]
    return whole, ("number", whole, rest[-1])


def _mrz(
    form: str,
    code: str,
    issuer: str,
    number: str,
    names: str,
    nationality: str,
    dates: tuple[str, str, str],
    checks: list[tuple[str, str, str]],
) -> Mrz:
    surname, _, given = names.partition("<<")
    birth, sex, expiry = dates
    return Mrz(
        form,
        code.strip("<"),
        issuer.strip("<"),
        number.replace("<", ""),
        _words(surname),
        _words(given),
        nationality.strip("<"),
        birth,
        sex.strip("<"),
        expiry,
        tuple(_failing(checks)),
    )


def _words(text: str) -> str:
    return " ".join(text.replace("<", " ").split())


def _failing(checks: list[tuple[str, str, str]]) -> Iterator[str]:
    for name, field, digit in checks:
        if digit != check_digit(field):
            yield name
