"""Country words of real lists as two-letter codes, so that "Russian Federation" and "RU" are one country."""

import re

import pycountry

_ALPHA_2 = re.compile(r"[A-Z]{2}")
_ALSO = {
    "russia": "RU",
    "north korea": "KP",
    "south korea": "KR",
    "iran": "IR",
    "syria": "SY",
    "laos": "LA",
    "turkey": "TR",
    "burma": "MM",
    "ivory coast": "CI",
    "cape verde": "CV",
    "swaziland": "SZ",
    "czech republic": "CZ",
    "macedonia": "MK",
    "uk": "GB",
    "great britain": "GB",
    "usa": "US",
    "tanzania": "TZ",
    "moldova": "MD",
    "bolivia": "BO",
    "venezuela": "VE",
    "palestine": "PS",
    "vietnam": "VN",
    "democratic republic of the congo": "CD",
}


def country_of(words: str) -> str | None:
    """Give the ISO 3166 alpha-2 code of an English name or code (any two letters pass), else None."""
    code = words.strip().upper()
    return code if _ALPHA_2.fullmatch(code) and code.lower() not in _ALSO else _CODES.get(_plain(words))


def _plain(words: str) -> str:
    return " ".join(words[:200].casefold().replace(".", "").split())


def _known() -> dict[str, str]:
    codes = {}
    for country in pycountry.countries:
        for field in ("alpha_3", "name", "official_name", "common_name"):
            if name := getattr(country, field, None):
                codes[_plain(name)] = country.alpha_2
    return codes | _ALSO


_CODES = _known()
