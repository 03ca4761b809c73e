"""Pages of lists: where the next one is."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from tidewaiter.actions.act import Fault, Invalid

T = TypeVar("T")


def link_next(request: HttpRequest, response: HttpResponse, cursor: str) -> None:
    """Name the next page in the header Link, where there is one."""
    if cursor:
        query = urlencode({**request.GET.dict(), "after": cursor})
        response["Link"] = f'<{request.path}?{query}>; rel="next"'


def page_after(items: Sequence[T], after: str, limit: int, *, key: Callable[[T], str]) -> tuple[list[T], str]:
    """Return a page of what an act gives as a whole, in the order of its keys, and the key to go on after."""
    return page_behind(sorted((item for item in items if key(item) > after), key=key), "", limit, key=key)


def page_behind(items: Sequence[T], after: str, limit: int, *, key: Callable[[T], str]) -> tuple[list[T], str]:
    """Return a page of what an act gives as a whole, in its own order, from behind the item with a key."""
    keys = [key(item) for item in items]
    if after and after not in keys:
        raise Invalid((Fault("bad_cursor", "after", "SYS-7"),))
    begin = keys.index(after) + 1 if after else 0
    rest = items[begin:]
    return list(rest[:limit]), keys[begin + limit - 1] if len(rest) > limit else ""
