"""Forms by which a notice of the depositary is dispatched, dropped, or proved for one addressee."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Invalid, NotFound
from tidewaiter.actions.registry import (
    HOW,
    dispatch_notice,
    drop_notice,
    read_dispatch,
    record_proof,
)
from tidewaiter.doors.web.asking import WrongDay, day_field, given_day, line, needed_day
from tidewaiter.doors.web.depositary_fields import asking, faulty, typed_in, why_field
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Field, Form, Group, chosen, coded, text
from tidewaiter.doors.words import addressee_name, say


@door("GET", "HEAD", "POST", opens=Verb.DISPATCH_NOTICE, fresh=True)
def dispatch_now(request: HttpRequest, caller: Caller, notice_id: UUID) -> HttpResponse:
    """Dispatch a notice, after showing once more to whom it goes."""
    notice = read_dispatch(caller, str(notice_id))
    if request.method == "POST":
        dispatch_notice(caller, str(notice_id))
        messages.success(request, _("The notice is dispatched. Record proof for the addressees outside."))
        return redirect("dispatch", notice_id)
    inside = len(notice.addressees) - notice.by_hand
    told = _("%(inside)s addressees inside are told on their desks; %(hand)s outside are to be sent to by hand.")
    context = {
        "title": _("Dispatch the notice: %(about)s") % {"about": say(f"notice_event:{notice.event}")},
        "lead": told % {"inside": inside, "hand": notice.by_hand},
        "button": _("Dispatch it"),
        "provision": "SYS-9",
        **_back_to_notice(notice_id),
    }
    return asking(request, caller, Form(()), context)


@door("GET", "HEAD", "POST", opens=Verb.DROP_NOTICE, fresh=True)
def drop(request: HttpRequest, caller: Caller, notice_id: UUID) -> HttpResponse:
    """Drop a drafted notice with a reason."""
    read_dispatch(caller, str(notice_id))
    form = Form(
        (
            Group(
                "",
                (
                    why_field(
                        typed_in(request),
                        _("Why it is not to be sent."),
                    ),
                ),
            ),
        )
    )
    if request.method == "POST":
        try:
            drop_notice(caller, str(notice_id), why=text(request.POST, "why"))
        except Invalid as wrong:
            form = faulty(form, wrong)
        else:
            messages.success(request, _("The notice is dropped."))
            return redirect("dispatch", notice_id)
    context = {
        "title": _("Drop the notice"),
        "lead": _("Nobody is told. The draft stays readable with your reason."),
        "button": _("Drop it"),
        "stops": True,
        "provision": "SYS-9",
        **_back_to_notice(notice_id),
    }
    return asking(request, caller, form, context)


@door("GET", "HEAD", "POST", opens=Verb.RECORD_PROOF)
def proof(request: HttpRequest, caller: Caller, notice_id: UUID, code: str) -> HttpResponse:
    """Record proof that a notice went out to one addressee."""
    notice = read_dispatch(caller, str(notice_id))
    if code not in {each.code for each in notice.addressees}:
        raise NotFound
    typed = typed_in(request)
    ways = chosen(coded("sent_how", [way for way in HOW if way != "desk"]), (text(typed, "how"),))
    form = Form(
        (
            Group(
                "",
                (
                    day_field("proved_on", typed, help=say("help:proved_on")),
                    Field("how", say("field:how"), "choice", say("help:how"), required=True, choices=ways),
                    line("reference", typed, required=False, help=_("Number of the note, waybill or message.")),
                    day_field("received_on", typed, required=False, help=say("help:received_on")),
                ),
            ),
        )
    )
    if request.method == "POST":
        try:
            record_proof(
                caller,
                str(notice_id),
                addressee=code,
                day=needed_day(request.POST, "proved_on"),
                how=text(request.POST, "how"),
                reference=text(request.POST, "reference"),
                received=given_day(request.POST, "received_on"),
            )
        except (WrongDay, Invalid) as wrong:
            form = faulty(form, wrong)
        else:
            messages.success(request, _("The proof is recorded."))
            return redirect("dispatch", notice_id)
    context = {
        "title": _("Proof of dispatch: %(name)s") % {"name": addressee_name(code)},
        "lead": _("A later proof corrects an earlier one; both stay recorded."),
        "button": _("Record the proof"),
        "provision": "SYS-9",
        **_back_to_notice(notice_id),
    }
    return asking(request, caller, form, context)


def _back_to_notice(notice_id: UUID) -> dict[str, Any]:
    return {"back": reverse("dispatch", args=[notice_id]), "back_words": _("Back to the notice")}
