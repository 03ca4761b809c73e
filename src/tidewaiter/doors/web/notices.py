"""Notices: what one's administration was told, who took note of it, how its mails are, and how often one wants mail."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tidewaiter.access.facts import Caller
from tidewaiter.actions.act import Invalid
from tidewaiter.actions.assistance import (
    NoticeView,
    acknowledge_notices,
    choose_notices,
    open_notice,
    read_notice_choice,
    read_notices,
)
from tidewaiter.assistance.mailing import DIGEST_AT, Pace
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import faults_of
from tidewaiter.doors.web.forms import Field, Form, Group, chosen, coded, text
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.words import say

_RECORDS: Mapping[str, str] = {
    "request_": "request",
    "entry_": "entry",
    "depositary_": "dispatch",
    "profile_": "profile",
}
_GONE = ("entry_deleted",)


@door("GET", "HEAD")
def notices(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show what the caller's administration was told, all of it or what nobody has seen."""
    unseen = text(request.GET, "unseen") == "1"
    found = read_notices(caller, unseen=unseen, after=text(request.GET, "after"))
    context = {"found": found, "only_unseen": unseen, "until": found.items[0].at.isoformat() if found.items else ""}
    return page(request, caller, "web/notices.html", context, here="desk")


@door("GET", "HEAD")
def notice(request: HttpRequest, caller: Caller, notice_id: UUID) -> HttpResponse:
    """Open a notice: go to what it is about, or back to the notices where that is gone."""
    return redirect(_page_about(open_notice(caller, str(notice_id))))


def _page_about(opened: NoticeView) -> str:
    names = (name for beginning, name in _RECORDS.items() if opened.event.startswith(beginning))
    name = next(names, "")
    return reverse(name, args=[opened.subject]) if name and opened.event not in _GONE else reverse("notices")


@door("POST")
def seen(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Mark one notice as seen, or all up to the newest that was on the officer's screen."""
    count = acknowledge_notices(caller, notice_id=text(request.POST, "notice"), until=_until(request))
    messages.success(
        request,
        ngettext("%(count)s notice is marked as seen", "%(count)s notices are marked as seen", count)
        % {"count": count},
    )
    back = {"unseen": "1"} if text(request.POST, "unseen") == "1" else {}
    return redirect(f"{reverse('notices')}?{urlencode(back)}" if back else reverse("notices"))


def _until(request: HttpRequest) -> datetime | None:
    """The moment of the newest notice on the screen; what was told since is not marked unread by anybody."""
    try:
        until = datetime.fromisoformat(text(request.POST, "until"))
    except ValueError:
        return None
    return until if until.tzinfo else None


@door("GET", "HEAD", "POST")
def account_notices(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Let an officer choose how often mail comes."""
    standing = read_notice_choice(caller)
    form = _form(standing.pace.value)
    if request.method == "POST":
        typed = text(request.POST, "notice_choice")
        try:
            choose_notices(caller, typed)
        except Invalid as told:
            form = _form(typed).with_faults(faults_of(told.faults))
        else:
            messages.success(request, _("Your choice is kept."))
            return redirect("account_notices")
    context = {"form": form, "email": standing.email}
    return page(request, caller, "web/account_notices.html", context, status=422 if form.faults else 200)


def _form(value: str) -> Form:
    field = Field(
        "notice_choice",
        say("field:notice_choice"),
        "choice",
        help=say("help:notice_choice", hour=DIGEST_AT.strftime("%H:%M")),
        required=True,
        choices=chosen(coded("notice_choice", Pace), (value,)),
    )
    return Form((Group("", (field,)),))
