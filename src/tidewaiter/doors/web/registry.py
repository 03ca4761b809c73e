"""The register: who may be asked, the instruments article by article, provisions, and the categories opened."""

from django.http import HttpRequest, HttpResponse

from tidewaiter.access.facts import Caller
from tidewaiter.actions.act import NotFound
from tidewaiter.actions.organization import read_categories
from tidewaiter.actions.registry import read_directory
from tidewaiter.doors.web import cards
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.shell import page
from tidewaiter.treaty.provisions import instruments


@door("GET", "HEAD")
def directory(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show every administration: its contact point, its authorities, and what binds it today."""
    context = {
        "administrations": [
            (each, each.name.get(caller.language) or each.name.get("en") or each.code)
            for each in read_directory(caller)
        ],
        "instruments": _titles(),
    }
    return page(request, caller, "web/directory.html", context, here="register")


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
    """Show one provision or article on a page of its own."""
    found = cards.card(provision_id)
    if found is None:
        raise NotFound
    return page(request, caller, "web/provision.html", {"shown": found, "instruments": _titles()}, here="register")


def _titles() -> list[tuple[str, str]]:
    return [(each.id, cards.short_name(each.id)) for each in instruments()]
