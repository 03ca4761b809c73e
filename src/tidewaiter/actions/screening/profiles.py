"""Acts on risk profiles: kept in versions, released by a second officer, withdrawn, listed, read.

Which purposes: Article 44 opens risk assessment, offences and supply chain for what the Council centralized. What an
administration looks for in its own lists is its own affair and needs no decision of the Council, so a profile may serve
any of the three. But a profile with a condition that rests on entries of the central system (containers on which a hit
was confirmed) uses centralized information, and CCO-50.2 binds that use to the purposes of Article 44: it is kept and
released only where a decision opened its purpose by that day, and raises nothing on a day on which none does.
"""

from dataclasses import replace
from datetime import date

from tidewaiter.access.decide import Refusal, decide
from tidewaiter.access.verbs import CentralPurpose, Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, NotFound, act
from tidewaiter.actions.screening.risk_shapes import ProfileLine, ProfileView, Usefulness, VersionLine
from tidewaiter.records import organization, risk
from tidewaiter.records.models import RiskProfile, RiskProfileVersion
from tidewaiter.screening.risk.profiles import ProfileDraft, in_normal_form, profile_problems
from tidewaiter.treaty.provisions import implements

_LONGEST_WHY = 500
_MOST_PROFILES = 200


@implements("CCO-44", "CCO-50.2")
def purposes_opened(day: date) -> frozenset[str]:
    """The purposes for which the Council centralized any information by a day."""
    return frozenset(purpose for decision in organization.decisions_in_effect(day) for purpose in decision.purposes)


def _purposes(day: date) -> dict[str, bool]:
    """The purposes of Article 44, each with whether it is open on a day."""
    opened = purposes_opened(day)
    return {purpose.value: purpose.value in opened for purpose in CentralPurpose}


@act(Verb.KEEP_PROFILE)
@implements("CCO-44")
def keep_profile(deed: Deed, draft: ProfileDraft, *, profile_id: str = "", version: int = 0, why: str = "") -> str:
    """Keeps a new profile, or a further version of one after the version that was read; another officer releases it."""
    home = deed.caller.administration
    profile = known_profile(profile_id) if profile_id else None
    deed.require(risk.house(profile.administration if profile else home))
    faults = _faults(deed, draft, why, changes=profile is not None)
    if faults:
        raise Invalid(faults)
    kept = in_normal_form(draft)
    others = [each for each in risk.profiles(home) if each.withdrawn_at is None and (not profile or each != profile)]
    if any(newest(each).name.casefold() == kept.name.casefold() for each in others):
        raise Conflict("already_there")
    if profile is None:
        if len(others) >= _MOST_PROFILES:
            raise Invalid((Fault("too_many", "name", "SYS-7", {"limit": str(_MOST_PROFILES)}),))
        profile = risk.add_profile(home, deed.at)
    else:
        profile = risk.locked(profile)
        _refuse_moved(profile, version)
    made = risk.add_version(profile, deed.caller.officer, kept, number=version + 1, why=why.strip(), at=deed.at)
    deed.tell(profile=profile.id, number=profile.number, version=made.number)
    return str(profile.id)


def _faults(deed: Deed, draft: ProfileDraft, why: str, *, changes: bool) -> tuple[Fault, ...]:
    problems = profile_problems(draft, day=deed.day, purposes=_purposes(deed.day))
    faults = [Fault(one.code, one.field, one.provision, one.params) for one in problems]
    if changes and not why.strip():
        faults.append(Fault("missing", "why", "CCO-44"))
    if len(why) > _LONGEST_WHY:
        faults.append(Fault("too_long", "why", "SYS-7", {"limit": str(_LONGEST_WHY)}))
    return tuple(faults)


def _refuse_moved(profile: RiskProfile, version: int) -> None:
    if profile.withdrawn_at is not None:
        raise Conflict("profile_withdrawn", number=profile.number)
    if newest(profile).number != version:
        raise Conflict("changed", number=profile.number)


def known_profile(profile_id: str) -> RiskProfile:
    """The profile with this id; NotFound when the caller may not know of it, or it is not there."""
    profile = risk.profile_by_id(profile_id)
    if profile is None:
        raise NotFound
    return profile


def newest(profile: RiskProfile) -> RiskProfileVersion:
    """The newest version of a profile, which is never without one."""
    return risk.versions_of(profile)[0]


@act(Verb.RELEASE_PROFILE)
@implements("CCO-44")
def release_profile(deed: Deed, profile_id: str, *, version: int) -> None:
    """Puts the version that another officer wrote in force, in place of the one before."""
    profile = known_profile(profile_id)
    deed.require(risk.house(profile.administration, newest(profile).author))
    deed.tell(profile=profile.id, number=profile.number, version=version)
    profile = risk.locked(profile)
    _refuse_moved(profile, version)
    waiting = newest(profile)
    if waiting.released_by:
        raise Conflict("already_released", number=profile.number)
    problems = profile_problems(risk.draft_of(waiting), day=deed.day, purposes=_purposes(deed.day))
    if problems:
        raise Invalid(tuple(Fault(one.code, one.field, one.provision, one.params) for one in problems))
    risk.release(waiting, deed.caller.officer, deed.at)


@act(Verb.WITHDRAW_PROFILE)
def withdraw_profile(deed: Deed, profile_id: str) -> None:
    """Takes a profile out of use for good: it raises nothing any more, and its history and counts stay."""
    profile = known_profile(profile_id)
    deed.require(risk.house(profile.administration))
    deed.tell(profile=profile.id, number=profile.number)
    profile = risk.locked(profile)
    if profile.withdrawn_at is not None:
        raise Conflict("profile_withdrawn", number=profile.number)
    risk.withdraw(profile, deed.caller.officer, deed.at)


@act(Verb.LIST_PROFILES)
def list_profiles(deed: Deed) -> tuple[ProfileLine, ...]:
    """Lists the own administration's profiles, newest first, each with what it was good for."""
    home = deed.caller.administration
    deed.require(risk.house(home))
    counts = risk.counts(home)
    return tuple(_line(deed, profile, counts) for profile in risk.profiles(home))


@act(Verb.VIEW_PROFILE)
def view_profile(deed: Deed, profile_id: str) -> ProfileView:
    """Reads a profile with its versions, what each was good for, and what the caller may do with it."""
    profile = known_profile(profile_id)
    deed.require(risk.house(profile.administration))
    deed.tell(profile=profile.id, number=profile.number)
    counts = risk.counts(profile.administration, profile=profile)
    standing, last = risk.standing(profile), newest(profile)
    waiting = last if not last.released_by and profile.withdrawn_at is None else None
    shown = risk.ready(standing or last)
    return ProfileView(
        line=_line(deed, profile, counts),
        versions=tuple(_version(each) for each in risk.versions_of(profile)),
        waiting=_version(waiting) if waiting else None,
        in_force=_version(standing) if standing and standing.expires_on > deed.day else None,
        versions_useful=tuple((number, Usefulness(*numbers)) for (_, number), numbers in sorted(counts.items())),
        withdrawn_by=profile.withdrawn_by,
        withdrawn_at=profile.withdrawn_at,
        may=_may(deed, profile, waiting),
        purpose_open=not shown.rests_on_entries or shown.purpose in purposes_opened(deed.day),
    )


def _may(deed: Deed, profile: RiskProfile, waiting: RiskProfileVersion | None) -> tuple[str, ...]:
    """What the caller may do with a profile; proving again who one is is asked when it is done."""
    if profile.withdrawn_at is not None:
        return ()
    facts = risk.house(profile.administration, waiting.author if waiting else "")
    verbs = [Verb.KEEP_PROFILE, Verb.WITHDRAW_PROFILE, Verb.TRY_PROFILE]
    if waiting is not None:
        verbs.append(Verb.RELEASE_PROFILE)
    caller = replace(deed.caller, fresh=True)
    return tuple(verb.value for verb in verbs if not isinstance(decide(caller, verb, facts), Refusal))


def _line(deed: Deed, profile: RiskProfile, counts: dict[tuple[str, int], risk.Counts]) -> ProfileLine:
    standing, last = risk.standing(profile), newest(profile)
    shown = standing or last
    numbers = [each for (profile_id, _), each in counts.items() if profile_id == str(profile.id)]
    return ProfileLine(
        id=str(profile.id),
        number=profile.number,
        name=shown.name,
        state=_state(deed.day, profile, standing),
        version=shown.number,
        purpose=shown.purpose,
        expires_on=shown.expires_on,
        author=shown.author,
        waiting=not last.released_by and profile.withdrawn_at is None,
        useful=Usefulness(*(sum(column) for column in zip(*numbers, strict=True))) if numbers else Usefulness(),
    )


def _state(day: date, profile: RiskProfile, standing: RiskProfileVersion | None) -> str:
    if profile.withdrawn_at is not None:
        return "withdrawn"
    if standing is None:
        return "draft"
    return "in_force" if standing.expires_on > day else "expired"


def _version(row: RiskProfileVersion) -> VersionLine:
    return VersionLine(
        number=row.number,
        content=risk.draft_of(row),
        author=row.author,
        written_at=row.written_at,
        why=row.why,
        released_by=row.released_by,
        released_at=row.released_at,
    )
