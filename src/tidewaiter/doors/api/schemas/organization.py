"""What the API takes and gives of the Organization's votes and of the matters before it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from tidewaiter.actions.organization import BarDraft, MatterDraft, StepDraft, VoteDraft
from tidewaiter.assistance.fields import MANY
from tidewaiter.doors.api.text import Code, Day, Flag, Given, Line, Shown, Text
from tidewaiter.treaty.rules.votes import Ballot, Cast, Majority

Unit = Annotated[Code, Field(max_length=16)]
Units = Annotated[list[Unit], Field(max_length=MANY)]
Words = Annotated[list[Annotated[Code, Field(max_length=40)]], Field(max_length=MANY)]
Provisions = Annotated[list[Annotated[Code, Field(max_length=16)]], Field(max_length=MANY)]
Title = Annotated[Line, Field(max_length=300)]
Told = Annotated[Text, Field(max_length=4000)]
Reference = Annotated[Line, Field(max_length=200)]


class BallotGiven(Given):
    """What one unit that is present did; "none" is being present without a ballot."""

    unit: Unit = Field(examples=["XA"])
    cast: Cast = Field(examples=["for"])


class VoteGiven(Given):
    """A vote of a Council by name; whoever is not among the ballots was absent (CCO-10, NBO-13)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "number": "V-2026/4",
                    "instrument": "cco-2019",
                    "item": "Work programme 2026/27",
                    "day": "2026-03-02",
                    "ballots": [{"unit": unit, "cast": "for"} for unit in ("XA", "XB", "XC", "XD", "XE", "XF")],
                }
            ]
        }
    )

    number: Code = Field(examples=["V-2026/4"])
    instrument: Code = Field(examples=["cco-2019"])
    item: Title = Field(description="what is voted on", examples=["Work programme 2026/27"])
    day: Day = Field(examples=["2026-03-02"])
    opened_on: Day | None = Field(None, description="when the session opened, if not on the day of the vote")
    annex: Annotated[Code, Field(max_length=8)] = Field("", description="where the vote is on one Annex")
    majority: Majority = "resolution"
    ballots: Annotated[list[BallotGiven], Field(max_length=400)] = []
    resolution: Code = Field("", description="the number of the binding resolution, if it is one (CCO-2.2)")
    text: Told = ""
    effective_on: Day | None = None
    contest_heard: Flag = Field(False, description="that a contested result was put to the Chairman (CCO-10.4)")

    def draft(self) -> VoteDraft:
        """Return it as the act takes it."""
        said = self.model_dump(exclude={"ballots"})
        return VoteDraft(**said, ballots=tuple(Ballot(each.unit, each.cast) for each in self.ballots))


class ExclusionGiven(Given):
    """An exclusion from the vote by decision of the Council, or arrears without one (CCO-10.4, CCO-16.2)."""

    instrument: Code = Field("cco-2019", examples=["cco-2019"])
    unit: Unit = Field(examples=["XE"])
    kind: Literal["exclusion", "arrears"] = Field(examples=["arrears"])
    since: Day = Field(examples=["2026-03-02"])
    until: Day | None = Field(None, description="the first day on which it is over")
    decision: Code = Field("", description="the Council's decision, asked of an exclusion", examples=[""])
    recommended_on: Day | None = Field(None, description="when the Executive Committee recommended it")
    fact: Code = Field("", description="the id of what is corrected; empty for something new", examples=[""])

    def draft(self) -> BarDraft:
        """Return it as the act takes it."""
        return BarDraft(**self.model_dump())


class MatterGiven(Given):
    """A matter as it is opened: an amendment, a dispute, an application, or what a beginning asks for."""

    number: Code = Field(examples=["2026/4"])
    instrument: Code = Field(examples=["cco-2019"])
    title: Title = Field(examples=["Article 26, digital copies"])
    opened_on: Day = Field(description="when it was proposed, opened or received", examples=["2026-03-02"])
    variant: Code = Field("", description="of which kind it is, where there are several", examples=[""])
    text: Told = Field("", examples=[""])
    units: Units = Field([], description="who proposes, disputes or applies", examples=[["XD"]])
    provisions: Provisions = Field([], description="as the instrument numbers them", examples=[["26"]])
    annex: Annotated[Code, Field(max_length=8)] = Field("", examples=[""])
    gateway: Annotated[Code, Field(max_length=8)] = Field("", description="of an application (CCO-5.1)", examples=[""])
    flags: Words = Field([], description="of an application: the evidence shown", examples=[[]])
    reference: Reference = Field("", examples=[""])

    def draft(self) -> MatterDraft:
        """Return it as the act takes it."""
        lists = {name: tuple(getattr(self, name)) for name in ("units", "provisions", "flags")}
        return MatterDraft(**{**self.model_dump(), **lists})


class DisputeGiven(MatterGiven):
    """A dispute: `members` about the instrument between parties, `partner` about a condition or a status (CCO-63)."""

    variant: Literal["members", "partner"] = Field(examples=["members"])
    units: Units = Field(examples=[["XA", "XB"]])


class ApplicationGiven(MatterGiven):
    """An application for membership, or to be a Cooperating Partner (CCO-5.1, CCO-6.1)."""

    variant: Literal["membership", "partnership"] = Field(examples=["partnership"])
    units: Units = Field(examples=[["XQ"]])
    gateway: Annotated[Code, Field(max_length=8)] = Field(examples=["ii"])
    flags: Words = Field([], examples=[["miami_signatory"]])
    provisions: Provisions = Field([], examples=[[]])


class TransitionGiven(MatterGiven):
    """What the beginning of the Organization asks for (CCO-55 to 58, CCO-66.1, CCO-67)."""

    variant: Literal["inventory", "memorandum", "first_session", "provisional_depositary", "registration"] = Field(
        examples=["memorandum"]
    )
    units: Units = Field([], description="of a memorandum: the partner organization", examples=[["WCO"]])
    provisions: Provisions = Field([], examples=[[]])


class StepGiven(Given):
    """The next step of a matter; what it must say, the matter's `moves` tell."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "communicated", "on": "2026-03-09"}]})

    code: Code = Field(description="one of the matter's `moves`", examples=["communicated"])
    on: Day | None = Field(None, description="left out where a vote gives the day", examples=["2026-03-09"])
    unit: Unit = Field("", examples=[""])
    text: Told = Field("", examples=[""])
    vote: Code = Field("", description="the id of a vote", examples=[""])
    effect_on: Day | None = None
    due_on: Day | None = None
    articles: Provisions = Field([], examples=[[]])
    flags: Words = Field([], examples=[[]])
    reference: Reference = Field("", examples=[""])
    concerns: Code = Field("", description="the id of an earlier step", examples=[""])

    def draft(self) -> StepDraft:
        """Return it as the act takes it."""
        lists = {name: tuple(getattr(self, name)) for name in ("articles", "flags")}
        return StepDraft(**{**self.model_dump(), **lists})


class RetractionGiven(Given):
    """Why something is taken back."""

    why: Annotated[Line, Field(max_length=500)] = Field(examples=["The day was read wrongly."])


class RollShown(Shown):
    """Members with a vote; whose is taken by decision; who is in arrears; Partners without a vote, and with one."""

    units: list[str] = Field(examples=[["XA", "XB"]])
    excluded: list[str] = Field(examples=[[]])
    arrears: list[str] = Field(examples=[[]])
    partners: list[str] = Field(examples=[[]])
    voting_partners: list[str] = Field(examples=[[]])


class TallyShown(Shown):
    """The ballots counted and what they decide."""

    in_favour: int = Field(examples=[6])
    against: int = Field(examples=[0])
    result: str = Field(examples=["adopted"])


class OutcomeShown(Shown):
    """What comes of a vote; `contested` where it turns on the ballots of Members in arrears (CCO-10.4)."""

    tally: TallyShown
    abstaining: int
    void: int
    present: int
    quorum: int
    needed: int
    without_arrears: TallyShown | None = Field(examples=[None])
    low: bool
    contested: bool


class VoteCheckShown(Shown):
    """What is known before a vote is declared."""

    roll: RollShown
    outcome: OutcomeShown


class BallotShown(Shown):
    """One unit on the roll and what it did."""

    unit: str
    cast: str = Field(examples=["for"])
    excluded: bool
    arrears: bool


class VoteShown(Shown):
    """A vote as it was recorded, with the Members that an adopted resolution binds."""

    id: str
    number: str
    instrument: str
    annex: str = Field(examples=[""])
    item: str = Field(examples=["Work programme 2026/27"])
    majority: str = Field(examples=["resolution"])
    opened_on: date
    day: date
    ballots: list[BallotShown]
    votes_for: int
    votes_against: int
    abstentions: int
    void: int
    present: int
    quorum: int
    result: str = Field(examples=["adopted"])
    contested: bool
    resolution: str = Field(examples=["R-2026/3"])
    text: str
    effective_on: date | None
    bound: list[str] = Field(examples=[["XA", "XB"]])


class BarShown(Shown):
    """What bars a vote."""

    fact: str = Field(examples=["019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11"])
    instrument: str
    unit: str
    kind: str = Field(examples=["arrears"])
    since: date
    until: date | None
    decision: str
    recommended_on: date | None


class VotesShown(Shown):
    """The votes, latest first, and what bars a vote."""

    items: list[VoteShown]
    bars: list[BarShown]


class MatterMoveShown(Shown):
    """A step that the caller may record now, and what it asks for."""

    code: str = Field(examples=["communicated"])
    provision: str
    asks: list[str] = Field(examples=[["on"]])
    may: list[str] = Field(examples=[["text"]])
    flags: list[str] = Field(examples=[[]])
    concerns: list[str] = Field(examples=[[]])


class MatterStepShown(Shown):
    """A step that was taken."""

    id: str
    code: str = Field(examples=["communicated"])
    provision: str
    on: date
    unit: str
    text: str
    vote: str = Field(description="the number of the vote that it rests on", examples=[""])
    effect_on: date | None
    due_on: date | None
    articles: list[str] = Field(examples=[[]])
    flags: list[str] = Field(examples=[[]])
    reference: str = Field(examples=[""])
    concerns: str = Field(examples=[""])
    taken_back: str = Field(description="why it was taken back, if it was", examples=[""])


class MatterDayShown(Shown):
    """A day that follows by rule."""

    code: str = Field(examples=["last_day"])
    day: date
    provision: str


class MatterShown(Shown):
    """A matter with its steps, the days that follow, and the steps that the caller may record now."""

    id: str
    kind: str = Field(examples=["amendment"])
    variant: str = Field(examples=[""])
    number: str
    instrument: str
    title: str = Field(examples=["Article 26, digital copies"])
    text: str
    units: list[str] = Field(examples=[["XD"]])
    provisions: list[str] = Field(examples=[["26"]])
    annex: str = Field(examples=[""])
    gateway: str = Field(examples=[""])
    flags: list[str] = Field(examples=[[]])
    reference: str = Field(examples=[""])
    opened_on: date
    state: str = Field(examples=["communicated"])
    days: list[MatterDayShown]
    marks: list[str] = Field(description="what is to be looked at", examples=[[]])
    bound: list[str] = Field(description="whom it binds, or whose objection waits", examples=[[]])
    steps: list[MatterStepShown]
    moves: list[MatterMoveShown]


class MattersShown(Shown):
    """Matters of one kind, latest first."""

    items: list[MatterShown]


class RegistrationShown(Shown):
    """A registration that is due and not begun."""

    instrument: str
    provision: str
    since: date


class TransitionShown(MattersShown):
    """What the beginning of the Organization asks for, and the registrations that are due."""

    due: list[RegistrationShown]
