"""The two tables of access: which rows a caller may see, and who may perform which act, with their provisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tidewaiter.access.facts import Kind
from tidewaiter.access.verbs import ORGANIZATION_ROLES, PERSONAL_ROLES, Role, Scope, Verb
from tidewaiter.access.words import All, Any, AtMost, Expression, Fact, Listed, Not, NotAfter, Of, Same, Set, Value


def _holds(role: Role, provision: str = "") -> Listed:
    return Listed(Value(role.value), Of("roles"), provision=provision)


_OWN = Same(Fact("owner"), Of("administration"))
_SYSTEM = _holds(Role.SYSTEM_JOB)
_INSIDE = Not(Any((_holds(Role.INVITED), _holds(Role.STRANGER), _holds(Role.PUBLIC_READER))), provision="CCO-47.1.iii")
_KEEPS_THE_REGISTER = (_holds(Role.DEPOSITARY, "CCO-66.1"), _holds(Role.SECRETARIAT_OFFICIAL, "CCO-45.4"))
_MINE = All((_OWN, Listed(Of("officer"), Fact("allow_officers"))))
_ALLOWED = Any(
    (
        All(
            (
                Not(Set(Fact("allow_administrations"))),
                Not(Set(Fact("allow_offices"))),
                Not(Set(Fact("allow_officers"))),
            )
        ),
        Listed(Of("administration"), Fact("allow_administrations")),
        Listed(Of("office"), Fact("allow_offices")),
        Listed(Of("officer"), Fact("allow_officers")),
    ),
    provision="CCO-52.7",
)
_DENIED = Any(
    (
        Listed(Of("administration"), Fact("deny_administrations")),
        Listed(Of("office"), Fact("deny_offices")),
        Listed(Of("officer"), Fact("deny_officers")),
    )
)
_NOT_EXPIRED = Any(
    (Not(Set(Fact("last_day"))), NotAfter(Of("day"), Fact("last_day"))),
    provision="CCO-51.3",
)
_PERSONAL_DATA_OPEN = Any(
    (
        Not(Set(Fact("personal"))),
        All(
            (
                Set(Of("undertaking"), provision="CCO-31.3"),
                Not(Set(Of("organization")), provision="CCO-50.3"),
            )
        ),
    )
)

_SEE_RELEASED_ENTRY = All(
    (
        Set(Fact("released"), provision="CCO-53.1"),
        Listed(Of("purpose"), Fact("purposes"), provision="CCO-50.2"),
        # said first, since most entries name nobody and every search weighs them all
        Any((Set(Fact("names_nobody")), All((Not(_DENIED), _ALLOWED))), provision="CCO-52.7"),
        _PERSONAL_DATA_OPEN,
    )
)

SEE: Mapping[Kind, Expression] = MappingProxyType(
    {
        Kind.PUBLISHED: Set(Of("administration"), provision="CCO-66.1"),
        Kind.PUBLIC: All(
            (Set(Of("administration"), provision="CCO-52.1"), Not(_holds(Role.PUBLIC_READER), provision="CCO-47.1.iii"))
        ),
        Kind.DISPATCH: All(
            (
                _INSIDE,
                Any(
                    (
                        _OWN,
                        _SYSTEM,
                        *_KEEPS_THE_REGISTER,
                        All((Set(Fact("released")), Listed(Of("administration"), Fact("parties")))),
                    ),
                    provision="SYS-9",
                ),
            )
        ),
        Kind.REQUEST: All(
            (
                _INSIDE,
                Any(
                    (
                        _OWN,
                        All(
                            (
                                Set(Fact("released"), provision="CCO-21.1"),
                                Listed(Of("administration"), Fact("parties"), provision="CCO-30.1"),
                            )
                        ),
                    ),
                    provision="CCO-30.1",
                ),
            )
        ),
        Kind.ENTRY: Any(
            (
                _SYSTEM,
                All(
                    (
                        _holds(Role.CAIS_OFFICIAL, "CCO-52.2"),
                        _NOT_EXPIRED,
                        Any((_OWN, _SEE_RELEASED_ENTRY)),
                    )
                ),
            )
        ),
        Kind.NOTICE: Any((All((_OWN, _INSIDE)), _SYSTEM), provision="CCO-30.1"),
        Kind.OUTBOX: Any((_SYSTEM,), provision="CCO-47.1"),
        Kind.HOUSE: Any((All((_OWN, _INSIDE)), _SYSTEM), provision="CCO-47.1.iii"),
        Kind.PERSONAL: Any((_MINE, _SYSTEM), provision="CCO-47.1.iii"),
        Kind.JOURNAL: All(
            (
                _OWN,
                Any(
                    tuple(
                        _holds(role)
                        for role in (
                            Role.HEAD,
                            Role.CAIS_AUTHORITY,
                            Role.SECURITY_AUTHORITY,
                            Role.ADMINISTRATOR,
                            Role.SYSTEM_JOB,
                        )
                    )
                ),
            ),
            provision="CCO-47.1",
        ),
    }
)
"""Which rows: a row is visible when the expression of its kind holds for the caller and the row's marking."""

OWN: Mapping[Kind, Expression] = MappingProxyType(
    {
        Kind.PUBLISHED: Any((All((_OWN, _INSIDE)), _SYSTEM, *_KEEPS_THE_REGISTER)),
        Kind.PUBLIC: Any((_OWN, _SYSTEM, *_KEEPS_THE_REGISTER)),
        Kind.DISPATCH: Any((All((_OWN, _INSIDE)), _SYSTEM, *_KEEPS_THE_REGISTER)),
        Kind.REQUEST: Same(Fact("owner"), Of("administration"), provision="CCO-21.1"),
        Kind.ENTRY: Any(
            (_SYSTEM, All((_OWN, _holds(Role.CAIS_OFFICIAL, "CCO-52.2")))),
            provision="CCO-53.1",
        ),
        Kind.NOTICE: Any((_OWN, _SYSTEM)),
        Kind.OUTBOX: Any((_OWN, _SYSTEM)),
        Kind.HOUSE: Any((_OWN, _SYSTEM)),
        Kind.PERSONAL: Any((_MINE, _SYSTEM)),
        Kind.JOURNAL: Same(Fact("owner"), Of("administration"), provision="CCO-47.1"),
    }
)
"""Which rows a caller may write: the owner's, since only the supplier changes what it supplied (CCO-53.1)."""


@dataclass(frozen=True, slots=True)
class ActRule:
    """Who may perform one act: roles of which one suffices, what must hold of the record, and the provision."""

    roles: tuple[Role, ...]
    provision: str
    requires: Expression = All(())


_REQUEST_STAFF = (Role.OFFICER, Role.APPROVER, Role.CONTACT_POINT, Role.HEAD)
_EVERYONE = PERSONAL_ROLES
_ENTERING = (*_EVERYONE, Role.INVITED)
_DRAFTS_AGREEMENTS = (Role.DEPOSITARY, Role.SECRETARIAT_OFFICIAL, Role.HEAD, Role.APPROVER, Role.OFFICER)
# What the register publishes is no secret: where an installation shows it to the public, the public reads it too.
_PUBLISHED_TO = (*_EVERYONE, Role.PUBLIC_READER)
_LOG_READERS = (Role.HEAD, Role.CAIS_AUTHORITY, Role.SECURITY_AUTHORITY, Role.ADMINISTRATOR)
_OFFICIAL = (Role.CAIS_OFFICIAL,)
_HANDS_IN = (*_OFFICIAL, Role.LIST_SENDER)
_PROFILING = (Role.CAIS_OFFICIAL, Role.APPROVER, Role.HEAD)
_SYSTEM_JOB = (Role.SYSTEM_JOB,)
_INSTALLS = (Role.INSTALLER,)
_INSTALLER = _holds(Role.INSTALLER)
_REQUESTING = Same(Fact("owner"), Of("administration"), provision="CCO-21.1")
_REQUESTED = Same(Fact("requested"), Of("administration"), provision="CCO-21.1")
_PARTY = Any((_REQUESTING, _REQUESTED), provision="CCO-30.1")
_ANOTHER_OFFICER = Not(Same(Fact("author"), Of("officer")), provision="SYS-7")
_SUPPLIER = Same(Fact("owner"), Of("administration"), provision="CCO-53.1")
_MEMBER = Set(Fact("bound"), provision="CCO-64.1")
_SUPPLIES = All((_SUPPLIER, _MEMBER, _PERSONAL_DATA_OPEN))
_SCREENS = All(
    (_OWN, _MEMBER, Set(Of("purpose"), provision="CCO-50.2"), Set(Of("case"), provision="CCO-47.1")),
    provision="CCO-50.2",
)
_OF_THE_DISPUTE = Any(
    (_holds(Role.SECRETARIAT_OFFICIAL), Listed(Of("administration"), Fact("parties"))), provision="CCO-63.1"
)
_MANAGERS = (Role.ADMINISTRATOR, Role.HEAD)
_ONESELF = Same(Fact("author"), Of("officer"), provision="CCO-47.1.ii")
_FRESH = Set(Of("fresh"), provision="CCO-47.1.ii")
_NOT_ABOVE = AtMost(Fact("rank"), Of("rank"), provision="CCO-47.1.ii")
_OF_THE_DIRECTORY = Any((_OWN, _holds(Role.DEPOSITARY)))
_UNIT = (Role.OFFICER, Role.APPROVER, Role.HEAD)
_NATIONAL = tuple(role for role in PERSONAL_ROLES if role not in ORGANIZATION_ROLES)
_KEEPERS = (Role.DEPOSITARY, Role.SECRETARIAT_OFFICIAL)
_TOLD = Any(
    (
        _OWN,
        *_KEEPS_THE_REGISTER,
        All((Set(Fact("released")), Listed(Of("administration"), Fact("parties")))),
    ),
    provision="SYS-9",
)
_MANAGES = All((_OWN, _NOT_ABOVE, _FRESH))
_MANAGES_ANOTHER = All((_MANAGES, Not(_ONESELF, provision="CCO-47.1.ii")))

ACTS: Mapping[Verb, ActRule] = MappingProxyType(
    {
        Verb.RECORD_ADMINISTRATION: ActRule((*_INSTALLS, Role.SECRETARIAT_OFFICIAL), "CCO-45.4"),
        Verb.REGISTER_OFFICER: ActRule(_INSTALLS, "CCO-1.ix"),
        Verb.INVITE_OFFICER: ActRule(_MANAGERS, "CCO-1.ix", _MANAGES),
        Verb.WITHDRAW_INVITATION: ActRule(_MANAGERS, "CCO-1.ix", All((_OWN, _NOT_ABOVE))),
        Verb.ACTIVATE_ACCOUNT: ActRule((Role.INVITED,), "CCO-47.1.ii", All((_OWN, _ONESELF))),
        Verb.SIGN_IN: ActRule(_ENTERING, "CCO-47.1.ii", _ONESELF),
        Verb.NOTE_FAILED_SIGN_IN: ActRule((Role.STRANGER,), "CCO-47.1.v", _OWN),
        Verb.CHANGE_SIGN_IN: ActRule(_ENTERING, "CCO-47.1.ii", All((_ONESELF, _FRESH))),
        Verb.ACCEPT_DUTIES: ActRule(_ENTERING, "CCO-52.2", _ONESELF),
        Verb.LIST_OFFICERS: ActRule((*_MANAGERS, Role.SECURITY_AUTHORITY), "CCO-47.1.iv", _OWN),
        Verb.CHANGE_ROLES: ActRule(_MANAGERS, "CCO-47.1.ii", _MANAGES_ANOTHER),
        Verb.SUSPEND_OFFICER: ActRule((*_MANAGERS, Role.SECURITY_AUTHORITY), "CCO-47.1.ii", _MANAGES_ANOTHER),
        Verb.RESTORE_OFFICER: ActRule(_MANAGERS, "CCO-47.1.ii", _MANAGES_ANOTHER),
        Verb.RENEW_ACCESS: ActRule(_MANAGERS, "CCO-47.1.ii", _MANAGES_ANOTHER),
        Verb.END_DESIGNATION: ActRule(_MANAGERS, "CCO-1.ix", _MANAGES_ANOTHER),
        Verb.RECERTIFY_OFFICER: ActRule(
            _MANAGERS, "CCO-47.1.ii", All((_MANAGES, Any((Not(_ONESELF), _holds(Role.HEAD)), provision="CCO-47.1.ii")))
        ),
        Verb.LIST_TOKENS: ActRule(_EVERYONE, "CCO-47.1.iv", _OWN),
        Verb.REVOKE_TOKEN: ActRule(
            _EVERYONE,
            "CCO-47.1.ii",
            All((_OWN, Any((_ONESELF, *(_holds(role) for role in (*_MANAGERS, Role.SECURITY_AUTHORITY)))))),
        ),
        Verb.REGISTER_MACHINE: ActRule(_MANAGERS, "CCO-47.1.ii", _MANAGES),
        Verb.RENEW_MACHINE_SECRET: ActRule(_MANAGERS, "CCO-47.1.ii", _MANAGES_ANOTHER),
        Verb.OPEN_MACHINE_SESSION: ActRule(
            (*_EVERYONE, Role.LIST_SENDER), "CCO-47.1.ii", All((_ONESELF, Set(Of("machine"))))
        ),
        Verb.RECORD_SIGN_ON: ActRule(_MANAGERS, "CCO-47.1.ii", _MANAGES),
        Verb.END_SIGN_ON: ActRule(_MANAGERS, "CCO-47.1.ii", _MANAGES),
        Verb.REVIEW_ACCOUNTS: ActRule(_SYSTEM_JOB, "CCO-47.1.ii"),
        Verb.KEEP_FORM: ActRule(_EVERYONE, "CCO-47.1.iii", _ONESELF),
        Verb.OPEN_FORM: ActRule(_EVERYONE, "CCO-47.1.iii", _ONESELF),
        Verb.DROP_FORM: ActRule(_EVERYONE, "CCO-47.1.iii", _ONESELF),
        Verb.ISSUE_TOKEN: ActRule(
            (*_INSTALLS, *_EVERYONE),
            "CCO-47.1",
            Any((_INSTALLER, All((_ONESELF, _FRESH)))),
        ),
        Verb.READ_JOURNAL: ActRule(_LOG_READERS, "CCO-47.1", _OWN),
        Verb.RECORD_INSTRUMENT_ACT: ActRule((Role.DEPOSITARY,), "CCO-66.2.iii"),
        Verb.RECORD_AUTHORITY: ActRule(
            (Role.DEPOSITARY, Role.SECRETARIAT_OFFICIAL, Role.HEAD),
            "CCO-45.3",
            _OF_THE_DIRECTORY,
        ),
        Verb.EXAMINE_AUTHORITY: ActRule((Role.DEPOSITARY, Role.SECRETARIAT_OFFICIAL), "CCO-20.3"),
        Verb.RECORD_INVESTIGATOR: ActRule((Role.DEPOSITARY, Role.HEAD), "CCO-61.1", _OF_THE_DIRECTORY),
        Verb.NOTE_DIRECT_CONTACT: ActRule(_REQUEST_STAFF, "CCO-61.1", _OWN),
        Verb.END_LISTING: ActRule((Role.DEPOSITARY, Role.HEAD), "CCO-20.3", All((_OF_THE_DIRECTORY, _FRESH))),
        Verb.END_OFFICIAL: ActRule((Role.CAIS_AUTHORITY, Role.HEAD), "CCO-52.6", All((_OWN, _FRESH))),
        Verb.RECORD_CONTACT_POINT: ActRule(
            (Role.DEPOSITARY, Role.HEAD), "CCO-21.1", Any((_OWN, _holds(Role.DEPOSITARY)))
        ),
        Verb.DESIGNATE_OFFICIAL: ActRule((Role.CAIS_AUTHORITY, Role.HEAD), "CCO-52.2", _OWN),
        Verb.RECORD_FILING: ActRule((Role.DEPOSITARY,), "CCO-66.2.iv"),
        Verb.RECEIVE_ACT: ActRule((Role.DEPOSITARY,), "CCO-66.2.iii"),
        Verb.EXAMINE_ACT: ActRule((Role.DEPOSITARY,), "CCO-66.2.v"),
        Verb.CURE_ACT: ActRule((Role.DEPOSITARY,), "CCO-66.2.v"),
        Verb.CONFIRM_ACT: ActRule((Role.DEPOSITARY,), "CCO-66.2.v", _FRESH),
        Verb.CORRECT_ACT: ActRule((Role.DEPOSITARY,), "SYS-3", _FRESH),
        Verb.RETRACT_ACT: ActRule((Role.DEPOSITARY,), "SYS-3", _FRESH),
        Verb.WEIGH_ACT: ActRule(_KEEPERS, "CCO-66.2.v"),
        Verb.READ_PARTY_ACT: ActRule(_EVERYONE, "SYS-3"),
        Verb.LIST_PARTY_ACTS: ActRule(_EVERYONE, "SYS-3"),
        Verb.READ_DEPOSITARY_DESK: ActRule(_KEEPERS, "CCO-66.1"),
        Verb.LIST_DISPATCHES: ActRule(_KEEPERS, "SYS-9"),
        Verb.READ_DISPATCH: ActRule(_EVERYONE, "SYS-9", _TOLD),
        Verb.DISPATCH_NOTICE: ActRule(_KEEPERS, "SYS-9", _FRESH),
        Verb.DROP_NOTICE: ActRule(_KEEPERS, "SYS-9", _FRESH),
        Verb.RECORD_PROOF: ActRule(_KEEPERS, "SYS-9"),
        Verb.KEEP_DOCUMENT: ActRule((Role.DEPOSITARY,), "CCO-66.2.iii"),
        Verb.LIST_DOCUMENTS: ActRule(_EVERYONE, "CCO-66.2.iii"),
        Verb.READ_DOCUMENT: ActRule(_EVERYONE, "CCO-66.2.iii"),
        Verb.CERTIFY_COPY: ActRule((Role.DEPOSITARY,), "CCO-66.2.ii", _FRESH),
        Verb.READ_DIRECTORY: ActRule(_EVERYONE, "CCO-21.1"),
        Verb.READ_ADMINISTRATION: ActRule(_EVERYONE, "CCO-52.6"),
        Verb.FIND_AUTHORITIES: ActRule(_EVERYONE, "CCO-20.3"),
        Verb.FIND_BASES: ActRule(_EVERYONE, "CCO-20.5"),
        Verb.READ_UNITS: ActRule(_EVERYONE, "CCO-5.1"),
        Verb.RECORD_UNIT: ActRule((Role.DEPOSITARY, Role.SECRETARIAT_OFFICIAL), "CCO-5.1"),
        Verb.READ_ARRANGEMENTS: ActRule(_EVERYONE, "CCO-61.2"),
        Verb.RECORD_ARRANGEMENT: ActRule(
            (Role.DEPOSITARY, Role.SECRETARIAT_OFFICIAL, Role.HEAD), "CCO-61.2", Any((_OWN, *_KEEPS_THE_REGISTER))
        ),
        Verb.READ_AGREEMENTS: ActRule(_EVERYONE, "CCO-20.5"),
        Verb.RECORD_INSTRUMENT: ActRule(_DRAFTS_AGREEMENTS, "CCO-20.5", Any((_OWN, *_KEEPS_THE_REGISTER))),
        Verb.VERIFY_INSTRUMENT: ActRule(
            _DRAFTS_AGREEMENTS, "CCO-20.5", All((Any((_OWN, *_KEEPS_THE_REGISTER)), _ANOTHER_OFFICER, _FRESH))
        ),
        Verb.WITHDRAW_INSTRUMENT_VERSION: ActRule(
            _DRAFTS_AGREEMENTS, "CCO-20.5", All((Any((_OWN, *_KEEPS_THE_REGISTER)), _FRESH))
        ),
        Verb.EXPORT_REGISTER: ActRule(_EVERYONE, "CCO-66.1"),
        Verb.IMPORT_REGISTER: ActRule((Role.DEPOSITARY,), "CCO-66.2.iii", _FRESH),
        Verb.READ_INSTRUMENT_STATUS: ActRule(_PUBLISHED_TO, "CCO-66.1"),
        Verb.READ_PARTIES: ActRule(_PUBLISHED_TO, "CCO-66.1"),
        Verb.READ_PARTY: ActRule(_PUBLISHED_TO, "CCO-66.1"),
        Verb.READ_MATRIX: ActRule(_PUBLISHED_TO, "CCO-43.4"),
        Verb.READ_PROVISION_STATUS: ActRule(_PUBLISHED_TO, "CCO-66.1"),
        Verb.READ_CALENDAR: ActRule(_PUBLISHED_TO, "CCO-66.2.vi"),
        Verb.RECORD_COUNCIL_DECISION: ActRule((Role.SECRETARIAT_OFFICIAL,), "CCO-44"),
        Verb.READ_CATEGORIES: ActRule(_EVERYONE, "CCO-44"),
        Verb.CHECK_VOTE: ActRule((Role.SECRETARIAT_OFFICIAL,), "CCO-10.4"),
        Verb.RECORD_VOTE: ActRule((Role.SECRETARIAT_OFFICIAL,), "CCO-10.5"),
        Verb.READ_VOTES: ActRule(_EVERYONE, "CCO-2.2"),
        Verb.RECORD_EXCLUSION: ActRule((Role.SECRETARIAT_OFFICIAL,), "CCO-16.2"),
        Verb.RECORD_AMENDMENT: ActRule((*_KEEPERS, Role.HEAD), "CCO-62.1"),
        Verb.RECORD_AMENDMENT_STEP: ActRule(_KEEPERS, "CCO-62.2"),
        Verb.READ_AMENDMENTS: ActRule(_EVERYONE, "CCO-62.2"),
        Verb.OPEN_DISPUTE: ActRule((Role.SECRETARIAT_OFFICIAL, Role.HEAD), "CCO-63.1", _OF_THE_DISPUTE),
        Verb.RECORD_DISPUTE_STEP: ActRule((Role.SECRETARIAT_OFFICIAL, Role.HEAD), "CCO-63.1", _OF_THE_DISPUTE),
        Verb.READ_DISPUTES: ActRule((*_REQUEST_STAFF, *_KEEPERS), "CCO-63.1"),
        Verb.RECORD_APPLICATION: ActRule(_KEEPERS, "CCO-6.1"),
        Verb.RECORD_APPLICATION_STEP: ActRule(_KEEPERS, "CCO-6.1"),
        Verb.READ_APPLICATIONS: ActRule(_EVERYONE, "CCO-6.1"),
        Verb.RECORD_TRANSITION: ActRule(_KEEPERS, "CCO-56"),
        Verb.RECORD_TRANSITION_STEP: ActRule(_KEEPERS, "CCO-56"),
        Verb.READ_TRANSITION: ActRule(_EVERYONE, "CCO-56"),
        Verb.RETRACT_MATTER_STEP: ActRule(_KEEPERS, "SYS-3", _FRESH),
        Verb.RETRACT_VOTE: ActRule((Role.SECRETARIAT_OFFICIAL,), "SYS-3", _FRESH),
        Verb.OPEN_PIPELINE: ActRule(_UNIT, "MNG-8", _OWN),
        Verb.LIST_PIPELINES: ActRule(_NATIONAL, "MNG-8", _OWN),
        Verb.READ_PIPELINE: ActRule(_NATIONAL, "MNG-8", _OWN),
        Verb.PASS_GATE: ActRule(_UNIT, "MNG-8", _OWN),
        Verb.NOTE_ON_PIPELINE: ActRule(_UNIT, "MNG-8", _OWN),
        Verb.RECORD_MEETING: ActRule(_UNIT, "MNG-11", _OWN),
        Verb.LIST_MEETINGS: ActRule(_NATIONAL, "MNG-11", _OWN),
        Verb.RECORD_TRANSLATION: ActRule(_UNIT, "MNG-12", _OWN),
        Verb.LIST_TRANSLATIONS: ActRule(_NATIONAL, "MNG-12", _OWN),
        Verb.READ_TRANSLATION: ActRule(_NATIONAL, "MNG-12", _OWN),
        Verb.DISTRIBUTE_TRANSLATION: ActRule(_UNIT, "MNG-12", _OWN),
        Verb.ACKNOWLEDGE_TRANSLATION: ActRule(_NATIONAL, "MNG-12", _ONESELF),
        Verb.READ_POSITIONS: ActRule(_NATIONAL, "MNG-1", _OWN),
        Verb.READ_DESK: ActRule(_EVERYONE, "CCO-20.1"),
        Verb.LIST_REQUESTS: ActRule(_REQUEST_STAFF, "CCO-30.1"),
        Verb.READ_REQUEST: ActRule(_REQUEST_STAFF, "CCO-30.1", _PARTY),
        Verb.DRAFT_REQUEST: ActRule(_REQUEST_STAFF, "CCO-21.1", _REQUESTING),
        Verb.EDIT_REQUEST: ActRule(_REQUEST_STAFF, "CCO-21.1", _REQUESTING),
        Verb.APPROVE_REQUEST: ActRule((Role.APPROVER, Role.HEAD), "SYS-7", All((_REQUESTING, _ANOTHER_OFFICER))),
        Verb.SEND: ActRule(_REQUEST_STAFF, "CCO-21.1", _REQUESTING),
        Verb.RECEIVE: ActRule(_REQUEST_STAFF, "CCO-21.1", _REQUESTED),
        Verb.RETURN_FOR_COMPLETION: ActRule(_REQUEST_STAFF, "CCO-21.4", _REQUESTED),
        Verb.COMPLETE: ActRule(_REQUEST_STAFF, "CCO-21.4", _REQUESTING),
        Verb.START: ActRule(_REQUEST_STAFF, "CCO-21.1", _REQUESTED),
        Verb.ANSWER_PARTLY: ActRule(_REQUEST_STAFF, "CCO-20.2", _REQUESTED),
        Verb.ANSWER: ActRule(_REQUEST_STAFF, "CCO-20.2", _REQUESTED),
        Verb.DECLINE: ActRule((Role.APPROVER, Role.HEAD), "CCO-42.5", _REQUESTED),
        Verb.WITHDRAW: ActRule(_REQUEST_STAFF, "CCO-21.1", _REQUESTING),
        Verb.CLOSE: ActRule(_REQUEST_STAFF, "CCO-21.1", _REQUESTING),
        Verb.ATTACH: ActRule(_REQUEST_STAFF, "CCO-21.2", _PARTY),
        Verb.READ_ATTACHMENT: ActRule(_REQUEST_STAFF, "CCO-30.1", _PARTY),
        Verb.DELIVER_NOTICES: ActRule(_SYSTEM_JOB, "SYS-9"),
        Verb.CLAIM_MAILS: ActRule(_SYSTEM_JOB, "SYS-9"),
        Verb.NOTE_MAILS: ActRule(_SYSTEM_JOB, "SYS-9"),
        Verb.READ_NOTICES: ActRule(_EVERYONE, "CCO-30.1", _OWN),
        Verb.OPEN_NOTICE: ActRule(_EVERYONE, "CCO-30.1", _OWN),
        Verb.ACKNOWLEDGE_NOTICES: ActRule(_EVERYONE, "CCO-30.1", _OWN),
        Verb.READ_NOTICE_CHOICE: ActRule(_EVERYONE, "CCO-47.1.iii", _ONESELF),
        Verb.CHOOSE_NOTICES: ActRule(_EVERYONE, "CCO-47.1.iii", _ONESELF),
        Verb.LIST_ENTRIES: ActRule(_OFFICIAL, "CCO-52.2"),
        Verb.READ_ENTRY: ActRule(_OFFICIAL, "CCO-52.2", Any((_SUPPLIER, _MEMBER, Set(Of("organization"))))),
        Verb.CREATE_ENTRY: ActRule(_OFFICIAL, "CCO-52.2", _SUPPLIES),
        Verb.EDIT_ENTRY: ActRule(_OFFICIAL, "CCO-53.1", _SUPPLIES),
        Verb.RELEASE_ENTRY: ActRule(_OFFICIAL, "CCO-53.1", All((_SUPPLIES, _ANOTHER_OFFICER, _FRESH))),
        Verb.EXTEND_ENTRY: ActRule(_OFFICIAL, "CCO-51.2", _SUPPLIES),
        Verb.DELETE_ENTRY: ActRule(_OFFICIAL, "CCO-53.1", _SUPPLIER),
        Verb.CHECK_IMPORT: ActRule(_OFFICIAL, "CCO-52.2", _SUPPLIES),
        Verb.BEGIN_IMPORT: ActRule(_OFFICIAL, "CCO-52.2", _SUPPLIES),
        Verb.IMPORT_ENTRIES: ActRule(_OFFICIAL, "CCO-52.2", All((_SUPPLIES, _ONESELF))),
        Verb.FINISH_IMPORT: ActRule(_OFFICIAL, "CCO-52.2", All((_SUPPLIES, _ONESELF))),
        Verb.ABANDON_IMPORT: ActRule(_OFFICIAL, "CCO-53.1", _SUPPLIER),
        Verb.READ_IMPORT: ActRule(_OFFICIAL, "CCO-52.2", _OWN),
        Verb.LIST_IMPORTS: ActRule(_OFFICIAL, "CCO-52.2", _OWN),
        Verb.SAVE_MAPPING: ActRule(_OFFICIAL, "CCO-52.2", _OWN),
        Verb.LIST_MAPPINGS: ActRule(_OFFICIAL, "CCO-52.2", _OWN),
        Verb.RELEASE_BATCH: ActRule(_OFFICIAL, "CCO-53.1", All((_SUPPLIES, _ANOTHER_OFFICER, _FRESH))),
        Verb.SEARCH_CENTRAL: ActRule(
            _OFFICIAL,
            "CCO-52.2",
            All((_MEMBER, Set(Of("purpose"), provision="CCO-50.2"), Set(Of("case"), provision="CCO-47.1"))),
        ),
        Verb.EXPORT_ENTRIES: ActRule(
            _OFFICIAL,
            "CCO-47.1.vi",
            All((_MEMBER, Set(Of("purpose"), provision="CCO-50.2"), Set(Of("case"), provision="CCO-47.1"), _FRESH)),
        ),
        Verb.LIST_EXPORTS: ActRule((*_OFFICIAL, Role.SECURITY_AUTHORITY), "CCO-47.1.vi", _OWN),
        Verb.RUN_RETENTION: ActRule(_SYSTEM_JOB, "CCO-51.3"),
        Verb.KEEP_INDEX: ActRule(_SYSTEM_JOB, "CCO-51.3"),
        Verb.CHECK_LIST: ActRule(_HANDS_IN, "CCO-50.2", _SCREENS),
        Verb.SUBMIT_LIST: ActRule(_HANDS_IN, "CCO-50.2", _SCREENS),
        Verb.ADD_LINES: ActRule(_HANDS_IN, "CCO-50.2", All((_SCREENS, _ONESELF))),
        Verb.FINISH_LIST: ActRule(_HANDS_IN, "CCO-50.2", All((_SCREENS, _ONESELF))),
        Verb.READ_LIST: ActRule(_OFFICIAL, "CCO-52.2", _OWN),
        Verb.LIST_LISTS: ActRule(_OFFICIAL, "CCO-52.2", _OWN),
        Verb.DELETE_LIST: ActRule(_OFFICIAL, "CCO-52.2", _OWN),
        Verb.LIST_HITS: ActRule(_OFFICIAL, "CCO-50.2", _SCREENS),
        Verb.READ_HIT: ActRule(_OFFICIAL, "CCO-50.2", _SCREENS),
        Verb.DECIDE_HIT: ActRule(_OFFICIAL, "CCO-50.2", _SCREENS),
        Verb.KEEP_ORDINARY_NAME: ActRule(_OFFICIAL, "CCO-52.2", _OWN),
        Verb.WITHDRAW_ORDINARY_NAME: ActRule(_OFFICIAL, "CCO-52.2", _OWN),
        Verb.LIST_ORDINARY_NAMES: ActRule(_OFFICIAL, "CCO-52.2", _OWN),
        Verb.RECORD_ELEMENT_LIST: ActRule((Role.SECRETARIAT_OFFICIAL,), "CCO-28.2"),
        Verb.LIST_ELEMENT_LISTS: ActRule((*_EVERYONE, Role.LIST_SENDER), "CCO-28.2"),
        Verb.SAVE_LIST_MAPPING: ActRule(_OFFICIAL, "CCO-52.2", _OWN),
        Verb.LIST_LIST_MAPPINGS: ActRule(_OFFICIAL, "CCO-52.2", _OWN),
        Verb.FIND_LIST_WORK: ActRule(_SYSTEM_JOB, "CCO-44"),
        Verb.SCREEN_LIST: ActRule(_OFFICIAL, "CCO-50.2", All((_SCREENS, _ONESELF))),
        Verb.RESCREEN_LIST: ActRule(_OFFICIAL, "CCO-50.2", All((_SCREENS, _ONESELF))),
        Verb.RETIRE_LISTS: ActRule(_SYSTEM_JOB, "CCO-51.3"),
        Verb.KEEP_PROFILE: ActRule(_PROFILING, "CCO-44", _OWN),
        Verb.RELEASE_PROFILE: ActRule(_PROFILING, "SYS-7", All((_OWN, _ANOTHER_OFFICER, _FRESH))),
        Verb.WITHDRAW_PROFILE: ActRule(_PROFILING, "CCO-44", _OWN),
        Verb.LIST_PROFILES: ActRule(_PROFILING, "CCO-44", _OWN),
        Verb.VIEW_PROFILE: ActRule(_PROFILING, "CCO-44", _OWN),
        Verb.TRY_PROFILE: ActRule(_OFFICIAL, "CCO-44", _OWN),
        Verb.LIST_RISKS: ActRule(_OFFICIAL, "CCO-44", _OWN),
        Verb.DECIDE_RISK: ActRule(_OFFICIAL, "CCO-44", _OWN),
        Verb.REVIEW_PROFILES: ActRule(_SYSTEM_JOB, "CCO-51.3"),
    }
)
"""Who may act (REQUIREMENTS 4.12 for the central system); `requires` speaks of the record the act concerns."""

_SCOPES: Mapping[Scope, tuple[Verb, ...]] = {
    Scope.REQUESTS_READ: (
        Verb.READ_DESK,
        Verb.LIST_REQUESTS,
        Verb.READ_REQUEST,
        Verb.READ_ATTACHMENT,
        Verb.READ_NOTICES,
        Verb.OPEN_NOTICE,
    ),
    Scope.REQUESTS_WRITE: (
        Verb.DRAFT_REQUEST,
        Verb.EDIT_REQUEST,
        Verb.SEND,
        Verb.RECEIVE,
        Verb.RETURN_FOR_COMPLETION,
        Verb.COMPLETE,
        Verb.START,
        Verb.ANSWER_PARTLY,
        Verb.ANSWER,
        Verb.WITHDRAW,
        Verb.CLOSE,
        Verb.ATTACH,
        Verb.ACKNOWLEDGE_NOTICES,
    ),
    Scope.REQUESTS_DECIDE: (Verb.APPROVE_REQUEST, Verb.DECLINE),
    Scope.CENTRAL_READ: (
        Verb.LIST_ENTRIES,
        Verb.READ_ENTRY,
        Verb.SEARCH_CENTRAL,
        Verb.READ_IMPORT,
        Verb.LIST_IMPORTS,
        Verb.LIST_MAPPINGS,
    ),
    Scope.CENTRAL_WRITE: (
        Verb.CREATE_ENTRY,
        Verb.EDIT_ENTRY,
        Verb.EXTEND_ENTRY,
        Verb.DELETE_ENTRY,
        Verb.CHECK_IMPORT,
        Verb.BEGIN_IMPORT,
        Verb.IMPORT_ENTRIES,
        Verb.FINISH_IMPORT,
        Verb.ABANDON_IMPORT,
        Verb.SAVE_MAPPING,
    ),
    Scope.CENTRAL_RELEASE: (Verb.RELEASE_ENTRY, Verb.RELEASE_BATCH),
    Scope.CENTRAL_EXPORT: (Verb.EXPORT_ENTRIES, Verb.LIST_EXPORTS),
    Scope.SCREENING_READ: (
        Verb.READ_LIST,
        Verb.LIST_LISTS,
        Verb.LIST_HITS,
        Verb.READ_HIT,
        Verb.LIST_ORDINARY_NAMES,
        Verb.LIST_LIST_MAPPINGS,
        Verb.LIST_ELEMENT_LISTS,
        Verb.LIST_PROFILES,
        Verb.VIEW_PROFILE,
        Verb.TRY_PROFILE,
        Verb.LIST_RISKS,
    ),
    Scope.SCREENING_WRITE: (
        Verb.CHECK_LIST,
        Verb.SUBMIT_LIST,
        Verb.ADD_LINES,
        Verb.FINISH_LIST,
        Verb.DELETE_LIST,
        Verb.DECIDE_HIT,
        Verb.KEEP_ORDINARY_NAME,
        Verb.WITHDRAW_ORDINARY_NAME,
        Verb.SAVE_LIST_MAPPING,
        Verb.KEEP_PROFILE,
        Verb.WITHDRAW_PROFILE,
        Verb.DECIDE_RISK,
    ),
    Scope.SCREENING_RELEASE: (Verb.RELEASE_PROFILE,),
    Scope.COOPERATION_READ: (
        Verb.LIST_PIPELINES,
        Verb.READ_PIPELINE,
        Verb.LIST_MEETINGS,
        Verb.LIST_TRANSLATIONS,
        Verb.READ_TRANSLATION,
        Verb.READ_POSITIONS,
    ),
    Scope.COOPERATION_WRITE: (
        Verb.OPEN_PIPELINE,
        Verb.PASS_GATE,
        Verb.NOTE_ON_PIPELINE,
        Verb.RECORD_MEETING,
        Verb.RECORD_TRANSLATION,
        Verb.DISTRIBUTE_TRANSLATION,
        Verb.ACKNOWLEDGE_TRANSLATION,
    ),
    Scope.REGISTER_READ: (
        Verb.WEIGH_ACT,
        Verb.READ_PARTY_ACT,
        Verb.LIST_PARTY_ACTS,
        Verb.READ_DEPOSITARY_DESK,
        Verb.LIST_DISPATCHES,
        Verb.READ_DISPATCH,
        Verb.LIST_DOCUMENTS,
        Verb.READ_DOCUMENT,
        Verb.READ_DIRECTORY,
        Verb.READ_ADMINISTRATION,
        Verb.FIND_AUTHORITIES,
        Verb.FIND_BASES,
        Verb.READ_INSTRUMENT_STATUS,
        Verb.READ_PARTIES,
        Verb.READ_PARTY,
        Verb.READ_MATRIX,
        Verb.READ_PROVISION_STATUS,
        Verb.READ_CALENDAR,
        Verb.READ_UNITS,
        Verb.READ_ARRANGEMENTS,
        Verb.READ_AGREEMENTS,
        Verb.EXPORT_REGISTER,
        Verb.READ_CATEGORIES,
        Verb.CHECK_VOTE,
        Verb.READ_VOTES,
        Verb.READ_AMENDMENTS,
        Verb.READ_DISPUTES,
        Verb.READ_APPLICATIONS,
        Verb.READ_TRANSITION,
    ),
    Scope.REGISTER_WRITE: (
        Verb.RECEIVE_ACT,
        Verb.EXAMINE_ACT,
        Verb.CURE_ACT,
        Verb.CONFIRM_ACT,
        Verb.CORRECT_ACT,
        Verb.RETRACT_ACT,
        Verb.DISPATCH_NOTICE,
        Verb.DROP_NOTICE,
        Verb.RECORD_PROOF,
        Verb.KEEP_DOCUMENT,
        Verb.CERTIFY_COPY,
        Verb.RECORD_ADMINISTRATION,
        Verb.RECORD_INSTRUMENT_ACT,
        Verb.RECORD_AUTHORITY,
        Verb.EXAMINE_AUTHORITY,
        Verb.RECORD_CONTACT_POINT,
        Verb.RECORD_INVESTIGATOR,
        Verb.NOTE_DIRECT_CONTACT,
        Verb.END_LISTING,
        Verb.DESIGNATE_OFFICIAL,
        Verb.END_OFFICIAL,
        Verb.RECORD_FILING,
        Verb.RECORD_UNIT,
        Verb.RECORD_ARRANGEMENT,
        Verb.RECORD_INSTRUMENT,
        Verb.VERIFY_INSTRUMENT,
        Verb.WITHDRAW_INSTRUMENT_VERSION,
        Verb.IMPORT_REGISTER,
        Verb.RECORD_COUNCIL_DECISION,
        Verb.RECORD_ELEMENT_LIST,
        Verb.RECORD_VOTE,
        Verb.RECORD_EXCLUSION,
        Verb.RECORD_AMENDMENT,
        Verb.RECORD_AMENDMENT_STEP,
        Verb.OPEN_DISPUTE,
        Verb.RECORD_DISPUTE_STEP,
        Verb.RECORD_APPLICATION,
        Verb.RECORD_APPLICATION_STEP,
        Verb.RECORD_TRANSITION,
        Verb.RECORD_TRANSITION_STEP,
        Verb.RETRACT_MATTER_STEP,
        Verb.RETRACT_VOTE,
    ),
    Scope.PEOPLE_READ: (Verb.LIST_OFFICERS, Verb.LIST_TOKENS),
    Scope.PEOPLE_WRITE: (
        Verb.INVITE_OFFICER,
        Verb.WITHDRAW_INVITATION,
        Verb.CHANGE_ROLES,
        Verb.SUSPEND_OFFICER,
        Verb.RESTORE_OFFICER,
        Verb.RENEW_ACCESS,
        Verb.END_DESIGNATION,
        Verb.RECERTIFY_OFFICER,
        Verb.REVOKE_TOKEN,
        Verb.REGISTER_MACHINE,
        Verb.RENEW_MACHINE_SECRET,
    ),
    Scope.JOURNAL_READ: (Verb.READ_JOURNAL,),
}
SCOPES: Mapping[Verb, Scope] = MappingProxyType({verb: scope for scope, verbs in _SCOPES.items() for verb in verbs})
"""The scope that a token needs for an act; an act without one is open to no token, only to a person who signed in."""
