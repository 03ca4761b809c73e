"""The register: who may be asked, the instruments article by article, provisions, and the categories opened."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.access.facts import Caller
from tidewaiter.actions.act import NotFound
from tidewaiter.actions.organization import read_categories
from tidewaiter.actions.registry import AdministrationView, read_directory
from tidewaiter.doors.web import cards
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Choice, Field, chosen
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.web.tables import Cell, Column, Row, Table, asked_of, day_cell, spreadsheet
from tidewaiter.treaty.provisions import instruments

COLUMNS = (
    Column("name", gettext_lazy("Administration"), sort="name", wide=True),
    Column("contact", gettext_lazy("Contact point")),
    Column("authorities", gettext_lazy("Competent authorities")),
    Column("bound", gettext_lazy("Bound today by")),
    Column("undertaking", gettext_lazy("Undertaking on personal data"), sort="undertaking"),
)
_BY: Mapping[str, Callable[[tuple[AdministrationView, str]], str]] = {
    "code": lambda line: line[0].code,
    "name": lambda line: line[1].casefold(),
    "undertaking": lambda line: str(line[0].undertaking_on or "9999"),
}


@door("GET", "HEAD")
def directory(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show every administration: its contact point, its authorities, and what binds it today."""
    asked = asked_of(request, COLUMNS, filters=("find", "bound"), sort="code")
    find, bound = asked.value("find"), asked.value("bound", {each.id for each in instruments()})
    rows = [(each, name_of(each, caller.language)) for each in read_directory(caller)]
    wanted = [
        (each, name)
        for each, name in rows
        if find.casefold() in f"{each.code} {name}".casefold() and (not bound or bound in each.bound_by)
    ]
    wanted.sort(key=_BY[asked.sort.removeprefix("-")], reverse=asked.sort.startswith("-"))
    lines = tuple(row_of(each, name) for each, name in wanted)
    if asked.sheet:
        return spreadsheet("directory", COLUMNS, lines)
    choices = chosen((Choice(id, name) for id, name in _titles()), (bound,))
    table = Table(
        caption=_("Administrations, whom to write to there, and what binds them today"),
        columns=COLUMNS,
        rows=lines,
        asked=asked,
        filters=(
            Field("find", _("Name or code"), value=find, limit=80),
            Field("bound", _("Bound by"), "choice", choices=choices),
        ),
        usual=_("By code"),
        empty=_("No administration is recorded yet."),
    )
    return page(request, caller, "web/directory.html", {"table": table, "instruments": _titles()}, here="register")


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
    return Row(
        (
            Cell(named, f"{each.code} {name}"),
            Cell(each.contact_name, f"{each.contact_name} {each.contact_email}".strip(), note=mail),
            Cell(format_html_join("", '<span class="each">{}</span>', authorities), "; ".join(each.authorities)),
            Cell(bound, "; ".join(cards.short_name(id) for id in each.bound_by)),
            day_cell(each.undertaking_on, undertaking),
        )
    )


@door("GET", "HEAD")
def categories(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show the categories of the central system that the Council has opened, and for which purposes."""
    context = {"categories": read_categories(caller), "instruments": _titles()}
    return page(request, caller, "web/categories.html", context, here="register")


@door("GET", "HEAD")
def instrument(request: HttpRequest, caller: Caller, instrument_id: str) -> HttpResponse:
    """Show one instrument, article by article, in our words; the law is public and no act."""
    found = next((each for each in instruments() if each.id == instrument_id), None)
    if found is None:
        raise NotFound
    context = {
        "title": cards.instrument_title(found.id),
        "trust": found.trust,
        "articles": [cards.article_card(found, article) for article in found.articles],
        "instruments": _titles(),
        "here_id": found.id,
    }
    return page(request, caller, "web/instrument.html", context, here="register")


@door("GET", "HEAD")
def provision(request: HttpRequest, caller: Caller, provision_id: str) -> HttpResponse:
    """Show one provision or article on a page of its own, or its card alone where the script opens it in place."""
    found = cards.card(provision_id)
    if found is None:
        raise NotFound
    if request.GET.get("part") == "card":
        return render(request, "web/parts/card_alone.html", {"card": found})
    context = {"shown": found, "instruments": _titles(), "here_id": found.instrument_id}
    return page(request, caller, "web/provision.html", context, here="register")


def _titles() -> list[tuple[str, str]]:
    return [(each.id, cards.short_name(each.id)) for each in instruments()]
