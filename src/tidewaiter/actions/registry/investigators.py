"""Investigators whom their like elsewhere reach directly, and notes that they did (CCO-61.1, NBO-9)."""

from datetime import date

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, Fault, NotFound, act, refuse
from tidewaiter.actions.registry.designations import earlier, ends_before, unexplained
from tidewaiter.actions.registry.faults import require_administration
from tidewaiter.records import directory
from tidewaiter.records.directory import Entering
from tidewaiter.records.models import Investigator
from tidewaiter.treaty.provisions import implements


@act(Verb.RECORD_INVESTIGATOR)
@implements("CCO-61.1", "NBO-9")
def record_investigator(
    deed: Deed,
    *,
    administration: str,
    name: str,
    reach: str,
    since: date,
    post: str = "",
    until: date | None = None,
    fact: str = "",
    why: str = "",
) -> str:
    """Lists an investigator whom others may reach directly (CCO-61.1, NBO-9); gives the id of the fact."""
    require_administration(deed, administration)
    deed.tell(administration=administration)
    earlier(Investigator, fact, administration)
    refuse(
        Fault("missing", "name", "CCO-61.1") if not name.strip() else None,
        Fault("missing", "reach", "CCO-61.1") if not reach.strip() else None,
        ends_before(since, until, "CCO-61.1"),
        unexplained(fact, why, "CCO-61.1"),
    )
    return directory.add(
        Entering(deed.caller.administration, deed.at, fact, why.strip()),
        Investigator,
        administration=administration,
        name=name.strip(),
        post=post.strip(),
        reach=reach.strip(),
        since=since,
        until=until,
    )


@act(Verb.NOTE_DIRECT_CONTACT)
@implements("CCO-61.1", "NBO-9")
def note_direct_contact(deed: Deed, *, own: str, other: str, on: date) -> None:
    """Notes that an investigator of one's own dealt directly with another's on a day; nothing of any case is kept."""
    home = deed.caller.administration
    deed.require(Facts(Kind.HOUSE, owner=home))
    ours, theirs = directory.listing(own), directory.listing(other)
    if not isinstance(ours, Investigator) or not isinstance(theirs, Investigator):
        raise NotFound
    if ours.administration != home or theirs.administration == home:
        raise NotFound
    deed.tell(own=own, other=other, administration=theirs.administration)
    refuse(Fault("in_future", "on", "CCO-61.1") if on > deed.day else None)
    directory.add_direct_contact(home, own=own, other=other, on=on, officer=deed.caller.officer, at=deed.at)
