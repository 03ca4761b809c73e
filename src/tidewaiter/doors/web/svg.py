"""Pictures as SVG made by the server: elements with everything in them escaped, and the shapes that stand for words."""

from collections.abc import Mapping

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Shape = tuple[tuple[str, Mapping[str, str]], ...]

_FULL = {"class": "full"}
_RING = ("circle", {"cx": "8", "cy": "8", "r": "5.5"})
_DISC = ("circle", {"cx": "8", "cy": "8", "r": "6.25", **_FULL})
_CROSS = (("path", {"d": "M3.5 3.5l9 9M12.5 3.5l-9 9"}),)
_DASH = (("path", {"d": "M4.5 8h7"}),)
_DASHED = (("circle", {"cx": "8", "cy": "8", "r": "5.5", "stroke-dasharray": "2.6 2.4"}),)
_SQUARE = (("path", {"d": "M3 3h10v10H3z"}),)

SHAPES: Mapping[str, Shape] = {
    "bound": (_DISC,),
    "party": (_DISC,),
    "partner": (("path", {"d": "M2.5 2.5h11v11h-11z", **_FULL}),),
    "withdrawing": (_RING, ("path", {"d": "M8 2.5a5.5 5.5 0 000 11z", **_FULL})),
    "covered": (_RING, ("circle", {"cx": "8", "cy": "8", "r": "2.5", **_FULL})),
    "awaiting": _DASHED,
    "not_yet": _DASHED,
    "former": _CROSS,
    "ended": _CROSS,
    "signatory": (("path", {"d": "M8 3l5.5 9.5h-11z"}),),
    "none": _DASH,
    "outside": _DASH,
    "opted_out": (_RING, ("path", {"d": "M4 12l8-8"})),
    "reserved": (("path", {"d": "M8 2l6 6-6 6-6-6z"}), ("circle", {"cx": "8", "cy": "8", "r": "1.75", **_FULL})),
    "not_accepted": _SQUARE,
    "provisional": (("path", {"d": "M3.5 2.5h9L8 8zM3.5 13.5h9L8 8z"}),),
}
"""One shape for each standing of a unit and each word of the matrix, drawn in a field of sixteen by sixteen."""


def element(name: str, *inside: SafeString | str, **attributes: object) -> SafeString:
    """One element; an attribute whose name ends in an underscore loses it, and the others become hyphens."""
    named = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None)
    return format_html("<{}{}>{}</{}>", name, _written(named), joined(*inside), name)


def joined(*inside: SafeString | str) -> SafeString:
    """Elements and texts one after the other."""
    return format_html_join("", "{}", ((each,) for each in inside))


def _written(named: object) -> SafeString:
    return format_html_join("", ' {}="{}"', named)  # type: ignore[arg-type]


def drawn(shape: str) -> SafeString:
    """What a shape consists of, to stand in a field of sixteen by sixteen."""
    parts = SHAPES.get(shape, _DASH)
    return joined(*(format_html("<{}{}/>", name, _written(attributes.items())) for name, attributes in parts))


def shape(word: str) -> SafeString:
    """The shape of a word, to stand beside it in a line of text."""
    return format_html(
        '<svg class="shape w-{}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>', word, drawn(word)
    )


def placed(word: str, x: float, y: float, size: float, told: str = "") -> SafeString:
    """The same inside a picture, its middle at a place, with what a pointer that rests on it is told."""
    title = element("title", told) if told else ""
    where = f"translate({number(x - size / 2)} {number(y - size / 2)}) scale({number(size / 16)})"
    return element("g", title, drawn(word), class_=f"shape w-{word}", transform=where)


def number(value: float) -> str:
    """A number as a picture needs it: one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def picture(
    name: str, width: float, height: float, title: str, described: str, *inside: SafeString | str
) -> SafeString:
    """A whole picture, with its title and what it shows, for who does not see it."""
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", described, id=f"{name}-desc"),
        *inside,
        class_=f"picture {name}",
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )


def words(x: float, y: float, text: str, class_: str = "", anchor: str = "") -> SafeString:
    """A text at a place."""
    return format_html(
        '<text x="{}" y="{}"{}{}>{}</text>',
        number(x),
        number(y),
        mark_safe(f' class="{escape(class_)}"') if class_ else "",
        mark_safe(f' text-anchor="{escape(anchor)}"') if anchor else "",
        text,
    )


def line(x1: float, y1: float, x2: float, y2: float, class_: str = "") -> SafeString:
    """A straight line."""
    return element("path", d=f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}", class_=class_ or None)
