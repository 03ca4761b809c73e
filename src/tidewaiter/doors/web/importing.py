"""Importing a list on a page: hand it in, say how it is read and what is added, look what it would come to, take it.

The list is taken in the officer's own session, some seconds at a time, and not by the worker: so each chunk is
decided for an officer who is signed in, and the worker's login keeps no right to write entries (CCO-47.1.ii).
"""

import itertools
import json
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions import uploads
from tidewaiter.actions.act import Conflict, Fault, Invalid, NotFound
from tidewaiter.actions.central import (
    ImportCheck,
    ImportOrder,
    ImportStand,
    abandon_import,
    begin_import,
    check_list,
    list_imports,
    list_mappings,
    read_import,
    save_mapping,
    take_list,
)
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import text
from tidewaiter.doors.web.handed_in import handed_in, stream_of
from tidewaiter.doors.web.import_form import Filled, filled_form
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.words import list_fault, refused_row, say
from tidewaiter.screening.lists.gathering import GatheredRows
from tidewaiter.screening.lists.mapping import ColumnMapping
from tidewaiter.screening.lists.reading import digest_of, preview, rows_of
from tidewaiter.screening.lists.rows import BadList, ListedEntity

CHECK_SECONDS, TAKE_SECONDS = 15.0, 5.0
_IN_PART = 100
T = TypeVar("T")
_SHOWN_REFUSALS = 200


@door("GET", "HEAD", "POST", opens=Verb.BEGIN_IMPORT)
def hand_in(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Hand a list in, or look at the imports there are."""
    faults: tuple[FaultLine, ...] = ()
    if request.method == "POST":
        list_mappings(caller)  # whoever may not import leaves no file here
        try:
            file = handed_in(request)
            preview(stream_of(file))
            return redirect("import_list", uploads.keep(caller.officer, str(file.name)[-200:], file.chunks(2**18)))
        except BadList as bad:
            faults = (FaultLine(list_fault(bad), "file"),)
        except Invalid as told:
            faults = faults_of(told.faults)
    context = {"faults": faults, "imports": list_imports(caller), "largest": uploads.LARGEST // 2**20}
    return page(request, caller, "web/import_new.html", context, here="central", status=422 if faults else 200)


@door("GET", "HEAD", "POST", opens=Verb.BEGIN_IMPORT)
def settle(request: HttpRequest, caller: Caller, upload_id: UUID) -> HttpResponse:
    """Say how the list is read and what is added to its entries; check it, then take it."""
    name = uploads.name_of(caller.officer, upload_id)
    saved = {one.name: one.mapping for one in list_mappings(caller)}
    typed, do = request.POST, text(request.POST, "do")
    with uploads.copy_of(caller.officer, upload_id) as stream:
        seen = preview(stream)
        form = filled_form(typed, seen, saved, name)
        context: dict[str, Any] = {"seen": seen, "saved": saved, "name": name}
        try:
            if do in ("check", "take") and not form.form.faults:
                _save(caller, form)
                if do == "take":
                    stand = _begun(caller, form, stream, again="again" in typed)
                    uploads.drop(upload_id)
                    return redirect(_going(stand.id))
                context |= _checked(caller, form, stream)
        except BadList as bad:
            form = form.with_faults((FaultLine(list_fault(bad), "file"),))
        except Invalid as told:
            form = form.with_faults(faults_of(told.faults))
        except Conflict as told:
            context |= {"in_the_way": say(f"conflict:{told.code}", **told.params), "code": told.code}
    status = 409 if "in_the_way" in context else (422 if form.form.faults else 200)
    return page(request, caller, "web/import_form.html", {**context, "form": form.form}, here="central", status=status)


def _save(caller: Caller, form: Filled) -> None:
    if form.save_as:
        save_mapping(caller, form.save_as, form.mapping)


@contextmanager
def _gathered(stream: BinaryIO, mapping: ColumnMapping) -> Iterator[GatheredRows]:
    with tempfile.TemporaryFile(dir=settings.TIDEWAITER.home / "uploads") as aside:
        yield GatheredRows(rows_of(stream, mapping), aside)


def _checked(caller: Caller, form: Filled, stream: BinaryIO) -> dict[str, Any]:
    """What taking the list would come to; of one too long to be gone through at once, its first entities."""
    with _gathered(stream, form.mapping) as gathered:
        steps = check_list(caller, gathered.entities(), defaults=form.defaults)
        checked, rows = _within(CHECK_SECONDS, steps, ImportCheck()), gathered.rows
    return {"checked": checked, "rows": rows, "refusals": _in_words(checked)}


def _in_words(come_to: ImportCheck | ImportStand) -> list[dict[str, Any]]:
    return [
        {"line": row.line, "entity": row.entity, "reason": refused_row(row.code, row.params)}
        for row in come_to.refusals[:_SHOWN_REFUSALS]
    ]


def _begun(caller: Caller, form: Filled, stream: BinaryIO, *, again: bool) -> ImportStand:
    with _gathered(stream, form.mapping) as gathered:
        order = ImportOrder(
            form.source, digest_of(stream), gathered.rows, form.defaults, mapping=form.mapping, again=again
        )
        stand = begin_import(caller, order)
        _lay_ready(caller, stand, gathered.entities())
    return stand


def _lay_ready(caller: Caller, stand: ImportStand, entities: Iterable[ListedEntity]) -> None:
    """Keeps the entities in the order in which they are taken, so that no step has to sort them again."""
    plain = (entity.plain() for entity in entities)
    parts = iter(lambda: list(itertools.islice(plain, _IN_PART)), [])
    uploads.keep(caller.officer, stand.source, (json.dumps(part).encode() for part in parts), under=UUID(stand.id))


def _ready(caller: Caller, batch_id: UUID) -> Iterator[ListedEntity]:
    for part in uploads.parts_of(caller.officer, batch_id):
        for plain in json.loads(part):
            yield ListedEntity.of(plain)


@door("GET", "HEAD", "POST", opens=Verb.READ_IMPORT)
def run(request: HttpRequest, caller: Caller, batch_id: UUID) -> HttpResponse:
    """Show how far an import has come; take some seconds' worth of it, or give it up."""
    stand = read_import(caller, str(batch_id))
    faults: tuple[FaultLine, ...] = ()
    if request.method == "POST":
        try:
            match text(request.POST, "do"):
                case "abandon":
                    return _abandoned(request, caller, batch_id)
                case "file":
                    _handed_in_again(request, caller, stand)
            return redirect(_going(stand.id) if _taken(caller, stand).state == "running" else _place(stand.id))
        except BadList as bad:
            faults = (FaultLine(list_fault(bad), "file"),)
        except Invalid as told:
            faults = faults_of(told.faults)
    context = {
        "stand": stand,
        "faults": faults,
        "refusals": _in_words(stand),
        "ready": stand.state == "running" and _is_ready(caller, batch_id),
        "mine": stand.imported_by == caller.officer,
        "going": "going" in request.GET,
        "percent": stand.rows_done * 100 // stand.rows if stand.rows else 100,
    }
    return page(request, caller, "web/import_run.html", context, here="central", status=422 if faults else 200)


def _is_ready(caller: Caller, batch_id: UUID) -> bool:
    try:
        uploads.name_of(caller.officer, batch_id)
    except NotFound:
        return False
    return True


def _handed_in_again(request: HttpRequest, caller: Caller, stand: ImportStand) -> None:
    """The list again, where what was kept of it is gone: it goes on only if it is the same."""
    stream = stream_of(handed_in(request))
    if digest_of(stream) != stand.digest:
        raise Invalid((Fault("not_the_same_file", "file", "CCO-47.1.v"),))
    (settings.TIDEWAITER.home / "uploads").mkdir(parents=True, exist_ok=True, mode=0o700)
    with _gathered(stream, stand.mapping) as gathered:
        _lay_ready(caller, stand, gathered.entities())


def _taken(caller: Caller, stand: ImportStand) -> ImportStand:
    """Takes what some seconds suffice for."""
    kept = UUID(stand.id)
    if not _is_ready(caller, kept):
        raise Conflict("import_expired", number=stand.id)
    now = _within(TAKE_SECONDS, take_list(caller, stand, _ready(caller, kept)), stand)
    if now.state != "running":
        uploads.drop(kept)
    return now


def _within(seconds: float, steps: Iterable[T], otherwise: T) -> T:
    """The last of the steps made before the time is up."""
    until, last = time.monotonic() + seconds, otherwise
    for step in steps:
        last = step
        if time.monotonic() > until:
            break
    return last


def _abandoned(request: HttpRequest, caller: Caller, batch_id: UUID) -> HttpResponse:
    removed = abandon_import(caller, str(batch_id))
    uploads.drop(batch_id)
    told = ngettext(
        "The import is given up; %(count)s draft is deleted.",
        "The import is given up; %(count)s drafts are deleted.",
        removed,
    )
    messages.success(request, told % {"count": removed})
    return redirect("import_new")


def _place(batch_id: str) -> str:
    return reverse("import_run", args=[batch_id])


def _going(batch_id: str) -> str:
    return f"{_place(batch_id)}?going"
