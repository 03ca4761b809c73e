"""Exporting entries on a page: what leaves, for which case, on which medium; and the list of what has left."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import CentralPurpose, Verb
from tidewaiter.actions import uploads
from tidewaiter.actions.act import Invalid
from tidewaiter.actions.central import ExportAsked, ExportMade, export_entries, list_exports
from tidewaiter.doors.web.days import BadDay, typed_day
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, coded, day, text
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.words import condition
from tidewaiter.screening.lists.rows import ListFormat
from tidewaiter.screening.subjects import SubjectKind

RELEASED = {"": None, "yes": True, "no": False}


@door("GET", "HEAD", "POST", opens=Verb.LIST_EXPORTS)
def export(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Take entries out into an encrypted file, whose passphrase this page alone shows, once."""
    typed = request.POST
    form = export_form(typed, caller)
    context: dict[str, Any] = {"may_export": may_perform(caller, Verb.EXPORT_ENTRIES)}
    if request.method == "POST":
        try:
            made = export_entries(caller, asked_of(typed), in_words=condition)
        except BadDay as told:
            form = form.with_faults((FaultLine(told.words, _wrong_day(typed)),))
        except Invalid as told:
            form = form.with_faults(faults_of(told.faults))
        else:
            context |= {"made": made, "upload_id": _kept(caller, made)}
    context |= {"form": form, "exports": list_exports(caller)}
    status = 422 if form.faults else 200
    return page(request, caller, "web/export.html", context, here="central", status=status)


def _kept(caller: Caller, made: ExportMade) -> UUID:
    """The encrypted file, kept for this officer to be fetched by a link."""
    return uploads.keep(caller.officer, made.file_name, [made.content])


@door("GET", opens=Verb.EXPORT_ENTRIES)
def file(request: HttpRequest, caller: Caller, upload_id: UUID) -> HttpResponse:
    """Hand out an exported file to the officer who made it."""
    name = uploads.name_of(caller.officer, upload_id)
    parts = b"".join(uploads.parts_of(caller.officer, upload_id))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(parts, content_type="application/zip", headers=headers)


def asked_of(typed: QueryDict) -> ExportAsked:
    """What was asked for; BadDay where a day is none."""
    return ExportAsked(
        purpose=text(typed, "purpose"),
        case=text(typed, "case"),
        format=text(typed, "format"),
        carrier=text(typed, "carrier"),
        handed_over_on=day(typed, "handed_over_on"),
        destroy_on=day(typed, "destroy_on"),
        category=text(typed, "category"),
        supplier=text(typed, "supplier").upper(),
        released=RELEASED.get(text(typed, "released")),
    )


def _wrong_day(typed: QueryDict) -> str:
    try:
        day(typed, "handed_over_on")
    except BadDay:
        return "handed_over_on"
    return "destroy_on"


def export_form(typed: QueryDict, caller: Caller) -> Form:
    """The form, with what was typed."""
    purposes = chosen(coded("central_purpose", CentralPurpose), (text(typed, "purpose"),))
    categories = chosen(coded("category", SubjectKind), (text(typed, "category"),))
    formats = chosen(coded("list_format", ListFormat), (text(typed, "format") or ListFormat.XLSX.value,))
    states = chosen((Choice("yes", _("Released")), Choice("no", _("Draft"))), (text(typed, "released"),))
    why = (
        Field("purpose", _("Purpose"), "choice", _("Only what may be used for it leaves."), True, choices=purposes,
              provision="CCO-50.2"),
        Field("case", _("Case reference"), help=_("The file for which you ask. It is kept in the journal."),
              required=True, value=text(typed, "case"), limit=100, provision="CCO-47.1"),
    )  # fmt: skip
    every = Choice("", _("All"))
    which = (
        Field("category", _("Category"), "choice",
              choices=(replace(every, chosen="category" not in typed), *categories)),
        Field("supplier", _("Supplied by"), help=_("The code of an administration; yours is %(code)s. Empty for all.")
              % {"code": caller.administration}, value=text(typed, "supplier"), limit=16),
        Field("released", _("Released"), "choice", choices=(replace(every, chosen="released" not in typed), *states)),
    )  # fmt: skip
    medium = (
        Field("format", _("Kind of file"), "choice", required=True, choices=formats),
        Field("carrier", _("Carrier"), help=_("Who or what carries the medium."), required=True,
              value=text(typed, "carrier"), limit=200, provision="CCO-47.1.vi"),
        Field("handed_over_on", _("Day of handing over"), "date", required=True,
              value=typed_day(typed, "handed_over_on") or caller.day.isoformat()),
        Field("destroy_on", _("Day of destruction"), "date", _("By then nobody holds the file any more."), True,
              value=typed_day(typed, "destroy_on")),
    )  # fmt: skip
    return Form((Group(_("Why"), why), Group(_("Which entries"), which), Group(_("The file and its medium"), medium)))
