"""What tests of accounts begin from: who manages, who is invited, and what the database then holds."""

from dataclasses import replace
from datetime import date

from tests.acts import stories
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.actions import people
from tidewaiter.actions.callers import caller_for_invitation
from tidewaiter.treaty.duties import current_duties

PASSWORD = "a long enough harbour song"


def manager(world: World, username: str = "xa.administrator", *, fresh: bool = True) -> Caller:
    """A manager of accounts who signed in with a browser, and proved it lately if `fresh`."""
    return replace(world.caller(username), scopes=None, fresh=fresh)


def offer(username: str = "xa.new", **changes: object) -> people.InvitationDraft:
    """An account in XA offered to Nell, from today."""
    draft = people.InvitationDraft(
        username=username,
        name="Nell Harbourlight",
        email="nell@example.invalid",
        office="XA-HQ",
        roles=("officer",),
        language="en",
        designated_from=stories.in_days(0),
    )
    return replace(draft, **changes)  # type: ignore[arg-type]


def invited(invitation_id: str) -> Caller:
    """Whoever holds the link of an invitation."""
    found = people.invitation_of_key(people.invitation_key(invitation_id))
    assert found is not None
    return caller_for_invitation(found)


def activate(invitation_id: str, password: str = PASSWORD) -> str:
    """The person accepts the offer and the duties of today."""
    duties = current_duties(stories.in_days(0))
    assert duties is not None
    return people.activate_account(invited(invitation_id), invitation_id, password=password, duties=duties.version)


def joined(world: World, username: str = "xa.new", by: str = "xa.head", **changes: object) -> str:
    """An officer of XA who was invited and accepted."""
    return activate(people.invite_officer(manager(world, by), offer(username, **changes)))


def line(world: World, username: str, *, on: date | None = None, by: str = "xa.head") -> people.OfficerLine:
    """An account as the list of its administration shows it."""
    listed = people.list_officers(world.caller(by), on=on).officers
    return next(officer for officer in listed if officer.username == username)


def column(world: World, username: str, name: str) -> object:
    """What stands in the account's row, as the installing role reads it."""
    with world.raw("postgres") as installer:
        row = installer.execute(f"select {name} from records_officer where username = %s", [username]).fetchone()
    assert row is not None
    return row[0]


def user_id(world: World, username: str) -> int:
    """The id of the account that signs in."""
    found = column(world, username, "user_id")
    assert isinstance(found, int)
    return found
