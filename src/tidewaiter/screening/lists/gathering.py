"""Brings together the rows of each entity, wherever in a list they stand, in bounded memory; and reads the entity.

Rows are sorted in runs that are laid aside in one file, which the caller opens and closes, and merged from there.
"""

import heapq
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, BinaryIO

from tidewaiter.screening.countries import country_of
from tidewaiter.screening.lists.rows import ListedEntity, ListRow, on_one_line, readable, unwritable
from tidewaiter.screening.problems import BadSubject
from tidewaiter.screening.subjects import (
    MAX_ADDRESS_LETTERS,
    MAX_ADDRESSES,
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
    PartialDate,
    Subject,
    SubjectKind,
)

MOST_ROWS = 1_000
MOST_VALUES = 1_000
_RUN_BYTES = 24_000_000
_ROW_OVERHEAD = 300
_BLOCK = 32_000

_KINDS: Mapping[str, SubjectKind] = MappingProxyType(
    {
        "person": SubjectKind.PERSON,
        "organization": SubjectKind.BUSINESS,
        "company": SubjectKind.BUSINESS,
        "legalentity": SubjectKind.BUSINESS,
        "publicbody": SubjectKind.BUSINESS,
        "business": SubjectKind.BUSINESS,
        "vessel": SubjectKind.TRANSPORT,
        "airplane": SubjectKind.TRANSPORT,
        "aircraft": SubjectKind.TRANSPORT,
        "vehicle": SubjectKind.TRANSPORT,
        "transport": SubjectKind.TRANSPORT,
        "container": SubjectKind.TRANSPORT,
        "commodity": SubjectKind.COMMODITY,
    }
)
SCHEMATA = tuple(_KINDS)
_NUMBERS = frozenset(kind.value for kind in IdentifierKind)
_NAME_KINDS: Mapping[str, NameKind] = MappingProxyType(
    {
        "primary": NameKind.PRIMARY,
        "weak_aka": NameKind.WEAK,
        "weak": NameKind.WEAK,
        "fka": NameKind.FORMER,
        "former": NameKind.FORMER,
        "original_script": NameKind.ORIGINAL_SCRIPT,
    }
)


class GatheredRows:
    """The rows of a list in the order of their entities; can be gone through again and again."""

    def __init__(self, rows: Iterable[ListRow], aside: BinaryIO, *, run_bytes: int = _RUN_BYTES) -> None:
        """Read all rows, laying sorted runs aside whenever `run_bytes` of them are in memory."""
        self._aside = aside
        self._runs: list[tuple[int, int]] = []
        self.rows = 0
        run: list[tuple[str, int, bytes]] = []
        held = 0
        for row in rows:
            self.rows += 1
            text = json.dumps(row.plain(), separators=(",", ":")).encode()
            run.append((_key(row), row.line, text))
            held += len(text) + _ROW_OVERHEAD
            if held >= run_bytes:
                self._lay_aside(run)
                run, held = [], 0
        self._lay_aside(run)

    def entities(self) -> Iterator[ListedEntity]:
        """Each entity with its rows; of one with more rows than any entity has, the first are kept."""
        merged = heapq.merge(*(self._run(start, end) for start, end in self._runs))
        for key, group in itertools.groupby(merged, key=lambda found: found[0]):
            kept = tuple(ListRow.of(plain) for _, _, plain in itertools.islice(group, MOST_ROWS))
            count = len(kept) + sum(1 for _ in group)
            yield ListedEntity("" if key.startswith("\0") else key, kept, count)

    def _lay_aside(self, run: list[tuple[str, int, bytes]]) -> None:
        run.sort(key=lambda found: found[:2])
        start = self._aside.seek(0, 2)
        for _, _, text in run:
            self._aside.write(text + b"\n")
        self._runs.append((start, self._aside.tell()))

    def _run(self, start: int, end: int) -> Iterator[tuple[str, int, list[Any]]]:
        rest = b""
        while start < end:
            self._aside.seek(start)
            block = self._aside.read(min(_BLOCK, end - start))
            start += len(block)
            *lines, rest = (rest + block).split(b"\n")
            for line in lines:
                plain = json.loads(line)
                yield _sorting(plain[1], plain[0]), plain[0], plain


def _key(row: ListRow) -> str:
    return _sorting(row.entity, row.line)


def _sorting(entity: str, line: int) -> str:
    """Rows that name no entity are each their own."""
    return entity or f"\0{line}"


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says of one entity, with what was strange in it."""

    key: str
    line: int
    subject: Subject
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unlisted:
    """Why an entity cannot be taken: its first bad row, a reason code and its parameters."""

    key: str
    line: int
    code: str
    params: Mapping[str, str]


class _Refused(Exception):
    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(slots=True)
class _Found:
    kind: SubjectKind | None = None
    names: dict[str, Name] = field(default_factory=dict)
    identifiers: dict[Identifier, None] = field(default_factory=dict)
    birth: PartialDate | None = None
    countries: dict[str, None] = field(default_factory=dict)
    addresses: dict[str, None] = field(default_factory=dict)
    flags: dict[str, None] = field(default_factory=dict)


def read_entity(entity: ListedEntity) -> Listed | Unlisted:
    """The subject that an entity's rows describe, or the first reason against it: whole or not at all."""
    found = _Found()
    line = entity.rows[0].line
    try:
        for row in entity.rows:
            line = row.line
            _take(row, found)
        if entity.count > len(entity.rows):
            raise _Refused("too_many_rows", limit=str(MOST_ROWS))
        if found.kind is None:
            raise _Refused("unknown_schema", value="")
        return Listed(entity.key, entity.rows[0].line, _subject(found, found.kind), tuple(found.flags))
    except _Refused as refused:
        return Unlisted(readable(entity.key, 200), line, refused.code, refused.params)
    except BadSubject as problem:
        return Unlisted(readable(entity.key, 200), line, "bad_subject", {"problem": problem.code})


def _subject(found: _Found, kind: SubjectKind) -> Subject:
    return Subject(
        kind=kind,
        names=tuple(found.names.values()),
        identifiers=tuple(found.identifiers),
        birth=found.birth if kind is SubjectKind.PERSON else None,
        countries=tuple(found.countries),
        addresses=tuple(found.addresses),
    )


def _take(row: ListRow, found: _Found) -> None:
    """Takes one row into its entity."""
    _refuse_bad(row)
    found.kind = _kind(row, found.kind)
    for text, name_kind in row.names:
        found.names.setdefault(text, Name(text, _NAME_KINDS.get(name_kind.casefold(), NameKind.ALIAS)))
    for day in row.births:
        _take_birth(day, found)
    for words in row.countries:
        _take_country(words, found)
    for address in row.addresses:
        _take_address(address, found)
    for ident in row.idents:
        found.identifiers[_identifier(ident)] = None
    if max(len(found.names), len(found.identifiers), len(found.flags), len(found.countries)) > MOST_VALUES:
        raise _Refused("too_many", limit=str(MOST_VALUES))


def _refuse_bad(row: ListRow) -> None:
    if not row.entity:
        raise _Refused("no_entity_id")
    if row.fault:
        raise _Refused(row.fault, **row.params)
    if unwritable("".join((row.entity, *(text for text, _ in row.names), *row.countries))):
        raise _Refused("control_character")


def _kind(row: ListRow, known: SubjectKind | None) -> SubjectKind:
    kind = _KINDS.get(row.schema.casefold())
    if kind is None:
        raise _Refused("unknown_schema", value=readable(row.schema, 40))
    if known not in (None, kind):
        raise _Refused("mixed_schema", value=readable(row.schema, 40))
    if not row.names:
        raise _Refused("no_name")
    return kind


def _take_birth(text: str, found: _Found) -> None:
    """The first date counts; a later one that differs is told by a flag, an unreadable one refuses the entity."""
    read = PartialDate.parse(text)
    if found.birth is None:
        found.birth = read
    elif found.birth != read:
        found.flags[f"other_birth:{read}"] = None


def _take_country(words: str, found: _Found) -> None:
    """An unknown country word is kept and flagged, not guessed and not dropped."""
    code = country_of(words)
    if code:
        found.countries[code] = None
    else:
        found.flags[f"unknown_country:{words[:80]}"] = None


def _take_address(written: str, found: _Found) -> None:
    """An address beyond what an entry holds is left out and flagged: lists of others know more than ten of many."""
    text = on_one_line(written)
    if len(text) > MAX_ADDRESS_LETTERS or (text not in found.addresses and len(found.addresses) == MAX_ADDRESSES):
        found.flags[f"address_left_out:{text[:80]}"] = None
    elif text:
        found.addresses[text] = None


def _identifier(text: str) -> Identifier:
    """An identifier with its kind before it (`IMO9187629`, `passport:X123`), else of kind `other`."""
    kind, colon, value = text.partition(":")
    if colon and kind.strip().casefold() in _NUMBERS:
        return Identifier(IdentifierKind(kind.strip().casefold()), value)
    if text[:3].casefold() == "imo":
        return Identifier(IdentifierKind.IMO, text[3:])
    return Identifier(IdentifierKind.OTHER, text)
