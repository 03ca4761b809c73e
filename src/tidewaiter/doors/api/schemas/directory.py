"""What the API takes for the directory, and what it gives of it."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from tidewaiter.actions.registry import FilingKind
from tidewaiter.actions.registry.designations import Finding
from tidewaiter.actions.registry.listings import ListingKind, Standing
from tidewaiter.doors.api.text import Asked, Code, Day, Flag, Given, Line, Shown, Text

Name = Annotated[Line, Field(max_length=200)]
Reach = Annotated[Line, Field(max_length=300)]
Fact = Annotated[Code, Field(description="the id of what is put right; empty for something new")]
Why = Annotated[Line, Field(max_length=300, description="asked of a correction")]


class DayAsked(Asked):
    """On which day; today where none is named."""

    on: Day | None = Field(None, examples=["2026-03-02"])


class AuthoritiesAsked(DayAsked):
    """For which article, on which day."""

    provision: Code = Field(description="the id of an article or of a part of one", examples=["CCO-29"])


class AuthorityGiven(Given):
    """An authority designated for a provision (CCO-20.3, CCO-45.3, CCO-48.1, NBO-6.1)."""

    administration: Code = Field(examples=["XB"])
    authority_for: Code = Field(description="the provision's id", examples=["CCO-45.3"])
    name: Name = Field(examples=["Central system unit"])
    since: Day = Field(examples=["2026-03-02"])
    until: Day | None = None
    reach: Reach = Field("", description="address, telephone or mail", examples=["1 Quay Street, Port Grand"])
    fact: Fact = ""
    why: Why = ""


class ExaminationGiven(Given):
    """What the Secretariat found of a filing (CCO-20.3)."""

    finding: Finding = Field(examples=["returned"])
    note: Reach = Field("", description="what it lacks, where it is returned", examples=["It names no article."])


class ContactPointGiven(Given):
    """The official contact point of an administration from a day on (CCO-21.1)."""

    administration: Code = Field(examples=["XB"])
    name: Name = Field(examples=["Mutual assistance desk"])
    email: Annotated[Line, Field(max_length=254)] = Field(examples=["assistance@customs.example"])
    since: Day = Field(examples=["2026-03-02"])
    reach: Reach = ""
    fact: Fact = ""
    why: Why = ""


class InvestigatorGiven(Given):
    """An investigator whom those of other administrations reach directly (CCO-61.1, NBO-9)."""

    administration: Code = Field(examples=["XB"])
    name: Name = Field(examples=["Ana Example"])
    post: Name = Field("", examples=["Head of maritime investigations"])
    reach: Reach = Field(examples=["+1 555 0100, ana@customs.example"])
    since: Day = Field(examples=["2026-03-02"])
    until: Day | None = None
    fact: Fact = ""
    why: Why = ""


class DirectContactGiven(Given):
    """That two investigators dealt with each other on a day; nothing of any case is kept."""

    own: Code = Field(description="the id of one's own investigator", examples=["019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11"])
    other: Code = Field(description="the id of the other's", examples=["019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c12"])
    on: Day = Field(examples=["2026-03-02"])


class ListingEndGiven(Given):
    """The last day of something that the directory lists; none takes back what should never have stood there."""

    last_day: Day | None = Field(examples=["2026-03-31"])
    why: Reach = ""


class OfficialGiven(Given):
    """An official to whom the central system is open; `until` is the last day (CCO-52.2)."""

    officer: Code = Field(description="the username", examples=["xb.contact_point"])
    since: Day = Field(examples=["2026-03-02"])
    until: Day | None = None


class OfficialEndGiven(Given):
    """The last day of a designation (CCO-52.6)."""

    last_day: Day = Field(examples=["2026-03-31"])


class FilingGiven(Given):
    """A filing under CCO-31.3: the law on confidentiality, or the undertaking."""

    administration: Code = Field(examples=["XB"])
    kind: FilingKind = Field(examples=["undertaking"])
    text: Text = Field(examples=["Undertaking of the Director of 2 March 2026."])
    received: Day = Field(examples=["2026-03-04"])
    fact: Fact = ""
    why: Why = ""
    taken_back: Flag = Field(False, description="with `fact`: it should never have stood there")


class LackShown(Shown):
    """Something that is not filed."""

    what: str = Field(examples=["undertaking"])
    provision: str = Field(examples=["CCO-31.3"])
    blocks: bool = Field(description="whether functions stay closed until it comes")


class AdministrationShown(Shown):
    """An administration: how to reach it, who acts for it, what binds it on the day, what it has not filed."""

    code: str = Field(examples=["XB"])
    name: dict[str, str] = Field(examples=[{"en": "Customs of XB", "fr": "Douanes de XB"}])
    language: str
    organization: bool
    unit: str
    contact_name: str
    contact_email: str
    authorities: list[str]
    officials: list[str]
    bound_by: list[str] = Field(examples=[["cco-2019"]])
    undertaking_on: date | None
    lacks: list[LackShown]


class DirectoryShown(Shown):
    """All administrations."""

    items: list[AdministrationShown]


class ListingShown(Shown):
    """One thing the directory says of an administration, and what it said of it before."""

    fact: str = Field(examples=["019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11"])
    kind: ListingKind = Field(examples=["authority"])
    provision: str = Field(examples=["CCO-45.3"])
    name: str = Field(examples=["Central system unit"])
    post: str = Field(examples=[""])
    reach: str = Field(examples=["1 Quay Street, Port Grand"])
    email: str = Field(examples=[""])
    officer: str = Field(examples=[""])
    filing: str = Field(examples=[""])
    since: date
    until: date | None
    standing: Standing = Field(examples=["standing"])
    examined: str = Field(examples=["complete"])
    note: str
    recorded_at: datetime
    why: str = Field(examples=[""])
    earlier: list["ListingShown"] = Field(examples=[[]])


class RoleHolderShown(Shown):
    """Somebody who has access to the system by a role."""

    officer: str
    name: str
    role: str = Field(examples=["cais_authority"])


class DirectContactShown(Shown):
    """A note of one's own administration that two investigators dealt with each other."""

    own: str = Field(examples=["Ana Example"])
    other: str = Field(examples=["Ben Example"])
    administration: str
    on: date
    noted_by: str = Field(examples=["xa.officer"])


class AdministrationPageShown(Shown):
    """All that the directory holds of one administration."""

    view: AdministrationShown
    on: date
    items: list[ListingShown]
    holders: list[RoleHolderShown]
    contacts: list[DirectContactShown]
    may: list[str] = Field(description="acts about it that the caller's roles open", examples=[["end_listing"]])


class AuthoritiesShown(Shown):
    """Who is the customs administration for an article on a day (CCO-1.ii); nobody where it is not bound."""

    provision: str = Field(examples=["CCO-29"])
    on: date
    bound: bool
    authorities: list[str] = Field(examples=[["Customs of XB", "Port Authority"]])
    because: list[str] = Field(description="the provisions that decide whether it is bound", examples=[["CCO-64.1"]])
