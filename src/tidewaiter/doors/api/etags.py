"""Tags of what was read: against lost updates (If-Match), and to save the sending of what is known (If-None-Match).

A tag is `"RECORD.ANSWER"`: RECORD changes when the record does, ANSWER when anything in the answer does, such as a
clock that ran out or the language. A change is refused by the first part alone.
"""

import hashlib
import re

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

_DIGITS = 16
_OK, _NOT_MODIFIED = 200, 304
ENTITY_TAG = r'^(W/)?"[\x21\x23-\x7e]+"$'
"""One entity tag, as it was given."""


class MustSay(Exception):
    """A change came without If-Match; it has to name what was read."""


def record_read(if_match: str) -> str:
    """Return the record's part of an If-Match header; MustSay where it names nothing that could have been read."""
    if not re.fullmatch(ENTITY_TAG, if_match.strip()):
        raise MustSay
    return _bare(if_match).partition(".")[0]


def version_read(if_match: str) -> int:
    """The same where the record's part is the number of a version; one that no record has where it is no number."""
    record = record_read(if_match)
    return int(record) if record.isdecimal() and len(record) < _DIGITS else -1


def tagged(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Give what was read its tag; only the tag, with 304, to whoever has the same already."""
    if request.method != "GET" or response.status_code != _OK or not isinstance(response, HttpResponse):
        return response
    answer = hashlib.sha256(response.content).hexdigest()[:_DIGITS]
    record = _bare(response.headers.get("ETag", ""))
    tag = f"{record}.{answer}" if record else answer
    known = {_bare(each) for each in request.headers.get("If-None-Match", "").split(",")}
    if tag in known:
        response = HttpResponse(status=_NOT_MODIFIED)
        del response.headers["Content-Type"]
    response["ETag"] = f'"{tag}"'
    return response


def _bare(tag: str) -> str:
    # a tag comes back weak where the answer was compressed on its way
    return tag.strip().removeprefix("W/").strip('"')
