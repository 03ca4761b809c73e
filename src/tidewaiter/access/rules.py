"""The two tables of access: which rows a caller may see, and who may perform which act, with their provisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tidewaiter.access.facts import Kind
from tidewaiter.access.verbs import PERSONAL_ROLES, Role, Verb
from tidewaiter.access.words import All, Any, Expression, Fact, Listed, Not, NotAfter, Of, Same, Set, Value


def _holds(role: Role, provision: str = "") -> Listed:
    return Listed(Value(role.value), Of("roles"), provision=provision)


_OWN = Same(Fact("owner"), Of("administration"))
_SYSTEM = _holds(Role.SYSTEM_JOB)
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
        Not(_DENIED, provision="CCO-52.7"),
        _ALLOWED,
        _PERSONAL_DATA_OPEN,
    )
)

SEE: Mapping[Kind, Expression] = MappingProxyType(
    {
        Kind.PUBLIC: Set(Of("administration"), provision="CCO-52.1"),
        Kind.REQUEST: Any(
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
        Kind.NOTICE: Any((_OWN, _SYSTEM), provision="CCO-30.1"),
        Kind.OUTBOX: Any((_SYSTEM,), provision="CCO-47.1"),
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
        Kind.PUBLIC: Any(
            (
                _OWN,
                _SYSTEM,
                _holds(Role.DEPOSITARY, "CCO-66.1"),
                _holds(Role.SECRETARIAT_OFFICIAL, "CCO-45.4"),
            )
        ),
        Kind.REQUEST: Same(Fact("owner"), Of("administration"), provision="CCO-21.1"),
        Kind.ENTRY: Any(
            (_SYSTEM, All((_OWN, _holds(Role.CAIS_OFFICIAL, "CCO-52.2")))),
            provision="CCO-53.1",
        ),
        Kind.NOTICE: Any((_OWN, _SYSTEM)),
        Kind.OUTBOX: Any((_OWN, _SYSTEM)),
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
_LOG_READERS = (Role.HEAD, Role.CAIS_AUTHORITY, Role.SECURITY_AUTHORITY, Role.ADMINISTRATOR)
_OFFICIAL = (Role.CAIS_OFFICIAL,)
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

ACTS: Mapping[Verb, ActRule] = MappingProxyType(
    {
        Verb.RECORD_ADMINISTRATION: ActRule((*_INSTALLS, Role.SECRETARIAT_OFFICIAL), "CCO-45.4"),
        Verb.REGISTER_OFFICER: ActRule((*_INSTALLS, Role.ADMINISTRATOR), "CCO-1.ix", Any((_INSTALLER, _OWN))),
        Verb.ISSUE_TOKEN: ActRule(
            (*_INSTALLS, *_EVERYONE),
            "CCO-47.1",
            Any((_INSTALLER, Same(Fact("author"), Of("officer"), provision="CCO-47.1"))),
        ),
        Verb.READ_JOURNAL: ActRule(_LOG_READERS, "CCO-47.1", _OWN),
        Verb.RECORD_INSTRUMENT_ACT: ActRule((Role.DEPOSITARY,), "CCO-66.2.iii"),
        Verb.RECORD_AUTHORITY: ActRule((Role.DEPOSITARY, Role.HEAD), "CCO-45.3", Any((_OWN, _holds(Role.DEPOSITARY)))),
        Verb.RECORD_CONTACT_POINT: ActRule(
            (Role.DEPOSITARY, Role.HEAD), "CCO-21.1", Any((_OWN, _holds(Role.DEPOSITARY)))
        ),
        Verb.DESIGNATE_OFFICIAL: ActRule((Role.CAIS_AUTHORITY, Role.HEAD), "CCO-52.2", _OWN),
        Verb.RECORD_FILING: ActRule((Role.DEPOSITARY,), "CCO-66.2.iv"),
        Verb.READ_DIRECTORY: ActRule(_EVERYONE, "CCO-21.1"),
        Verb.FIND_BASES: ActRule(_EVERYONE, "CCO-20.5"),
        Verb.RECORD_COUNCIL_DECISION: ActRule((Role.SECRETARIAT_OFFICIAL,), "CCO-44"),
        Verb.READ_CATEGORIES: ActRule(_EVERYONE, "CCO-44"),
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
        Verb.LIST_ENTRIES: ActRule(_OFFICIAL, "CCO-52.2"),
        Verb.READ_ENTRY: ActRule(_OFFICIAL, "CCO-52.2", Any((_SUPPLIER, _MEMBER, Set(Of("organization"))))),
        Verb.CREATE_ENTRY: ActRule(_OFFICIAL, "CCO-52.2", _SUPPLIES),
        Verb.EDIT_ENTRY: ActRule(_OFFICIAL, "CCO-53.1", _SUPPLIES),
        Verb.RELEASE_ENTRY: ActRule(_OFFICIAL, "CCO-53.1", All((_SUPPLIES, _ANOTHER_OFFICER))),
        Verb.EXTEND_ENTRY: ActRule(_OFFICIAL, "CCO-51.2", _SUPPLIES),
        Verb.DELETE_ENTRY: ActRule(_OFFICIAL, "CCO-53.1", _SUPPLIER),
        Verb.IMPORT_ENTRIES: ActRule(_OFFICIAL, "CCO-52.2", _SUPPLIES),
        Verb.RELEASE_BATCH: ActRule(_OFFICIAL, "CCO-53.1", All((_SUPPLIES, _ANOTHER_OFFICER))),
        Verb.SEARCH_CENTRAL: ActRule(
            _OFFICIAL,
            "CCO-52.2",
            All((_MEMBER, Set(Of("purpose"), provision="CCO-50.2"), Set(Of("case"), provision="CCO-47.1"))),
        ),
        Verb.RUN_RETENTION: ActRule(_SYSTEM_JOB, "CCO-51.3"),
    }
)
"""Who may act (REQUIREMENTS 4.12 for the central system); `requires` speaks of the record the act concerns."""
