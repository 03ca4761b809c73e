"""The acts on a national unit's own work, tried on a file and a translation of XA."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.acts import stories
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions import cooperation


@dataclass(frozen=True)
class Work:
    """A file and a distributed translation of XA."""

    file: str
    translation: str


Tried = Callable[[Caller, Work], object]
SESSION = cooperation.MeetingDraft("council_session", "Council session", stories.in_days(30))
KYOTO = cooperation.TranslationDraft("Revised Kyoto Convention", "mn", 2, stories.in_days(-9), "official")
ABOUT_THE_WORK: dict[Verb, Tried] = {
    Verb.READ_PIPELINE: lambda who, has: cooperation.read_pipeline(who, has.file),
    Verb.PASS_GATE: lambda who, has: cooperation.pass_gate(who, has.file, gate="research", on="2024-02"),
    Verb.NOTE_ON_PIPELINE: lambda who, has: cooperation.note_on_pipeline(who, has.file, text="x"),
    Verb.READ_TRANSLATION: lambda who, has: cooperation.read_translation(who, has.translation),
    Verb.DISTRIBUTE_TRANSLATION: lambda who, has: cooperation.distribute_translation(who, has.translation),
    Verb.ACKNOWLEDGE_TRANSLATION: lambda who, has: cooperation.acknowledge_translation(who, has.translation),
}
"""The acts that concern a record of XA's unit."""
OF_THE_OWN_UNIT: dict[Verb, Tried] = {
    Verb.OPEN_PIPELINE: lambda who, _: cooperation.open_pipeline(
        who, cooperation.FileDraft("accession", "K-9", "Istanbul Convention")
    ),
    Verb.LIST_PIPELINES: lambda who, _: cooperation.list_pipelines(who),
    Verb.RECORD_MEETING: lambda who, _: cooperation.record_meeting(who, SESSION),
    Verb.LIST_MEETINGS: lambda who, _: cooperation.list_meetings(who),
    Verb.RECORD_TRANSLATION: lambda who, _: cooperation.record_translation(who, KYOTO),
    Verb.LIST_TRANSLATIONS: lambda who, _: cooperation.list_translations(who),
    Verb.READ_POSITIONS: lambda who, _: cooperation.read_positions(who),
}
"""The acts that concern the caller's own unit."""


def work(world: World) -> Work:
    """A file and a distributed translation of XA."""
    officer = world.caller("xa.officer")
    file = cooperation.open_pipeline(officer, cooperation.FileDraft("accession", "K-1", "Revised Kyoto Convention"))
    translation = cooperation.record_translation(officer, KYOTO)
    cooperation.distribute_translation(officer, translation)
    return Work(file, translation)
