"""What the depositary's pages and operations show: acts with their history, what they change, notices and documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.register import RecordedAct
from tidewaiter.treaty.rules.consequences import Consequences

ActState = Literal["under_examination", "defective", "in_due_form", "retracted"]
NoticeState = Literal["draft", "dispatched", "proved", "dropped"]


@dataclass(frozen=True, slots=True)
class PartyActView:
    """One act of a party as the register held it from `recorded_at` on; `why` says why the row was written."""

    fact: str
    instrument: str
    act: InstrumentAct
    state: ActState
    recorded_at: datetime
    reference: str = ""
    finding: str = ""
    finding_provision: str = ""
    source: str = ""
    trust: str = "verified"
    why: str = ""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document in custody."""

    id: str
    kind: str
    instrument: str
    fact: str
    units: tuple[str, ...]
    title: str
    language: str
    place: str
    custodian: str
    received_at: datetime
    name: str
    media_type: str
    size: int
    digest: str
    copy_of: str
    copies: int = 0


@dataclass(frozen=True, slots=True)
class AddresseeView:
    """One addressee of a notice: inside the system by its administration, or told by hand; proof and receipt."""

    id: str
    code: str
    administration: str
    proved_on: date | None = None
    how: str = ""
    reference: str = ""
    received_on: date | None = None
    opened_at: datetime | None = None
    opened_by: str = ""


@dataclass(frozen=True, slots=True)
class DispatchView:
    """One notice of the depositary: a draft, dispatched, proved for every addressee, or dropped."""

    id: str
    instrument: str
    event: str
    provisions: tuple[str, ...]
    units: tuple[str, ...]
    about: Mapping[str, str]
    fact: str
    state: NoticeState
    required: bool
    target: str
    due: date | None
    drafted_on: date
    dispatched_at: datetime | None
    dispatched_by: str
    why: str
    addressees: tuple[AddresseeView, ...]
    may_dispatch: bool = False

    @property
    def proved(self) -> int:
        """For how many addressees proof is recorded."""
        return sum(1 for each in self.addressees if each.proved_on is not None)

    @property
    def by_hand(self) -> int:
        """How many addressees are outside the system."""
        return sum(1 for each in self.addressees if not each.administration)


@dataclass(frozen=True, slots=True)
class PartyActPage:
    """An act with its whole history, newest last, what it would change or changed, its notices and documents."""

    current: PartyActView
    history: tuple[PartyActView, ...]
    consequences: Consequences | None
    notices: tuple[DispatchView, ...]
    documents: tuple[DocumentView, ...]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A confirmed act: what follows from it, and the notices drafted."""

    fact: str
    consequences: Consequences
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComingDate:
    """A date that is coming under an instrument: what, for whom, when."""

    what: Literal["entry_into_force", "ending"]
    instrument: str
    units: tuple[str, ...]
    day: date
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class DepositaryDesk:
    """What waits for the depositary, oldest first."""

    examining: tuple[PartyActView, ...]
    defective: tuple[PartyActView, ...]
    to_dispatch: tuple[DispatchView, ...]
    to_prove: tuple[DispatchView, ...]
    coming: tuple[ComingDate, ...]


def act_view(recorded: RecordedAct, *, retracted: bool = False) -> PartyActView:
    """An act as the register holds it, for doors; one that was cured is examined or in due form again."""
    act = recorded.act
    state: ActState = "retracted" if retracted else act.form
    return PartyActView(
        fact=recorded.known.fact,
        instrument=recorded.instrument,
        act=act,
        state=state,
        recorded_at=recorded.known.recorded_at,
        reference=recorded.reference,
        finding=recorded.finding,
        finding_provision=recorded.finding_provision,
        source=recorded.known.source,
        trust=recorded.known.trust,
        why=recorded.known.why,
    )
