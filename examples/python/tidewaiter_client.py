"""A client of the Tidewaiter API: one file, the standard library alone, fully typed; copy it into your own system.

    tidewaiter = Client("https://tidewaiter.example.org", token)
    for line in tidewaiter.requests(state="sent", direction="in"):
        print(line.number, line.matter)

Every POST carries an idempotency key and is sent again after a broken connection without being done twice. What the
server refuses is raised as a Problem, with its code, its provisions and each fault.
"""

import json
import time
import types
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from email.message import Message
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Json = Any
"""What JSON holds."""

_SENT_AGAIN = (429, 502, 503, 504)
_LONGEST_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: a stable code, the field, the provision that asks for it, and a sentence."""

    code: str
    field: str
    provision: str
    message: str


class Problem(Exception):
    """What the server refused (RFC 9457): `kind` is the end of its type, such as `invalid` or `not_permitted`."""

    def __init__(self, status: int, details: Mapping[str, Json]) -> None:
        self.status = status
        self.kind = str(details.get("type", "")).rpartition(":")[2]
        self.title = str(details.get("title", ""))
        self.detail = str(details.get("detail", ""))
        self.provisions = tuple(details.get("provisions", ()))
        self.faults = tuple(made(Fault, fault) for fault in details.get("faults", ()))
        super().__init__(f"{status} {self.title}: " + "; ".join(fault.message for fault in self.faults))

    @property
    def codes(self) -> tuple[str, ...]:
        """The code of each fault."""
        return tuple(fault.code for fault in self.faults)


class Unreachable(Exception):
    """The server did not answer, as often as it was asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the body, the tag of what was read, and whether it was answered before under the same key."""

    body: Json
    etag: str
    location: str
    replayed: bool


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request in a list."""

    id: str
    number: str
    requesting: str
    requested: str
    type: str
    matter: str
    state: str
    waits_for: str
    since: datetime
    due: datetime | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A move of a request: whether this officer may make it now, and what it needs."""

    verb: str
    permitted: bool
    needs: str


@dataclass(frozen=True, slots=True)
class Lack:
    """What a draft still lacks before it can be sent."""

    code: str
    field: str | None
    provision: str
    message: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the other side answered, and the code of how it may be used."""

    content: Mapping[str, Json]
    handling: str


@dataclass(frozen=True, slots=True)
class Step:
    """A move that was made."""

    verb: str
    administration: str
    officer: str
    at: datetime
    reply: Reply | None


@dataclass(frozen=True, slots=True)
class Request:
    """One request for assistance as this officer may see it; `etag` names what was read."""

    id: str
    number: str
    requesting: str
    requested: str
    instrument: str
    type: str
    state: str
    content: Mapping[str, Json]
    etag: str
    digest: str
    problems: tuple[Lack, ...]
    steps: tuple[Step, ...]
    moves: tuple[Move, ...]

    def may(self, verb: str) -> bool:
        """Tell whether a move is open to this officer now."""
        return any(move.verb == verb and move.permitted for move in self.moves)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a request."""

    id: str
    name: str
    media_type: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One watch entry of one's own administration in a list."""

    id: str
    number: str
    category: str
    name: str
    released: bool
    delete_on: date | None


@dataclass(frozen=True, slots=True)
class MatchReason:
    """One reason for or against a match."""

    code: str
    weight: float
    words: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that a search found, with its reasons."""

    id: str
    number: str
    supplier: str
    found_name: str
    band: str
    score: float
    reasons: tuple[MatchReason, ...]
    differs: tuple[MatchReason, ...]


class Client:
    """The API as one officer or machine, whose token it holds."""

    def __init__(self, base: str, token: str, *, language: str = "", attempts: int = 4, timeout: float = 60.0) -> None:
        self._base = base.rstrip("/") + "/api/v1"
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        if language:
            self._headers["Accept-Language"] = language
        self._attempts, self._timeout = attempts, timeout

    # requests for assistance

    def requests(self, **filters: str) -> Iterator[RequestLine]:
        """Every request of one's own administration under a filter: state, other, type, direction, since."""
        return (made(RequestLine, item) for item in self.items("/assistance/requests", filters))

    def draft_request(self, content: Mapping[str, Json]) -> str:
        """Write a draft; give its id."""
        return str(self.send("POST", "/assistance/requests", content).body["id"])

    def read_request(self, id: str) -> Request:
        """Read one request."""
        answer = self.send("GET", f"/assistance/requests/{id}")
        return made(Request, answer.body)

    def rewrite_request(self, read: Request, content: Mapping[str, Json]) -> None:
        """Rewrite a draft as it was read; a Problem of kind `changed` where it is another by now."""
        self.send("PUT", f"/assistance/requests/{read.id}", content, etag=f'"{read.etag}"')

    def approve(self, read: Request) -> None:
        """Approve exactly what was read."""
        self.send("POST", f"/assistance/requests/{read.id}/approval", {"digest": read.digest})

    def move(self, read: Request, verb: str, *, reason: str = "", reply: Mapping[str, Json] | None = None) -> None:
        """Make a move on the request as it was read."""
        given = {"reason": reason, "reply": dict(reply) if reply else None}
        self.send("POST", f"/assistance/requests/{read.id}/moves/{verb}", given, etag=f'"{read.etag}"')

    def attach(self, id: str, name: str, data: bytes, *, copy_level: str = "plain") -> Attachment:
        """Attach a file; the other side sees it with the move that follows."""
        limit = uuid.uuid4().hex
        body = _form(limit, name, data, copy_level)
        kind = f"multipart/form-data; boundary={limit}"
        return made(Attachment, self.send("POST", f"/assistance/requests/{id}/attachments", body, kind=kind).body)

    # the central system

    def entries(self, **filters: str) -> Iterator[EntryLine]:
        """Every watch entry of one's own administration under a filter: category, released, number, batch, since."""
        return (made(EntryLine, item) for item in self.items("/central/entries", filters))

    def search(self, query: Mapping[str, Json]) -> tuple[Hit, ...]:
        """Search for a subject, for a stated purpose in a stated case."""
        answer = self.send("POST", "/central/search", query)
        return tuple(made(Hit, hit) for hit in answer.body["hits"])

    # what everything above stands on

    def items(self, path: str, filters: Mapping[str, str] | None = None) -> Iterator[Mapping[str, Json]]:
        """Every item of a list, page after page."""
        query = dict(filters or {})
        while True:
            page = self.send("GET", f"{path}?{urllib.parse.urlencode(query)}").body
            yield from page["items"]
            if not page["next"]:
                return
            query["after"] = page["next"]

    def send(
        self,
        method: str,
        path: str,
        body: Json = None,
        *,
        etag: str = "",
        key: str = "",
        kind: str = "application/json",
    ) -> Answer:
        """Call an operation; a Problem when it is refused, Unreachable when nothing answers.

        A POST has a key of its own, unless one is named: name one to send the same again after a restart.
        """
        headers = {**self._headers, **({"If-Match": etag} if etag else {})}
        if method == "POST":
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        if data is not None:
            headers["Content-Type"] = kind
        asked = urllib.request.Request(self._base + path, data, headers, method=method)
        return self._sent(asked, again=method in ("GET", "POST"))

    def _sent(self, asked: urllib.request.Request, *, again: bool) -> Answer:
        wait = 0.5
        for left in reversed(range(self._attempts if again else 1)):
            try:
                with urllib.request.urlopen(asked, timeout=self._timeout) as response:
                    return _answer(response.read(), response.headers)
            except urllib.error.HTTPError as refused:
                problem = _problem(refused)
                if not left or not (refused.code in _SENT_AGAIN or "key_in_use" in problem.codes):
                    raise problem from None
                wait = float(refused.headers.get("Retry-After") or wait)
            except (urllib.error.URLError, TimeoutError, ConnectionError) as broken:
                if not left:
                    raise Unreachable(str(broken)) from broken
            time.sleep(min(wait, _LONGEST_WAIT))
            wait *= 2
        raise Unreachable("no attempt was allowed")


def machine_token(base: str, client_id: str, client_secret: str, scopes: Sequence[str] = ()) -> str:
    """Get an access token for a machine account (OAuth 2.0, client credentials)."""
    form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
    if scopes:
        form["scope"] = " ".join(scopes)
    data = urllib.parse.urlencode(form).encode()
    try:
        with urllib.request.urlopen(base.rstrip("/") + "/api/v1/token", data, timeout=60.0) as response:
            return str(json.loads(response.read())["access_token"])
    except urllib.error.HTTPError as refused:
        raise _problem(refused) from None


def made(shape: type[T], data: Mapping[str, Json]) -> T:
    """Make a dataclass of a JSON object; what a later version of the API adds is left out."""
    hints = get_type_hints(shape)
    assert is_dataclass(shape)
    return shape(**{field.name: _value(hints[field.name], data[field.name]) for field in fields(shape)})


def _value(hint: Any, data: Json) -> Any:
    if data is None:
        return None
    kind = get_origin(hint)
    if kind in (Union, types.UnionType):
        return _value(next(part for part in get_args(hint) if part is not types.NoneType), data)
    if kind is tuple:
        return tuple(_value(get_args(hint)[0], each) for each in data)
    if is_dataclass(hint):
        return made(hint, data)  # type: ignore[arg-type]  # a class here, never an instance
    if hint in (datetime, date):
        return hint.fromisoformat(data.replace("Z", "+00:00") if hint is datetime else data)
    return data


def _answer(content: bytes, headers: Message) -> Answer:
    return Answer(
        body=json.loads(content) if content else None,
        etag=headers.get("ETag", ""),
        location=headers.get("Location", ""),
        replayed=headers.get("Idempotent-Replayed") == "true",
    )


def _problem(refused: urllib.error.HTTPError) -> Problem:
    try:
        details = json.loads(refused.read())
    except ValueError:  # something between us and the server answered
        details = {"title": refused.reason}
    return Problem(refused.code, details if isinstance(details, dict) else {})


def _form(limit: str, name: str, data: bytes, copy_level: str) -> bytes:
    # the name of a file stands in quotes, which it must not end
    safe = name.replace("\\", "_").replace('"', "_").replace("\r", "_").replace("\n", "_")
    return b"".join(
        (
            f'--{limit}\r\nContent-Disposition: form-data; name="copy_level"\r\n\r\n{copy_level}\r\n'.encode(),
            f'--{limit}\r\nContent-Disposition: form-data; name="file"; filename="{safe}"\r\n'.encode(),
            b"Content-Type: application/octet-stream\r\n\r\n" + data + f"\r\n--{limit}--\r\n".encode(),
        )
    )
