"""The lines of a list in JSON: an array of objects, one object a line, or a declaration of the WCO Data Model."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from tidewaiter.screening.lists.headings import folded
from tidewaiter.screening.lists.json_stream import LONGEST_VALUE, JsonReader, plain_text
from tidewaiter.screening.lists.list_mapping import ListMapping, chosen_columns
from tidewaiter.screening.lists.row_lines import RowLines
from tidewaiter.screening.lists.rows import BadList
from tidewaiter.screening.lists.seen import SeenIds
from tidewaiter.screening.lists.submitted import RefusedLine, SubmittedLine
from tidewaiter.screening.lists.wco import CONSIGNMENTS, Declaration, is_wco, lowered

_BETWEEN = "\x1f"
_MOST_SHAPES = 1_000
Lines = Iterator[SubmittedLine | RefusedLine]


def json_lines(stream: BinaryIO, mapping: ListMapping, today: date) -> Lines:
    """Every line; BadList where the text is no JSON from its beginning."""
    objects = _Objects(mapping, today)
    start = stream.tell()
    first = stream.readline(LONGEST_VALUE)
    stream.seek(start)
    if first.lstrip()[:1] != b"[" and isinstance(_whole(first), dict):
        return _by_line(stream, objects)
    return _streamed(stream, start, objects)


def _whole(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _by_line(stream: BinaryIO, objects: "_Objects") -> Lines:
    """One object a line; a line that is none is refused and the next is read."""
    number = 0
    while text := stream.readline(LONGEST_VALUE):
        number += 1
        if len(text) >= LONGEST_VALUE:
            raise BadList("long_line", line=str(number), limit=str(LONGEST_VALUE))
        if not text.strip():
            continue
        try:
            found = json.loads(text, parse_float=Decimal, parse_int=Decimal)
        except (ValueError, RecursionError):
            yield RefusedLine(number, "not_json", {"line": str(number)})
            continue
        yield from objects.lines(found, number)


def _streamed(stream: BinaryIO, start: int, objects: "_Objects") -> Lines:
    stream.seek(start)
    reader = JsonReader(stream)
    if reader.peek() == "[":
        return _array(reader, objects)
    return _object(stream, start, objects)


def _array(reader: JsonReader, objects: "_Objects") -> Lines:
    """The elements of the list, numbered as they stand: a line of the file may hold many."""
    for number, _ in enumerate(reader.elements(), start=1):
        yield from objects.lines(reader.value(), number)
    reader.end()


def _object(stream: BinaryIO, start: int, objects: "_Objects") -> Lines:
    """One object over many lines: a declaration, read twice so that its consignments are never all in memory."""
    stream.seek(start)
    header, consignments = _header(JsonReader(stream))
    if not consignments and not is_wco(header):
        yield from objects.lines(header, 1)
        return
    declaration = objects.declaration(header)
    yield from declaration.journey()
    stream.seek(start)
    for number, found in enumerate(_consignments(JsonReader(stream)), start=2):
        yield declaration.consignment(lowered(found), number)


def _header(reader: JsonReader, inside: bool = False) -> tuple[dict[str, Any], int]:
    """Everything of a declaration but its consignments, and how many members hold those."""
    header: dict[str, Any] = {}
    consignments = 0
    for name in reader.members():
        folded = _folded(name)
        if folded == "declaration" and not inside and reader.peek() == "{":
            inner, found = _header(reader, inside=True)
            header, consignments = {**header, **inner}, consignments + found
        elif folded in CONSIGNMENTS:
            reader.skip()
            consignments += 1
        else:
            header[name] = reader.value()
    return header, consignments


def _consignments(reader: JsonReader, inside: bool = False) -> Iterator[Any]:
    for name in reader.members():
        folded = _folded(name)
        if folded == "declaration" and not inside and reader.peek() == "{":
            yield from _consignments(reader, inside=True)
        elif folded in CONSIGNMENTS and reader.peek() == "[":
            for _ in reader.elements():
                yield reader.value()
        elif folded in CONSIGNMENTS:
            yield reader.value()
        else:
            reader.skip()


def _folded(name: str) -> str:
    return name.rsplit(":", 1)[-1].casefold()


class _Objects:
    """Makes lines of whole objects; which of our columns their names are is looked up once for each set of names."""

    def __init__(self, mapping: ListMapping, today: date) -> None:
        # several values stand in an array; in one text only where the mapping says what parts them
        self._mapping = mapping if mapping.separator else replace(mapping, separator=_BETWEEN)
        self._given, self._today = mapping, today
        self._last = 0
        self._seen = SeenIds()
        self._known: dict[tuple[str, ...], tuple[Mapping[str, str], RowLines] | BadList] = {}

    def declaration(self, header: dict[str, Any]) -> Declaration:
        """A declaration of the model by its header."""
        return Declaration(lowered(header), 1, self._given.zone)

    def lines(self, found: Any, line: int) -> Lines:
        """The lines of one object."""
        if not isinstance(found, dict):
            yield RefusedLine(line, "not_an_object")
        elif is_wco(found):
            yield from self._model(found, line)
        else:
            yield self._row(found, self._number(line))

    def _number(self, line: int) -> int:
        """The number of a line: that of its object, or the next where an object made several; none twice."""
        self._last = max(self._last + 1, line)
        return self._last

    def _model(self, found: dict[str, Any], line: int) -> Lines:
        """A declaration, or one consignment by itself."""
        whole = lowered(found)
        inner = whole.get("declaration", whole)
        if not isinstance(inner, dict):
            yield RefusedLine(line, "not_an_object")
            return
        declaration = Declaration(inner, self._number(line), self._given.zone)
        held = [one for name in CONSIGNMENTS for one in _listed(inner.get(name))]
        if not held:
            yield declaration.consignment(inner, self._last)
            return
        yield from declaration.journey()
        for one in held:
            yield declaration.consignment(one, self._number(line))

    def _row(self, found: dict[str, Any], line: int) -> SubmittedLine | RefusedLine:
        known = self._columns(tuple(found))
        if isinstance(known, BadList):
            return RefusedLine(line, known.code, known.params)
        chosen, reader = known
        texts = ((ours, self._text(found[name])) for ours, name in chosen.items())
        return reader.line(line, {ours: text for ours, text in texts if text})

    def _columns(self, names: tuple[str, ...]) -> tuple[Mapping[str, str], RowLines] | BadList:
        if names not in self._known:
            if len(self._known) >= _MOST_SHAPES:
                self._known.clear()
            self._known[names] = self._looked_up(names)
        return self._known[names]

    def _looked_up(self, names: tuple[str, ...]) -> tuple[Mapping[str, str], RowLines] | BadList:
        # an object may leave out what it has nothing to say of
        there = {folded(name) for name in names}
        here = {ours: name for ours, name in self._mapping.columns.items() if not name or folded(name) in there}
        try:
            chosen = chosen_columns(names, replace(self._mapping, columns=here))
        except BadList as bad:
            return bad
        return chosen, RowLines(chosen, self._mapping, self._today, self._seen)

    def _text(self, value: object) -> str:
        if isinstance(value, list):
            return self._mapping.separator.join(text for one in value if (text := plain_text(one)))
        return plain_text(value)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]
