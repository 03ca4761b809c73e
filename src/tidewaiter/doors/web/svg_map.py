"""A chart of units by their positions: a net of degrees, a mark and a code for each, no coast and no border."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, radians

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tidewaiter.doors.web.svg import line, number, picture, placed, words

_WIDTH, _LOW, _HIGH = 680.0, 260.0, 480.0
_EDGE, _MARK, _LETTER, _LINE = 34.0, 13.0, 7.6, 13.0
_LEAST_SPAN, _AIR = 4.0, 0.12
_STEPS = (1, 2, 5, 10, 15, 20, 30, 45, 60)
_MOST_LINES = 8
# Where the code of a unit may stand beside its mark, the best places first; further out it needs a line to it.
_PLACES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
_REACHES = (13.0, 26.0, 40.0, 58.0)


@dataclass(frozen=True, slots=True)
class Mark:
    """A unit on the chart: its code, latitude and longitude, the word whose shape it bears, and what is told of it."""

    code: str
    position: tuple[float, float]
    word: str
    told: str


@dataclass(frozen=True, slots=True)
class _Chart:
    """Which degrees the chart shows, and on how large a field."""

    south: float
    north: float
    west: float
    east: float
    height: float

    def x(self, longitude: float) -> float:
        """How far from the left a longitude stands."""
        return _EDGE + (longitude - self.west) / (self.east - self.west) * (_WIDTH - _EDGE - 8)

    def y(self, latitude: float) -> float:
        """How far from the top a latitude stands."""
        return 8 + (self.north - latitude) / (self.north - self.south) * (self.height - 30)


def chart(marks: Sequence[Mark], title: str, described: str) -> SafeString:
    """The chart of these units, bounded to them; nothing where there are none."""
    if not marks:
        return SafeString("")
    field = _bounded(marks)
    return picture("map", _WIDTH, field.height, title, described, *_net(field), *_units(field, marks))


def _bounded(marks: Sequence[Mark]) -> _Chart:
    latitudes = [mark.position[0] for mark in marks]
    longitudes = [mark.position[1] for mark in marks]
    south, north = _widened(min(latitudes), max(latitudes))
    west, east = _widened(min(longitudes), max(longitudes))
    # a degree of longitude is shorter the further it lies from the equator
    squeeze = max(0.2, cos(radians((south + north) / 2)))
    height = _WIDTH * (north - south) / ((east - west) * squeeze)
    if height < _LOW:
        more = ((east - west) * squeeze * _LOW / _WIDTH - (north - south)) / 2
        south, north, height = max(-90, south - more), min(90, north + more), _LOW
    elif height > _HIGH:
        more = ((north - south) * _WIDTH / _HIGH / squeeze - (east - west)) / 2
        west, east, height = west - more, east + more, _HIGH
    return _Chart(south, north, west, east, height)


def _widened(low: float, high: float) -> tuple[float, float]:
    air = max((high - low) * _AIR, (_LEAST_SPAN - (high - low)) / 2, 0.5)
    return low - air, high + air


def _net(field: _Chart) -> Iterator[SafeString]:
    span = max(field.north - field.south, field.east - field.west)
    step = next((each for each in _STEPS if span / each <= _MOST_LINES), _STEPS[-1])
    for latitude in range(ceil(field.south / step) * step, floor(field.north) + 1, step):
        y = field.y(latitude)
        yield line(_EDGE, y, _WIDTH - 8, y, "net")
        yield words(_EDGE - 4, y + 4, _latitude(latitude), "degrees", "end")
    for longitude in range(ceil(field.west / step) * step, floor(field.east) + 1, step):
        x = field.x(longitude)
        yield line(x, 8, x, field.height - 22, "net")
        yield words(x, field.height - 6, _longitude(longitude), "degrees", "middle")


def _latitude(degrees: int) -> str:
    name = _("%(degrees)s° N") if degrees > 0 else _("%(degrees)s° S") if degrees < 0 else "%(degrees)s°"
    return name % {"degrees": abs(degrees)}


def _longitude(degrees: int) -> str:
    turned = (degrees + 180) % 360 - 180
    name = _("%(degrees)s° E") if turned > 0 else _("%(degrees)s° W") if turned < 0 else "%(degrees)s°"
    return name % {"degrees": abs(turned)}


_Box = tuple[float, float, float, float]


def _units(field: _Chart, marks: Sequence[Mark]) -> Iterator[SafeString]:
    ordered = sorted(marks, key=lambda mark: mark.code)
    taken: list[_Box] = []
    for mark in ordered:
        x, y = field.x(mark.position[1]), field.y(mark.position[0])
        taken.append((x - _MARK / 2, y - _MARK / 2, x + _MARK / 2, y + _MARK / 2))
    labels = []
    for mark in ordered:
        x, y = field.x(mark.position[1]), field.y(mark.position[0])
        box, far = _free(x, y, len(mark.code) * _LETTER, field, taken)
        taken.append(box)
        middle = (box[0] + box[2]) / 2
        if far:
            yield line(x, y, min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3]), "lead")
        labels.append(words(middle, box[3] - 3, mark.code, "label", "middle"))
    for mark in ordered:
        yield placed(mark.word, field.x(mark.position[1]), field.y(mark.position[0]), _MARK, mark.told)
    yield from labels


def _free(x: float, y: float, width: float, field: _Chart, taken: Sequence[_Box]) -> tuple[_Box, bool]:
    """The nearest place for a code that covers nothing else, and whether it lies so far out that it needs a line."""
    for reach in _REACHES:
        for across, down in _PLACES:
            middle, centre = x + across * (reach + width / 2), y + down * reach
            box = (middle - width / 2, centre - _LINE / 2, middle + width / 2, centre + _LINE / 2)
            inside = box[0] > 0 and box[2] < _WIDTH and box[1] > 0 and box[3] < field.height - 18
            if inside and not any(_over(box, each) for each in taken):
                return box, reach > _REACHES[0]
    return (x + 9, y - _LINE / 2, x + 9 + width, y + _LINE / 2), False


def _over(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def degrees_written(position: tuple[float, float]) -> str:
    """A position as the table beside the chart gives it: 18.2° N, 63.1° W."""
    latitude, longitude = position
    north = _("%(degrees)s° N") if latitude >= 0 else _("%(degrees)s° S")
    east = _("%(degrees)s° E") if longitude >= 0 else _("%(degrees)s° W")
    return f"{north % {'degrees': number(abs(latitude))}}, {east % {'degrees': number(abs(longitude))}}"
