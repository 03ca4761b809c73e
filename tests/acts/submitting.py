"""Submitted lists as tests hand them in: lines of named parties, taken and screened as doors and worker do it."""

from dataclasses import replace

from tests.acts import stories
from tests.acts.indexed import index_now
from tests.world import World

from tidewaiter.actions import demo_screening, screening
from tidewaiter.actions.act import clock
from tidewaiter.actions.callers import caller_for_officer
from tidewaiter.actions.screening import HitDecision, HitLine, HitView, ListOrder, ListStand
from tidewaiter.doors.jobs.screening import lists
from tidewaiter.screening.lists.submitted import Party, PartyRole, RefusedLine, SubmittedLine
from tidewaiter.screening.subjects import Identifier, IdentifierKind, Name, PartialDate, Subject, SubjectKind

NAME = "Barnaby Quillfeather"
ORDER = ListOrder("manifest.csv", "manifest", "offences", "CASE-7")
BENIGN = ("Olga Stensrud", "Cornelia Vantongeren", "Piet Haverkamp", "Lucia Amaroso", "Tomas Brezina")


def party(name: str, *, birth: str = "", passport: str = "", role: PartyRole = PartyRole.CONSIGNEE) -> Party:
    """A person of a line."""
    numbers = (Identifier(IdentifierKind.PASSPORT, passport),) if passport else ()
    born = PartialDate.parse(birth) if birth else None
    return Party(role, Subject(SubjectKind.PERSON, (Name(name),), numbers, born))


def line(number: int, *parties: Party) -> SubmittedLine:
    """A line with its bill of lading."""
    return SubmittedLine(number, f"BL-{number:05}", parties)


def lines(*names: str) -> list[SubmittedLine]:
    """A line for each name, with one who is nobody beside it."""
    return [
        line(place, party(name), party(BENIGN[place % len(BENIGN)], role=PartyRole.CONSIGNOR))
        for place, name in enumerate(names, start=2)
    ]


def taken(
    world: World,
    given: list[SubmittedLine | RefusedLine] | list[SubmittedLine],
    username: str = "xb.cais_official",
    **changes: object,
) -> ListStand:
    """A list handed in whole, which the worker has not seen yet."""
    *_, stand = screening.take_lines(world.caller(username), replace(ORDER, **changes), given)  # type: ignore[arg-type]
    return stand


def work(world: World) -> None:
    """What the worker does each minute."""
    with world.as_worker():
        lists(0)


def screened(world: World, *names: str, username: str = "xb.cais_official", **changes: object) -> ListStand:
    """A list of these names, screened to its end, as its officer reads it."""
    stand = taken(world, lines(*names), username, **changes)
    work(world)
    return read(world, stand.id, username)


def read(world: World, list_id: str, username: str = "xb.cais_official") -> ListStand:
    """How far a list is for an officer."""
    return screening.read_list(world.caller(username), list_id).stand


def hits(world: World, list_id: str, username: str = "xb.cais_official", state: str = "open") -> tuple[HitLine, ...]:
    """The hits of a list for an officer."""
    return screening.list_hits(world.caller(username), list_id, state=state).items


def opened(world: World, list_id: str, username: str = "xb.cais_official", state: str = "open") -> HitView:
    """The strongest hit of a list, opened."""
    return screening.read_hit(world.caller(username), hits(world, list_id, username, state)[0].id)


def dismissal(days: int = 60) -> HitDecision:
    """That a hit is somebody else."""
    until = stories.in_days(days)
    return HitDecision("dismiss", reason_code="other_subject", reason="Born elsewhere.", valid_until=until)


CONFIRMED = HitDecision("confirm", outcome="checked", place="Port of Bell Sound, gate 4", reason="Same passport.")
PASSED = HitDecision("pass", reason="We cannot tell.")


def dismissed(world: World, list_id: str, days: int = 60) -> HitView:
    """The strongest hit of a list, dismissed."""
    caller = world.caller("xb.cais_official")
    return screening.decide_hit(caller, hits(world, list_id)[0].id, dismissal(days))


def today() -> str:
    """The day of the acts."""
    return clock.today().isoformat()


def manifest_of_the_demo(world: World) -> None:
    """The manifest that the demo hands in, screened, with hits that are open and a line that a profile raised."""
    demo_screening.keep_profiles(world.accounts.values())
    listed = demo_screening.hand_in()
    index_now(world)
    with world.as_worker():
        stand = screening.screen_list(caller_for_officer(demo_screening.OFFICER), listed.id, done=0)
    assert stand.hits.open > 1
    assert (stand.risks, stand.risks_open) == (1, 1)
