"""The instruments that an installation adds: bilateral agreements, and the completion of one that ships unverified."""

from dataclasses import dataclass

from tidewaiter.access.facts import Caller, Facts, Kind
from tidewaiter.access.verbs import Role, Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, NotFound, act, refuse
from tidewaiter.records import people, versions
from tidewaiter.records.versions import Version
from tidewaiter.treaty.agreements import FAMILY, added_fault
from tidewaiter.treaty.provisions import Instrument, instrument_ids, load_instrument, with_profile
from tidewaiter.treaty.strict import NotUnderstood

_ADDED = "CCO-20.5"
_KEEPERS = frozenset({Role.DEPOSITARY, Role.SECRETARIAT_OFFICIAL})


@dataclass(frozen=True, slots=True)
class InstrumentDraft:
    """An instrument as it is handed in: its id, the family whose articles it has, its profile as TOML, its source."""

    id: str
    family: str
    profile: str
    source: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of an added instrument: what it says, whether it counts, and who may still do what with it."""

    version: Version
    instrument: Instrument
    counts: bool
    may_verify: bool
    may_withdraw: bool


@act(Verb.RECORD_INSTRUMENT)
def record_instrument(deed: Deed, draft: InstrumentDraft) -> str:
    """Records a bilateral agreement, or the completion of an unverified instrument; another person then verifies it."""
    found, faults = _read(draft)
    deed.require(Facts(Kind.PUBLISHED, owner=_owner(deed, draft, found)))
    deed.tell(instrument=draft.id, family=draft.family)
    refuse(*faults)
    return versions.add_version(
        Version(
            id="",
            instrument=draft.id,
            family=draft.family,
            profile=_one_kind_of_line_end(draft.profile),
            administration=deed.caller.administration,
            source=draft.source.strip(),
            recorded_by=deed.caller.officer,
            recorded_at=deed.at,
            verified_by="",
            verified_at=None,
            withdrawn_at=None,
        )
    )


@act(Verb.VERIFY_INSTRUMENT)
def verify_instrument(deed: Deed, version_id: str) -> None:
    """Stands behind a version that somebody else wrote: from now on the instrument counts (SYS-7)."""
    version = _known(deed, version_id)
    found, faults = _read(InstrumentDraft(version.instrument, version.family, version.profile, version.source))
    assert found is not None or faults
    refuse(*faults)
    if not versions.verify_version(version_id, by=deed.caller.officer, at=deed.at):
        raise Conflict("version_not_waiting")


@act(Verb.WITHDRAW_INSTRUMENT_VERSION)
def withdraw_instrument_version(deed: Deed, version_id: str) -> None:
    """Takes a version back: the one before it counts again, or none."""
    _known(deed, version_id)
    if not versions.withdraw_version(version_id, at=deed.at):
        raise Conflict("version_not_standing")


@act(Verb.READ_AGREEMENTS)
def read_agreements(deed: Deed) -> tuple[VersionView, ...]:
    """Reads every version of the added instruments; one that waits is seen by its own house and by the keepers."""
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    counting = {each.id for each in versions.versions() if each.verified_at is not None}
    return tuple(
        _view(deed.caller, each, counts=each.id in counting)
        for each in versions.every_version()
        if each.verified_at is not None or _keeps(deed.caller, each)
    )


def _view(caller: Caller, version: Version, *, counts: bool) -> VersionView:
    found = with_profile(load_instrument(version.family), version.profile, version.instrument)
    stands = version.withdrawn_at is None and _keeps(caller, version)
    return VersionView(
        version=version,
        instrument=found,
        counts=counts,
        may_verify=stands and version.verified_at is None and version.recorded_by != caller.officer,
        may_withdraw=stands,
    )


def _keeps(caller: Caller, version: Version) -> bool:
    return version.administration == caller.administration or bool(_KEEPERS & caller.roles)


def _known(deed: Deed, version_id: str) -> Version:
    version = versions.version(version_id)
    if version is None:
        deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
        raise NotFound
    deed.require(Facts(Kind.PUBLISHED, owner=version.administration, author=version.recorded_by))
    deed.tell(instrument=version.instrument, version=version_id)
    return version


def _owner(deed: Deed, draft: InstrumentDraft, found: Instrument | None) -> str:
    """Whose the instrument is: the caller's, where its unit is a party and no other house keeps it; else nobody's."""
    own = people.administration(deed.caller.administration)
    earlier = {each.administration for each in versions.every_version(draft.id)}
    parties = found.profile.parties if found is not None and draft.family == FAMILY else ()
    kept = earlier <= {deed.caller.administration}
    mine = found is None or (own is not None and own.unit in parties)
    return deed.caller.administration if kept and mine and draft.family == FAMILY else ""


def _read(draft: InstrumentDraft) -> tuple[Instrument | None, tuple[Fault, ...]]:
    """The instrument, or the key of its profile that cannot be read."""
    if draft.family not in instrument_ids():
        return None, (Fault("unknown_choice", "family", "SYS-1", {"value": draft.family}),)
    try:
        found = with_profile(load_instrument(draft.family), draft.profile, "profile.toml")
    except NotUnderstood as error:
        return None, (Fault("profile_not_read", "profile", _ADDED, {"value": str(error)}),)
    faults = [Fault("missing", "source", "SYS-3")] if not draft.source.strip() else []
    wrong = added_fault(draft.id, draft.family, found)
    if wrong is not None:
        faults.append(Fault(wrong, "id", _ADDED, {"value": draft.id}))
    return found, tuple(faults)


def _one_kind_of_line_end(text: str) -> str:
    return "\n".join(text.splitlines()) + "\n"
