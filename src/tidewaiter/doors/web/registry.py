"""The register: the categories of the central system that the Council has opened."""

from django.http import HttpRequest, HttpResponse

from tidewaiter.access.facts import Caller
from tidewaiter.actions.organization import read_categories
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.shell import page


@door("GET", "HEAD")
def categories(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show the categories of the central system that the Council has opened, and for which purposes."""
    context = {"categories": read_categories(caller)}
    return page(request, caller, "web/categories.html", context, here="register")
