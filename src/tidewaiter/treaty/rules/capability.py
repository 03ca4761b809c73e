"""Which assistance one party may ask of another on a day, on which basis, and what the request must
contain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tidewaiter.treaty.acts import InstrumentAct, Kind, contains, ledger
from tidewaiter.treaty.profile import Assistance, Particular, Profile
from tidewaiter.treaty.provisions import Instrument, implements, load_instrument
from tidewaiter.treaty.rules.consent import Acts, Kinds
from tidewaiter.treaty.rules.force import NO_KINDS, Bound, Reason, bound_party
from tidewaiter.treaty.rules.parties import Parties, parties

ClosedBy = Literal[
    "not_in_force",
    "requesting_not_bound",
    "requested_not_bound",
    "opted_out",
    "annex_not_common",
    "type_not_given",
    "unverified",
    "no_arrangement",
]
_EVERY = "every"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A mutual arrangement: its parties, the Articles it serves, and its first and last day."""

    parties: tuple[str, ...]
    articles: tuple[str, ...]
    from_: date
    to: date | None = None


@dataclass(frozen=True, slots=True)
class Capability:
    """Whether an instrument gives the assistance, at the other side's discretion or not, and what the
    request lacks.
    """

    permitted: bool
    discretionary: bool
    missing: tuple[str, ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BasisView:
    """One basis for a type of assistance between two units on a day: open, or closed by what."""

    instrument: str
    provision: str
    open: bool
    discretionary: bool
    because: tuple[str, ...]
    closed_by: ClosedBy | None
    trust: str


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks whom for what on which day, and what the request already says."""

    requesting: str
    requested: str
    type: str
    on: date
    supplied: tuple[str, ...] = ()
    stage: str | None = None
    urgent: bool = False
    cannot_reciprocate: bool = False
    arrangements: tuple[Arrangement, ...] = ()


def assistance(
    instrument: Instrument,
    acts: Sequence[InstrumentAct],
    *,
    kinds: Mapping[str, Kind] = NO_KINDS,
    requesting: str,
    requested: str,
    type: str,
    on: date,
    supplied: Sequence[str] = (),
    stage: str | None = None,
    urgent: bool = False,
    cannot_reciprocate: bool = False,
    arrangements: Sequence[Arrangement] = (),
) -> Capability:
    """Whether the instrument gives this assistance between these two on that day, and what the request
    still lacks.
    """
    asked = Question(
        requesting,
        requested,
        type,
        on,
        tuple(supplied),
        stage,
        urgent,
        cannot_reciprocate,
        tuple(arrangements),
    )
    profile, known = instrument.profile, ledger(acts)
    found = parties(profile, known, kinds)
    views = _views(instrument, known, kinds, found, asked)
    view = next((each for each in views if each.open), views[0])
    unable = _unable(profile, known, kinds, found, asked)
    missing, missing_because = _missing(profile, asked, unable)
    because = (*view.because, *(profile.cited(each) for each in missing_because))
    return Capability(view.open, view.discretionary, missing, tuple(dict.fromkeys(because)))


@implements("CCO-20.5", "NBO-11", "BIL-SCOPE")
def open_bases(
    acts_by_instrument: Mapping[str, Sequence[InstrumentAct]],
    *,
    kinds: Mapping[str, Kind] = NO_KINDS,
    requesting: str,
    requested: str,
    type: str,
    on: date,
    arrangements: Sequence[Arrangement] = (),
) -> tuple[BasisView, ...]:
    """Every basis of every instrument, open ones first, the strongest duty first, then the strictest
    protection.
    """
    asked = Question(requesting, requested, type, on, arrangements=tuple(arrangements))
    known = [(load_instrument(instrument_id), acts) for instrument_id, acts in acts_by_instrument.items()]
    return ranked_bases(known, kinds, asked)


def ranked_bases(
    acts_under: Sequence[tuple[Instrument, Sequence[InstrumentAct]]], kinds: Mapping[str, Kind], asked: Question
) -> tuple[BasisView, ...]:
    """The same from instruments already loaded."""
    found = []
    for instrument, acts in acts_under:
        strength, known = instrument.profile.strength, ledger(acts)
        for view in _views(instrument, known, kinds, parties(instrument.profile, known, kinds), asked):
            found.append(((not view.open, view.discretionary, strength, view.provision), view))
    return tuple(view for _, view in sorted(found, key=lambda pair: pair[0]))


def required_fields(instrument: Instrument | str, type: str, stage: str | None = None) -> tuple[str, ...]:
    """The particulars that the instrument requires of such a request at such a stage of proceedings."""
    profile = _loaded(instrument).profile
    return tuple(each.field for each in _particulars(profile, type) if _at_stage(each, stage))


def field_provision(instrument: Instrument | str, type: str, field: str) -> str:
    """The id of the provision that requires a particular; ValueError where none does."""
    profile = _loaded(instrument).profile
    for each in _particulars(profile, type):
        if each.field == field:
            return profile.cited(each.provision)
    if profile.reciprocity is not None and profile.reciprocity.field == field:
        return profile.cited(profile.reciprocity.provision)
    raise ValueError(f"{profile.id} requires no {field} of a request for {type}")


def _loaded(instrument: Instrument | str) -> Instrument:
    return load_instrument(instrument) if isinstance(instrument, str) else instrument


@implements("JHB-0")
def _views(instrument: Instrument, acts: Acts, kinds: Kinds, found: Parties, asked: Question) -> tuple[BasisView, ...]:
    """An instrument whose profile nobody has verified is no basis for anything."""
    profile = instrument.profile
    if profile.trust == "unverified":
        return (_closed(profile, profile.general_provision, "unverified", (profile.general_provision,)),)
    bases = [each for each in profile.assistance if each.type == asked.type]
    if not bases:
        provision = next(
            (each.provision for each in profile.excluded if each.type == asked.type),
            profile.general_provision,
        )
        return (_closed(profile, provision, "type_not_given", (provision,)),)
    return tuple(_view(profile, acts, kinds, found, basis, asked) for basis in bases)


def _closed(profile: Profile, provision: str, by: ClosedBy, because: tuple[str, ...]) -> BasisView:
    cited = tuple(dict.fromkeys(profile.cited(each) for each in because if each))
    return BasisView(profile.id, profile.cited(provision), False, False, cited, by, profile.trust)


@implements("CCO-20.1", "CCO-26.i", "CCO-26.ii", "NBO-2.1", "NBO-2.3")
def _view(profile: Profile, acts: Acts, kinds: Kinds, found: Parties, basis: Assistance, asked: Question) -> BasisView:
    """Assistance is given where both are bound by its provision, and the requested side has not opted out
    of it.
    """
    answers = [_bound(profile, acts, kinds, found, basis, unit, asked) for unit in (asked.requested, asked.requesting)]
    by, because = _closed_by(profile, basis, answers[0], answers[1], asked)
    unable = _unable_on(basis, asked, answers[1])
    discretion = (profile.reciprocity.provision,) if unable and profile.reciprocity else ()
    if unable and not asked.cannot_reciprocate and profile.reservations is not None:
        discretion = (*discretion, profile.reservations.matrix_provision)
    because = (*_basis_parts(basis, asked), *because, *discretion, *_common(profile, basis))
    cited = tuple(dict.fromkeys(profile.cited(each) for each in because if each))
    discretionary = basis.duty == "may" or unable
    trust = profile.trust if basis.verified else "unverified"
    return BasisView(profile.id, profile.cited(basis.provision), by is None, discretionary, cited, by, trust)


def _basis_parts(basis: Assistance, asked: Question) -> tuple[str, ...]:
    parts = (basis.part or basis.provision, (basis.urgent_part or "") if asked.urgent else "")
    return tuple(part for part in parts if part)


def _common(profile: Profile, basis: Assistance) -> tuple[str, ...]:
    return (profile.general_provision,) if basis.annex else ()


def _bound(
    profile: Profile, acts: Acts, kinds: Kinds, found: Parties, basis: Assistance, unit: str, asked: Question
) -> Bound:
    answer = Bound(True, ())
    for part in _basis_parts(basis, asked):
        answer = bound_party(profile, acts, kinds, found, unit, part, asked.on)
        if not answer.bound or answer.reason:
            return answer
    return answer


@implements("CCO-27", "CCO-28.1", "CCO-35.2", "CCO-61.2")
def _arranged(basis: Assistance, asked: Question) -> bool:
    """Some assistance opens only under an arrangement of the two that serves its Article on that day."""
    return basis.arrangement is None or any(
        {asked.requesting, asked.requested} <= set(each.parties)
        and any(contains(article, basis.provision) or contains(basis.provision, article) for article in each.articles)
        and each.from_ <= asked.on
        and (each.to is None or asked.on <= each.to)
        for each in asked.arrangements
    )


def _closed_by(
    profile: Profile, basis: Assistance, requested: Bound, requesting: Bound, asked: Question
) -> tuple[ClosedBy | None, tuple[str, ...]]:
    if not basis.verified:
        return "unverified", ()
    for answer, code in ((requesting, "requesting_not_bound"), (requested, "requested_not_bound")):
        if not answer.bound and answer.reason not in ("reserved", "annex"):
            return _party_code(answer.reason, code), answer.because
    for answer in (requesting, requested):
        if answer.reason == "annex":
            return "annex_not_common", answer.because
    if requested.reason == "reserved":
        matrix = profile.reservations.matrix_provision if profile.reservations else ""
        return "opted_out", (*requested.because, matrix)
    if not _arranged(basis, asked):
        return "no_arrangement", (basis.provision, basis.arrangement or "")
    return None, (basis.arrangement or "", *requested.because)


def _party_code(reason: Reason, code: str) -> ClosedBy:
    if reason == "not_in_force":
        return "not_in_force"
    return "requesting_not_bound" if code == "requesting_not_bound" else "requested_not_bound"


@implements("CCO-42.2", "NBO-4")
def _unable_on(basis: Assistance, asked: Question, requesting: Bound) -> bool:
    """Who asks for what it could not itself give must say so, and the other side is then free to comply."""
    return basis.on_request and (asked.cannot_reciprocate or requesting.reason == "reserved")


def _unable(profile: Profile, acts: Acts, kinds: Kinds, found: Parties, asked: Question) -> bool:
    return any(
        _unable_on(basis, asked, _bound(profile, acts, kinds, found, basis, asked.requesting, asked))
        for basis in profile.assistance
        if basis.type == asked.type
    )


@implements("CCO-21.4", "CCO-21.4.ii", "CCO-21.4.iii", "CCO-21.4.v", "CCO-25.1", "CCO-25.2", "CCO-26", "NBO-2.2")
def _particulars(profile: Profile, type: str) -> tuple[Particular, ...]:
    """The particulars of a request: those of every request, and those of its type."""
    bases = [each for each in profile.assistance if each.type == type]
    every = any(each.on_request for each in bases)
    return tuple(each for each in profile.particular if type in each.types or (every and _EVERY in each.types))


def _at_stage(particular: Particular, stage: str | None) -> bool:
    return not particular.stages or stage in particular.stages


def _missing(profile: Profile, asked: Question, unable: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    supplied = {*asked.supplied, *(("stage",) if asked.stage is not None else ())}
    rows = [
        (each.field, each.provision)
        for each in _particulars(profile, asked.type)
        if _at_stage(each, asked.stage) and each.field not in supplied
    ]
    rule = profile.reciprocity
    if unable and rule is not None and rule.field not in supplied:
        rows.append((rule.field, rule.provision))
    return tuple(dict.fromkeys(field for field, _ in rows)), tuple(provision for _, provision in rows)
