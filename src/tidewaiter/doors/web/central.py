"""The record of one watch entry of the central system: its release, extension and deletion."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tidewaiter.access.decide import Reason
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Invalid, NotPermitted
from tidewaiter.actions.central import (
    delete_entry,
    extend_entry,
    read_entry,
    release_batch,
    release_entry,
)
from tidewaiter.actions.central.shapes import EntryView
from tidewaiter.doors.web.cards import reasons_by_code
from tidewaiter.doors.web.days import BadDay, typed_day
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Field, Form, Group, day, text
from tidewaiter.doors.web.kept import handed_in, work_in
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.words import say


@door("GET", "HEAD")
def entry(request: HttpRequest, caller: Caller, entry_id: UUID) -> HttpResponse:
    """Show one entry."""
    return page(request, caller, "web/entry.html", entry_context(read_entry(caller, str(entry_id))), here="central")


def entry_context(found: EntryView) -> dict[str, Any]:
    """What the record page of an entry shows."""
    names = found.content.subject.names
    return {
        "entry": found,
        "name": names[0].text if names else found.content.subject.identifiers[0].value,
        "other_names": names[1:],
        "closed_deeds": [(say(f"verb:{each.verb}"), reasons_by_code(each.reasons)) for each in found.closed],
    }


@door("POST")
def release(request: HttpRequest, caller: Caller, entry_id: UUID) -> HttpResponse:
    """Release a draft entry that another officer wrote."""
    release_entry(caller, str(entry_id))
    messages.success(request, _("The entry is released: the administrations admitted to it can find it now."))
    return redirect("entry", entry_id)


@door("POST")
def batch(request: HttpRequest, caller: Caller, batch_id: UUID) -> HttpResponse:
    """Release every draft entry of a batch that another officer imported."""
    count = release_batch(caller, str(batch_id))
    told = ngettext("%(count)s entry is released.", "%(count)s entries are released.", count) % {"count": count}
    messages.success(request, told)
    return redirect("entries")


@door("GET", "HEAD", "POST")
def extend(request: HttpRequest, caller: Caller, entry_id: UUID) -> HttpResponse:
    """Keep an entry longer, with a reason (CCO-51.2)."""
    found = _read_for(caller, entry_id, Verb.EXTEND_ENTRY)
    work = work_in(request, caller)
    form = _extension_form(work.typed or QueryDict())
    if request.method == "POST":
        try:
            until = day(request.POST, "until")
            if until is None:
                raise BadDay(say("problem:missing"))
            extend_entry(caller, found.id, until=until, reason=text(request.POST, "reason"))
        except BadDay as told:
            form = form.with_faults((FaultLine(told.words, "until", "CCO-51.2"),))
        except Invalid as told:
            form = form.with_faults(map(_at_its_field, faults_of(told.faults)))
        else:
            handed_in(request, caller)
            messages.success(request, _("The entry is kept longer."))
            return redirect("entry", entry_id)
    words = {
        "title": _("Keep this entry longer"),
        "effect": _("The entry stays until the new day, and the reason is kept with it."),
        "button": _("Keep it until the new day"),
        "provision": "CCO-51.2",
    }
    return _act_page(request, caller, found, form, {**words, "work": work})


@door("GET", "HEAD", "POST")
def delete(request: HttpRequest, caller: Caller, entry_id: UUID) -> HttpResponse:
    """Delete an entry, with a reason (CCO-53.1)."""
    found = _read_for(caller, entry_id, Verb.DELETE_ENTRY)
    work = work_in(request, caller)
    form = Form((Group("", (_reason_field(work.typed or QueryDict()),)),))
    if request.method == "POST":
        try:
            delete_entry(caller, found.id, reason=text(request.POST, "reason"))
        except Invalid as told:
            form = form.with_faults(map(_at_its_field, faults_of(told.faults)))
        else:
            handed_in(request, caller)
            messages.success(request, _("The entry is deleted."))
            return redirect("entries")
    words: dict[str, Any] = {
        "title": _("Delete this entry"),
        "effect": _("The entry and its earlier versions are erased at once, for everybody. This cannot be undone."),
        "button": _("Delete it for good"),
        "provision": "CCO-53.1",
        "final": True,
        "work": work,
    }
    return _act_page(request, caller, found, form, words)


def _read_for(caller: Caller, entry_id: UUID, verb: Verb) -> EntryView:
    found = read_entry(caller, str(entry_id))
    if verb.value not in found.may:
        raise NotPermitted(reasons_against(found, verb))
    return found


def reasons_against(found: EntryView, verb: Verb) -> tuple[Reason, ...]:
    """Why an act on this entry is closed to its reader."""
    return next((each.reasons for each in found.closed if each.verb == verb), ())


def _at_its_field(line: FaultLine) -> FaultLine:
    return replace(line, field="reason") if line.field == "reason_for_change" else line


def _extension_form(typed: QueryDict) -> Form:
    until = Field(
        "until",
        _("New day of deletion"),
        "date",
        _("The first day on which the entry no longer exists."),
        required=True,
        value=typed_day(typed, "until"),
    )
    return Form((Group("", (until, _reason_field(typed))),))


def _reason_field(typed: QueryDict) -> Field:
    return Field("reason", _("Reason"), "long", required=True, value=text(typed, "reason"), limit=2_000)


def _act_page(
    request: HttpRequest, caller: Caller, found: EntryView, form: Form, words: dict[str, Any]
) -> HttpResponse:
    context = {**entry_context(found), **words, "form": form}
    return page(request, caller, "web/entry_act.html", context, here="central", status=422 if form.faults else 200)
