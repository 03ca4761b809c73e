"""The act of recording an administration and its offices."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, act
from tidewaiter.records import people
from tidewaiter.treaty.acts import is_unit
from tidewaiter.treaty.provisions import LANGUAGES

_CODE = re.compile(r"[A-Z]{2,8}")


@dataclass(frozen=True, slots=True)
class AdministrationDraft:
    """An administration to be recorded; `unit` is the party to the instruments for which it acts."""

    code: str
    name: Mapping[str, str]
    unit: str
    language: str
    organization: bool = False
    offices: tuple[tuple[str, str], ...] = ()


@act(Verb.RECORD_ADMINISTRATION)
def record_administration(deed: Deed, draft: AdministrationDraft) -> None:
    """Records an administration and its offices (CCO-1.ii)."""
    deed.require(Facts(Kind.PUBLIC, owner=draft.code))
    deed.tell(administration=draft.code)
    faults = []
    if not _CODE.fullmatch(draft.code):
        faults.append(Fault("bad_code", "code", "CCO-1.ii"))
    if draft.unit and not is_unit(draft.unit):
        faults.append(Fault("bad_code", "unit", "CCO-1.ii"))
    if not draft.name or not all(text.strip() for text in draft.name.values()):
        faults.append(Fault("missing", "name", "CCO-1.ii"))
    if draft.language not in LANGUAGES:
        faults.append(Fault("unknown_choice", "language", "CCO-21.3"))
    if faults:
        raise Invalid(tuple(faults))
    if people.administration(draft.code):
        raise Conflict("already_there", administration=draft.code)
    people.add_administration(
        code=draft.code,
        name=draft.name,
        unit=draft.unit or draft.code,
        language=draft.language,
        organization=draft.organization,
        offices=draft.offices or ((f"{draft.code}-HQ", "Headquarters"),),
        at=deed.at,
    )
