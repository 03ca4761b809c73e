"""The forms of risk profiles: a new one or a further version, release, withdrawal, and trying one on a kept list."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import CentralPurpose, Verb
from tidewaiter.actions.act import Conflict, Invalid, NotFound
from tidewaiter.actions.screening import (
    ProfileView,
    keep_profile,
    list_lists,
    release_profile,
    try_profile,
    view_profile,
    withdraw_profile,
)
from tidewaiter.doors.web.asking import Typed, WrongDay, day_field, given_day, line, typed_in
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Choice, Column, Field, Form, Group, chosen, coded, rows, text, with_blanks
from tidewaiter.doors.web.kept import officer_mark
from tidewaiter.doors.web.risk import reason_words
from tidewaiter.doors.web.screening_places import screening_page
from tidewaiter.doors.words import day_in_words, say
from tidewaiter.screening.risk.profiles import (
    LONGEST_NAME,
    LONGEST_TEXT,
    ConditionDraft,
    Joined,
    ProfileDraft,
    condition_kinds,
    latest_end,
)

_POINTS_LETTERS = 3
_LISTS_OFFERED = 100


@door("GET", "HEAD", "POST", opens=Verb.KEEP_PROFILE)
def profile_new(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Ask for a new profile, and keep it."""
    return _keeping(request, caller, None)


@door("GET", "HEAD", "POST", opens=Verb.KEEP_PROFILE)
def profile_edit(request: HttpRequest, caller: Caller, profile_id: UUID) -> HttpResponse:
    """Ask for a further version of a profile, and keep it; the version before stays in force until its release."""
    return _keeping(request, caller, view_profile(caller, str(profile_id)))


def _keeping(request: HttpRequest, caller: Caller, known: ProfileView | None) -> HttpResponse:
    typed = typed_in(request)
    form = form_of(caller, typed, known)
    if request.method == "POST" and "more" not in request.POST:
        made: list[str] = []
        form, done = _tried(form, lambda: made.append(_kept(caller, request.POST, known)))
        if done:
            messages.success(request, _("The profile is kept. Another officer releases it."))
            return redirect("profile", made[0])
    number = known.versions[0].number if known else 0
    context = {
        "title": _("A further version of %(name)s") % {"name": known.line.name} if known else _("A new risk profile"),
        "lead": _("It raises nothing until another officer releases it."),
        "button": _("Keep the version") if known else _("Keep the profile"),
        "back": reverse("profile", args=[known.line.id]) if known else reverse("profiles"),
        "back_words": _("Back to the profile") if known else _("Back to the profiles"),
        "version": text(typed, "version") if typed is not None else str(number),
        "kinds": [(say(f"risk_condition:{kind}"), say(f"risk_value:{kind}")) for kind in condition_kinds()],
    }
    return _asking(request, caller, form, context)


def _kept(caller: Caller, typed: QueryDict, known: ProfileView | None) -> str:
    draft, why = draft_of(typed), text(typed, "why")
    if known is None:
        return keep_profile(caller, draft)
    version = int(text(typed, "version")) if text(typed, "version").isdecimal() else 0
    return keep_profile(caller, draft, profile_id=known.line.id, version=version, why=why)


def draft_of(typed: QueryDict) -> ProfileDraft:
    """What was typed as a profile; WrongDay where the end is no day. A number that is none counts as 0."""
    found = rows(typed, "conditions", condition_columns())
    return ProfileDraft(
        name=text(typed, "name"),
        purpose=text(typed, "purpose"),
        grounds=text(typed, "grounds"),
        joined=text(typed, "joined"),
        threshold=_number(text(typed, "threshold")),
        conditions=tuple(ConditionDraft(kind, value, _number(points)) for kind, value, points in found),
        expires_on=given_day(typed, "expires_on"),
    )


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) <= _POINTS_LETTERS else 0


def condition_columns() -> tuple[Column, ...]:
    """What is asked of each condition."""
    return (
        Column("kind", _("Condition"), choices=coded("risk_condition", condition_kinds())),
        Column("value", _("Value"), wide=True),
        Column("points", _("Points")),
    )


def form_of(caller: Caller, typed: QueryDict | None, known: ProfileView | None) -> Form:
    """The form of a profile with what was typed, or else with what its newest version says."""
    given: Typed = typed if typed is not None else _said(known)
    stand = (
        tuple((each.kind, each.value, str(each.points)) for each in known.versions[0].content.conditions)
        if known
        else ()
    )
    columns = condition_columns()
    purposes = chosen(coded("central_purpose", CentralPurpose), (text(given, "purpose") or "risk_assessment",))
    joined = chosen(coded("risk_joined", Joined), (text(given, "joined") or Joined.ALL.value,))
    last = _(
        "On this day it raises nothing any more. At most a year ahead (%(day)s), so that somebody looks again."
    ) % {"day": day_in_words(latest_end(caller.day))}
    conditions = Field(
        "conditions", say("field:conditions"), "rows", say("help:conditions"), required=True, columns=columns,
        rows=rows(typed, "conditions", columns) if typed is not None else stand,
    )  # fmt: skip
    what = (
        line("name", given, help=_("What it looks for, in a few words."), limit=LONGEST_NAME),
        Field("purpose", _("Purpose"), "choice", required=True, choices=purposes, provision="CCO-44"),
        Field("grounds", say("field:grounds"), "long", _("On what knowledge it rests."), required=True,
              value=text(given, "grounds"), limit=LONGEST_TEXT),
    )  # fmt: skip
    how = (
        Field("joined", say("field:joined"), "choice", say("help:joined"), required=True, choices=joined),
        with_blanks(conditions, typed),
        line("threshold", given, help=say("help:threshold"), limit=_POINTS_LETTERS),
    )
    end = [day_field("expires_on", given, label=_("Ends on"), help=last)]
    if known is not None:
        end.append(line("why", given, help=_("What is different from the version before, in a sentence."), limit=500))
    return Form(
        (Group(_("What it is for"), what), Group(_("When it raises a line"), how), Group(_("How long"), tuple(end)))
    )


def _said(known: ProfileView | None) -> Mapping[str, str]:
    if known is None:
        return {"threshold": "60"}
    content = known.versions[0].content
    end = content.expires_on.isoformat() if content.expires_on else ""
    said = {name: getattr(content, name) for name in ("name", "purpose", "grounds", "joined")}
    return {**said, "threshold": str(content.threshold), "expires_on": end}


def _tried(form: Form, perform: Callable[[], object]) -> tuple[Form, bool]:
    """Perform the act; where it is refused for what was typed, the same form with what is wrong at its field."""
    try:
        perform()
    except WrongDay as told:
        return form.with_faults((told.line,)), False
    except Invalid as told:
        # a fault of one condition is shown at the field that holds them all
        lines = (FaultLine(each.text, each.field.partition(".")[0], each.provision) for each in faults_of(told.faults))
        return form.with_faults(lines), False
    except Conflict as told:
        if told.code not in ("already_there", "changed", "profile_withdrawn"):
            raise
        field = "name" if told.code == "already_there" else ""
        return form.with_faults((FaultLine(say(f"conflict:{told.code}", **told.params), field),)), False
    return form, True


@door("GET", "HEAD", "POST", opens=Verb.RELEASE_PROFILE, fresh=True)
def profile_release(request: HttpRequest, caller: Caller, profile_id: UUID) -> HttpResponse:
    """Ask, then put the version that another officer wrote in force."""
    view = view_profile(caller, str(profile_id))
    if view.waiting is None:
        raise Conflict("already_released", number=view.line.number)
    return _settling(
        request,
        caller,
        view,
        perform=lambda: release_profile(caller, view.line.id, version=_number(text(request.POST, "version"))),
        done=_("The profile is in force. The next list is screened with it."),
        shown={
            "title": _("Release version %(number)s of %(name)s")
            % {"number": view.waiting.number, "name": view.waiting.content.name},
            "lead": _("You stand behind it that these grounds justify these conditions until the day it ends."),
            "button": _("Release"),
            "version": str(view.waiting.number),
            "read": view.waiting,
        },
    )


@door("GET", "HEAD", "POST", opens=Verb.WITHDRAW_PROFILE)
def profile_withdraw(request: HttpRequest, caller: Caller, profile_id: UUID) -> HttpResponse:
    """Ask, then take a profile out of use for good."""
    view = view_profile(caller, str(profile_id))
    return _settling(
        request,
        caller,
        view,
        perform=lambda: withdraw_profile(caller, view.line.id),
        done=_("The profile is withdrawn. Its history and its counts stay."),
        shown={
            "title": _("Withdraw %(name)s") % {"name": view.line.name},
            "lead": _("It raises nothing any more, for good. What it raised stays, with what officers found."),
            "button": _("Withdraw it"),
            "stops": True,
        },
    )


def _settling(
    request: HttpRequest,
    caller: Caller,
    view: ProfileView,
    *,
    perform: Callable[[], object],
    done: Any,
    shown: Mapping[str, Any],
) -> HttpResponse:
    form = Form(())
    if request.method == "POST":
        form, settled = _tried(form, perform)
        if settled:
            messages.success(request, done)
            return redirect("profile", view.line.id)
    around = {"back": reverse("profile", args=[view.line.id]), "back_words": _("Back to the profile")}
    return _asking(request, caller, form, {**around, **shown})


def _asking(request: HttpRequest, caller: Caller, form: Form, context: Mapping[str, Any]) -> HttpResponse:
    around = {"form": form, "mark": officer_mark(request), **context}
    return screening_page(
        request, caller, "web/risk_form.html", around, tab="profiles", status=422 if form.faults else 200
    )


@door("GET", "HEAD", opens=Verb.TRY_PROFILE)
def profile_try(request: HttpRequest, caller: Caller, profile_id: UUID) -> HttpResponse:
    """Ask on which kept list, and say what the newest version would raise of it; nothing is kept."""
    view = view_profile(caller, str(profile_id))
    kept = [each for each in list_lists(caller, limit=_LISTS_OFFERED).items if each.deleted_at is None]
    asked = text(request.GET, "list")
    choices = (Choice(each.id, f"{each.source}, {day_in_words(each.submitted_at.date())}") for each in kept)
    context: dict[str, Any] = {
        "view": view,
        "lists": chosen(choices, (asked,)),
        "back": reverse("profile", args=[view.line.id]),
    }
    if asked:
        try:
            context["tried"] = tried = try_profile(caller, view.line.id, list_id=asked)
        except (NotFound, Conflict):  # between the choice and now the list was deleted
            context["gone"] = True
        else:
            context["strongest"] = [(each, reason_words(each.reasons)) for each in tried.strongest]
    return screening_page(request, caller, "web/risk_try.html", context, tab="profiles")
