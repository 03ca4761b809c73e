"""The moves of a request: one page for each that needs words or a second look, and the form that each needs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.actions.act import Conflict, Fault, Invalid, NotFound, NotPermitted
from tidewaiter.actions.assistance import MOVES_BY_VERB, read_request
from tidewaiter.actions.assistance.shapes import MoveInput, MoveView, RequestView
from tidewaiter.assistance.form import fields_for
from tidewaiter.assistance.replies import (
    LimitApplied,
    QuestionAnswer,
    ReplyDraft,
    default_handling,
    findings_for,
    grounds_to_decline,
    limits_to_apply,
)
from tidewaiter.assistance.types import AnswerType
from tidewaiter.doors.web import cards, labels
from tidewaiter.doors.web.assistance import other_side
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, coded, several, text
from tidewaiter.doors.web.kept import handed_in, work_in
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.words import say


@door("GET", "HEAD", "POST")
def move(request: HttpRequest, caller: Caller, rfa_id: UUID, verb: str) -> HttpResponse:
    """Ask for what a move needs, then make it."""
    if verb not in MOVES_BY_VERB:
        raise NotFound
    rfa = read_request(caller, str(rfa_id))
    step = open_move(rfa, verb)
    work = work_in(request, caller)
    typed = work.typed or QueryDict()
    form = form_of(step, rfa, typed)
    if request.method == "POST":
        try:
            MOVES_BY_VERB[verb](caller, rfa.id, given(step, rfa, typed))
        except Invalid as told:
            form = form.with_faults(map(at_its_question, told.faults, faults_of(told.faults)))
        else:
            handed_in(request, caller)
            messages.success(request, labels.done(verb, rfa.requesting, rfa.requested))
            return redirect("request", rfa_id)
    context = {
        "rfa": rfa,
        "step": step,
        "form": form,
        "asks": labels.asks(rfa.type, rfa.requesting, rfa.requested),
        "basis": labels.basis_name(cards.short_name(rfa.instrument), rfa.provision),
        "button": labels.button(verb, other_side(rfa)),
        "effect": labels.effect(verb, rfa.requesting, rfa.requested),
        "work": work if form.groups else None,
    }
    return page(request, caller, "web/move.html", context, here="requests", status=422 if form.faults else 200)


def open_move(rfa: RequestView, verb: str) -> MoveView:
    """The move as it stands now; NotPermitted with its reasons, Conflict where the state has none of that name."""
    step = next((each for each in rfa.moves if each.verb == verb), None)
    if step is None:
        raise Conflict("state_changed")
    if not step.permitted:
        raise NotPermitted(step.refused)
    return step


def at_its_question(fault: Fault, line: FaultLine) -> FaultLine:
    """The same line at the fields of the question it speaks of, which the form draws one by one."""
    prefix = {"answers": "finding", "procedure": "procedure"}.get(fault.field, "")
    question = fault.params.get("question", "")
    return replace(line, field=f"{prefix}_{question}") if prefix and question else line


def form_of(step: MoveView, rfa: RequestView, typed: QueryDict) -> Form:
    """The fields that a move needs, with what was typed."""
    match step.needs:
        case "reason":
            fields: tuple[Field, ...] = (_long("reason", _("Reason"), typed, required=True),)
        case "refusal":
            fields = _refusal(rfa, typed)
        case "return":
            fields = _return(rfa, typed)
        case "reply":
            fields = (*_answer(step.verb, rfa, typed),)
        case _:
            return Form(())
    return Form((Group("", fields),))


def given(step: MoveView, rfa: RequestView, typed: QueryDict) -> MoveInput:
    """What was typed, as the move takes it."""
    if step.needs in ("", "reason"):
        return MoveInput(reason=text(typed, "reason"))
    reply = ReplyDraft(
        answer_type=text(typed, "answer_type"),
        text=text(typed, "text"),
        limits=_limits(rfa, typed),
        ground=text(typed, "ground"),
        reasons=text(typed, "reasons"),
        deviated="deviated" in typed,
        deviation_note=text(typed, "deviation_note"),
        answers=_answers(rfa, typed),
        returned_fields=several(typed, "returned_fields"),
        handling=default_handling(rfa.instrument),
    )
    return MoveInput(reply=reply)


def _limits(rfa: RequestView, typed: QueryDict) -> tuple[LimitApplied, ...]:
    ticked = several(typed, "limits")
    known = [limit for limit in limits_to_apply(rfa.instrument) if limit in ticked]
    return tuple(LimitApplied(limit, text(typed, f"limit_{limit}")) for limit in known)


def _answers(rfa: RequestView, typed: QueryDict) -> tuple[QuestionAnswer, ...]:
    names = ((question, f"finding_{question}") for question in rfa.content.control_questions)
    return tuple(
        QuestionAnswer(
            question, text(typed, name), text(typed, f"procedure_{question}"), text(typed, f"note_{question}")
        )
        for question, name in names
        if text(typed, name)
    )


def _refusal(rfa: RequestView, typed: QueryDict) -> tuple[Field, ...]:
    grounds = tuple(
        Choice(rule.code, say(f"ground:{rule.code}"), provision=rule.provision)
        for rule in grounds_to_decline(rfa.instrument)
    )
    return (
        Field(
            "ground",
            say("field:ground"),
            "choice",
            say("help:ground"),
            required=True,
            choices=chosen(grounds, (text(typed, "ground"),)),
        ),
        _coded_long("reasons", typed, required=True),
    )


def _return(rfa: RequestView, typed: QueryDict) -> tuple[Field, ...]:
    names = tuple(
        Choice(rule.name, say(f"field:{rule.name}"), provision=rule.provision)
        for rule in fields_for(rfa.instrument, rfa.type)
    )
    picked = chosen(names, several(typed, "returned_fields"))
    return (
        Field(
            "returned_fields",
            say("field:returned_fields"),
            "choices",
            say("help:returned_fields"),
            choices=picked,
            required=True,
        ),
        _coded_long("text", typed),
    )


def _answer(verb: str, rfa: RequestView, typed: QueryDict) -> list[Field]:
    fields = []
    if verb == "answer":
        types = chosen(coded("answer", AnswerType), (text(typed, "answer_type"),))
        fields.append(_choice("answer_type", types, required=True))
    fields.append(_coded_long("text", typed, required=True))
    if rfa.type == "control":
        for question in rfa.content.control_questions:
            fields += _question(question, typed, required=verb == "answer")
    fields += _limit_fields(rfa, typed)
    fields.append(_coded_long("reasons", typed))
    if rfa.content.requested_procedure:
        deviated = "on" if "deviated" in typed else ""
        fields.append(Field("deviated", say("field:deviated"), "bool", say("help:deviated"), value=deviated))
        fields.append(_coded_long("deviation_note", typed))
    return fields


def _question(question: str, typed: QueryDict, *, required: bool) -> list[Field]:
    asked = say(f"question:{question}")
    findings = chosen(coded("finding", findings_for(question)), (text(typed, f"finding_{question}"),))
    fields = [Field(f"finding_{question}", asked, "choice", required=required, choices=findings)]
    if question == "lawful_import":
        name = f"procedure_{question}"
        fields.append(Field(name, say("field:procedure"), help=say("help:procedure"), value=text(typed, name)))
    name = f"note_{question}"
    fields.append(Field(name, _("Note on: %(question)s") % {"question": asked}, value=text(typed, name)))
    return fields


def _limit_fields(rfa: RequestView, typed: QueryDict) -> list[Field]:
    known = limits_to_apply(rfa.instrument)
    if not known:
        return []
    picked = chosen(coded("limit", known), several(typed, "limits"))
    fields = [Field("limits", say("field:limits"), "choices", say("help:limits"), choices=picked)]
    for limit in known:
        label = _("What was left out: %(limit)s") % {"limit": say(f"limit:{limit}")}
        fields.append(Field(f"limit_{limit}", label, value=text(typed, f"limit_{limit}")))
    return fields


def _choice(name: str, choices: tuple[Choice, ...], *, required: bool) -> Field:
    return Field(name, say(f"field:{name}"), "choice", say(f"help:{name}"), required=required, choices=choices)


def _coded_long(name: str, typed: Mapping[str, str], *, required: bool = False) -> Field:
    return _long(name, say(f"field:{name}"), typed, required=required, help=say(f"help:{name}"))


def _long(name: str, label: Any, typed: Mapping[str, str], *, required: bool = False, help: str = "") -> Field:
    return Field(name, label, "long", help, required=required, value=text(typed, name), limit=10_000)
