"""What stands around every page: the mark, the places this officer may go to, who is signed in, the languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.callers import officer_card

PLACES: tuple[tuple[str, Any, str, tuple[Verb, ...]], ...] = (
    ("desk", _("Desk"), "desk", (Verb.READ_DESK,)),
    ("requests", _("Requests"), "requests", (Verb.LIST_REQUESTS,)),
    ("central", _("Central system"), "central_search", (Verb.SEARCH_CENTRAL, Verb.LIST_ENTRIES)),
    ("register", _("Register"), "register", (Verb.READ_DIRECTORY,)),
    ("journal", _("Journal"), "journal", (Verb.READ_JOURNAL,)),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation; `here` where the page belongs to it."""

    label: Any
    href: str
    here: bool


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
    around: dict[str, Any] = {"languages": settings.LANGUAGES, "demo": settings.TIDEWAITER.demo}
    if caller is not None:
        around |= {"caller": caller, "card": officer_card(caller), "places": places(caller, here)}
    return render(request, template, {**around, **(context or {})}, status=status)


def places(caller: Caller, here: str) -> tuple[Place, ...]:
    """The places whose acts the caller's roles open."""
    return tuple(
        Place(label, reverse(url), name == here)
        for name, label, url, verbs in PLACES
        if any(may_perform(caller, verb) for verb in verbs)
    )


def chosen_language(request: HttpRequest) -> str:
    """The language chosen in this browser, or else what the browser asks for."""
    return request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or get_language() or settings.LANGUAGE_CODE
