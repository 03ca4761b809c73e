"""The central system: one's own watch entries, the record of one, release, extension and deletion."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Invalid, NotPermitted
from tidewaiter.actions.central import (
    delete_entry,
    extend_entry,
    list_entries,
    read_entry,
    release_batch,
    release_entry,
)
from tidewaiter.actions.central.shapes import EntryView
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Field, Form, Group, coded, day, text
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.words import say
from tidewaiter.screening.subjects import SubjectKind

RELEASED = {"yes": True, "no": False}


@door("GET", "HEAD")
def entries(request: HttpRequest, caller: Caller) -> HttpResponse:
    """List the entries of the caller's own administration."""
    category, released = text(request.GET, "category"), text(request.GET, "released")
    category = category if category in tuple(SubjectKind) else ""
    found = list_entries(caller, category=category, released=RELEASED.get(released), after=text(request.GET, "after"))
    context = {
        "found": found,
        "categories": coded("category", SubjectKind),
        "category": category,
        "released": released if released in RELEASED else "",
        "may_release": may_perform(caller, Verb.RELEASE_BATCH),
        "may_create": may_perform(caller, Verb.CREATE_ENTRY),
    }
    return page(request, caller, "web/entries.html", context, here="central")


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
    form = _extension_form(request.POST)
    if request.method == "POST":
        try:
            until = day(request.POST, "until")
            if until is None:
                raise ValueError
            extend_entry(caller, found.id, until=until, reason=text(request.POST, "reason"))
        except ValueError:
            form = form.with_faults((FaultLine(say("problem:missing"), "until", "CCO-51.2"),))
        except Invalid as told:
            form = form.with_faults(faults_of(told.faults))
        else:
            messages.success(request, _("The entry is kept longer."))
            return redirect("entry", entry_id)
    words = {
        "title": _("Keep this entry longer"),
        "effect": _("The entry stays until the new day, and the reason is kept with it."),
        "button": _("Keep it until the new day"),
        "provision": "CCO-51.2",
    }
    return _act_page(request, caller, found, form, words)


@door("GET", "HEAD", "POST")
def delete(request: HttpRequest, caller: Caller, entry_id: UUID) -> HttpResponse:
    """Delete an entry, with a reason (CCO-53.1)."""
    found = _read_for(caller, entry_id, Verb.DELETE_ENTRY)
    form = Form((Group("", (_reason_field(request.POST),)),))
    if request.method == "POST":
        try:
            delete_entry(caller, found.id, reason=text(request.POST, "reason"))
        except Invalid as told:
            form = form.with_faults(faults_of(told.faults))
        else:
            messages.success(request, _("The entry is deleted."))
            return redirect("entries")
    words: dict[str, Any] = {
        "title": _("Delete this entry"),
        "effect": _("The entry and its earlier versions are erased at once, for everybody. This cannot be undone."),
        "button": _("Delete it for good"),
        "provision": "CCO-53.1",
        "final": True,
    }
    return _act_page(request, caller, found, form, words)


def _read_for(caller: Caller, entry_id: UUID, verb: Verb) -> EntryView:
    found = read_entry(caller, str(entry_id))
    if verb.value not in found.may:
        raise NotPermitted(())
    return found


def _extension_form(typed: QueryDict) -> Form:
    until = Field(
        "until",
        _("New day of deletion"),
        "date",
        _("The first day on which the entry no longer exists."),
        required=True,
        value=text(typed, "until"),
    )
    return Form((Group("", (until, _reason_field(typed))),))


def _reason_field(typed: QueryDict) -> Field:
    return Field("reason", _("Reason"), "long", required=True, value=text(typed, "reason"), limit=4_000)


def _act_page(
    request: HttpRequest, caller: Caller, found: EntryView, form: Form, words: dict[str, Any]
) -> HttpResponse:
    context = {**entry_context(found), **words, "form": form}
    return page(request, caller, "web/entry_act.html", context, here="central", status=422 if form.faults else 200)
