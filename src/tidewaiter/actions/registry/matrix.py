"""Reads who is bound by which article or Annex on a day: the whole matrix, and one provision, its rule and cases."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from tidewaiter import treaty
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, NotFound, act
from tidewaiter.actions.registry.columns import columns_of, part_of
from tidewaiter.actions.registry.reading import Known, known_instrument, reading
from tidewaiter.actions.registry.views import MatrixRow, MatrixView, ProvisionStatusView, ProvisionUnder
from tidewaiter.treaty.provisions import Article, Instrument, implemented, implements, instruments, provision
from tidewaiter.treaty.rules.standings import matrix, standings

_CASES = Path(treaty.__file__).parent / "law_cases.toml"


@act(Verb.READ_MATRIX)
@implements("CCO-43.4", "NBO-2.1")
def read_matrix(deed: Deed, instrument: str, *, on: date | None = None, every: bool = False) -> MatrixView:
    """Reads what each part of an instrument is to each unit on a day: bound, opted out, reserved, not yet."""
    known = reading(deed, on, None)
    deed.tell(instrument=instrument)
    found = known_instrument(instrument)
    columns = columns_of(found, known.register.under(found.id), every=every)
    rows = _rows(known, found, [part for part, _ in columns])
    return MatrixView(found.id, found.trust, known.at, columns, rows, every)


def _rows(known: Known, instrument: Instrument, parts: list[str]) -> tuple[MatrixRow, ...]:
    acts, kinds = known.register.under(instrument.id), known.register.kinds
    cells = matrix(instrument, acts, kinds, known.at.on, parts)
    return tuple(
        MatrixRow(unit, known.name(unit), standing, tuple(cells[unit][part] for part in parts))
        for unit, standing in standings(instrument, acts, kinds, known.at.on).items()
    )


@act(Verb.READ_PROVISION_STATUS)
def read_provision_status(deed: Deed, provision_id: str, *, on: date | None = None) -> ProvisionStatusView:
    """Reads which functions carry a provision out, which law cases are on it, and whom it binds on a day."""
    known = reading(deed, on, None)
    deed.tell(provision=provision_id)
    found = provision(provision_id)
    if found is None:
        raise NotFound
    ids = [each.id for each in found.provisions] if isinstance(found, Article) else []
    under = [each for each in instruments() if provision_id.startswith(f"{each.prefix}-") and known.acts.get(each.id)]
    return ProvisionStatusView(
        id=provision_id,
        at=known.at,
        rules=_of(implemented(), (provision_id, *ids)),
        cases=_of(_law_cases(), (provision_id, *ids)),
        under=tuple(
            ProvisionUnder(each.id, each.trust, _rows(known, each, [part_of(each.profile, provision_id)]))
            for each in under
        ),
    )


def _of(names: Mapping[str, tuple[str, ...]], ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for id in ids for name in names.get(id, ())))


@cache
def _law_cases() -> Mapping[str, tuple[str, ...]]:
    """The names of the law cases on each provision, as scripts/documents.py wrote them; none where it did not."""
    if not _CASES.exists():
        return {}
    return {id: tuple(names) for id, names in tomllib.loads(_CASES.read_text(encoding="utf-8")).items()}
