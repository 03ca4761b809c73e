"""Dates of birth as lists and officers really write them: a year, a month, a day, a span, or only roughly."""

import re
from calendar import month_abbr, monthrange
from dataclasses import dataclass

from tidewaiter.screening.problems import BadSubject

EARLIEST_YEAR, LATEST_YEAR = 1800, 2199
APPROXIMATE_SPREAD_YEARS = 2

_MONTHS = {month_abbr[number].casefold(): number for number in range(1, 13)}
_ROUGHLY = re.compile(
    r"^(?:~|(?:circa|ca|c|about|approximately|approx"
    r"|vers|environ|env|hacia|alrededor de|omstreeks|rond)\b\.?)\s*",
    re.IGNORECASE,
)
_SPAN = re.compile(r"^(?P<first>.+?)\s+(?:to|-)\s+(?P<last>.+)$|^(?P<from>\d{4})[-/](?P<until>\d{4})$", re.IGNORECASE)
_FORMS = (
    re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"),
    re.compile(r"(?:(?P<day>\d{1,2})\s+)?(?P<word>[a-z]{3,9})\.?\s+(?P<year>\d{4})", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to year, month or day; `last_year` closes a span, `approximate` means "about"."""

    year: int
    month: int | None = None
    day: int | None = None
    approximate: bool = False
    last_year: int | None = None

    def __post_init__(self) -> None:
        if not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise BadSubject("date_year", str(self.year))
        if self.last_year is not None and not self.year <= self.last_year <= LATEST_YEAR:
            raise BadSubject("date_span", f"{self.year}-{self.last_year}")
        if self.day is not None and self.month is None:
            raise BadSubject("date_day_without_month", str(self.day))
        if self.month is not None and not 1 <= self.month <= 12:
            raise BadSubject("date_month", str(self.month))
        if self.day is not None and not 1 <= self.day <= monthrange(self.year, self.month or 1)[1]:
            raise BadSubject("date_day", str(self.day))

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read `1975`, `1975-03-02`, `2 Mar 1975`, `circa 1960` or `1960 to 1965`; else BadSubject."""
        words = " ".join(text[:100].split())
        rest = _ROUGHLY.sub("", words)
        approximate = rest != words
        span = _SPAN.match(rest)
        if span is None:
            year, month, day = _read(rest, words)
            return cls(year, month, day, approximate)
        first = _read(span["first"] or span["from"], words)[0]
        last = _read(span["last"] or span["until"], words)[0]
        return cls(first, approximate=approximate, last_year=last)

    @property
    def exact(self) -> bool:
        """Whether the day itself is known."""
        return self.day is not None and not self.approximate and self.last_year is None

    def years(self) -> tuple[int, int]:
        """The first and last year this date may lie in."""
        spread = APPROXIMATE_SPREAD_YEARS if self.approximate else 0
        return self.year - spread, (self.last_year or self.year) + spread

    def __str__(self) -> str:
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)]
        text = "-".join(parts) + (f" to {self.last_year}" if self.last_year else "")
        return f"circa {text}" if self.approximate else text


def _read(text: str, whole: str) -> tuple[int, int | None, int | None]:
    for form in _FORMS:
        if found := form.fullmatch(text.strip()):
            parts = found.groupdict()
            month = _month(parts.get("word"), whole) or _number(parts.get("month"))
            return int(parts["year"]), month, _number(parts.get("day"))
    raise BadSubject("date_unreadable", whole)


def _month(word: str | None, whole: str) -> int | None:
    if word is None:
        return None
    if word[:3].casefold() not in _MONTHS:
        raise BadSubject("date_unreadable", whole)
    return _MONTHS[word[:3].casefold()]


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None
