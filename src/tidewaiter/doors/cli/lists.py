"""`tidewaiter central import`: reads a list, gathers its entities, takes them chunk by chunk, and goes on with it."""

import argparse
import shutil
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from gettext import gettext as _
from pathlib import Path
from typing import BinaryIO, TypeVar

from django.conf import settings

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import CentralPurpose
from tidewaiter.actions.central import (
    ImportCheck,
    ImportDefaults,
    ImportOrder,
    ImportStand,
    RefusedRow,
    check_list,
    list_mappings,
    save_mapping,
    take_list,
)
from tidewaiter.actions.central import begin_import as begin
from tidewaiter.doors.cli.acting import caller_of_token, refusals_in_words
from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.doors.words import list_fault, refused_row, say
from tidewaiter.screening.entries import SuggestedAction
from tidewaiter.screening.lists.gathering import SCHEMATA, GatheredRows
from tidewaiter.screening.lists.mapping import COLUMNS, DATE_FORMATS, NUMBERS, ColumnMapping
from tidewaiter.screening.lists.reading import digest_of, rows_of
from tidewaiter.screening.lists.rows import BadList, ListFormat

_SECONDS_BETWEEN_NEWS = 2.0
T = TypeVar("T")


def describe_import(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes; docs/howto-import-export.md tells more."""
    parser.description = _(
        "Take a list in CSV, XLSX or FollowTheMoney JSON lines. Rows with the same entity_id make one entry, which is "
        "written whole or not at all. An import that broke off goes on when the same command is given again."
    )
    parser.add_argument("file", metavar="FILE", help=_("the file, or - for standard input"))
    parser.add_argument("--as", dest="administration", metavar="ADMINISTRATION", required=True)
    parser.add_argument("--reason", default="", help=_("why the subjects are listed"))
    parser.add_argument("--grounds", default="", help=_("facts on which that rests (personal data, CCO-54.1)"))
    parser.add_argument("--purpose", action="append", default=[], choices=[each.value for each in CentralPurpose])
    parser.add_argument("--action", default="", choices=[each.value for each in SuggestedAction])
    parser.add_argument(
        "--retention-until",
        type=date.fromisoformat,
        metavar="DATE",
        help=_("the day on which personal data are deleted (CCO-51.1), as 2027-06-30"),
    )
    parser.add_argument("--source", default="", help=_("what the list is called; the file's name otherwise"))
    _describe_reading(parser)
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would be done"))
    parser.add_argument("--strict", action="store_true", help=_("write nothing if any row is refused"))
    parser.add_argument("--again", action="store_true", help=_("take a list that was taken before once more"))
    parser.set_defaults(doing=_import)


def _describe_reading(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", default="", choices=[each.value for each in ListFormat],
                        help=_("refuse a file of another kind; without it the content tells"))  # fmt: skip
    parser.add_argument("--mapping", default="", metavar="NAME", help=_("read the columns as saved under this name"))
    parser.add_argument("--map", action="append", default=[], type=_pair, metavar="COLUMN=HEADING",
                        help=_("the heading that stands for a column of ours; may be given several times"))  # fmt: skip
    parser.add_argument("--schema", default="", choices=SCHEMATA, metavar="SCHEMA",
                        help=_("what every row is, where no column says so"))  # fmt: skip
    parser.add_argument("--date-format", default="", choices=DATE_FORMATS[1:],
                        help=_("the order of day, month and year in dates of figures"))  # fmt: skip
    parser.add_argument("--separator", default="", help=_("what parts several values in one cell"))
    parser.add_argument("--save-mapping", default="", metavar="NAME", help=_("keep this reading under a name"))


def _pair(text: str) -> tuple[str, str]:
    ours, equals, heading = text.partition("=")
    if not equals or ours not in (*COLUMNS, *NUMBERS):
        raise argparse.ArgumentTypeError(_("COLUMN is one of %(columns)s") % {"columns": ", ".join(COLUMNS + NUMBERS)})
    return ours, heading


def _import(given: argparse.Namespace) -> int:
    caller = caller_of_token()
    if caller.administration != given.administration:
        told = _("the token belongs to an officer of %(own)s, who cannot act as %(other)s")
        raise CommandError(told % {"own": caller.administration, "other": given.administration})
    with ExitStack() as stack, refusals_in_words():
        mapping = _mapping(caller, given)
        file = _opened(given.file, stack)
        with _list_faults_in_words():
            digest = digest_of(file)
            read = _News(_("%(count)s rows read")).watching(rows_of(file, mapping, expected=given.format))
            gathered = GatheredRows(read, stack.enter_context(_private_file()))
        if given.save_mapping:
            save_mapping(caller, given.save_mapping, mapping)
        order = ImportOrder(
            source=given.source or Path(given.file).name,
            digest=digest,
            rows=gathered.rows,
            defaults=_defaults(given),
            mapping=mapping,
            again=given.again,
        )
        return _taken(caller, order, gathered, given)


def _mapping(caller: Caller, given: argparse.Namespace) -> ColumnMapping:
    mapping = ColumnMapping()
    if given.mapping:
        saved = {one.name: one.mapping for one in list_mappings(caller)}
        if given.mapping not in saved:
            told = _("no mapping is saved under %(name)s; there are: %(known)s")
            raise CommandError(told % {"name": given.mapping, "known": ", ".join(saved) or "-"})
        mapping = saved[given.mapping]
    return replace(
        mapping,
        columns={**mapping.columns, **dict(given.map)},
        schema=given.schema or mapping.schema,
        date_format=given.date_format or mapping.date_format,
        separator=given.separator or mapping.separator,
    )


def _opened(file: str, stack: ExitStack) -> BinaryIO:
    """The file, or a copy of what cannot be read twice; the caller's stack closes either."""
    try:
        stream = sys.stdin.buffer if file == "-" else stack.enter_context(open(file, "rb"))  # noqa: SIM115, PTH123
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror or error}") from error
    if stream.seekable() and file != "-":
        return stream
    copy = stack.enter_context(_private_file())
    shutil.copyfileobj(stream, copy)
    return copy


@contextmanager
def _private_file() -> Iterator[BinaryIO]:
    """A file without a name, which nobody else opens and which is gone with this process, however that ends."""
    home = settings.TIDEWAITER.home
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=home) as file:
        yield file


@contextmanager
def _list_faults_in_words() -> Iterator[None]:
    try:
        yield
    except BadList as bad:
        raise CommandError(_("%(fault)s; nothing was written") % {"fault": list_fault(bad).rstrip(".")}) from bad


def _defaults(given: argparse.Namespace) -> ImportDefaults:
    return ImportDefaults(
        reason=given.reason,
        grounds=given.grounds,
        purposes=tuple(dict.fromkeys(given.purpose)),
        action=given.action,
        delete_on=given.retention_until,
    )


def _taken(caller: Caller, order: ImportOrder, gathered: GatheredRows, given: argparse.Namespace) -> int:
    if given.dry_run or given.strict:
        checked = _last(check_list(caller, gathered.entities(), defaults=order.defaults), ImportCheck())
        if given.dry_run or checked.refused or not checked.entries:
            _tell_refused(checked.refusals, checked.refused)
            nothing = _("A dry run: nothing was written.") if given.dry_run else _("Nothing was written.")
            print(f"{_figures(checked)}\n{nothing}")
            return 1 if not checked.entries or (given.strict and checked.refused) else 0
    if not gathered.rows:
        print(f"{_figures(ImportCheck())}\n{_('Nothing was written.')}")
        return 1
    return _written(_gone_through(caller, begin(caller, order), gathered))


def _gone_through(caller: Caller, begun: ImportStand, gathered: GatheredRows) -> ImportStand:
    stand = begun
    if stand.resumed:
        told = _("This import was begun on %(day)s and goes on after row %(done)s of %(rows)s.")
        day = f"{stand.imported_at:%Y-%m-%d}"
        print(told % {"day": day, "done": stand.rows_done, "rows": stand.rows}, file=sys.stderr)
    news = _News(_("%(count)s of %(rows)s rows taken"))
    try:
        for stand in take_list(caller, begun, gathered.entities()):
            news.tell(count=stand.rows_done, rows=stand.rows)
    except KeyboardInterrupt:
        told = _("Stopped after %(done)s of %(rows)s rows. The same command goes on from there.")
        print(told % {"done": stand.rows_done, "rows": stand.rows}, file=sys.stderr)
        raise
    return stand


def _written(stand: ImportStand) -> int:
    _tell_refused(stand.refusals, stand.refused)
    if not stand.entries:
        print(f"{_figures(stand)}\n{_('Nothing was written.')}")
        return 1
    told = _("Written as drafts in batch %(batch)s. Another officer releases them: %(command)s")
    print(f"{_figures(stand)}\n{told % {'batch': stand.id, 'command': f'tidewaiter central release {stand.id}'}}")
    return 0


def _figures(come_to: ImportCheck | ImportStand) -> str:
    told = _("%(rows)s rows: %(entries)s entries with %(names)s names, %(flagged)s flagged, %(refused)s refused.")
    return told % {name: getattr(come_to, name) for name in ("rows", "entries", "names", "flagged", "refused")}


def _tell_refused(refusals: tuple[RefusedRow, ...], refused: int) -> None:
    for row in refusals:
        told = say(
            "import:at_line", line=str(row.line), entity=row.entity or "-", reason=refused_row(row.code, row.params)
        )
        print(told, file=sys.stderr)
    if refused > len(refusals):
        print(_("and %(count)s more") % {"count": refused - len(refusals)}, file=sys.stderr)


def _last(steps: Iterable[T], otherwise: T) -> T:
    last = deque(steps, maxlen=1)
    return last[0] if last else otherwise


class _News:
    """Tells on standard error how far a long work has come, every other second at most."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._next = time.monotonic() + _SECONDS_BETWEEN_NEWS

    def tell(self, **figures: int) -> None:
        if time.monotonic() >= self._next:
            print(self._words % figures, file=sys.stderr, flush=True)
            self._next = time.monotonic() + _SECONDS_BETWEEN_NEWS

    def watching(self, rows: Iterable[T]) -> Iterator[T]:
        for count, row in enumerate(rows, start=1):
            yield row
            if count % 1_000 == 0:
                self.tell(count=count)
