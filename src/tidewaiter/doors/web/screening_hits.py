"""One hit on a page, its two sides and its reasons, and what is decided on it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, NotFound
from tidewaiter.actions.assistance import draft_request
from tidewaiter.actions.screening import (
    Decision,
    DismissedBecause,
    HitDecision,
    HitState,
    HitView,
    Outcome,
    decide_hit,
    list_hits,
    read_hit,
)
from tidewaiter.doors.web.asking import day_field, given_day, line, tried, typed_in
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, coded, text
from tidewaiter.doors.web.kept import officer_mark
from tidewaiter.doors.web.screening import HIT_CLASSES
from tidewaiter.doors.web.screening_places import screening_page
from tidewaiter.doors.web.screening_words import (
    flag_words,
    line_facts,
    matched,
    party_name,
    risks_shown,
    score_words,
    sides,
)
from tidewaiter.doors.words import number_written, say
from tidewaiter.treaty.rules.months import add_months

_QUIET_MONTHS = 12
"""So many months a dismissal is proposed to hold."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """What a page says of one decision: what it does, the provision it rests on, and what is asked."""

    title: str
    effect: str
    button: str
    done: str
    provision: str
    fields: Callable[[QueryDict, Caller], tuple[Field, ...]]


@door("GET", "HEAD", opens=Verb.READ_HIT)
def hit(request: HttpRequest, caller: Caller, hit_id: UUID) -> HttpResponse:
    """Show one hit: what was handed in beside what is entered, why it is shown, and what may be done."""
    found = read_hit(caller, str(hit_id))
    context: dict[str, Any] = {
        "hit": found,
        "title": sentence(found),
        "where": _where(found),
        "score": score_words(found.score),
        "state_class": f"s-{HIT_CLASSES[HitState(found.state)]}",
        "reasons": matched(found.reasons),
        "differs": matched(found.differs),
        "sides": sides(found),
        "line_facts": line_facts(found.line, found.party),
        "flags": [flag_words(flag) for flag in found.line.flags],
        "risks": risks_shown(found),
        "deeds": _deeds(found),
        "ask": _ask_stands(caller, found),
        "may_keep_name": _may_keep_name(caller, found),
        "decided": _decided(found),
        "next": _next(caller, found),
    }
    return screening_page(request, caller, "web/hit.html", context, tab="lists")


def sentence(found: HitView) -> str:
    """What a hit is, as a sentence."""
    names = {"listed": party_name(found.party), "entry": found.found_name or found.entry.number}
    if names["listed"].casefold() == names["entry"].casefold():
        return _("%(listed)s is the name of an entry") % names
    return _("%(listed)s resembles %(entry)s") % names


def _where(found: HitView) -> str:
    parts = (
        say(f"party_role:{found.party.role}"),
        _("line %(line)s") % {"line": number_written(found.line.line)},
        found.line.row_id,
    )
    return " · ".join(part for part in parts if part)


def _deeds(found: HitView) -> list[Choice]:
    """The decisions that are open now, each with what it does."""
    supplier = {"code": found.entry.supplier}
    helps = {
        Decision.CONFIRM: _("It is the one that the entry means."),
        Decision.DISMISS: _("It is somebody or something else. The pair stays quiet until either side changes."),
        Decision.PASS: _("You cannot tell. %(code)s is asked to judge.") % supplier,
        Decision.REOPEN: _("The decision is taken back, and the hit is open again."),
    }
    return [
        Choice(each.value, say(f"decision:{each}", supplier=found.entry.supplier), help=helps[each])
        for each in Decision
        if each.value in found.may
    ]


def _ask_stands(caller: Caller, found: HitView) -> str:
    """Where the page offers to ask the supplier: first for a confirmed hit, else last; nowhere where nobody may."""
    asked = found.state in (HitState.OPEN, HitState.CONFIRMED, HitState.PASSED)
    if found.ask is None or not asked or not may_perform(caller, Verb.DRAFT_REQUEST):
        return ""
    return "first" if found.state == HitState.CONFIRMED else "last"


def _may_keep_name(caller: Caller, found: HitView) -> bool:
    settled = found.state in (HitState.OPEN, HitState.DISMISSED)
    return settled and bool(found.party.subject.names) and may_perform(caller, Verb.KEEP_ORDINARY_NAME)


def _decided(found: HitView) -> str:
    """What was said with the decision, on one line."""
    because = say(f"dismissed_because:{found.reason_code}") if found.reason_code else ""
    outcome = say(f"hit_outcome:{found.outcome}") if found.outcome else ""
    return " · ".join(part for part in (outcome, found.place, because, found.reason) if part)


def _next(caller: Caller, found: HitView) -> Any:
    """The strongest open hit of the same list but this one."""
    others = list_hits(caller, found.list.id, state=HitState.OPEN.value, limit=2).items
    return next((each for each in others if each.id != found.id), None)


@door("GET", "HEAD", "POST", opens=Verb.DECIDE_HIT)
def decide(request: HttpRequest, caller: Caller, hit_id: UUID, deed: str) -> HttpResponse:
    """Ask what a decision needs, and decide."""
    found = read_hit(caller, str(hit_id))
    if deed not in tuple(Decision):
        raise NotFound
    if deed not in found.may and request.method != "POST":
        raise Conflict("state_changed")
    asked = _decisions(found)[Decision(deed)]
    typed = typed_in(request) or _proposed(deed, caller)
    form = Form((Group("", asked.fields(typed, caller)),))
    if request.method == "POST":
        form, done = tried(form, lambda: decide_hit(caller, found.id, _decision(deed, request.POST)))
        if done:
            return _onwards(request, caller, found, Decision(deed), asked.done)
    words = {name: getattr(asked, name) for name in ("title", "effect", "button", "provision")}
    context = {**words, "hit": found, "sentence": sentence(found), "form": form, "mark": officer_mark(request)}
    status = 422 if form.faults else 200
    return screening_page(request, caller, "web/hit_decide.html", context, tab="lists", status=status)


def _onwards(request: HttpRequest, caller: Caller, found: HitView, decision: Decision, done: str) -> HttpResponse:
    """A dismissed hit leads on to the next open one; any other decision back to the hit."""
    coming = _next(caller, found) if decision is Decision.DISMISS else None
    last = decision is Decision.DISMISS and coming is None
    messages.success(request, _("The hit is dismissed. It was the last open one.") if last else done)
    return redirect("hit", coming.id if coming else found.id)


def _proposed(deed: str, caller: Caller) -> QueryDict:
    """What stands in a form that nobody has typed in yet."""
    typed = QueryDict(mutable=True)
    if deed == Decision.DISMISS:
        typed["valid_until"] = add_months(caller.day, _QUIET_MONTHS).isoformat()
    return typed


def _decision(deed: str, typed: QueryDict) -> HitDecision:
    return HitDecision(
        deed,
        reason_code=text(typed, "reason_code"),
        reason=text(typed, "reason"),
        valid_until=given_day(typed, "valid_until"),
        outcome=text(typed, "outcome"),
        place=text(typed, "place"),
    )


def _decisions(found: HitView) -> dict[Decision, Deciding]:
    supplier, own = {"code": found.entry.supplier}, found.entry.own
    return {
        Decision.CONFIRM: Deciding(
            _("Confirm the hit"),
            _("The outcome and the place are kept with the hit.")
            if own
            else _("%(code)s, who supplied the entry, is told the outcome and the place.") % supplier,
            say("decision:confirm") if own else _("Confirm it and tell %(code)s") % supplier,
            _("The hit is confirmed."),
            "CCO-50.2",
            _confirming,
        ),
        Decision.DISMISS: Deciding(
            _("Dismiss the hit"),
            _("The pair stays quiet until the entry or the name in the list changes, or until the day you give. "
              "It is counted all the same, and can be opened again."),
            say("decision:dismiss"),
            _("The hit is dismissed. This is the next one."),
            "SYS-7",
            _dismissing,
        ),
        Decision.PASS: Deciding(
            _("Pass the hit to %(code)s") % supplier,
            _("%(code)s is told that this line resembles its entry, and whom to ask. The hit stays yours.") % supplier,
            say("decision:pass", supplier=found.entry.supplier),
            _("The hit is passed to the supplier."),
            "CCO-50.2",
            _passing,
        ),
        Decision.REOPEN: Deciding(
            _("Open the hit again"),
            _("The decision is taken back; the journal keeps it."),
            say("decision:reopen"),
            _("The hit is open again."),
            "SYS-7",
            _reopening,
        ),
    }  # fmt: skip


def _confirming(typed: QueryDict, _caller: Caller) -> tuple[Field, ...]:
    outcomes = chosen(coded("hit_outcome", Outcome), (text(typed, "outcome"),))
    return (
        Field("outcome", _("What came of it"), "choice", required=True, choices=outcomes),
        line("place", typed, label=_("Where"), help=_("Port, office or place on the road.")),
        _long("reason", _("Note"), typed, _("For your own file; the supplier does not read it.")),
    )


def _dismissing(typed: QueryDict, _caller: Caller) -> tuple[Field, ...]:
    reasons = chosen(coded("dismissed_because", DismissedBecause), (text(typed, "reason_code"),))
    return (
        Field("reason_code", _("Why it is not the one"), "choice", required=True, choices=reasons),
        _long("reason", _("In your words"), typed, _("What you compared, so that whoever looks next need not."), True),
        day_field("valid_until", typed, label=_("Stays quiet until"), help=_("The last day on which it is quiet.")),
    )


def _passing(typed: QueryDict, _caller: Caller) -> tuple[Field, ...]:
    return (_long("reason", _("Why you cannot tell"), typed, ""),)


def _reopening(typed: QueryDict, _caller: Caller) -> tuple[Field, ...]:
    return (_long("reason", _("Reason"), typed, ""),)


def _long(name: str, label: str, typed: QueryDict, help: str, required: bool = False) -> Field:
    return Field(name, label, "long", help, required, text(typed, name), limit=1_000)


@door("POST")
def ask(request: HttpRequest, caller: Caller, hit_id: UUID) -> HttpResponse:
    """Draft the request for information that a confirmed hit suggests; nothing is sent."""
    found = read_hit(caller, str(hit_id))
    if found.ask is None:
        raise Conflict("state_changed")
    rfa_id = draft_request(caller, found.ask)
    messages.success(request, _("The request is drafted from the hit. Complete it; nothing is sent yet."))
    return redirect("request_edit", rfa_id)
