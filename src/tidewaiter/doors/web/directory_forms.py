"""Forms of the directory: what an administration names, files, puts right and ends, and what the Secretariat finds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.access.decide import Reason
from tidewaiter.access.facts import Caller
from tidewaiter.access.rules import ACTS
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import NotFound, NotPermitted
from tidewaiter.actions.registry import (
    FILING_KINDS,
    FINDINGS,
    AdministrationPage,
    ListingView,
    designate_official,
    end_listing,
    end_official,
    examine_authority,
    note_direct_contact,
    read_administration,
    record_authority,
    record_contact_point,
    record_filing,
    record_investigator,
)
from tidewaiter.doors.web.asking import Typed, day_field, given_day, line, needed_day, tried, typed_in
from tidewaiter.doors.web.directory import RECORDS, name_of
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, coded, text
from tidewaiter.doors.web.kept import officer_mark
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.words import say


@dataclass(frozen=True, slots=True)
class Entry:
    """How one kind of item is asked for: the fields, what follows from it, and how it is recorded."""

    lead: Any
    fields: Callable[[Typed], tuple[Field, ...]]
    record: Callable[[Caller, str, QueryDict, Mapping[str, Any]], object]


def _days(typed: Typed) -> tuple[Field, Field]:
    last = _("The last day; leave it empty while no end is known.")
    return day_field("since", typed, help=say("help:since")), day_field("until", typed, help=last, required=False)


def _contact_fields(typed: Typed) -> tuple[Field, ...]:
    return (
        line("name", typed, help=_("The desk or the person, as others are to address it.")),
        line("email", typed, limit=254, help=_("Requests and notices go here.")),
        line("reach", typed, required=False, limit=300, help=_("Postal address and telephone.")),
        day_field("since", typed, help=_("From this day the one before it is replaced.")),
    )


def _authority_fields(typed: Typed) -> tuple[Field, ...]:
    which = _(
        "The id of the article or paragraph: CCO-45.3 for the central system, CCO-48.1 for its security, NBO-6.1 for a "
        "service under the Nairobi Convention, or another, such as CCO-29."
    )
    return (
        line("authority_for", typed, help=which, limit=32),
        line("name", typed, help=_("The name of the authority.")),
        line("reach", typed, required=False, limit=300, help=_("Postal address and telephone.")),
        *_days(typed),
    )


def _investigator_fields(typed: Typed) -> tuple[Field, ...]:
    return (
        line("name", typed),
        line("post", typed, required=False, help=_("What the investigator is there.")),
        line(
            "reach", typed, limit=300, help=_("Telephone and mail; customs administrations see it, nobody else does.")
        ),
        *_days(typed),
    )


def _official_fields(typed: Typed) -> tuple[Field, ...]:
    return (line("officer", typed, help=say("help:officer"), limit=63), *_days(typed))


def _filing_fields(typed: Typed) -> tuple[Field, ...]:
    kinds = chosen(coded("filing", FILING_KINDS), (text(typed, "kind"),))
    wording = _("What was filed, in a sentence: the laws by their names, or who gave the undertaking and when.")
    return (
        Field("kind", say("field:kind"), "choice", required=True, choices=kinds),
        Field("text", _("What was filed"), "long", wording, required=True, value=text(typed, "text"), limit=4000),
        day_field("received", typed),
    )


def _record_contact(caller: Caller, code: str, typed: QueryDict, more: Mapping[str, Any]) -> object:
    said = {name: text(typed, name) for name in ("name", "email", "reach")}
    return record_contact_point(caller, administration=code, since=needed_day(typed, "since"), **said, **more)


def _record_authority(caller: Caller, code: str, typed: QueryDict, more: Mapping[str, Any]) -> object:
    said: dict[str, Any] = {name: text(typed, name) for name in ("authority_for", "name", "reach")}
    days: dict[str, Any] = {"since": given_day(typed, "since"), "until": given_day(typed, "until")}
    return record_authority(caller, administration=code, **said, **days, **more)


def _record_investigator(caller: Caller, code: str, typed: QueryDict, more: Mapping[str, Any]) -> object:
    said = {name: text(typed, name) for name in ("name", "post", "reach")}
    since, until = needed_day(typed, "since"), given_day(typed, "until")
    return record_investigator(caller, administration=code, since=since, until=until, **said, **more)


def _record_official(caller: Caller, code: str, typed: QueryDict, more: Mapping[str, Any]) -> object:
    since, until = needed_day(typed, "since"), given_day(typed, "until")
    return designate_official(caller, officer=text(typed, "officer"), since=since, until=until)


def _record_filing(caller: Caller, code: str, typed: QueryDict, more: Mapping[str, Any]) -> object:
    said: dict[str, Any] = {name: text(typed, name) for name in ("kind", "text")}
    return record_filing(caller, administration=code, received=needed_day(typed, "received"), **said, **more)


ENTRIES: Mapping[str, Entry] = {
    "contact_point": Entry(
        gettext_lazy("The other customs administrations are told of it; notices are made ready for that."),
        _contact_fields,
        _record_contact,
    ),
    "authority": Entry(
        gettext_lazy("The other members are told of it; the Secretariat examines whether the filing is complete."),
        _authority_fields,
        _record_authority,
    ),
    "official": Entry(
        gettext_lazy("Information in the central system opens to the officer on the first day. The members are told."),
        _official_fields,
        _record_official,
    ),
    "investigator": Entry(
        gettext_lazy("Customs administrations find the investigator here and write or call directly."),
        _investigator_fields,
        _record_investigator,
    ),
    "filing": Entry(
        gettext_lazy("Personal-data functions open on the day the second of law and undertaking arrived."),
        _filing_fields,
        _record_filing,
    ),
}
"""How each kind of item comes into the directory."""


@door("GET", "HEAD", "POST", opens=Verb.READ_ADMINISTRATION)
def listing_new(request: HttpRequest, caller: Caller, code: str, what: str) -> HttpResponse:
    """Ask for a new item of the directory, and record it."""
    shown = read_administration(caller, code)
    if what not in ENTRIES:
        raise NotFound
    _require(shown, RECORDS[what])
    return _entered(request, caller, shown, what, None)


@door("GET", "HEAD", "POST", opens=Verb.READ_ADMINISTRATION)
def listing_deed(request: HttpRequest, caller: Caller, code: str, fact: UUID, deed: str) -> HttpResponse:
    """Put an item right, end it, or say what its examination found."""
    shown = read_administration(caller, code)
    item = next((each for each in shown.items if each.fact == str(fact)), None)
    if item is None or item.standing == "taken_back":
        raise NotFound
    if deed == "correct" and item.kind != "official":
        _require(shown, RECORDS[item.kind])
        return _entered(request, caller, shown, item.kind, item)
    if deed == "end":
        return _ended(request, caller, shown, item)
    if deed == "examine" and item.kind == "authority":
        _require(shown, Verb.EXAMINE_AUTHORITY)
        return _examined(request, caller, shown, item)
    raise NotFound


def _require(shown: AdministrationPage, verb: Verb) -> None:
    if verb.value not in shown.may:
        raise NotPermitted((Reason("role", ACTS[verb].provision),))


def _entered(
    request: HttpRequest, caller: Caller, shown: AdministrationPage, what: str, item: ListingView | None
) -> HttpResponse:
    entry = ENTRIES[what]
    typed: Typed = typed_in(request) or (_as_typed(item) if item else {"since": caller.day.isoformat()})
    why = _("What was wrong, in a sentence. It stands in the history beside what was said before.")
    fields = (*entry.fields(typed), *((line("why", typed, help=why, limit=300),) if item else ()))
    form, more = Form((Group("", fields),)), {"fact": item.fact, "why": text(typed, "why")} if item else {}
    if request.method == "POST":
        form, done = tried(form, lambda: entry.record(caller, shown.view.code, request.POST, more))
        if done:
            messages.success(request, _("It stands in the directory. What others are told of it waits to be sent."))
            return redirect("administration", shown.view.code)
    title = _("Put it right: %(what)s") if item else "%(what)s"
    context = {"title": title % {"what": say(f"listing:{what}")}, "lead": entry.lead, "button": _("Record it")}
    return _asking(request, caller, shown, form, context | {"provision": ACTS[RECORDS[what]].provision})


def _as_typed(item: ListingView) -> Mapping[str, str]:
    return {
        "name": item.name,
        "email": item.email,
        "post": item.post,
        "reach": item.reach,
        "authority_for": item.provision,
        "since": item.since.isoformat(),
        "until": item.until.isoformat() if item.until else "",
        "kind": item.filing,
        "text": item.name,
        "received": item.since.isoformat(),
    }


def _ended(request: HttpRequest, caller: Caller, shown: AdministrationPage, item: ListingView) -> HttpResponse:
    verb = {"official": Verb.END_OFFICIAL, "filing": Verb.RECORD_FILING}.get(item.kind, Verb.END_LISTING)
    _require(shown, verb)
    typed = typed_in(request) or QueryDict()
    form = Form((Group("", _ending_fields(item, typed)),))
    if request.method == "POST":
        form, done = tried(form, lambda: _end(caller, shown, item, request.POST))
        if done:
            messages.success(request, _("It ends as you said, and its history stays."))
            return redirect("administration", shown.view.code)
    named = say(f"filing:{item.filing}") if item.kind == "filing" else item.name
    context = {
        "title": (_("Take back: %(name)s") if item.kind == "filing" else _("End: %(name)s")) % {"name": named},
        "lead": _ending_lead(item),
        "button": _("Take it back") if item.kind == "filing" else _("End it"),
        "provision": ACTS[verb].provision,
        "stops": True,
    }
    return _asking(request, caller, shown, form, context)


def _ending_lead(item: ListingView) -> str:
    if item.kind == "official":
        return _("From the midnight (UTC) after the last day, information in the central system is closed to it.")
    if item.kind == "filing":
        return _("Where nothing else of its kind was filed, personal-data functions close at once.")
    return _("Without a last day it is taken back, as something that should never have stood there.")


def _ending_fields(item: ListingView, typed: Typed) -> tuple[Field, ...]:
    last = day_field("last_day", typed, required=item.kind == "official", help=_("The last day on which it counts."))
    why = line("why", typed, required=item.kind == "filing", limit=300, help=_("Needed where it is taken back."))
    return {"official": (last,), "filing": (why,)}.get(item.kind, (last, why))


def _end(caller: Caller, shown: AdministrationPage, item: ListingView, typed: QueryDict) -> None:
    if item.kind == "official":
        end_official(caller, item.fact, last_day=needed_day(typed, "last_day"))
    elif item.kind == "filing":
        said = {"kind": item.filing, "text": item.name, "fact": item.fact, "why": text(typed, "why")}
        record_filing(caller, administration=shown.view.code, received=item.since, taken_back=True, **said)
    else:
        end_listing(caller, item.fact, last_day=given_day(typed, "last_day"), why=text(typed, "why"))


def _examined(request: HttpRequest, caller: Caller, shown: AdministrationPage, item: ListingView) -> HttpResponse:
    typed = typed_in(request) or QueryDict()
    findings = chosen(coded("examined", FINDINGS), (text(typed, "finding"),))
    lacks = _("What the filing lacks, where you return it. The administration reads it here.")
    fields = (
        Field("finding", _("Finding"), "choice", required=True, choices=findings),
        Field("note", _("What it lacks"), "long", lacks, value=text(typed, "note"), limit=300),
    )
    form = Form((Group("", fields),))
    if request.method == "POST":
        given = {"finding": text(typed, "finding"), "note": text(typed, "note")}
        form, done = tried(form, lambda: examine_authority(caller, item.fact, **given))
        if done:
            messages.success(request, _("The finding is recorded."))
            return redirect("administration", shown.view.code)
    context = {
        "title": _("Examine the filing of %(name)s") % {"name": item.name},
        "lead": _("A filing that is returned designates nobody until it comes back complete."),
        "button": _("Record the finding"),
        "provision": "CCO-20.3",
    }
    return _asking(request, caller, shown, form, context)


@door("GET", "HEAD", "POST", opens=Verb.NOTE_DIRECT_CONTACT)
def direct_contact(request: HttpRequest, caller: Caller, code: str) -> HttpResponse:
    """Note that one's own investigator dealt directly with one of another administration."""
    if code == caller.administration:
        raise NotFound
    shown, home = read_administration(caller, code), read_administration(caller, caller.administration)
    typed = typed_in(request) or QueryDict()
    fields = (
        _investigators("own", _("Our investigator"), home, typed),
        _investigators("other", _("Their investigator"), shown, typed),
        day_field("on", typed, label=_("Day of the contact"), help=_("The day on which they dealt with each other.")),
    )
    form = Form((Group("", fields),))
    if request.method == "POST":
        own, other = text(typed, "own"), text(typed, "other")
        form, done = tried(
            form, lambda: note_direct_contact(caller, own=own, other=other, on=needed_day(request.POST, "on"))
        )
        if done:
            messages.success(request, _("The contact is noted; your administration alone reads it."))
            return redirect("administration", caller.administration)
    context = {
        "title": _("Note a direct contact"),
        "lead": _("Only who, with whom and when. Whatever concerns a case goes into a request."),
        "button": _("Note it"),
        "provision": "CCO-61.1",
    }
    return _asking(request, caller, shown, form, context)


def _investigators(name: str, label: str, shown: AdministrationPage, typed: Typed) -> Field:
    listed = [item for item in shown.items if item.kind == "investigator" and item.standing == "standing"]
    offered = (Choice(item.fact, f"{item.name}, {item.post}".rstrip(", ")) for item in listed)
    help = "" if listed else _("None is listed; the head of the administration lists them.")
    return Field(name, label, "choice", help, required=True, choices=chosen(offered, (text(typed, name),)))


def _asking(
    request: HttpRequest, caller: Caller, shown: AdministrationPage, form: Form, context: Mapping[str, Any]
) -> HttpResponse:
    around = {"form": form, "view": shown.view, "name": name_of(shown.view, caller.language)}
    more = {"mark": officer_mark(request), "stops": False}
    status = 422 if form.faults else 200
    return page(request, caller, "web/listing_form.html", more | around | dict(context), here="register", status=status)
