"""Reads the syntax of UN/EDIFACT (ISO 9735) strictly and in bounded memory: segments with their places.

What is read: the service string advice UNA, the release character, separators of elements and components, the letters
that the syntax identifier of UNB allows. The repetition separator of syntax version 4 is not read as one: no message
that is taken here repeats an element.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO

from tidewaiter.screening.lists.rows import BadList

LONGEST_SEGMENT = 20_000
_BLOCK = 65_536
_USUAL = b":+.? '"
_TAG = re.compile(r"[A-Z][A-Z0-9]{2}")
_BETWEEN = b"\r\n"
# Code lists 0001: which letters an interchange is written in. UNOA has no small letters, but half the world writes
# them in it, so both levels are read as ASCII.
CHARSETS: Mapping[str, str] = MappingProxyType(
    {
        **{"UNOA": "ascii", "UNOB": "ascii", "UNOC": "iso8859-1", "UNOD": "iso8859-2", "UNOE": "iso8859-5"},
        **{"UNOF": "iso8859-7", "UNOG": "iso8859-3", "UNOH": "iso8859-4", "UNOI": "iso8859-6", "UNOJ": "iso8859-8"},
        **{"UNOK": "iso8859-9", "UNOL": "iso8859-15", "UNOW": "utf-8", "UNOY": "utf-8"},
        "IATB": "ascii",
    }
)


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: its number in the file (UNA is not counted), the byte where it begins, tag and elements.

    `wrong` is why its text cannot be read: `bad_letter` at byte `wrong_at`, or `bad_tag`.
    """

    number: int
    offset: int
    tag: str
    elements: tuple[tuple[str, ...], ...] = ()
    wrong: str = ""
    wrong_at: int = 0

    def text(self, element: int, component: int = 0) -> str:
        """A component by its place, the first element behind the tag being 0; empty where there is none."""
        try:
            return self.elements[element][component].strip()
        except IndexError:
            return ""

    def texts(self, element: int) -> tuple[str, ...]:
        """The components of an element that say something."""
        parts = self.elements[element] if element < len(self.elements) else ()
        return tuple(part.strip() for part in parts if part.strip())


class Syntax:
    """The service characters of one interchange, and how a segment is cut by them."""

    def __init__(self, advice: bytes = _USUAL) -> None:
        """BadList where the six characters of the service string cannot be told apart."""
        component, element, self.decimal, release, _, end = (advice[at : at + 1] for at in range(6))
        service = [component, element, end, *([release] if release != b" " else [])]
        odd = any(mark.isalnum() or mark in b"\r\n\t " or mark > b"\x7f" for mark in service)
        if len(advice) != 6 or len(set(service)) != len(service) or odd or self.decimal not in (b".", b","):
            raise BadList("bad_service_string", found=repr(advice)[2:-1])
        self.end, self._component, self._element = end, component, element
        self._release = b"" if release == b" " else release
        self._to_end = self._unreleased(end)
        self._to_element, self._to_component = self._unreleased(element), self._unreleased(component)
        self._released = re.compile(re.escape(self._release) + b"(.)", re.DOTALL) if self._release else None

    def _unreleased(self, mark: bytes) -> re.Pattern[bytes]:
        """A run of bytes up to the mark, over everything that the release character takes with it."""
        one = b"[^" + re.escape(mark) + re.escape(self._release) + b"]"
        return re.compile(
            b"(?:" + one + (b"|" + re.escape(self._release) + b"." if self._release else b"") + b")*+", 16
        )

    def cut(self, data: bytes, start: int) -> int:
        """Where the segment that begins at `start` ends, or -1 if its end is not in the data."""
        found = self._to_end.match(data, start)
        place = found.end() if found else -1
        return place if data[place : place + 1] == self.end else -1

    def segment(self, number: int, offset: int, data: bytes, charset: str) -> Segment:
        """One segment without its end; its letters are read one by one only where something is wrong."""
        tag = data[:3].decode("ascii", "replace")
        if not _TAG.fullmatch(tag) or data[3:4] not in (b"", self._element, self._component):
            return Segment(number, offset, tag, wrong="bad_tag")
        try:
            text = data.decode(charset)
        except UnicodeDecodeError as error:
            return Segment(number, offset, tag, wrong="bad_letter", wrong_at=offset + error.start)
        if not self._release or self._release not in data:
            parts = text.split(self._element.decode())[1:]
            return Segment(number, offset, tag, tuple(tuple(part.split(self._component.decode())) for part in parts))
        rest = self._split(data, self._to_element)[1:]
        return Segment(number, offset, tag, tuple(self._components(part, charset) for part in rest))

    def _components(self, data: bytes, charset: str) -> tuple[str, ...]:
        parts = self._split(data, self._to_component)
        return tuple(self._plain(part).decode(charset) for part in parts)

    def _split(self, data: bytes, until: re.Pattern[bytes]) -> list[bytes]:
        parts, start = [], 0
        while True:
            found = until.match(data, start)
            end = found.end() if found else len(data)
            parts.append(data[start:end])
            if end >= len(data):
                return parts
            start = end + 1

    def _plain(self, data: bytes) -> bytes:
        return self._released.sub(rb"\1", data) if self._released and self._release in data else data


def segments(stream: BinaryIO) -> Iterator[Segment]:
    """Each segment of an interchange; BadList where it is none, or where a segment does not end."""
    stream.seek(0)
    advice = _start(stream)
    syntax, charset = Syntax(advice[3:9]) if advice else Syntax(), "ascii"
    for number, (offset, data) in enumerate(_pieces(stream, syntax, len(advice)), start=1):
        if number == 1 and not data.startswith(b"UNB"):
            raise BadList("no_interchange_header", found=repr(data[:9])[2:-1])
        found = syntax.segment(number, offset, data, charset)
        if found.tag == "UNB":
            charset = _charset(found)
            found = syntax.segment(number, offset, data, charset)
        yield found


def _start(stream: BinaryIO) -> bytes:
    """The service string advice, if there is one; the stream stands behind it."""
    head = stream.read(9)
    if head.startswith(b"UNA"):
        return head
    stream.seek(0)
    return b""


def _charset(header: Segment) -> str:
    syntax = header.text(0)
    if syntax not in CHARSETS:
        raise BadList("unknown_syntax", found=syntax[:20], known=", ".join(CHARSETS))
    return CHARSETS[syntax]


def _pieces(stream: BinaryIO, syntax: Syntax, offset: int) -> Iterator[tuple[int, bytes]]:
    """The bytes of each segment without its end, and where they begin; line breaks between segments are skipped."""
    data, start = b"", 0
    while True:
        while data[start : start + 1] in (b"\r", b"\n"):
            start += 1
        end = syntax.cut(data, start)
        if end >= 0 and end - start <= LONGEST_SEGMENT:
            yield offset + start, data[start:end]
            start = end + 1
            continue
        if len(data) - start > LONGEST_SEGMENT:
            raise BadList("long_segment", byte=str(offset + start), limit=str(LONGEST_SEGMENT))
        offset, data, start = offset + start, data[start:], 0
        block = stream.read(_BLOCK)
        if not block:
            break
        data += block
    if data.strip():
        raise BadList("segment_not_ended", byte=str(offset), found=repr(data[:20])[2:-1])
