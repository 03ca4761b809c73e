"""Puts at least one row into every table, through acts, so that a test that sees none has something not to see."""

from tests.acts import council, lists, stories, submitting
from tests.acts.accounts import manager
from tests.acts.deposits import depositary
from tests.acts.tried_cooperation import SESSION, work
from tests.acts.tried_directory import listed
from tests.acts.tried_risk import risky
from tests.acts.tried_screening import OFFICIAL, elements
from tests.acts.tried_screening import listed as list_screened
from tests.world import World

from tidewaiter.actions import assistance, central, cooperation, people, registry, screening
from tidewaiter.actions.act import once
from tidewaiter.actions.callers import system_caller
from tidewaiter.actions.registry import DocumentGiven
from tidewaiter.screening.lists.mapping import ColumnMapping
from tidewaiter.treaty.registry_file import KNOWN_FACTS, read_registry_file


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
    council.everything(world)
    _lists(world)
    screening.decide_risk(world.caller("xa.cais_official"), risky(world).risk, outcome="confirmed")
    _directory_and_unit(world)
    _depositary(world)
    stories.released(world, stories.vessel("MV Stormbird"))  # which the index has not taken yet
    with world.as_worker():
        assistance.deliver_notices(system_caller())


def _directory_and_unit(world: World) -> None:
    """A direct contact between two investigators, and the work of a national unit with a translation acknowledged."""
    officer, has = world.caller("xa.officer"), listed(world)
    today = stories.in_days(0)
    theirs = registry.record_investigator(
        world.caller("xb.head"), administration="XB", name="Ivo", reach="+1 556", since=today
    )
    registry.note_direct_contact(officer, own=has.investigator, other=theirs, on=today)
    made = work(world)
    cooperation.note_on_pipeline(officer, made.file, text="Asked the ministry.")
    cooperation.record_meeting(officer, SESSION)
    cooperation.acknowledge_translation(officer, made.translation)


def _lists(world: World) -> None:
    """A list with a dismissed hit and its quiet pair, an ordinary name, a kept reading, elements, a deleted list."""
    has, caller = list_screened(world), world.caller("xa.cais_official")
    screening.decide_hit(caller, has.hit, submitting.dismissal())
    screening.save_list_mapping(caller, "a source", {"columns": {}})
    screening.record_element_list(world.caller("xz.secretariat_official"), elements())
    screening.delete_list(caller, submitting.taken(world, submitting.lines("A B"), OFFICIAL).id, reason="A mistake.")


def _depositary(world: World) -> None:
    """A notice that went out, was opened and is proved; a document; and a position that a source states."""
    who = depositary(world)
    document = DocumentGiven("act_document", "cco-2019", "Instrument", "en")
    registry.keep_document(who, document, name="a.txt", data=b"text")
    drafted = registry.list_dispatches(who, state="draft")[0][0].id
    registry.dispatch_notice(who, drafted)
    addressee = registry.read_dispatch(who, drafted).addressees[0]
    registry.read_dispatch(world.caller(f"{addressee.administration.lower()}.officer"), drafted)
    registry.record_proof(who, drafted, addressee=addressee.code, day=stories.in_days(0), how="letter", reference="R 1")
    stated = KNOWN_FACTS / "johannesburg.toml"
    registry.import_register(who, read_registry_file(stated.read_text(encoding="utf-8"), stated.name))
