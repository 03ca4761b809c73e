"""The approved elements of advance information on pages: every list the Executive Committee adopted (CCO-28.2)."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.screening import ElementListDraft, ElementListView, list_element_lists, record_element_list
from tidewaiter.doors.web.asking import day_field, line, needed_day, tried, typed_in
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, text
from tidewaiter.doors.web.kept import officer_mark
from tidewaiter.doors.web.screening_words import element_words
from tidewaiter.doors.web.shell import page
from tidewaiter.screening.lists.submitted import ELEMENTS


@dataclass(frozen=True, slots=True)
class ElementsShown:
    """An adopted list with its elements in words, and whether its day is still to come."""

    view: ElementListView
    names: tuple[str, ...]
    coming: bool


@door("GET", "HEAD", opens=Verb.LIST_ELEMENT_LISTS)
def element_lists(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show every adopted list, the newest first."""
    found = sorted(list_element_lists(caller), key=lambda each: each.in_force_from, reverse=True)
    lists = [
        ElementsShown(each, tuple(map(element_words, each.elements)), each.in_force_from > caller.day) for each in found
    ]
    context = {"lists": lists, "may_record": may_perform(caller, Verb.RECORD_ELEMENT_LIST)}
    return page(request, caller, "web/element_lists.html", context, here="register")


@door("GET", "HEAD", "POST", opens=Verb.RECORD_ELEMENT_LIST)
def element_list_new(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Record a list that the Executive Committee adopted; nobody changes it afterwards."""
    typed = typed_in(request) or QueryDict()
    form = Form((Group("", _fields(typed)),))
    if request.method == "POST":
        form, done = tried(form, lambda: record_element_list(caller, _draft(request.POST)), taken="version")
        if done:
            messages.success(request, _("The list is recorded."))
            return redirect("element_lists")
    context = {
        "title": _("Record a list of approved elements"),
        "effect": _("From its day on, advance information holds these elements and no other. A recorded list is not "
                    "changed: the next one replaces it."),
        "button": _("Record the list"),
        "provision": "CCO-28.2",
        "back": reverse("element_lists"),
        "back_words": _("Back to the approved elements"),
        "form": form,
        "mark": officer_mark(request),
    }  # fmt: skip
    status = 422 if form.faults else 200
    return page(request, caller, "web/screening_form.html", context, here="register", status=status)


def _fields(typed: QueryDict) -> tuple[Field, ...]:
    elements = chosen((Choice(name, element_words(name)) for name in ELEMENTS), typed.getlist("elements"))
    return (
        line("version", typed, label=_("Version"), limit=40),
        line("decision", typed, label=_("Decision"), help=_("Under which the minutes keep it.")),
        day_field("decided_on", typed, label=_("Adopted on")),
        day_field("in_force_from", typed, label=_("In force from")),
        Field("elements", _("Elements"), "choices", required=True, choices=elements),
    )


def _draft(typed: QueryDict) -> ElementListDraft:
    return ElementListDraft(
        version=text(typed, "version"),
        decision=text(typed, "decision"),
        decided_on=needed_day(typed, "decided_on"),
        in_force_from=needed_day(typed, "in_force_from"),
        elements=tuple(each for each in typed.getlist("elements") if each in ELEMENTS),
    )
