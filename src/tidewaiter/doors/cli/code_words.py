"""Puts the codes of the screening engine into words without Django: `tidewaiter screen` runs where none is set up."""

import gettext
import re
from collections.abc import Mapping
from functools import lru_cache

from babel import Locale

from tidewaiter.doors.cli.speech import CATALOGUES, DOMAIN
from tidewaiter.screening.reasons import Match, MatchReason

_PARAMETER = re.compile(r"%\((\w+)\)s")
_COUNTRIES = {"country_same": ("country",), "country_differs": ("query", "entry")}
_CODED = {"kind": "identifier", "query": "category", "entry": "category"}


class Words:
    """One of our languages, for codes."""

    def __init__(self, language: str) -> None:
        """Read its catalogue."""
        self._catalogue = gettext.translation(DOMAIN, str(CATALOGUES), [language], fallback=True)
        self._countries = Locale.parse(language).territories

    def say(self, key: str, params: Mapping[str, str]) -> str:
        """Words for a key; where the catalogue has none, the key with its parameters."""
        text = self._catalogue.gettext(key)
        if text == key:
            return f"{key}({', '.join(params.values())})" if params else key
        return _PARAMETER.sub(lambda found: params.get(found[1], "…"), text).replace("%%", "%")

    def reasons(self, match: Match) -> str:
        """What speaks for a match and then what differs, the heaviest first, in one line."""
        return "; ".join(self._reason(each) for each in (*match.reasons, *match.differs))

    def _reason(self, given: MatchReason) -> str:
        params = {name: self._value(given.code, name, value) for name, value in given.params}
        return " ".join(self.say(f"match:{given.code}", params).split())

    def _value(self, code: str, name: str, value: str) -> str:
        if name in _COUNTRIES.get(code, ()):
            return ", ".join(str(self._countries.get(each, each)) for each in value.split())
        if code == "kind_differs" or (name == "kind" and code.startswith("identifier")):
            return self.say(f"{_CODED[name]}:{value}", {})
        return value


@lru_cache(maxsize=8)
def words_of(language: str) -> Words:
    """The words of a language, its catalogue read once."""
    return Words(language)
