"""Ordinary names on pages: the names of one's own administration whose hits stay quiet."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.screening import (
    HitView,
    OrdinaryNameGiven,
    OrdinaryNameView,
    keep_ordinary_name,
    list_ordinary_names,
    read_hit,
    withdraw_ordinary_name,
)
from tidewaiter.doors.web.asking import day_field, given_day, line, tried, typed_in
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Field, Form, Group, text
from tidewaiter.doors.web.kept import officer_mark
from tidewaiter.doors.web.screening_places import screening_page
from tidewaiter.screening.identifiers import IdentifierKind


@dataclass(frozen=True, slots=True)
class NameShown:
    """An ordinary name, what narrows it to one bearer, and whether it still stands."""

    view: OrdinaryNameView
    name: str
    narrowed: str
    stands: bool


@door("GET", "HEAD", opens=Verb.LIST_ORDINARY_NAMES)
def ordinary_names(request: HttpRequest, caller: Caller) -> HttpResponse:
    """List the ordinary names, those that stand first."""
    names = [
        NameShown(each, each.name, _narrowed(each), not each.withdrawn_at and each.until >= caller.day)
        for each in list_ordinary_names(caller)
    ]
    names.sort(key=lambda each: (not each.stands, each.name.casefold()))
    context = {
        "names": names,
        "may_keep": may_perform(caller, Verb.KEEP_ORDINARY_NAME),
        "may_withdraw": may_perform(caller, Verb.WITHDRAW_ORDINARY_NAME),
    }
    return screening_page(request, caller, "web/ordinary_names.html", context, tab="names")


def _narrowed(view: OrdinaryNameView) -> str:
    born = _("born %(date)s") % {"date": view.birth} if view.birth else ""
    held = _("document %(number)s") % {"number": view.document} if view.document else ""
    return ", ".join(part for part in (born, held) if part)


@door("GET", "HEAD", "POST", opens=Verb.KEEP_ORDINARY_NAME)
def ordinary_name_new(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Keep an ordinary name, typed or taken from a hit."""
    hit_id = text(request.GET, "hit")
    found = read_hit(caller, hit_id) if hit_id else None
    typed = typed_in(request) or _proposed(found)
    form = Form((Group("", _fields(typed)),))
    if request.method == "POST":
        form, done = tried(form, lambda: keep_ordinary_name(caller, _given(request.POST)), taken="name")
        if done:
            messages.success(request, _("The name is kept. Its hits stay quiet from now on."))
            return redirect("ordinary_names")
    context = {
        "title": _("Add an ordinary name"),
        "effect": _("Hits of this name stay quiet in every list of your administration: not shown, but counted. With a "
                    "date of birth or a document they stay quiet for that bearer alone."),
        "button": _("Keep the name"),
        "provision": "SYS-7",
        "back": reverse("hit", args=[found.id]) if found else reverse("ordinary_names"),
        "back_words": _("Back to the hit") if found else _("Back to the ordinary names"),
        "form": form,
        "mark": officer_mark(request),
    }  # fmt: skip
    status = 422 if form.faults else 200
    return screening_page(request, caller, "web/screening_form.html", context, tab="names", status=status)


def _proposed(found: HitView | None) -> QueryDict:
    """What a hit says of the bearer of the name."""
    typed = QueryDict(mutable=True)
    if found and found.party.subject.names:
        subject = found.party.subject
        documents = (one.value for one in subject.identifiers if one.kind is IdentifierKind.PASSPORT)
        typed.update(
            {
                "name": subject.names[0].text,
                "birth": str(subject.birth or ""),
                "document": next(documents, ""),
            }
        )
    return typed


def _fields(typed: QueryDict) -> tuple[Field, ...]:
    return (
        line("name", typed, label=_("Name"), help=_("As it stands in the lists.")),
        line("birth", typed, label=_("Date of birth"), required=False,
             help=_("As far as known: 1975, 1975-03 or 1975-03-02.")),
        line("document", typed, label=_("Number of the document"), required=False, limit=64,
             help=_("A passport or identity card.")),
        Field("reason", _("Reason"), "long", _("Why hits of this name tell nothing."), True, text(typed, "reason"),
              limit=1_000),
        day_field("until", typed, label=_("Holds until"), required=False,
                  help=_("The last day. Left empty, it holds for a year.")),
    )  # fmt: skip


def _given(typed: QueryDict) -> OrdinaryNameGiven:
    said = {name: text(typed, name) for name in ("name", "reason", "birth", "document")}
    return OrdinaryNameGiven(**said, until=given_day(typed, "until"))


@door("POST")
def ordinary_name_end(request: HttpRequest, caller: Caller, name_id: UUID) -> HttpResponse:
    """Take a name off the list: its hits are shown again from the next list on."""
    withdraw_ordinary_name(caller, str(name_id))
    messages.success(request, _("The name is taken off. Its hits are shown again from the next list on."))
    return redirect("ordinary_names")
