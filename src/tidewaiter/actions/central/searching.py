"""The act of searching the central system: candidates from the index or by keys, read under policy, ranked in the core.

The index only proposes: it is asked with the caller's markings as a mask, and whatever it names is read again as the
caller. One that is stale can drop an entry, never show one.
"""

from dataclasses import replace
from uuid import UUID

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import CentralPurpose, Verb
from tidewaiter.actions.act import Deed, Fault, Invalid, act
from tidewaiter.actions.central.shapes import Hit, Query, SearchResult
from tidewaiter.actions.central.standing import serves, view_of
from tidewaiter.records import central, indexing
from tidewaiter.records.entry_rows import EntryRow, entries_of, rows_by_id
from tidewaiter.records.models import CentralEntry
from tidewaiter.records.open_index import open_index, put_away
from tidewaiter.screening.compare import Ranked, rank
from tidewaiter.screening.index import IndexRefused
from tidewaiter.screening.judging import worths
from tidewaiter.screening.keys import query_keys, trigram_text
from tidewaiter.screening.problems import BadSubject
from tidewaiter.screening.reasons import Band
from tidewaiter.screening.run import weigh
from tidewaiter.screening.subjects import Subject
from tidewaiter.treaty.provisions import implements

_CANDIDATES = 200
_PROPOSED = 100
_THOROUGH_THRESHOLD = 0.4
_MOST_HITS = 100
_LONGEST_CASE = 100
_MOST_NAMES = 5


def _stated(query: Query) -> tuple[str, str]:
    return query.purpose, query.case.strip()


@act(Verb.SEARCH_CENTRAL, stating=_stated)
@implements("CCO-50.2", "CCO-47.1")
def search_central(deed: Deed, query: Query) -> SearchResult:
    """A designated official searches for a stated purpose and case; the journal keeps both and what was shown."""
    deed.tell(purpose=query.purpose, case=query.case, criteria=_criteria(query))
    deed.require(
        Facts(
            Kind.ENTRY,
            owner=deed.caller.administration,
            bound=serves(deed.caller.administration, deed.day),
        )
    )
    _refuse_unclear(query)
    try:
        keys = query_keys(query.subject)
    except BadSubject as problem:
        raise Invalid((Fault(problem.code, "name", "CCO-47.1"),)) from problem
    proposed = _proposed(deed, query, keys)
    if proposed is None:
        found = _ranked(query, rows_by_id(central.candidates(keys, _CANDIDATES)))
    else:
        found = _ranked(query, rows_by_id(proposed, among=set(proposed.values())))
    thorough = not any(one.match.band is Band.STRONG for one, _ in found)
    if thorough and proposed is None:
        latin = trigram_text(query.subject.names)
        seen = {one.id for one, _ in found}
        more = central.thorough(latin, _THOROUGH_THRESHOLD, _CANDIDATES) if latin else []
        found = _best([*found, *_ranked(query, rows_by_id(entry_id for entry_id in more if entry_id not in seen))])
    shown = found[: _most(query)]
    entries = entries_of(row for _, row in shown)
    hits = tuple(_hit(deed, query, entry, *one) for entry, one in zip(entries, shown, strict=True))
    deed.tell(hits=[hit.entry.id for hit in hits])
    return SearchResult(hits, thorough)


def _proposed(deed: Deed, query: Query, keys: frozenset[str]) -> dict[UUID, int] | None:
    """Who may be meant, of the index and of what changed a moment ago, and under which marking each stands.

    None while there is no index to ask.

    The database is asked first: what it no longer holds as waiting, the index holds.
    """
    waiting = indexing.candidates_waiting(keys, _CANDIDATES) if indexing.any_waiting() else {}
    opened = open_index(indexing.index_folder())
    if opened is None:
        return None
    try:
        visible = indexing.seen_entries_of(opened, deed.caller)
        found = weigh(opened, query.subject, visible=visible, day=deed.day, top=_PROPOSED)
    except IndexRefused:
        put_away()
        return None
    return {UUID(one.entity): one.marking for one in found} | waiting


def _criteria(query: Query) -> dict[str, object]:
    subject = query.subject
    return {
        "kind": subject.kind.value,
        "names": [name.text for name in subject.names],
        "identifiers": [f"{one.kind.value}:{one.value}" for one in subject.identifiers],
        "birth": str(subject.birth or ""),
        **({"addresses": list(subject.addresses)} if subject.addresses else {}),
    }


def _refuse_unclear(query: Query) -> None:
    if query.purpose not in {purpose.value for purpose in CentralPurpose}:
        raise Invalid((Fault("unknown_choice", "purpose", "CCO-50.2", {"value": query.purpose[:40]}),))
    if len(query.subject.names) > _MOST_NAMES:
        raise Invalid((Fault("too_many", "name", "CCO-47.1", {"limit": str(_MOST_NAMES)}),))
    if len(query.case) > _LONGEST_CASE:
        raise Invalid((Fault("too_long", "case", "CCO-47.1", {"limit": str(_LONGEST_CASE)}),))


def _most(query: Query) -> int:
    return max(1, min(query.limit, _MOST_HITS))


_Found = list[tuple[Ranked[UUID], EntryRow]]


def _ranked(query: Query, read: list[EntryRow]) -> _Found:
    """The entries among these that are like the question, best first, equals in one order whoever asks."""
    rows = {row.id: row for row in read}
    subjects = [(row.id, row.subject) for row in read]
    return [(one, rows[one.id]) for one in rank(query.subject, subjects, limit=_most(query))]


def _best(found: _Found) -> _Found:
    return sorted(found, key=lambda pair: pair[0].match.score, reverse=True)


def _hit(deed: Deed, query: Query, entry: CentralEntry, ranked: Ranked[UUID], row: EntryRow) -> Hit:
    match = ranked.match
    return Hit(
        entry=view_of(deed, entry, with_story=False),
        found_name=_best_name(query.subject, row.subject),
        score=match.score,
        band=match.band.value,
        reasons=match.reasons,
        differs=match.differs,
    )


def _best_name(asked: Subject, found: Subject) -> str:
    """The name of the entry that is most like what was asked; empty where only a number agrees."""
    if not asked.names or len(found.names) < 2:
        return found.names[0].text if found.names else ""
    worth = worths(asked, [replace(found, names=(name,)) for name in found.names])
    return found.names[worth.index(max(worth))].text
