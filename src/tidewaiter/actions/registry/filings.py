"""Filings under CCO-31.3, the law on confidentiality and the undertaking: received, brought up to date, put right."""

from datetime import date
from typing import Literal, get_args

from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, Fault, NotFound, act, refuse
from tidewaiter.actions.registry.designations import unexplained
from tidewaiter.actions.registry.faults import require_administration
from tidewaiter.actions.registry.telling import tell_members
from tidewaiter.records import directory, people
from tidewaiter.records.directory import Entering
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.rules.directory import ConfidentialityFiling, personal_data_open_from

FilingKind = Literal["law_list", "undertaking"]
FILING_KINDS: tuple[str, ...] = get_args(FilingKind)


@act(Verb.RECORD_FILING)
@implements("CCO-31.3", "CCO-66.2.iv")
def record_filing(
    deed: Deed,
    *,
    administration: str,
    kind: str,
    text: str,
    received: date,
    fact: str = "",
    why: str = "",
    taken_back: bool = False,
) -> str:
    """Records a filing under 31.3; personal data open on the day the second of law and undertaking arrived.

    A later filing of the same kind brings it up to date or confirms it at the deposit. With `fact` an earlier one is
    put right, or taken back where it should never have stood there.
    """
    require_administration(deed, administration)
    deed.tell(administration=administration, filing=kind, received=received)
    _require_earlier(fact, administration, kind, taken_back)
    refuse(
        Fault("unknown_choice", "kind", "CCO-31.3", {"value": kind}) if kind not in FILING_KINDS else None,
        Fault("missing", "text", "CCO-31.3") if not text.strip() else None,
        Fault("in_future", "received", "CCO-31.3") if received > deed.day else None,
        unexplained(fact, why, "CCO-31.3"),
    )
    how = Entering(deed.caller.administration, deed.at, fact, why.strip(), retracted=taken_back)
    kept = directory.add_filing(how, administration=administration, kind=kind, text=text.strip(), received=received)
    filed = directory.filings(administration).get(administration, ())
    facts = [ConfidentialityFiling(row.kind, row.received) for row in filed]
    people.open_personal_data(administration, personal_data_open_from(facts))
    if not taken_back:
        about = {"filing": kind, "received": received}
        tell_members(deed, "confidentiality", administration, fact=kept, about=about)
    return kept


def _require_earlier(fact: str, administration: str, kind: str, taken_back: bool) -> None:
    """Only what was filed can be put right or taken back."""
    found = directory.filing(fact) if fact else None
    fits = found is not None and found.administration == administration and found.kind == kind
    if fact and not fits:
        raise NotFound
    if taken_back:
        refuse(Fault("missing", "fact", "CCO-31.3") if not fact else None)
