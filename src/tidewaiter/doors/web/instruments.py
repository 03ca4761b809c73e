"""One page for each instrument: its parties on a day, a map and a timeline, its articles, and the acts of parties."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.actions.act import NotFound
from tidewaiter.actions.registry import read_instrument_status, read_parties
from tidewaiter.actions.registry.views import InstrumentStatusView, PartStatus, PartyLine
from tidewaiter.doors.web import cards
from tidewaiter.doors.web.forms import Choice, Field, chosen
from tidewaiter.doors.web.public import Reader, open_page
from tidewaiter.doors.web.register_days import DayAsked, day_asked
from tidewaiter.doors.web.register_parts import (
    act_words,
    acts_table,
    carried,
    coming_words,
    fact_words,
    named,
    part_named,
    standing_cell,
    trust_words,
    unit_link,
)
from tidewaiter.doors.web.shell import address_of
from tidewaiter.doors.web.svg_map import Mark, chart, degrees_written
from tidewaiter.doors.web.svg_timeline import ROW_OF, Point, timeline
from tidewaiter.doors.web.tables import Asked, Cell, Column, Row, Table, asked_of, spreadsheet
from tidewaiter.doors.words import day_in_words, number_written, say
from tidewaiter.treaty.provisions import Instrument, instrument_ids, instruments, load_instrument

COLUMNS = (
    Column("unit", gettext_lazy("Party"), sort="unit", wide=True),
    Column("standing", gettext_lazy("Standing"), sort="standing"),
    Column("parts", gettext_lazy("Of the instrument"), wide=True),
    Column("trust", gettext_lazy("How sure"), sort="sure"),
    Column("position", gettext_lazy("Position on the map"), only=True),
)
PARTS = (
    Column("part", gettext_lazy("Article"), wide=True),
    Column("bound", gettext_lazy("Bound")),
    Column("free", gettext_lazy("Not bound by it")),
    Column("trust", gettext_lazy("How sure")),
)
_ORDER = ("party", "partner", "withdrawing", "covered", "awaiting", "signatory", "former", "none")
_BOUND = ("party", "partner", "withdrawing", "covered")
_CHAPTER = 12


@open_page
def list_of_instruments(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Show every instrument with how many it binds on a day."""
    day = day_asked(request, reader.caller)
    found = reader.ask(read_parties, on=day.on)
    lines = [(each, _counted(each.id, found.lines)) for each in sorted(instruments(), key=_first)]
    return reader.page(request, "web/register_instruments.html", {"day": day, "lines": lines})


def _first(each: Instrument) -> tuple[int, str]:
    return each.profile.strength, each.id


def _counted(instrument: str, lines: Any) -> int:
    standings = (line.standings.get(instrument) for line in lines)
    return sum(1 for each in standings if each is not None and each.status in _BOUND)


@open_page
def instrument(request: HttpRequest, reader: Reader, instrument_id: str) -> HttpResponse:
    """Show one instrument on a day: parties, map, timeline, articles, acts and what is coming."""
    if instrument_id not in instrument_ids():
        raise NotFound
    found = load_instrument(instrument_id)
    day = day_asked(request, reader.caller, believed=not reader.stranger)
    shown = reader.ask(read_instrument_status, instrument_id, on=day.on, believed=day.believed)
    asked = carried(asked_of(request, COLUMNS, filters=("find", "status"), sort="standing"), day)
    parties = _parties(found, shown, asked, day)
    if asked.sheet:
        return spreadsheet(instrument_id, COLUMNS, parties.rows)
    names = {line.unit: line.name for line in shown.lines}
    context = {
        "instrument": found,
        "title": cards.instrument_title(found.id),
        "shown": shown,
        "day": day,
        "bound": sum(1 for line in shown.lines if line.standing.status in _BOUND),
        "parties": parties,
        "map": _map(shown, day),
        "shapes": list(dict.fromkeys(line.standing.status for line in shown.lines if line.position)),
        "unplaced": [line for line in shown.lines if line.position is None],
        "timeline": _timeline(shown, day),
        "acts": acts_table(request, shown.acts, _("Acts of parties, the latest first"), day),
        "parts": _parts(found, shown, request),
        "calendar_page": address_of("register_calendar"),
        "coming": [(each, coming_words(each, names)) for each in shown.coming[:_CHAPTER]],
    }
    return reader.page(request, "web/instrument.html", context)


def _parties(instrument: Instrument, shown: InstrumentStatusView, asked: Asked, day: DayAsked) -> Table:
    find, status = asked.value("find"), asked.value("status", _ORDER)
    wanted = [
        line
        for line in shown.lines
        if find.casefold() in named(line.unit, line.name).casefold() and status in ("", line.standing.status)
    ]
    wanted.sort(key=_BY[asked.sort.removeprefix("-")], reverse=asked.sort.startswith("-"))
    choices = tuple(Choice(each, say(f"standing:{each}")) for each in _ORDER)
    return Table(
        caption=_("Parties, and who may become one"),
        columns=COLUMNS,
        rows=tuple(_row(instrument, line, day) for line in wanted),
        asked=asked,
        filters=(
            Field("find", _("Name or code"), value=find, limit=80),
            Field("status", _("Standing"), "choice", choices=chosen(choices, (status,))),
        ),
        usual=_("By standing"),
        empty=_("No act of a party is recorded under this instrument."),
    )


_BY = {
    "unit": lambda line: (line.unit, ""),
    "standing": lambda line: (_ORDER.index(line.standing.status), line.unit),
    "sure": lambda line: (line.sure, line.unit),
}


def _row(instrument: Instrument, line: PartyLine, day: DayAsked) -> Row:
    kind = say(f"unit_kind:{line.kind}") if line.kind != "state" else ""
    position = degrees_written(line.position) if line.position else ""
    parts = _parts_of(instrument, line)
    return Row(
        (
            Cell(unit_link(line.unit, line.name, day.query), named(line.unit, line.name), note=kind),
            standing_cell(line.standing),
            Cell(parts, parts),
            Cell(fact_words(line.sure), say(f"fact_trust:{line.sure}")),
            Cell(position, position),
        )
    )


def _parts_of(instrument: Instrument, line: PartyLine) -> str:
    told = []
    if line.annexes:
        told.append(_("Annexes %(annexes)s") % {"annexes": ", ".join(line.annexes)})
    for words, parts in ((_("opted out of %(parts)s"), line.opted_out), (_("reserved %(parts)s"), line.reserved)):
        if parts:
            told.append(words % {"parts": ", ".join(part_named(instrument.profile, part) for part in parts)})
    return "; ".join(told)


def _map(shown: InstrumentStatusView, day: DayAsked) -> Any:
    marks = [
        Mark(
            line.unit,
            line.position,
            line.standing.status,
            f"{named(line.unit, line.name)}: {say(f'standing:{line.standing.status}')}",
        )
        for line in shown.lines
        if line.position is not None
    ]
    described = _("A net of degrees with one mark for each unit that has a position: its shape is the standing.")
    return chart(marks, _("Where the units are, as of %(day)s") % {"day": day_in_words(day.on)}, described)


def _timeline(shown: InstrumentStatusView, day: DayAsked) -> Any:
    points = []
    for each in shown.acts:
        row, word = ROW_OF.get(each.act.type, ("other", "covered"))
        told = f"{', '.join(each.act.units)} {act_words(each)}, {day_in_words(each.act.on)}"
        points.append(Point(each.act.on, row, word, told))
    told = _described(shown)
    title = _("Acts of parties and how many are bound, by year")
    return timeline(shown.steps, points, general=shown.general, on=day.on, title=title, described=told)


def _described(shown: InstrumentStatusView) -> str:
    """What the timeline shows, in one sentence."""
    if not shown.steps:
        return _("No unit is bound yet.")
    first, last = shown.steps[0], shown.steps[-1]
    return _("From %(first)s to %(last)s; in the end %(count)s are bound. The acts stand in the table below.") % {
        "first": day_in_words(first[0]),
        "last": day_in_words(last[0]),
        "count": number_written(last[1]),
    }


def _parts(instrument: Instrument, shown: InstrumentStatusView, request: HttpRequest) -> Table:
    titles = {article.id: article for article in instrument.articles}
    return Table(
        caption=_("Articles, how sure we are of each, and how many it binds"),
        columns=PARTS,
        rows=tuple(_part_row(instrument, part, titles) for part in shown.parts),
        asked=asked_of(request, ()),
        empty=_("Nothing is known of its articles."),
        sheet=False,
    )


def _part_row(instrument: Instrument, part: PartStatus, titles: Any) -> Row:
    article = titles.get(part.id)
    label = part_named(instrument.profile, part.part) if part.part != instrument.profile.general_provision else part.id
    title = cards.article_card(instrument, article).title if article else _("not yet in our words")
    told = [
        words % {"count": count}
        for words, count in ((_("%(count)s opted out"), part.opted_out), (_("%(count)s reserved"), part.reserved))
        if count
    ]
    since = _("in force since %(day)s") % {"day": day_in_words(part.in_force)} if part.in_force else ""
    address = reverse("provision", args=[part.id]) if article else ""
    shown = format_html('<a href="{}">{}</a> {}', address, label, title) if address else f"{label} {title}"
    return Row(
        (
            Cell(shown),
            Cell(number_written(part.bound), note=since),
            Cell("; ".join(told)),
            Cell(trust_words(part.trust)),
        )
    )


@open_page
def instrument_text(request: HttpRequest, reader: Reader, instrument_id: str) -> HttpResponse:
    """Show what each provision says, in our own words, some articles at a time; the law is public and no act."""
    if instrument_id not in instrument_ids():
        raise NotFound
    found = load_instrument(instrument_id)
    chapters = [found.articles[first : first + _CHAPTER] for first in range(0, len(found.articles), _CHAPTER)]
    given = request.GET.get("from", "1")
    number = min(int(given), len(chapters)) if given.isdecimal() and given != "0" else 1
    context = {
        "instrument": found,
        "title": cards.instrument_title(found.id),
        "articles": [cards.article_card(found, article) for article in (chapters[number - 1] if chapters else ())],
        "chapters": [
            (place, f"{chapter[0].number}–{chapter[-1].number}", place == number)
            for place, chapter in enumerate(chapters, start=1)
        ],
    }
    return reader.page(request, "web/instrument_text.html", context)
