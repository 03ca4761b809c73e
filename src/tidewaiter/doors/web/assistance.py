"""The record of one request for assistance, its approval and its attachments."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.actions.act import Conflict, Fault, Invalid
from tidewaiter.actions.assistance import (
    COPY_LEVELS,
    approve_request,
    attach,
    read_attachment,
    read_request,
)
from tidewaiter.actions.assistance.shapes import MoveView, RequestView
from tidewaiter.assistance.form import FieldRule, fields_for
from tidewaiter.assistance.lifecycle import MOVES, Side, editable_states
from tidewaiter.doors.web import cards, labels
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import faults_of
from tidewaiter.doors.web.forms import text
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.words import say

ASIDE = ("edit_request", "return_for_completion", "answer_partly", "decline", "withdraw")
ROUTE = ("requested_administration", "type", "instrument")
# Types that a browser may be handed; everything is downloaded, nothing is opened in our pages.
_APART = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One field of a request with what stands in it, in words."""

    label: str
    lines: tuple[str, ...]
    provision: str
    long: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """An act on the right of the record: its button, how it is reached, and why it is closed if it is."""

    verb: str
    label: str
    provision: str
    permitted: bool
    refused: tuple[tuple[str, tuple[str, ...]], ...]  # a reason's code with its provisions
    way: str  # "page", "button", "edit", "approve" or "attach"
    first: bool  # what an officer most likely came for


@door("GET", "HEAD")
def record(request: HttpRequest, caller: Caller, rfa_id: UUID) -> HttpResponse:
    """Show one request: what it asks, how far it is, and what may be done now."""
    rfa = read_request(caller, str(rfa_id))
    return page(request, caller, "web/request.html", record_context(rfa), here="requests")


@door("POST")
def approve(request: HttpRequest, caller: Caller, rfa_id: UUID) -> HttpResponse:
    """Approve the content that was on the officer's screen, told by its digest."""
    approve_request(caller, str(rfa_id), digest=text(request.POST, "digest"))
    messages.success(request, labels.done("approve_request"))
    return redirect("request", rfa_id)


@door("POST")
def attachments(request: HttpRequest, caller: Caller, rfa_id: UUID) -> HttpResponse:
    """Attach one file; where it is not taken, the record says why."""
    try:
        file = request.FILES.get("file")
        if file is None:
            raise Invalid((Fault("missing", "file", "CCO-21.2"),))
        level = text(request.POST, "copy_level") or COPY_LEVELS[0]
        attach(
            caller,
            str(rfa_id),
            name=str(file.name),
            data=file.read(settings.TIDEWAITER.attachment_limit + 1),
            copy_level=level,
        )
    except (Invalid, Conflict) as told:
        if isinstance(told, Conflict):
            raise
        context = record_context(read_request(caller, str(rfa_id)))
        context["file_faults"] = faults_of(told.faults)
        return page(request, caller, "web/request.html", context, here="requests", status=422)
    messages.success(request, labels.done("attach"))
    return redirect("request", rfa_id)


@door("GET")
def attachment(request: HttpRequest, caller: Caller, attachment_id: UUID) -> HttpResponse:
    """Hand out one attachment, always as a download."""
    file = read_attachment(caller, str(attachment_id))
    response = HttpResponse(file.data, content_type="application/octet-stream", headers=_APART)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    return response


def record_context(rfa: RequestView) -> dict[str, Any]:
    """All that the record page shows of a request."""
    rules = [rule for rule in fields_for(rfa.instrument, rfa.type) if rule.name not in ROUTE]
    shown = [(rule.group, shown_field(rule, rfa)) for rule in rules]
    groups: dict[str, list[Shown]] = {}
    for group, field in shown:
        if field.lines:
            groups.setdefault(say(f"group:{group}"), []).append(field)
    others = {step.verb.value for step in MOVES if step.by != rfa.side}
    deeds = [deed_of(move, rfa) for move in rfa.moves if move.verb not in others]
    return {
        "rfa": rfa,
        "asks": labels.asks(rfa.type, rfa.requesting, rfa.requested),
        "basis": labels.basis_name(cards.short_name(rfa.instrument), rfa.provision),
        "groups": groups,
        "story_first": rfa.side == Side.REQUESTING and rfa.state not in editable_states(),
        "problems": faults_of(rfa.problems) if rfa.side == "requesting" else (),
        "open_deeds": [deed for deed in deeds if deed.permitted and deed.verb != "attach"],
        "closed_deeds": [(deed.label, deed.refused) for deed in deeds if not deed.permitted],
        "may_attach": any(deed.permitted for deed in deeds if deed.verb == "attach"),
        "copy_levels": COPY_LEVELS,
    }


def deed_of(move: MoveView, rfa: RequestView) -> Deed:
    """One act as the record shows it."""
    ways = {"edit_request": "edit", "approve_request": "approve", "attach": "attach"}
    needs_page = bool(move.needs) or move.verb in labels.CONFIRMED
    way = ways.get(move.verb, "page" if needs_page else "button")
    label = labels.button(move.verb, other_side(rfa))
    first = move.verb not in ASIDE
    return Deed(move.verb, label, move.provision, move.permitted, cards.reasons_by_code(move.refused), way, first)


def other_side(rfa: RequestView) -> str:
    """The administration that is not the reader's own."""
    return rfa.requested if rfa.side == Side.REQUESTING else rfa.requesting


def shown_field(rule: FieldRule, rfa: RequestView) -> Shown:
    """One field of the content in words; no lines where nothing stands in it."""
    value = getattr(rfa.content, rule.name)
    return Shown(say(f"field:{rule.name}"), _lines(rule, value), rule.provision, rule.kind == "long")


def _lines(rule: FieldRule, value: Any) -> tuple[str, ...]:
    if isinstance(value, bool):
        return (_("Yes"),) if value else ()
    if rule.name == "persons":
        return tuple(", ".join(part for part in (each.name, each.role, each.address) if part) for each in value)
    given = value if isinstance(value, tuple) else (value,)
    if rule.choices:
        return tuple(say(f"{rule.vocabulary}:{code}") if code in rule.choices else code for code in given if code)
    return tuple(each for each in given if each)
