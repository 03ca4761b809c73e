"""What the acts on risk profiles take and give."""

from dataclasses import dataclass
from datetime import date, datetime

from tidewaiter.screening.risk.profiles import ProfileDraft
from tidewaiter.screening.risk.scoring import RiskReason

OUTCOMES = ("confirmed", "not_useful")
"""What an officer can say of a risk that a profile raised."""
STATES = ("draft", "in_force", "expired", "withdrawn")
"""In which state a profile is: a draft that was never released, in force, past its last day, or withdrawn."""


@dataclass(frozen=True, slots=True)
class Usefulness:
    """What a profile was good for: lines raised, decided on, confirmed; `share` is of those decided, None of none."""

    raised: int = 0
    decided: int = 0
    confirmed: int = 0

    @property
    def share(self) -> float | None:
        """Confirmed out of decided, from 0 to 1."""
        return round(self.confirmed / self.decided, 4) if self.decided else None


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a profile, in its history."""

    number: int
    content: ProfileDraft
    author: str
    written_at: datetime
    why: str
    released_by: str = ""
    released_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """A profile in a list: its version in force, or else its newest, and its usefulness."""

    id: str
    number: str
    name: str
    state: str
    version: int
    purpose: str
    expires_on: date
    author: str
    waiting: bool
    useful: Usefulness


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A profile with every version, newest first; `waiting` is the version that another officer may release."""

    line: ProfileLine
    versions: tuple[VersionLine, ...]
    waiting: VersionLine | None
    in_force: VersionLine | None
    versions_useful: tuple[tuple[int, Usefulness], ...] = ()
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
    may: tuple[str, ...] = ()
    purpose_open: bool = True


@dataclass(frozen=True, slots=True)
class RiskView:
    """A line that a profile raised, with the reasons as they read today.

    `number` is the line's among those taken; where it is no longer `kept`, `line` is 0 and the reasons name no more
    of it than the profile itself does. `threshold` is in points of 100, `score` from 0 to 1.
    """

    id: str
    list_id: str
    number: int
    line: int
    row_id: str
    kept: bool
    profile: str
    profile_number: str
    name: str
    version: int
    score: float
    threshold: int
    joined: str
    reasons: tuple[RiskReason, ...]
    raised_at: datetime
    outcome: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RiskPage:
    """Some lines that profiles raised, strongest first, and the cursor of the next page."""

    items: tuple[RiskView, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class TriedLine:
    """A line that a profile would raise, where it stands in the list."""

    line: int
    row_id: str
    score: float
    reasons: tuple[RiskReason, ...]


@dataclass(frozen=True, slots=True)
class TryOut:
    """What a version would raise of a kept list; `whole` says whether every line of it was tried.

    `history_since` is the first day of which own lists are noted, before which no trader can be told to be new.
    """

    list_id: str
    version: int
    lines: int
    raised: int
    whole: bool
    strongest: tuple[TriedLine, ...]
    history_since: date | None = None
