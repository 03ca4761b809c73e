"""Every unit of the register under every instrument, and one page for each: what binds it, since when, by what."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.actions.registry import read_parties, read_party
from tidewaiter.actions.registry.views import PartyInstrument, PartyView, UnitLine
from tidewaiter.doors.web import cards
from tidewaiter.doors.web.forms import Choice, Field, chosen
from tidewaiter.doors.web.public import Reader, open_page
from tidewaiter.doors.web.register_days import DayAsked, day_asked
from tidewaiter.doors.web.register_parts import (
    acts_table,
    carried,
    cell_words,
    coming_words,
    in_language,
    named,
    part_named,
    standing_cell,
    standing_note,
    standing_words,
    unit_link,
)
from tidewaiter.doors.web.svg_map import degrees_written
from tidewaiter.doors.web.tables import Cell, Column, Row, Table, asked_of, spreadsheet
from tidewaiter.doors.words import say
from tidewaiter.treaty.provisions import instrument_ids, load_instrument

_FIRST = (
    Column("unit", gettext_lazy("Unit"), sort="unit", wide=True),
    Column("kind", gettext_lazy("Kind"), sort="kind"),
)
_BOUND = ("party", "partner", "withdrawing", "covered")


@open_page
def parties(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Show every State, territory and union, and where it stands under each instrument on a day."""
    day = day_asked(request, reader.caller, believed=not reader.stranger)
    shown = reader.ask(read_parties, on=day.on, believed=day.believed)
    columns = (*_FIRST, *(Column(id, cards.short_name(id)) for id in shown.instruments))
    asked = carried(asked_of(request, columns, filters=("find", "bound"), sort="unit"), day)
    find, bound = asked.value("find"), asked.value("bound", instrument_ids())
    lines = [line for line in shown.lines if _wanted(line, find, bound)]
    lines.sort(key=_BY[asked.sort.removeprefix("-")], reverse=asked.sort.startswith("-"))
    rows = tuple(_row(line, shown.instruments, day) for line in lines)
    if asked.sheet:
        return spreadsheet("parties", columns, rows)
    choices = chosen((Choice(id, cards.short_name(id)) for id in shown.instruments), (bound,))
    table = Table(
        caption=_("States, territories and unions, and where each stands"),
        columns=columns,
        rows=rows,
        asked=asked,
        filters=(
            Field("find", _("Name or code"), value=find, limit=80),
            Field("bound", _("Bound by"), "choice", choices=choices),
        ),
        usual=_("By code"),
        empty=_("The register knows no State, territory or union yet."),
    )
    return reader.page(request, "web/register_parties.html", {"table": table, "day": day})


_BY = {"unit": lambda line: (line.unit, ""), "kind": lambda line: (line.kind, line.unit)}


def _wanted(line: UnitLine, find: str, bound: str) -> bool:
    standing = line.standings.get(bound)
    return find.casefold() in named(line.unit, line.name).casefold() and (
        not bound or (standing is not None and standing.status in _BOUND)
    )


def _row(line: UnitLine, instruments: tuple[str, ...], day: DayAsked) -> Row:
    standings = (line.standings.get(id) for id in instruments)
    return Row(
        (
            Cell(unit_link(line.unit, line.name, day.query), named(line.unit, line.name)),
            Cell(say(f"unit_kind:{line.kind}")),
            *(standing_cell(each) if each else Cell("") for each in standings),
        )
    )


@open_page
def party(request: HttpRequest, reader: Reader, unit: str) -> HttpResponse:
    """Show one unit: under each instrument where it stands and what of it binds, with every act and its source."""
    day = day_asked(request, reader.caller, believed=not reader.stranger)
    shown = reader.ask(read_party, unit, on=day.on, believed=day.believed)
    acts = [each for one in shown.instruments for each in one.acts]
    context = {
        "shown": shown,
        "day": day,
        "name": in_language(shown.name, unit) or unit,
        "position": degrees_written(shown.unit.position) if shown.unit.position else "",
        "administrations": [(code, in_language(name, code)) for code, name in shown.administrations],
        "instruments": [_under(each, shown, day) for each in shown.instruments],
        "acts": acts_table(request, acts, _("Everything it did, the latest first"), day),
    }
    return reader.page(request, "web/register_party.html", context)


def _under(each: PartyInstrument, shown: PartyView, day: DayAsked) -> dict[str, Any]:
    profile = load_instrument(each.id).profile
    names = {shown.unit.code: shown.name}
    return {
        "id": each.id,
        "name": cards.short_name(each.id),
        "trust": each.trust,
        "standing": each.standing,
        "words": standing_words(each.standing),
        "note": standing_note(each.standing),
        "cells": [(cell_words(cell), part) for cell, part in _distinct(each, profile)],
        "territories": [
            (unit_link(one.unit, {}, day.query), standing_words(one), standing_note(one)) for one in each.territories
        ],
        "coming": [(one, coming_words(one, names)) for one in each.coming],
    }


def _distinct(each: PartyInstrument, profile: Any) -> list[tuple[Any, str]]:
    """Each word of the row once, with the parts that it is said of."""
    found: dict[Any, list[str]] = {}
    for part, cell in each.cells.items():
        if part != profile.general_provision:
            found.setdefault((cell.word, cell.except_for), []).append(part)
    cells = {(cell.word, cell.except_for): cell for cell in each.cells.values()}
    return [(cells[key], ", ".join(part_named(profile, part) for part in parts)) for key, parts in found.items()]
