"""The directory: whom one can ask, what binds each, what it filed; and each administration on its own page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Invalid
from tidewaiter.actions.registry import (
    KINDS,
    AdministrationPage,
    AdministrationView,
    AuthoritiesFound,
    ListingView,
    find_authorities,
    read_administration,
    read_directory,
)
from tidewaiter.doors.web import cards
from tidewaiter.doors.web.days import BadDay, typed_day
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, day, text
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.web.tables import Asked, Cell, Column, Row, Table, asked_of, day_cell, spreadsheet
from tidewaiter.doors.words import say
from tidewaiter.treaty.provisions import instruments

COLUMNS = (
    Column("name", gettext_lazy("Administration"), sort="name", wide=True),
    Column("contact", gettext_lazy("Contact point")),
    Column("authorities", gettext_lazy("Competent authorities")),
    Column("bound", gettext_lazy("Bound that day by")),
    Column("undertaking", gettext_lazy("Undertaking on personal data"), sort="undertaking"),
    Column("lacks", gettext_lazy("Still to be filed"), sort="lacks"),
)
_BY: Mapping[str, Callable[[tuple[AdministrationView, str]], str]] = {
    "code": lambda line: line[0].code,
    "name": lambda line: line[1].casefold(),
    "undertaking": lambda line: str(line[0].undertaking_on or "9999"),
    "lacks": lambda line: f"{len(line[0].lacks):03}{line[0].code}",
}
_ON = ("on", "on-day", "on-month", "on-year")
RECORDS: Mapping[str, Verb] = {
    "contact_point": Verb.RECORD_CONTACT_POINT,
    "authority": Verb.RECORD_AUTHORITY,
    "official": Verb.DESIGNATE_OFFICIAL,
    "investigator": Verb.RECORD_INVESTIGATOR,
    "filing": Verb.RECORD_FILING,
}
"""The act by which each kind of item comes into the directory."""


@door("GET", "HEAD", opens=Verb.READ_DIRECTORY)
def directory(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show every administration: its contact point, its authorities, what binds it on a day and what it lacks."""
    asked = asked_of(request, COLUMNS, filters=("find", "bound", "lacking", *_ON), sort="code")
    on, faults = day_asked(asked)
    rows = [(each, name_of(each, caller.language)) for each in read_directory(caller, on=on)]
    lines = tuple(row_of(each, name) for each, name in _wanted(rows, asked))
    if asked.sheet:
        return spreadsheet("directory", COLUMNS, lines)
    context = {
        "table": _table(asked, lines),
        "on": on or caller.day,
        "today": on in (None, caller.day),
        "day_form": day_form(asked, on or caller.day).with_faults(faults),
    }
    return page(request, caller, "web/directory.html", context, here="register", status=422 if faults else 200)


def day_asked(asked: Asked) -> tuple[date | None, tuple[FaultLine, ...]]:
    """The day that the address asks for, None where it asks for none or for what is no day."""
    try:
        return day(asked.query, "on"), ()
    except BadDay as told:
        return None, (FaultLine(told.words, "on", "SYS-3"),)


def day_form(asked: Asked, on: date) -> Form:
    """The form that asks for another day."""
    shown = typed_day(asked.query, "on") or on.isoformat()
    return Form((Group("", (Field("on", _("As it stood on"), "date", required=True, value=shown),)),))


def _wanted(rows: list[tuple[AdministrationView, str]], asked: Asked) -> list[tuple[AdministrationView, str]]:
    find, bound = asked.value("find"), asked.value("bound", {each.id for each in instruments()})
    lacking = asked.value("lacking", ("yes", "blocks"))
    wanted = [
        (each, name)
        for each, name in rows
        if find.casefold() in f"{each.code} {name}".casefold()
        and (not bound or bound in each.bound_by)
        and (not lacking or any(lack.blocks or lacking == "yes" for lack in each.lacks))
    ]
    return sorted(wanted, key=_BY[asked.sort.removeprefix("-")], reverse=asked.sort.startswith("-"))


def _table(asked: Asked, lines: tuple[Row, ...]) -> Table:
    titles = (Choice(each.id, cards.short_name(each.id)) for each in instruments())
    lacking = (Choice("yes", _("Something is still to be filed")), Choice("blocks", _("Functions are closed by it")))
    return Table(
        caption=_("Administrations, whom to write to there, what binds them and what they have not filed"),
        columns=COLUMNS,
        rows=lines,
        asked=asked,
        filters=(
            Field("find", _("Name or code"), value=asked.value("find"), limit=80),
            Field("bound", _("Bound by"), "choice", choices=chosen(titles, (asked.value("bound"),))),
            Field("lacking", _("Filed"), "choice", choices=chosen(lacking, (asked.value("lacking"),))),
        ),
        usual=_("By code"),
        empty=_("No administration is recorded yet."),
    )


def name_of(each: AdministrationView, language: str) -> str:
    """The name of an administration in the reader's language, or else in English."""
    return each.name.get(language) or each.name.get("en") or each.code


def row_of(each: AdministrationView, name: str) -> Row:
    """One administration as a line of the directory."""
    mail = format_html('<a href="mailto:{0}">{0}</a>', each.contact_email) if each.contact_email else ""
    bound = format_html_join(
        "",
        '<span class="each"><a href="{}">{}</a></span>',
        ((reverse("instrument", args=[id]), cards.short_name(id)) for id in each.bound_by),
    )
    undertaking = cards.cited("CCO-31.3") if each.undertaking_on else ""
    named = format_html('<strong><span class="code">{}</span> {}</strong>', each.code, name)
    authorities = ((cards.with_citations(one),) for one in each.authorities)
    lacks = [(say(f"lack:{lack.what}"), cards.cited(lack.provision)) for lack in each.lacks]
    return Row(
        (
            Cell(named, f"{each.code} {name}", href=reverse("administration", args=[each.code])),
            Cell(each.contact_name, f"{each.contact_name} {each.contact_email}".strip(), note=mail),
            Cell(format_html_join("", '<span class="each">{}</span>', authorities), "; ".join(each.authorities)),
            Cell(bound, "; ".join(cards.short_name(id) for id in each.bound_by)),
            day_cell(each.undertaking_on, undertaking),
            Cell(
                format_html_join("", '<span class="each">{} {}</span>', lacks), "; ".join(words for words, _ in lacks)
            ),
        )
    )


@dataclass(frozen=True, slots=True)
class Section:
    """The items of one kind on the page of an administration; `add` where the reader may add one."""

    kind: str
    items: tuple[ListingView, ...]
    past: tuple[ListingView, ...]
    add: bool
    end: bool
    correct: bool


@door("GET", "HEAD", opens=Verb.READ_ADMINISTRATION)
def administration(request: HttpRequest, caller: Caller, code: str) -> HttpResponse:
    """Show all that the directory holds of one administration on a day, with the history of every item."""
    asked = asked_of(request, (), filters=(*_ON, "article"))
    on, faults = day_asked(asked)
    shown = read_administration(caller, code, on=on)
    found, more = _resolved(caller, shown, text(asked.query, "article"))
    faults = (*faults, *more)
    context = {
        "shown": shown,
        "view": shown.view,
        "name": name_of(shown.view, caller.language),
        "today": shown.on == caller.day,
        "day_form": day_form(asked, shown.on).with_faults(faults),
        "sections": tuple(_sections(shown)),
        "found": found,
        "article_form": _article_form(text(asked.query, "article")).with_faults(more),
        "own": code == caller.administration,
        "may": shown.may,
        "contact_possible": not shown.view.organization and code != caller.administration,
    }
    return page(request, caller, "web/administration.html", context, here="register", status=422 if faults else 200)


def _sections(shown: AdministrationPage) -> Iterable[Section]:
    for kind in KINDS:
        own = [item for item in shown.items if item.kind == kind]
        current = tuple(item for item in own if item.standing in ("standing", "coming", "returned"))
        yield Section(
            kind,
            current,
            tuple(item for item in own if item not in current),
            add=RECORDS[kind] in shown.may,
            end=_ENDING.get(kind, Verb.END_LISTING) in shown.may,
            correct=RECORDS[kind] in shown.may and kind != "official",
        )


_ENDING: Mapping[str, Verb] = {"official": Verb.END_OFFICIAL, "filing": Verb.RECORD_FILING}


def _article_form(typed: str) -> Form:
    help = _("The id of an article or of a part of one, such as CCO-29.")
    return Form((Group("", (Field("article", _("Article"), help=help, required=True, value=typed, limit=32),)),))


def _resolved(
    caller: Caller, shown: AdministrationPage, article: str
) -> tuple[AuthoritiesFound | None, tuple[FaultLine, ...]]:
    """Who is the customs administration for the article asked for; nothing where none is asked for."""
    if not article or shown.view.organization:
        return None, ()
    try:
        found: Any = find_authorities(caller, administration=shown.view.code, provision_id=article, on=shown.on)
    except Invalid as told:
        words = tuple(FaultLine(line.text, "article", line.provision) for line in faults_of(told.faults))
        return None, words
    return found, ()
