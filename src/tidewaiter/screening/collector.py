"""Python's collector of circles while much is screened: what is made then is millions of small objects, none in one."""

import gc

# New objects between two looks through them, and young looks between two older ones; Python's own are 700, 10 and 10.
_SELDOM = (50_000, 20, 100)


def look_seldom() -> None:
    """Leave what stands in memory by now out of every later look, and look through what is new seldom.

    For a process that screens and ends; what was set stays to the end.
    """
    gc.freeze()
    gc.set_threshold(*_SELDOM)
