"""What the API takes for the register and of the Organization: acts of parties, the directory, filings, decisions."""

from typing import Annotated

from pydantic import ConfigDict, Field

from tidewaiter.access.verbs import CentralPurpose
from tidewaiter.actions.organization import CouncilDecisionDraft
from tidewaiter.assistance.fields import MANY
from tidewaiter.doors.api.text import Code, Day, Flag, Given, Line
from tidewaiter.screening.subjects import SubjectKind
from tidewaiter.treaty.acts import ActType, InstrumentAct

Units = Annotated[list[Annotated[Code, Field(max_length=16)]], Field(max_length=MANY)]
Provisions = Annotated[list[Annotated[Code, Field(max_length=16)]], Field(max_length=MANY)]
Name = Annotated[Line, Field(max_length=200)]
Votes = Annotated[int, Field(ge=0, le=32_767, strict=True)]


class InstrumentActGiven(Given):
    """An act of one or more units under an instrument, as the depositary received it (CCO-66.2.iii)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "instrument": "nbo-1977",
                    "type": "accession",
                    "on": "2026-03-02",
                    "units": ["XD"],
                    "annexes": ["I", "III"],
                    "reference": "Note 17/2026",
                },
                {
                    "instrument": "cco-2019",
                    "type": "reservation_withdrawal",
                    "on": "2026-03-02",
                    "units": ["XM"],
                    "articles": ["39"],
                    "effect_on": "2026-07-01",
                },
            ]
        }
    )

    instrument: Code = Field(examples=["nbo-1977"])
    type: ActType = Field(examples=["accession"])
    on: Day = Field(description="the day of the act in law", examples=["2026-03-02"])
    units: Units = Field(description="who acts: codes of parties", examples=[["XD"]])
    received: Day | None = Field(None, description="where receipt was not on the day of the act")
    annexes: Annotated[list[Annotated[Code, Field(max_length=8)]], Field(max_length=MANY)] | None = Field(
        None,
        description="by their numbers; asked of an act that joins the Nairobi Convention, [] says that it names none",
        examples=[["I", "III"]],
    )
    articles: Provisions = Field([], description="as the instrument numbers them", examples=[["39"]])
    territories: Units = []
    effect_on: Day | None = Field(None, description="the day of effect that the act itself names")
    cured_on: Day | None = Field(None, description="the day on which a defect was cured (CCO-66.2.v)")
    reasons: Flag = Field(False, description="whether the act gives its reasons")
    reference: Name = Field("", examples=["Note 17/2026"])

    def act(self) -> InstrumentAct:
        """Return it as the rules read it."""
        return InstrumentAct(
            type=self.type,
            on=self.on,
            units=tuple(self.units),
            received=self.received,
            annexes=None if self.annexes is None else tuple(self.annexes),
            articles=tuple(self.articles),
            territories=tuple(self.territories),
            effect_on=self.effect_on,
            cured_on=self.cured_on,
            reasons=self.reasons,
        )


class CouncilDecisionGiven(Given):
    """A decision of the Council that centralizes categories for purposes (CCO-44), with its votes (CCO-10.5)."""

    number: Code = Field(examples=["C-2026/3"])
    decided_on: Day = Field(examples=["2026-01-20"])
    effective_on: Day = Field(examples=["2026-02-01"])
    categories: list[SubjectKind] = Field(max_length=len(SubjectKind), examples=[["person"]])
    purposes: list[CentralPurpose] = Field(max_length=len(CentralPurpose), examples=[["offences"]])
    votes_for: Votes = Field(examples=[8])
    votes_against: Votes = Field(examples=[4])
    abstentions: Votes = Field(examples=[0])

    def draft(self) -> CouncilDecisionDraft:
        """Return it as the act takes it."""
        return CouncilDecisionDraft(
            **self.model_dump(exclude={"categories", "purposes"}),
            categories=tuple(dict.fromkeys(self.categories)),
            purposes=tuple(dict.fromkeys(self.purposes)),
        )
