"""Says how a visible record is shown: what is withheld, with which caveats, each under its provision."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tidewaiter.access.facts import Caller, Facts
from tidewaiter.treaty.provisions import implements


@dataclass(frozen=True, slots=True)
class Caveat:
    """One condition shown beside a record; `until` is an ISO day or empty."""

    code: str
    provision: str
    until: str = ""


@implements("CCO-50.2", "CCO-50.4")
def entry_caveats(facts: Facts, caller: Caller) -> tuple[Caveat, ...]:
    """A using Member uses an entry for its stated purposes only and asks the supplier for anything else."""
    caveats = [Caveat("purpose_only", "CCO-50.2")]
    if facts.owner != caller.administration:
        caveats.append(Caveat("ask_supplier", "CCO-53.1"))
    if facts.personal:
        caveats.append(Caveat("personal_data", "CCO-50.4"))
    if facts.last_day is not None:
        caveats.append(Caveat("deleted_after", "CCO-51.3", facts.last_day.isoformat()))
    return tuple(caveats)


_REPLY_CAVEATS: Mapping[str, tuple[Caveat, ...]] = MappingProxyType(
    {
        "H0": (Caveat("H0", "CCO-30.1"), Caveat("ask_supplier_use", "CCO-30.2")),
        "H1": (Caveat("H1", "NBO-5.1.a"),),
    }
)


@implements("CCO-30.1")
def reply_caveats(handling: str) -> tuple[Caveat, ...]:
    """What an answer may be used for without asking again; the strictest where the code is not known here."""
    return _REPLY_CAVEATS.get(handling, _REPLY_CAVEATS["H0"])


def message_keys() -> frozenset[str]:
    """The codes that doors must be able to say in words."""
    codes = ("purpose_only", "ask_supplier", "personal_data", "deleted_after", "H0", "H1", "ask_supplier_use")
    return frozenset(f"caveat:{code}" for code in codes)
