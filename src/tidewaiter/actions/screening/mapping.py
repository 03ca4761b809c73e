"""Acts on how the lists of a source are read: saved once under a name, used with every list of that source."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, Fault, act, refuse
from tidewaiter.actions.screening.shapes import ListMappingView
from tidewaiter.actions.screening.standing import own_facts
from tidewaiter.records import screening
from tidewaiter.screening.lists.list_mapping import ListMapping, list_mapping_faults

_LONGEST_NAME = 80
_LONGEST = 20_000
_MOST = 200


def mapping_faults(plain: Mapping[str, Any]) -> Iterator[Fault]:
    """What makes this JSON no mapping of a list; an empty one leaves everything to the headings."""
    if len(json.dumps(dict(plain), default=str)) > _LONGEST:
        yield Fault("too_long", "mapping", "SYS-7", {"limit": str(_LONGEST)})
        return
    try:
        found = list(list_mapping_faults(ListMapping.of(plain)))
    except ValueError:
        found = [("mapping", json.dumps(dict(plain), default=str))]
    for field, value in found:
        yield Fault("unknown_choice", "mapping", "SYS-7", {"value": f"{field}: {value}"[:80]})


@act(Verb.SAVE_LIST_MAPPING)
def save_list_mapping(deed: Deed, name: str, mapping: Mapping[str, Any]) -> None:
    """Keeps how a source writes its lists, in place of what was kept under the same name."""
    home, name = deed.caller.administration, name.strip()
    deed.require(own_facts(deed))
    known = {row.name for row in screening.mappings(home)}
    wrong = (
        (not name, Fault("missing", "mapping_name", "SYS-7")),
        (len(name) > _LONGEST_NAME, Fault("too_long", "mapping_name", "SYS-7", {"limit": str(_LONGEST_NAME)})),
        (not name.isprintable(), Fault("control_character", "mapping_name", "SYS-7")),
        (
            name not in known and len(known) >= _MOST,
            Fault("too_many", "mapping_name", "SYS-7", {"limit": str(_MOST)}),
        ),
    )
    refuse(*(fault for bad, fault in wrong if bad), *mapping_faults(mapping))
    screening.save_mapping(home, deed.caller.officer, name, mapping, deed.at)
    deed.tell(name=name)


@act(Verb.LIST_LIST_MAPPINGS)
def list_list_mappings(deed: Deed) -> tuple[ListMappingView, ...]:
    """Lists what one's own administration saved, by name."""
    deed.require(own_facts(deed))
    rows = screening.mappings(deed.caller.administration)
    return tuple(ListMappingView(row.name, dict(row.mapping), row.saved_by, row.saved_at) for row in rows)
