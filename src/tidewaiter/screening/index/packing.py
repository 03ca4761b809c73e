"""An entry as few bytes, so that the second stage needs no database and a million entries need little room."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from tidewaiter.screening.index.shapes import Indexed
from tidewaiter.screening.subjects import (
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
    PartialDate,
    Subject,
    SubjectKind,
)

# The numbers below stand in index files: append, never reorder.
KINDS = (SubjectKind.PERSON, SubjectKind.BUSINESS, SubjectKind.TRANSPORT, SubjectKind.COMMODITY)
NAME_KINDS = (NameKind.PRIMARY, NameKind.ALIAS, NameKind.WEAK, NameKind.FORMER, NameKind.ORIGINAL_SCRIPT)
IDENTIFIER_KINDS = tuple(IdentifierKind)
_NUMBER_OF_KIND = {kind: number for number, kind in enumerate(KINDS)}
_NUMBER_OF_NAME = {kind: number for number, kind in enumerate(NAME_KINDS)}
_NUMBER_OF_IDENTIFIER = {kind: number for number, kind in enumerate(IDENTIFIER_KINDS)}
NO_LAST_DAY = 2**31 - 1

_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_quoted = json.encoder.encode_basestring
_Plain = list[str | int | None]


def kind_number(kind: SubjectKind) -> int:
    """Give the number under which a kind stands in the files."""
    return _NUMBER_OF_KIND[kind]


def name_number(kind: NameKind) -> int:
    """Give the number under which a kind of name stands in the files."""
    return _NUMBER_OF_NAME[kind]


def packed(entry: Indexed) -> bytes:
    """Write an entry as compact JSON without what is empty at the end; marking and last day stand elsewhere.

    UnicodeEncodeError where it holds half of a character: `in_characters` gives what is kept of it.
    """
    subject = entry.subject
    if not (subject.identifiers or subject.countries or subject.birth or subject.addresses):
        told = ",".join([f"{_quoted(name.text)},{_NUMBER_OF_NAME[name.kind]}" for name in subject.names])
        return f"[{_quoted(entry.entity)},{_NUMBER_OF_KIND[subject.kind]},[{told}]]".encode()
    names: _Plain = []
    for name in subject.names:
        names += (name.text, _NUMBER_OF_NAME[name.kind])
    numbers: _Plain = []
    for one in subject.identifiers:
        numbers += (_NUMBER_OF_IDENTIFIER[one.kind], one.value)
    parts: list[object] = [entry.entity, _NUMBER_OF_KIND[subject.kind], names, numbers]
    parts += ["".join(subject.countries), _birth(subject.birth), subject.addresses]
    while not parts[-1]:
        parts.pop()
    return _write(parts).encode()


def in_characters(entry: Indexed) -> Indexed:
    """Give an entry with a question mark for each lone surrogate, which is no character and cannot be written.

    An index is built all the same, and all that stands in it of the entry is made of these texts alone: it is found
    by the same questions when it was just added and when it was read back.
    """
    subject = entry.subject
    told = replace(
        subject,
        names=tuple(Name(_characters(name.text), name.kind) for name in subject.names),
        addresses=tuple(map(_characters, subject.addresses)),
    )
    return replace(entry, entity=_characters(entry.entity), subject=told)


def _characters(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def unpacked(packed_entry: bytes, marking: int, last_day: int) -> Indexed:
    """Read an entry back."""
    plain: list[Any] = json.loads(packed_entry)
    entity, kind, rest = plain[0], plain[1], plain[2:]
    empty: list[Any] = [[], [], "", [], []]
    names, numbers, countries, birth, addresses = [*rest, *empty[len(rest) :]]
    subject = Subject(
        KINDS[kind],
        tuple(Name(names[i], NAME_KINDS[names[i + 1]]) for i in range(0, len(names), 2)),
        tuple(Identifier(IDENTIFIER_KINDS[numbers[i]], numbers[i + 1]) for i in range(0, len(numbers), 2)),
        PartialDate(*birth) if birth else None,
        tuple(countries[i : i + 2] for i in range(0, len(countries), 2)),
        tuple(addresses),
    )
    return Indexed(entity, subject, marking, None if last_day == NO_LAST_DAY else date.fromordinal(last_day))


def last_day_number(day: date | None) -> int:
    """Give a day as a number that sorts, open ends last."""
    return NO_LAST_DAY if day is None else day.toordinal()


def _birth(birth: PartialDate | None) -> list[int | bool | None]:
    return [] if birth is None else [birth.year, birth.month, birth.day, birth.approximate, birth.last_year]
