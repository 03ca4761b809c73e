"""`tidewaiter central`: takes lists into the central system, releases and abandons imports, exports entries."""

import argparse
from gettext import gettext as _
from uuid import UUID

from tidewaiter.actions.central import abandon_import, list_imports, list_mappings, read_import, release_batch
from tidewaiter.doors.cli.acting import caller_of_token, refusals_in_words
from tidewaiter.doors.cli.exports import describe_export
from tidewaiter.doors.cli.lists import describe_import
from tidewaiter.doors.words import say


def main(argv: list[str]) -> int:
    """Do one of these; CommandError where nothing can be done, 1 where rows kept the work from being done."""
    parser = argparse.ArgumentParser(
        prog="tidewaiter central",
        description=_("Work in the central system as the officer whose API token is in TIDEWAITER_TOKEN."),
    )
    commands = parser.add_subparsers(dest="command", required=True)
    describe_import(commands.add_parser("import", help=_("take entries from a list, as drafts")))
    imports = commands.add_parser("imports", help=_("show the imports of your administration"))
    imports.set_defaults(doing=_imports)
    mappings = commands.add_parser("mappings", help=_("show how the lists of your sources are read"))
    mappings.set_defaults(doing=_mappings)
    release = commands.add_parser("release", help=_("release all entries of an import, as another officer"))
    abandon = commands.add_parser("abandon", help=_("give an import up and delete the drafts it wrote"))
    for named, doing in ((release, _release), (abandon, _abandon)):
        named.add_argument("batch", metavar="BATCH", type=UUID, help=_("the batch that the import named"))
        named.set_defaults(doing=doing)
    describe_export(commands.add_parser("export", help=_("take entries out, into an encrypted file")))
    given = parser.parse_args(argv)
    return int(given.doing(given))


def _release(given: argparse.Namespace) -> int:
    caller = caller_of_token()
    with refusals_in_words():
        released = release_batch(caller, str(given.batch))
        while not read_import(caller, str(given.batch)).released:
            released += release_batch(caller, str(given.batch))
    told = _("%(count)s entries of batch %(batch)s are released.")
    print(told % {"count": released, "batch": given.batch})
    return 0


def _abandon(given: argparse.Namespace) -> int:
    caller = caller_of_token()
    with refusals_in_words():
        removed = abandon_import(caller, str(given.batch))
    told = _("Batch %(batch)s is given up; %(count)s drafts are deleted.")
    print(told % {"count": removed, "batch": given.batch})
    return 0


def _imports(given: argparse.Namespace) -> int:
    caller = caller_of_token()
    with refusals_in_words():
        found = list_imports(caller)
    for one in found:
        state = say(f"import_state:{one.state}")
        figures = f"{one.rows_done}/{one.rows}"
        print(f"{one.id}  {one.imported_at:%Y-%m-%d %H:%M}  {one.imported_by}  {state}  {figures}  {one.source}")
    return 0


def _mappings(given: argparse.Namespace) -> int:
    caller = caller_of_token()
    with refusals_in_words():
        found = list_mappings(caller)
    for one in found:
        mapping = one.mapping
        columns = ", ".join(f"{ours}={theirs}" for ours, theirs in mapping.columns.items())
        print(f"{one.name}: {columns} schema={mapping.schema!r} dates={mapping.date_format or 'iso'!r} ", end="")
        print(f"separator={mapping.separator!r}")
    return 0
