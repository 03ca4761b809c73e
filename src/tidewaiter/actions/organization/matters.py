"""What the acts on matters before the Organization share: how one is opened, how a step follows, how both are read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NoReturn

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.actions.act import Deed, Fault, Invalid, NotFound, refuse
from tidewaiter.actions.organization.shapes import (
    Computed,
    MatterDraft,
    MatterStepView,
    MatterView,
    MoveView,
    Rules,
    StepDraft,
)
from tidewaiter.records import matters, votes
from tidewaiter.records.matters import MatterKind, Opening
from tidewaiter.records.models import Matter
from tidewaiter.records.votes import Entry
from tidewaiter.treaty.acts import is_unit
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.provisions import instrument_ids
from tidewaiter.treaty.rules.matters import Move, Taken, move_of, open_moves, state_of
from tidewaiter.treaty.rules.mentions import has_provision

LIMITS: Mapping[str, int] = {"number": 64, "title": 300, "text": 4000, "reference": 200}


def entry_of(deed: Deed) -> Entry:
    """Whose row the act writes, and when."""
    return Entry(deed.caller.administration, deed.caller.officer, deed.at)


def matter_for(deed: Deed, kind: MatterKind, matter: str) -> Matter:
    """The matter that an act is on, once the caller may do it; NotFound where there is none to be known of."""
    row, home = matters.matter_by_id(kind, matter), deed.caller.administration
    deed.require(matters.facts_of_matter(row) if row else Facts(Kind.PUBLIC, owner=home, parties=(home,)))
    if row is None:
        raise NotFound
    return row


def opening_faults(deed: Deed, kind: MatterKind, draft: MatterDraft, provision: str) -> Iterator[Fault]:
    """What is wrong with the opening of any matter."""
    for name in ("number", "title"):
        if not getattr(draft, name).strip():
            yield Fault("missing", name, provision)
    yield from _too_long(draft, provision)
    if matters.number_taken(kind, draft.number.strip()):
        yield Fault("number_taken", "number", provision, {"value": draft.number.strip()})
    if draft.instrument not in instrument_ids():
        yield Fault("unknown_choice", "instrument", "SYS-1", {"value": draft.instrument})
    if draft.opened_on > deed.day:
        yield Fault("in_future", "opened_on", provision)
    for place, unit in enumerate(draft.units):
        if not is_unit(unit):
            yield Fault("bad_code", f"units.{place}", provision)


def provision_faults(profile: Profile, draft: MatterDraft, provision: str) -> Iterator[Fault]:
    """The provisions and the Annex that the instrument does not have."""
    for place, named in enumerate(draft.provisions):
        if not has_provision(profile, named):
            yield Fault("not_in_instrument", f"provisions.{place}", provision, {"value": named})
    if draft.annex and draft.annex not in profile.annexes:
        yield Fault("not_in_instrument", "annex", provision, {"value": draft.annex})


def _too_long(draft: MatterDraft | StepDraft, provision: str) -> Iterator[Fault]:
    for name, limit in LIMITS.items():
        if len(getattr(draft, name, "")) > limit:
            yield Fault("too_long", name, provision, {"limit": str(limit)})


def opened(deed: Deed, kind: MatterKind, draft: MatterDraft, *, variant: str = "") -> str:
    """Writes the matter; gives its id."""
    deed.tell(number=draft.number.strip(), instrument=draft.instrument)
    return matters.add_matter(
        entry_of(deed),
        Opening(
            kind=kind,
            number=draft.number.strip(),
            instrument=draft.instrument,
            title=draft.title.strip(),
            opened_on=draft.opened_on,
            variant=variant or draft.variant,
            text=draft.text.strip(),
            units=tuple(dict.fromkeys(draft.units)),
            provisions=tuple(dict.fromkeys(draft.provisions)),
            annex=draft.annex,
            gateway=draft.gateway,
            flags=tuple(dict.fromkeys(draft.flags)),
            reference=draft.reference.strip(),
        ),
    )


def step_of(deed: Deed, row: Matter, rules: Rules, draft: StepDraft) -> tuple[Move, Taken]:
    """The step that the draft asks for, once it may follow and says all that it must; Invalid lists the faults."""
    deed.tell(number=row.number, step=draft.code)
    steps, move = matters.steps_of(row), move_of(rules.moves, draft.code)
    if move is None:
        _refuse_unknown(rules, draft)
    cited = rules.profile.cited(move.provision)
    state = state_of(rules.moves, steps)
    if state not in move.source:
        followed = {"stands": state, "first": move.source[0]}
        raise Invalid((Fault("step_not_open", "code", cited, followed),))
    vote = votes.vote_by_id(draft.vote) if draft.vote else None
    if "vote" in move.asks and vote is not None:
        draft = replace(draft, on=vote.day)
    refuse(
        *_missing(move, draft, cited),
        *_too_long(draft, cited),
        *_vote_faults(row, move, draft, cited),
        *_day_faults(deed, row, rules, steps, move, draft, cited),
        *_named_faults(rules, steps, move, draft, cited),
    )
    deed.rests_on(cited)
    said = {name: value for name, value in _said(draft).items() if name in (*move.asks, *move.may)}
    return move, Taken(code=move.code, on=draft.on or deed.day, **said)  # type: ignore[arg-type]


def _refuse_unknown(rules: Rules, draft: StepDraft) -> NoReturn:
    provision = rules.profile.cited(rules.moves[0].provision) if rules.moves else ""
    raise Invalid((Fault("unknown_choice", "code", provision, {"value": draft.code}),))


def _said(draft: StepDraft) -> dict[str, object]:
    return {
        "unit": draft.unit,
        "text": draft.text.strip(),
        "vote": draft.vote,
        "effect_on": draft.effect_on,
        "due_on": draft.due_on,
        "articles": tuple(dict.fromkeys(draft.articles)),
        "flags": tuple(dict.fromkeys(draft.flags)),
        "reference": draft.reference.strip(),
        "concerns": draft.concerns,
    }


def _missing(move: Move, draft: StepDraft, cited: str) -> Iterator[Fault]:
    said = {**_said(draft), "on": draft.on}
    for asked in move.asks:
        if not said[asked]:
            yield Fault("missing", asked, cited)
    for name, value in said.items():
        if value and name not in (*move.asks, *move.may) and not (name == "on" and "vote" in move.asks):
            yield Fault("not_usable", name, cited)


def _vote_faults(row: Matter, move: Move, draft: StepDraft, cited: str) -> Iterator[Fault]:
    if not draft.vote:
        return
    vote = votes.vote_by_id(draft.vote)
    if vote is None:
        yield Fault("unknown_choice", "vote", cited, {"value": draft.vote})
    elif (vote.instrument, vote.majority) != (row.instrument, move.majority):
        yield Fault("vote_of_other", "vote", cited)
    elif vote.result != "adopted":
        yield Fault("vote_not_adopted", "vote", cited)


def _day_faults(
    deed: Deed, row: Matter, rules: Rules, steps: Sequence[Taken], move: Move, draft: StepDraft, cited: str
) -> Iterator[Fault]:
    if draft.on is None:
        return
    if draft.on > deed.day:
        yield Fault("in_future", "on", cited)
    moved = {each.code for each in rules.moves if each.target}
    since = max((step.on for step in steps if step.code in moved), default=row.opened_on)
    if draft.on < (since if move.target else row.opened_on):
        field = "vote" if "vote" in move.asks else "on"
        yield Fault("before_step", field, cited, {"day": (since if move.target else row.opened_on).isoformat()})
    for name in ("effect_on", "due_on"):
        later = getattr(draft, name)
        if later is not None and later < draft.on:
            yield Fault("before_act", name, cited)


def _named_faults(rules: Rules, steps: Sequence[Taken], move: Move, draft: StepDraft, cited: str) -> Iterator[Fault]:
    if draft.unit and not is_unit(draft.unit):
        yield Fault("bad_code", "unit", cited)
    for flag in draft.flags:
        if flag not in rules.flags.get(move.code, ()):
            yield Fault("unknown_choice", "flags", cited, {"value": flag})
    for place, article in enumerate(draft.articles):
        if not has_provision(rules.profile, article):
            yield Fault("not_in_instrument", f"articles.{place}", cited, {"value": article})
    if draft.concerns and draft.concerns not in {step.id for step in concerned_by(steps, move.code)}:
        yield Fault("unknown_choice", "concerns", cited, {"value": draft.concerns})


_CONCERNS: Mapping[str, str] = {"condition_met": "condition", "data_approval": "dataset"}


def concerned_by(steps: Sequence[Taken], code: str) -> tuple[Taken, ...]:
    """The earlier steps that a step of this code may concern."""
    return tuple(step for step in steps if step.code == _CONCERNS.get(code))


def view_of(row: Matter, rules: Rules, found: Computed, may: Iterable[str]) -> MatterView:
    """The matter as it is shown; `may` are those allowed to take steps now: "organization", "party" or both."""
    steps, allowed = matters.steps_of(row), frozenset(may)
    named = {str(vote.id): vote.number for vote in votes.votes()}
    return MatterView(
        id=str(row.id),
        kind=row.kind,
        variant=row.variant,
        number=row.number,
        instrument=row.instrument,
        title=row.title,
        text=row.text,
        units=tuple(row.units),
        provisions=tuple(row.provisions),
        annex=row.annex,
        gateway=row.gateway,
        flags=tuple(row.flags),
        reference=row.reference,
        opened_on=row.opened_on,
        state=found.state,
        days=found.days,
        marks=found.marks,
        bound=found.bound,
        steps=tuple(_step_view(step, rules, named, why) for step, why in matters.every_step(row)),
        moves=tuple(_move_view(move, rules, steps) for move in open_moves(rules.moves, steps) if move.by in allowed),
    )


def _step_view(step: Taken, rules: Rules, named: Mapping[str, str], why: str) -> MatterStepView:
    move = move_of(rules.moves, step.code)
    return MatterStepView(
        id=step.id,
        code=step.code,
        provision=rules.profile.cited(move.provision) if move else "",
        on=step.on,
        unit=step.unit,
        text=step.text,
        vote=named.get(step.vote, ""),
        effect_on=step.effect_on,
        due_on=step.due_on,
        articles=step.articles,
        flags=step.flags,
        reference=step.reference,
        concerns=step.concerns,
        taken_back=why,
    )


def _move_view(move: Move, rules: Rules, steps: Sequence[Taken]) -> MoveView:
    return MoveView(
        code=move.code,
        provision=rules.profile.cited(move.provision),
        asks=move.asks,
        may=move.may,
        flags=rules.flags.get(move.code, ()),
        concerns=tuple(step.id for step in concerned_by(steps, move.code)),
    )
