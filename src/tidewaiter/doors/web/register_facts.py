"""What the pages of units, arrangements and agreements share: their lists, their forms, and how facts are trusted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Invalid
from tidewaiter.doors.web.asking import Typed, WrongDay
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Choice, Field, Form, chosen, coded, text
from tidewaiter.doors.web.kept import officer_mark, typed_before
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.web.tables import Cell, Table
from tidewaiter.doors.words import say
from tidewaiter.treaty.register import FACT_TRUSTS


def listing(
    request: HttpRequest,
    caller: Caller,
    *,
    tab: str,
    title: Any,
    lead: Any,
    table: Table,
    new: Sequence[tuple[Verb, str, Any]],
) -> HttpResponse:
    """A list of the register, with the ways to a new line for whom their acts are open."""
    deeds = [(reverse(url), words) for verb, url, words in new if may_perform(caller, verb)]
    context = {"tab": tab, "title": title, "lead": lead, "table": table, "deeds": deeds}
    return page(request, caller, "web/register_facts.html", context, here="register")


def fact_page(
    request: HttpRequest,
    caller: Caller,
    *,
    form_of: Callable[[Typed], Form],
    first: Mapping[str, str] | QueryDict,
    perform: Callable[[QueryDict], object],
    done: Any,
    shown: Mapping[str, Any],
) -> HttpResponse:
    """A form of the register: filled from what was typed or else from `first`, and handed in to its act.

    `shown` gives the page its title, lead, provision, button, and `back`, the name of the address to return to.
    """
    typed = request.POST if request.method == "POST" else typed_before(request) or first
    form = form_of(typed)
    if request.method == "POST":
        try:
            perform(request.POST)
        except (WrongDay, Invalid, Conflict) as told:
            form = form.with_faults(_lines(told))
        else:
            messages.success(request, done)
            return redirect(shown["back"])
    context = {**shown, "back": reverse(shown["back"]), "form": form, "mark": officer_mark(request)}
    status = 422 if form.faults else 200
    return page(request, caller, "web/register_fact.html", context, here="register", status=status)


def _lines(told: WrongDay | Invalid | Conflict) -> tuple[FaultLine, ...]:
    if isinstance(told, WrongDay):
        return (told.line,)
    if isinstance(told, Conflict):
        return (FaultLine(say(f"conflict:{told.code}", **told.params)),)
    # a fault of one code among several is shown at the field that holds them all
    return tuple(replace(line, field=line.field.partition(".")[0]) for line in faults_of(told.faults))


def source_fields(typed: Typed, *, corrects: bool, trusts: bool = True) -> tuple[Field, ...]:
    """From where a fact is known, how surely, and, of one that is known already, why it is put right."""
    sure = text(typed, "trust") or "verified"
    fields = [
        Field("source", _("Source"), help=_("A letter, a bulletin or a page, so that others can look."),
              required=trusts, value=text(typed, "source"), limit=500),
    ]  # fmt: skip
    if trusts:
        choices = chosen(coded("fact_trust", FACT_TRUSTS), (sure,))
        fields.append(Field("trust", say("field:trust"), "choice", say("help:trust"), required=True, choices=choices))
    if corrects:
        why = _("What was wrong before; the earlier state stays in the history.")
        fields.append(Field("why", say("field:why"), "long", why, required=True, value=text(typed, "why"), limit=500))
    return tuple(fields)


def trust_cell(trust: str, source: str) -> Cell:
    """How surely a fact is known, and from where."""
    words = say(f"fact_trust:{trust}")
    shown = words if trust == "verified" else format_html('<span class="tag warn">{}</span>', words)
    return Cell(shown, words, note=source)


def code_choices(prefix: str, codes: tuple[str, ...], values: tuple[str, ...]) -> tuple[Choice, ...]:
    """Choices for codes, with these ticked."""
    return chosen(coded(prefix, codes), values)
