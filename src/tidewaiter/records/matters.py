"""Reads and writes matters before the Organization and their steps; nothing of them is ever changed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from django.db.models import Prefetch, QuerySet

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records import people
from tidewaiter.records.markings import facts_of, marking_for
from tidewaiter.records.models import Matter, MatterStep
from tidewaiter.records.models.marking import known_id
from tidewaiter.records.votes import Entry
from tidewaiter.treaty.rules.matters import Taken

MatterKind = Literal["amendment", "dispute", "application", "transition"]


@dataclass(frozen=True, slots=True)
class Opening:
    """What is said of a matter when it is opened."""

    kind: MatterKind
    number: str
    instrument: str
    title: str
    opened_on: date
    variant: str = ""
    text: str = ""
    units: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    annex: str = ""
    gateway: str = ""
    flags: tuple[str, ...] = ()
    reference: str = ""


def facts_for(kind: MatterKind, owner: str, units: Sequence[str]) -> Facts:
    """Who may know of a matter: of a dispute its parties and the Organization, of an amendment everybody."""
    if kind == "dispute":
        parties = {one.code for one in people.administrations() if one.unit in units}
        return Facts(
            Kind.REQUEST, owner=owner, parties=tuple(sorted({*parties, people.organization_code()})), released=True
        )
    return Facts(Kind.PUBLISHED if kind == "amendment" else Kind.PUBLIC, owner=owner)


def facts_of_matter(row: Matter) -> Facts:
    """The facts of a matter, for decisions on it."""
    return facts_of(row.marking)


def add_matter(entry: Entry, opening: Opening) -> str:
    """Writes a matter; gives its id."""
    row = Matter.objects.create(
        marking_id=marking_for(facts_for(opening.kind, entry.owner, opening.units)),
        kind=opening.kind,
        variant=opening.variant,
        number=opening.number,
        instrument=opening.instrument,
        title=opening.title,
        text=opening.text,
        units=list(opening.units),
        provisions=list(opening.provisions),
        annex=opening.annex,
        gateway=opening.gateway,
        flags=list(opening.flags),
        reference=opening.reference,
        opened_on=opening.opened_on,
        recorded_by=entry.officer,
        recorded_at=entry.at,
    )
    return str(row.id)


def add_step(entry: Entry, matter: Matter, step: Taken, made: str = "") -> str:
    """Writes a step of a matter, which those may know of who know of the matter; gives its id.

    `made` is the fact that the step put in the register.
    """
    row = MatterStep.objects.create(
        marking_id=marking_for(replace(facts_of_matter(matter), owner=entry.owner)),
        matter=matter,
        code=step.code,
        on=step.on,
        unit=step.unit,
        text=step.text,
        vote_id=uuid.UUID(step.vote) if step.vote else None,
        effect_on=step.effect_on,
        due_on=step.due_on,
        articles=list(step.articles),
        flags=list(step.flags),
        reference=step.reference,
        concerns=uuid.UUID(step.concerns) if step.concerns else None,
        made=uuid.UUID(made) if made else None,
        recorded_by=entry.officer,
        recorded_at=entry.at,
    )
    return str(row.id)


def _rows() -> QuerySet[Matter]:
    steps = MatterStep.objects.order_by("recorded_at", "on", "id")
    return Matter.objects.select_related("marking").prefetch_related(Prefetch("steps", steps))


def matters(kind: MatterKind) -> tuple[Matter, ...]:
    """The matters of a kind of which the caller may know, latest first, with their steps."""
    return tuple(_rows().filter(kind=kind).order_by("-opened_on", "-recorded_at", "id"))


def matter_by_id(kind: MatterKind, matter: str) -> Matter | None:
    """The matter with this id, if the caller may know of it."""
    return _rows().filter(kind=kind, id=known_id(matter)).first()


def steps_of(row: Matter) -> tuple[Taken, ...]:
    """The steps of a matter that stand, in the order in which they were recorded."""
    return tuple(step for step, why in every_step(row) if not why)


def every_step(row: Matter) -> tuple[tuple[Taken, str], ...]:
    """Every step of a matter, with the reason for which it was taken back, if it was."""
    rows = tuple(row.steps.all())
    gone = {step.fact: step.why for step in rows if step.retracted}
    return tuple((_taken(step), gone.get(step.fact, "")) for step in rows if not step.retracted)


def step_by_id(step: str) -> MatterStep | None:
    """The step with this id, if the caller may know of it and it stands."""
    row = MatterStep.objects.select_related("matter__marking").filter(id=known_id(step), retracted=False).first()
    if row is None or MatterStep.objects.filter(fact=row.fact, retracted=True).exists():
        return None
    return row


def relies_on_vote(vote: uuid.UUID) -> bool:
    """Whether a step that stands rests on the vote."""
    rows = MatterStep.objects.filter(vote_id=vote)
    gone = {row.fact for row in rows if row.retracted}
    return any(row.fact not in gone for row in rows)


def retract_step(entry: Entry, row: MatterStep, why: str) -> None:
    """Writes that the step was not taken; what was recorded stays readable."""
    row.id = uuid.uuid4()
    row.marking_id = marking_for(replace(facts_of_matter(row.matter), owner=entry.owner))
    row.recorded_by, row.recorded_at, row.retracted, row.why = entry.officer, entry.at, True, why
    row.save(force_insert=True)


def _taken(step: MatterStep) -> Taken:
    return Taken(
        code=step.code,
        on=step.on,
        id=str(step.id),
        unit=step.unit,
        text=step.text,
        vote=str(step.vote_id) if step.vote_id else "",
        effect_on=step.effect_on,
        due_on=step.due_on,
        articles=tuple(step.articles),
        flags=tuple(step.flags),
        reference=step.reference,
        concerns=str(step.concerns) if step.concerns else "",
    )


def number_taken(kind: MatterKind, number: str) -> bool:
    """Whether a matter of the kind that the caller may know of bears this number."""
    return Matter.objects.filter(kind=kind, number=number).exists()
