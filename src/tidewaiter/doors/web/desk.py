"""The desk: what waits for this administration, what waits for others, and what it was told lately."""

from django.http import HttpRequest, HttpResponse

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.assistance import read_desk
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.shell import page


@door("GET", "HEAD")
def desk(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show the desk of the caller's administration."""
    context = {
        "desk": read_desk(caller),
        "may_draft": may_perform(caller, Verb.DRAFT_REQUEST),
        "may_search": may_perform(caller, Verb.SEARCH_CENTRAL),
    }
    return page(request, caller, "web/desk.html", context, here="desk")
