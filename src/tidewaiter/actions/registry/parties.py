"""What parties do under the instruments, recorded at once: settled facts, as the depositary knows them."""

from collections.abc import Sequence

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, Fault, act, refuse
from tidewaiter.records import registry
from tidewaiter.records.registry import Recording
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import instrument_ids, load_instrument
from tidewaiter.treaty.register import Provenance, RecordedAct, Register
from tidewaiter.treaty.rules.admission import Finding, findings, refused


@act(Verb.RECORD_INSTRUMENT_ACT)
def record_instrument_act(deed: Deed, instrument: str, act_of_party: InstrumentAct, *, reference: str) -> str:
    """Records a settled act of a party with its legal date, without examination or notices; gives the fact's id.

    An act that arrives today is received and examined instead (CCO-66.2.iii, SYS-3).
    """
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    deed.tell(instrument=instrument, act=act_of_party.type, units=list(act_of_party.units), on=act_of_party.on)
    admit(deed, instrument, act_of_party, registry.register())
    return registry.add_instrument_act(
        Recording(deed.caller.administration, deed.at),
        RecordedAct(instrument, act_of_party, Provenance("", deed.at), reference=reference),
    )


def admit(deed: Deed, instrument: str, performed: InstrumentAct, known: Register) -> tuple[Finding, ...]:
    """Ends the act where there can be no such fact; gives everything that is to be said of one that can be."""
    if instrument not in instrument_ids():
        refuse(Fault("unknown_choice", "instrument", "SYS-1", {"value": instrument}))
    found = findings(load_instrument(instrument), known, performed, day=deed.day, others=None)
    refuse(*faults_of(refused(found)))
    return found


def faults_of(found: Sequence[Finding]) -> tuple[Fault, ...]:
    """Findings as an act tells them."""
    return tuple(Fault(each.code, each.field, each.provision, each.params) for each in found)
