"""Reads the two tables of `tidewaiter screen`: the entries to look for, one row a name, and the list that is screened.

A row that cannot be used is told by its line and reason, and the rows after it go on. A birth date, country, number or
address that cannot be read is told too, but its row is used without it: a slip in a date must not let a name pass.
"""

import gzip
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from gettext import gettext as _
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from tidewaiter.doors.cli.code_words import words_of
from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.doors.cli.speech import spoken
from tidewaiter.screening.countries import country_of
from tidewaiter.screening.index.shapes import Indexed
from tidewaiter.screening.lists.csv_table import CsvTable
from tidewaiter.screening.lists.rows import BadList
from tidewaiter.screening.run import Asked
from tidewaiter.screening.subjects import (
    MAX_ADDRESS_LETTERS,
    MAX_ADDRESSES,
    BadSubject,
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
    PartialDate,
    Subject,
    SubjectKind,
)

_GZIP = b"\x1f\x8b"
_KINDS: Mapping[str, SubjectKind] = {
    "person": SubjectKind.PERSON,
    "organization": SubjectKind.BUSINESS,
    "company": SubjectKind.BUSINESS,
    "legalentity": SubjectKind.BUSINESS,
    "publicbody": SubjectKind.BUSINESS,
    "vessel": SubjectKind.TRANSPORT,
    "airplane": SubjectKind.TRANSPORT,
    "vehicle": SubjectKind.TRANSPORT,
}
_NAME_KINDS: Mapping[str, NameKind] = {
    "primary": NameKind.PRIMARY,
    "weak_aka": NameKind.WEAK,
    "fka": NameKind.FORMER,
    "original_script": NameKind.ORIGINAL_SCRIPT,
}
_FACTS = ("country", "dob", "ident", "address")
_NO_FACTS = ("",) * len(_FACTS)
_NUMBERS = frozenset(kind.value for kind in IdentifierKind)
_TOLD_AT_MOST = 20
T = TypeVar("T")


@dataclass(slots=True)
class Faults:
    """What was wrong in one file: the first faults are told as they are found, the rest are counted."""

    file: str
    refused: int = 0
    left_out: int = 0

    def refuse(self, line: int, why: str) -> None:
        """A row that is not used."""
        self.refused += 1
        self._tell(line, why)

    def leave_out(self, line: int, why: str) -> None:
        """A value without which its row is used."""
        self.left_out += 1
        self._tell(line, _("%(why)s Its row is used without it.") % {"why": why})

    def _tell(self, line: int, why: str) -> None:
        if self.refused + self.left_out <= _TOLD_AT_MOST:
            told = {"file": self.file, "line": line, "why": why}
            print(_("%(file)s, line %(line)s: %(why)s") % told, file=sys.stderr)

    def tell_sum(self) -> None:
        """How many there were, where there were any."""
        if self.refused or self.left_out:
            told = {"file": self.file, "refused": self.refused, "left": self.left_out}
            print(_("%(file)s: %(refused)s rows refused, %(left)s values left out.") % told, file=sys.stderr)


@dataclass(slots=True)
class Entries:
    """What is looked for, and which of the entries nobody gave a kind that we know."""

    indexed: list[Indexed]
    kindless: frozenset[str]


def opened(file: str, stack: ExitStack) -> BinaryIO:
    """A file or standard input, unpacked where it is a gzip; the caller's stack closes it."""
    try:
        found = cast(BufferedReader, sys.stdin.buffer if file == "-" else Path(file).open("rb"))  # noqa: SIM115
        if file != "-":
            stack.enter_context(found)
        packed = found.peek(2)[:2] == _GZIP
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror or error}") from error
    if not packed and file.endswith(".gz"):
        raise CommandError(_("%(file)s: this is no gzip file") % {"file": file})
    return cast(BinaryIO, stack.enter_context(gzip.open(found))) if packed else found


class _Table:
    """The rows of one file by the names of its columns."""

    def __init__(self, stream: BinaryIO, faults: Faults, required: tuple[str, ...]) -> None:
        self.faults = faults
        self._rows = CsvTable(stream)
        self._columns = [name.strip().casefold() for name in self._rows.columns]
        twice = next((name for name in self._columns if name and self._columns.count(name) > 1), None)
        if twice is not None:
            raise BadList("column_twice", column=twice)
        absent = [name for name in required if name not in self._columns]
        if absent:
            raise BadList("missing_column", column=", ".join(absent), found=", ".join(self._rows.columns))

    def cells(self, *names: str) -> Iterator[tuple[int, list[str]]]:
        """Each whole row's line and the cells of these columns, empty where the table has no such column."""
        places = [self._columns.index(name) if name in self._columns else -1 for name in names]
        for line, cells in self._rows.rows():
            if len(cells) != len(self._columns):
                params = {"cells": str(len(cells)), "header": str(len(self._columns))}
                self.faults.refuse(line, _said("import:ragged", params))
                continue
            yield line, [cells[place].strip() if place >= 0 else "" for place in places]


def _said(key: str, params: Mapping[str, str]) -> str:
    return words_of(spoken()).say(key, params)


def in_words(bad: BadList, file: str) -> CommandError:
    """Why a file cannot be read as a table."""
    return CommandError(f"{file}: {_said(f'list:{bad.code}', bad.params)}")


@dataclass(slots=True)
class _Gathered:
    kind: SubjectKind | None = None
    names: dict[str, Name] = field(default_factory=dict)
    facts: dict[str, None] = field(default_factory=dict)
    line: int = 0


def read_entries(file: str, faults: Faults) -> Entries:
    """All entries of a file, the rows of each brought together wherever they stand."""
    gathered: dict[str, _Gathered] = {}
    facts: dict[str, Sequence[str]] = {}
    with ExitStack() as stack:
        try:
            table = _Table(opened(file, stack), faults, ("entity_id", "name"))
            for line, (entity, schema, name, kind, *rest) in table.cells(
                "entity_id", "schema", "name", "kind", *_FACTS
            ):
                if not _usable_entry(line, entity, name, faults):
                    continue
                found = gathered.setdefault(entity, _Gathered(line=line))
                found.kind = found.kind or _KINDS.get(schema.casefold())
                found.names.setdefault(name, Name(name, _NAME_KINDS.get(kind.casefold(), NameKind.ALIAS)))
                if any(rest):
                    facts[entity] = _joined(facts.get(entity), rest)
        except BadList as bad:
            raise in_words(bad, file) from bad
        except (OSError, EOFError) as error:
            raise CommandError(f"{file}: {error}") from error
    kindless = frozenset(entity for entity, found in gathered.items() if found.kind is None)
    indexed = [_indexed(entity, found, facts.get(entity, _NO_FACTS), faults) for entity, found in gathered.items()]
    return Entries(indexed, kindless)


def _usable_entry(line: int, entity: str, name: str, faults: Faults) -> bool:
    if not entity:
        faults.refuse(line, _said("import:no_entity_id", {}))
    elif not name:
        faults.refuse(line, _said("import:no_name", {}))
    return bool(entity and name)


def _joined(known: Sequence[str] | None, cells: list[str]) -> Sequence[str]:
    """The facts of one more row beside those known: all add up, but of birth dates the first counts."""
    if known is None:
        return cells
    return [
        (old or more) if name == "dob" else _with(old, more)
        for name, old, more in zip(_FACTS, known, cells, strict=True)
    ]


def _with(known: str, more: str) -> str:
    if not more or more in known.split(";"):
        return known
    return f"{known};{more}" if known else more


def _indexed(entity: str, found: _Gathered, facts: Sequence[str], faults: Faults) -> Indexed:
    kind = found.kind or SubjectKind.BUSINESS
    return Indexed(entity, _subject(kind, tuple(found.names.values()), facts, found.line, faults))


def _subject(kind: SubjectKind, names: tuple[Name, ...], facts: Sequence[str], line: int, faults: Faults) -> Subject:
    countries, dob, idents, addresses = facts
    living = [*dict.fromkeys(_each(_address, addresses, line, faults))]
    for text in living[MAX_ADDRESSES:]:
        faults.leave_out(line, f"“{text}”: {_said('subject:addresses_too_many', {})}")
    return Subject(
        kind=kind,
        names=names,
        identifiers=tuple(_each(_identifier, idents, line, faults)),
        birth=next(iter(_each(PartialDate.parse, dob, line, faults, separator="")), None),
        countries=tuple(dict.fromkeys(_each(_country, countries, line, faults))),
        addresses=tuple(living[:MAX_ADDRESSES]),
    )


def _each(read: Callable[[str], T], cell: str, line: int, faults: Faults, separator: str = ";") -> Iterator[T]:
    for part in cell.split(separator) if separator else [cell]:
        if part.strip():
            try:
                yield read(part.strip())
            except BadSubject as bad:
                faults.leave_out(line, f"“{bad.value}”: {_said(f'subject:{bad.code}', {})}")


def _address(text: str) -> str:
    if len(text) > MAX_ADDRESS_LETTERS:
        raise BadSubject("address_too_long", text)
    return text


def _country(words: str) -> str:
    code = country_of(words)
    if code is None:
        raise BadSubject("country_code", words)
    return code


def _identifier(text: str) -> Identifier:
    kind, colon, value = text.partition(":")
    if colon and kind.strip().casefold() in _NUMBERS:
        return Identifier(IdentifierKind(kind.strip().casefold()), value)
    if text[:3].casefold() == "imo" and any(letter.isdigit() for letter in text):
        return Identifier(IdentifierKind.IMO, text[3:])
    return Identifier(IdentifierKind.OTHER, text)


def read_questions(file: str, faults: Faults) -> Iterator[Asked]:
    """The rows of the list one after the other; none is held."""
    with ExitStack() as stack:
        try:
            table = _Table(opened(file, stack), faults, ("row_id", "name"))
            for line, cells in table.cells("row_id", "name", "schema", *_FACTS):
                asked = _asked(line, cells, faults)
                if asked is not None:
                    yield asked
        except BadList as bad:
            raise in_words(bad, file) from bad
        except (OSError, EOFError) as error:
            raise CommandError(f"{file}: {error}") from error


def _asked(line: int, cells: list[str], faults: Faults) -> Asked | None:
    row, name, schema, *facts = cells
    if not row:
        faults.refuse(line, _("The row has no row_id."))
        return None
    said = any(letter.isalnum() for letter in name)
    if not said and not facts[_FACTS.index("ident")]:
        why = "import:no_name" if not name else "subject:nothing_to_search"
        faults.refuse(line, _said(why, {}))
        return None
    kind = _KINDS.get(schema.casefold())
    names = (Name(name),) if said else ()
    try:
        subject = _subject(kind or SubjectKind.PERSON, names, facts, line, faults)
    except BadSubject as bad:
        faults.refuse(line, _said(f"subject:{bad.code}", {}))
        return None
    return Asked(row, subject, any_kind=kind is None)
