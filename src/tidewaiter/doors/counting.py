"""Counts what is done in a minute, in the cache that all workers share, so that nobody does it without end."""

import hashlib
import time

from django.core.cache import cache

_WINDOW = 60


def counted(what: str, who: str = "") -> int:
    """Count this once more, and return how often it was done in this minute; who did it is written nowhere."""
    key = f"{what}:{hashlib.sha256(who.encode()).hexdigest()}:{int(time.time()) // _WINDOW}"
    try:
        return int(cache.incr(key))
    except ValueError:  # the first in this minute, or the cache made room
        cache.add(key, 1, 2 * _WINDOW)
        return 1


def seconds_left() -> int:
    """Return the whole seconds, at least one, until the next minute of counting."""
    return _WINDOW - int(time.time()) % _WINDOW
