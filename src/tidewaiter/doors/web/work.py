"""Keeps what is being typed as the script hands it in, and drops it when it is not wanted."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.actions.act import Fault, Invalid
from tidewaiter.actions.people import drop_form, keep_form
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.kept import KEPT_FORMS


@door("POST")
def keep(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Keep what stands in a form now; answers with the words that the page shows."""
    path = request.POST.get("path", "")
    if not is_kept_form(path):
        raise Invalid((Fault("not_usable", "path", "CCO-47.1.iii"),))
    at = keep_form(caller, path, request.POST.get("typed", ""))
    said = _("Kept at %(time)s UTC") % {"time": at.strftime("%H:%M")}
    return HttpResponse(said, content_type="text/plain; charset=utf-8")


@door("POST")
def drop(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Drop unsent work, and go to where the officer wanted to go."""
    drop_form(caller, request.POST.get("path", ""))
    messages.success(request, _("The unsent work is discarded."))
    back = request.POST.get("next", "/")
    return redirect(back if url_has_allowed_host_and_scheme(back, None) else "/")


def is_kept_form(path: str) -> bool:
    """Whether this is the address of a form of ours that is kept."""
    try:
        return resolve(urlsplit(path).path).url_name in KEPT_FORMS
    except (Http404, ValueError):
        return False
