"""Keeps text that looks like a formula from becoming one: CSV has no types, so a spreadsheet program would run it."""

_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_MARK = "'"


def as_text(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet program would take it for a formula."""
    return _MARK + cell if _looks_like_one(cell) else cell


def without_mark(cell: str) -> str:
    """The cell as it was before `as_text`."""
    return cell[1:] if cell.startswith(_MARK) and _looks_like_one(cell) else cell


def _looks_like_one(cell: str) -> bool:
    return cell.lstrip(_MARK).startswith(_STARTS)
