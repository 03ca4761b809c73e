"""Forms by which a document comes into custody and a copy of it is certified."""

from datetime import date, datetime, time
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Invalid
from tidewaiter.actions.registry import (
    DOCUMENT_KINDS,
    DocumentGiven,
    PartyActPage,
    certify_copy,
    keep_document,
    read_party_act,
)
from tidewaiter.doors.certificates import certified
from tidewaiter.doors.web.asking import WrongDay, day_field, given_day, line
from tidewaiter.doors.web.depositary_fields import asking, faulty, typed_in
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, coded, text
from tidewaiter.doors.words import say
from tidewaiter.treaty.provisions import LANGUAGES

_LANGUAGES = (*LANGUAGES, "mul")


@door("GET", "HEAD", "POST", opens=Verb.KEEP_DOCUMENT)
def document_new(request: HttpRequest, caller: Caller, fact: UUID) -> HttpResponse:
    """Take a document of an act into custody."""
    shown = read_party_act(caller, str(fact))
    typed = typed_in(request)
    kinds = chosen(coded("document_kind", DOCUMENT_KINDS), (text(typed, "kind") or "act_document",))
    spoken = tuple(
        Choice(code, say("document_language:mul") if code == "mul" else say(f"language:{code}")) for code in _LANGUAGES
    )
    form = Form(
        (
            Group(
                "",
                (
                    Field("kind", say("field:kind"), "choice", required=True, choices=kinds),
                    line("title", typed, help=_("As it is to be cited.")),
                    Field(
                        "language",
                        say("field:language"),
                        "choice",
                        required=True,
                        choices=chosen(spoken, (text(typed, "language"),)),
                    ),
                    day_field("received_at", typed, required=False, help=say("help:received_at")),
                    line("place", typed, required=False, help=_("Where the original lies.")),
                    line("custodian", typed, required=False, help=say("help:custodian")),
                ),
            ),
        )
    )
    if request.method == "POST":
        try:
            _keep(request, caller, shown)
        except (WrongDay, Invalid) as wrong:
            form = faulty(form, wrong)
        else:
            messages.success(request, _("The document is in custody."))
            return redirect("party_act", fact)
    context = {
        "title": _("Take a document into custody"),
        "lead": _("Its bytes are kept with their SHA-256, so that any change would show."),
        "button": _("Take it into custody"),
        "provision": "CCO-66.2.iii",
        "file": True,
        "back": reverse("party_act", args=[fact]),
        "back_words": _("Back to the act"),
    }
    return asking(request, caller, form, context)


def _keep(request: HttpRequest, caller: Caller, shown: PartyActPage) -> None:
    file, typed = request.FILES.get("file"), request.POST
    if not isinstance(file, UploadedFile):
        raise WrongDay(FaultLine(say("problem:missing"), "", "CCO-66.2.iii"))
    given = DocumentGiven(
        kind=text(typed, "kind"),
        instrument=shown.current.instrument,
        title=text(typed, "title"),
        language=text(typed, "language"),
        received_at=_arrived(given_day(typed, "received_at")),
        fact=shown.current.fact,
        units=shown.current.act.units,
        place=text(typed, "place"),
        custodian=text(typed, "custodian"),
    )
    keep_document(caller, given, name=file.name or "", data=file.read())


def _arrived(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(0), tzinfo=timezone.get_default_timezone())


@door("POST", opens=Verb.CERTIFY_COPY)
def certify(request: HttpRequest, caller: Caller, document_id: UUID) -> HttpResponse:
    """Make a certified copy and go back to the act."""
    made = certify_copy(caller, str(document_id), language=text(request.POST, "language"), written=certified)
    messages.success(request, _("The certified copy is made; the notice that transmits it waits for dispatch."))
    return redirect("party_act", made.fact) if made.fact else redirect("depositary")
