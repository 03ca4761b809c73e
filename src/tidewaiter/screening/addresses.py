"""Whether two addresses are one: street, house and town however they are written in our four languages.

An address only ever speaks for a match: people move, and a business has many doors.
"""

import re
from collections.abc import Iterable, Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import NamedTuple

from rapidfuzz.distance import OSA

from tidewaiter.screening.letters import latin_words

# What stands first means the rest of its row. Of two letters only the first: they end Dutch post codes too, and
# "1012 AV" must stay what "1012AV" is.
_KINDS_OF_STREET = (
    "st street str straat strasse saint sint sankt",
    "rd road",
    "av avenue ave avenida avda avd",
    "dr drive drv",
    "ln lane laan",
    "bd boulevard blvd bvd boul bulevar",
    "pl place plaza pza plz plaats",
    "sq square",
    "ct court crt",
    "cr crescent cres",
    "tr terrace terrasse terr tce",
    "hw highway hwy",
    "qy quay quai muelle wharf",
    "kd kade kaai",
    "weg way wy",
    "rue calle",
    "ch chemin camino cno",
    "rt route rte ruta",
    "ctra carretera cra",
    "paseo pso",
    "cours crs",
    "impasse imp",
    "gr gracht",
    "plein pln",
    "poligono pol",
)
_LIKE_WORDS = ("n north nord norte noord", "s south sud sur zuid", "e east oost este", "w west ouest oeste")
_FOLDED: Mapping[str, str] = MappingProxyType(
    {word: row.split()[0] for row in (*_KINDS_OF_STREET, *_LIKE_WORDS) for word in row.split()}
)
_STREETS = frozenset(row.split()[0] for row in _KINDS_OF_STREET)
_SMALL_WORDS = (
    "of the and a de la le les l du des d el los las del y et en van der den het te ten no nr num numero number nummer"
)
# A door inside of a house, by the words before its number or behind it.
_DOOR_WORDS = (
    "flat apartment apartamento appartement apt appt app apto suite ste unit floor fl etage piso planta puerta pta "
    "verdieping verd bus bte boite room rm kamer local oficina office kantoor bureau deur escalera esc"
)
_SMALL, _DOORS = frozenset(_SMALL_WORDS.split()), frozenset(_DOOR_WORDS.split())
_FLOORS = frozenset({"floor", "etage", "verdieping"})
_BOX = re.compile(
    r"\b(?:p ?o ?box|post ?office box|boite postale|bp|postbus|apartado(?: de correos| postal)?|apdo) ?(?=\d)"
)
_PARTS = re.compile(r"[,;\n\r|]+")
_NUMBER_SIGN = re.compile(r"[#°]|\bn[º°o]?\.?(?=\s*\d)", re.IGNORECASE)
_SHORT_STREET = re.compile(r"\b(?:c/|cl\.|r\.)\s*", re.IGNORECASE)
_DUTCH_CODE = re.compile(r"\b(\d{4}) ([a-z]{2})\b")
_BRITISH_CODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?) (\d[a-z]{2})\b")
_LETTER_OF_HOUSE = re.compile(r"\b(\d{1,4}) ([a-df-mo-rtuvx-z]|[a-z]$|bis|ter|quater)\b")
_HOUSE = re.compile(r"\d{1,3}(?:[a-z]|bis|ter|quater)?|box\d+")
_HIGH_HOUSE = re.compile(r"\d{4}[a-z]?")
_STOREY = re.compile(r"\d{1,2}(?:o|st|nd|rd|th|er|e|eme|a)")
_SPANISH_STOREY = re.compile(r"\d{1,2}o")
_ENDING = re.compile(r"([a-z]{3,}?)(?:straat|strasse|str)")
_LONG, _LONGER = 5, 9
_FEW = 2


class Likeness(IntEnum):
    """How far two addresses agree, and whether they name the same house."""

    NOTHING = 0
    ALIKE = 1
    SAME = 2
    SAME_HOUSE = 3


class _Place(NamedTuple):
    # An address taken apart: its words in their order, which of them carry it, and its numbers.
    words: tuple[str, ...]
    carrying: tuple[str, ...]
    numbers: frozenset[str]
    doors: frozenset[str]

    @property
    def houses(self) -> frozenset[str]:
        short = frozenset(number for number in self.numbers if _HOUSE.fullmatch(number))
        # Four figures are a post code in many countries, and a house only where nothing else can be it.
        high = (number for number in self.numbers if _HIGH_HOUSE.fullmatch(number))
        return short or (frozenset(high) if self.names_street else short)

    @property
    def names_street(self) -> bool:
        return any(word in _STREETS or word.endswith("str") for word in self.words)

    @property
    def says_enough(self) -> bool:
        # A town alone is no address, not even with its country or its post code.
        least = _FEW if self.houses else _FEW + 1
        return len(self.carrying) >= (1 if self.names_street else least)


class Agreement(NamedTuple):
    """The two addresses that agree best, as they are written, and how far."""

    likeness: Likeness
    asked: str
    listed: str


def best_agreement(asked: Iterable[str], listed: Iterable[str]) -> Agreement | None:
    """Give the pair of addresses that agrees best, whatever their order; None where none does."""
    found = [
        Agreement(likeness, one, other)
        for one in asked
        for other in listed
        if (likeness := likeness_of(one, other)) is not Likeness.NOTHING
    ]
    return min(found, key=_best_first) if found else None


def likeness_of(one: str, other: str) -> Likeness:
    """Compare two addresses; another house number or post code makes another address."""
    mine, theirs = _place(one), _place(other)
    if not (mine.says_enough and theirs.says_enough) or _other_numbers(mine, theirs):
        return Likeness.NOTHING
    if _same(mine, theirs):
        return Likeness.SAME_HOUSE if mine.houses else Likeness.SAME
    return Likeness.ALIKE if _alike(mine, theirs) or _alike(theirs, mine) else Likeness.NOTHING


def _best_first(agreement: Agreement) -> tuple[int, str, str]:
    return -agreement.likeness, agreement.asked, agreement.listed


def _other_numbers(one: _Place, other: _Place) -> bool:
    return not (one.numbers <= other.numbers or other.numbers <= one.numbers)


def _same(one: _Place, other: _Place) -> bool:
    """The same house, or street where neither names one; who leaves out town, country or post code says no other."""
    if one.houses != other.houses or (one.doors and other.doors and one.doors != other.doors):
        return False
    mine, theirs = set(one.words), set(other.words)
    if mine == theirs:
        return True
    fewer = min((one, other), key=lambda place: len(set(place.words)))
    return bool(one.houses) and len(fewer.carrying) >= _FEW and (mine <= theirs or theirs <= mine)


def _alike(less: _Place, more: _Place) -> bool:
    """Every word of the shorter is in the longer, near enough; of a house both name, the last word may be another."""
    if len(less.carrying) > len(more.carrying):
        return False
    missing = [word for word in less.carrying if not any(_near(word, other) for other in more.carrying)]
    if not missing:
        return True
    shared_house = bool(less.houses & more.houses)
    return shared_house and len(less.carrying) > _FEW and missing == [less.carrying[-1]]


def _near(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter = min(len(one), len(other))
    slips = 0 if shorter < _LONG else 1 if shorter < _LONGER else 2
    return slips > 0 and OSA.distance(one, other, score_cutoff=slips) <= slips


# Not cached: an address of a deleted entry must not stay in the memory of a process.
def _place(address: str) -> _Place:
    words: list[str] = []
    doors: list[str] = []
    for part in _PARTS.split(_SHORT_STREET.sub("rue ", _NUMBER_SIGN.sub(" ", address))):
        _take(_joined(part).split(), words, doors)
    numbers = frozenset(filter(_has_figure, words))
    plain = tuple(dict.fromkeys(word for word in words if word not in numbers and word not in _SMALL))
    carrying = tuple(word for word in plain if word not in _STREETS)
    return _Place(plain, carrying, numbers, frozenset(doors))


def _joined(part: str) -> str:
    """A part of an address as words, what belongs to one number in one."""
    text = " ".join(word.text for word in latin_words(part))
    text = _BRITISH_CODE.sub(r"\1\2", _BOX.sub("box", text))
    return _LETTER_OF_HOUSE.sub(r"\1\2", _DUTCH_CODE.sub(r"\1\2", text))


def _take(part: list[str], words: list[str], doors: list[str]) -> None:
    at = 0
    while at < len(part):
        word, following = part[at], part[at + 1] if at + 1 < len(part) else ""
        at += 1
        if word in _DOORS:
            if _has_figure(following) or len(following) == 1:
                doors.append(following)
                at += 1
        elif following in _DOORS and (_STOREY.fullmatch(word) or (following in _FLOORS and word.isdecimal())):
            doors.append(word)
            at += 1
        elif _SPANISH_STOREY.fullmatch(word):
            doors.append(word)
            at += len(following) == 1
        else:
            words.append(_folded(word))


def _has_figure(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def _folded(word: str) -> str:
    known = _FOLDED.get(word)
    if known is not None:
        return known
    ended = _ENDING.fullmatch(word)
    return f"{ended[1]}str" if ended else word
