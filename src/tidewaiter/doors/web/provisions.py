"""One page for each provision: what it says, how sure we are, its rule and cases, and whom it binds on a day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tidewaiter.actions.act import NotFound
from tidewaiter.actions.registry import read_provision_status
from tidewaiter.actions.registry.views import ProvisionUnder
from tidewaiter.doors.web import cards
from tidewaiter.doors.web.public import Reader, open_page
from tidewaiter.doors.web.register_days import DayAsked, day_asked
from tidewaiter.doors.web.register_parts import cell_words, unit_link

_BINDING = ("bound",)


@open_page
def provision(request: HttpRequest, reader: Reader, provision_id: str) -> HttpResponse:
    """Show one provision or article on a page of its own, or its card alone where the script opens it in place."""
    found = cards.card(provision_id)
    if found is None:
        raise NotFound
    if request.GET.get("part") == "card":
        return render(request, "web/parts/card_alone.html", {"card": found})
    day = day_asked(request, reader.caller)
    context = {"shown": found, "day": day}
    if provision_id not in cards.HOUSE_RULES:
        status = reader.ask(read_provision_status, provision_id, on=day.on)
        context |= {"status": status, "under": [_under(each, day) for each in status.under]}
    return reader.page(request, "web/provision.html", context)


def _under(each: ProvisionUnder, day: DayAsked) -> dict[str, object]:
    shown = [row for row in each.rows if row.cells[0].word != "outside"]
    return {
        "id": each.instrument,
        "name": cards.short_name(each.instrument),
        "trust": each.trust,
        "count": sum(1 for row in shown if row.cells[0].word in _BINDING),
        "rows": [
            (unit_link(row.unit, row.name, day.query), cell_words(row.cells[0]), row.cells[0].because) for row in shown
        ],
    }
