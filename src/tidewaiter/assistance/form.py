"""The form that an instrument makes of the fields: its demands from the treaty room, the rest the house's."""

from collections.abc import Mapping
from dataclasses import dataclass

from tidewaiter.assistance.fields import FIELDS, LONG, MANY, SHORT, Field, FieldGroup, FieldKind
from tidewaiter.assistance.types import (
    VOCABULARIES,
    AssistanceType,
    ControlQuestion,
    RequestPurpose,
    Stage,
)
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.provisions import implements, instrument_ids, load_instrument
from tidewaiter.treaty.rules.capability import field_provision, required_fields

# Length of text in characters, number of persons or codes; each kind has one unless a field sets its own.
_LIMITS: Mapping[FieldKind, int] = {
    FieldKind.TEXT: SHORT,
    FieldKind.LONG_TEXT: LONG,
    FieldKind.CHOICE: SHORT,
    FieldKind.CHOICES: MANY,
    FieldKind.PERSONS: MANY,
    FieldKind.YES_NO: 0,
}

# Where an instrument knows fewer answers than the field: Nairobi serves offences alone (NBO-2.1), and only
# its Annex III asks whether a document is genuine.
_NARROWED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("NBO", "purpose"): (RequestPurpose.OFFENCES,),
    ("CCO", "control_questions"): (ControlQuestion.LAWFUL_EXPORT, ControlQuestion.LAWFUL_IMPORT),
}

# What was asked last of each instrument and type, with the profile that it holds for: a register may add another.
_MADE: dict[tuple[str, str], tuple[Profile, tuple["FieldRule", ...]]] = {}


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One field of the form: whether it is required, by which provision, and what may stand in it.

    `required_at` names the stages at which alone the field is required. `limit` counts characters of text, or
    entries of choices and persons. A choice without `choices` is open: the door offers the codes it has
    (administrations, instruments). `vocabulary` prefixes the message keys of the choices.
    """

    name: str
    required: bool
    provision: str
    group: FieldGroup
    kind: FieldKind
    limit: int
    required_at: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    vocabulary: str = ""

    def choice_keys(self) -> tuple[str, ...]:
        """Message keys of the choices, in their order."""
        return tuple(f"{self.vocabulary}:{code}" for code in self.choices)


@implements("CCO-21.2", "CCO-21.4", "CCO-25.2", "NBO-2.2", "NBO-7.1")
def fields_for(instrument_id: str, type: str) -> tuple[FieldRule, ...]:
    """List what a request of this type asks under this instrument, in the form's order.

    Empty where the instrument or type is unknown, or the instrument does not give that type.
    """
    profile = load_instrument(instrument_id).profile if instrument_id in instrument_ids() else None
    if profile is None or not _gives(profile, type):
        return ()
    made = _MADE.get((instrument_id, type))
    if made is None or made[0] is not profile:
        made = _MADE[instrument_id, type] = (profile, _fields(instrument_id, type, profile))
    return made[1]


def _fields(instrument_id: str, type: str, profile: Profile) -> tuple[FieldRule, ...]:
    demands = _demands(instrument_id, type)
    return tuple(
        _rule(field, profile, demands.get(field.name))
        for field in FIELDS
        if type in field.types and (field.name in demands or not field.only_if_asked)
    )


@implements("CCO-21.3", "NBO-7.3", "BIL-LANG")
def languages_always_accepted(instrument_id: str) -> frozenset[str]:
    """Languages in which the requested side must always accept a request under this instrument."""
    return frozenset(load_instrument(instrument_id).profile.languages if instrument_id in instrument_ids() else ())


def limit_of(field: Field) -> int:
    """Greatest number of characters of text, or of entries, that a field takes."""
    return field.limit or _LIMITS[field.kind]


def _gives(profile: Profile, type: str) -> bool:
    """Whether the instrument gives this type on request, by a text that somebody has read."""
    bases = [basis for basis in profile.assistance if basis.type == type and basis.on_request and basis.verified]
    return bool(bases) and type in tuple(AssistanceType) and profile.trust != "unverified"


@dataclass(frozen=True, slots=True)
class _Demand:
    """A demand of the instrument: by which provision, and at which stages if only at some."""

    provision: str
    stages: tuple[str, ...]


def _demands(instrument_id: str, type: str) -> Mapping[str, _Demand]:
    """Ask the treaty room which fields the instrument requires, always or at a stage of proceedings."""
    always = required_fields(instrument_id, type)
    at_stage = {stage: required_fields(instrument_id, type, stage) for stage in Stage}
    names = {*always, *(name for fields in at_stage.values() for name in fields)}
    return {
        name: _Demand(
            field_provision(instrument_id, type, name),
            () if name in always else tuple(stage for stage in Stage if name in at_stage[stage]),
        )
        for name in names
    }


def _rule(field: Field, profile: Profile, demand: _Demand | None) -> FieldRule:
    """Make the rule of one field; what the instrument demands goes before what the house does."""
    general = profile.cited(profile.general_provision)
    own = {"CCO": field.cco, "NBO": field.nbo}.get(profile.prefix, general)
    codes = tuple(field.choices) if field.choices else ()
    return FieldRule(
        name=field.name,
        required=field.always or (demand is not None and not demand.stages),
        provision=demand.provision if demand else own,
        group=field.group,
        kind=field.kind,
        limit=limit_of(field),
        required_at=demand.stages if demand else (),
        choices=_NARROWED.get((profile.prefix, field.name), codes),
        vocabulary=VOCABULARIES[field.choices] if field.choices else "",
    )
