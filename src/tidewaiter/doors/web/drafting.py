"""Drafting a request: whom and what, which bases are open, and the form that the chosen one makes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Invalid, NotPermitted
from tidewaiter.actions.assistance import draft_request, edit_request, read_request
from tidewaiter.actions.assistance.shapes import RequestView
from tidewaiter.actions.registry import find_bases, read_directory
from tidewaiter.assistance.draft import PersonNamed, RequestDraft
from tidewaiter.assistance.form import FieldRule, fields_for
from tidewaiter.assistance.types import AssistanceType
from tidewaiter.doors.web import cards, labels
from tidewaiter.doors.web.assistance import ROUTE
from tidewaiter.doors.web.bases import choices, shown
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import faults_of
from tidewaiter.doors.web.forms import Choice, Column, Field, Form, Group, coded, rows, several, text, with_blanks
from tidewaiter.doors.web.kept import handed_in, stands_in, work_in
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.words import say

_KINDS = {"persons": "rows"}


@door("GET", "HEAD", opens=Verb.DRAFT_REQUEST)
def choose(request: HttpRequest, caller: Caller) -> HttpResponse:
    """First step: whom to ask and for what; then which bases are open today, and why the others are not."""
    to, type = text(request.GET, "to").upper(), text(request.GET, "type")
    others = [each for each in read_directory(caller) if each.code != caller.administration]
    known = to in {each.code for each in others} and type in tuple(AssistanceType)
    bases = find_bases(caller, requested=to, type=type) if known else ()
    context = {
        "to": to,
        "type": type,
        "administrations": choices(others, to, caller.language),
        "types": [Choice(each.value, each.label, each.value == type) for each in coded("type", AssistanceType)],
        "chosen": known,
        "bases": shown(bases),
        "any_open": any(each.open for each in bases),
    }
    return page(request, caller, "web/request_choose.html", context, here="requests")


@door("GET", "HEAD", "POST", opens=Verb.DRAFT_REQUEST)
def draft(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Second step: the form; what is kept may be incomplete, the record then lists what it lacks."""
    to, type, instrument = (text(request.GET, name) for name in ("to", "type", "instrument"))
    empty = RequestDraft(to, type, instrument, language=caller.language)
    rules = asked(empty)
    if not rules:
        return redirect("request_new")
    work = work_in(request, caller)
    content = read_draft(work.typed, empty, rules) if work.typed is not None else empty
    form = form_of(content, rules, work.typed)
    if request.method == "POST" and "more" not in request.POST:
        try:
            rfa_id = draft_request(caller, content)
        except Invalid as told:
            form = form.with_faults(faults_of(told.faults))
        else:
            handed_in(request, caller)
            messages.success(request, labels.done("draft_request"))
            return redirect("request", rfa_id)
    return _form_page(request, caller, content, form, {"work": work})


@door("GET", "HEAD", "POST")
def edit(request: HttpRequest, caller: Caller, rfa_id: UUID) -> HttpResponse:
    """Change a draft or a returned request; what was typed outlives an edit by somebody else meanwhile."""
    rfa = read_request(caller, str(rfa_id))
    _refuse_if_closed(rfa)
    rules = asked(rfa.content)
    work = work_in(request, caller)
    content = read_draft(work.typed, rfa.content, rules) if work.typed is not None else rfa.content
    form, status = form_of(content, rules, work.typed), 200
    if request.method == "GET" and work.typed is None:
        form = form.with_faults(faults_of(rfa.problems))
    if request.method == "POST" and "more" not in request.POST:
        try:
            edit_request(caller, str(rfa_id), content, etag=text(request.POST, "etag"))
        except Invalid as told:
            form, status = form.with_faults(faults_of(told.faults)), 422
        except Conflict as told:
            if told.code != "changed":
                raise
            status = 409
        else:
            handed_in(request, caller)
            messages.success(request, labels.done("edit_request"))
            return redirect("request", rfa_id)
    changed = status == 409 or stands_in(work, "etag", rfa.etag) != rfa.etag
    context = {"rfa": rfa, "etag": rfa.etag, "changed": changed, "lacking": request.method == "GET", "work": work}
    return _form_page(request, caller, content, form, context, status=status)


def asked(content: RequestDraft) -> tuple[FieldRule, ...]:
    """The fields that the form asks for, the route apart, which the first step has settled."""
    rules = fields_for(content.instrument, content.type)
    return tuple(rule for rule in rules if rule.name not in ROUTE)


def read_draft(typed: QueryDict, before: RequestDraft, rules: Sequence[FieldRule]) -> RequestDraft:
    """What was typed as a draft; what the form does not ask stays as it was."""
    return replace(before, **{rule.name: _typed(typed, rule) for rule in rules})


def _typed(typed: QueryDict, rule: FieldRule) -> Any:
    match rule.kind:
        case "persons":
            return tuple(PersonNamed(*row) for row in rows(typed, rule.name, person_columns()))
        case "choices":
            return several(typed, rule.name)
        case "bool":
            return rule.name in typed
        case _:
            return text(typed, rule.name)


def person_columns() -> tuple[Column, ...]:
    """What is asked of each person (CCO-21.4)."""
    return (
        Column("name", say("field:name"), wide=True),
        Column("address", say("field:address"), wide=True),
        Column("role", say("field:role")),
    )


def form_of(content: RequestDraft, rules: Sequence[FieldRule], typed: QueryDict | None) -> Form:
    """The form of a draft, in its groups."""
    grouped: dict[str, list[Field]] = {}
    for rule in rules:
        grouped.setdefault(rule.group, []).append(with_blanks(field_of(rule, getattr(content, rule.name)), typed))
    return Form(tuple(Group(say(f"group:{group}"), tuple(fields)) for group, fields in grouped.items()))


def field_of(rule: FieldRule, value: Any) -> Field:
    """One field with what stands in it."""
    given = value if isinstance(value, tuple) else (value,)
    choices = tuple(
        Choice(code, say(key), code in given) for code, key in zip(rule.choices, rule.choice_keys(), strict=True)
    )
    persons = rule.kind == "persons"
    return Field(
        name=rule.name,
        label=say(f"field:{rule.name}"),
        kind=_KINDS.get(rule.kind, rule.kind.value),
        help=say(f"help:{rule.name}"),
        required=rule.required,
        value=value if isinstance(value, str) else "on" if value is True else "",
        choices=choices,
        columns=person_columns() if persons else (),
        rows=tuple((each.name, each.address, each.role) for each in value) if persons else (),
        limit=rule.limit,
        provision=rule.provision,
    )


def _form_page(
    request: HttpRequest, caller: Caller, content: RequestDraft, form: Form, more: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "asks": labels.asks(content.type, caller.administration, content.requested_administration),
        "instrument": cards.short_name(content.instrument),
        "content": content,
        **more,
    }
    if status == 200 and request.method == "POST" and form.faults:
        status = 422
    return page(request, caller, "web/request_form.html", context, here="requests", status=status)


def _refuse_if_closed(rfa: RequestView) -> None:
    editing = next((move for move in rfa.moves if move.verb == "edit_request"), None)
    if editing is None:
        raise Conflict("state_changed")
    if not editing.permitted:
        raise NotPermitted(editing.refused)
