"""The places of screening, and the page that stands in one of them; each is shown to whom its act is open."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.doors.web.shell import Place, address_of, page

# Each place: its name, its words, the name of its address, and the act that opens it.
SCREENING_PLACES: tuple[tuple[str, Any, str, Verb], ...] = (
    ("lists", _("Lists"), "screening", Verb.LIST_LISTS),
    ("names", _("Ordinary names"), "ordinary_names", Verb.LIST_ORDINARY_NAMES),
    ("risks", _("Risks"), "risks", Verb.LIST_RISKS),
    ("profiles", _("Risk profiles"), "profiles", Verb.LIST_PROFILES),
)


def screening_page(
    request: HttpRequest,
    caller: Caller,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    tab: str,
    status: int = 200,
) -> HttpResponse:
    """Render a page of screening under its own navigation."""
    around = {"screening_tabs": screening_tabs(caller, tab), **(context or {})}
    return page(request, caller, template, around, here="screening", status=status)


def screening_tabs(caller: Caller, tab: str) -> tuple[Place, ...]:
    """The places of screening whose acts the caller's roles open; an address that is not there is left out."""
    return tuple(
        Place(label, address, name == tab)
        for name, label, url, verb in SCREENING_PLACES
        if may_perform(caller, verb) and (address := address_of(url))
    )
