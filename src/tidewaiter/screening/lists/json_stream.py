"""Reads JSON value by value in bounded memory: the elements of a long array and the members of a long object."""

import codecs
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from tidewaiter.screening.lists.rows import BadList

LONGEST_VALUE = 4_000_000
DEEPEST = 40
_BLOCK = 65_536
_SCALAR = frozenset("0123456789.eE+-")
_BLANK = " \t\r\n"


def _no_constant(name: str) -> Any:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_int=Decimal, parse_constant=_no_constant)


class JsonReader:
    """Walks through one text of JSON; BadList at the line where it stops being one. Numbers are decimals."""

    def __init__(self, stream: BinaryIO) -> None:
        """Begin where the stream stands; its bytes are UTF-8."""
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._text, self._at, self._ended = "", 0, False
        self._lines = 1

    @property
    def line(self) -> int:
        """The line at which the reader stands."""
        return self._lines + self._text.count("\n", 0, self._at)

    def peek(self) -> str:
        """The next letter that is no blank; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _BLANK:
                self._at += 1
            if self._at < len(self._text) or not self._more():
                return self._text[self._at : self._at + 1]

    def value(self) -> Any:
        """The next value whole; BadList where it is longer than any one thing in a list."""
        self.peek()
        wanted = 0
        while True:
            try:
                found, end = _DECODER.raw_decode(self._text, self._at)
            except RecursionError:
                raise BadList("too_deep", line=str(self.line)) from None
            except ValueError:
                end = -1
            # a number at the end of what is in memory may go on behind it
            if end >= 0 and (end < len(self._text) or self._ended or self._text[end - 1] not in _SCALAR):
                self._at = end
                return found
            if self._ended:
                raise BadList("not_json", line=str(self.line))
            wanted = max(2 * (len(self._text) - self._at), _BLOCK)
            while len(self._text) - self._at < wanted and self._more():
                continue
            if len(self._text) - self._at > LONGEST_VALUE:
                raise BadList("long_value", line=str(self.line), limit=str(LONGEST_VALUE))

    def elements(self) -> Iterator[None]:
        """Stand before each element of the array that begins here; each is to be read before the next is asked for."""
        self._expect("[")
        if self.peek() == "]":
            self._expect("]")
            return
        while True:
            self.peek()
            yield
            if self._expect(",]") == "]":
                return

    def members(self) -> Iterator[str]:
        """The name of each member of the object that begins here; its value is to be read before the next."""
        self._expect("{")
        if self.peek() == "}":
            self._expect("}")
            return
        while True:
            name = self.value()
            if not isinstance(name, str):
                raise BadList("not_json", line=str(self.line))
            self._expect(":")
            yield name
            if self._expect(",}") == "}":
                return

    def skip(self, depth: int = 0) -> None:
        """Pass over the next value, however long; nothing of it is kept but one element at a time."""
        first = self.peek()
        if depth > DEEPEST:
            raise BadList("too_deep", line=str(self.line))
        if first == "[":
            for _ in self.elements():
                self.skip(depth + 1)
        elif first == "{":
            for _ in self.members():
                self.skip(depth + 1)
        else:
            self.value()

    def end(self) -> None:
        """BadList where anything stands behind the text."""
        if self.peek():
            raise BadList("not_json", line=str(self.line))

    def _expect(self, letters: str) -> str:
        found = self.peek()
        if not found or found not in letters:
            raise BadList("not_json", line=str(self.line))
        self._at += 1
        return found

    def _more(self) -> bool:
        if self._ended:
            return False
        if self._at > _BLOCK:
            self._lines += self._text.count("\n", 0, self._at)
            self._text, self._at = self._text[self._at :], 0
        block = self._stream.read(_BLOCK)
        self._ended = not block
        self._text += self._decoder.decode(block, final=self._ended)
        return True


def plain_text(given: object) -> str:
    """A string or number as text; empty for anything else. A number of many noughts is not written out."""
    if isinstance(given, Decimal):
        short = -30 < given.adjusted() < 30 and len(given.as_tuple().digits) < 60
        return format(given, "f") if short else str(given)[:60]
    return given.strip() if isinstance(given, str) else ""
