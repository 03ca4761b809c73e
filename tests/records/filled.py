"""Puts at least one row into every table, through acts, so that a test that sees none has something not to see."""

from tests.acts import stories
from tests.world import World

from tidewaiter.actions import assistance, central
from tidewaiter.actions.callers import system_caller
from tidewaiter.actions.central import ImportDefaults, ImportRow


def fill(world: World) -> None:
    """An attachment, an entry with an earlier version, an imported batch, and notices delivered."""
    rfa_id = stories.drafted(world)
    assistance.attach(world.caller("xa.officer"), rfa_id, name="note.txt", data=b"seen at dusk", copy_level="plain")
    entry_id = stories.written(world, stories.vessel("MV Quillback"))
    changed = stories.vessel("MV Quillback", reason="Met small craft twice.")
    central.edit_entry(world.caller("xa.officer"), entry_id, changed, reason="Second sighting", version=1)
    central.import_entries(
        world.caller("xa.officer"),
        [ImportRow(2, {"entity_id": "one", "schema": "Vessel", "name": "MV Rockhopper"})],
        defaults=ImportDefaults("Listed.", "", ("offences",), "sight", None),
        source="list",
        dry_run=False,
        strict=True,
        progress=lambda _: None,
    )
    with world.as_worker():
        assistance.deliver_notices(system_caller(), send=lambda _: True)
