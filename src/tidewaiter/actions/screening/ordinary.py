"""Acts on ordinary names: an administration knows that they collide with entries and mean nobody there."""

from datetime import timedelta

from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, NotFound, act
from tidewaiter.actions.screening.shapes import OrdinaryNameGiven, OrdinaryNameView
from tidewaiter.actions.screening.standing import own_facts
from tidewaiter.records import screening
from tidewaiter.records.models import OrdinaryName
from tidewaiter.screening.problems import BadSubject
from tidewaiter.screening.quiet import normal_name, normal_number
from tidewaiter.screening.subjects import MAX_NAME_LETTERS, PartialDate

_USUAL = timedelta(days=365)
_LONGEST = timedelta(days=731)
_LONGEST_REASON = 1_000
_LONGEST_DOCUMENT = 64
_MOST = 10_000


@act(Verb.KEEP_ORDINARY_NAME)
def keep_ordinary_name(deed: Deed, given: OrdinaryNameGiven) -> str:
    """Keeps a name quiet for a time, saying why; numbers that agree are put before officials all the same."""
    home = deed.caller.administration
    deed.require(own_facts(deed))
    until = given.until or deed.day + _USUAL
    _refuse_unfit(deed, given)
    if until < deed.day:
        raise Invalid((Fault("not_in_future", "until", "CCO-51.1"),))
    if until > deed.day + _LONGEST:
        last = (deed.day + _LONGEST).isoformat()
        raise Invalid((Fault("too_far", "until", "CCO-51.1", {"until": last}),))
    if screening.ordinary_names(home, deed.day).count() >= _MOST:
        raise Invalid((Fault("too_many", "name", "SYS-7", {"limit": str(_MOST)}),))
    kept = screening.OrdinaryKept(
        text=given.name.strip(),
        name=normal_name(given.name)[:MAX_NAME_LETTERS],
        birth=str(PartialDate.parse(given.birth)) if given.birth.strip() else "",
        document=normal_number(given.document),
        reason=given.reason.strip(),
        until=until,
    )
    row = screening.add_ordinary(home, deed.caller.officer, kept, deed.at)
    deed.tell(name=row.id, until=until.isoformat())
    return str(row.id)


def _refuse_unfit(deed: Deed, given: OrdinaryNameGiven) -> None:
    wrong = (
        (not normal_name(given.name), Fault("missing", "name", "SYS-7")),
        (len(given.name) > MAX_NAME_LETTERS, Fault("too_long", "name", "SYS-7", {"limit": str(MAX_NAME_LETTERS)})),
        (not given.name.isprintable(), Fault("control_character", "name", "SYS-7")),
        (not given.reason.strip(), Fault("missing", "reason", "CCO-47.1")),
        (len(given.reason) > _LONGEST_REASON, Fault("too_long", "reason", "SYS-7", {"limit": str(_LONGEST_REASON)})),
        ("\0" in given.reason, Fault("control_character", "reason", "SYS-7")),
        (len(given.document) > _LONGEST_DOCUMENT, Fault("too_long", "document", "SYS-7", {"limit": "64"})),
        (bool(given.document) and not normal_number(given.document), Fault("missing", "document", "SYS-7")),
    )
    faults = (*(fault for bad, fault in wrong if bad), *_birth_faults(given.birth))
    if faults:
        raise Invalid(faults)


def _birth_faults(birth: str) -> tuple[Fault, ...]:
    try:
        PartialDate.parse(birth) if birth.strip() else None
    except BadSubject as bad:
        return (Fault(f"subject:{bad.code}", "birth", "SYS-7", {"value": bad.value}),)
    return ()


@act(Verb.WITHDRAW_ORDINARY_NAME)
def withdraw_ordinary_name(deed: Deed, name_id: str) -> None:
    """Takes an ordinary name back: lists that are screened from now on show what it would have kept quiet."""
    row = screening.ordinary_by_id(name_id)
    if row is None:
        raise NotFound
    deed.require(screening.house_facts(row.administration))
    deed.tell(name=row.id)
    if row.withdrawn_at is not None:
        raise Conflict("already_withdrawn")
    screening.withdraw_ordinary(row, deed.caller.officer, deed.at)


@act(Verb.LIST_ORDINARY_NAMES)
def list_ordinary_names(deed: Deed) -> tuple[OrdinaryNameView, ...]:
    """Lists the ordinary names of one's own administration that count today, by name."""
    deed.require(own_facts(deed))
    rows = screening.ordinary_names(deed.caller.administration, deed.day).order_by("text", "id")
    return tuple(_view(row) for row in rows[:_MOST])


def _view(row: OrdinaryName) -> OrdinaryNameView:
    return OrdinaryNameView(
        id=str(row.id),
        name=row.text,
        birth=row.birth,
        document=row.document,
        reason=row.reason,
        kept_by=row.kept_by,
        kept_at=row.kept_at,
        until=row.until,
        withdrawn_by=row.withdrawn_by,
        withdrawn_at=row.withdrawn_at,
    )
