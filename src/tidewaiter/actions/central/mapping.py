"""Acts on how the lists of a source are read: saved once under a name, used with every list of that source."""

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, Fault, Invalid, act
from tidewaiter.actions.central.shapes import MappingView
from tidewaiter.records import imports
from tidewaiter.screening.lists.mapping import ColumnMapping, mapping_faults

_LONGEST_NAME = 80
_LONGEST_HEADING = 200
_MOST = 200


@act(Verb.SAVE_MAPPING)
def save_mapping(deed: Deed, name: str, mapping: ColumnMapping) -> None:
    """Keeps how a source writes its lists, in place of what was kept under the same name."""
    home, name = deed.caller.administration, name.strip()
    deed.require(Facts(Kind.HOUSE, owner=home))
    _refuse_unfit(name, mapping)
    known = {row.name for row in imports.mappings(home)}
    if name not in known and len(known) >= _MOST:
        raise Invalid((Fault("too_many", "mapping_name", "SYS-7", {"limit": str(_MOST)}),))
    imports.save_mapping(home, deed.caller.officer, name, mapping, deed.at)
    deed.tell(name=name)


def _refuse_unfit(name: str, mapping: ColumnMapping) -> None:
    faults = [
        Fault("unknown_choice", field, "SYS-7", {"value": value[:40]}) for field, value in mapping_faults(mapping)
    ]
    if not name:
        faults.append(Fault("missing", "mapping_name", "SYS-7"))
    if len(name) > _LONGEST_NAME:
        faults.append(Fault("too_long", "mapping_name", "SYS-7", {"limit": str(_LONGEST_NAME)}))
    if not name.isprintable():
        faults.append(Fault("control_character", "mapping_name", "SYS-7"))
    for heading in (*mapping.columns.values(), mapping.schema):
        if len(heading) > _LONGEST_HEADING or not heading.isprintable():
            faults.append(Fault("unknown_choice", "columns", "SYS-7", {"value": repr(heading[:40])}))
    if faults:
        raise Invalid(tuple(faults))


@act(Verb.LIST_MAPPINGS)
def list_mappings(deed: Deed) -> tuple[MappingView, ...]:
    """Lists what one's own administration saved, by name."""
    home = deed.caller.administration
    deed.require(Facts(Kind.HOUSE, owner=home))
    rows = imports.mappings(home)
    return tuple(MappingView(row.name, imports.mapping_of(row), row.saved_by, row.saved_at) for row in rows)
