"""The form of a list to be screened: what it is and why, how its columns and values are read, when it arrives."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Any, BinaryIO

from django.http import QueryDict
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import CentralPurpose
from tidewaiter.actions.screening import ListKind, ListOrder
from tidewaiter.doors.web.asking import day_field
from tidewaiter.doors.web.days import BadDay
from tidewaiter.doors.web.faults import FaultLine
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, coded, day, text
from tidewaiter.doors.web.screening_words import column_words, flag_words, goods_words, party_name, refused_lines
from tidewaiter.doors.words import list_fault, say
from tidewaiter.screening.lists.csv_table import CsvTable
from tidewaiter.screening.lists.encodings import encoding_of, in_utf8
from tidewaiter.screening.lists.figures import DECIMAL_MARKS, zone_of
from tidewaiter.screening.lists.headings import COLUMNS, known_headings
from tidewaiter.screening.lists.lines import SubmittedFormat, look, submitted_format
from tidewaiter.screening.lists.list_mapping import ROLES, ListMapping
from tidewaiter.screening.lists.mapping import DATE_FORMATS
from tidewaiter.screening.lists.rows import BadList
from tidewaiter.screening.lists.submitted import TRAVELLERS, PartyRole, RefusedLine, SubmittedLine
from tidewaiter.screening.lists.xlsx_table import XlsxTable

_SHOWN_VALUES, _SHOWN_LETTERS, _MOST_COLUMNS = 3, 40, 80
_WRITTEN = ("role", "date_format", "separator", "decimal", "weight_unit", "zone")
_WEIGHTS = ("kg", "t", "g", "lb")
_TABLES = (SubmittedFormat.CSV, SubmittedFormat.XLSX)


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a file: its heading, the first things that stand there, and what it is read as."""

    heading: str
    values: tuple[str, ...]
    read: str = ""


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One of the first lines as it is understood, or why it is not taken."""

    line: int
    parties: tuple[tuple[str, str], ...] = ()
    goods: str = ""
    flags: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file is: its format, and of a table its columns with what stands first in each."""

    format: SubmittedFormat
    headings: tuple[Heading, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings alone."""
        return tuple(each.heading for each in self.headings)


@dataclass(frozen=True, slots=True)
class Filled:
    """The form with what was typed, the mapping that it comes to, and the order to take the list."""

    form: Form
    order: ListOrder
    mapping: ListMapping
    save_as: str
    sample: tuple[SampleLine, ...] = ()

    @property
    def folds(self) -> tuple[tuple[Group, bool], ...]:
        """The groups that most lists do not need, each open where something in it was typed or is wrong."""
        usual = ListMapping()
        changed = self.save_as or any(
            getattr(self.mapping, name) != getattr(usual, name) for name in _WRITTEN if name != "weight_unit"
        )
        said = {"advance": self.order.advance or self.order.eta is not None, "role": bool(changed)}
        return tuple(
            (group, said.get(group.fields[0].name, False) or any(field.faults for field in group.fields))
            for group in self.form.groups[1:]
        )

    def with_faults(self, faults: Iterable[FaultLine]) -> "Filled":
        """The same with these faults besides its own."""
        lines = (replace(line, field="save_as") if line.field == "mapping_name" else line for line in faults)
        return replace(self, form=self.form.with_faults((*self.form.faults, *lines)))


def seen_in(stream: BinaryIO) -> Seen:
    """What a file is; BadList where it can be no list."""
    found = submitted_format(stream)
    if found not in _TABLES:
        return Seen(found)
    table = XlsxTable(stream) if found is SubmittedFormat.XLSX else CsvTable(in_utf8(stream, encoding_of(stream)))
    rows = [cells for (_line, cells), _times in zip(table.rows(), range(_SHOWN_VALUES), strict=False)]
    stream.seek(0)
    columns = enumerate(table.columns[:_MOST_COLUMNS])
    return Seen(found, tuple(Heading(name, _values(rows, place)) for place, name in columns))


def _values(rows: Sequence[Sequence[str]], place: int) -> tuple[str, ...]:
    values = (row[place] for row in rows if place < len(row))
    return tuple(value[:_SHOWN_LETTERS] for value in values if value.strip())


def filled_form(
    typed: QueryDict, seen: Seen, stream: BinaryIO, saved: Mapping[str, Mapping[str, Any]], *, name: str, caller: Caller
) -> Filled:
    """The form for a file of this look; nothing typed yet is what we know by ourselves, or a kept reading."""
    mapping, twice = _mapping(typed, seen, saved)
    faults = [FaultLine(words, "columns") for words in twice]
    sample: tuple[SampleLine, ...] = ()
    kind = text(typed, "kind")
    try:
        first = look(stream, mapping, today=caller.day).first
        sample, kind = tuple(map(_sample, first)), kind or _supposed(first)
    except BadList as bad:
        faults.append(FaultLine(_list_fault(bad), "columns" if seen.headings else "file"))
    order, wrong = _order(typed, name, kind, mapping)
    shown = (*faults, *(wrong if "do" in typed else ()))
    groups = [Group(_("Why it is screened"), _why(typed, order))]
    if seen.headings:
        groups.append(Group(_("How values are written"), _values_fields(typed, mapping)))
    groups.append(Group(_("Advance information"), _advance(typed)))
    return Filled(Form(tuple(groups)).with_faults(shown), order, mapping, text(typed, "save_as"), sample)


def read_as(seen: Seen, mapping: ListMapping) -> tuple[Heading, ...]:
    """The columns of a file with what each is read as."""
    known = {**known_headings(seen.columns), **mapping.columns}
    by_heading = {heading: ours for ours, heading in known.items() if heading}
    return tuple(replace(each, read=by_heading.get(each.heading, "")) for each in seen.headings)


def meanings() -> tuple[Choice, ...]:
    """Everything that a column can be read as."""
    return tuple(Choice(ours, column_words(ours)) for ours in COLUMNS)


def _mapping(
    typed: QueryDict, seen: Seen, saved: Mapping[str, Mapping[str, Any]]
) -> tuple[ListMapping, tuple[str, ...]]:
    """How the list is read, and which of our columns two headings would be."""
    used = saved.get(text(typed, "mapping")) if text(typed, "do") == "use" else None
    if used is not None:
        kept = ListMapping.of(used)
        there = {ours: name for ours, name in kept.columns.items() if name in seen.columns or not name}
        return replace(kept, columns=there), ()
    if "do" not in typed:
        return ListMapping(known_headings(seen.columns)), ()
    columns: dict[str, str] = {}
    twice = []
    for place, heading in enumerate(seen.columns):
        ours = text(typed, f"read-{place}")
        if ours in columns:
            twice.append(_("Two columns are read as the same thing: %(what)s.") % {"what": column_words(ours)})
        elif ours in COLUMNS:
            columns[ours] = heading
    unread = {ours: "" for ours in known_headings(seen.columns) if ours not in columns}
    written = {name: text(typed, name) for name in _WRITTEN}
    return ListMapping({**columns, **unread}, **written), tuple(twice)


def _supposed(first: Iterable[SubmittedLine | RefusedLine]) -> str:
    """What a list is, as far as its first lines tell."""
    roles = {party.role for line in first if isinstance(line, SubmittedLine) for party in line.parties}
    return (ListKind.PASSENGERS if roles & TRAVELLERS else ListKind.MANIFEST).value


def _sample(line: SubmittedLine | RefusedLine) -> SampleLine:
    if isinstance(line, RefusedLine):
        return SampleLine(line.line, refused=refused_lines((line,))[0].reason)
    named = [party for party in line.parties if party.role is not PartyRole.COMMODITY]
    parties = tuple((say(f"party_role:{party.role}"), party_name(party)) for party in named)
    return SampleLine(line.line, parties, goods_words(line.goods), tuple(map(flag_words, line.flags)))


def _list_fault(bad: BadList) -> str:
    if bad.code == "missing_column":
        return _("No column names anybody or anything. Read one as a name, a document, a vessel or a container.")
    return list_fault(bad)


def _order(typed: QueryDict, name: str, kind: str, mapping: ListMapping) -> tuple[ListOrder, list[FaultLine]]:
    """The order to take the list, and what is wrong with what was typed."""
    faults = [
        FaultLine(say("problem:missing"), field, provision)
        for field, provision in (("purpose", "CCO-50.2"), ("case", "CCO-47.1"))
        if not text(typed, field)
    ]
    eta = None
    try:
        eta = _moment(typed)
    except BadDay as told:
        faults.append(FaultLine(told.words, "eta", "CCO-28.1"))
    if mapping.zone and zone_of(mapping.zone) is None:
        faults.append(FaultLine(_("Write the zone as an offset from UTC, such as +02:00."), "zone"))
    order = ListOrder(
        source=text(typed, "source") or name,
        kind=kind,
        purpose=text(typed, "purpose"),
        case=text(typed, "case"),
        mapping=mapping.plain(),
        again="again" in typed,
        advance="advance" in typed,
        eta=eta,
    )
    return order, faults


def _moment(typed: QueryDict) -> datetime | None:
    """The day and hour of arrival in UTC; BadDay where there is none such."""
    on, hour = day(typed, "eta"), text(typed, "eta_time")
    if on is None:
        return None
    try:
        return datetime.combine(on, time.fromisoformat(hour or "00:00"), UTC)
    except ValueError:
        raise BadDay(_("Write the hour as 14:30.")) from None


def _why(typed: QueryDict, order: ListOrder) -> tuple[Field, ...]:
    kinds = chosen(coded("submitted_kind", ListKind), (order.kind,))
    purposes = chosen(coded("central_purpose", CentralPurpose), (order.purpose,))
    return (
        Field("source", _("What the list is called"), help=_("A ship and its voyage, a flight, a day’s declarations."),
              value=order.source, limit=200, required=True),
        Field("kind", _("What it is"), "choice", choices=kinds, required=True),
        Field("purpose", _("Purpose"), "choice", _("You see only what may be used for it."), True, choices=purposes,
              provision="CCO-50.2"),
        Field("case", _("Case reference"), help=_("The file for which you ask. It is kept in the journal."),
              required=True, value=text(typed, "case"), provision="CCO-47.1"),
    )  # fmt: skip


def _advance(typed: QueryDict) -> tuple[Field, ...]:
    return (
        Field("advance", _("These lines were exchanged before the consignment arrives"), "bool",
              _("They may then hold approved elements only, where a list of them is in force."),
              value="on" if "advance" in typed else "",
              provision="CCO-28.2"),
        day_field("eta", typed, label=_("Day of arrival"), required=False,
                  help=_("Needed for advance information: what comes after it is marked late.")),
        Field("eta_time", _("Hour of arrival, UTC"), help=_("Such as 14:30."), value=text(typed, "eta_time"), limit=5),
    )  # fmt: skip


def _values_fields(typed: QueryDict, mapping: ListMapping) -> tuple[Field, ...]:
    orders = chosen(coded("date_format", DATE_FORMATS[1:]), (mapping.date_format,))
    marks = {".": _("A point: 1,234.5"), ",": _("A comma: 1.234,5")}
    decimals = chosen((Choice(mark, marks[mark]) for mark in DECIMAL_MARKS if mark), (mapping.decimal,))
    weights = chosen((Choice(unit, unit) for unit in _WEIGHTS), (mapping.weight_unit or "kg",))
    roles = chosen((Choice(role, say(f"party_role:{role}")) for role in ROLES), (mapping.role,))
    return (
        Field("role", _("What a plain name is"), "choice", _("Where no column says so."), choices=roles),
        Field("date_format", _("Dates of figures"), "choice",
              choices=(Choice("", _("Year, month, day, or words"), not mapping.date_format), *orders)),
        Field("decimal", _("Decimal mark"), "choice",
              choices=(Choice("", _("As each number shows"), not mapping.decimal), *decimals)),
        Field("weight_unit", _("Weights are in"), "choice", choices=weights),
        Field("zone", _("Zone of hours"), help=_("Offset from UTC, such as +02:00. Left empty, UTC."),
              value=mapping.zone, limit=6),
        Field("separator", _("Sign between several values in one cell"), value=mapping.separator, limit=3),
        Field("save_as", _("Keep this reading under a name"), help=_("For the next list of the same source."),
              value=text(typed, "save_as"), limit=80),
    )  # fmt: skip
