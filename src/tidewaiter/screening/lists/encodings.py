"""Says by its bytes in which letters a list is written, and gives it in UTF-8; a mixture is refused with its place."""

import codecs
import io
from typing import BinaryIO, cast

from tidewaiter.screening.lists.rows import BadList

UTF8, UTF16_LITTLE, UTF16_BIG, WINDOWS = "utf-8", "utf-16-le", "utf-16-be", "windows-1252"
_MARKS = ((codecs.BOM_UTF8, UTF8), (codecs.BOM_UTF16_LE, UTF16_LITTLE), (codecs.BOM_UTF16_BE, UTF16_BIG))
_BLOCK = 1_000_000
_PEEKED = 400


def encoding_of(stream: BinaryIO) -> str:
    """The encoding of the whole list; the stream stands at its beginning again.

    A mark at the beginning or zero bytes in every second place tell UTF-16. What is not UTF-8 throughout is
    Windows-1252 if nothing in it is written in UTF-8; where both stand, the first wrong byte is told.
    """
    stream.seek(0)
    head = stream.read(_PEEKED)
    stream.seek(0)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    found = marked or _by_zeros(head) or UTF8
    place, seen = _first_wrong(stream, found)
    if place is None:
        return found
    if found != UTF8 or marked or seen:
        raise BadList("mixed_encoding", encoding=found, byte=str(place))
    place, _ = _first_wrong(stream, WINDOWS)
    if place is not None:
        raise BadList("mixed_encoding", encoding=WINDOWS, byte=str(place))
    return WINDOWS


def in_utf8(stream: BinaryIO, encoding: str) -> BinaryIO:
    """The stream as bytes of UTF-8 without a mark, to be read line by line."""
    stream.seek(0)
    mark = next((mark for mark, name in _MARKS if name == encoding), b"")
    if mark and stream.read(len(mark)) != mark:
        stream.seek(0)
    return stream if encoding == UTF8 else cast(BinaryIO, _Recoded(stream, encoding))


class _Recoded(io.BufferedIOBase):
    """Bytes of another encoding read as bytes of UTF-8; never more than was asked for is held."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._text = io.TextIOWrapper(cast(BinaryIO, _Kept(stream)), encoding, newline="\n")

    def readline(self, size: int | None = -1, /) -> bytes:
        return self._text.readline(-1 if size is None else size).encode()

    def read(self, size: int | None = -1, /) -> bytes:
        return self._text.read(size).encode()

    def readable(self) -> bool:
        return True


class _Kept(io.BufferedIOBase):
    """The caller's stream, which the text reader that stands before it must not close."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read1(self, size: int = -1, /) -> bytes:
        return self._stream.read(size)

    def read(self, size: int | None = -1, /) -> bytes:
        return self._stream.read(-1 if size is None else size)

    def readable(self) -> bool:
        return True


def _by_zeros(head: bytes) -> str:
    """UTF-16 without a mark: Latin letters leave a zero in every second byte."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    most = max(even, odd)
    if most * 3 < len(head[::2]) or min(even, odd):
        return ""
    return UTF16_BIG if even > odd else UTF16_LITTLE


def _first_wrong(stream: BinaryIO, encoding: str) -> tuple[int | None, bool]:
    """The place of the first byte that this encoding has not, and whether letters beyond ASCII stood before it.

    For UTF-8 the letters after it count too, since a mixture may be told from Windows-1252 only by them.
    """
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    done, beyond = 0, False
    try:
        while block := stream.read(_BLOCK):
            waiting = len(decoder.getstate()[0])
            try:
                beyond = not decoder.decode(block).isascii() or beyond
            except UnicodeDecodeError as error:
                rest = block[max(error.start - waiting, 0) :]
                seen = beyond or not _ascii_so_far(error) or _well_formed_later(rest)
                return done - waiting + error.start, seen
            done += len(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return done, beyond
    finally:
        stream.seek(0)
    return None, beyond


def _ascii_so_far(error: UnicodeDecodeError) -> bool:
    return error.object[: error.start].isascii()


def _well_formed_later(rest: bytes) -> bool:
    """Whether a letter of several bytes stands in what follows the first wrong byte of this block.

    Two bytes may be one letter of UTF-8 by chance (Windows-1252 writes "Ã©" so); three in a row are no chance.
    """
    kept = rest.decode("utf-8", "ignore")
    return any(ord(letter) > 0x7FF for letter in kept) or sum(ord(letter) > 0x7F for letter in kept) > 2
