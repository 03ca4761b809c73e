"""What a draft still lacks before it may be sent: the problems, each with its field and provision."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tidewaiter.assistance.draft import (
    AttachmentNamed,
    PersonNamed,
    RequestDraft,
    digest,
    names_persons,
    normalised,
)
from tidewaiter.assistance.fields import FIELDS, SHORT, Field, FieldGroup, FieldKind
from tidewaiter.assistance.form import FieldRule, fields_for, languages_always_accepted, limit_of
from tidewaiter.assistance.problems import Problem, ProblemCode
from tidewaiter.assistance.text import is_unreadable, texts_in
from tidewaiter.assistance.types import InformationCategory, RequestPurpose, Urgency
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.rules.capability import BasisView

__all__ = [
    "AttachmentNamed",
    "Circumstances",
    "FieldGroup",
    "FieldKind",
    "FieldRule",
    "PersonNamed",
    "Problem",
    "ProblemCode",
    "RequestDraft",
    "digest",
    "fields_for",
    "names_persons",
    "normalised",
    "problems",
]

_ROUTE = ("requested_administration", "type", "instrument")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known outside the draft on the day: open and closed bases, languages, and reciprocity.

    `accepted_languages` are the requested administration's own; `cannot_reciprocate` is true where the
    requester has itself opted out of what it asks for, whatever the officer ticks.
    """

    bases: tuple[BasisView, ...] = ()
    accepted_languages: frozenset[str] = frozenset()
    cannot_reciprocate: bool = False


def problems(draft: RequestDraft, circumstances: Circumstances, day: date) -> tuple[Problem, ...]:
    """List all that keeps the draft from being sent on that day, in the form's order; never raises."""
    tidy = normalised(draft)
    rules = {rule.name: rule for rule in fields_for(tidy.instrument, tidy.type)}
    found = [*_route_problems(tidy, rules), *_basis_problems(tidy, circumstances, day, bool(rules))]
    found += [problem for known in FIELDS for problem in _text_problems(known, tidy)]
    for rule in rules.values():
        found += _missing(rule, tidy)
        found += _unknown_choices(rule, tidy)
    for check in _CHECKS if rules else ():
        found += check(tidy, circumstances, rules)
    return tuple(sorted(found, key=_place))


def _place(problem: Problem) -> int:
    """Place of a problem's field in the form; those of no field stand first."""
    return _ORDER.get(problem.field or "", -1)


def _route_problems(draft: RequestDraft, rules: Mapping[str, FieldRule]) -> Iterator[Problem]:
    """Before there is a form, say what it takes to have one: whom, what, and on which basis."""
    for known in FIELDS if not rules else ():
        value = getattr(draft, known.name)
        if known.name in _ROUTE and not value:
            yield Problem(ProblemCode.MISSING, known.name, known.cco)
        elif known.name == "type" and value not in known.types:
            yield Problem(ProblemCode.UNKNOWN_CHOICE, known.name, known.cco, {"value": value[:SHORT]})


@implements("CCO-20.5", "NBO-2.1")
def _basis_problems(draft: RequestDraft, circumstances: Circumstances, day: date, has_form: bool) -> Iterator[Problem]:
    """The chosen instrument must be open between the two that day; other open bases stay open beside it."""
    if not all(getattr(draft, name) for name in _ROUTE):
        return
    own = [basis for basis in circumstances.bases if basis.instrument == draft.instrument]
    if has_form and any(basis.open for basis in own):
        return
    chosen = own[0] if own else None
    on = {"on": day.isoformat(), "instrument": draft.instrument[:SHORT]}
    if not any(basis.open for basis in circumstances.bases):
        yield Problem(ProblemCode.NO_OPEN_BASIS, "instrument", "SYS-2", on | _closed_by(chosen))
    else:
        provision = chosen.provision if chosen else "SYS-2"
        yield Problem(ProblemCode.BASIS_CLOSED, "instrument", provision, on | _closed_by(chosen))


def _closed_by(basis: BasisView | None) -> dict[str, str]:
    """Say what closes a basis; one that nobody computed, or that has no form, does not give the type."""
    return {"closed_by": (basis.closed_by if basis else None) or "type_not_given"}


def _text_problems(known: Field, draft: RequestDraft) -> Iterator[Problem]:
    """Too much text, too many entries, or characters that no officer typed."""
    value, limit = getattr(draft, known.name), limit_of(known)
    if isinstance(value, tuple) and len(value) > limit:
        yield Problem(ProblemCode.TOO_MANY, known.name, known.cco, {"limit": str(limit)})
    texts = texts_in(value)
    allowed = limit if isinstance(value, str) else SHORT
    if any(len(text) > allowed for text in texts):
        yield Problem(ProblemCode.TOO_LONG, known.name, known.cco, {"limit": str(allowed)})
    if any(map(is_unreadable, texts)):
        yield Problem(ProblemCode.CONTROL_CHARACTER, known.name, known.cco)


@implements("CCO-20.1", "CCO-21.4", "CCO-23", "CCO-24", "CCO-25.1", "CCO-25.2", "CCO-26")
@implements("NBO-2.2", "NBO-7.1", "NBO-A2.1", "NBO-A3")
def _missing(rule: FieldRule, draft: RequestDraft) -> Iterator[Problem]:
    """A required particular is given; of persons it is enough to say that none is known."""
    value = getattr(draft, rule.name)
    if rule.kind is FieldKind.PERSONS:
        yield from _persons_problems(rule, draft)
    elif not value and (rule.required or draft.stage in rule.required_at):
        yield Problem(ProblemCode.MISSING, rule.name, rule.provision)


def _persons_problems(rule: FieldRule, draft: RequestDraft) -> Iterator[Problem]:
    """Persons are named, or said to be unknown: one of the two, and each named one has a name (CCO-21.4)."""
    if rule.required and not draft.persons and not draft.persons_unknown:
        yield Problem(ProblemCode.PERSONS_UNSTATED, rule.name, rule.provision)
    if draft.persons and draft.persons_unknown:
        yield Problem(ProblemCode.PERSONS_CONTRADICTORY, rule.name, rule.provision)
    if any(not person.name for person in draft.persons):
        yield Problem(ProblemCode.PERSON_WITHOUT_NAME, rule.name, rule.provision)


def _unknown_choices(rule: FieldRule, draft: RequestDraft) -> Iterator[Problem]:
    """Only codes that the form offers; an open choice takes what the acts find to exist."""
    value = getattr(draft, rule.name)
    given = value if isinstance(value, tuple) else (value,)
    for code in given if rule.choices else ():
        if code and code not in rule.choices:
            narrowed = rule.name == "purpose" and code in tuple(RequestPurpose)
            kind = ProblemCode.PURPOSE_OUTSIDE_INSTRUMENT if narrowed else ProblemCode.UNKNOWN_CHOICE
            yield Problem(kind, rule.name, rule.provision, {"value": code[:SHORT]})


def _urgency_reasoned(draft: RequestDraft, _: Circumstances, rules: Mapping[str, FieldRule]) -> Iterator[Problem]:
    """Urgency is an officer's decision and so is kept with its reason (SYS-7)."""
    if draft.urgency != Urgency.NORMAL and not draft.urgency_reason:
        yield Problem(ProblemCode.MISSING, "urgency_reason", rules["urgency_reason"].provision)


@implements("CCO-23.i", "CCO-23.ii", "CCO-23.iii", "CCO-23.iv", "CCO-23.v")
def _other_category_named(draft: RequestDraft, _: Circumstances, rules: Mapping[str, FieldRule]) -> Iterator[Problem]:
    """The list of categories is open; what stands outside it is named (CCO-23)."""
    if InformationCategory.OTHER in draft.category and not draft.category_other:
        yield Problem(ProblemCode.MISSING, "category_other", rules["category_other"].provision)


@implements("CCO-42.2", "NBO-4")
def _reciprocity_stated(
    draft: RequestDraft, circumstances: Circumstances, rules: Mapping[str, FieldRule]
) -> Iterator[Problem]:
    """Who could not do the same says so; the officer supplies the statement, never the software."""
    unable = draft.cannot_reciprocate or circumstances.cannot_reciprocate
    if unable and not draft.reciprocity_statement:
        yield Problem(ProblemCode.MISSING, "reciprocity_statement", rules["reciprocity_statement"].provision)


@implements("CCO-21.3", "NBO-7.2", "NBO-7.3")
def _language_accepted(
    draft: RequestDraft, circumstances: Circumstances, rules: Mapping[str, FieldRule]
) -> Iterator[Problem]:
    """The request, or a translation with it, is in a language that the other side accepts or always must."""
    accepted = circumstances.accepted_languages | languages_always_accepted(draft.instrument)
    if draft.language and accepted.isdisjoint({draft.language, draft.translation_language}):
        params = {"language": draft.language[:SHORT], "accepted": " ".join(sorted(accepted))}
        yield Problem(ProblemCode.LANGUAGE_NOT_ACCEPTED, "language", rules["translation_language"].provision, params)


_ORDER = {known.name: place for place, known in enumerate(FIELDS)}
_Check = Callable[[RequestDraft, Circumstances, Mapping[str, FieldRule]], Iterator[Problem]]
_CHECKS: tuple[_Check, ...] = (
    _urgency_reasoned,
    _other_category_named,
    _reciprocity_stated,
    _language_accepted,
)
