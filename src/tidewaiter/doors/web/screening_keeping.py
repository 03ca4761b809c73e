"""Hands the lines of a list over, some seconds' worth at a time, from the sealed file that its officer handed in."""

import time
from itertools import islice
from uuid import UUID

from tidewaiter.access.facts import Caller
from tidewaiter.actions import uploads
from tidewaiter.actions.act import Conflict, NotFound
from tidewaiter.actions.screening import ListState, ListView, add_lines, finish_list, read_list
from tidewaiter.screening.lists.lines import lines_of
from tidewaiter.screening.lists.list_mapping import ListMapping

HANDING_SECONDS = 8.0
SLICE = 2_000


def keep_for(caller: Caller, list_id: UUID, upload_id: UUID) -> None:
    """Keep a file that was handed in as that of a list, until its lines are handed over."""
    name = uploads.name_of(caller.officer, upload_id)
    uploads.keep(caller.officer, name, uploads.parts_of(caller.officer, upload_id), under=list_id)
    uploads.drop(upload_id)


def kept_for(caller: Caller, list_id: UUID) -> bool:
    """Whether the file of a list is still there for this officer."""
    try:
        uploads.name_of(caller.officer, list_id)
    except NotFound:
        return False
    return True


def hand_over(caller: Caller, list_id: UUID) -> ListView:
    """Hand over what some seconds suffice for; with the last line the list goes to the worker."""
    view = read_list(caller, str(list_id))
    if view.stand.state != ListState.ARRIVING or not kept_for(caller, list_id):
        raise Conflict("list_moved_on")
    until, done = time.monotonic() + HANDING_SECONDS, view.stand.lines + view.stand.refused
    with uploads.copy_of(caller.officer, list_id) as stream:
        lines = lines_of(stream, ListMapping.of(view.mapping), today=caller.day)
        rest = islice(lines, done, None)
        while part := tuple(islice(rest, SLICE)):
            add_lines(caller, str(list_id), part, done=done)
            done += len(part)
            if time.monotonic() > until:
                return read_list(caller, str(list_id))
    finish_list(caller, str(list_id))
    uploads.drop(list_id)
    return read_list(caller, str(list_id))
