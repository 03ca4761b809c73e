"""The depositary receives an act of a party, examines it, has it cured, confirms it, corrects it or retracts it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Literal

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, NotFound, act, refuse
from tidewaiter.actions.registry.announcing import announce, told_about
from tidewaiter.actions.registry.depositary_views import Confirmed
from tidewaiter.actions.registry.parties import admit, faults_of
from tidewaiter.records import depositary, registry
from tidewaiter.records.registry import Recording
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.profile import NoticeEvent
from tidewaiter.treaty.provisions import implements, instrument_ids, load_instrument
from tidewaiter.treaty.register import FACT_TRUSTS, FactTrust, Provenance, RecordedAct, Register
from tidewaiter.treaty.rules.admission import as_registered, due_form, findings, refused
from tidewaiter.treaty.rules.consequences import Consequences, consequences

Outcome = Literal["defective", "question", "contested"]
_FORMS: Mapping[Outcome, Literal["defective", "under_examination"]] = MappingProxyType(
    {"defective": "defective", "question": "under_examination", "contested": "under_examination"}
)
OUTCOMES: tuple[str, ...] = tuple(_FORMS)
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class ReceivedAct:
    """An act of a party as it reaches the depositary, with where it is to be found and how sure its source is."""

    instrument: str
    act: InstrumentAct
    reference: str = ""
    source: str = ""
    trust: FactTrust = "verified"


@dataclass(frozen=True, slots=True)
class Cure:
    """What cures a defect: the day on which it arrived, and what was missing before."""

    on: date
    annexes: tuple[str, ...] | None = None
    effect_on: date | None = None
    reasons: bool = False
    reference: str = ""


@act(Verb.RECEIVE_ACT)
@implements("CCO-66.2.iii", "NBO-15.4", "NBO-19.2", "SYS-3")
def receive_act(deed: Deed, received: ReceivedAct) -> str:
    """Takes an act into the register under examination: its dates count provisionally until it is confirmed.

    What its provision wants told at once is drafted at once. Gives the id of the fact.
    """
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    performed = received.act
    deed.tell(instrument=received.instrument, act=performed.type, units=list(performed.units), on=performed.on)
    _refuse_untold(received.reference, received.source, received.trust)
    if received.instrument in instrument_ids():
        performed = as_registered(load_instrument(received.instrument).profile, performed)
    known = registry.register()
    admit(deed, received.instrument, performed, known)
    performed = replace(performed, form="under_examination")
    fact = registry.add_instrument_act(
        Recording(deed.caller.administration, deed.at, received.source, received.trust),
        RecordedAct(received.instrument, performed, Provenance("", deed.at), received.reference),
    )
    deed.tell(fact=fact)
    result = consequences(load_instrument(received.instrument), known, performed, day=deed.day)
    announce(deed, received.instrument, fact, performed, result, only_urgent=True)
    return fact


@act(Verb.EXAMINE_ACT)
@implements("CCO-66.2.v", "CCO-66.3")
def examine_act(deed: Deed, fact: str, *, outcome: str, finding: str, provision: str) -> None:
    """Writes what the examination found and opens the dialogue with the party; the depositary never finally refuses.

    `contested` puts a difference about an act to the Members and signatories; its dates are provisional again.
    """
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    deed.tell(fact=fact, examined=outcome)
    current = known_act(fact)
    if outcome != "contested" and current.act.form == "in_due_form":
        raise Conflict("act_confirmed")
    refuse(
        Fault("unknown_choice", "outcome", "CCO-66.2.v", {"value": outcome}) if outcome not in OUTCOMES else None,
        Fault("missing", "finding", "CCO-66.2.v") if not finding.strip() else None,
        _too_long("finding", finding, _LONGEST),
        _too_long("finding_provision", provision, 32),
    )
    form = _FORMS[outcome]  # type: ignore[index]
    written = replace(
        current,
        act=replace(current.act, form=form, cured_on=None if form == "defective" else current.act.cured_on),
        finding=finding.strip(),
        finding_provision=provision.strip(),
    )
    _rewrite(deed, written)
    about = {**told_about(current.act), "finding": finding.strip(), "finding_provision": provision.strip()}
    event: NoticeEvent = "difference" if outcome == "contested" else "due_form"
    depositary.draft_notices(
        deed.caller.administration,
        instrument=current.instrument,
        event=event,
        units=current.act.units,
        about=about,
        fact=fact,
        day=deed.day,
        at=deed.at,
    )


@act(Verb.CURE_ACT)
@implements("CCO-66.2.v")
def cure_act(deed: Deed, fact: str, cure: Cure) -> None:
    """Writes that a defect was cured: from that day on the act counts, provisionally until it is confirmed."""
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    deed.tell(fact=fact, cured_on=cure.on)
    current = known_act(fact)
    if current.act.form != "defective":
        raise Conflict("act_not_defective")
    cured = replace(
        current.act,
        form="under_examination",
        cured_on=cure.on,
        annexes=current.act.annexes if cure.annexes is None else cure.annexes,
        effect_on=cure.effect_on or current.act.effect_on,
        reasons=current.act.reasons or cure.reasons,
    )
    _admit_again(deed, fact, current.instrument, cured)
    reference = cure.reference.strip() or current.reference
    refuse(_too_long("reference", reference, 200))
    _rewrite(deed, replace(current, act=cured, reference=reference, finding="", finding_provision=""))


@act(Verb.CONFIRM_ACT)
@implements("CCO-66.2.v", "CCO-66.2.vi", "SYS-7")
def confirm_act(deed: Deed, fact: str, *, why: str = "") -> Confirmed:
    """Confirms that an act is in due form: its consequences take hold and the notices of them are drafted.

    Where the examination leaves a question open, the officer says why the act is in due form all the same.
    """
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    current = known_act(fact)
    deed.tell(fact=fact, instrument=current.instrument, act=current.act.type, units=list(current.act.units))
    if current.act.form == "in_due_form":
        raise Conflict("act_confirmed")
    if current.act.form == "defective":
        raise Conflict("act_defective")
    others = without(fact)
    _admit_again(deed, fact, current.instrument, current.act)
    result = consequences(load_instrument(current.instrument), others, current.act, day=deed.day)
    asked = due_form(result.asks)
    refuse(
        Fault("missing", "why", asked[0].provision) if asked and not why.strip() else None, _too_long("why", why, 500)
    )
    confirmed = replace(current.act, form="in_due_form")
    _rewrite(deed, replace(current, act=confirmed, finding="", finding_provision=""), why.strip())
    drafted = announce(deed, current.instrument, fact, confirmed, result)
    deed.tell(notices=len(drafted))
    return Confirmed(fact, result, drafted)


@act(Verb.CORRECT_ACT)
@implements("SYS-3")
def correct_act(deed: Deed, fact: str, corrected: ReceivedAct, *, why: str) -> Confirmed | None:
    """Writes what is known better of an act; what was believed before stays readable (SYS-3).

    Drafts about it are dropped and made anew; what was dispatched is told again with the correction.
    """
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    current = known_act(fact)
    deed.tell(fact=fact, instrument=current.instrument, act=current.act.type)
    refuse(Fault("missing", "why", "SYS-3") if not why.strip() else None, _too_long("why", why, 500))
    _refuse_untold(corrected.reference, corrected.source, corrected.trust)
    performed = replace(corrected.act, form=current.act.form)
    _admit_again(deed, fact, current.instrument, performed)
    how = Recording(deed.caller.administration, deed.at, corrected.source, corrected.trust, fact=fact, why=why.strip())
    registry.add_instrument_act(how, replace(current, act=performed, reference=corrected.reference))
    if current.act.form != "in_due_form" or not depositary.notices_about(fact):
        return None
    depositary.drop_drafts_of(fact, deed.caller.officer, why.strip(), deed.at)
    result = consequences(load_instrument(current.instrument), without(fact), performed, day=deed.day)
    drafted = announce(deed, current.instrument, fact, performed, result, again=why.strip())
    return Confirmed(fact, result, drafted)


@act(Verb.RETRACT_ACT)
@implements("SYS-3")
def retract_act(deed: Deed, fact: str, *, why: str) -> int:
    """Writes that there was no such act; what was believed stays readable. Gives how many drafted notices it drops."""
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    current = known_act(fact)
    deed.tell(fact=fact, instrument=current.instrument, act=current.act.type)
    refuse(Fault("missing", "why", "SYS-3") if not why.strip() else None, _too_long("why", why, 500))
    how = Recording(
        deed.caller.administration,
        deed.at,
        current.known.source,
        current.known.trust,
        fact=fact,
        why=why.strip(),
        retracted=True,
    )
    registry.add_instrument_act(how, current)
    return depositary.drop_drafts_of(fact, deed.caller.officer, why.strip(), deed.at)


def known_act(fact: str) -> RecordedAct:
    """The act of this fact as it is known now; NotFound where there is none, or it was retracted."""
    rows = registry.history_of_act(fact)
    if not rows or rows[-1][1]:
        raise NotFound
    return rows[-1][0]


def without(fact: str) -> Register:
    """The register as it would be without one act."""
    acts: dict[str, list[InstrumentAct]] = {}
    for each in registry.recorded_acts():
        if each.known.fact != fact:
            acts.setdefault(each.instrument, []).append(each.act)
    return replace(registry.register(), acts={instrument: tuple(found) for instrument, found in acts.items()})


def weigh(recorded: RecordedAct, day: date) -> Consequences:
    """What an act in the register changes, or would once it is confirmed."""
    others = without(recorded.known.fact)
    return consequences(load_instrument(recorded.instrument), others, recorded.act, day=day)


def _admit_again(deed: Deed, fact: str, instrument: str, performed: InstrumentAct) -> None:
    found = findings(load_instrument(instrument), without(fact), performed, day=deed.day, others=None)
    refuse(*faults_of(refused(found)))


def _rewrite(deed: Deed, written: RecordedAct, why: str = "") -> None:
    known = written.known
    how = Recording(deed.caller.administration, deed.at, known.source, known.trust, fact=known.fact, why=why)
    registry.add_instrument_act(how, written)


def _refuse_untold(reference: str, source: str, trust: str) -> None:
    refuse(
        _too_long("reference", reference, 200),
        _too_long("source", source, 500),
        Fault("unknown_choice", "trust", "SYS-3", {"value": trust}) if trust not in FACT_TRUSTS else None,
    )


def _too_long(field: str, text: str, most: int) -> Fault | None:
    return Fault("too_long", field, "CCO-66.2.iii", {"limit": str(most)}) if len(text) > most else None
