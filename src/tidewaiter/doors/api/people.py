"""The paths of accounts: officers, invitations, tokens and machines of one's own administration."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Status

from tidewaiter.actions import people as acts
from tidewaiter.doors.api.callers import caller_of
from tidewaiter.doors.api.pages import link_next, page_after
from tidewaiter.doors.api.schemas.common import Made
from tidewaiter.doors.api.schemas.given_people import (
    EndGiven,
    InvitationGiven,
    MachineGiven,
    OfficersAsked,
    RolesGiven,
    SuspensionGiven,
    TokensAsked,
)
from tidewaiter.doors.api.schemas.shown_people import OfficersShown, SecretShown, TokensShown
from tidewaiter.doors.api.text import Code

router = Router(tags=["people"])

Username = Annotated[Code, Path(examples=["xa.officer"])]


@router.get("/officers", response=OfficersShown, operation_id="list_officers", summary="List accounts")
def list_officers(request: HttpRequest, asked: Query[OfficersAsked], response: HttpResponse) -> OfficersShown:
    """List who had access to the system on a day, and who to its information (CCO-47.1.iv)."""
    found = acts.list_officers(caller_of(request), on=asked.on)
    wanted = [
        officer
        for officer in found.officers
        if (asked.role is None or asked.role in officer.roles)
        and (asked.open is None or asked.open == (not officer.closed))
    ]
    items, further = page_after(wanted, asked.after, asked.limit, key=lambda officer: officer.username)
    link_next(request, response, further)
    shown = {"on": found.on, "items": items, "invitations": found.invitations, "next": further}
    return OfficersShown.model_validate(shown)


@router.post("/invitations", response={201: Made}, operation_id="invite_officer", summary="Offer a person an account")
def invite_officer(request: HttpRequest, given: InvitationGiven) -> Status[Made]:
    """Offer a person an account; a mail with the link goes to the person alone (CCO-1.ix)."""
    return Status(201, Made(id=acts.invite_officer(caller_of(request), given.draft())))


@router.delete(
    "/invitations/{id}", response={204: None}, operation_id="withdraw_invitation", summary="Take an invitation back"
)
def withdraw_invitation(request: HttpRequest, id: UUID) -> Status[None]:
    """Take back an invitation that was not accepted yet; its link opens nothing any more."""
    acts.withdraw_invitation(caller_of(request), str(id))
    return Status(204, None)


@router.put(
    "/officers/{username}/roles", response={204: None}, operation_id="change_roles", summary="Change an officer's roles"
)
def change_roles(request: HttpRequest, username: Username, given: RolesGiven) -> Status[None]:
    """Give an officer just these roles; nobody gives or takes more power than they have (CCO-47.1.ii)."""
    acts.change_roles(caller_of(request), username, roles=tuple(role.value for role in given.roles))
    return Status(204, None)


@router.post(
    "/officers/{username}/suspension",
    response={204: None},
    operation_id="suspend_officer",
    summary="Close an account at once",
)
def suspend_officer(request: HttpRequest, username: Username, given: SuspensionGiven) -> Status[None]:
    """Close an account at once, with its sessions, until it is opened again."""
    acts.suspend_officer(caller_of(request), username, why=given.why)
    return Status(204, None)


@router.delete(
    "/officers/{username}/suspension",
    response={204: None},
    operation_id="restore_officer",
    summary="Open an account again",
)
def restore_officer(request: HttpRequest, username: Username) -> Status[None]:
    """Open a suspended or dormant account again."""
    acts.restore_officer(caller_of(request), username)
    return Status(204, None)


@router.post(
    "/officers/{username}/access",
    response={201: Made},
    operation_id="renew_access",
    summary="Let an officer set up signing in anew",
)
def renew_access(request: HttpRequest, username: Username) -> Status[Made]:
    """Take away an officer's means of signing in, and invite the officer to set up new ones."""
    return Status(201, Made(id=acts.renew_access(caller_of(request), username)))


@router.post(
    "/officers/{username}/certification",
    response={204: None},
    operation_id="recertify_officer",
    summary="Confirm that an account is still needed",
)
def recertify_officer(request: HttpRequest, username: Username) -> Status[None]:
    """Confirm for a year that an account is still needed, with just its roles (CCO-47.1.ii)."""
    acts.recertify_officer(caller_of(request), username)
    return Status(204, None)


@router.post(
    "/officers/{username}/end", response={204: None}, operation_id="end_designation", summary="End a designation"
)
def end_designation(request: HttpRequest, username: Username, given: EndGiven) -> Status[None]:
    """End a designation on a day, and with it roles and tokens (CCO-1.ix)."""
    acts.end_designation(caller_of(request), username, last_day=given.last_day, released_to=given.released_to)
    return Status(204, None)


@router.get("/tokens", response=TokensShown, operation_id="list_tokens", summary="List tokens")
def list_tokens(request: HttpRequest, asked: Query[TokensAsked], response: HttpResponse) -> TokensShown:
    """List the tokens that have not run out: one's own, or as a manager all of the administration's."""
    found = [token for token in acts.list_tokens(caller_of(request)) if asked.officer in ("", token.officer)]
    items, further = page_after(found, asked.after, asked.limit, key=lambda token: token.id)
    link_next(request, response, further)
    return TokensShown.model_validate({"items": items, "next": further})


@router.delete("/tokens/{id}", response={204: None}, operation_id="revoke_token", summary="Revoke a token")
def revoke_token(request: HttpRequest, id: UUID) -> Status[None]:
    """Revoke a token at once and for good."""
    acts.revoke_token(caller_of(request), str(id))
    return Status(204, None)


@router.post(
    "/machines", response={201: SecretShown}, operation_id="register_machine", summary="Register a machine account"
)
def register_machine(request: HttpRequest, given: MachineGiven) -> Status[SecretShown]:
    """Register a machine account; its secret is shown this once."""
    secret = acts.register_machine(caller_of(request), given.draft())
    return Status(201, SecretShown(client_id=given.username, client_secret=secret))


@router.post(
    "/machines/{username}/secret",
    response={201: SecretShown},
    operation_id="renew_machine_secret",
    summary="Give a machine a new secret",
)
def renew_machine_secret(request: HttpRequest, username: Username) -> Status[SecretShown]:
    """Give a machine account a new secret, shown this once; the old one opens nothing any more."""
    secret = acts.renew_machine_secret(caller_of(request), username)
    return Status(201, SecretShown(client_id=username, client_secret=secret))
