"""The first letters of a file that was handed in, by which its kind is told whatever it is called."""

from typing import BinaryIO

from tidewaiter.screening.lists.rows import BadList

_PEEKED = 4_096
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


def opening_of(stream: BinaryIO) -> bytes:
    """The letters with which a file begins, without marks of its encoding; BadList where it can be no list.

    The letters that tell are in ASCII in every encoding that is read. The stream stands at its beginning again.
    """
    stream.seek(0)
    head = stream.read(_PEEKED)
    stream.seek(0)
    if not head.strip():
        raise BadList("empty")
    if head.startswith(_GZIP):
        raise BadList("compressed")
    return head if is_workbook(head) else head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").lstrip()


def is_workbook(opening: bytes) -> bool:
    """Whether a file that begins so is a packed folder, as XLSX is."""
    return opening.startswith(_ZIP)
