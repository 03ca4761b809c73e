"""Who counts as customs administration for a provision, what a filing must name, and what a directory still lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tidewaiter.treaty.acts import contains
from tidewaiter.treaty.provisions import implements

LackCode = Literal[
    "contact_point",
    "competent_authority",
    "security_authority",
    "law_list",
    "undertaking",
    "law_list_again",
    "undertaking_again",
    "responsible_official",
]
CONFIDENTIALITY: tuple[Literal["law_list", "undertaking"], ...] = ("law_list", "undertaking")
"""The two filings of 31.3, of which neither replaces the other."""
CENTRAL_AUTHORITY, SECURITY_AUTHORITY = "CCO-45.3", "CCO-48.1"
RESPONSIBLE_OFFICIAL, ORGANIZATION_SECURITY = "CCO-45.4", "CCO-48.2"


@dataclass(frozen=True, slots=True)
class Designation:
    """An authority designated for an article or a part of one, on the days from `since` to `until`, both included."""

    provision: str
    name: str
    since: date
    until: date | None = None
    returned: bool = False

    def stands_on(self, day: date) -> bool:
        """Whether it counts that day; a filing returned for completion designates nobody."""
        return not self.returned and self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class ConfidentialityFiling:
    """One of the two filings of 31.3, and the day on which it arrived."""

    kind: str
    received: date


@dataclass(frozen=True, slots=True)
class Filed:
    """What the directory holds of one administration on a day."""

    contact_point: bool
    designations: tuple[Designation, ...] = ()
    filings: tuple[ConfidentialityFiling, ...] = ()


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is not filed: what, by which provision, and whether functions stay closed meanwhile."""

    what: LackCode
    provision: str
    blocks: bool = False


@implements("CCO-1.ii", "CCO-20.3")
def customs_administration(
    authority: str, designations: Iterable[Designation], provision: str, on: date
) -> tuple[str, ...]:
    """Who is the customs administration for an article on a day: the customs authority, and whoever is designated
    for that article or for a whole of which it is a part.
    """
    named = [each.name for each in designations if each.stands_on(on) and contains(each.provision, provision)]
    return tuple(dict.fromkeys((authority, *sorted(named))))


@implements("CCO-20.3")
def missing_of_filing(provision: str, since: date | None) -> tuple[Literal["authority_for", "since"], ...]:
    """What a filing of an authority must name and does not: the article, the day; it is returned for completion."""
    missing: list[Literal["authority_for", "since"]] = []
    if not provision:
        missing.append("authority_for")
    if since is None:
        missing.append("since")
    return tuple(missing)


@implements("CCO-31.3")
def personal_data_open_from(filings: Sequence[ConfidentialityFiling]) -> date | None:
    """The day on which the second of law and undertaking arrived; until then personal data are closed (A-45)."""
    first: dict[str, date] = {}
    for each in filings:
        first[each.kind] = min(each.received, first.get(each.kind, each.received))
    return max(first[kind] for kind in CONFIDENTIALITY) if all(kind in first for kind in CONFIDENTIALITY) else None


@implements("CCO-31.3")
def to_confirm_again(filings: Sequence[ConfidentialityFiling], deposit: date | None) -> tuple[str, ...]:
    """Which filings came with the signature and wait to be confirmed or brought up to date since the deposit (A-62)."""
    if deposit is None:
        return ()
    last: dict[str, date] = {}
    for each in filings:
        last[each.kind] = max(each.received, last.get(each.kind, each.received))
    return tuple(kind for kind in CONFIDENTIALITY if kind in last and last[kind] < deposit)


@implements("CCO-31.3", "CCO-45.3", "CCO-48.1", "CCO-21.1")
def lacking(filed: Filed, deposit: date | None, on: date) -> tuple[Lack, ...]:
    """What a Member that has deposited still owes the directory, and what stays closed until it comes."""
    standing = {each.provision for each in filed.designations if each.stands_on(on)}
    arrived = [each for each in filed.filings if each.received <= on]
    kinds = {each.kind for each in arrived}
    found = [Lack(kind, "CCO-31.3", blocks=True) for kind in CONFIDENTIALITY if kind not in kinds]
    again: dict[str, LackCode] = {"law_list": "law_list_again", "undertaking": "undertaking_again"}
    found += [Lack(again[kind], "CCO-31.3") for kind in to_confirm_again(arrived, deposit)]
    if not filed.contact_point:
        found.append(Lack("contact_point", "CCO-21.1"))
    if CENTRAL_AUTHORITY not in standing:
        found.append(Lack("competent_authority", CENTRAL_AUTHORITY))
    if SECURITY_AUTHORITY not in standing:
        found.append(Lack("security_authority", SECURITY_AUTHORITY))
    return tuple(found)


@implements("CCO-45.4", "CCO-48.2")
def lacking_of_organization(designations: Iterable[Designation], on: date) -> tuple[Lack, ...]:
    """What the Organization lacks: the official who answers for the central system, and the authority for security."""
    standing = {each.provision for each in designations if each.stands_on(on)}
    asked: dict[str, LackCode] = {
        RESPONSIBLE_OFFICIAL: "responsible_official",
        ORGANIZATION_SECURITY: "security_authority",
    }
    return tuple(Lack(what, provision) for provision, what in asked.items() if provision not in standing)
