"""Whom an administration names: authorities for provisions, its contact point, officials; examined, changed, ended."""

import re
from datetime import date, timedelta
from typing import Literal, TypeVar, get_args

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Role, Verb
from tidewaiter.actions.act import Deed, Fault, NotFound, act, refuse
from tidewaiter.actions.registry.faults import require_administration
from tidewaiter.actions.registry.telling import tell_members
from tidewaiter.records import depositary, directory, people
from tidewaiter.records.directory import Entering, Listing
from tidewaiter.records.models import CompetentAuthority, ContactPoint, DesignatedOfficial, Investigator
from tidewaiter.treaty.profile import NoticeEvent
from tidewaiter.treaty.provisions import implements, provision
from tidewaiter.treaty.rules.directory import (
    CENTRAL_AUTHORITY,
    ORGANIZATION_SECURITY,
    RESPONSIBLE_OFFICIAL,
    SECURITY_AUTHORITY,
    missing_of_filing,
)

Finding = Literal["complete", "returned"]
FINDINGS: tuple[Finding, ...] = get_args(Finding)
Model = TypeVar("Model", bound=Listing)

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_SERVICE = "NBO-6.1"
_EVENTS: dict[str, NoticeEvent] = {
    CENTRAL_AUTHORITY: "central_authorities",
    RESPONSIBLE_OFFICIAL: "central_authorities",
    SECURITY_AUTHORITY: "security_authorities",
    ORGANIZATION_SECURITY: "security_authorities",
    _SERVICE: "contact_point",
}
_OF_THE_ORGANIZATION = (RESPONSIBLE_OFFICIAL, ORGANIZATION_SECURITY)
_DAY = timedelta(days=1)


@act(Verb.RECORD_AUTHORITY)
@implements("CCO-20.3", "CCO-45.3", "CCO-45.4", "CCO-45.5", "CCO-48.1", "CCO-48.2", "CCO-48.3", "NBO-6.1")
def record_authority(
    deed: Deed,
    *,
    administration: str,
    authority_for: str,
    name: str,
    since: date | None,
    until: date | None = None,
    reach: str = "",
    fact: str = "",
    why: str = "",
) -> str:
    """Records an authority designated for a provision (CCO-20.3, CCO-45.3, CCO-48.1); gives the id of the fact.

    A filing without article or day is returned for completion. With `fact` an earlier filing is put right.
    """
    require_administration(deed, administration)
    deed.tell(administration=administration, authority_for=authority_for)
    earlier(CompetentAuthority, fact, administration)
    missing = missing_of_filing(authority_for.strip(), since)
    refuse(
        *(Fault("return_for_completion", field, "CCO-20.3") for field in missing),
        Fault("missing", "name", "CCO-20.3") if not name.strip() else None,
        Fault("not_usable", "authority_for", "CCO-20.3") if authority_for and not provision(authority_for) else None,
        _misplaced(authority_for, administration),
        ends_before(since, until, "CCO-20.3"),
        unexplained(fact, why, "CCO-20.3"),
    )
    kept = directory.add(
        Entering(deed.caller.administration, deed.at, fact, why.strip()),
        CompetentAuthority,
        administration=administration,
        provision=authority_for,
        name=name.strip(),
        reach=reach.strip(),
        since=since,
        until=until,
        examined="complete" if deed.caller.organization else "",
    )
    about = {"provision": authority_for, "name": name.strip(), "since": since, "until": until}
    tell_members(deed, event_of(authority_for), administration, provision=authority_for, fact=kept, about=about)
    return kept


def event_of(provision_id: str) -> NoticeEvent:
    """The event under which others are told of an authority for a provision."""
    return _EVENTS.get(provision_id, "authorities")


def _misplaced(authority_for: str, administration: str) -> Fault | None:
    """The official of the Secretariat is the Organization's; every other authority is a Member's."""
    home = people.administration(administration)
    if home is None or (authority_for in _OF_THE_ORGANIZATION) == home.organization:
        return None
    return Fault("not_of_this_administration", "authority_for", authority_for or "CCO-20.3")


def ends_before(since: date | None, until: date | None, provision_id: str) -> Fault | None:
    """The fault of an end that lies before the beginning."""
    if since is None or until is None or since <= until:
        return None
    return Fault("ends_before", "until", provision_id, {"since": since.isoformat()})


def unexplained(fact: str, why: str, provision_id: str) -> Fault | None:
    """The fault of a correction that does not say why."""
    return Fault("missing", "why", provision_id) if fact and not why.strip() else None


def earlier(model: type[Model], fact: str, administration: str) -> Model | None:
    """What is known of the fact to be put right, None where nothing is; NotFound where it is not of this kind."""
    if not fact:
        return None
    found = directory.listing(fact)
    if not isinstance(found, model) or found.administration != administration:
        raise NotFound
    return found


@act(Verb.EXAMINE_AUTHORITY)
@implements("CCO-20.3")
def examine_authority(deed: Deed, fact: str, *, finding: str, note: str = "") -> None:
    """Says of the filing of an authority that it is complete, or returns it for completion with what it lacks."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    deed.tell(filing=fact, finding=finding)
    found = directory.listing(fact)
    if not isinstance(found, CompetentAuthority):
        raise NotFound
    refuse(
        Fault("unknown_choice", "finding", "CCO-20.3", {"value": finding}) if finding not in FINDINGS else None,
        Fault("missing", "note", "CCO-20.3") if finding == "returned" and not note.strip() else None,
    )
    how = Entering(deed.caller.administration, deed.at, fact)
    directory.add_again(how, found, examined=finding, note=note.strip() if finding == "returned" else "")
    if finding == "returned":
        depositary.drop_drafts_of(fact, deed.caller.officer, note.strip(), deed.at)


@act(Verb.RECORD_CONTACT_POINT)
@implements("CCO-21.1", "NBO-6.1")
def record_contact_point(
    deed: Deed,
    *,
    administration: str,
    name: str,
    email: str,
    since: date,
    reach: str = "",
    fact: str = "",
    why: str = "",
) -> str:
    """Records the official contact point of an administration from a day on (CCO-21.1, NBO-6.1)."""
    require_administration(deed, administration)
    deed.tell(administration=administration)
    earlier(ContactPoint, fact, administration)
    refuse(
        Fault("missing", "name", "CCO-21.1") if not name.strip() else None,
        Fault("not_usable", "email", "CCO-21.1") if not _EMAIL.fullmatch(email.strip()) else None,
        unexplained(fact, why, "CCO-21.1"),
    )
    kept = directory.add(
        Entering(deed.caller.administration, deed.at, fact, why.strip()),
        ContactPoint,
        administration=administration,
        name=name.strip(),
        email=email.strip(),
        reach=reach.strip(),
        since=since,
    )
    about = {"name": name.strip(), "email": email.strip(), "since": since}
    tell_members(deed, "contact_point", administration, fact=kept, about=about)
    return kept


@act(Verb.DESIGNATE_OFFICIAL)
@implements("CCO-52.6")
def designate_official(deed: Deed, *, officer: str, since: date, until: date | None = None) -> str:
    """Designates an official to whom information in the central system is open from a day on (CCO-52.2)."""
    named = people.officer_named(officer)
    deed.require(Facts(Kind.PUBLIC, owner=named.administration_id if named else ""))
    deed.tell(official=officer, since=since, until=until)
    if named is None or named.machine:  # what a designated official decides, a person decides
        raise NotFound
    refuse(ends_before(since, until, "CCO-52.2"))
    home = named.administration_id
    how = Entering(deed.caller.administration, deed.at)
    kept = directory.add(how, DesignatedOfficial, administration=home, officer=officer, since=since, until=until)
    people.give_role(officer, Role.CAIS_OFFICIAL.value, since=since, until=until)
    about = {"name": named.name, "since": since, "until": until}
    tell_members(deed, "designated_officials", home, fact=kept, about=about)
    return kept


@act(Verb.END_OFFICIAL)
@implements("CCO-52.6")
def end_official(deed: Deed, fact: str, *, last_day: date) -> None:
    """Ends the designation of an official with a day; from the next midnight (UTC) information is closed to it.

    The list of who had access stays true: a day before yesterday is refused, unless the designation never began.
    """
    found = directory.listing(fact)
    official = found if isinstance(found, DesignatedOfficial) else None
    deed.require(Facts(Kind.PUBLIC, owner=official.administration if official else ""))
    if official is None:
        raise NotFound
    deed.tell(official=official.officer, last_day=last_day)
    unbegun = last_day < official.since and deed.day < official.since
    refuse(
        Fault("ends_before", "last_day", "CCO-52.6", {"since": official.since.isoformat()})
        if last_day < official.since and not unbegun
        else None,
        Fault("end_in_the_past", "last_day", "CCO-47.1.iv") if last_day < deed.day - _DAY and not unbegun else None,
        Fault("ends_already", "last_day", "CCO-52.6", {"until": official.until.isoformat()})
        if official.until and last_day > official.until
        else None,
    )
    how = Entering(deed.caller.administration, deed.at, fact, retracted=unbegun)
    directory.add_again(how, official, until=last_day)
    people.give_role(official.officer, Role.CAIS_OFFICIAL.value, since=official.since, until=last_day)
    named = people.officer_named(official.officer)
    about = {"name": named.name if named else official.officer, "until": last_day}
    tell_members(deed, "designated_officials", official.administration, fact=fact, about=about)


@act(Verb.END_LISTING)
@implements("CCO-20.3", "CCO-21.1", "CCO-61.1")
def end_listing(deed: Deed, fact: str, *, last_day: date | None, why: str = "") -> None:
    """Ends what the directory lists with a day; without one it takes back what should never have stood there."""
    found = directory.listing(fact)
    listed = None if isinstance(found, DesignatedOfficial) else found
    deed.require(Facts(Kind.PUBLIC, owner=listed.administration if listed else ""))
    if listed is None:
        raise NotFound
    deed.tell(administration=listed.administration, ended=fact, last_day=last_day)
    refuse(
        Fault("missing", "why", "SYS-3") if last_day is None and not why.strip() else None,
        Fault("ends_before", "last_day", "SYS-3", {"since": listed.since.isoformat()})
        if last_day is not None and last_day < listed.since
        else None,
    )
    how = Entering(deed.caller.administration, deed.at, fact, why.strip(), retracted=last_day is None)
    directory.add_again(how, listed, until=last_day)
    about: dict[str, object] = {"name": listed.name, "until": last_day or deed.day}
    match listed:
        case CompetentAuthority():
            event, provision_id = event_of(listed.provision), listed.provision
            about["provision"] = provision_id
            tell_members(deed, event, listed.administration, provision=provision_id, fact=fact, about=about)
        case ContactPoint():
            tell_members(deed, "contact_point", listed.administration, fact=fact, about=about)
        case Investigator():  # no provision wants others told: they look here
            pass
