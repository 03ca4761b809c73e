"""Subjects of the central system on a form: how their names and numbers are typed, and how they are read back."""

from collections.abc import Mapping, Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from tidewaiter.doors.web.faults import FaultLine, bad_subject
from tidewaiter.doors.web.forms import Column, coded, rows, text, words
from tidewaiter.screening.catalogue import ADDRESS_CODES
from tidewaiter.screening.countries import country_of
from tidewaiter.screening.identifiers import Identifier, IdentifierKind
from tidewaiter.screening.partial_dates import PartialDate
from tidewaiter.screening.problems import BadSubject
from tidewaiter.screening.subjects import Name, NameKind, Subject, SubjectKind

_OF_A_SHIP = (IdentifierKind.IMO, IdentifierKind.MMSI, IdentifierKind.CALLSIGN, IdentifierKind.CONTAINER)
_OF_A_VEHICLE = (IdentifierKind.VIN, IdentifierKind.VEHICLE_REGISTRATION, IdentifierKind.AIRCRAFT_REGISTRATION)
KINDS_OF_NUMBER: Mapping[SubjectKind, tuple[IdentifierKind, ...]] = {
    SubjectKind.PERSON: (IdentifierKind.PASSPORT, IdentifierKind.NATIONAL_ID, IdentifierKind.TAX),
    SubjectKind.BUSINESS: (IdentifierKind.TAX, IdentifierKind.LEI),
    SubjectKind.TRANSPORT: (*_OF_A_SHIP, *_OF_A_VEHICLE),
    SubjectKind.COMMODITY: (IdentifierKind.HS, IdentifierKind.CONTAINER),
}


def name_columns() -> tuple[Column, ...]:
    """A name, and how it belongs to its bearer."""
    kinds = coded("name_kind", NameKind)
    return Column("text", _("Name"), wide=True), Column("kind", _("Kind of name"), kinds)


def number_columns(kind: SubjectKind) -> tuple[Column, ...]:
    """A number, and what it is; those usual for this kind of subject stand first."""
    usual = KINDS_OF_NUMBER[kind]
    order = (*usual, *(each for each in IdentifierKind if each not in usual))
    kinds = coded("identifier", order)
    return Column("kind", _("Kind of number"), kinds), Column("value", _("Number"), wide=True)


def subject_of(kind: SubjectKind, typed: QueryDict) -> tuple[Subject | None, tuple[FaultLine, ...]]:
    """The subject that was typed, or what keeps it from being one, each at its field."""
    faults: list[FaultLine] = []
    names = _names(typed)
    numbers = _numbers(kind, typed, faults)
    birth = _birth(typed, faults)
    countries = _countries(typed, faults)
    addresses = tuple(dict.fromkeys(filter(None, map(str.strip, text(typed, "addresses").splitlines()))))
    if faults:
        return None, tuple(faults)
    try:
        return Subject(kind, names, numbers, birth, countries, addresses), ()
    except BadSubject as bad:
        return None, (bad_subject(bad, "addresses" if bad.code in ADDRESS_CODES else "names"),)


def name_rows(subject: Subject) -> tuple[tuple[str, ...], ...]:
    """The names of a subject as rows of the form."""
    return tuple((name.text, name.kind.value) for name in subject.names)


def number_rows(subject: Subject) -> tuple[tuple[str, ...], ...]:
    """The numbers of a subject as rows of the form."""
    return tuple((number.kind.value, number.value) for number in subject.identifiers)


def _names(typed: QueryDict) -> tuple[Name, ...]:
    found = rows(typed, "names", name_columns())
    return tuple(Name(name, NameKind(kind) if kind in tuple(NameKind) else NameKind.PRIMARY) for name, kind in found)


def _numbers(kind: SubjectKind, typed: QueryDict, faults: list[FaultLine]) -> tuple[Identifier, ...]:
    found: list[Identifier] = []
    for each, value in rows(typed, "identifiers", number_columns(kind)):
        try:
            found.append(Identifier(each or IdentifierKind.OTHER, value))  # type: ignore[arg-type]  # checked by it
        except BadSubject as bad:
            faults.append(bad_subject(bad, "identifiers"))
    return tuple(found)


def _birth(typed: QueryDict, faults: list[FaultLine]) -> PartialDate | None:
    try:
        return PartialDate.parse(text(typed, "birth")) if text(typed, "birth") else None
    except BadSubject as bad:
        faults.append(bad_subject(bad, "birth"))
        return None


def _countries(typed: QueryDict, faults: list[FaultLine]) -> tuple[str, ...]:
    found: Sequence[str] = [each.strip() for each in text(typed, "countries").split(",") if each.strip()]
    if all(len(each) == 2 for each in words(typed, "countries")):
        found = words(typed, "countries")
    codes = [country_of(each) for each in found]
    for each, code in zip(found, codes, strict=True):
        if code is None:
            faults.append(bad_subject(BadSubject("country_code", each), "countries"))
    return tuple(code for code in codes if code)
