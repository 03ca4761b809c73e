"""Tells the other members of a change in the directory: the notices are made ready here, an official sends them."""

from collections.abc import Mapping
from datetime import date

from tidewaiter.actions.act import Deed
from tidewaiter.records import depositary, people, registry
from tidewaiter.treaty.profile import NoticeEvent
from tidewaiter.treaty.provisions import Instrument, instruments
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.rules.notices import roll


def tell_members(
    deed: Deed,
    event: NoticeEvent,
    administration: str,
    *,
    provision: str = "",
    fact: str = "",
    about: Mapping[str, object],
) -> int:
    """Drafts what each instrument to which the administration belongs wants told; gives the number of notices.

    With a provision only the instrument to which that belongs is asked.
    """
    home = people.administration(administration)
    if home is None:
        return 0
    known = registry.register()
    said = {"administration": administration} | {name: _plain(value) for name, value in about.items() if value}
    told = 0
    for instrument in instruments():
        asked = not provision or provision.startswith(instrument.prefix + "-")
        # what the Organization names for an instrument concerns everybody who is bound by it
        if asked and (home.organization and provision or _belongs(instrument, known, home.unit, deed.day)):
            drafted = depositary.draft_notices(
                deed.caller.administration,
                instrument=instrument.id,
                event=event,
                unit="" if home.organization else home.unit,
                about=said,
                fact=fact,
                day=deed.day,
                at=deed.at,
                known=known,
            )
            told += len(drafted)
    return told


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _belongs(instrument: Instrument, known: Register, unit: str, day: date) -> bool:
    """Whether the unit is a party, a partner or a signatory: only then do others wait for word of it."""
    acts = known.under(instrument.id)
    if not acts:
        return False
    standing = roll(instrument, acts, known.kinds, day)
    return unit in {*standing.parties, *standing.partners, *standing.signatories}
