"""Deposits as tests make them: a register in which nine ratifications stand, and the tenth under way."""

from dataclasses import replace

from tests.acts import stories
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.actions import registry
from tidewaiter.actions.registry import PartyActView, ReceivedAct
from tidewaiter.treaty.acts import InstrumentAct

CCO = "cco-2019"


def depositary(world: World) -> Caller:
    """Iris Sealkeeper, who proved lately who she is."""
    return world.caller("xz.depositary")


def fact_of(world: World, unit: str, type: str = "ratification", instrument: str = CCO) -> str:
    """The fact of a unit's act of this type."""
    acts = registry.list_party_acts(depositary(world), instrument=instrument, unit=unit)
    return next(each.fact for each in acts if each.act.type == type)


def nine_stand(world: World) -> None:
    """Retracts the tenth ratification of the demo world, so that nine are left and nothing is in force."""
    registry.retract_act(depositary(world), fact_of(world, "XL"), why="Entered by mistake")


def received(unit: str = "XL", days: int = -3, type: str = "ratification", **named: object) -> ReceivedAct:
    """An act of the Agreement that reached the depositary some days ago."""
    made = InstrumentAct(type=type, on=stories.in_days(days), units=(unit,))  # type: ignore[arg-type]
    return ReceivedAct(CCO, replace(made, **named), reference="Note 12")  # type: ignore[arg-type]


def receive(world: World, given: ReceivedAct | None = None) -> str:
    """Receives an act; gives its fact."""
    return registry.receive_act(depositary(world), given or received())


def current(world: World, fact: str) -> PartyActView:
    """The act as it is known now."""
    return registry.read_party_act(depositary(world), fact).current
