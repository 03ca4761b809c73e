"""`tidewaiter central export`: takes entries out of the central system into an encrypted file."""

import argparse
import os
from datetime import UTC, date, datetime
from gettext import gettext as _
from pathlib import Path

from tidewaiter.access.verbs import CentralPurpose
from tidewaiter.actions.central import ExportAsked, ExportMade, export_entries
from tidewaiter.doors.cli.acting import caller_of_token, refusals_in_words
from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.doors.words import condition
from tidewaiter.screening.lists.rows import ListFormat
from tidewaiter.screening.subjects import SubjectKind

_RELEASED = {"": None, "yes": True, "no": False}


def describe_export(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes; docs/howto-import-export.md tells more."""
    parser.description = _(
        "Take the entries that the officer may see for a purpose out into an encrypted ZIP. The passphrase is shown "
        "once: tell it by another way than the file goes."
    )
    parser.add_argument("--purpose", required=True, choices=[each.value for each in CentralPurpose])
    parser.add_argument("--case", required=True, help=_("the file for which the entries are needed"))
    parser.add_argument("--format", default=ListFormat.CSV.value, choices=[each.value for each in ListFormat])
    parser.add_argument("--category", default="", choices=[each.value for each in SubjectKind])
    parser.add_argument("--supplier", default="", metavar="ADMINISTRATION", help=_("only entries of this one"))
    parser.add_argument("--released", default="", choices=("yes", "no"), help=_("only released ones, or only drafts"))
    parser.add_argument("--carrier", required=True, help=_("who or what carries the medium"))
    parser.add_argument(
        "--handed-over-on",
        type=date.fromisoformat,
        default=None,
        metavar="DATE",
        help=_("the day on which it is handed over; today otherwise"),
    )
    parser.add_argument(
        "--destroy-on",
        type=date.fromisoformat,
        required=True,
        metavar="DATE",
        help=_("the day on which the file is destroyed, as 2027-06-30"),
    )
    parser.add_argument("--out", default=".", metavar="FOLDER", help=_("where the file is put (here)"))
    parser.set_defaults(doing=_export)


def _export(given: argparse.Namespace) -> int:
    folder = Path(given.out)
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise CommandError(_("%(folder)s is no folder that can be written in") % {"folder": folder})
    asked = ExportAsked(
        purpose=given.purpose,
        case=given.case,
        format=given.format,
        carrier=given.carrier,
        handed_over_on=given.handed_over_on or datetime.now(UTC).date(),
        destroy_on=given.destroy_on,
        category=given.category,
        supplier=given.supplier,
        released=_RELEASED[given.released],
    )
    caller = caller_of_token()
    with refusals_in_words():
        made = export_entries(caller, asked, in_words=condition)
    _put(folder / made.file_name, made)
    told = _("%(count)s entries are in %(file)s, serial number %(serial)s. The passphrase, shown only here: %(secret)s")
    figures = {"count": made.record.entries, "file": folder / made.file_name, "serial": made.record.serial}
    print(told % {**figures, "secret": made.passphrase})
    return 0


def _put(file: Path, made: ExportMade) -> None:
    """Writes the file for its owner's eyes; it is new, since its serial number is."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writing:
        writing.write(made.content)
