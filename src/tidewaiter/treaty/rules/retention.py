"""How long personal data and records of verifications stay in the central system."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from tidewaiter.treaty.profile import Retention
from tidewaiter.treaty.provisions import Instrument, implements, load_instrument
from tidewaiter.treaty.rules.months import add_months

CENTRAL_SYSTEM = "cco-2019"


def _rule(instrument: Instrument | str) -> Retention:
    loaded = load_instrument(instrument) if isinstance(instrument, str) else instrument
    if loaded.profile.retention is None:
        raise ValueError(f"{loaded.id} has no rule on retention")
    return loaded.profile.retention


@implements("CCO-51.3")
def notice_on(delete_on: date, entered_on: date | None = None, instrument: Instrument | str = CENTRAL_SYSTEM) -> date:
    """The supplier is told one month before the foreseen deletion, or at once where the data stay for less."""
    notice = add_months(delete_on, -_rule(instrument).notice_months)
    return notice if entered_on is None else max(notice, entered_on)


@implements("CCO-51.3")
def deletion_moment(delete_on: date) -> datetime:
    """Data that nobody extended are deleted when their day begins, at 00:00 UTC."""
    return datetime.combine(delete_on, time(), UTC)


@implements("CCO-51.2", "CCO-51.3")
def extension_valid(delete_on: date, received_at: datetime | None) -> bool:
    """An extension counts only if it was received (with an offset) before the moment of deletion."""
    return received_at is not None and received_at < deletion_moment(delete_on)


@implements("CCO-47.2", "CCO-51.4")
def verification_delete_on(day: date, instrument: Instrument | str = CENTRAL_SYSTEM) -> date:
    """A record of a verification is deleted twelve months after the verification."""
    return add_months(day, _rule(instrument).verification_months)
