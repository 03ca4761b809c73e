"""Chooses the language in which commands speak, with the standard library alone: `law check` needs no Django.

Commands write `from gettext import gettext as _`. Once `begin` has bound that to our catalogues, argparse's own words
come from them too, since it asks the same function.
"""

import gettext
import os
import sys
from collections.abc import Mapping
from gettext import gettext as _
from pathlib import Path

from tidewaiter.doors.cli.errors import CommandError

LANGUAGES = ("en", "fr", "es", "nl")
DOMAIN = "django"
CATALOGUES = Path(__file__).resolve().parents[2] / "locale"
SETTING = "TIDEWAITER_LANGUAGE"
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")  # in the order of POSIX: the first that is set counts


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogues; whoever shows it translates it then."""
    return text


# What argparse says of itself to whoever uses a command, in Python 3.11 to 3.13.
ARGPARSE_SAYS = (
    gettext_noop("usage: "),
    gettext_noop("positional arguments"),
    gettext_noop("options"),
    gettext_noop("subcommands"),
    gettext_noop("%(heading)s:"),
    gettext_noop(" (default: %(default)s)"),
    gettext_noop("show this help message and exit"),
    gettext_noop("show program's version number and exit"),
    gettext_noop("%(prog)s: error: %(message)s\n"),
    gettext_noop("%(prog)s: warning: %(message)s\n"),
    gettext_noop("argument %(argument_name)s: %(message)s"),
    gettext_noop("ambiguous option: %(option)s could match %(matches)s"),
    gettext_noop("can't open '%(filename)s': %(error)s"),
    gettext_noop("expected at least one argument"),
    gettext_noop("expected at most one argument"),
    gettext_noop("expected one argument"),
    gettext_noop("ignored explicit argument %r"),
    gettext_noop("invalid %(type)s value: %(value)r"),
    gettext_noop("invalid choice: %(value)r (choose from %(choices)s)"),
    gettext_noop("not allowed with argument %s"),
    gettext_noop("one of the arguments %s is required"),
    gettext_noop("the following arguments are required: %s"),
    gettext_noop("unexpected option string: %s"),
    gettext_noop("unknown parser %(parser_name)r (choices: %(choices)s)"),
    gettext_noop("unrecognized arguments: %s"),
)


def language(variables: Mapping[str, str] = os.environ) -> str:
    """The language of TIDEWAITER_LANGUAGE, else that of the locale, else English; CommandError for an unknown one."""
    chosen = variables.get(SETTING, "")
    if chosen and chosen not in LANGUAGES:
        told = _("%(setting)s: %(value)s is none of %(known)s")
        raise CommandError(told % {"setting": SETTING, "value": repr(chosen), "known": ", ".join(LANGUAGES)})
    return chosen or of_locale(variables)


def speak(chosen: str) -> None:
    """Make the rest of this process speak another of our languages."""
    os.environ["LANGUAGE"] = chosen


def spoken() -> str:
    """The language that this process speaks now."""
    return _of_variables(os.environ)


def _of_variables(variables: Mapping[str, str]) -> str:
    chosen = variables.get("LANGUAGE", "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def of_locale(variables: Mapping[str, str]) -> str:
    """The language of the locale, where it is one of ours; else English."""
    place = next((variables[name] for name in _LOCALES if variables.get(name)), "")
    spoken = place.replace(".", "_").split("_")[0].lower()
    return spoken if spoken in LANGUAGES else LANGUAGES[0]


def begin() -> None:
    """Make every `gettext` of this process, argparse's too, speak the chosen language."""
    for stream in (sys.stdout, sys.stderr):
        # a console that cannot write a letter must not stop the work
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = of_locale(os.environ)  # in which a refusal of the setting itself is said
    os.environ["LANGUAGE"] = language()
