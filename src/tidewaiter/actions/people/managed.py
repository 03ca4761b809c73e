"""Whose account an act manages, and how much power stands behind it: measured in one place for every such act."""

from collections.abc import Iterable
from datetime import date

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Role, rank_of
from tidewaiter.actions.act import Deed, NotFound
from tidewaiter.records import people
from tidewaiter.records.models import Officer


def managed(deed: Deed, username: str, given: Iterable[str] = (), *, machine: bool | None = None) -> Officer:
    """The account of one's own administration, after the decision on as much power as is held or would be given.

    With `machine` only a machine's account is meant, or only a person's; NotFound for any other.
    """
    officer = people.officer_named(username)
    if officer is None or officer.administration_id != deed.caller.administration:
        raise NotFound
    if machine not in (None, officer.machine):
        raise NotFound
    deed.require(account_facts(officer, deed.day, given))
    return officer


def account_facts(officer: Officer, day: date, given: Iterable[str] = ()) -> Facts:
    """The facts on which acts about an account are decided; roles that begin later or would be given count too."""
    rank = rank_of(Role(role) for role in (*people.roles_from(officer, day), *given))
    return Facts(Kind.PUBLIC, owner=officer.administration_id, author=officer.username, rank=rank)
