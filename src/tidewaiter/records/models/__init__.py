"""All tables, one module a shelf; Django finds them here."""

from tidewaiter.records.models.assistance import (
    Approval,
    Attachment,
    Notice,
    OutboxRow,
    PermittedMove,
    Reply,
    RequestForAssistance,
    Step,
)
from tidewaiter.records.models.central import (
    CentralEntry,
    EntryKey,
    EntryName,
    EntryVersion,
    ImportBatch,
)
from tidewaiter.records.models.journal import JournalBody, JournalEntry
from tidewaiter.records.models.marking import Marking
from tidewaiter.records.models.organization import CouncilDecision
from tidewaiter.records.models.people import Administration, ApiToken, Office, Officer, OfficerRole
from tidewaiter.records.models.registry import (
    CompetentAuthority,
    ContactPoint,
    DesignatedOfficial,
    Filing,
    InstrumentActRecord,
)

__all__ = [
    "Administration",
    "ApiToken",
    "Approval",
    "Attachment",
    "CentralEntry",
    "CompetentAuthority",
    "ContactPoint",
    "CouncilDecision",
    "DesignatedOfficial",
    "EntryKey",
    "EntryName",
    "EntryVersion",
    "Filing",
    "ImportBatch",
    "InstrumentActRecord",
    "JournalBody",
    "JournalEntry",
    "Marking",
    "Notice",
    "Office",
    "Officer",
    "OfficerRole",
    "OutboxRow",
    "PermittedMove",
    "Reply",
    "RequestForAssistance",
    "Step",
]
