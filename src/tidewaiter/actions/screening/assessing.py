"""Risk assessment inside the acts on lists: a slice is assessed and leaves its traces; what was raised is shown.

Not acts: the acts that screen a list, decide a hit and show a line call them, in their own transaction.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from tidewaiter.actions.act import Deed
from tidewaiter.actions.screening.profiles import purposes_opened
from tidewaiter.actions.screening.risk_shapes import RiskView
from tidewaiter.records import risk, risk_history
from tidewaiter.records.models import RaisedRisk, RiskProfileVersion
from tidewaiter.screening.lists.submitted import SubmittedLine
from tidewaiter.screening.risk.conditions import ConditionKind
from tidewaiter.screening.risk.declared import declared
from tidewaiter.screening.risk.profiles import Profile
from tidewaiter.screening.risk.scoring import reasons, risks
from tidewaiter.treaty.provisions import implements


@implements("CCO-44")
def assess(deed: Deed, list_id: str, lines: Mapping[int, SubmittedLine]) -> int:
    """Tries the profiles in force on lines of a list, by their numbers, then notes what they leave behind.

    Of traders nothing is noted unless a profile of the administration, be it a draft, asks who is new.

    Done twice for the same lines it raises nothing twice; the values of goods would be counted again, so a list is
    assessed when it is screened first and never when it is screened again.
    """
    home = deed.caller.administration
    seen = [part for line in lines.values() if (part := declared(line)) is not None]
    profiles = profiles_on(home, deed.day)
    raised = 0
    if profiles and seen:
        history = risk_history.history_for(home, list_id, seen, deed.day)
        found = [(number, hit) for number, line in lines.items() for hit in risks(line, profiles, history)]
        raised = risk.raise_risks(home, list_id, found, deed.at)
    if home in risk.asking_for(ConditionKind.FIRST_TIME_TRADER, deed.day):
        risk_history.note_traders(home, list_id, seen, deed.day)
    risk_history.count_values(home, seen, deed.day)
    return raised


@implements("CCO-44", "CCO-50.2")
def profiles_on(administration: str, day: date) -> list[Profile]:
    """The profiles that count on a day: in force, and where they rest on entries, for a purpose that is open then."""
    opened = purposes_opened(day)
    found = risk.in_force(administration, day)
    return [each for each in found if not each.rests_on_entries or each.purpose in opened]


def note_confirmed(deed: Deed, line: SubmittedLine) -> None:
    """Remembers the containers of a line on which something was confirmed."""
    seen = declared(line)
    if seen is not None and seen.containers:
        risk_history.note_confirmed(deed.caller.administration, seen.containers, deed.day)


def risks_of(list_id: str, numbers: Collection[int]) -> dict[int, tuple[RiskView, ...]]:
    """What was raised of the lines with these numbers, strongest first, with the reasons as they read today."""
    found: dict[int, list[RiskView]] = {}
    for view in views(risk.raised_of_lines(list_id, numbers)):
        found.setdefault(view.number, []).append(view)
    return {number: tuple(each) for number, each in found.items()}


def views(rows: Sequence[RaisedRisk]) -> list[RiskView]:
    """Raised risks as they are shown: the reasons are read anew from the version, and the line where it is kept."""
    versions = risk.versions_named((str(row.profile_id), row.version) for row in rows)
    lines = risk.kept_lines(_places(rows))
    return [_view(row, versions[str(row.profile_id), row.version], lines.get((row.list, row.number))) for row in rows]


def _places(rows: Iterable[RaisedRisk]) -> Iterable[tuple[UUID, int]]:
    return ((row.list, row.number) for row in rows)


def _view(row: RaisedRisk, version: RiskProfileVersion, line: SubmittedLine | None) -> RiskView:
    conditions = risk.ready(version).conditions
    return RiskView(
        id=str(row.id),
        list_id=str(row.list),
        number=row.number,
        line=line.line if line else 0,
        row_id=line.row_id if line else "",
        kept=line is not None,
        profile=str(row.profile_id),
        profile_number=row.profile.number,
        name=version.name,
        version=row.version,
        score=row.score,
        threshold=version.threshold,
        joined=version.joined,
        reasons=reasons(conditions, risk.held_of(row), line),
        raised_at=row.raised_at,
        outcome=row.outcome,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
