"""Opens the register's pages to whoever reads: an officer through the door, a stranger where the register is public.

A stranger's reading is an act like any other. What it gave is kept for a minute and shown to all strangers, and only so
many readings a minute are begun for them, so that the journal cannot be filled from outside.
"""

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tidewaiter.access.facts import Caller
from tidewaiter.actions.act import Invalid, NotFound, NotPermitted
from tidewaiter.actions.callers import caller_for_the_public
from tidewaiter.doors.counting import counted, seconds_left
from tidewaiter.doors.web.door import answer_to, door
from tidewaiter.doors.web.shell import chosen_language, page

T = TypeVar("T")
KEPT = 60
"""So many seconds what a stranger read is kept for the next one."""
READINGS = {"address": 30, "all": 240}
"""So many readings a minute are begun for strangers: from one address, and in all."""


class TooMany(Exception):
    """Strangers have begun as many readings in this minute as are allowed."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads a page of the register; `stranger` did not sign in."""

    caller: Caller
    stranger: bool = False
    address: str = ""

    def ask(self, act: Callable[..., T], *args: object, **named: object) -> T:
        """Perform an act of reading; for a stranger the reading of another one in this minute does as well."""
        if not self.stranger:
            return act(self.caller, *args, **named)
        asked = f"{act.__name__} {self.caller.day} {args} {sorted(named.items())}"
        key = hashlib.sha256(asked.encode()).hexdigest()
        kept = caches["public"].get(key)
        if kept is None:
            self._count()
            kept = (act(self.caller, *args, **named),)
            caches["public"].set(key, kept, KEPT)
        return cast(T, kept[0])

    def _count(self) -> None:
        if counted("public:address", self.address) > READINGS["address"] or counted("public:all") > READINGS["all"]:
            raise TooMany

    def page(self, request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """Show a page of the register: in the shell of the officer, or in one that leads to signing in."""
        if self.stranger:
            around = {"caller": self.caller, "public": True}
            return page(request, None, template, {**around, **context}, status=status)
        return page(request, self.caller, template, context, here="register", status=status)


View = Callable[..., HttpResponse]


def public_view() -> bool:
    """Whether this installation shows the register to whoever did not sign in."""
    return bool(settings.TIDEWAITER.public_register)


def open_page(view: View) -> View:
    """Make a page of a function that takes the request and its reader; a stranger is a reader where that is on."""

    @door("GET", "HEAD")
    def for_officers(request: HttpRequest, caller: Caller, /, **named: Any) -> HttpResponse:
        return view(request, Reader(caller), **named)

    @never_cache
    @functools.wraps(view)
    def opened(request: HttpRequest, **named: Any) -> HttpResponse:
        if request.user.is_authenticated or not public_view() or request.method not in ("GET", "HEAD"):
            return for_officers(request, **named)
        try:
            return view(request, stranger(request), **named)
        except (NotFound, Invalid, NotPermitted) as told:
            return answer_to(request, None, told)
        except TooMany:
            return later(request)

    return opened


def stranger(request: HttpRequest) -> Reader:
    """Whoever reads without signing in, in the language of the browser."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    return Reader(caller_for_the_public(chosen_language(request)), stranger=True, address=address)


def later(request: HttpRequest) -> HttpResponse:
    """Say that there were too many readings, and when to come again."""
    told = _("Too many pages of the register were asked for in this minute. Wait a minute, then open the page again.")
    response = page(request, None, "web/later.html", {"told": told}, status=429)
    response["Retry-After"] = str(seconds_left())
    return response
