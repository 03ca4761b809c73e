"""The form of an import: which heading means what, how values are written, and what is added to every entry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from tidewaiter.access.verbs import CentralPurpose
from tidewaiter.actions.central import ImportDefaults
from tidewaiter.doors.web.days import BadDay, typed_day
from tidewaiter.doors.web.faults import FaultLine
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, coded, day, several, text
from tidewaiter.doors.words import say
from tidewaiter.screening.entries import SuggestedAction
from tidewaiter.screening.lists.mapping import COLUMNS, DATE_FORMATS, ColumnMapping, known_columns
from tidewaiter.screening.lists.reading import Preview
from tidewaiter.screening.lists.rows import ListFormat
from tidewaiter.screening.subjects import SubjectKind

_LONGEST = 4_000
_HEADINGS = 60


@dataclass(frozen=True, slots=True)
class Filled:
    """The form with what was typed, and what that means."""

    form: Form
    source: str
    mapping: ColumnMapping
    defaults: ImportDefaults
    save_as: str

    def with_faults(self, faults: Iterable[FaultLine]) -> "Filled":
        """The same with these faults besides its own."""
        inputs = {"mapping_name": "save_as", "columns": "column-name"}
        lines = (replace(line, field=inputs.get(line.field, line.field)) for line in faults)
        return replace(self, form=self.form.with_faults((*self.form.faults, *lines)))


def filled_form(typed: QueryDict, seen: Preview, saved: Mapping[str, ColumnMapping], name: str) -> Filled:
    """The form for a list of this look; nothing typed yet is what we know by ourselves, or a saved mapping."""
    used = saved.get(text(typed, "mapping")) if text(typed, "do") == "use" else None
    mapping = used or (_typed_mapping(typed) if "do" in typed else ColumnMapping(known_columns(seen.columns)))
    faults: tuple[FaultLine, ...] = ()
    try:
        delete_on = day(typed, "delete_on")
    except BadDay as told:
        delete_on, faults = None, (FaultLine(told.words, "delete_on"),)
    defaults = ImportDefaults(
        reason=text(typed, "reason"),
        grounds=text(typed, "grounds"),
        purposes=tuple(each for each in several(typed, "purposes") if each in tuple(CentralPurpose)),
        action=text(typed, "action"),
        delete_on=delete_on,
    )
    source = text(typed, "source") or name
    groups = [Group(_("What is added to every entry"), _added(typed, source))]
    if seen.format is not ListFormat.FTM:
        groups.insert(0, Group(_("How the list is read"), _reading(seen, saved, mapping, typed)))
    form = Form(tuple(groups)).with_faults(faults if "do" in typed else ())
    return Filled(form, source, mapping, defaults, text(typed, "save_as"))


def _typed_mapping(typed: QueryDict) -> ColumnMapping:
    columns = {ours: text(typed, f"column-{ours}") for ours in COLUMNS if f"column-{ours}" in typed}
    separator = typed.get("separator", "")
    return ColumnMapping(columns, text(typed, "fixed_schema"), text(typed, "date_format"), separator[:3])


def _reading(
    seen: Preview, saved: Mapping[str, ColumnMapping], mapping: ColumnMapping, typed: QueryDict
) -> tuple[Field, ...]:
    headings = tuple(Choice(heading, heading) for heading in seen.columns[:_HEADINGS] if heading)
    fields = [
        Field(
            f"column-{ours}",
            say(f"list_column:{ours}"),
            "choice",
            required=ours in ("entity_id", "name"),
            choices=chosen((Choice("", _("No column")), *headings), (mapping.columns.get(ours, ""),)),
        )
        for ours in COLUMNS
    ]
    kinds = chosen(coded("category", SubjectKind), (mapping.schema,))
    orders = chosen(coded("date_format", DATE_FORMATS[1:]), (mapping.date_format,))
    fields += [
        Field("fixed_schema", _("What every row is"), "choice", _("Where no column says so."),
              choices=(Choice("", _("A column says it"), not mapping.schema), *kinds)),
        Field("date_format", _("Dates of figures"), "choice",
              choices=(Choice("", _("Year, month, day, or words"), not mapping.date_format), *orders)),
        Field("separator", _("Sign between several values in one cell"), value=mapping.separator, limit=3),
        Field("save_as", _("Keep this reading under a name"), help=_("For the next list of the same source."),
              value=text(typed, "save_as"), limit=80),
    ]  # fmt: skip
    if saved:
        names = chosen((Choice(name, name) for name in saved), (text(typed, "mapping"),))
        fields.insert(0, Field("mapping", _("A reading that was kept"), "choice", choices=names))
    return tuple(fields)


def _added(typed: QueryDict, source: str) -> tuple[Field, ...]:
    purposes = chosen(coded("central_purpose", CentralPurpose), several(typed, "purposes"))
    actions = chosen(coded("action", SuggestedAction), (text(typed, "action"),))
    return (
        Field("source", _("What the list is called"), value=source, limit=200, required=True),
        Field("reason", _("Reason"), "long", _("Why the subjects are listed."), True, text(typed, "reason"),
              limit=_LONGEST),
        Field("grounds", _("Factual grounds"), "long", _("The facts behind the reason; for personal data always."),
              value=text(typed, "grounds"), limit=_LONGEST),
        Field("purposes", _("Purposes"), "choices", _("Only those that the Council has opened for this category."),
              True, choices=purposes),
        Field("action", _("Suggested action"), "choice", required=True, choices=actions),
        Field("delete_on", _("Day of deletion"), "date", _("The first day on which the entries no longer exist."),
              value=typed_day(typed, "delete_on")),
    )  # fmt: skip
