"""Takes a whole list, act after act: what the doors share. No act itself, and it decides nothing."""

from collections.abc import Iterable, Iterator
from itertools import islice

from tidewaiter.access.facts import Caller
from tidewaiter.actions.screening.shapes import ListCheck, ListOrder, ListStand
from tidewaiter.actions.screening.taking import add_lines, check_list, finish_list, submit_list
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


def _parts(lines: Iterable[Line]) -> Iterator[tuple[Line, ...]]:
    left = iter(lines)
    while part := tuple(islice(left, SLICE)):
        yield part
