"""What the API gives on accounts: officers, invitations, tokens and machines."""

from datetime import date, datetime

from pydantic import Field

from tidewaiter.doors.api.text import Shown


class OfficerShown(Shown):
    """One account on a day; `closed` says why it opens nothing, `may` which acts on it are open to this caller."""

    username: str = Field(examples=["xa.officer"])
    name: str = Field(examples=["Ada Fernwick"])
    office: str = Field(examples=["XA-HQ"])
    email: str = Field(examples=["ada.fernwick@customs.example"])
    roles: list[str] = Field(examples=[["officer", "cais_official"]])
    machine: bool
    answerable: str = Field(description="who answers for a machine", examples=[""])
    designated_from: date
    designated_until: date | None
    information_access: bool = Field(description="whether the central system is open to it (CCO-52.2)")
    closed: str = Field(examples=[""])
    suspended_for: str = Field(examples=[""])
    second_factor: bool
    last_sign_in_at: datetime | None
    certified_on: date | None
    certified_until: date
    released_to: str = Field(examples=[""])
    may: list[str] = Field(examples=[["change_roles", "suspend_officer"]])


class InvitationShown(Shown):
    """An invitation that waits for an answer."""

    id: str
    kind: str = Field(description="`new`, or `anew` for somebody who lost all means of signing in", examples=["new"])
    administration: str
    username: str = Field(examples=["xa.newcomer"])
    name: str = Field(examples=["Ines Landward"])
    email: str = Field(examples=["ines.landward@customs.example"])
    office: str = Field(examples=["XA-HQ"])
    roles: list[str] = Field(examples=[["officer"]])
    language: str
    designated_from: date
    designated_until: date | None
    invited_by: str = Field(examples=["xa.administrator"])
    invited_at: datetime
    expires_at: datetime
    state: str = Field(examples=["open"])


class OfficersShown(Shown):
    """Some accounts by username, and all invitations that wait; `next` is the `after` of the next page."""

    on: date
    items: list[OfficerShown]
    invitations: list[InvitationShown]
    next: str


class TokenShown(Shown):
    """One token; what it reads is not known any more."""

    id: str
    officer: str
    label: str = Field(examples=["Declaration system"])
    scopes: list[str] = Field(examples=[["requests:read"]])
    networks: list[str] = Field(examples=[["192.0.2.0/24"]])
    issued_at: datetime
    expires_on: date
    revoked_at: datetime | None = Field(examples=[None])
    revoked_by: str = Field(examples=[""])


class TokensShown(Shown):
    """Some tokens, newest first."""

    items: list[TokenShown]
    next: str


class SecretShown(Shown):
    """The secret of a machine account, shown this once; with it the machine gets its tokens."""

    client_id: str = Field(examples=["xa.gateway"])
    client_secret: str = Field(examples=["shown-once"])
