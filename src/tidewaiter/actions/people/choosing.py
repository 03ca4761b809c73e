"""What a form about accounts offers: offices, roles, other administrations. Not an act: the register is everyone's."""

from collections.abc import Mapping
from dataclasses import dataclass

from tidewaiter.access.facts import Caller
from tidewaiter.actions.people.registering import roles_to_give
from tidewaiter.records import people


@dataclass(frozen=True, slots=True)
class AccountChoices:
    """What can be chosen for an account of the caller's administration; each with its name."""

    offices: Mapping[str, str]
    roles: tuple[str, ...]
    others: Mapping[str, Mapping[str, str]]


def account_choices(caller: Caller) -> AccountChoices:
    """What the forms of the caller's administration offer."""
    home = caller.administration
    return AccountChoices(
        offices=people.named_offices(home),
        roles=tuple(sorted(roles_to_give(home))),
        others={each.code: each.name for each in people.administrations() if each.code != home},
    )
