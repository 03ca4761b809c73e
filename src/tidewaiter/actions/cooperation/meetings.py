"""The meetings that an administration attends: sessions of the Council, contact points, RILO, CAREC (MNG-11)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, Fault, NotFound, act, refuse
from tidewaiter.records import cooperation
from tidewaiter.records.cooperation import Keeping
from tidewaiter.treaty.provisions import implements

MeetingKind = Literal["council_session", "contact_points", "rilo", "carec", "other"]
MEETING_KINDS: tuple[str, ...] = get_args(MeetingKind)


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """A meeting as it is recorded; without a last day it takes one day."""

    kind: str
    title: str
    begins: date
    ends: date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting of the own administration's calendar."""

    id: str
    kind: str
    title: str
    place: str
    begins: date
    ends: date


@act(Verb.RECORD_MEETING)
@implements("MNG-11")
def record_meeting(deed: Deed, draft: MeetingDraft, *, fact: str = "", why: str = "", cancelled: bool = False) -> str:
    """Records a meeting, puts one right, or takes a cancelled one out of the calendar; gives its id."""
    home = deed.caller.administration
    deed.require(Facts(Kind.HOUSE, owner=home))
    deed.tell(meeting=draft.kind, begins=draft.begins)
    if (fact or cancelled) and cooperation.meeting(fact) is None:
        raise NotFound
    ends = draft.ends or draft.begins
    refuse(
        Fault("unknown_choice", "kind", "MNG-11", {"value": draft.kind}) if draft.kind not in MEETING_KINDS else None,
        Fault("missing", "title", "MNG-11") if not draft.title.strip() else None,
        Fault("ends_before", "ends", "MNG-11", {"since": draft.begins.isoformat()}) if ends < draft.begins else None,
        Fault("missing", "why", "MNG-11") if fact and not why.strip() else None,
    )
    return cooperation.add_meeting(
        Keeping(home, deed.caller.officer, deed.at, fact, why.strip(), retracted=cancelled),
        kind=draft.kind,
        title=draft.title.strip(),
        place=draft.place.strip(),
        begins=draft.begins,
        ends=ends,
    )


@act(Verb.LIST_MEETINGS)
@implements("MNG-11")
def list_meetings(deed: Deed) -> tuple[MeetingView, ...]:
    """Lists the meetings of the own administration, by day."""
    home = deed.caller.administration
    deed.require(Facts(Kind.HOUSE, owner=home))
    return tuple(
        MeetingView(str(row.fact), row.kind, row.title, row.place, row.begins, row.ends)
        for row in cooperation.meetings(home)
    )
