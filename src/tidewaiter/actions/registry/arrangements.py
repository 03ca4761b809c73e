"""Mutual arrangements of administrations: some assistance opens only under one, from its first day to its last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, NotFound, act, refuse
from tidewaiter.records import people
from tidewaiter.records.register_lines import add_line, register_file
from tidewaiter.records.registry import Recording
from tidewaiter.treaty.acts import is_unit
from tidewaiter.treaty.provisions import implements, load_instrument
from tidewaiter.treaty.registry_file import ArrangementLine
from tidewaiter.treaty.rules.mentions import has_provision

_KEPT = "CCO-61.2"
_CCO = "cco-2019"


@dataclass(frozen=True, slots=True)
class ArrangementView:
    """A mutual arrangement, and whether it serves on the day of the reading."""

    line: ArrangementLine
    runs: bool


@act(Verb.READ_ARRANGEMENTS)
def read_arrangements(deed: Deed, *, believed: datetime | None = None) -> tuple[ArrangementView, ...]:
    """Reads the mutual arrangements as believed at a moment (None: now) (CCO-61.2)."""
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    lines = register_file(believed=believed).arrangement
    return tuple(
        ArrangementView(line, line.from_ <= deed.day and (line.to is None or deed.day <= line.to)) for line in lines
    )


@act(Verb.RECORD_ARRANGEMENT)
@implements("CCO-61.2")
def record_arrangement(deed: Deed, line: ArrangementLine) -> None:
    """Records an arrangement; one that bears a known fact corrects or ends it, and says why (CCO-61.2, SYS-3)."""
    deed.require(Facts(Kind.PUBLISHED, owner=_owner(deed, line)))
    deed.tell(parties=list(line.parties), articles=list(line.articles), since=line.from_, until=line.to)
    known = {each.fact: each for each in register_file().arrangement}
    if line.fact and line.fact not in known:
        raise NotFound
    if line.fact and set(known[line.fact].parties) != set(line.parties):
        raise Conflict("other_parties")
    refuse(*_faults(line))
    how = Recording(
        deed.caller.administration, deed.at, line.source.strip(), line.trust, fact=line.fact, why=line.why.strip()
    )
    add_line(how, line)


def _owner(deed: Deed, line: ArrangementLine) -> str:
    """Whose the arrangement is: the caller's own where its unit is a party, else nobody's but the register's."""
    own = people.administration(deed.caller.administration)
    return deed.caller.administration if own is not None and own.unit in line.parties else ""


def _faults(line: ArrangementLine) -> Iterator[Fault]:
    if len(set(line.parties)) < 2:
        yield Fault("missing", "parties", _KEPT)
    for place, code in enumerate(line.parties):
        if not is_unit(code):
            yield Fault("bad_code", f"parties.{place}", _KEPT)
    if not line.articles:
        yield Fault("missing", "articles", _KEPT)
    profile = load_instrument(_CCO).profile
    for place, article in enumerate(line.articles):
        if not has_provision(profile, article):
            yield Fault("not_in_instrument", f"articles.{place}", _KEPT, {"value": article})
    if line.to is not None and line.to < line.from_:
        yield Fault("not_later", "until", _KEPT)
    if not line.reference.strip():
        yield Fault("missing", "reference", _KEPT)
    if line.fact and not line.why.strip():
        yield Fault("missing_why", "why", "SYS-3")
