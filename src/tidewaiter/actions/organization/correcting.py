"""Acts that take back what was recorded wrongly: a step of a matter, a vote; both stay readable (SYS-3)."""

from collections.abc import Sequence

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, NotFound, act, refuse
from tidewaiter.actions.organization.matters import entry_of
from tidewaiter.records import depositary, matters, registry, votes
from tidewaiter.records.models import Matter
from tidewaiter.records.registry import Recording
from tidewaiter.treaty.provisions import implements, load_instrument
from tidewaiter.treaty.rules import amending, disputes, membership, transition
from tidewaiter.treaty.rules.matters import Move, follows

_LONGEST = 500


@act(Verb.RETRACT_MATTER_STEP)
@implements("SYS-3")
def retract_matter_step(deed: Deed, step: str, *, why: str) -> tuple[str, str]:
    """Takes a step back, and with it what it put in the register; gives the kind and the id of its matter.

    What follows on it must be taken back first.
    """
    row, home = matters.step_by_id(step), deed.caller.administration
    deed.require(matters.facts_of_matter(row.matter) if row else Facts(Kind.PUBLIC, owner=home))
    if row is None:
        raise NotFound
    deed.tell(number=row.matter.number, step=row.code)
    refuse(*_why_faults(why))
    left = [each for each in matters.steps_of(row.matter) if each.id != step]
    if any(each.concerns == step for each in left) or not follows(_moves(row.matter), left):
        raise Conflict("step_relied_on")
    found, made = (row.matter.kind, str(row.matter_id)), str(row.made) if row.made else ""
    for fact in (made, step):
        if fact:
            depositary.drop_drafts_of(fact, deed.caller.officer, why.strip(), deed.at)
    if made:
        _retract_act(deed, made, why.strip())
    matters.retract_step(entry_of(deed), row, why.strip())
    return found


def _why_faults(why: str) -> tuple[Fault, ...]:
    if not why.strip():
        return (Fault("missing", "why", "SYS-3"),)
    return (Fault("too_long", "why", "SYS-3", {"limit": str(_LONGEST)}),) if len(why) > _LONGEST else ()


def _moves(row: Matter) -> Sequence[Move]:
    profile = load_instrument(row.instrument).profile
    match row.kind:
        case "amendment":
            return amending.moves(profile.amendment) if profile.amendment else ()
        case "dispute":
            return disputes.moves(profile, row.variant)
        case "application":
            return membership.moves(row.variant)
    return transition.moves(row.variant)


def _retract_act(deed: Deed, fact: str, why: str) -> None:
    """Writes that there was no such act under the instrument either."""
    recorded, gone = registry.history_of_act(fact)[-1]
    if not gone:
        known = recorded.known
        how = Recording(deed.caller.administration, deed.at, known.source, known.trust, fact, why, retracted=True)
        registry.add_instrument_act(how, recorded)


@act(Verb.RETRACT_VOTE)
@implements("SYS-3")
def retract_vote(deed: Deed, vote: str, *, why: str) -> None:
    """Takes a vote back that was recorded wrongly; the steps that rest on it must be taken back first."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    row = votes.vote_by_id(vote)
    if row is None:
        raise NotFound
    deed.tell(number=row.number)
    refuse(*_why_faults(why))
    if matters.relies_on_vote(row.id):
        raise Conflict("vote_relied_on")
    votes.retract_vote(entry_of(deed), row, why.strip())
