"""The units of the register: States, territories and unions, with what makes them eligible; recorded and put right."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Fault, Invalid
from tidewaiter.actions.registry import EVIDENCE, UNIT_KINDS, UnitView, read_units, record_unit
from tidewaiter.doors.web.asking import Typed, line
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Field, Form, Group, several, text, words
from tidewaiter.doors.web.register_facts import code_choices, fact_page, listing, source_fields, trust_cell
from tidewaiter.doors.web.tables import Cell, Column, Row, Table, asked_of, spreadsheet
from tidewaiter.doors.words import say
from tidewaiter.treaty.provisions import LANGUAGES
from tidewaiter.treaty.register import Unit

COLUMNS = (
    Column("unit", gettext_lazy("Unit"), sort="unit", wide=True),
    Column("kind", gettext_lazy("Kind"), sort="kind"),
    Column("evidence", gettext_lazy("Evidence")),
    Column("known", gettext_lazy("How we know"), sort="known"),
)
_BY: Mapping[str, Callable[[UnitView], tuple[str, ...]]] = {
    "unit": lambda view: (view.unit.code,),
    "kind": lambda view: (view.unit.kind, view.unit.code),
    "known": lambda view: (view.known.trust, view.unit.code),
}


@door("GET", "HEAD")
def units(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show every unit, what its eligibility turns on, and how the register knows it."""
    asked = asked_of(request, COLUMNS, filters=("find",), sort="unit")
    find = asked.value("find")
    views = [each for each in read_units(caller) if find.casefold() in _named(each.unit, caller.language).casefold()]
    views.sort(key=_BY[asked.sort.removeprefix("-")], reverse=asked.sort.startswith("-"))
    corrects = may_perform(caller, Verb.RECORD_UNIT)
    rows = tuple(_row(each, caller.language, corrects=corrects) for each in views)
    if asked.sheet:
        return spreadsheet("units", COLUMNS, rows)
    table = Table(
        caption=_("States, territories and unions, with what makes them eligible"),
        columns=COLUMNS,
        rows=rows,
        asked=asked,
        filters=(Field("find", _("Name or code"), value=find, limit=80),),
        usual=_("By code"),
        empty=_("No unit is recorded yet; every unit that acts is taken for a State."),
    )
    return listing(
        request,
        caller,
        tab="units",
        title=_("Units"),
        lead=_("Of which kind each is decides which acts it may perform, and the evidence by which way it may join."),
        table=table,
        new=((Verb.RECORD_UNIT, "unit_record", _("Record a unit")),),
    )


def _named(unit: Unit, language: str) -> str:
    return f"{unit.code} {unit.name.get(language) or unit.name.get('en') or ''}".strip()


def _row(view: UnitView, language: str, *, corrects: bool) -> Row:
    unit = view.unit
    kind = say(f"unit_kind:{unit.kind}")
    note = unit.responsible_state or " ".join(unit.member_states)
    evidence = [say(f"evidence:{each}") for each in unit.evidence]
    if unit.council_member:
        evidence.append(say("field:council_member"))
    name = _named(unit, language).removeprefix(unit.code).strip()
    link = format_html('<a class="code" href="{}">{}</a> {}', reverse("party", args=[unit.code]), unit.code, name)
    href = f"{reverse('unit_record')}?code={unit.code}"
    change = format_html('<a href="{}">{}</a>', href, _("Put right")) if corrects else ""
    return Row(
        (
            Cell(link, _named(unit, language), note=change),
            Cell(kind, note=note),
            Cell("; ".join(evidence)),
            trust_cell(view.known.trust, view.known.source),
        )
    )


@door("GET", "HEAD", "POST", opens=Verb.RECORD_UNIT)
def unit_record(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Record a unit, or put one right with the reason."""
    code = request.GET.get("code", "")
    known = next((each for each in read_units(caller) if each.unit.code == code), None)
    return fact_page(
        request,
        caller,
        form_of=lambda typed: _form(typed, corrects=known is not None),
        first=_typed(known) if known else QueryDict(),
        perform=lambda typed: _record(caller, typed),
        done=_("The unit is recorded."),
        shown={
            "title": _("Put a unit right") if known else _("Record a unit"),
            "lead": _("What the register computes for this unit follows at once from what is recorded here."),
            "provision": "CCO-5.1",
            "button": _("Record it"),
            "back": "units",
            "back_words": _("Back to the units"),
        },
    )


def _typed(view: UnitView) -> QueryDict:
    """The unit as a form holds it."""
    unit, typed = view.unit, QueryDict(mutable=True)
    latitude, longitude = unit.position or ("", "")
    values = {
        "code": unit.code,
        "kind": unit.kind,
        **{f"name_{language}": unit.name.get(language, "") for language in LANGUAGES},
        "responsible_state": unit.responsible_state,
        "member_states": " ".join(unit.member_states),
        "communities": ", ".join(unit.communities),
        "council_member": "yes" if unit.council_member else "",
        "latitude": str(latitude),
        "longitude": str(longitude),
        "source": view.known.source,
        "trust": view.known.trust,
    }
    typed.update(values)
    typed.setlist("evidence", list(unit.evidence))
    return typed


def _form(typed: Typed, *, corrects: bool) -> Form:
    ticked = several(typed, "evidence") if isinstance(typed, QueryDict) else ()
    kinds = code_choices("unit_kind", UNIT_KINDS, (text(typed, "kind") or "state",))
    what = (
        line("code", typed, help=_("Two to eight capital letters, such as BS."), limit=8),
        Field("kind", say("field:kind"), "choice", required=True, choices=kinds),
        *(_name(typed, language) for language in LANGUAGES),
    )
    where = (
        line("responsible_state", typed, help=say("help:responsible_state"), required=False, limit=8),
        line("member_states", typed, help=say("help:member_states"), required=False),
        line(
            "communities",
            typed,
            help=say("help:communities"),
            required=False,
        ),
        line("latitude", typed, help=say("help:latitude"), required=False),
        line("longitude", typed, help=say("help:longitude"), required=False),
    )
    eligible = (
        Field(
            "evidence",
            say("field:evidence"),
            "choices",
            say("help:evidence"),
            choices=code_choices("evidence", EVIDENCE, ticked),
            provision="CCO-5.1",
        ),
        Field("council_member", say("field:council_member"), "bool",
              value=text(typed, "council_member")),
    )  # fmt: skip
    return Form(
        (
            Group(_("What it is"), what),
            Group(_("Where it belongs"), where),
            Group(_("What makes it eligible"), eligible),
            Group(_("How we know"), source_fields(typed, corrects=corrects)),
        )
    )


def _name(typed: Typed, language: str) -> Field:
    label = _("Name in %(language)s") % {"language": say(f"language:{language}")}
    return Field(f"name_{language}", label, required=language == "en", value=text(typed, f"name_{language}"), limit=120)


def _record(caller: Caller, typed: QueryDict) -> None:
    unit = Unit(
        code=text(typed, "code"),
        kind=cast(Any, text(typed, "kind")),
        name={language: name for language in LANGUAGES if (name := text(typed, f"name_{language}"))},
        responsible_state=text(typed, "responsible_state"),
        position=_position(typed),
        communities=tuple(each.strip() for each in text(typed, "communities").split(",") if each.strip()),
        evidence=cast(Any, several(typed, "evidence")),
        council_member=bool(text(typed, "council_member")),
        member_states=words(typed, "member_states"),
    )
    try:
        record_unit(
            caller, unit, source=text(typed, "source"), trust=cast(Any, text(typed, "trust")), why=text(typed, "why")
        )
    except Invalid as told:
        raise Invalid(tuple(_at_field(fault) for fault in told.faults)) from told


def _at_field(fault: Fault) -> Fault:
    """The form has several fields where the unit has one."""
    field = {"name": "name_en", "position": "latitude"}.get(fault.field, fault.field)
    return Fault(fault.code, field, fault.provision, fault.params)


def _position(typed: QueryDict) -> tuple[float, float] | None:
    latitude, longitude = text(typed, "latitude"), text(typed, "longitude")
    if not latitude and not longitude:
        return None
    try:
        return float(latitude.replace(",", ".")), float(longitude.replace(",", "."))
    except ValueError:
        raise Invalid((Fault("not_usable", "latitude", "CCO-5.1"),)) from None
