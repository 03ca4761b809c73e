"""The mutual arrangements of administrations: between whom, for what, from when to when; recorded, changed, ended."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import NotFound
from tidewaiter.actions.registry import ArrangementView, read_arrangements, record_arrangement
from tidewaiter.doors.web.asking import Typed, day_field, given_day, line, needed_day
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Field, Form, Group, text, words
from tidewaiter.doors.web.register_facts import fact_page, listing, source_fields, trust_cell
from tidewaiter.doors.web.tables import Cell, Column, Row, Table, asked_of, day_cell, spreadsheet, state_cell
from tidewaiter.doors.words import say
from tidewaiter.treaty.registry_file import ArrangementLine

COLUMNS = (
    Column("parties", gettext_lazy("Between"), sort="parties", wide=True),
    Column("articles", gettext_lazy("Serves")),
    Column("since", gettext_lazy("From"), sort="since"),
    Column("until", gettext_lazy("Last day")),
    Column("runs", gettext_lazy("Today")),
    Column("known", gettext_lazy("How we know")),
)
_BY: Mapping[str, Callable[[ArrangementView], tuple[str, ...]]] = {
    "parties": lambda view: view.line.parties,
    "since": lambda view: (view.line.from_.isoformat(), *view.line.parties),
}


@door("GET", "HEAD")
def arrangements(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show every mutual arrangement, and whether it runs today."""
    asked = asked_of(request, COLUMNS, filters=("find",), sort="since")
    find = asked.value("find").upper()
    views = [each for each in read_arrangements(caller) if not find or find in each.line.parties]
    views.sort(key=_BY[asked.sort.removeprefix("-")], reverse=asked.sort.startswith("-"))
    changes = may_perform(caller, Verb.RECORD_ARRANGEMENT)
    rows = tuple(_row(each, changes=changes) for each in views)
    if asked.sheet:
        return spreadsheet("arrangements", COLUMNS, rows)
    table = Table(
        caption=_("Mutual arrangements of administrations"),
        columns=COLUMNS,
        rows=rows,
        asked=asked,
        filters=(Field("find", _("With"), value=find, limit=8),),
        usual=_("By first day"),
        empty=_("No arrangement is recorded yet."),
    )
    return listing(
        request,
        caller,
        tab="arrangements",
        title=_("Arrangements"),
        lead=_("Automatic and advance exchange and recovery open between two sides only while an arrangement runs."),
        table=table,
        new=((Verb.RECORD_ARRANGEMENT, "arrangement_record", _("Record an arrangement")),),
    )


def _row(view: ArrangementView, *, changes: bool) -> Row:
    line = view.line
    href = f"{reverse('arrangement_record')}?fact={line.fact}"
    change = format_html('<a href="{}">{}</a>', href, _("Change or end")) if changes else ""
    between = " – ".join(line.parties)
    state = ("in_force", _("Runs")) if view.runs else ("none", _("Does not run"))
    return Row(
        (
            Cell(format_html('<span class="code">{}</span>', between), between, note=change),
            Cell(", ".join(line.articles), note=line.frequency),
            day_cell(line.from_),
            day_cell(line.to),
            state_cell(*state),
            trust_cell(line.trust, line.source or line.reference),
        )
    )


@door("GET", "HEAD", "POST", opens=Verb.RECORD_ARRANGEMENT)
def arrangement_record(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Record an arrangement; change or end one that is there."""
    fact = request.GET.get("fact", "")
    known = next((each.line for each in read_arrangements(caller) if each.line.fact == fact), None)
    if fact and known is None:
        raise NotFound
    return fact_page(
        request,
        caller,
        form_of=lambda typed: _form(typed, corrects=known is not None),
        first=_typed(known) if known else QueryDict(),
        perform=lambda typed: record_arrangement(caller, _line(typed, fact)),
        done=_("The arrangement is recorded."),
        shown={
            "title": _("Change or end an arrangement") if known else _("Record an arrangement"),
            "lead": _("What it serves opens on its first day and closes after its last."),
            "provision": "CCO-61.2",
            "button": _("Record it"),
            "back": "arrangements",
            "back_words": _("Back to the arrangements"),
        },
    )


def _typed(known: ArrangementLine) -> QueryDict:
    typed = QueryDict(mutable=True)
    values = {
        "parties": " ".join(known.parties),
        "articles": " ".join(known.articles),
        "since": known.from_.isoformat(),
        "until": known.to.isoformat() if known.to else "",
        "scope": known.scope,
        "elements": ", ".join(known.elements),
        "frequency": known.frequency,
        "reference": known.reference,
        "source": known.source,
    }
    typed.update(values)
    return typed


def _form(typed: Typed, *, corrects: bool) -> Form:
    serves = _("Articles as 27 or 35.2, with spaces between; SCOPE where it carries out a bilateral agreement.")
    what = (
        line("parties", typed, help=say("help:parties")),
        line("articles", typed, help=serves),
        day_field("since", typed, label=_("First day")),
        day_field("until", typed, label=_("Last day"), help=_("Empty while no end is agreed."), required=False),
    )
    how = (
        Field("scope", say("field:scope"), "long", value=text(typed, "scope"), limit=1000),
        line("elements", typed, help=say("help:elements"), required=False),
        line("frequency", typed, help=say("help:frequency"), required=False),
        line("reference", typed, help=_("Under what name or number the text is kept.")),
    )
    return Form(
        (
            Group(_("Between whom and for what"), what),
            Group(_("How it works"), how),
            Group(_("How we know"), source_fields(typed, corrects=corrects, trusts=False)),
        )
    )


def _line(typed: QueryDict, fact: str) -> ArrangementLine:
    return ArrangementLine(
        fact=fact,
        parties=words(typed, "parties"),
        articles=words(typed, "articles"),
        from_=needed_day(typed, "since"),
        to=given_day(typed, "until"),
        scope=text(typed, "scope"),
        elements=tuple(each.strip() for each in text(typed, "elements").split(",") if each.strip()),
        frequency=text(typed, "frequency"),
        reference=text(typed, "reference"),
        source=text(typed, "source"),
        why=text(typed, "why"),
    )
