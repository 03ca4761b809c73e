"""The forms for matters before the Organization: what each kind asks when it is opened, and what a step asks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.actions.organization import MatterDraft, MatterView, MoveView, StepDraft, VoteView
from tidewaiter.doors.web import cards
from tidewaiter.doors.web.days import BadDay, typed_day
from tidewaiter.doors.web.faults import FaultLine
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, coded, day, several, text, words
from tidewaiter.doors.web.written import day_written
from tidewaiter.doors.words import say
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.provisions import instruments

_EVIDENCE = ("basin_state", "miami_signatory", "customs_autonomy", "constitutional_permission")
_GATEWAYS = ("i", "ii", "iii", "iv")
_VARIANTS: Mapping[str, tuple[str, ...]] = {
    "dispute": ("members", "partner"),
    "application": ("membership", "partnership"),
    "transition": ("inventory", "memorandum", "first_session", "provisional_depositary", "registration"),
}
_ASKED: Mapping[str, tuple[str, ...]] = {
    "amendment": ("number", "instrument", "title", "opened_on", "units", "provisions", "annex", "text", "reference"),
    "dispute": ("number", "instrument", "variant", "title", "opened_on", "units", "provisions", "text", "reference"),
    "application": (
        *("number", "instrument", "variant", "gateway", "units", "title", "opened_on", "flags", "text"),
        "reference",
    ),
    "transition": ("number", "instrument", "variant", "title", "opened_on", "units", "text", "reference"),
}
_MAY_BE_LEFT_OUT = ("annex", "text", "reference", "flags")
_NOT_ALWAYS: Mapping[str, tuple[str, ...]] = {
    "dispute": ("provisions",),
    "amendment": ("units",),
    "transition": ("units",),
}
_SAID: Mapping[str, tuple[Any, Any]] = {
    "number": (gettext_lazy("Number"), gettext_lazy("The number by which it is known, such as 2031/4.")),
    "instrument": (gettext_lazy("Instrument"), ""),
    "variant": (gettext_lazy("What it is"), ""),
    "title": (gettext_lazy("Title"), gettext_lazy("In a few words, as it will stand in lists.")),
    "opened_on": (gettext_lazy("Received on"), gettext_lazy("The day on which it was proposed, applied for or begun.")),
    "units": (
        gettext_lazy("Who"),
        gettext_lazy("Codes of whoever proposes, disputes or applies; of a memorandum, the partner’s."),
    ),
    "provisions": (
        gettext_lazy("Provisions"),
        gettext_lazy("As the instrument numbers them, with spaces between, such as 26 42.5."),
    ),
    "annex": (gettext_lazy("Annex"), gettext_lazy("Where an Annex is amended: its number, such as IX.")),
    "gateway": (gettext_lazy("Gateway"), gettext_lazy("By which of the four ways of CCO-5.1 it wants to come in.")),
    "flags": (gettext_lazy("What holds"), gettext_lazy("Tick all that holds.")),
    "text": (gettext_lazy("Text"), gettext_lazy("The text itself, or what there is to say of it.")),
    "reference": (gettext_lazy("Reference"), gettext_lazy("The number of the document that proves it.")),
    "on": (gettext_lazy("Day"), gettext_lazy("The day on which it was done or received.")),
    "unit": (gettext_lazy("By whom"), gettext_lazy("The code of the State, territory or organization.")),
    "vote": (
        gettext_lazy("Vote"),
        gettext_lazy("The adopted vote on which this rests; it gives the day."),
    ),
    "effect_on": (gettext_lazy("In effect from"), gettext_lazy("The first day of its effect.")),
    "due_on": (gettext_lazy("Due on"), gettext_lazy("The last day on which it can be met.")),
    "articles": (
        gettext_lazy("Articles excluded"),
        gettext_lazy("Articles in which the Partner takes no part, with spaces between."),
    ),
    "concerns": (gettext_lazy("Which one"), gettext_lazy("The step that this concerns.")),
}


class BadDays(ValueError):
    """Days that are none, each with its field."""

    def __init__(self, faults: tuple[FaultLine, ...]) -> None:
        self.faults = faults
        super().__init__(", ".join(fault.field for fault in faults))


def opening_form(kind: str, typed: QueryDict | None, own_unit: str, today: date) -> Form:
    """The form in which a matter of this kind is opened."""
    given = typed if typed is not None else QueryDict()
    return Form((Group("", tuple(_opening_field(kind, name, given, typed, own_unit, today) for name in _ASKED[kind])),))


def _opening_field(
    kind: str, name: str, given: QueryDict, typed: QueryDict | None, own_unit: str, today: date
) -> Field:
    required = name not in (*_MAY_BE_LEFT_OUT, *_NOT_ALWAYS.get(kind, ()))
    choices: tuple[Choice, ...] = ()
    match name:
        case "opened_on":
            value = typed_day(given, name) if typed else today.isoformat()
            return _field(name, "date", value=value, required=required)
        case "instrument":
            choices = tuple(Choice(id, cards.short_name(id)) for id in instruments_for(kind))
        case "variant":
            choices = coded("matter_variant", _VARIANTS[kind])
        case "gateway":
            choices = tuple(Choice(code, f"({code})", provision=f"CCO-5.1.{code}") for code in _GATEWAYS)
        case "flags":
            held = chosen(coded("evidence", _EVIDENCE), several(given, name))
            return _field(name, "choices", choices=held, required=False)
        case "text":
            return _field(name, "long", value=text(given, name), required=required, limit=4000)
    value = text(given, name) or (own_unit if name == "units" and not typed else "")
    if choices:
        only = choices[0].value if len(choices) == 1 else ""
        return _field(name, "choice", choices=chosen(choices, (value or only,)), required=required)
    return _field(name, "text", value=value, required=required)


def instruments_for(kind: str) -> tuple[str, ...]:
    """The instruments that know matters of this kind, the Agreement first."""
    return tuple(
        sorted((each.id for each in instruments() if _knows(kind, each.profile)), key=lambda id: id != "cco-2019")
    )


def _knows(kind: str, profile: Profile) -> bool:
    match kind:
        case "amendment":
            return profile.amendment is not None
        case "dispute":
            return bool(profile.dispute)
        case "application":
            return bool(profile.gateway)
        case _:
            return any(rule.event == "registration" for rule in profile.notice)


def _field(
    name: str,
    kind: str,
    *,
    value: str = "",
    choices: tuple[Choice, ...] = (),
    required: bool = True,
    limit: int = 300,
) -> Field:
    label, told = _SAID[name]
    return Field(name, label, kind, told, required=required, value=value, choices=choices, limit=limit)


def opening_of(kind: str, typed: QueryDict) -> MatterDraft:
    """What was typed, as the act takes it; BadDays for what is no day."""
    asked = _ASKED[kind]
    opened = _days(typed, ("opened_on",))["opened_on"]
    if opened is None:
        raise BadDays((FaultLine(_("Give the day, the month and the year, such as 12 3 2031."), "opened_on"),))
    return MatterDraft(
        number=text(typed, "number"),
        instrument=text(typed, "instrument"),
        title=text(typed, "title"),
        opened_on=opened,
        variant=text(typed, "variant"),
        text=text(typed, "text"),
        units=words(typed, "units"),
        provisions=words(typed, "provisions"),
        annex=text(typed, "annex"),
        gateway=text(typed, "gateway"),
        flags=several(typed, "flags") if "flags" in asked else (),
        reference=text(typed, "reference"),
    )


def step_form(
    view: MatterView, move: MoveView, votes: Sequence[VoteView], typed: QueryDict | None, today: date
) -> Form:
    """The form in which one step of a matter is recorded: just what the move asks for, and what it may say."""
    given = typed if typed is not None else QueryDict()
    fields = tuple(
        _step_field(view, move, votes, name, given, typed, today, required=name in move.asks)
        for name in (*move.asks, *move.may)
    )
    return Form((Group("", fields),))


def _step_field(
    view: MatterView,
    move: MoveView,
    votes: Sequence[VoteView],
    name: str,
    given: QueryDict,
    typed: QueryDict | None,
    today: date,
    *,
    required: bool,
) -> Field:
    value = text(given, name)
    if name in ("on", "effect_on", "due_on"):
        begins = today.isoformat() if name == "on" and typed is None else typed_day(given, name)
        return _field(name, "date", value=begins, required=required)
    if name == "text":
        return _field(name, "long", value=value, required=required, limit=4000)
    if name == "flags":
        offered = coded("matter_flag", move.flags)
        return _field(name, "choices", choices=chosen(offered, several(given, name)), required=required)
    if name in ("vote", "concerns") or (name == "unit" and view.kind == "dispute"):
        offered = _offered(view, move, votes, name)
        field = _field(name, "choice", choices=chosen(offered, (value,)), required=required)
        none = name == "vote" and not offered
        return (
            replace(field, help=_("No adopted vote of this Council is recorded yet. Record it first."))
            if none
            else field
        )
    return _field(name, "text", value=value, required=required)


def _offered(view: MatterView, move: MoveView, votes: Sequence[VoteView], name: str) -> tuple[Choice, ...]:
    """What can be chosen: an adopted vote of the same Council, an earlier step, a party to the dispute."""
    if name == "vote":
        fit = (each for each in votes if each.result == "adopted" and each.instrument == view.instrument)
        return tuple(Choice(each.id, _vote_words(each)) for each in fit)
    if name == "concerns":
        steps = {step.id: step for step in view.steps}
        return tuple(Choice(id, steps[id].text) for id in move.concerns if id in steps)
    return tuple(Choice(unit, unit) for unit in view.units)


def _vote_words(vote: VoteView) -> str:
    said = {"number": vote.number, "item": vote.item, "day": day_written(vote.day)}
    return _("%(number)s: %(item)s (%(day)s)") % said


def step_from(move: MoveView, typed: QueryDict) -> StepDraft:
    """What was typed of a step, as the act takes it; BadDays for what is no day."""
    asked = (*move.asks, *move.may)
    days = _days(typed, tuple(name for name in ("on", "effect_on", "due_on") if name in asked))
    return StepDraft(
        code=move.code,
        on=days.get("on"),
        unit=text(typed, "unit"),
        text=text(typed, "text"),
        vote=text(typed, "vote"),
        effect_on=days.get("effect_on"),
        due_on=days.get("due_on"),
        articles=words(typed, "articles"),
        flags=several(typed, "flags"),
        reference=text(typed, "reference"),
        concerns=text(typed, "concerns"),
    )


def _days(typed: QueryDict, names: Sequence[str]) -> dict[str, date | None]:
    found: dict[str, date | None] = {}
    wrong = []
    for name in names:
        try:
            found[name] = day(typed, name)
        except BadDay as told:
            wrong.append(FaultLine(told.words, name))
    if wrong:
        raise BadDays(tuple(wrong))
    return found


def flag_words(flag: str) -> str:
    """What a flag of a matter or a step says."""
    return say(f"evidence:{flag}" if flag in (*_EVIDENCE, "council_approval") else f"matter_flag:{flag}")


def back_form(request: HttpRequest) -> Form:
    """The form in which something is taken back: why."""
    why = text(request.POST, "why")
    return Form(
        (Group("", (Field("why", _("Why"), "long", _("It stays readable."), required=True, value=why, limit=500),)),)
    )
