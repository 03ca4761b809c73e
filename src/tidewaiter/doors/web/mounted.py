"""Mounts a view of allauth behind our door: the same caller and shell as any page, and each change of it an act."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.views import View

from tidewaiter.access.facts import Caller
from tidewaiter.actions.people import change_sign_in
from tidewaiter.doors.web.door import Opened, door
from tidewaiter.doors.web.shell import surroundings

if TYPE_CHECKING:
    from django.views.generic.base import ContextMixin as _Above
else:
    _Above = object


class InShell(_Above):
    """What our door adds to a view of allauth; it stands before it among the classes that a view is made of."""

    kwargs: dict[str, Any]
    request: HttpRequest
    here = "account"

    @property
    def caller(self) -> Caller:
        """Who calls, as the door found."""
        found: Caller = self.kwargs["caller"]
        return found

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """What the view shows, inside the shell."""
        context.pop("caller", None)
        return {**surroundings(self.caller, self.here), **super().get_context_data(**context)}

    def recorded(self, what: str, change: Callable[[], HttpResponse]) -> HttpResponse:
        """Make a change of the means of signing in inside the act that records it: both are done, or neither."""
        answers: list[HttpResponse] = []
        change_sign_in(self.caller, what=what, making=lambda _: answers.append(change()))
        return answers[0]


def mounted(view_class: type[View], *methods: str, fresh: bool = False, without: str = "") -> Opened[...]:
    """A view of allauth as one of our pages; `fresh` and `without` are the door's."""
    view = view_class.as_view()

    @door(*methods, fresh=fresh, without=without)
    def answer(request: HttpRequest, caller: Caller, /, **named: Any) -> HttpResponse:
        found = view(request, caller=caller, **named)
        assert isinstance(found, HttpResponse)
        return found

    return answer
