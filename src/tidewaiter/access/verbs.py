"""The acts anyone can perform and the roles people hold: the two closed lists on which every decision stands."""

from enum import StrEnum


class Verb(StrEnum):
    """One act, a reading or a change; the value is what the journal, the API and the catalogues call it."""

    # people
    RECORD_ADMINISTRATION = "record_administration"
    REGISTER_OFFICER = "register_officer"
    ISSUE_TOKEN = "issue_token"
    READ_JOURNAL = "read_journal"
    # registry
    RECORD_INSTRUMENT_ACT = "record_instrument_act"
    RECORD_AUTHORITY = "record_authority"
    RECORD_CONTACT_POINT = "record_contact_point"
    DESIGNATE_OFFICIAL = "designate_official"
    RECORD_FILING = "record_filing"
    READ_DIRECTORY = "read_directory"
    FIND_BASES = "find_bases"
    # organization
    RECORD_COUNCIL_DECISION = "record_council_decision"
    READ_CATEGORIES = "read_categories"
    # assistance
    READ_DESK = "read_desk"
    LIST_REQUESTS = "list_requests"
    READ_REQUEST = "read_request"
    DRAFT_REQUEST = "draft_request"
    EDIT_REQUEST = "edit_request"
    APPROVE_REQUEST = "approve_request"
    SEND = "send"
    RECEIVE = "receive"
    RETURN_FOR_COMPLETION = "return_for_completion"
    COMPLETE = "complete"
    START = "start"
    ANSWER_PARTLY = "answer_partly"
    ANSWER = "answer"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    ATTACH = "attach"
    READ_ATTACHMENT = "read_attachment"
    DELIVER_NOTICES = "deliver_notices"
    # central
    LIST_ENTRIES = "list_entries"
    READ_ENTRY = "read_entry"
    CREATE_ENTRY = "create_entry"
    EDIT_ENTRY = "edit_entry"
    RELEASE_ENTRY = "release_entry"
    EXTEND_ENTRY = "extend_entry"
    DELETE_ENTRY = "delete_entry"
    IMPORT_ENTRIES = "import_entries"
    RELEASE_BATCH = "release_batch"
    SEARCH_CENTRAL = "search_central"
    RUN_RETENTION = "run_retention"


class Role(StrEnum):
    """What an officer was appointed to be; an officer may hold several (ARCHITECTURE, settled point 11)."""

    OFFICER = "officer"
    APPROVER = "approver"
    CONTACT_POINT = "contact_point"
    HEAD = "head"
    CAIS_AUTHORITY = "cais_authority"
    CAIS_OFFICIAL = "cais_official"
    SECURITY_AUTHORITY = "security_authority"
    INDEPENDENT_REPRESENTATIVE = "independent_representative"
    DEPOSITARY = "depositary"
    SECRETARIAT_OFFICIAL = "secretariat_official"
    ADMINISTRATOR = "administrator"
    SYSTEM_JOB = "system_job"
    INSTALLER = "installer"


PERSONAL_ROLES: tuple[Role, ...] = tuple(role for role in Role if role not in (Role.SYSTEM_JOB, Role.INSTALLER))
"""Roles a person can be given: the system job's belongs to the worker, the installer's to whoever holds the host."""


ORGANIZATION_ROLES: frozenset[Role] = frozenset(
    {Role.INDEPENDENT_REPRESENTATIVE, Role.DEPOSITARY, Role.SECRETARIAT_OFFICIAL}
)
"""Roles that exist in the Organization alone: no Member keeps the register or the Council's decisions."""


class CentralPurpose(StrEnum):
    """What information of the central system may be used for (CCO-44, CCO-50.2)."""

    RISK_ASSESSMENT = "risk_assessment"
    OFFENCES = "offences"
    SUPPLY_CHAIN = "supply_chain"
