"""What risk assessment sees of a line: goods, the way they go, containers, and traders by the key they are kept under.

Birth, nationality, country and every other word on a person stay outside: no profile can rest on them. A line that
names a traveller is not assessed at all, since profiles speak of consignments.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tidewaiter.screening.identifiers import IdentifierKind
from tidewaiter.screening.lists.submitted import TRAVELLERS, Goods, Party, PartyRole, Route, SubmittedLine
from tidewaiter.screening.subjects import Subject, SubjectKind

_TRADERS = frozenset({PartyRole.CONSIGNOR, PartyRole.CONSIGNEE, PartyRole.BUYER, PartyRole.SELLER, PartyRole.DECLARANT})
_LASTING = (IdentifierKind.LEI, IdentifierKind.TAX)
_LONGEST_NAME = 400


@dataclass(frozen=True, slots=True)
class Trader:
    """A business that trades: what it is to the consignment, its name as written, and the keys it is known by."""

    role: str
    name: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """The part of a line that profiles are tried on."""

    places: Mapping[str, str]
    hs: tuple[str, ...]
    containers: tuple[str, ...]
    traders: tuple[Trader, ...]
    value_per_kg: float | None = None
    currency: str = ""
    weight_per_package: float | None = None

    @property
    def heading(self) -> str:
        """The one HS heading of the goods, to which value and weight belong; empty where there are several."""
        headings = {code[:4] for code in self.hs}
        return next(iter(headings)) if len(headings) == 1 and all(len(each) == 4 for each in headings) else ""


def declared(line: SubmittedLine) -> Declared | None:
    """What profiles see of a line; None where it names a traveller."""
    if any(party.role in TRAVELLERS for party in line.parties):
        return None
    goods, route = line.goods or Goods(), line.route or Route()
    return Declared(
        places={name: getattr(route, name) for name in ("loading", "discharge", "origin", "destination")},
        hs=tuple(dict.fromkeys(re.sub(r"\D", "", code) for code in goods.hs)),
        containers=tuple(dict.fromkeys(_containers(line))),
        traders=tuple(_traders(line)),
        value_per_kg=_share(goods.value, goods.weight_kg),
        currency=goods.currency.upper(),
        weight_per_package=_share(goods.weight_kg, goods.packages),
    )


def _share(whole: Decimal | None, parts: Decimal | int | None) -> float | None:
    """One number through another; None where either is not said or is not above zero."""
    if whole is None or parts is None or whole <= 0 or parts <= 0:
        return None
    return float(whole) / float(parts)


def _containers(line: SubmittedLine) -> Iterator[str]:
    for party in line.parties:
        yield from (each.value for each in party.subject.identifiers if each.kind is IdentifierKind.CONTAINER)


def _traders(line: SubmittedLine) -> Iterator[Trader]:
    """The businesses that trade; of a natural person nothing is kept, so that none can be new."""
    for party in line.parties:
        if party.role in _TRADERS and party.subject.kind is SubjectKind.BUSINESS and (keys := _keys(party.subject)):
            yield Trader(party.role.value, _name(party), keys)


def _name(party: Party) -> str:
    names = party.subject.names
    return names[0].text if names else party.subject.identifiers[0].value


def _keys(subject: Subject) -> tuple[str, ...]:
    """By which a business is known again: its lasting numbers, and its names without case, marks and order."""
    numbers = (f"{each.kind.value}:{each.value}" for each in subject.identifiers if each.kind in _LASTING)
    names = (_normal(name.text[:_LONGEST_NAME]) for name in subject.names)
    return tuple(dict.fromkeys((*numbers, *(f"name:{name}" for name in names if name))))


def _normal(text: str) -> str:
    """One form for one name that does not change with the engine, since digests of it are kept for months."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(sorted(re.findall(r"\w+", letters)))
