"""The files of a national unit on pages: the list, one file with its gates and notes, and their forms."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import NotFound
from tidewaiter.actions.cooperation import (
    FILE_KINDS,
    FileDraft,
    FileLine,
    list_pipelines,
    note_on_pipeline,
    open_pipeline,
    pass_gate,
    read_pipeline,
)
from tidewaiter.doors.web import cards
from tidewaiter.doors.web.asking import Typed, line, tried, typed_in
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, coded, several, text
from tidewaiter.doors.web.kept import officer_mark
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.web.tables import Cell, Column, Row, Table, asked_of, day_cell, spreadsheet
from tidewaiter.doors.words import say
from tidewaiter.treaty.pipelines import gate_codes
from tidewaiter.treaty.provisions import instruments

COLUMNS = (
    Column("number", gettext_lazy("Number"), sort="number"),
    Column("title", gettext_lazy("Title"), sort="title", wide=True),
    Column("kind", gettext_lazy("Kind"), sort="kind"),
    Column("last", gettext_lazy("Last gate")),
    Column("next", gettext_lazy("Next gate")),
    Column("in_force", gettext_lazy("In force"), sort="in_force"),
)


@door("GET", "HEAD", opens=Verb.LIST_PIPELINES)
def pipelines(request: HttpRequest, caller: Caller) -> HttpResponse:
    """List the own administration's files with how far each has come."""
    asked = asked_of(request, COLUMNS, filters=("kind",), sort="-number")
    kind = asked.value("kind", FILE_KINDS)
    found = [each for each in list_pipelines(caller) if not kind or each.kind == kind]
    by = asked.sort.removeprefix("-")
    found.sort(key=lambda each: str(getattr(each, by) or "9999").casefold(), reverse=asked.sort.startswith("-"))
    rows = tuple(_row(each) for each in found)
    if asked.sheet:
        return spreadsheet("files", COLUMNS, rows)
    table = Table(
        caption=_("Files of our national unit"),
        columns=COLUMNS,
        rows=rows,
        asked=asked,
        filters=(Field("kind", _("Kind"), "choice", choices=chosen(coded("file_kind", FILE_KINDS), (kind,))),),
        empty=_("No file yet. The first one begins with its kind and its number."),
    )
    context = {"table": table, "may_open": may_perform(caller, Verb.OPEN_PIPELINE)}
    return page(request, caller, "web/unit_files.html", context, here="register")


def _row(each: FileLine) -> Row:
    coming = ", ".join(say(f"gate:{code}") for code in each.next_gates)
    last = say(f"gate:{each.last_gate}") if each.last_gate else ""
    about = " · ".join(part for part in (each.instrument and cards.short_name(each.instrument), each.partner) if part)
    return Row(
        (
            Cell(each.number, href=reverse("pipeline", args=[each.id]), code=True),
            Cell(each.title, note=about),
            Cell(say(f"file_kind:{each.kind}"), each.kind),
            Cell(last, note=each.last_on),
            Cell(coming),
            day_cell(each.in_force),
        )
    )


@door("GET", "HEAD", "POST", opens=Verb.OPEN_PIPELINE)
def pipeline_new(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Ask for a new file, and open it."""
    typed = typed_in(request) or QueryDict()
    form = Form((Group("", _opening(typed)),))
    if request.method == "POST":
        made: list[str] = []
        form, done = tried(form, lambda: made.append(open_pipeline(caller, _draft(request.POST))), taken="number")
        if done:
            messages.success(request, _("The file is open. Date its first gate when it is passed."))
            return redirect("pipeline", made[0])
    context = {
        "title": _("Open a file"),
        "lead": _("The file keeps the order of gates in which it is opened."),
        "button": _("Open the file"),
        "provision": "MNG-8",
        "back": reverse("pipelines"),
        "back_words": _("Back to the files"),
    }
    return asking(request, caller, form, context)


def _draft(typed: QueryDict) -> FileDraft:
    said = {name: text(typed, name) for name in ("kind", "number", "title", "instrument", "partner")}
    return FileDraft(**said, left_out=several(typed, "left_out"))


def _opening(typed: QueryDict) -> tuple[Field, ...]:
    known = (Choice(each.id, cards.short_name(each.id)) for each in instruments())
    kinds = chosen(coded("file_kind", FILE_KINDS), (text(typed, "kind"),))
    gates = chosen(coded("gate", gate_codes()), several(typed, "left_out"))
    which = _("Where the register knows it: its rule gives the day of entry into force.")
    return (
        Field("kind", say("field:kind"), "choice", required=True, choices=kinds),
        line("number", typed, label=_("Number"), help=_("The number of the file in your own registry."), limit=64),
        line("title", typed, help=_("What the file is about.")),
        Field(
            "instrument",
            _("Instrument"),
            "choice",
            which,
            choices=chosen(known, (text(typed, "instrument"),)),
        ),
        line("partner", typed, required=False, limit=16, help=_("The code of the other side; an agreement needs it.")),
        Field("left_out", say("field:left_out"), "choices", say("help:left_out"), choices=gates),
    )


@door("GET", "HEAD", opens=Verb.READ_PIPELINE)
def pipeline(request: HttpRequest, caller: Caller, file_id: UUID) -> HttpResponse:
    """Show one file: its gates in their order, what was said of them, and its notes."""
    shown = read_pipeline(caller, str(file_id))
    context = {
        "shown": shown,
        "line": shown.line,
        "may_date": may_perform(caller, Verb.PASS_GATE),
        "may_note": may_perform(caller, Verb.NOTE_ON_PIPELINE),
    }
    return page(request, caller, "web/unit_file.html", context, here="register")


@door("GET", "HEAD", "POST", opens=Verb.PASS_GATE)
def gate(request: HttpRequest, caller: Caller, file_id: UUID, code: str) -> HttpResponse:
    """Ask when a gate was passed, and date it; put its date right, or take it back."""
    shown = read_pipeline(caller, str(file_id))
    found = next((each for each in shown.gates if each.code == code), None)
    if found is None:
        raise NotFound
    known = {"on": found.on, "reference": found.reference} if found.on else {}
    typed = typed_in(request) or known
    form = Form((Group("", _dating(typed, exact=found.exact, dated=bool(found.on))),))
    if request.method == "POST":
        given = request.POST
        said = {name: text(given, name) for name in ("on", "reference", "why")}
        back = bool(text(given, "taken_back"))
        form, done = tried(form, lambda: pass_gate(caller, shown.line.id, gate=code, taken_back=back, **said))
        if done:
            messages.success(request, _("The gate is recorded, and its history stays."))
            return redirect("pipeline", shown.line.id)
    context = {
        "title": f"{shown.line.number}: {say(f'gate:{code}')}",
        "lead": _("A gate is dated behind those before it."),
        "button": _("Record the gate"),
        "provision": shown.provision,
        "back": reverse("pipeline", args=[shown.line.id]),
        "back_words": _("Back to the file"),
    }
    return asking(request, caller, form, context)


def _dating(typed: Typed, *, exact: bool, dated: bool) -> tuple[Field, ...]:
    month = _("As 2031-03-15, or as 2031-03 where only the month is known.")
    day = _("As 2031-03-15; a date is computed from it.")
    fields = (
        line("on", typed, label=_("Passed on"), help=day if exact else month, limit=10),
        line("reference", typed, required=False, limit=300, help=_("The paper that shows it, and where it lies.")),
    )
    if not dated:
        return fields
    back = Field("taken_back", _("It was never passed: take it back"), "bool", value=text(typed, "taken_back"))
    return (*fields, line("why", typed, limit=300, help=_("What was wrong, in a sentence.")), back)


@door("GET", "HEAD", "POST", opens=Verb.NOTE_ON_PIPELINE)
def pipeline_note(request: HttpRequest, caller: Caller, file_id: UUID) -> HttpResponse:
    """Ask for a note on a file, and add it."""
    shown = read_pipeline(caller, str(file_id))
    typed = typed_in(request) or QueryDict()
    fields = (
        Field("text", _("Note"), "long", required=True, value=text(typed, "text"), limit=4000),
        line("reference", typed, required=False, limit=300, help=_("The document, and where it lies.")),
    )
    form = Form((Group("", fields),))
    if request.method == "POST":
        said = {name: text(request.POST, name) for name in ("text", "reference")}
        form, done = tried(form, lambda: note_on_pipeline(caller, shown.line.id, **said))
        if done:
            messages.success(request, _("The note stands on the file."))
            return redirect("pipeline", shown.line.id)
    context = {
        "title": _("Add a note to %(number)s") % {"number": shown.line.number},
        "lead": shown.line.title,
        "button": _("Add the note"),
        "provision": shown.provision,
        "back": reverse("pipeline", args=[shown.line.id]),
        "back_words": _("Back to the file"),
    }
    return asking(request, caller, form, context)


def asking(request: HttpRequest, caller: Caller, form: Form, context: Mapping[str, Any]) -> HttpResponse:
    """The page of one form of the national unit."""
    around = {"form": form, "mark": officer_mark(request), "stops": False}
    status = 422 if form.faults else 200
    return page(request, caller, "web/unit_form.html", around | dict(context), here="register", status=status)
