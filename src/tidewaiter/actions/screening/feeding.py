"""Takes a whole list, act after act: what the doors share. No act itself, and it decides nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import BinaryIO

from tidewaiter.access.facts import Caller
from tidewaiter.actions.act import Fault, Invalid, beside_the_key
from tidewaiter.actions.screening.shapes import ListCheck, ListOrder, ListStand
from tidewaiter.actions.screening.taking import add_lines, check_list, finish_list, submit_list
from tidewaiter.screening.lists.lines import lines_of
from tidewaiter.screening.lists.list_mapping import ListMapping
from tidewaiter.screening.lists.reading import digest_of
from tidewaiter.screening.lists.rows import BadList
from tidewaiter.screening.lists.submitted import RefusedLine, SubmittedLine

Line = SubmittedLine | RefusedLine
SLICE = 2_000
MOST_TOLD = 1_000


def check_lines(caller: Caller, lines: Iterable[Line], *, order: ListOrder) -> Iterator[ListCheck]:
    """Checks a list part by part; each time gives what the whole would come to as far as it was gone through."""
    so_far = ListCheck()
    for part in _parts(lines):
        found = check_list(caller, part, order=order)
        so_far = ListCheck(
            lines=so_far.lines + found.lines,
            parties=so_far.parties + found.parties,
            flagged=so_far.flagged + found.flagged,
            refused=so_far.refused + found.refused,
            refusals=(*so_far.refusals, *found.refusals)[:MOST_TOLD],
        )
        yield so_far


def take_lines(caller: Caller, order: ListOrder, lines: Iterable[Line]) -> Iterator[ListStand]:
    """Takes a list slice by slice and hands it to the worker; gives how far it has come each time."""
    stand = submit_list(caller, order)
    yield stand
    done = 0
    for part in _parts(lines):
        stand = add_lines(caller, stand.id, part, done=done)
        done += len(part)
        yield stand
    yield finish_list(caller, stand.id)


def take_file(caller: Caller, order: ListOrder, stream: BinaryIO, *, expected: str = "") -> ListStand:
    """Takes a file as a list and hands it to the worker; what can be told from the whole is told before anything is.

    Done under a key, the list that it begins is what is done once.
    """
    with beside_the_key():
        check_list(caller, (), order=order)  # whoever may not hand in, or not so, is told before the file is read
        order = replace(order, digest=digest_of(stream))
        if order.advance:
            for _ in check_lines(caller, _opened(caller, order, stream, expected), order=order):
                pass
    next(_opened(caller, order, stream, expected), None)
    steps = take_lines(caller, order, _lines(caller, order, stream, expected))
    stand = next(steps)
    with beside_the_key():
        for step in steps:
            stand = step
    return stand


def _lines(caller: Caller, order: ListOrder, stream: BinaryIO, expected: str) -> Iterator[Line]:
    """The lines of a file, which is opened with the first: until then others read it for its digest."""
    yield from _opened(caller, order, stream, expected)


def _opened(caller: Caller, order: ListOrder, stream: BinaryIO, expected: str) -> Iterator[Line]:
    """The lines of a file, of which there is at least one; Invalid where it can be no list."""
    try:
        lines = lines_of(stream, ListMapping.of(order.mapping), expected=expected, today=caller.day)
    except BadList as bad:
        raise Invalid((Fault(f"list:{bad.code}", "file", "CCO-44", bad.params),)) from None
    first = next(lines, None)
    if first is None:
        raise Invalid((Fault("empty_file", "file", "CCO-44"),))
    return chain((first,), lines)


def _parts(lines: Iterable[Line]) -> Iterator[tuple[Line, ...]]:
    left = iter(lines)
    while part := tuple(islice(left, SLICE)):
        yield part
