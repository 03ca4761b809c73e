"""`tidewaiter law basis`: which instruments open an assistance between two units on a day, read from an exported file.

What each open basis demands and allows is said, and of each other the one fact that closes it. No database, no network.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from gettext import gettext as _
from pathlib import Path
from typing import get_args

from tidewaiter.doors.cli.speech import LANGUAGES, speak, spoken
from tidewaiter.treaty.acts import is_unit
from tidewaiter.treaty.provisions import beside, load_instrument
from tidewaiter.treaty.questions.facts import AssistanceType
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.registry_file import RegistryFile, read_registry_file, united
from tidewaiter.treaty.rules.capability import BasisView, Question
from tidewaiter.treaty.rules.closing import ClosingFact, bases_between, closing_fact
from tidewaiter.treaty.rules.terms import Terms, terms_of
from tidewaiter.treaty.strict import NotUnderstood

OPEN, NONE_OPEN, NOT_UNDERSTOOD = 0, 1, 2
_TYPES: tuple[str, ...] = get_args(AssistanceType)
_PARAMETER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Found:
    """One basis with what it demands, or with the fact that closes it."""

    view: BasisView
    title: str
    terms: Terms
    closing: ClosingFact | None


def describe_basis(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = _(
        "Find the bases for an assistance in a register that `tidewaiter registry export` wrote. Exit code 0 where one "
        "is open, 1 where none is, 2 where something is not understood."
    )
    parser.add_argument(
        "--register", type=Path, action="append", required=True, metavar="FILE", help=_("may be given several times")
    )
    parser.add_argument("--from", dest="requesting", required=True, metavar="UNIT", help=_("who asks"))
    parser.add_argument("--to", dest="requested", required=True, metavar="UNIT", help=_("who is asked"))
    parser.add_argument("--type", required=True, choices=_TYPES, metavar="TYPE", help=", ".join(_TYPES))
    parser.add_argument(
        "--on", type=date.fromisoformat, default=datetime.now(UTC).date(), metavar="DATE", help=_("the day (today)")
    )
    parser.add_argument("--lang", choices=LANGUAGES, help=_("the language of the answer"))
    parser.add_argument("--json", action="store_true", help=_("the answer for programs"))
    parser.set_defaults(doing=find)


def find(given: argparse.Namespace) -> int:
    """Answer; the exit code says whether a basis is open."""
    if given.lang:
        speak(given.lang)
    try:
        found = _found(given)
    except NotUnderstood as error:
        print(_("error: %(what)s") % {"what": error}, file=sys.stderr)
        return NOT_UNDERSTOOD
    if given.json:
        print(json.dumps([_plain(each) for each in found], ensure_ascii=False, indent=2, default=str))
    else:
        asked = {"requesting": given.requesting, "requested": given.requested, "type": given.type, "day": given.on}
        print(_("%(requesting)s asks %(requested)s for %(type)s on %(day)s:") % asked)
        for place, each in enumerate(found, 1):
            print("\n".join(_lines(place, each)))
        if not found:
            print(_("No instrument in this register concerns the two."))
    return OPEN if any(each.view.open for each in found) else NONE_OPEN


def _found(given: argparse.Namespace) -> list[Found]:
    for unit in (given.requesting, given.requested):
        if not is_unit(unit):
            raise NotUnderstood(_("%(unit)s is no code of a unit; write two to eight capital letters") % {"unit": unit})
    if given.requesting == given.requested:
        raise NotUnderstood(_("--from and --to name the same unit; name two"))
    file = united([_read(path) for path in given.register])
    register = file.register()
    asked = Question(given.requesting, given.requested, given.type, given.on, arrangements=register.arrangements)
    added = file.instruments()
    with beside(lambda: added):
        return [_one(register, view, asked) for view in bases_between(register, asked)]


def _read(path: Path) -> RegistryFile:
    try:
        return read_registry_file(path.read_bytes().decode("utf-8-sig"), str(path))
    except OSError as error:
        told = _("%(file)s cannot be read (%(error)s); check the name and the rights")
        raise NotUnderstood(told % {"file": path, "error": error.strerror}) from error
    except UnicodeDecodeError as error:
        raise NotUnderstood(_("%(file)s is not UTF-8 text; save it as UTF-8") % {"file": path}) from error


def _one(register: Register, view: BasisView, asked: Question) -> Found:
    instrument = load_instrument(view.instrument)
    return Found(
        view=view,
        title=instrument.title.in_language(spoken()),
        terms=terms_of(instrument, asked.type),
        closing=closing_fact(instrument, register.under(instrument.id), register.kinds, view, asked),
    )


def _lines(place: int, each: Found) -> Iterator[str]:
    view = each.view
    yield f"{place}. {view.provision}  {each.title}"
    if each.closing is not None:
        because = _filled(_word("closing", each.closing.code), asdict(each.closing))
        yield f"   {_('closed:')} {because} ({each.closing.provision})"
        return
    may = _("open: the other side may give it") if view.discretionary else _("open: the other side shall give it")
    yield f"   {may} ({', '.join(view.because)})"
    if view.trust != "verified":
        yield "   " + _word("trust", view.trust)
    yield from _demands(each.terms)


def _word(prefix: str, code: str) -> str:
    """A code in the words that the pages have for it."""
    key = f"{prefix}:{code}"
    return _(key)


def _filled(text: str, values: Mapping[str, object]) -> str:
    """The same words as on the pages, with days as programs write them."""
    return _PARAMETER.sub(lambda found: str(values.get(found[1], "…")), text)


def _demands(terms: Terms) -> Iterator[str]:
    particulars = ", ".join(f"{_word('field', each.field)} ({each.provision})" for each in terms.particulars)
    if particulars:
        yield "   " + _("must say: %(particulars)s") % {"particulars": particulars}
    if terms.reciprocity:
        yield "   " + _("who could not give the same says so (%(provision)s)") % {"provision": terms.reciprocity}
    if terms.use is not None:
        yield f"   {_court(terms.use.court)} ({terms.use.provision})"
    if terms.grounds:
        grounds = "; ".join(f"{_word('ground', each.code)} ({each.provision})" for each in terms.grounds)
        yield "   " + _("may be refused for: %(grounds)s") % {"grounds": grounds}


def _court(court: str) -> str:
    if court == "free":
        return _("a court may have the answer without asking again")
    if court == "free_in_proceedings":
        return _("a court may have the answer in the proceedings for which it was asked")
    return _("a court may have the answer only with consent")


def _plain(each: Found) -> dict[str, object]:
    view = asdict(each.view)
    closing = asdict(each.closing) if each.closing is not None else None
    return {**view, "title": each.title, "terms": asdict(each.terms), "closing": closing}
