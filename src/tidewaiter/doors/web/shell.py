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

# Each place: its name, its words, the name of its address, the acts that open it, and its key after "g".
PLACES: tuple[tuple[str, Any, str, tuple[Verb, ...], str], ...] = (
    ("desk", _("Desk"), "desk", (Verb.READ_DESK,), "d"),
    ("requests", _("Requests"), "requests", (Verb.LIST_REQUESTS,), "r"),
    ("central", _("Central system"), "central_search", (Verb.SEARCH_CENTRAL, Verb.LIST_ENTRIES), "c"),
    ("screening", _("Screening"), "screening", (Verb.LIST_LISTS, Verb.LIST_PROFILES), "s"),
    ("register", _("Register"), "register", (Verb.READ_DIRECTORY,), "e"),
    ("journal", _("Journal"), "journal", (Verb.READ_JOURNAL,), "j"),
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
    """The places whose acts the caller's roles open."""
    return tuple(
        Place(label, reverse(url), name == here, key)
        for name, label, url, verbs, key in PLACES
        if any(may_perform(caller, verb) for verb in verbs)
    )


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
