"""Years from left to right: how many are bound, and below it each act, in a row of its kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.doors.web.svg import element, line, number, picture, placed, words
from tidewaiter.doors.words import number_written

_WIDTH, _LEFT, _RIGHT = 860.0, 150.0, 20.0
_TOP, _HEIGHT, _ROW, _FOOT = 26.0, 120.0, 24.0, 26.0
_MOST_YEARS = 12
_SIZE = 11.0
_DAYS = 366


@dataclass(frozen=True, slots=True)
class Point:
    """One act on the picture: its day, its row, the word whose shape it bears, and what is told of it."""

    day: date
    row: str
    word: str
    told: str


ROWS: tuple[tuple[str, Any], ...] = (
    ("signed", gettext_lazy("Signed")),
    ("joined", gettext_lazy("Joined")),
    ("narrowed", gettext_lazy("Opted out, reserved")),
    ("territories", gettext_lazy("Territories")),
    ("left", gettext_lazy("Left")),
    ("other", gettext_lazy("Other acts")),
)
ROW_OF = {
    "signature": ("signed", "signatory"),
    "definitive_signature": ("signed", "signatory"),
    "ratification": ("joined", "party"),
    "acceptance": ("joined", "party"),
    "approval": ("joined", "party"),
    "accession": ("joined", "party"),
    "notification": ("joined", "party"),
    "partner_arrangement": ("joined", "partner"),
    "annex_acceptance": ("joined", "covered"),
    "opt_out": ("narrowed", "opted_out"),
    "reservation": ("narrowed", "reserved"),
    "reservation_withdrawal": ("narrowed", "covered"),
    "territorial_extension": ("territories", "covered"),
    "territorial_exclusion": ("territories", "former"),
    "withdrawal": ("left", "former"),
    "annex_withdrawal": ("left", "withdrawing"),
    "deposit_withdrawn": ("left", "former"),
    "withdrawal_revoked": ("other", "covered"),
}
"""In which row an act of each type stands, and the word whose shape it bears there."""


@dataclass(frozen=True, slots=True)
class _Span:
    """The years that the picture shows."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """How far from the left a day stands."""
        whole = (self.last - self.first).days
        share = min(1.0, max(0.0, (day - self.first).days / whole))
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def timeline(
    steps: Sequence[tuple[date, int]],
    points: Sequence[Point],
    *,
    general: date | None,
    on: date,
    title: str,
    described: str,
) -> SafeString:
    """The picture; nothing where nothing was done yet. What lies after the day asked about is drawn broken."""
    days = [*(day for day, _ in steps), *(point.day for point in points), *([general] if general else [])]
    if not days:
        return SafeString("")
    span = _Span(date(min(*days, on).year, 1, 1), date(max(*days, on).year + 1, 1, 1))
    rows = [(name, label) for name, label in ROWS if any(point.row == name for point in points)]
    bottom = _TOP + _HEIGHT + 8 + _ROW * len(rows)
    inside = [*_years(span, bottom), *_count(span, steps, on), *_rows(span, rows, points)]
    if general is not None:
        inside += _day(span, general, bottom, "force", _("in force"))
    inside += _day(span, on, bottom, "today", _("day shown"))
    return picture("timeline", _WIDTH, bottom + _FOOT, title, described, *inside)


def _years(span: _Span, bottom: float) -> Iterator[SafeString]:
    years = range(span.first.year, span.last.year + 1)
    step = max(1, -(-len(years) // _MOST_YEARS))
    for year in years[::step]:
        x = span.x(date(year, 1, 1))
        yield line(x, _TOP, x, bottom, "net")
        yield words(x, bottom + 17, str(year), "degrees", "middle")


def _count(span: _Span, steps: Sequence[tuple[date, int]], on: date) -> Iterator[SafeString]:
    most = max((count for _, count in steps), default=0)
    floor = _TOP + _HEIGHT
    yield words(_LEFT - 12, floor - _HEIGHT / 2, _("Bound"), "row", "end")
    yield line(_LEFT, floor, _WIDTH - _RIGHT, floor, "axis")
    if not most:
        return

    def height(count: int) -> float:
        return floor - count / most * (_HEIGHT - 10)

    yield words(_LEFT - 12, height(most) + 4, number_written(most), "degrees", "end")
    yield line(_LEFT, height(most), _WIDTH - _RIGHT, height(most), "net")
    shown, coming = f"M{number(_LEFT)} {number(floor)}", ""
    before, level = floor, floor
    for day, count in steps:
        x, level = span.x(day), height(count)
        if day > on:
            coming += f"{'' if coming else _from(span.x(on), before)}H{number(x)}V{number(level)}"
        else:
            shown += f"H{number(x)}V{number(level)}"
            before = level
    shown += f"H{number(span.x(on))}"
    yield element("path", d=f"{shown}V{number(floor)}Z", class_="area")
    yield element("path", d=shown, class_="step")
    yield element(
        "path",
        d=f"{coming or _from(span.x(on), before)}H{number(_WIDTH - _RIGHT)}",
        class_=" ".join(("step", "coming")),
    )


def _from(x: float, y: float) -> str:
    return f"M{number(x)} {number(y)}"


def _rows(span: _Span, rows: Sequence[tuple[str, Any]], points: Sequence[Point]) -> Iterator[SafeString]:
    for place, (name, label) in enumerate(rows):
        y = _TOP + _HEIGHT + 8 + _ROW * place + _ROW / 2
        yield line(_LEFT, y, _WIDTH - _RIGHT, y, "net")
        yield words(_LEFT - 12, y + 4, str(label), "row", "end")
        for point in points:
            if point.row == name:
                yield placed(point.word, span.x(point.day), y, _SIZE, point.told)


def _day(span: _Span, day: date, bottom: float, name: str, label: str) -> list[SafeString]:
    x = span.x(day)
    left_of = x > _WIDTH - _RIGHT - _DAYS / 4
    return [
        line(x, _TOP - 8, x, bottom, name),
        words(
            x + (-4 if left_of else 4),
            _TOP - 12 if name == "today" else _TOP + 2,
            label,
            f"mark-{name}",
            "end" if left_of else "",
        ),
    ]
