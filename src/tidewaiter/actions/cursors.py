"""Reads and writes the cursors of pages, the same in every list."""

import base64
import binascii

from tidewaiter.actions.act import Fault, Invalid


def cursor_position(after: str) -> int:
    """Reads a cursor; Invalid when it is not one of ours."""
    if not after:
        return 0
    try:
        position = int(base64.urlsafe_b64decode(after.encode("ascii", "replace")).decode("ascii"))
    except (ValueError, binascii.Error) as problem:
        raise Invalid((Fault("bad_cursor", "after", "SYS-7"),)) from problem
    if not 0 <= position < 2**31:
        raise Invalid((Fault("bad_cursor", "after", "SYS-7"),))
    return position


def cursor_at(position: int) -> str:
    """Writes a cursor, which callers pass back unread."""
    return base64.urlsafe_b64encode(str(position).encode()).decode()
