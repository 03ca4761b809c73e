"""Translations of instruments on pages: the versions, to whom each went, who has acknowledged it (MNG-12)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.cooperation import (
    TRANSLATION_STATES,
    TranslationDraft,
    TranslationLine,
    acknowledge_translation,
    distribute_translation,
    list_translations,
    read_translation,
    record_translation,
)
from tidewaiter.doors.web.asking import Typed, day_field, line, needed_day, tried, typed_in
from tidewaiter.doors.web.cooperation_files import asking
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Field, Form, Group, chosen, coded, text
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.web.tables import Cell, Column, Row, Table, asked_of, day_cell, spreadsheet, state_cell
from tidewaiter.doors.words import say

COLUMNS = (
    Column("instrument", gettext_lazy("Instrument"), wide=True),
    Column("language", gettext_lazy("Language")),
    Column("version", gettext_lazy("Version")),
    Column("on", gettext_lazy("Of the day")),
    Column("state", gettext_lazy("State")),
    Column("acknowledged", gettext_lazy("Acknowledged")),
)
_COLOURS = {"draft": "draft", "reviewed": "sent", "official": "answered"}


@door("GET", "HEAD", opens=Verb.LIST_TRANSLATIONS)
def translations(request: HttpRequest, caller: Caller) -> HttpResponse:
    """List the own administration's translations, and those that wait for the officer to acknowledge them."""
    asked = asked_of(request, COLUMNS, filters=("find",))
    find = asked.value("find").casefold()
    found = [each for each in list_translations(caller) if find in f"{each.instrument} {each.language}".casefold()]
    rows = tuple(_row(each) for each in found)
    if asked.sheet:
        return spreadsheet("translations", COLUMNS, rows)
    table = Table(
        caption=_("Translations of instruments"),
        columns=COLUMNS,
        rows=rows,
        asked=asked,
        filters=(Field("find", _("Instrument or language"), value=asked.value("find"), limit=80),),
        empty=_("No translation is recorded yet."),
    )
    context = {
        "table": table,
        "mine": [each for each in found if each.waits_for_me],
        "may_record": may_perform(caller, Verb.RECORD_TRANSLATION),
    }
    return page(request, caller, "web/unit_translations.html", context, here="register")


def _row(each: TranslationLine) -> Row:
    shares = f"{each.acknowledged} / {each.distributed}" if each.distributed else ""
    return Row(
        (
            Cell(each.instrument, href=reverse("translation", args=[each.id])),
            Cell(each.language, code=True),
            Cell(str(each.version)),
            day_cell(each.on),
            state_cell(_COLOURS[each.state], say(f"translation_state:{each.state}")),
            Cell(shares),
        )
    )


@door("GET", "HEAD", "POST", opens=Verb.RECORD_TRANSLATION)
def translation_new(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Ask for a version of a translation, and record it."""
    return _asked(request, caller, None)


@door("GET", "HEAD", "POST", opens=Verb.RECORD_TRANSLATION)
def translation_edit(request: HttpRequest, caller: Caller, translation_id: UUID) -> HttpResponse:
    """Put a version right."""
    return _asked(request, caller, read_translation(caller, str(translation_id)).line)


def _asked(request: HttpRequest, caller: Caller, known: TranslationLine | None) -> HttpResponse:
    typed: Typed = typed_in(request) or (_as_typed(known) if known else {"on": caller.day.isoformat()})
    form = Form((Group("", _fields(typed, again=known is not None)),))
    if request.method == "POST":
        made: list[str] = []
        fact, why = known.id if known else "", text(request.POST, "why")
        form, done = tried(
            form,
            lambda: made.append(record_translation(caller, _draft(request.POST), fact=fact, why=why)),
            taken="version",
        )
        if done:
            messages.success(request, _("The translation is recorded."))
            return redirect("translation", made[0])
    context = {
        "title": known.instrument if known else _("Record a translation"),
        "lead": _("Each version is recorded by itself and goes to the officers from its own page."),
        "button": _("Record the translation"),
        "provision": "MNG-12",
        "back": reverse("translation", args=[known.id]) if known else reverse("translations"),
        "back_words": _("Back to the translations"),
    }
    return asking(request, caller, form, context)


def _as_typed(known: TranslationLine) -> dict[str, str]:
    said = {"instrument": known.instrument, "language": known.language, "version": str(known.version)}
    return {**said, "on": known.on.isoformat(), "state": known.state, "reference": known.reference}


def _draft(typed: QueryDict) -> TranslationDraft:
    number = text(typed, "version")
    return TranslationDraft(
        instrument=text(typed, "instrument"),
        language=text(typed, "language"),
        version=int(number) if number.isascii() and number.isdecimal() and len(number) < len("99999") else 0,
        on=needed_day(typed, "on"),
        state=text(typed, "state"),
        reference=text(typed, "reference"),
    )


def _fields(typed: Typed, *, again: bool) -> tuple[Field, ...]:
    states = chosen(coded("translation_state", TRANSLATION_STATES), (text(typed, "state"),))
    fields = (
        line("instrument", typed, label=_("Instrument"), help=_("What is translated, by its usual title.")),
        line("language", typed, label=_("Language"), help=_("The code of the language, such as mn."), limit=16),
        line("version", typed, help=_("A number from 1."), limit=4),
        day_field("on", typed, label=_("Of the day"), help=_("The day of this version.")),
        Field("state", _("State"), "choice", required=True, choices=states),
        line("reference", typed, required=False, limit=300, help=_("Where the text lies.")),
    )
    return (*fields, line("why", typed, limit=300)) if again else fields


@door("GET", "HEAD", opens=Verb.READ_TRANSLATION)
def translation(request: HttpRequest, caller: Caller, translation_id: UUID) -> HttpResponse:
    """Show one version: to whom it went, who has acknowledged it, and whom to remind."""
    shown = read_translation(caller, str(translation_id))
    context = {
        "shown": shown,
        "line": shown.line,
        "may_record": may_perform(caller, Verb.RECORD_TRANSLATION),
        "may_distribute": may_perform(caller, Verb.DISTRIBUTE_TRANSLATION),
    }
    return page(request, caller, "web/unit_translation.html", context, here="register")


@door("POST")
def translation_distribute(request: HttpRequest, caller: Caller, translation_id: UUID) -> HttpResponse:
    """Distribute a version to every officer of the administration who has no copy yet."""
    sent = distribute_translation(caller, str(translation_id))
    told = ngettext("It went to %(count)s officer.", "It went to %(count)s officers.", sent)
    messages.success(request, told % {"count": sent})
    return redirect("translation", translation_id)


@door("POST")
def translation_acknowledge(request: HttpRequest, caller: Caller, translation_id: UUID) -> HttpResponse:
    """Acknowledge the officer's own copy."""
    acknowledge_translation(caller, str(translation_id))
    messages.success(request, _("You have acknowledged it."))
    return redirect("translation", translation_id)
