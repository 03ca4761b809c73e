"""What short forms share: their fields, the days typed in them, and an act tried with what is wrong at its field."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict

from tidewaiter.actions.act import Conflict, Invalid
from tidewaiter.doors.web.days import BadDay, typed_day
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Field, Form, day, text
from tidewaiter.doors.web.kept import typed_before
from tidewaiter.doors.words import say

Typed = Mapping[str, str] | QueryDict


class WrongDay(ValueError):
    """What stands in a date field is no day; `line` says so at its field."""

    def __init__(self, line: FaultLine) -> None:
        self.line = line
        super().__init__(line.text)


def line(name: str, typed: Typed, *, label: Any = "", help: Any = "", required: bool = True, limit: int = 200) -> Field:
    """A field of one line, under the words that the catalogues have for it where it has no label of its own."""
    shown = label or say(f"field:{name}")
    return Field(name, shown, help=help, required=required, value=text(typed, name), limit=limit)


def day_field(name: str, typed: Typed, *, label: Any = "", help: Any = "", required: bool = True) -> Field:
    """A field for a day."""
    value = typed_day(typed, name)
    return Field(name, label or say(f"field:{name}"), "date", help, required=required, value=value)


def given_day(typed: QueryDict, name: str) -> date | None:
    """The day typed in a field; WrongDay where it is none."""
    try:
        return day(typed, name)
    except BadDay as told:
        raise WrongDay(FaultLine(told.words, name)) from told


def needed_day(typed: QueryDict, name: str) -> date:
    """The day typed in a field that cannot be left out; WrongDay where there is none."""
    found = given_day(typed, name)
    if found is None:
        raise WrongDay(FaultLine(say("problem:missing"), name))
    return found


def typed_in(request: HttpRequest) -> QueryDict | None:
    """What was typed in the form: just now, or before the officer had to prove who it is."""
    return request.POST if request.method == "POST" else typed_before(request)


def tried(form: Form, perform: Callable[[], object], *, taken: str = "") -> tuple[Form, bool]:
    """Perform the act; where it is refused for what was typed, the same form with what is wrong.

    `taken` is the field whose value somebody has already, where the act refuses that as a conflict.
    """
    try:
        perform()
    except WrongDay as told:
        return form.with_faults((told.line,)), False
    except Invalid as told:
        return form.with_faults(faults_of(told.faults)), False
    except Conflict as told:
        if not taken or told.code != "already_there":
            raise
        return form.with_faults((FaultLine(say("conflict:already_there"), taken),)), False
    return form, True
