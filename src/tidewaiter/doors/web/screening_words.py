"""What submitted lists hold, in words: columns, elements, parties, refused lines, and the two sides of a hit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _

from tidewaiter.actions.screening import HitView
from tidewaiter.doors.web.written import moment_written
from tidewaiter.doors.words import country_name, number_written, say
from tidewaiter.screening.identifiers import IdentifierKind
from tidewaiter.screening.lists.submitted import Flag, Goods, Party, PartyRole, RefusedLine, Route, SubmittedLine
from tidewaiter.screening.reasons import MatchReason
from tidewaiter.screening.subjects import NameKind, Subject, SubjectKind

_ROLES = frozenset(role.value for role in PartyRole)
_NUMBERS = frozenset(kind.value for kind in IdentifierKind)
HEADINGS = ("row_id", "bill", "name", "role", "surname", "given_names", "document", "document_type", "mrz", "flag")
"""Our columns that are no element by themselves."""
FACTS = (
    *(
        "birth",
        "nationality",
        "country",
        "address",
        "other_number",
        "description",
        "weight_kg",
        "value",
        "currency",
        "packages",
    ),
    *("package_kind", "seal_no", "loading", "discharge", "origin", "destination", "voyage", "eta"),
)
"""Elements that are neither a party nor a number."""
_MOST_VALUES = 12


@dataclass(frozen=True, slots=True)
class Side:
    """One row of the comparison: what the list says and what the entry says."""

    label: str
    listed: tuple[str, ...]
    entry: tuple[str, ...]
    code: bool = False


@dataclass(frozen=True, slots=True)
class RiskShown:
    """What one risk profile says of the line of a hit."""

    name: str
    score: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusedShown:
    """A line that was not taken, with its reason in words."""

    line: int
    row_id: str
    reason: str


def element_words(name: str) -> str:
    """What an element is called."""
    if name in _ROLES:
        return say(f"party_role:{name}")
    return say(f"element:{name}" if name in FACTS else f"identifier:{name}")


def column_words(ours: str) -> str:
    """What one of our columns is called."""
    role, _under, fact = ours.rpartition("_")
    if role in _ROLES and fact in ("country", "tax", "address"):
        words = {
            "country": _("%(party)s: country"),
            "tax": _("%(party)s: tax number"),
            "address": _("%(party)s: address"),
        }
        return words[fact] % {"party": say(f"party_role:{role}")}
    return say(f"list_heading:{ours}") if ours in HEADINGS else element_words(ours)


def refused_lines(refusals: Iterable[RefusedLine]) -> tuple[RefusedShown, ...]:
    """Lines that were not taken, in words."""
    return tuple(
        RefusedShown(each.line, each.row_id, say(f"row:{each.code}", **dict(each.params))) for each in refusals
    )


def flag_words(flag: Flag) -> str:
    """Something strange in a line."""
    return say(f"row_flag:{flag.code}", element=flag.element, text=flag.text)


def matched(reasons: Iterable[MatchReason]) -> tuple[str, ...]:
    """Reasons of a match in words, as weighty first as they come."""
    return tuple(say(f"match:{each.code}", **dict(each.params)) for each in reasons)


def party_name(party: Party) -> str:
    """What a party is called: its first name, or else its first number."""
    subject = party.subject
    return next((name.text for name in subject.names), next((one.value for one in subject.identifiers), "–"))


def sides(hit: HitView) -> tuple[Side, ...]:
    """What the list and the entry say of the same things, one below the other."""
    listed, entry = hit.party.subject, hit.entry.subject
    rows = [
        Side(_("Name"), (party_name(hit.party),), (hit.found_name or _first_name(entry),)),
        Side(_("Other names"), _others(listed, party_name(hit.party)), _others(entry, hit.found_name)),
        Side(_("What it is"), _kind(hit.party), (say(f"category:{entry.kind}"),)),
        Side(_("Date of birth"), _birth(listed), _birth(entry)),
        Side(_("Countries"), _countries(listed), _countries(entry)),
        Side(_("Addresses"), listed.addresses, entry.addresses),
        *_numbers(listed, entry),
    ]
    return tuple(row for row in rows if row.listed or row.entry)


def _first_name(subject: Subject) -> str:
    return subject.names[0].text if subject.names else "–"


def _others(subject: Subject, shown: str) -> tuple[str, ...]:
    """The further names, those that differ in kind with their kind."""
    plain = (NameKind.PRIMARY, NameKind.ALIAS)
    others = [name for name in subject.names if name.text != shown][:_MOST_VALUES]
    return tuple(
        name.text if name.kind in plain else f"{name.text} ({say(f'name_kind:{name.kind}')})" for name in others
    )


def _kind(party: Party) -> tuple[str, ...]:
    kind = say(f"category:{party.subject.kind}")
    return (_("not said; taken for: %(kind)s") % {"kind": kind},) if party.supposed else (kind,)


def _birth(subject: Subject) -> tuple[str, ...]:
    return (str(subject.birth),) if subject.birth else ()


def _countries(subject: Subject) -> tuple[str, ...]:
    return tuple(country_name(code) for code in subject.countries)


def _numbers(listed: Subject, entry: Subject) -> Iterable[Side]:
    kinds = dict.fromkeys(one.kind for one in (*listed.identifiers, *entry.identifiers))
    for kind in kinds:
        yield Side(say(f"identifier:{kind}"), _of_kind(listed, kind), _of_kind(entry, kind), code=True)


def _of_kind(subject: Subject, kind: IdentifierKind) -> tuple[str, ...]:
    return tuple(one.value for one in subject.identifiers if one.kind is kind)


def risks_shown(hit: HitView) -> tuple[RiskShown, ...]:
    """What risk profiles say of the line of a hit, each reason in words."""
    return tuple(
        RiskShown(
            each.name,
            score_words(each.score),
            tuple(say(f"risk:{one.code}", **dict(one.params)) for one in each.reasons),
        )
        for each in hit.risks
    )


def score_words(score: float) -> str:
    """A score as a figure from 0 to 1 in the reader's language, which never stands alone."""
    return str(localize(Decimal(f"{score:.4f}").normalize()))


def line_facts(line: SubmittedLine, asked: Party) -> tuple[tuple[str, Any], ...]:
    """What else the line says: its other parties, its goods and its way."""
    others = [
        (say(f"party_role:{party.role}"), party_name(party))
        for party in line.parties
        if party != asked and party.subject.kind is not SubjectKind.COMMODITY
    ]
    return (*others, *_said(line.goods), *_said(line.route))


def goods_words(goods: Goods | None) -> str:
    """The goods of a line on one line."""
    return " · ".join(f"{label}: {value}" for label, value in _said(goods))


def _said(part: Goods | Route | None) -> tuple[tuple[str, Any], ...]:
    if part is None:
        return ()
    values = ((name, getattr(part, name)) for name in part.__slots__)
    return tuple((element_words(name), _written(name, value)) for name, value in values if value not in (None, "", ()))


_UNITS: Mapping[str, str] = {"weight_kg": "kg"}


def _written(name: str, value: Any) -> Any:
    match value:
        case tuple():
            return ", ".join(value)
        case Decimal():
            return " ".join(filter(None, (number_written(value), _UNITS.get(name))))
        case int():
            return number_written(value)
        case str():
            return value
    return moment_written(value)
