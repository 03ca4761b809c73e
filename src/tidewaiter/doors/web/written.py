"""Days and moments written out in the reader's language: 12 March 2031, never 03/12."""

from datetime import UTC, date, datetime

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_WRITTEN = {"es": r"j \d\e F \d\e Y"}


def day_written(day: date | datetime) -> SafeString:
    """A day: 12 March 2031."""
    machine = day.date().isoformat() if isinstance(day, datetime) else day.isoformat()
    return format_html('<time datetime="{}">{}</time>', machine, _day(day))


def moment_written(at: datetime) -> SafeString:
    """A day and the time of day in UTC: 12 March 2031, 14:02 UTC."""
    utc = at.astimezone(UTC)
    words = _("%(day)s, %(time)s UTC") % {"day": _day(utc), "time": utc.strftime("%H:%M")}
    return format_html('<time datetime="{}">{}</time>', utc.isoformat(timespec="minutes"), words)


def _day(day: date) -> str:
    language = get_language() or "en"
    if language == "fr" and day.day == 1:
        return date_format(day, r"1\e\r F Y")
    return date_format(day, _WRITTEN.get(language, "j F Y"))
