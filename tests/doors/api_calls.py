"""Calls the API as an officer, for the tests of the API."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.world import World

ROOT = "/api/v1"
NOWHERE = "019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11"

REQUEST: dict[str, Any] = {
    "requested_administration": "XB",
    "instrument": "cco-2019",
    "type": "information",
    "purpose": "offences",
    "matter": "Undervalued textiles",
    "reasons": "Three consignments declared at a tenth of their value.",
    "category": ["iii"],
    "persons_unknown": True,
    "case_summary": "Consignments of May.",
    "applicable_law": "Customs Code, section 41",
    "intended_use": "administrative",
    "language": "en",
}
ENTRY: dict[str, Any] = {
    "schema": "person",
    "names": [{"text": "Vasilko Merrander"}, {"text": "Vasylko Merander", "kind": "alias"}],
    "birth": "1975-03",
    "countries": ["XB"],
    "reason": "Suspected of undervaluing consignments.",
    "grounds": "Three false invoices.",
    "purposes": ["offences"],
    "action": "discreet",
    "delete_on": "2090-06-30",
    "attested": True,
}
SEARCH: dict[str, Any] = {
    "schema": "person",
    "name": "Merrander, Vasilko",
    "purpose": "offences",
    "case": "XB-77",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API answered."""

    status: int
    body: Any
    headers: dict[str, str]


def call(world: World, who: str, method: str, path: str, body: Any = None, **headers: str) -> Answer:
    """Call a path as an officer, or as nobody when `who` is empty; bytes are sent as they are."""
    data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    return _answer(
        Client().generic(
            method, ROOT + path, data, content_type="application/json", headers=_headers(world, who, headers)
        )
    )


def upload(world: World, who: str, path: str, name: str, data: bytes, key: str = "", **fields: str) -> Answer:
    """Send a file as a form, under an idempotency key if one is named."""
    form = {**fields, "file": SimpleUploadedFile(name, data)}
    headers = {"Idempotency-Key": key} if key else {}
    return _answer(Client().post(ROOT + path, form, headers=_headers(world, who, headers)))


def tag(world: World, who: str, path: str) -> str:
    """The ETag of a record as an officer reads it now."""
    return call(world, who, "GET", path).headers["ETag"]


def change(world: World, who: str, method: str, path: str, body: Any = None, act: str = "") -> Answer:
    """Change a record by an act below its path, as it stands now."""
    return call(world, who, method, path + act, body, If_Match=tag(world, who, path))


def _headers(world: World, who: str, headers: dict[str, str]) -> dict[str, str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {"Authorization": f"Bearer {world.token(who)}", **named} if who else named


def _answer(response: Any) -> Answer:
    kind = response.headers.get("Content-Type", "")
    body = json.loads(response.content) if "json" in kind else response.content
    return Answer(response.status_code, body, dict(response.headers))
