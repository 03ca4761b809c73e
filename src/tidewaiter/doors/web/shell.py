"""What stands around every page: the mark, the places this officer may go to, who is signed in, the languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.callers import officer_card

# Each place: its name, its words, each act that opens it with the name of the address it opens, and its key after "g".
PLACES: tuple[tuple[str, Any, tuple[tuple[Verb, str], ...], str], ...] = (
    ("desk", _("Desk"), ((Verb.READ_DESK, "desk"),), "d"),
    ("requests", _("Requests"), ((Verb.LIST_REQUESTS, "requests"),), "r"),
    (
        "central",
        _("Central system"),
        ((Verb.SEARCH_CENTRAL, "central_search"), (Verb.LIST_ENTRIES, "central_search")),
        "c",
    ),
    ("screening", _("Screening"), ((Verb.LIST_LISTS, "screening"), (Verb.LIST_PROFILES, "profiles")), "s"),
    ("register", _("Register"), ((Verb.READ_DIRECTORY, "register"),), "e"),
    ("journal", _("Journal"), ((Verb.READ_JOURNAL, "journal"),), "j"),
)
# What stands in the menu of the account: the words, the name of the address, and the acts that open it (none: all).
ACCOUNT_LINKS: tuple[tuple[Any, str, tuple[Verb, ...]], ...] = (
    (_("Account"), "account", ()),
    (_("Notices by mail"), "account_notices", ()),
    (_("Officers"), "people", (Verb.LIST_OFFICERS,)),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation; `here` where the page belongs to it."""

    label: Any
    href: str
    here: bool = False
    key: str = ""


def page(
    request: HttpRequest,
    caller: Caller | None,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    here: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a page inside the shell; without a caller the shell shows no places."""
    return render(request, template, {**surroundings(caller, here), **(context or {})}, status=status)


def surroundings(caller: Caller | None, here: str = "") -> dict[str, Any]:
    """What the shell shows around a page."""
    around: dict[str, Any] = {"languages": settings.LANGUAGES, "demo": settings.TIDEWAITER.demo}
    if caller is None:
        return around
    return around | {
        "caller": caller,
        "card": officer_card(caller),
        "places": places(caller, here),
        "account_links": account_links(caller),
    }


def places(caller: Caller, here: str) -> tuple[Place, ...]:
    """The places whose acts the caller's roles open, each at the address of the first of these acts."""
    open_to = ((place, [url for verb, url in place[2] if may_perform(caller, verb)]) for place in PLACES)
    return tuple(Place(label, reverse(urls[0]), name == here, key) for (name, label, _, key), urls in open_to if urls)


def account_links(caller: Caller) -> tuple[Place, ...]:
    """What the menu of the account leads to; an address that this installation does not have is left out."""
    return tuple(
        Place(label, address)
        for label, url, verbs in ACCOUNT_LINKS
        if (not verbs or any(may_perform(caller, verb) for verb in verbs)) and (address := address_of(url))
    )


def address_of(name: str) -> str:
    """The address of this name, or nothing where there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def chosen_language(request: HttpRequest) -> str:
    """The language chosen in this browser, or else what the browser asks for."""
    return request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or get_language() or settings.LANGUAGE_CODE
