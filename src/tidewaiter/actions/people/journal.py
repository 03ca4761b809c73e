"""The act of reading the journal of one's own administration."""

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import OUTCOMES, Deed, Fault, Invalid, act
from tidewaiter.records.journal_lines import JournalLine, lines

_MOST_LINES = 1_000


@act(Verb.READ_JOURNAL)
def read_journal(
    deed: Deed,
    *,
    limit: int = 100,
    verb: str = "",
    officer: str = "",
    outcome: str = "",
    sort: str = "-at",
    after: str = "",
) -> tuple[JournalLine, ...]:
    """Reads the own administration's journal, newest first or oldest first, on from one line (CCO-47.1.v)."""
    deed.require(Facts(Kind.JOURNAL, owner=deed.caller.administration))
    deed.tell(limit=limit, of_verb=verb, of_officer=officer, of_outcome=outcome)
    for field, value, known in (("verb", verb, Verb), ("outcome", outcome, OUTCOMES), ("sort", sort, ("at", "-at"))):
        if value and value not in {str(one) for one in known}:
            raise Invalid((Fault("unknown_choice", field, "CCO-47.1", {"value": value[:40]}),))
    most = max(1, min(limit, _MOST_LINES))
    return lines(limit=most, after=after, verb=verb, officer=officer, outcome=outcome, oldest_first=sort == "at")
