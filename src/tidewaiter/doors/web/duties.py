"""The duties of designated officials: the version in force, what changed since one's last, and accepting it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.actions.people import accept_duties, accepted_before, duties_end, duties_waiting
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine
from tidewaiter.doors.web.shell import page
from tidewaiter.treaty.duties import DutyVersion, current_duties, duties_in_effect


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty in the reader's language; `new` where the version accepted before did not say it so."""

    words: str
    provision: str
    new: bool = False


def duties_shown(version: DutyVersion, before: DutyVersion | None = None) -> tuple[DutyLine, ...]:
    """The duties of a version, marked against an earlier one."""
    known = before.duties if before else version.duties
    language = get_language() or "en"
    return tuple(
        DutyLine(duty.words.in_language(language), duty.provision, duty not in known) for duty in version.duties
    )


@door("GET", "HEAD", "POST", without="duties_not_accepted")
def duties(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show the duties in force; a POST accepts them."""
    current, waiting = current_duties(caller.day), duties_waiting(caller)
    faults: tuple[FaultLine, ...] = ()
    if request.method == "POST" and current is not None:
        if "duties" in request.POST:
            accept_duties(caller, version=request.POST.get("version", ""))
            messages.success(request, _("You have accepted the duties."))
            return redirect(_onward(request))
        faults = (FaultLine(_("Tick the box to accept them."), "duties", "CCO-52.2"),)
    accepted = accepted_before(caller)
    before = [each for each in duties_in_effect(caller.day) if each.version in accepted and each != current]
    lines = duties_shown(current, before[-1] if before else None) if current else ()
    kept = {duty.provision for duty in current.duties} if current else set()
    closed = waiting is not None and waiting[1]
    context = {
        "current": current,
        "lines": lines,
        "gone": [line for line in duties_shown(before[-1]) if line.provision not in kept] if before else [],
        "changed": bool(before),
        "waiting": waiting is not None,
        "closed": closed,
        "ends": duties_end(current) if current and waiting else None,
        "faults": faults,
        "next": request.GET.get("next", ""),
        **({"places": (), "account_links": ()} if closed else {}),
    }
    return page(request, caller, "web/account_duties.html", context, here="account", status=422 if faults else 200)


def _onward(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else "/"
