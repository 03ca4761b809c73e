"""`tidewaiter registry`: takes the register out into a file, and takes a file into the register, all or nothing."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from gettext import gettext as _
from pathlib import Path

from tidewaiter.actions.act import Fault, Invalid
from tidewaiter.actions.registry import ImportDone, export_register, import_register
from tidewaiter.doors.cli.acting import caller_of_token, fault_in_words, refusals_in_words
from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.treaty.registry_file import KNOWN_FACTS, RegistryFile, json_text, read_registry_file, toml_text, united
from tidewaiter.treaty.strict import NotUnderstood


def main(argv: list[str]) -> int:
    """Do one of these; CommandError names the file, the place in it and the remedy."""
    parser = argparse.ArgumentParser(
        prog="tidewaiter registry",
        description=_("Take the register out or in, as the officer whose API token is in TIDEWAITER_TOKEN."),
    )
    commands = parser.add_subparsers(dest="command", required=True)
    _describe_export(commands.add_parser("export", help=_("write the register to a file or to standard output")))
    _describe_import(commands.add_parser("import", help=_("take a file into the register, as the depositary")))
    _describe_known(commands.add_parser("load-known", help=_("take in facts that ship with Tidewaiter, with sources")))
    given = parser.parse_args(argv)
    return int(given.doing(given))


def _describe_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", default="toml", choices=("toml", "json"))
    parser.add_argument(
        "--believed",
        type=_moment,
        metavar="MOMENT",
        help=_("the register as believed at this moment, as 2031-03-30T12:00:00Z (now)"),
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help=_("a file that is not there yet (standard output)"))
    parser.set_defaults(doing=_export)


def _describe_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    _describe_taking(parser)
    parser.set_defaults(doing=_import)


def _describe_known(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME", help=_("one of: %(names)s (all)") % {"names": _names()})
    _describe_taking(parser)
    parser.set_defaults(doing=_load_known)


def _describe_taking(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would be done"))
    parser.add_argument("--why", default="", help=_("the reason for every correction whose line gives none"))


def _names() -> str:
    return ", ".join(_known_files())


def _known_files() -> Mapping[str, Path]:
    return {path.stem: path for path in sorted(KNOWN_FACTS.glob("*.toml"))}


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("a moment such as 2031-03-30T12:00:00Z")) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _export(given: argparse.Namespace) -> int:
    caller = caller_of_token()
    with refusals_in_words():
        found = export_register(caller, believed=given.believed)
    text = toml_text(found) if given.format == "toml" else json_text(found)
    if given.out is None:
        sys.stdout.write(text)
        return 0
    try:
        with given.out.open("x", encoding="utf-8", newline="\n") as writing:
            writing.write(text)
    except FileExistsError:
        told = _("%(file)s is there already; name another file, or move it away")
        raise CommandError(told % {"file": given.out}) from None
    except OSError as error:
        told = _("%(file)s cannot be written (%(error)s)")
        raise CommandError(told % {"file": given.out, "error": error.strerror}) from error
    told = _("%(count)s facts are in %(file)s.")
    print(told % {"count": len(found.facts), "file": given.out})
    return 0


def _import(given: argparse.Namespace) -> int:
    return _take((given.file,), given)


def _load_known(given: argparse.Namespace) -> int:
    known = _known_files()
    for name in given.names:
        if name not in known:
            told = _("there are no known facts by the name %(name)s; choose among %(names)s")
            raise CommandError(told % {"name": name, "names": _names()})
    return _take([known[name] for name in given.names or known], given)


def _take(paths: Sequence[Path], given: argparse.Namespace) -> int:
    file = united([_read(path) for path in paths])
    where = str(paths[0]) if len(paths) == 1 else _("the known facts")
    caller = caller_of_token()
    with refusals_in_words():
        try:
            done = import_register(caller, file, why=given.why, dry_run=given.dry_run)
        except Invalid as invalid:
            raise CommandError(_refused(invalid.faults, where)) from invalid
    _tell(done, dry_run=given.dry_run)
    return 0


def _read(path: Path) -> RegistryFile:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        told = _("%(file)s cannot be read (%(error)s); check the name and the rights")
        raise CommandError(told % {"file": path, "error": error.strerror}) from error
    except UnicodeDecodeError as error:
        raise CommandError(_("%(file)s is not UTF-8 text; save it as UTF-8") % {"file": path}) from error
    try:
        return read_registry_file(text, str(path))
    except NotUnderstood as error:
        raise CommandError(str(error)) from error


def _refused(faults: Sequence[Fault], where: str) -> str:
    """Every fault on a line, with the file, the table and its number; nothing was taken in."""
    lines = [_("nothing was taken in. Correct this and give the command again:")]
    for fault in faults:
        kind, _dot, rest = fault.field.partition(".")
        number, _dot, field = rest.partition(".")
        told = fault_in_words(Fault(fault.code, field, fault.provision, fault.params))
        lines.append(f"  {where}, {kind} {number}, {told}" if number else f"  {where}, {told}")
    return "\n".join(lines)


def _tell(done: ImportDone, *, dry_run: bool) -> None:
    told = (
        _("It would add %(added)s facts, correct %(corrected)s and leave %(unchanged)s as they are.")
        if dry_run
        else _("%(added)s facts are added, %(corrected)s corrected, %(unchanged)s left as they are.")
    )
    print(told % {"added": done.added, "corrected": done.corrected, "unchanged": done.unchanged})
    if done.waiting:
        print(_("Another person has to verify: %(names)s.") % {"names": ", ".join(done.waiting)})
