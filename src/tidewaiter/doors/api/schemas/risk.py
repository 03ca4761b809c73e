"""What the API takes for risk profiles, and what it gives of them and of what they raised."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from tidewaiter.access.verbs import CentralPurpose
from tidewaiter.actions.screening import ProfileView, RiskView, TryOut
from tidewaiter.doors.api.text import Asked, Code, Cursor, Day, Given, Line, Shown, Text
from tidewaiter.doors.words import say
from tidewaiter.screening.risk.conditions import LONGEST_VALUE, MOST_POINTS, ConditionKind
from tidewaiter.screening.risk.profiles import (
    LONGEST_NAME,
    MOST_CONDITIONS,
    ConditionDraft,
    Joined,
    ProfileDraft,
)
from tidewaiter.screening.risk.scoring import RiskReason

Points = Annotated[int, Field(ge=1, le=MOST_POINTS, strict=True)]
Version = Annotated[int, Field(ge=0, le=99_999)]


class ConditionGiven(Given):
    """One condition of a profile: a kind, a value in a few words, and points."""

    kind: ConditionKind = Field(examples=["goods"])
    value: Annotated[Line, Field(max_length=LONGEST_VALUE)] = Field(
        description=(
            "places: countries or UN/LOCODEs; goods: HS codes of 2, 4 or 6 digits; container_confirmed and "
            "first_time_trader: months; value_out_of_line: the least number of own lines; ranges: low-high, either "
            "end may be open, for value_per_kg with a currency (0.5-20 EUR)"
        ),
        examples=["24"],
    )
    points: Points = Field(examples=[60])


class RiskProfileGiven(Given):
    """A profile, or with `id` a further version of one, behind the `version` that was read."""

    name: Annotated[Line, Field(max_length=LONGEST_NAME)] = Field(examples=["Tobacco by way of XB"])
    purpose: CentralPurpose = Field(examples=["risk_assessment"])
    grounds: Text = Field(examples=["Three seizures this spring."])
    joined: Joined = Field(examples=["all"])
    threshold: Points = Field(description="in points: from so many on a line is raised", examples=[60])
    conditions: Annotated[list[ConditionGiven], Field(max_length=MOST_CONDITIONS)]
    expires_on: Day = Field(
        description="the first day on which it raises nothing any more, within a year",
        json_schema_extra={"examples": ["2027-03-01"]},
    )
    id: Code = Field("", examples=[""])
    version: Version = Field(0, examples=[0])
    why: Annotated[Line, Field(max_length=500)] = Field("", description="asked of a further version", examples=[""])

    def draft(self) -> ProfileDraft:
        """Return it as the act takes it."""
        content = self.model_dump(exclude={"id", "version", "why", "conditions"}, mode="python")
        conditions = tuple(ConditionDraft(each.kind.value, each.value, each.points) for each in self.conditions)
        return ProfileDraft(
            **{**content, "purpose": self.purpose.value, "joined": self.joined.value}, conditions=conditions
        )


class ProfileReleaseGiven(Given):
    """Which version is released: the one that was read."""

    version: Version = Field(examples=[1])


class RiskDecisionGiven(Given):
    """What an officer found of a raised line."""

    outcome: Literal["confirmed", "not_useful"] = Field(examples=["confirmed"])


class TrialGiven(Given):
    """On which kept list a profile is tried, and which version; 0 is the newest."""

    list_id: Code = Field(examples=["019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11"])
    version: Version = Field(0, examples=[0])


class RisksAsked(Asked):
    """Which raised lines: of one list, of one profile, in one state."""

    list_id: Code = ""
    profile: Code = ""
    state: Literal["", "open", "confirmed", "not_useful"] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    after: Cursor = ""


class UsefulnessShown(Shown):
    """What a profile was good for; `share` is confirmed out of decided, null while nothing is decided."""

    raised: int = Field(examples=[40])
    decided: int = Field(examples=[25])
    confirmed: int = Field(examples=[5])
    share: float | None = Field(examples=[0.2])


class ConditionShown(Shown):
    """One condition in its normal form."""

    kind: str = Field(examples=["goods"])
    value: str = Field(examples=["24"])
    points: int = Field(examples=[60])


class RiskProfileLineShown(Shown):
    """A profile in a list."""

    id: str
    number: str = Field(examples=["XA-R-7K2M9QWE"])
    name: str = Field(examples=["Tobacco by way of XB"])
    state: str = Field(description="draft, in_force, expired or withdrawn", examples=["in_force"])
    version: int
    purpose: str = Field(examples=["risk_assessment"])
    expires_on: date
    author: str = Field(examples=["xa.officer"])
    waiting: bool = Field(description="a version waits for release by another officer")
    useful: UsefulnessShown


class RiskProfilesShown(Shown):
    """The own administration's profiles, newest first."""

    items: list[RiskProfileLineShown]


class RiskProfileContentShown(Shown):
    """What a version of a profile says."""

    name: str = Field(examples=["Tobacco by way of XB"])
    purpose: str = Field(examples=["risk_assessment"])
    grounds: str
    joined: str = Field(examples=["all"])
    threshold: int = Field(examples=[60])
    conditions: list[ConditionShown]
    expires_on: date


class RiskProfileVersionShown(Shown):
    """One version in the history of a profile."""

    number: int
    content: RiskProfileContentShown
    author: str = Field(examples=["xa.officer"])
    written_at: datetime
    why: str = Field(examples=[""])
    released_by: str
    released_at: datetime | None
    useful: UsefulnessShown


class RiskProfileShown(Shown):
    """A profile with its versions, newest first, and what it was good for."""

    line: RiskProfileLineShown
    versions: list[RiskProfileVersionShown]
    in_force: int = Field(description="the number of the version in force, 0 for none")
    waiting: int = Field(description="the number of the version that waits for release, 0 for none")
    withdrawn_by: str = Field(examples=[""])
    withdrawn_at: datetime | None
    purpose_open: bool = Field(description="false while it rests on entries and its purpose is not open (CCO-44)")
    may: list[str] = Field(description="what the caller may do", examples=[["keep_profile"]])

    @classmethod
    def of(cls, view: ProfileView) -> "RiskProfileShown":
        """Return it from what the act gives."""
        useful = dict(view.versions_useful)
        versions = [
            {**{name: getattr(each, name) for name in each.__dataclass_fields__}, "useful": useful.get(each.number)}
            for each in view.versions
        ]
        for each in versions:
            each["useful"] = each["useful"] or {"raised": 0, "decided": 0, "confirmed": 0, "share": None}
        return cls.model_validate(
            {
                "line": view.line,
                "versions": versions,
                "in_force": view.in_force.number if view.in_force else 0,
                "waiting": view.waiting.number if view.waiting else 0,
                "withdrawn_by": view.withdrawn_by,
                "withdrawn_at": view.withdrawn_at,
                "purpose_open": view.purpose_open,
                "may": list(view.may),
            }
        )


class RiskReasonShown(Shown):
    """Why a line was raised: a code, its words in the language asked for, and its points."""

    code: str = Field(examples=["goods_chapter"])
    words: str = Field(examples=["Goods of HS chapter 24"])
    points: int = Field(examples=[60])


class RiskShown(Shown):
    """A line that a profile raised."""

    id: str
    list_id: str = Field(examples=["019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11"])
    number: int = Field(description="of the line among those taken")
    line: int = Field(description="where it stands in the list, 0 where it is no longer kept", examples=[7])
    row_id: str = Field(examples=["BL-7"])
    kept: bool
    profile: str = Field(examples=["019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11"])
    profile_number: str = Field(examples=["XA-R-7K2M9QWE"])
    name: str = Field(examples=["Tobacco by way of XB"])
    version: int
    score: float = Field(examples=[0.6])
    threshold: int = Field(examples=[60])
    joined: str = Field(examples=["all"])
    reasons: list[RiskReasonShown]
    raised_at: datetime
    outcome: str = Field(examples=[""])
    decided_by: str = Field(examples=[""])
    decided_at: datetime | None

    @classmethod
    def of(cls, view: RiskView) -> "RiskShown":
        """Return it from what the act gives, with the reasons in words."""
        plain = {name: getattr(view, name) for name in view.__dataclass_fields__}
        return cls.model_validate({**plain, "reasons": in_words(view.reasons)})


class RisksShown(Shown):
    """Raised lines, strongest first."""

    items: list[RiskShown]
    next: str = Field(examples=[""])


class TriedLineShown(Shown):
    """A line that the profile would raise."""

    line: int = Field(examples=[7])
    row_id: str = Field(examples=["BL-7"])
    score: float = Field(examples=[0.6])
    reasons: list[RiskReasonShown]


class TryOutShown(Shown):
    """What a version would raise of a kept list."""

    list_id: str = Field(examples=["019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11"])
    version: int
    lines: int = Field(description="so many lines were tried", examples=[20000])
    raised: int = Field(examples=[12])
    whole: bool = Field(description="whether every line of the list was tried")
    strongest: list[TriedLineShown]
    history_since: date | None = Field(description="the first day of which own lists are noted")

    @classmethod
    def of(cls, tried: TryOut) -> "TryOutShown":
        """Return it from what the act gives, with the reasons in words."""
        lines = [
            {"line": each.line, "row_id": each.row_id, "score": each.score, "reasons": in_words(each.reasons)}
            for each in tried.strongest
        ]
        plain = {name: getattr(tried, name) for name in tried.__dataclass_fields__}
        return cls.model_validate({**plain, "strongest": lines})


def in_words(found: Iterable[RiskReason]) -> list[dict[str, Any]]:
    """Return reasons with their words in the active language."""
    return [
        {"code": each.code, "words": say(f"risk:{each.code}", **dict(each.params)), "points": each.points}
        for each in found
    ]
