"""What the forms of the depositary ask: an act, its examination, its correction; and how they are shown."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.actions.act import Invalid
from tidewaiter.actions.registry import (
    OUTCOMES,
    PartyActPage,
    ReceivedAct,
)
from tidewaiter.doors.web.asking import WrongDay, day_field, given_day, line, needed_day
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, coded, text, words
from tidewaiter.doors.web.kept import officer_mark, typed_before
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.words import say
from tidewaiter.treaty.acts import ActType, InstrumentAct
from tidewaiter.treaty.provisions import instrument_ids, load_instrument
from tidewaiter.treaty.register import FACT_TRUSTS

Typed = Mapping[str, str] | QueryDict
_COMPUTED = ("entry_into_force_stated", "partner_removal")


def instrument_field(value: str, language: str) -> Field:
    """The field that asks for an instrument."""
    titles = (Choice(id, load_instrument(id).title.in_language(language)) for id in instrument_ids())
    return Field("instrument", _("Instrument"), "choice", required=True, choices=chosen(tuple(titles), (value,)))


def act_fields(typed: Typed, language: str) -> tuple[Group, ...]:
    """The fields of an act of a party, in the order in which a depositary reads them off the paper."""
    return (
        Group(_("What arrived"), _arrived(typed, language)),
        Group(_("What it names"), _named(typed)),
        Group(_("Where it is to be found"), _found(typed)),
    )


def _arrived(typed: Typed, language: str) -> tuple[Field, ...]:
    types = tuple(each for each in get_args(ActType) if each not in _COMPUTED)
    offered = chosen(coded("act_type", types), (text(typed, "type"),))
    received = _("When it arrived complete; leave it empty if that was the same day.")
    return (
        instrument_field(text(typed, "instrument"), language),
        Field("type", _("Act"), "choice", required=True, choices=offered),
        line("units", typed, help=_("The codes of the units that act, with a space between.")),
        day_field("on", typed, label=_("Day of the act"), help=_("For a deposit, the day of the deposit.")),
        day_field("received", typed, label=_("Received on"), help=received, required=False),
    )


def _named(typed: Typed) -> tuple[Field, ...]:
    territories = _("Codes of territories that it covers or leaves out.")
    return (
        line("annexes", typed, required=False, help=_("Annexes that it accepts or leaves: I II IV.")),
        line("articles", typed, required=False, help=_("Articles opted out of or reserved: 39, or 37.iii.")),
        line("territories", typed, required=False, help=territories),
        day_field("effect_on", typed, required=False, help=_("Where the act itself names the day of effect.")),
        Field("reasons", say("field:reasons"), "bool", _("Reasons are given."), value=text(typed, "reasons")),
    )


def _found(typed: Typed) -> tuple[Field, ...]:
    sure = chosen(coded("fact_trust", FACT_TRUSTS), (text(typed, "trust") or "verified",))
    known = _("Where the fact is known from.")
    return (
        line("reference", typed, required=False, help=_("Number of the note or file.")),
        line("source", typed, label=_("Source"), required=False, limit=500, help=known),
        Field("trust", _("How sure"), "choice", required=True, choices=sure),
    )


def given_act(typed: QueryDict) -> ReceivedAct:
    """The act as it was typed."""
    made = InstrumentAct(
        type=text(typed, "type"),  # type: ignore[arg-type]  # the act refuses another
        on=needed_day(typed, "on"),
        units=_codes(typed, "units"),
        received=given_day(typed, "received"),
        annexes=words(typed, "annexes"),
        articles=words(typed, "articles"),
        territories=_codes(typed, "territories"),
        effect_on=given_day(typed, "effect_on"),
        reasons=bool(text(typed, "reasons")),
    )
    instrument = text(typed, "instrument")
    trust: Any = text(typed, "trust") or "verified"
    return ReceivedAct(instrument, made, text(typed, "reference"), text(typed, "source"), trust)


def _codes(typed: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(code.upper() for code in words(typed, name))


def typed_of(shown: PartyActPage) -> dict[str, str]:
    """An act that is known, as if it had just been typed."""
    act = shown.current.act
    days = {name: getattr(act, name) for name in ("on", "received", "effect_on")}
    lists = {name: " ".join(getattr(act, name) or ()) for name in ("units", "annexes", "articles", "territories")}
    plain = {name: getattr(shown.current, name) for name in ("instrument", "reference", "source", "trust")}
    told = {name: day.isoformat() for name, day in days.items() if day}
    return {"type": act.type, "reasons": "1" if act.reasons else "", **told, **lists, **plain}


def why_field(typed: Typed, told: str, *, required: bool = True) -> Field:
    """The field for a reason."""
    return Field("why", say("field:why"), "long", told, required=required, value=text(typed, "why"), limit=500)


def confirm_fields(shown: PartyActPage, typed: Typed, _language: str) -> tuple[Group, ...]:
    """Asks for a reason where a question stands open."""
    asked = bool(shown.consequences and shown.consequences.asks)
    told = _("Why it is in due form although a question stands open; it stays with the act.")
    return (Group("", (why_field(typed, told, required=asked),)),) if asked else ()


def examine_fields(shown: PartyActPage, typed: Typed, _language: str) -> tuple[Group, ...]:
    """Asks what the examination found."""
    offered = ("contested",) if shown.current.state == "in_due_form" else OUTCOMES
    outcome = chosen(coded("act_outcome", offered), (text(typed, "outcome"),))
    label, told = say("field:finding"), say("help:finding")
    return (
        Group(
            "",
            (
                Field("outcome", say("field:outcome"), "choice", say("help:outcome"), required=True, choices=outcome),
                Field("finding", label, "long", told, required=True, value=text(typed, "finding"), limit=1000),
                line("finding_provision", typed, required=False, help=say("help:finding_provision"), limit=32),
            ),
        ),
    )


def cure_fields(shown: PartyActPage, typed: Typed, _language: str) -> tuple[Group, ...]:
    """Asks when the cure arrived and what it supplies."""
    reasons = Field("reasons", say("field:reasons"), "bool", _("Reasons are given."), value=text(typed, "reasons"))
    return (
        Group(
            "",
            (
                day_field("cured_on", typed, help=_("The day on which the cure arrived: the act counts from it.")),
                line("annexes", typed, required=False, help=_("Annexes that it now names; as before, if left empty.")),
                day_field("effect_on", typed, required=False, help=_("Where the act itself names the day of effect.")),
                reasons,
                line("reference", typed, required=False, help=_("Number of the note or file.")),
            ),
        ),
    )


def correct_fields(_shown: PartyActPage, typed: Typed, language: str) -> tuple[Group, ...]:
    """Asks for the whole act again, and why."""
    told = _("What was wrong. The earlier reading stays in the history with this reason beside the new one.")
    groups = act_fields(typed, language)
    first = replace(groups[0], fields=tuple(field for field in groups[0].fields if field.name != "instrument"))
    cured = day_field("cured_on", typed, required=False, help=_("Only where a defect was cured."))
    return (first, *groups[1:], Group(_("Why"), (cured, why_field(typed, told))))


def retract_fields(_shown: PartyActPage, typed: Typed, _language: str) -> tuple[Group, ...]:
    """Asks why there was no such act."""
    return (
        Group(
            "",
            (
                why_field(
                    typed,
                    _("Why there was no such act."),
                ),
            ),
        ),
    )


def typed_in(request: HttpRequest) -> QueryDict:
    """What was typed here, now or before a detour."""
    return (request.POST if request.method == "POST" else typed_before(request)) or QueryDict()


def faulty(form: Form, told: WrongDay | Invalid) -> Form:
    """The same form with what is wrong."""
    return form.with_faults((told.line,) if isinstance(told, WrongDay) else _at_fields(form, faults_of(told.faults)))


def _at_fields(form: Form, lines: tuple[FaultLine, ...]) -> tuple[FaultLine, ...]:
    """A fault of one of several codes in a field stands at that field."""
    names = {field.name for group in form.groups for field in group.fields}
    return tuple(
        replace(line, field=line.field.split(".")[0]) if line.field.split(".")[0] in names else line for line in lines
    )


def asking(request: HttpRequest, caller: Caller, form: Form, context: Mapping[str, Any]) -> HttpResponse:
    """Shows a form of the depositary."""
    around = {"form": form, "mark": officer_mark(request), "stops": False, "weighed": None, "weighs": False}
    status = 422 if form.faults else 200
    return page(request, caller, "web/depositary_form.html", {**around, **context}, here="register", status=status)
