"""What a decision looks at: who calls, and what is asked about. Nothing else may influence a decision."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tidewaiter.access.verbs import Role, Scope, rank_of


class Kind(StrEnum):
    """Kinds of protected record; each has one row rule."""

    PUBLISHED = "published"
    PUBLIC = "public"
    DISPATCH = "dispatch"
    REQUEST = "request"
    ENTRY = "entry"
    NOTICE = "notice"
    OUTBOX = "outbox"
    JOURNAL = "journal"
    HOUSE = "house"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Caller:
    """The facts of whoever acts; they reach the database as one signed setting.

    `fresh` says that the officer proved who it is within the last minutes, or that the token was given for just this;
    `scopes` are those of a token, None for a person who signed in.
    """

    administration: str
    office: str
    officer: str
    roles: frozenset[Role]
    day: date
    organization: bool = False
    undertaking: bool = False
    purpose: str = ""
    case: str = ""
    language: str = "en"
    fresh: bool = False
    machine: bool = False
    scopes: frozenset[Scope] | None = None

    @property
    def rank(self) -> int:
        """The highest rank among the caller's roles."""
        return rank_of(self.roles)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a record or draft. The fields up to `last_day` make up its marking; the rest serve one act."""

    kind: Kind
    owner: str
    parties: tuple[str, ...] = ()
    released: bool = False
    personal: bool = False
    purposes: tuple[str, ...] = ()
    allow_administrations: tuple[str, ...] = ()
    allow_offices: tuple[str, ...] = ()
    allow_officers: tuple[str, ...] = ()
    deny_administrations: tuple[str, ...] = ()
    deny_offices: tuple[str, ...] = ()
    deny_officers: tuple[str, ...] = ()
    last_day: date | None = None
    author: str = field(default="", compare=False)
    requested: str = field(default="", compare=False)
    bound: bool = field(default=True, compare=False)
    rank: int = field(default=0, compare=False)

    @property
    def names_nobody(self) -> bool:
        """Whether it neither allows nor denies anybody by name, as most do."""
        return not any(getattr(self, name) for name in NAMING)


NAMING: tuple[str, ...] = (
    "allow_administrations",
    "allow_offices",
    "allow_officers",
    "deny_administrations",
    "deny_offices",
    "deny_officers",
)
"""The facts that allow or deny somebody by name (CCO-52.7)."""

MARKING_FIELDS: tuple[str, ...] = (
    "kind",
    "owner",
    "parties",
    "released",
    "personal",
    "purposes",
    *NAMING,
    "last_day",
)
"""The facts stored as a marking: a column each, under the same name; the column `names_nobody` follows from them."""
