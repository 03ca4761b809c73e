"""Acts on what profiles find: one tried on a kept list, what was raised listed and decided, the system's review."""

from collections.abc import Iterable, Iterator
from itertools import islice

from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, NotFound, act
from tidewaiter.actions.cursors import cursor_at, cursor_position
from tidewaiter.actions.screening import assessing
from tidewaiter.actions.screening.profiles import known_profile, newest
from tidewaiter.actions.screening.risk_shapes import OUTCOMES, RiskPage, RiskView, TriedLine, TryOut
from tidewaiter.records import outbox, risk, risk_history
from tidewaiter.screening.lists.submitted import SubmittedLine
from tidewaiter.screening.risk.conditions import ConditionKind
from tidewaiter.screening.risk.declared import declared
from tidewaiter.screening.risk.history import History
from tidewaiter.screening.risk.profiles import Profile
from tidewaiter.screening.risk.scoring import RiskHit, reasons, risks
from tidewaiter.treaty.provisions import implements

MOST_TRIED = 50_000
"""So many lines of a list are tried at most: an act is one transaction, and somebody waits for the answer."""
_AT_ONCE = 2_000
_MOST_SHOWN = 20
_MOST_AT_ONCE = 200


@act(Verb.TRY_PROFILE)
def try_profile(deed: Deed, profile_id: str, *, list_id: str, version: int = 0) -> TryOut:
    """Says how many lines of a kept list a version (0: the newest) would raise today, and keeps nothing of it."""
    profile = known_profile(profile_id)
    deed.require(risk.house(profile.administration))
    tried = next((each for each in risk.versions_of(profile) if each.number == version), None)
    chosen = newest(profile) if version == 0 else tried
    submitted = risk.list_by_id(list_id)
    if chosen is None or submitted is None:
        raise NotFound
    deed.tell(profile=profile.id, version=chosen.number, list=submitted.id)
    if submitted.deleted_at is not None:
        raise Conflict("list_deleted")
    ready = risk.ready(chosen)
    count, since = 0, None
    found: list[tuple[SubmittedLine, RiskHit]] = []
    for part in _parts(risk.lines_of(submitted, MOST_TRIED)):
        seen = [each for line in part if (each := declared(line)) is not None]
        history = risk_history.history_for(profile.administration, list_id, seen, deed.day)
        found.extend(_tried(part, ready, history))
        count, since = count + len(part), history.since
    found.sort(key=_strongest)
    deed.tell(lines=count, raised=len(found))
    shown = tuple(
        TriedLine(line.line, line.row_id, hit.score, reasons(ready.conditions, hit.held, line))
        for line, hit in found[:_MOST_SHOWN]
    )
    return TryOut(str(submitted.id), chosen.number, count, len(found), count >= submitted.lines, shown, since)


def _parts(lines: Iterable[SubmittedLine]) -> Iterator[tuple[SubmittedLine, ...]]:
    waiting = iter(lines)
    while part := tuple(islice(waiting, _AT_ONCE)):
        yield part


def _tried(lines: tuple[SubmittedLine, ...], ready: Profile, history: History) -> list[tuple[SubmittedLine, RiskHit]]:
    return [(line, hit) for line in lines for hit in risks(line, (ready,), history)]


def _strongest(found: tuple[SubmittedLine, RiskHit]) -> tuple[float, int]:
    return -found[1].score, found[0].line


@act(Verb.LIST_RISKS)
def list_risks(
    deed: Deed, *, list_id: str = "", profile_id: str = "", state: str = "", limit: int = 50, after: str = ""
) -> RiskPage:
    """Lists what profiles raised, strongest first: of one list or profile, in one state (`open`, or an outcome)."""
    home = deed.caller.administration
    deed.require(risk.house(home))
    if state and state not in ("open", *OUTCOMES):
        raise Invalid((Fault("not_usable", "state", "CCO-44"),))
    most, start = min(max(limit, 1), _MOST_AT_ONCE), cursor_position(after)
    found = risk.raised(home, list_id=list_id, profile_id=profile_id, state=state)
    rows = list(found[start : start + most + 1])
    deed.tell(list=list_id[:64], profile=profile_id[:64], shown=[row.id for row in rows[:most]])
    return RiskPage(tuple(assessing.views(rows[:most])), cursor_at(start + most) if len(rows) > most else "")


@act(Verb.DECIDE_RISK)
@implements("CCO-44")
def decide_risk(deed: Deed, risk_id: str, *, outcome: str) -> RiskView:
    """Keeps what an officer found of a raised line: that it was confirmed, or that the profile was of no use here."""
    row = risk.risk_by_id(risk_id)
    if row is None:
        raise NotFound
    deed.require(risk.house(row.administration))
    deed.tell(risk=row.id, list=row.list, line=row.number, outcome=outcome[:16])
    if outcome not in OUTCOMES:
        raise Invalid((Fault("not_usable", "outcome", "CCO-44"),))
    risk.decide(row, deed.caller.officer, outcome, deed.at)
    line = risk.kept_lines([(row.list, row.number)]).get((row.list, row.number))
    if outcome == "confirmed" and line is not None:
        assessing.note_confirmed(deed, line)
    return assessing.views([row])[0]


@act(Verb.REVIEW_PROFILES)
@implements("CCO-51.3")
def review_profiles(deed: Deed) -> int:
    """Tells of profiles that end within a month, and deletes digests past their term and those nobody asks for."""
    deed.require(risk.house(deed.caller.administration))
    told = risk.ending(deed.day)
    for profile, end in told:
        outbox.put(
            deed.caller.administration,
            event="profile_expiring",
            addressee=profile.administration,
            subject=str(profile.id),
            params={"number": profile.number, "day": end.isoformat()},
            at=deed.at,
        )
        risk.note_told(profile, end)
    gone = risk_history.forget(deed.day, risk.asking_for(ConditionKind.FIRST_TIME_TRADER, deed.day))
    deed.tell(noticed=[profile.number for profile, _ in told], forgotten=gone)
    return gone
