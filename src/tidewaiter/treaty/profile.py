"""The numbers and lists of an instrument that a lawyer may change: thresholds, delays, windows, types,
grounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tidewaiter.treaty.acts import ActType, Kind

Duty = Literal["shall", "may"]
GroundEffect = Literal["decline", "postpone", "condition"]
Payer = Literal["requesting", "requested", "consult"]
CostKind = Literal["ordinary", "expert", "witness", "translator", "interpreter", "substantial"]
NoticeEvent = Literal[
    "signature",
    "deposit",
    "annex_acceptance",
    "entry_into_force",
    "annex_entry_into_force",
    "territorial",
    "reservation",
    "withdrawal",
    "withdrawal_revoked",
    "partner_withdrawal",
    "partner",
    "amendment_proposed",
    "amendment_notified",
    "amendment_objection",
    "amendment_accepted",
    "authorities",
    "contact_point",
    "confidentiality",
    "central_authorities",
    "security_authorities",
    "designated_officials",
    "due_form",
    "difference",
    "certified_copy",
    "registration",
    "memorandum",
]
NoticeGroup = Literal[
    "members",
    "other_members",
    "parties",
    "other_parties",
    "states",
    "signatories",
    "customs_administrations",
    "council_members",
    "party_concerned",
    "executive_committee",
    "united_nations",
    "world_customs_organization",
    "partner_organization",
]
Use = Literal["administrative", "criminal_investigation", "prosecution", "court"]


@dataclass(frozen=True, slots=True)
class Signature:
    """Until when the instrument is open for signature, and where it says so."""

    until: date
    provision: str


@dataclass(frozen=True, slots=True)
class Joining:
    """By which acts a unit consents to be bound, which kinds of unit may, and what puts an act out of due
    form.
    """

    types: tuple[ActType, ...]
    kinds: tuple[Kind, ...]
    provisions: tuple[str, ...]
    eligibility_provision: str
    after_signature: tuple[ActType, ...] = ()
    accession_from: date | None = None
    union_provision: str | None = None
    annex_provision: str | None = None


@dataclass(frozen=True, slots=True)
class Force:
    """How many of which units by which acts bring entry into force, and how long after."""

    threshold: int
    counted_types: tuple[ActType, ...]
    counted_kinds: tuple[Kind, ...]
    delay_months: int
    general_provision: str
    later_provision: str
    counting: Literal["date_to_date", "first_day_second_month", "days"] = "date_to_date"
    counted_from: Literal["act", "receipt"] = "act"
    delay_days: int = 0


@dataclass(frozen=True, slots=True)
class AnnexForce:
    """How many units that accept an Annex bring it into force, and how long after."""

    threshold: int
    counted_kinds: tuple[Kind, ...]
    delay_months: int
    provision: str


@dataclass(frozen=True, slots=True)
class Territories:
    """How a State includes, adds and excludes territories that are scope only."""

    extension_delay_months: int
    inclusion_provision: str
    extension_provision: str
    exclusion_provision: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """From which day and after how long a unit leaves, and what binds it still."""

    delay_months: int
    counted_from: Literal["act", "receipt"]
    only_after_entry_into_force: bool
    provision: str
    survival_provision: str
    survives: tuple[str, ...]
    annex_provision: str | None = None
    partner_provision: str | None = None


@dataclass(frozen=True, slots=True)
class Reservations:
    """Which provisions may be reserved or opted out of, when, and what each act needs to have effect."""

    only_at_joining: bool
    reasons_required: bool
    bites_after_receipt: bool
    withdrawal_date_required: bool
    scope_provision: str
    moment_provision: str
    withdrawal_provision: str
    matrix_provision: str
    articles: tuple[str, ...] | None = None
    later_from: date | None = None
    review_months: int | None = None
    review_provision: str | None = None


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """Where a requester unable to do the same must say so, and which particular says it."""

    provision: str
    field: str


@dataclass(frozen=True, slots=True)
class Assistance:
    """One basis for a type of assistance: the provision that gives it, its duty, and on what it depends."""

    type: str
    provision: str
    duty: Duty
    annex: str | None = None
    part: str | None = None
    urgent_part: str | None = None
    on_request: bool = True
    arrangement: str | None = None
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Excluded:
    """A type of assistance that the instrument excludes in words, and where."""

    type: str
    provision: str


@dataclass(frozen=True, slots=True)
class Particular:
    """A field that a request must contain: for which types ("every" for all on request) and at which
    stages.
    """

    field: str
    provision: str
    types: tuple[str, ...]
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which assistance may be declined, postponed or given on conditions."""

    code: str
    provision: str
    effects: tuple[GroundEffect, ...]
    available: bool = True


@dataclass(frozen=True, slots=True)
class Refusal:
    """Whether reasons must be given for declining or postponing, and where the instrument says so."""

    reasons_required: bool
    reasons_provision: str


@dataclass(frozen=True, slots=True)
class Retention:
    """How long before the foreseen deletion the supplier is told, and how long verification records stay."""

    notice_months: int
    notice_provision: str
    verification_months: int
    verification_provision: str


@dataclass(frozen=True, slots=True)
class Fraction:
    """A share of some number, taken in whole numbers; `more_than` excludes the share itself."""

    of: int
    parts: int
    more_than: bool = False


@dataclass(frozen=True, slots=True)
class Council:
    """The shares that the Council needs: to be quorate, to resolve, to meet specially, to remove a Partner.

    `roll` says who has a vote: the parties, or those of them that are Members of an older Council beside them.
    """

    quorum: Fraction
    resolution: Fraction
    resolution_counts: Literal["votes submitted", "present and entitled"]
    vote_provision: str
    resolution_provision: str
    quorum_provision: str
    roll: Literal["parties", "council_members"] = "parties"
    extraordinary_session: Fraction | None = None
    partner_removal: Fraction | None = None
    exclusion_provision: str | None = None
    binding_provision: str | None = None
    removal_provision: str | None = None


@dataclass(frozen=True, slots=True)
class Committee:
    """How small a committee may be and what share of it must be present."""

    smallest: int
    quorum: Fraction


@dataclass(frozen=True, slots=True)
class Term:
    """How long an office is held and how many terms one person may hold (none means no limit)."""

    months: int
    terms: int | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """The month before the session when contributions are due, and the first month of the accounting year."""

    due_months_before_session: int
    accounting_year_first_month: int


@dataclass(frozen=True, slots=True)
class Cost:
    """Who bears a kind of cost; `employee` says who does when the person is a government employee."""

    kind: CostKind
    borne_by: Payer
    provision: str
    employee: Payer | None = None
    hold: bool = False


@dataclass(frozen=True, slots=True)
class UseRule:
    """Which uses of received information need no further consent, and where the instrument says so."""

    free: tuple[Use, ...]
    free_in_proceedings: tuple[Use, ...]
    provision: str
    consent_provision: str
    asylum_provision: str | None = None


@dataclass(frozen=True, slots=True)
class AmendmentRule:
    """The periods of tacit amendment: before the Council may adopt, for objections, and until the text is
    in force; and where the instrument says each.
    """

    period_months: int
    delay_months: int
    adopted_by_council: bool
    objection_stops: Literal["objected", "void"]
    proposal_provision: str
    communication_provision: str
    objection_provision: str
    force_provision: str
    joining_provision: str
    council_after_months: int | None = None
    annex_provision: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """When and where the instrument was made, in which languages it is authentic, and who keeps it."""

    provision: str
    done_on: date | None = None
    place: str = ""
    authentic: tuple[str, ...] = ()
    translations: tuple[str, ...] = ()
    depositary: Literal["organization", "world_customs_organization", "parties", ""] = ""


@dataclass(frozen=True, slots=True)
class Gateway:
    """One way of being eligible: its letter, where it stands, which kinds of unit may take it, what it needs."""

    code: str
    provision: str
    kinds: tuple[Kind, ...]
    evidence: tuple[str, ...]
    needs_council: bool = False


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """On which event the depositary tells whom, where the instrument says so, and how soon (none: no word).

    `required = false` marks a notice that the text forgets and others need (REQUIREMENTS A-36, N-09).
    """

    event: NoticeEvent
    provision: str
    to: tuple[NoticeGroup, ...]
    target: Literal["", "at_once", "promptly"] = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class DisputeStage:
    """One stage of settling a dispute: where it stands, after which stages it may come, between whom."""

    code: str
    provision: str
    after: tuple[str, ...] = ()
    about: tuple[Literal["members", "partner"], ...] = ("members", "partner")


@dataclass(frozen=True, slots=True)
class Review:
    """After how many months in force the parties review the instrument as a whole, and where it says so."""

    months: int
    provision: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything about one instrument that is a number, a date or a list; absent tables are absent rules."""

    id: str
    prefix: str
    trust: Literal["verified", "partial", "unverified"]
    title: Mapping[str, str]
    articles: int
    general_provision: str
    strength: int
    annexes: tuple[str, ...] = ()
    signature: Signature | None = None
    joining: Joining | None = None
    force: Force | None = None
    annex_force: AnnexForce | None = None
    territories: Territories | None = None
    leaving: Leaving | None = None
    reservations: Reservations | None = None
    reciprocity: Reciprocity | None = None
    partner_provision: str | None = None
    assistance: tuple[Assistance, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    particular: tuple[Particular, ...] = ()
    refusal: Refusal | None = None
    ground: tuple[Ground, ...] = ()
    retention: Retention | None = None
    council: Council | None = None
    committee: Committee | None = None
    term: Mapping[str, Term] | None = None
    money: Money | None = None
    cost: tuple[Cost, ...] = ()
    use: UseRule | None = None
    amendment: AmendmentRule | None = None
    history: History | None = None
    gateway: tuple[Gateway, ...] = ()
    notice: tuple[NoticeRule, ...] = ()
    dispute: tuple[DisputeStage, ...] = ()
    partner_votes: bool = False
    parties: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    review: Review | None = None

    def cited(self, provision: str) -> str:
        """The id of a provision written as in the acts: "64.1" is CCO-64.1, Annex "IV" is NBO-A4."""
        head, dot, rest = provision.partition(".")
        if head in self.annexes:
            head = f"A{self.annexes.index(head) + 1}"
        return f"{self.prefix}-{head}{dot}{rest}"

    def has(self, provision: str) -> bool:
        """Whether the instrument has the article or Annex that a provision begins with."""
        head = provision.split(".")[0]
        if head in self.annexes:
            return True
        return head.isascii() and head.isdigit() and head[0] != "0" and int(head) <= self.articles
