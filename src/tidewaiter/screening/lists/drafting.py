"""Builds one submitted line from what a format found in it: every format's parties, goods and flags are made here.

What cannot be read of the goods or the route is flagged and the line is taken, so that a wrong weight hides nobody;
what cannot be a text at all refuses the line.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from tidewaiter.screening.countries import country_of
from tidewaiter.screening.lists.mrz import country_code
from tidewaiter.screening.lists.rows import LONGEST_CELL, on_one_line, readable, unwritable
from tidewaiter.screening.lists.submitted import Flag, Goods, Party, PartyRole, RefusedLine, Route, SubmittedLine
from tidewaiter.screening.partial_dates import PartialDate
from tidewaiter.screening.problems import BadSubject
from tidewaiter.screening.subjects import (
    MAX_ADDRESS_LETTERS,
    MAX_ADDRESSES,
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
    Subject,
    SubjectKind,
)

MOST_PARTIES = 500
_SHOWN = 80
_LETTER = re.compile(r"[^\W_]")
_FORMULA = re.compile(r"[=+\-@＝＋－＠]")
# Letters that are not seen: they split or turn a word without a trace on paper.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_KINDS: Mapping[PartyRole, SubjectKind] = {
    **dict.fromkeys((PartyRole.PASSENGER, PartyRole.CREW), SubjectKind.PERSON),
    **dict.fromkeys(
        (PartyRole.VESSEL, PartyRole.AIRCRAFT, PartyRole.VEHICLE, PartyRole.CONTAINER), SubjectKind.TRANSPORT
    ),
    PartyRole.COMMODITY: SubjectKind.COMMODITY,
}
Number = tuple[IdentifierKind, str]


class Refused(Exception):
    """Why the line in hand cannot be taken: a code and its parameters."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Draft:
    """A line while it is being read."""

    def __init__(self, line: int, row_id: str = "") -> None:
        self.line = line
        self.row_id = row_id
        self._parties: list[Party] = []
        self._flags: dict[Flag, None] = {}

    def flag(self, code: str, value: str = "") -> None:
        """Remember something strange."""
        self._flags[Flag(code, readable(value, _SHOWN))] = None

    def party(
        self,
        role: PartyRole,
        names: Iterable[str],
        numbers: Iterable[Number] = (),
        *,
        countries: Iterable[str] = (),
        birth: PartialDate | None = None,
        addresses: Iterable[str] = (),
        person: bool = False,
    ) -> None:
        """Add a party; without a name of letters and without a number it is nobody, and left out."""
        known = tuple(self._names(role, names))
        identifiers = tuple(dict.fromkeys(self._identifiers(numbers)))
        if not known and not identifiers:
            return
        kind = SubjectKind.PERSON if person else _KINDS.get(role, SubjectKind.BUSINESS)
        living = tuple(self._addresses(addresses))
        subject = Subject(kind, known, identifiers, birth, tuple(dict.fromkeys(self._countries(countries))), living)
        party = Party(role, subject, not person and role not in _KINDS)
        if party not in self._parties:
            self._parties.append(party)
        if len(self._parties) > MOST_PARTIES:
            raise Refused("too_many_parties", limit=str(MOST_PARTIES))

    def done(self, goods: Goods | None = None, route: Route | None = None) -> SubmittedLine:
        """The line; Refused where there is nobody and nothing in it to screen."""
        if goods is not None and (goods.description or goods.hs):
            self.party(PartyRole.COMMODITY, (goods.description,), ((IdentifierKind.HS, code) for code in goods.hs))
        if not self._parties:
            raise Refused("nothing_to_screen")
        said = None if goods == _NOTHING else goods
        way = None if route == _NOWHERE else route
        return SubmittedLine(self.line, self.row_id, tuple(self._parties), said, way, tuple(self._flags))

    def _names(self, role: PartyRole, names: Iterable[str]) -> Iterable[Name]:
        kind, seen = NameKind.PRIMARY, set()
        for given in names:
            name = self.text(role.value, given)
            if not name or name.casefold() in seen:
                continue
            seen.add(name.casefold())
            if not (name[0].isalpha() and name.isascii()) and not _LETTER.search(visible(name)):
                self.flag("name_without_letters", f"{role.value}: {name}")
                continue
            if not name[0].isalpha() and _FORMULA.match(name):
                self.flag("formula", f"{role.value}: {name}")
            yield Name(name, kind)
            kind = NameKind.ALIAS

    def text(self, field: str, given: str) -> str:
        """A text of the line without blanks around it; Refused where no record could hold it."""
        text = given.strip()
        if not text:
            return ""
        if len(text) > LONGEST_CELL:
            raise Refused("too_long", element=field, limit=str(LONGEST_CELL))
        if unwritable(text):
            raise Refused("control_character", element=field)
        if not text.isascii() and _INVISIBLE.search(text):
            self.flag("invisible_letters", f"{field}: {visible(text)}")
        return text

    def code(self, field: str, given: str) -> str:
        """A code of the line, such as a place or a seal: capitals, no invisible letters, blanks as one."""
        text = self.text(field, given)
        if not text:
            return ""
        return " ".join(visible(text).upper().split())

    def _identifiers(self, numbers: Iterable[Number]) -> Iterable[Identifier]:
        for kind, given in numbers:
            text = self.text(kind.value, given)
            if not text:
                continue
            identifier, warning = _identifier(kind, visible(text))
            if warning is not None:
                self.flag(warning, f"{kind.value}: {text if identifier is None else identifier.value}")
            if identifier is None:
                continue
            yield identifier

    def _addresses(self, addresses: Iterable[str]) -> list[str]:
        # An address is one of many things a line says: what is odd in it keeps nobody from being screened.
        written = (self.text("address", on_one_line(given)[:LONGEST_CELL]) for given in addresses)
        found = list(dict.fromkeys(text for text in written if _LETTER.search(text)))
        for text in found[MAX_ADDRESSES:]:
            self.flag("address_left_out", f"address: {text}")
        for text in found[:MAX_ADDRESSES]:
            if len(text) > MAX_ADDRESS_LETTERS:
                self.flag("address_cut", f"address: {text}")
        return list(dict.fromkeys(text[:MAX_ADDRESS_LETTERS] for text in found[:MAX_ADDRESSES]))

    def _countries(self, countries: Iterable[str]) -> Iterable[str]:
        for given in countries:
            text = self.text("country", given)
            code = _country(text) if text else None
            if code:
                yield code
            elif text and country_code(text.upper()):
                self.flag("unknown_country", f"country: {text}")


def visible(text: str) -> str:
    """A text as it is seen: one form of each letter and figure, none that is invisible."""
    if text.isascii():
        return text
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def taken(draft: Draft, goods: Goods | None, route: Route | None) -> SubmittedLine | RefusedLine:
    """The line, or why it is refused."""
    try:
        return draft.done(goods, route)
    except Refused as refused:
        return refusal(draft.line, draft.row_id, refused)


def refusal(line: int, row_id: str, refused: Refused) -> RefusedLine:
    """The refusal as it is reported."""
    return RefusedLine(line, refused.code, refused.params, readable(row_id, _SHOWN))


@lru_cache(maxsize=10_000)
def _identifier(kind: IdentifierKind, text: str) -> tuple[Identifier | None, str | None]:
    """A number with what is wrong with it; a list names the same vessel and goods over and over."""
    try:
        identifier = Identifier(kind, text)
    except BadSubject:
        return None, "unreadable"
    return identifier, identifier.warning


@lru_cache(maxsize=4096)
def _country(text: str) -> str | None:
    return country_of(country_code(text.upper()) if len(text) in (1, 3) else text)


_NOTHING = Goods()
_NOWHERE = Route()
