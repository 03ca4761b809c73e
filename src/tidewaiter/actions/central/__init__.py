"""Acts on the central system: watch entries from entry to deletion, search, import; doors import them from here."""

from tidewaiter.actions.central.importing import import_entries, release_batch
from tidewaiter.actions.central.keeping import (
    create_entry,
    delete_entry,
    edit_entry,
    extend_entry,
    list_entries,
    read_entry,
    release_entry,
)
from tidewaiter.actions.central.retention import run_retention
from tidewaiter.actions.central.searching import search_central
from tidewaiter.actions.central.shapes import (
    BatchView,
    EntryLine,
    EntryPage,
    EntryView,
    Hit,
    ImportDefaults,
    ImportReport,
    ImportRow,
    Query,
    RefusedRow,
    RetentionReport,
    SearchResult,
    VersionView,
)

__all__ = [
    "BatchView",
    "EntryLine",
    "EntryPage",
    "EntryView",
    "Hit",
    "ImportDefaults",
    "ImportReport",
    "ImportRow",
    "Query",
    "RefusedRow",
    "RetentionReport",
    "SearchResult",
    "VersionView",
    "create_entry",
    "delete_entry",
    "edit_entry",
    "extend_entry",
    "import_entries",
    "list_entries",
    "read_entry",
    "release_batch",
    "release_entry",
    "run_retention",
    "search_central",
]
