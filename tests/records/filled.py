"""Puts at least one row into every table, through acts, so that a test that sees none has something not to see."""

from tests.acts import lists, stories
from tests.acts.accounts import manager
from tests.world import World

from tidewaiter.actions import assistance, central, people
from tidewaiter.actions.act import once
from tidewaiter.actions.callers import system_caller
from tidewaiter.screening.lists.mapping import ColumnMapping


def fill(world: World) -> None:
    """An attachment, an entry with an earlier version, an imported batch, a form kept under a key, and notices."""
    rfa_id = stories.drafted(world)
    assistance.attach(world.caller("xa.officer"), rfa_id, name="note.txt", data=b"seen at dusk", copy_level="plain")
    entry_id = stories.written(world, stories.vessel("MV Quillback"))
    changed = stories.vessel("MV Quillback", reason="Met small craft twice.")
    central.edit_entry(world.caller("xa.officer"), entry_id, changed, reason="Second sighting", version=1)
    lists.take(world.caller("xa.officer"), {"entity_id": "one", **lists.VESSEL})
    central.save_mapping(world.caller("xa.officer"), "a source", ColumnMapping())
    central.export_entries(world.caller("xa.officer"), lists.asked(), in_words=lambda caveat: caveat.code)
    with once("a key", lambda: "asked"):
        people.keep_form(manager(world, "xa.officer"), "/requests/new/", "matter=x")
    with world.as_worker():
        assistance.deliver_notices(system_caller())
