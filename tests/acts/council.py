"""What the tests of the Council share: a vote of the demo's twelve Members, and the steps of a matter."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.world import World

from tidewaiter.actions import organization
from tidewaiter.actions.organization import BarDraft, MatterDraft, MatterView, StepDraft, VoteDraft
from tidewaiter.treaty.rules.votes import Ballot

MEMBERS = ("XA", "XB", "XC", "XD", "XE", "XF", "XG", "XH", "XJ", "XL", "XM", "XN")
DAY = date(2026, 1, 20)


def ballots(cast: Mapping[str, int] | None = None, *, units: tuple[str, ...] = MEMBERS) -> tuple[Ballot, ...]:
    """So many ballots of each kind, given to the Members in their order; all twelve vote for where nothing is said."""
    left = [word for word, number in (cast or {"for": len(units)}).items() for _ in range(number)]
    return tuple(Ballot(unit, word) for unit, word in zip(units, left, strict=False))  # type: ignore[arg-type]


def vote_on(day: date = DAY, number: str = "V-1", **more: Any) -> VoteDraft:
    """A vote of the Agreement's Council."""
    said = {"instrument": "cco-2019", "item": "An item of the agenda", "ballots": ballots(), **more}
    return VoteDraft(number=number, day=day, **said)


def voted(world: World, day: date = DAY, number: str = "V-1", **more: Any) -> str:
    """Records a vote; gives its id."""
    return organization.record_vote(world.caller("xz.secretariat_official"), vote_on(day, number, **more))


def matter(number: str, opened_on: date, variant: str = "", **more: Any) -> MatterDraft:
    """A matter under the Agreement."""
    said = {"instrument": "cco-2019", "title": f"Matter {number}", **more}
    return MatterDraft(number=number, opened_on=opened_on, variant=variant, **said)


def step(code: str, on: date | None = None, **more: Any) -> StepDraft:
    """A step of a matter."""
    return StepDraft(code, on=on, **more)


def named(views: tuple[MatterView, ...], number: str) -> MatterView:
    """The matter with this number."""
    return next(view for view in views if view.number == number)


def amendment(world: World) -> str:
    """A proposed amendment; its id."""
    draft = matter("A-7", date(2026, 1, 5), units=("XD",), provisions=("26",))
    return organization.record_amendment(world.caller("xz.depositary"), draft)


def dispute(world: World) -> str:
    """A dispute of XA with XB; its id."""
    draft = matter("D-7", date(2026, 1, 5), "members", units=("XA", "XB"))
    return organization.open_dispute(world.caller("xa.head"), draft)


def application(world: World) -> str:
    """An application to be a Cooperating Partner; its id."""
    draft = matter("M-7", date(2026, 1, 5), "partnership", units=("XP",), gateway="ii", flags=("miami_signatory",))
    return organization.record_application(world.caller("xz.secretariat_official"), draft)


def first_session(world: World) -> str:
    """What the first session needs; its id."""
    draft = matter("T-7", date(2026, 1, 5), "first_session")
    return organization.record_transition(world.caller("xz.secretariat_official"), draft)


def communicated(world: World) -> str:
    """The first step of an amendment; its id."""
    keeper, made = world.caller("xz.depositary"), amendment(world)
    organization.record_amendment_step(keeper, made, step("communicated", date(2026, 1, 6)))
    return named(organization.read_amendments(keeper), "A-7").steps[0].id


def everything(world: World) -> None:
    """A vote, a Member in arrears, and an amendment whose text was communicated: a row in each table of the Council."""
    official = world.caller("xz.secretariat_official")
    voted(world)
    organization.record_exclusion(official, BarDraft("cco-2019", "XN", "arrears", date(2026, 1, 5)))
    organization.record_amendment_step(official, amendment(world), step("communicated", date(2026, 1, 6)))
