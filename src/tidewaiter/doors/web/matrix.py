"""The matrix of an instrument: parties down, articles or Annexes across, on a chosen day."""

from django.http import HttpRequest, HttpResponse

from tidewaiter.actions.registry import read_matrix
from tidewaiter.doors.web import cards
from tidewaiter.doors.web.public import Reader, open_page
from tidewaiter.doors.web.register_days import day_asked
from tidewaiter.doors.web.register_parts import cell_words, in_language, part_named, standing_note, standing_words
from tidewaiter.treaty.provisions import instrument_ids, instruments, load_instrument

_USUAL = "cco-2019"
_LEGEND = ("bound", "opted_out", "reserved", "not_accepted", "not_yet", "ended", "outside")


@open_page
def matrices(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Show what each part of an instrument is to each unit on a day."""
    asked = request.GET.get("instrument", "")
    id = asked if asked in instrument_ids() else _USUAL
    every = request.GET.get("columns") == "every"
    keeps = {"instrument": id, "columns": "every" if every else ""}
    day = day_asked(request, reader.caller, keeps=keeps)
    shown = reader.ask(read_matrix, id, on=day.on, every=every)
    profile = load_instrument(id).profile
    context = {
        "shown": shown,
        "day": day,
        "every": every,
        "title": cards.short_name(id),
        "choices": [(each.id, cards.short_name(each.id), each.id == id) for each in instruments()],
        "columns": [(part_named(profile, part), provision) for part, provision in shown.columns],
        "rows": [
            (
                row,
                in_language(row.name, row.unit),
                standing_words(row.standing),
                standing_note(row.standing),
                [cell_words(cell) for cell in row.cells],
            )
            for row in shown.rows
        ],
        "legend": _LEGEND,
    }
    return reader.page(request, "web/register_matrix.html", context)
