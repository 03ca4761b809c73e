"""Handing a list in on pages: the file, how it is read, what it would come to, and its lines on their way."""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, BinaryIO
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions import uploads
from tidewaiter.actions.act import Conflict, Invalid
from tidewaiter.actions.screening import (
    ListCheck,
    ListOrder,
    ListState,
    ListView,
    check_lines,
    list_list_mappings,
    save_list_mapping,
    submit_list,
)
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import text
from tidewaiter.doors.web.handed_in import handed_in, stream_of
from tidewaiter.doors.web.kept import officer_mark, typed_before
from tidewaiter.doors.web.screening_form import Filled, filled_form, meanings, read_as, seen_in
from tidewaiter.doors.web.screening_keeping import hand_over, keep_for
from tidewaiter.doors.web.screening_places import screening_page
from tidewaiter.doors.web.screening_words import refused_lines
from tidewaiter.doors.words import list_fault, say
from tidewaiter.screening.lists.lines import lines_of
from tidewaiter.screening.lists.reading import digest_of
from tidewaiter.screening.lists.rows import BadList

CHECK_SECONDS = 10.0


@door("GET", "HEAD", "POST", opens=Verb.SUBMIT_LIST)
def hand_in(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Hand a file in; it is kept sealed for its officer until its lines are taken."""
    faults: tuple[FaultLine, ...] = ()
    if request.method == "POST":
        list_list_mappings(caller)  # whoever may not submit leaves no file here
        try:
            file = handed_in(request)
            seen_in(stream_of(file))
            kept = uploads.keep(caller.officer, str(file.name)[-200:], file.chunks(2**18))
            return redirect("screening_settle", kept)
        except BadList as bad:
            faults = (FaultLine(list_fault(bad), "file"),)
        except Invalid as told:
            faults = faults_of(told.faults)
    context = {"faults": faults, "largest": uploads.LARGEST // 2**20}
    status = 422 if faults else 200
    return screening_page(request, caller, "web/screening_new.html", context, tab="lists", status=status)


@door("GET", "HEAD", "POST", opens=Verb.SUBMIT_LIST)
def settle(request: HttpRequest, caller: Caller, upload_id: UUID) -> HttpResponse:
    """Show how a file is read and ask why it is screened; look at every line, then take it."""
    name = uploads.name_of(caller.officer, upload_id)
    saved = {one.name: one.mapping for one in list_list_mappings(caller)}
    typed = request.POST if request.method == "POST" else typed_before(request) or QueryDict()
    do = text(request.POST, "do")
    context: dict[str, Any] = {"name": name, "saved": saved}
    with uploads.copy_of(caller.officer, upload_id) as stream:
        seen = seen_in(stream)
        form = filled_form(typed, seen, stream, saved, name=name, caller=caller)
        try:
            if do in ("check", "take") and not form.form.faults:
                found = _checked(caller, form, stream) if do == "check" or form.order.advance else {}
                context |= found
                if form.save_as:
                    save_list_mapping(caller, form.save_as, form.mapping.plain())
                if do == "take":
                    return _taken(caller, upload_id, replace(form.order, digest=digest_of(stream)))
        except BadList as bad:
            form = form.with_faults((FaultLine(list_fault(bad), "file"),))
        except Invalid as told:
            form = form.with_faults(faults_of(told.faults))
        except Conflict as told:
            context |= {"in_the_way": say(f"conflict:{told.code}", **told.params), "code": told.code}
    context |= {
        "looks": _looks(seen.format.value, form),
        "headings": read_as(seen, form.mapping),
        "meanings": meanings() if seen.headings else (),
        "sample": form.sample,
        "form": form.form,
        "why": form.form.groups[0],
        "folds": form.folds,
        "used": text(typed, "mapping"),
        "mark": officer_mark(request),
    }
    status = 409 if "in_the_way" in context else (422 if form.form.faults and do else 200)
    return screening_page(request, caller, "web/screening_settle.html", context, tab="lists", status=status)


def _looks(format: str, form: Filled) -> str:
    """What a file seems to be, on one line."""
    return f"{say(f'submitted_format:{format}')} · {say(f'submitted_kind:{form.order.kind}')}"


def _checked(caller: Caller, form: Filled, stream: BinaryIO) -> Mapping[str, Any]:
    """What taking the list would come to; of one too long to be gone through at once, its first lines."""
    until, found, whole = time.monotonic() + CHECK_SECONDS, ListCheck(), True
    for checked in check_lines(caller, lines_of(stream, form.mapping, today=caller.day), order=form.order):
        found = checked
        if time.monotonic() > until:
            whole = False
            break
    return {"checked": found, "whole": whole, "refusals": refused_lines(found.refusals)}


def _taken(caller: Caller, upload_id: UUID, order: ListOrder) -> HttpResponse:
    stand = submit_list(caller, order)
    keep_for(caller, UUID(stand.id), upload_id)
    return _on_its_way(hand_over(caller, UUID(stand.id)))


def _on_its_way(view: ListView) -> HttpResponse:
    """The page of the list, which moves by itself until all of it was screened."""
    follow = "?follow=on" if view.stand.state == ListState.SCREENING else ""
    return redirect(reverse("screening_list", args=[view.stand.id]) + follow)


@door("POST")
def go_on(request: HttpRequest, caller: Caller, list_id: UUID) -> HttpResponse:
    """Hand over the next lines of a list that was too long for one step."""
    try:
        return _on_its_way(hand_over(caller, list_id))
    except Invalid as told:
        for line in faults_of(told.faults):
            messages.error(request, line.text)
        messages.error(request, _("The list cannot be taken as it stands. Delete it, and hand in another."))
        return redirect("screening_list", list_id)
