"""Acts of a national international-cooperation unit on its own work: files, meetings, translations, positions."""

from tidewaiter.actions.cooperation.meetings import (
    MEETING_KINDS,
    MeetingDraft,
    MeetingView,
    list_meetings,
    record_meeting,
)
from tidewaiter.actions.cooperation.pipelines import (
    FILE_KINDS,
    FileDraft,
    FileLine,
    FileView,
    list_pipelines,
    note_on_pipeline,
    open_pipeline,
    pass_gate,
    read_pipeline,
)
from tidewaiter.actions.cooperation.positions import read_positions
from tidewaiter.actions.cooperation.translations import (
    TRANSLATION_STATES,
    TranslationDraft,
    TranslationLine,
    TranslationView,
    acknowledge_translation,
    distribute_translation,
    list_translations,
    read_translation,
    record_translation,
)

__all__ = [
    "FILE_KINDS",
    "MEETING_KINDS",
    "TRANSLATION_STATES",
    "FileDraft",
    "FileLine",
    "FileView",
    "MeetingDraft",
    "MeetingView",
    "TranslationDraft",
    "TranslationLine",
    "TranslationView",
    "acknowledge_translation",
    "distribute_translation",
    "list_meetings",
    "list_pipelines",
    "list_translations",
    "note_on_pipeline",
    "open_pipeline",
    "pass_gate",
    "read_pipeline",
    "read_positions",
    "read_translation",
    "record_meeting",
    "record_translation",
]
