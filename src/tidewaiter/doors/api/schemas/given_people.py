"""What the API takes on accounts: invitations, roles, suspensions, ends, machines."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from tidewaiter.access.verbs import Role, Scope
from tidewaiter.actions.people import AdministrationDraft, InvitationDraft, MachineDraft
from tidewaiter.assistance.fields import MANY
from tidewaiter.doors.api.text import Asked, Code, Cursor, Day, Flag, Given, Line

Roles = Annotated[list[Role], Field(max_length=len(Role))]
Scopes = Annotated[list[Scope], Field(max_length=len(Scope))]
Name = Annotated[Line, Field(max_length=200)]
Language = Literal["en", "fr", "es", "nl"]


class OfficeGiven(Given):
    """An office of an administration."""

    code: Annotated[Code, Field(min_length=1, max_length=32)] = Field(examples=["XQ-HQ"])
    name: Annotated[Name, Field(min_length=1)] = Field(examples=["Headquarters"])


class AdministrationGiven(Given):
    """An administration to be recorded; `unit` is the party to the instruments for which it acts."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "XQ",
                    "name": {"en": "Customs of Quay Island", "fr": "Douanes de l'île du Quai"},
                    "unit": "XQ",
                    "language": "en",
                    "offices": [{"code": "XQ-HQ", "name": "Headquarters"}],
                }
            ]
        }
    )

    code: Annotated[Code, Field(max_length=8)]
    name: dict[Language, Name]
    unit: Annotated[Code, Field(max_length=8)] = ""
    language: Language = "en"
    organization: Flag = False
    offices: Annotated[list[OfficeGiven], Field(max_length=MANY)] = []

    def draft(self) -> AdministrationDraft:
        """Return it as the draft that the act takes."""
        return AdministrationDraft(
            code=self.code,
            name={str(language): text for language, text in self.name.items()},
            unit=self.unit,
            language=self.language,
            organization=self.organization,
            offices=tuple((office.code, office.name) for office in self.offices),
        )


class InvitationGiven(Given):
    """An account offered to a person; `transfers` names the account that the person has in another administration."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "username": "xa.newcomer",
                    "name": "Ines Landward",
                    "email": "ines.landward@customs.example",
                    "office": "XA-HQ",
                    "roles": ["officer"],
                    "language": "en",
                    "designated_from": "2026-03-02",
                }
            ]
        }
    )

    username: Code
    name: Name
    email: Annotated[Line, Field(max_length=254)]
    office: Code
    roles: Roles
    language: Language
    designated_from: Day
    designated_until: Day | None = None
    transfers: Code = ""

    def draft(self) -> InvitationDraft:
        """Return it as the draft that the act takes."""
        return InvitationDraft(**self.model_dump(exclude={"roles"}), roles=tuple(role.value for role in self.roles))


class RolesGiven(Given):
    """Just these roles, from today; that of designated official comes and goes by designation alone."""

    roles: Roles = Field(examples=[["officer", "contact_point"]])


class SuspensionGiven(Given):
    """Why an account is closed at once."""

    why: Literal["lost_device", "leave", "inquiry", "other"] = Field(examples=["leave"])


class EndGiven(Given):
    """The last day of a designation; a release lets another administration invite the officer."""

    last_day: Day = Field(examples=["2049-06-30"])
    released_to: Code = Field("", examples=["XB"])


class MachineGiven(Given):
    """A machine account: `answerable` is the officer who answers for it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "username": "xa.gateway",
                    "name": "Declaration system",
                    "office": "XA-HQ",
                    "roles": ["officer"],
                    "scopes": ["requests:read", "requests:write"],
                    "networks": ["192.0.2.0/24"],
                    "answerable": "xa.head",
                    "designated_until": "2026-09-30",
                }
            ]
        }
    )

    username: Code
    name: Name
    office: Code
    roles: Roles
    scopes: Scopes
    networks: Annotated[list[Code], Field(max_length=MANY)] = []
    answerable: Code
    designated_until: Day

    def draft(self) -> MachineDraft:
        """Return it as the draft that the act takes."""
        plain = self.model_dump(include={"username", "name", "office", "answerable", "designated_until"})
        return MachineDraft(
            **plain,
            roles=tuple(role.value for role in self.roles),
            scopes=tuple(scope.value for scope in self.scopes),
            networks=tuple(self.networks),
        )


class OfficersAsked(Asked):
    """Which accounts of one's own administration, as they stood on which day."""

    on: Day | None = Field(None, description="today, unless another day is named")
    role: Role | None = None
    open: bool | None = Field(None, description="those that may be used, or those that may not")
    limit: int = Field(50, ge=1, le=200)
    after: Cursor = Field("", description="`next` of the page before")


class TokensAsked(Asked):
    """Which tokens that have not run out."""

    officer: Code = Field("", description="the username of their owner")
    limit: int = Field(50, ge=1, le=200)
    after: Cursor = Field("", description="`next` of the page before")
