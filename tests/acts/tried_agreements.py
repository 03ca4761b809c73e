"""The acts on units, arrangements and agreements of the register, tried on what XA keeps there."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.acts import stories
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions import registry
from tidewaiter.treaty.agreements import Choices, agreement_profile
from tidewaiter.treaty.register import Unit
from tidewaiter.treaty.registry_file import ArrangementLine, RegistryFile


@dataclass(frozen=True)
class Kept:
    """The version of an agreement between XA and XB that XA drafted, and an arrangement of the two."""

    version: str
    arrangement: str


Tried = Callable[[Caller, Kept], object]
AGREEMENT = "bil-xa-xb-2026"


def draft(
    instrument: str = AGREEMENT, parties: tuple[str, str] = ("XA", "XB"), **chosen: object
) -> registry.InstrumentDraft:
    """The agreement of two parties as the template makes it, but for what is chosen."""
    choices = Choices(parties, **chosen)  # type: ignore[arg-type]
    return registry.InstrumentDraft(instrument, "bil", agreement_profile(instrument, choices), "Official bulletin 3")


def arrangement(fact: str = "", *parties: str) -> ArrangementLine:
    """An arrangement on automatic exchange."""
    since = stories.in_days(-5)
    return ArrangementLine(fact, parties or ("XA", "XB"), ("27",), since, reference="A-1", why="x" if fact else "")


ABOUT_AGREEMENTS: dict[Verb, Tried] = {
    Verb.RECORD_ARRANGEMENT: lambda who, has: registry.record_arrangement(who, arrangement(has.arrangement)),
    Verb.RECORD_INSTRUMENT: lambda who, _: registry.record_instrument(who, draft()),
    Verb.VERIFY_INSTRUMENT: lambda who, has: registry.verify_instrument(who, has.version),
    Verb.WITHDRAW_INSTRUMENT_VERSION: lambda who, has: registry.withdraw_instrument_version(who, has.version),
}
"""The acts that concern what XA keeps in the register."""
OF_THE_REGISTER: dict[Verb, Callable[[Caller, object], object]] = {
    Verb.READ_UNITS: lambda who, _: registry.read_units(who),
    Verb.RECORD_UNIT: lambda who, _: registry.record_unit(who, Unit("XQ", name={"en": "Quiet Cay"}), source="Letter"),
    Verb.READ_ARRANGEMENTS: lambda who, _: registry.read_arrangements(who),
    Verb.READ_AGREEMENTS: lambda who, _: registry.read_agreements(who),
    Verb.EXPORT_REGISTER: lambda who, _: registry.export_register(who),
    Verb.IMPORT_REGISTER: lambda who, _: registry.import_register(who, RegistryFile()),
}
"""The acts that concern the register as a whole."""


def kept(world: World) -> Kept:
    """What the head of XA has in the register."""
    head = world.caller("xa.head")
    version = registry.record_instrument(head, draft())
    registry.record_arrangement(head, arrangement())
    return Kept(version, registry.read_arrangements(head)[0].line.fact)
