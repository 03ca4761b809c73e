"""The acts on risk profiles, tried on a profile and a raised line of XA; and what tests of them begin with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.acts import stories
from tests.acts.indexed import index_now
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions import screening
from tidewaiter.actions.callers import caller_for_officer
from tidewaiter.screening.lists.submitted import Goods, Party, PartyRole, Route, SubmittedLine
from tidewaiter.screening.risk.profiles import ConditionDraft, ProfileDraft
from tidewaiter.screening.subjects import Identifier, IdentifierKind, Name, Subject, SubjectKind

TOBACCO = Goods(("240220",), "cigarettes", Decimal(1000), Decimal(40000), "EUR", 20)
BY_XB = Route(loading="XBPGR", discharge="XAALD", origin="XB", destination="XA")
CONTAINER = "CSQU3054383"


def business(name: str) -> Subject:
    """A business of this name."""
    return Subject(SubjectKind.BUSINESS, (Name(name),))


def consignment(line: int, consignee: str, goods: Goods = TOBACCO, route: Route = BY_XB) -> SubmittedLine:
    """A line of a manifest, in a container that is always the same."""
    box = Subject(SubjectKind.TRANSPORT, identifiers=(Identifier(IdentifierKind.CONTAINER, CONTAINER),))
    parties = (Party(PartyRole.CONSIGNEE, business(consignee)), Party(PartyRole.CONTAINER, box))
    return SubmittedLine(line, f"BL-{line}", parties, goods=goods, route=route)


LINES = (
    consignment(2, "Ottilie Freight BV"),
    consignment(3, "Marchbanks Trading", goods=replace(TOBACCO, hs=("0901",))),
    consignment(5, "Quillback Stores", route=Route(loading="XCCLA", origin="XC")),
)
"""Tobacco by way of XB, coffee by way of XB, tobacco by way of XC."""


def draft(**changes: object) -> ProfileDraft:
    """Tobacco by way of XB, for half a year."""
    written = ProfileDraft(
        name="Tobacco by way of XB",
        purpose="risk_assessment",
        grounds="Three seizures this spring.",
        joined="all",
        threshold=60,
        conditions=(ConditionDraft("goods", "24", 40), ConditionDraft("by_way_of", "XB", 30)),
        expires_on=stories.in_days(180),
    )
    return replace(written, **changes)  # type: ignore[arg-type]


def new_traders(**changes: object) -> ProfileDraft:
    """Traders who did not stand in our lists for a month."""
    asked = (ConditionDraft("first_time_trader", "1", 50),)
    return draft(name="New traders", joined="any", threshold=50, conditions=asked, **changes)


def in_force(world: World, written: ProfileDraft | None = None) -> str:
    """A profile that XA's officer wrote and another one released."""
    profile = screening.keep_profile(world.caller("xa.officer"), written or draft())
    screening.release_profile(world.caller("xa.cais_official"), profile, version=1)
    return profile


def handed_in(world: World, lines: Sequence[SubmittedLine] = LINES, source: str = "MV Quillback") -> str:
    """A manifest of XA that waits for the worker."""
    who = world.caller("xa.officer")
    order = screening.ListOrder(source, "manifest", "risk_assessment", "CASE-1")
    list_id = screening.submit_list(who, order).id
    screening.add_lines(who, list_id, lines, done=0)
    screening.finish_list(who, list_id)
    return list_id


def screened(world: World, lines: Sequence[SubmittedLine] = LINES, source: str = "MV Quillback") -> str:
    """A manifest of XA that the worker has screened."""
    list_id = handed_in(world, lines, source)
    index_now(world)
    with world.as_worker():
        screening.screen_list(caller_for_officer("xa.officer"), list_id, done=0)
    return list_id


def raised(world: World, list_id: str = "", state: str = "") -> tuple[screening.RiskView, ...]:
    """What profiles raised of a list, as an official of XA sees it."""
    return screening.list_risks(world.caller("xa.cais_official"), list_id=list_id, state=state).items


@dataclass(frozen=True)
class Risky:
    """A profile in force, a list and a raised line of XA."""

    profile: str
    list: str
    risk: str


def risky(world: World) -> Risky:
    """A profile of XA in force, a screened list, and the line that it raised; a draft asks who is new."""
    profile = in_force(world)
    screening.keep_profile(world.caller("xa.officer"), new_traders())
    list_id = screened(world)
    return Risky(profile, list_id, raised(world, list_id)[0].id)


Tried = Callable[[Caller, Risky], object]
ABOUT_RISKS: dict[Verb, Tried] = {
    Verb.RELEASE_PROFILE: lambda who, has: screening.release_profile(who, has.profile, version=1),
    Verb.WITHDRAW_PROFILE: lambda who, has: screening.withdraw_profile(who, has.profile),
    Verb.VIEW_PROFILE: lambda who, has: screening.view_profile(who, has.profile),
    Verb.TRY_PROFILE: lambda who, has: screening.try_profile(who, has.profile, list_id=has.list),
    Verb.DECIDE_RISK: lambda who, has: screening.decide_risk(who, has.risk, outcome="confirmed"),
}
"""The acts that concern a profile or a raised line of XA."""
OF_ONES_OWN_RISKS: dict[Verb, Tried] = {
    Verb.KEEP_PROFILE: lambda who, _: screening.keep_profile(who, draft(name="Another")),
    Verb.LIST_PROFILES: lambda who, _: screening.list_profiles(who),
    Verb.LIST_RISKS: lambda who, _: screening.list_risks(who),
    Verb.REVIEW_PROFILES: lambda who, _: screening.review_profiles(who),
}
"""The acts that concern the caller's own administration, or nobody's."""
