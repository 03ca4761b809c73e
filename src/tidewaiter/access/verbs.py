"""The acts anyone can perform and the roles people hold: the two closed lists on which every decision stands."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Verb(StrEnum):
    """One act, a reading or a change; the value is what the journal, the API and the catalogues call it."""

    # people
    RECORD_ADMINISTRATION = "record_administration"
    REGISTER_OFFICER = "register_officer"
    ISSUE_TOKEN = "issue_token"
    READ_JOURNAL = "read_journal"
    INVITE_OFFICER = "invite_officer"
    WITHDRAW_INVITATION = "withdraw_invitation"
    ACTIVATE_ACCOUNT = "activate_account"
    SIGN_IN = "sign_in"
    NOTE_FAILED_SIGN_IN = "note_failed_sign_in"
    CHANGE_SIGN_IN = "change_sign_in"
    ACCEPT_DUTIES = "accept_duties"
    LIST_OFFICERS = "list_officers"
    CHANGE_ROLES = "change_roles"
    SUSPEND_OFFICER = "suspend_officer"
    RESTORE_OFFICER = "restore_officer"
    RENEW_ACCESS = "renew_access"
    END_DESIGNATION = "end_designation"
    RECERTIFY_OFFICER = "recertify_officer"
    LIST_TOKENS = "list_tokens"
    REVOKE_TOKEN = "revoke_token"
    REGISTER_MACHINE = "register_machine"
    RENEW_MACHINE_SECRET = "renew_machine_secret"
    OPEN_MACHINE_SESSION = "open_machine_session"
    RECORD_SIGN_ON = "record_sign_on"
    END_SIGN_ON = "end_sign_on"
    REVIEW_ACCOUNTS = "review_accounts"
    KEEP_FORM = "keep_form"
    OPEN_FORM = "open_form"
    DROP_FORM = "drop_form"
    # registry
    RECORD_INSTRUMENT_ACT = "record_instrument_act"
    RECORD_AUTHORITY = "record_authority"
    RECORD_CONTACT_POINT = "record_contact_point"
    DESIGNATE_OFFICIAL = "designate_official"
    RECORD_FILING = "record_filing"
    READ_DIRECTORY = "read_directory"
    READ_ADMINISTRATION = "read_administration"
    EXAMINE_AUTHORITY = "examine_authority"
    END_LISTING = "end_listing"
    END_OFFICIAL = "end_official"
    RECORD_INVESTIGATOR = "record_investigator"
    NOTE_DIRECT_CONTACT = "note_direct_contact"
    FIND_AUTHORITIES = "find_authorities"
    FIND_BASES = "find_bases"
    READ_UNITS = "read_units"
    RECORD_UNIT = "record_unit"
    READ_ARRANGEMENTS = "read_arrangements"
    RECORD_ARRANGEMENT = "record_arrangement"
    READ_AGREEMENTS = "read_agreements"
    RECORD_INSTRUMENT = "record_instrument"
    VERIFY_INSTRUMENT = "verify_instrument"
    WITHDRAW_INSTRUMENT_VERSION = "withdraw_instrument_version"
    EXPORT_REGISTER = "export_register"
    IMPORT_REGISTER = "import_register"
    READ_INSTRUMENT_STATUS = "read_instrument_status"
    READ_PARTIES = "read_parties"
    READ_PARTY = "read_party"
    READ_MATRIX = "read_matrix"
    READ_PROVISION_STATUS = "read_provision_status"
    READ_CALENDAR = "read_calendar"
    RECEIVE_ACT = "receive_act"
    EXAMINE_ACT = "examine_act"
    CURE_ACT = "cure_act"
    CONFIRM_ACT = "confirm_act"
    CORRECT_ACT = "correct_act"
    RETRACT_ACT = "retract_act"
    WEIGH_ACT = "weigh_act"
    READ_PARTY_ACT = "read_party_act"
    LIST_PARTY_ACTS = "list_party_acts"
    READ_DEPOSITARY_DESK = "read_depositary_desk"
    LIST_DISPATCHES = "list_dispatches"
    READ_DISPATCH = "read_dispatch"
    DISPATCH_NOTICE = "dispatch_notice"
    DROP_NOTICE = "drop_notice"
    RECORD_PROOF = "record_proof"
    KEEP_DOCUMENT = "keep_document"
    LIST_DOCUMENTS = "list_documents"
    READ_DOCUMENT = "read_document"
    CERTIFY_COPY = "certify_copy"
    # organization
    RECORD_COUNCIL_DECISION = "record_council_decision"
    READ_CATEGORIES = "read_categories"
    CHECK_VOTE = "check_vote"
    RECORD_VOTE = "record_vote"
    READ_VOTES = "read_votes"
    RECORD_EXCLUSION = "record_exclusion"
    RECORD_AMENDMENT = "record_amendment"
    RECORD_AMENDMENT_STEP = "record_amendment_step"
    READ_AMENDMENTS = "read_amendments"
    OPEN_DISPUTE = "open_dispute"
    RECORD_DISPUTE_STEP = "record_dispute_step"
    READ_DISPUTES = "read_disputes"
    RECORD_APPLICATION = "record_application"
    RECORD_APPLICATION_STEP = "record_application_step"
    READ_APPLICATIONS = "read_applications"
    RECORD_TRANSITION = "record_transition"
    RECORD_TRANSITION_STEP = "record_transition_step"
    READ_TRANSITION = "read_transition"
    RETRACT_MATTER_STEP = "retract_matter_step"
    RETRACT_VOTE = "retract_vote"
    # cooperation
    OPEN_PIPELINE = "open_pipeline"
    LIST_PIPELINES = "list_pipelines"
    READ_PIPELINE = "read_pipeline"
    PASS_GATE = "pass_gate"
    NOTE_ON_PIPELINE = "note_on_pipeline"
    RECORD_MEETING = "record_meeting"
    LIST_MEETINGS = "list_meetings"
    RECORD_TRANSLATION = "record_translation"
    LIST_TRANSLATIONS = "list_translations"
    READ_TRANSLATION = "read_translation"
    DISTRIBUTE_TRANSLATION = "distribute_translation"
    ACKNOWLEDGE_TRANSLATION = "acknowledge_translation"
    READ_POSITIONS = "read_positions"
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
    CLAIM_MAILS = "claim_mails"
    NOTE_MAILS = "note_mails"
    READ_NOTICES = "read_notices"
    OPEN_NOTICE = "open_notice"
    ACKNOWLEDGE_NOTICES = "acknowledge_notices"
    READ_NOTICE_CHOICE = "read_notice_choice"
    CHOOSE_NOTICES = "choose_notices"
    # central
    LIST_ENTRIES = "list_entries"
    READ_ENTRY = "read_entry"
    CREATE_ENTRY = "create_entry"
    EDIT_ENTRY = "edit_entry"
    RELEASE_ENTRY = "release_entry"
    EXTEND_ENTRY = "extend_entry"
    DELETE_ENTRY = "delete_entry"
    CHECK_IMPORT = "check_import"
    BEGIN_IMPORT = "begin_import"
    IMPORT_ENTRIES = "import_entries"
    FINISH_IMPORT = "finish_import"
    ABANDON_IMPORT = "abandon_import"
    READ_IMPORT = "read_import"
    LIST_IMPORTS = "list_imports"
    SAVE_MAPPING = "save_mapping"
    LIST_MAPPINGS = "list_mappings"
    RELEASE_BATCH = "release_batch"
    SEARCH_CENTRAL = "search_central"
    EXPORT_ENTRIES = "export_entries"
    LIST_EXPORTS = "list_exports"
    RUN_RETENTION = "run_retention"
    KEEP_INDEX = "keep_index"
    # screening
    CHECK_LIST = "check_list"
    SUBMIT_LIST = "submit_list"
    ADD_LINES = "add_lines"
    FINISH_LIST = "finish_list"
    READ_LIST = "read_list"
    LIST_LISTS = "list_lists"
    DELETE_LIST = "delete_list"
    LIST_HITS = "list_hits"
    READ_HIT = "read_hit"
    DECIDE_HIT = "decide_hit"
    KEEP_ORDINARY_NAME = "keep_ordinary_name"
    WITHDRAW_ORDINARY_NAME = "withdraw_ordinary_name"
    LIST_ORDINARY_NAMES = "list_ordinary_names"
    RECORD_ELEMENT_LIST = "record_element_list"
    LIST_ELEMENT_LISTS = "list_element_lists"
    SAVE_LIST_MAPPING = "save_list_mapping"
    LIST_LIST_MAPPINGS = "list_list_mappings"
    FIND_LIST_WORK = "find_list_work"
    SCREEN_LIST = "screen_list"
    RESCREEN_LIST = "rescreen_list"
    RETIRE_LISTS = "retire_lists"
    KEEP_PROFILE = "keep_profile"
    RELEASE_PROFILE = "release_profile"
    WITHDRAW_PROFILE = "withdraw_profile"
    LIST_PROFILES = "list_profiles"
    VIEW_PROFILE = "view_profile"
    TRY_PROFILE = "try_profile"
    LIST_RISKS = "list_risks"
    DECIDE_RISK = "decide_risk"
    REVIEW_PROFILES = "review_profiles"


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
    LIST_SENDER = "list_sender"
    SYSTEM_JOB = "system_job"
    INSTALLER = "installer"
    INVITED = "invited"
    STRANGER = "stranger"
    PUBLIC_READER = "public_reader"


PERSONAL_ROLES: tuple[Role, ...] = tuple(
    role
    for role in Role
    if role
    not in (
        Role.LIST_SENDER,
        Role.SYSTEM_JOB,
        Role.INSTALLER,
        Role.INVITED,
        Role.STRANGER,
        Role.PUBLIC_READER,
    )
)
"""Roles a person can be given; the others belong to machines, the worker, the holder of the host, whoever is invited or
has an account that is not complete yet, whoever tried to sign in and could not, and whoever reads what is published."""

MACHINE_ROLES: tuple[Role, ...] = (Role.OFFICER, Role.CONTACT_POINT, Role.LIST_SENDER)
"""Roles a machine account can be given: what a second officer or a designated official decides, a person decides.

A sender of lists hands lists in for the designated official who answers for it, and learns nothing of what they hit.
"""


ORGANIZATION_ROLES: frozenset[Role] = frozenset(
    {Role.INDEPENDENT_REPRESENTATIVE, Role.DEPOSITARY, Role.SECRETARIAT_OFFICIAL}
)
"""Roles that exist in the Organization alone: no Member keeps the register or the Council's decisions."""


class CentralPurpose(StrEnum):
    """What information of the central system may be used for (CCO-44, CCO-50.2)."""

    RISK_ASSESSMENT = "risk_assessment"
    OFFENCES = "offences"
    SUPPLY_CHAIN = "supply_chain"


class Scope(StrEnum):
    """What an API token may be used for; an act needs the one scope that `access.rules.SCOPES` gives it."""

    REQUESTS_READ = "requests:read"
    REQUESTS_WRITE = "requests:write"
    REQUESTS_DECIDE = "requests:decide"
    CENTRAL_READ = "central:read"
    CENTRAL_WRITE = "central:write"
    CENTRAL_RELEASE = "central:release"
    CENTRAL_EXPORT = "central:export"
    SCREENING_READ = "screening:read"
    SCREENING_WRITE = "screening:write"
    SCREENING_RELEASE = "screening:release"
    REGISTER_READ = "register:read"
    REGISTER_WRITE = "register:write"
    COOPERATION_READ = "cooperation:read"
    COOPERATION_WRITE = "cooperation:write"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    JOURNAL_READ = "journal:read"


RANKS: Mapping[Role, int] = MappingProxyType(
    {
        Role.OFFICER: 1,
        Role.CONTACT_POINT: 1,
        Role.CAIS_OFFICIAL: 1,
        Role.LIST_SENDER: 1,
        Role.APPROVER: 2,
        Role.ADMINISTRATOR: 3,
        Role.CAIS_AUTHORITY: 3,
        Role.SECURITY_AUTHORITY: 3,
        Role.DEPOSITARY: 3,
        Role.SECRETARIAT_OFFICIAL: 3,
        Role.HEAD: 4,
        Role.INDEPENDENT_REPRESENTATIVE: 4,
    }
)
"""How much power a role carries: nobody manages an account whose highest role stands above their own highest."""


def rank_of(roles: Iterable[Role]) -> int:
    """The highest rank among roles; 0 without any."""
    return max((RANKS.get(role, 0) for role in roles), default=0)
