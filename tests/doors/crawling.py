"""Walks the pages that an officer can reach by links, one of each kind, so that a new page is tested without a list."""

from collections import deque
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

_NEVER = ("/sign-out/", "/static/", "/api/")
_DOWNLOADS = ("attachment", "table_file", "calendar")
_MOST = 90


def walk(page: Page, visit: Callable[[str, tuple[object, ...]], None], *, start: str = "/") -> int:
    """Calls `visit` with each kind of page that links lead to from the start, while it is open; at most ninety kinds.

    A kind is a view with the names of what its address asks; records in different states count once each by their acts.
    Gives how many kinds there were; `visit` may leave the page.
    """
    found: set[tuple[object, ...]] = set()
    waiting = deque([start])
    asked: set[str] = set()
    while waiting and len(found) < _MOST:
        address = waiting.popleft()
        if address in asked:
            continue
        asked.add(address)
        kind = kind_of(address)
        if kind is None or kind in found:
            continue
        answer = page.goto(address)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        found.add(kind)
        waiting.extend(_links(page))
        visit(address, kind)
    return len(found)


def kind_of(address: str) -> tuple[object, ...] | None:
    """What kind of page an address is; None for what is no page of ours."""
    parts = urlsplit(address)
    if not parts.path.startswith("/") or parts.path.startswith(_NEVER):
        return None
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    if match.url_name in _DOWNLOADS:
        return None
    # the register asks the same of many addresses (a day, an instrument): there the query makes no other kind of page
    asked = () if parts.path.startswith("/register/") else tuple(key for key, _ in parse_qsl(parts.query))
    said = tuple(str(value) for value in match.kwargs.values() if len(str(value)) < 30 and "-" not in str(value))
    return (
        match.url_name,
        said if match.url_name == "request_move" else (),
        asked,
    )


def _links(page: Page) -> list[str]:
    links = page.eval_on_selector_all("a[href]:not([download])", "all => all.map(a => a.href)")
    home = urlsplit(page.url).netloc
    inside = [urlsplit(link) for link in links]
    return [
        link.path + (f"?{link.query}" if link.query else "") for link in inside if link.netloc == home and link.path
    ]
