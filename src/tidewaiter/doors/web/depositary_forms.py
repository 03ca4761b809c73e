"""Forms of the depositary: an act of a party is received, examined, cured, confirmed, corrected or taken back."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.access.rules import ACTS
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Invalid, NotFound
from tidewaiter.actions.registry import (
    Cure,
    PartyActPage,
    confirm_act,
    correct_act,
    cure_act,
    examine_act,
    read_party_act,
    receive_act,
    retract_act,
    weigh_act,
)
from tidewaiter.doors.web.asking import WrongDay, given_day, needed_day
from tidewaiter.doors.web.consequence_words import Weighed, weighed
from tidewaiter.doors.web.depositary import DEEDS
from tidewaiter.doors.web.depositary_fields import (
    Typed,
    act_fields,
    asking,
    confirm_fields,
    correct_fields,
    cure_fields,
    examine_fields,
    faulty,
    given_act,
    retract_fields,
    typed_in,
    typed_of,
)
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Form, Group, text, words


@door("GET", "HEAD", "POST", opens=Verb.RECEIVE_ACT)
def receive(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Take an act into the register; first, if asked, say what it would change."""
    typed = typed_in(request)
    form = Form(act_fields(typed, caller.language))
    foreseen: Weighed | None = None
    if request.method == "POST":
        try:
            given = given_act(request.POST)
            if text(request.POST, "deed") == "weigh":
                foreseen = weighed(weigh_act(caller, given))
            else:
                fact = receive_act(caller, given)
                messages.success(request, _("The act is received and under examination."))
                return redirect("party_act", fact)
        except (WrongDay, Invalid) as told:
            form = faulty(form, told)
    context = {
        "title": _("Receive an act"),
        "lead": _("It goes into the register under examination; its dates are provisional until you confirm it."),
        "button": _("Receive it for examination"),
        "provision": "CCO-66.2.iii",
        "weighed": foreseen,
        "weighs": True,
        "back": reverse("depositary"),
        "back_words": _("Back to the depositary’s desk"),
    }
    return asking(request, caller, form, context)


@door("GET", "HEAD", "POST")
def party_act_deed(request: HttpRequest, caller: Caller, fact: UUID, deed: str) -> HttpResponse:
    """Examine, cure, confirm, correct or retract an act of a party."""
    if deed not in _DEEDS:
        raise NotFound
    return _FRESH_DEEDS[deed](request, fact) if deed in _FRESH_DEEDS else _plain_deed(request, fact, deed)


def _deed(request: HttpRequest, caller: Caller, fact: UUID, deed: str) -> HttpResponse:
    shown = read_party_act(caller, str(fact))
    typed = typed_in(request)
    fields, act, told = _DEEDS[deed]
    before: Typed = typed_of(shown) if deed == "correct" and not typed else typed
    form = Form(fields(shown, before, caller.language))
    if request.method == "POST":
        try:
            act(caller, str(fact), request.POST)
        except (WrongDay, Invalid) as wrong:
            form = faulty(form, wrong)
        else:
            messages.success(request, told()[2])
            return redirect("party_act", fact)
    title, lead, _done, button = told()
    context = {
        "title": title,
        "lead": lead,
        "button": button,
        "provision": ACTS[DEEDS[deed]].provision,
        "weighed": weighed(shown.consequences) if deed == "confirm" and shown.consequences else None,
        "stops": deed == "retract",
        "act": shown.current,
        "back": reverse("party_act", args=[fact]),
        "back_words": _("Back to the act"),
    }
    return asking(request, caller, form, context)


def _confirm(caller: Caller, fact: str, typed: QueryDict) -> object:
    return confirm_act(caller, fact, why=text(typed, "why"))


def _examine(caller: Caller, fact: str, typed: QueryDict) -> object:
    said = {"outcome": text(typed, "outcome"), "finding": text(typed, "finding")}
    return examine_act(caller, fact, provision=text(typed, "finding_provision"), **said)


def _cure(caller: Caller, fact: str, typed: QueryDict) -> object:
    given = Cure(
        on=needed_day(typed, "cured_on"),
        annexes=words(typed, "annexes") or None,
        effect_on=given_day(typed, "effect_on"),
        reasons=bool(text(typed, "reasons")),
        reference=text(typed, "reference"),
    )
    return cure_act(caller, fact, given)


def _correct(caller: Caller, fact: str, typed: QueryDict) -> object:
    given = given_act(typed)
    corrected = replace(given, act=replace(given.act, cured_on=given_day(typed, "cured_on")))
    return correct_act(caller, fact, corrected, why=text(typed, "why"))


def _retract(caller: Caller, fact: str, typed: QueryDict) -> object:
    return retract_act(caller, fact, why=text(typed, "why"))


_Fields = Callable[[PartyActPage, Typed, str], tuple[Group, ...]]
_Act = Callable[[Caller, str, QueryDict], object]
_DEEDS: Mapping[str, tuple[_Fields, _Act, Callable[[], tuple[str, str, str, str]]]] = {
    "confirm": (
        confirm_fields,
        _confirm,
        lambda: (
            _("Confirm that the act is in due form"),
            _("What follows takes hold with this, and the notices of it are drafted. Nothing is dispatched yet."),
            _("The act is confirmed; the notices wait for dispatch."),
            _("Confirm it"),
        ),
    ),
    "examine": (
        examine_fields,
        _examine,
        lambda: (
            _("Write down what the examination found"),
            _("A notice to the party is drafted. The depositary asks and waits; it does not finally refuse."),
            _("The finding is recorded, and a notice of it is drafted."),
            _("Record the finding"),
        ),
    ),
    "cure": (
        cure_fields,
        _cure,
        lambda: (
            _("Record the cure of the defect"),
            _("The day of the cure becomes the legal date of the act; you still confirm it."),
            _("The cure is recorded; the act is under examination again."),
            _("Record the cure"),
        ),
    ),
    "correct": (
        correct_fields,
        _correct,
        lambda: (
            _("Correct the act"),
            _("The register holds the new reading from now on; what was believed before stays readable."),
            _("The act is corrected."),
            _("Correct it"),
        ),
    ),
    "retract": (
        retract_fields,
        _retract,
        lambda: (
            _("Take the act back"),
            _("The register says from now on that there was no such act. Notices drafted about it are dropped."),
            _("The act is taken back."),
            _("Take it back"),
        ),
    ),
}


@door("GET", "HEAD", "POST")
def _plain_deed(request: HttpRequest, caller: Caller, fact: UUID, deed: str) -> HttpResponse:
    return _deed(request, caller, fact, deed)


@door("GET", "HEAD", "POST", opens=Verb.CONFIRM_ACT, fresh=True)
def _confirming(request: HttpRequest, caller: Caller, fact: UUID) -> HttpResponse:
    return _deed(request, caller, fact, "confirm")


@door("GET", "HEAD", "POST", opens=Verb.CORRECT_ACT, fresh=True)
def _correcting(request: HttpRequest, caller: Caller, fact: UUID) -> HttpResponse:
    return _deed(request, caller, fact, "correct")


@door("GET", "HEAD", "POST", opens=Verb.RETRACT_ACT, fresh=True)
def _retracting(request: HttpRequest, caller: Caller, fact: UUID) -> HttpResponse:
    return _deed(request, caller, fact, "retract")


_FRESH_DEEDS: Mapping[str, Callable[[HttpRequest, UUID], HttpResponse]] = {
    "confirm": _confirming,
    "correct": _correcting,
    "retract": _retracting,
}
