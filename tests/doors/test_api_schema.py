"""The published schema of the API: what it promises, and that what is answered keeps the promise.

A short run of schemathesis belongs to every test run; `API_CASES=40 make test ARGS="-k whatever_is_sent -s"` makes a
long one of so many cases for each operation, way of making them, and role, and prints how many there were.
"""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy
from schemathesis import Case, GenerationMode
from schemathesis.checks import positive_data_acceptance
from tests.doors.api_calls import ENTRY, REQUEST, ROOT, call, tag
from tests.world import World

from tidewaiter.actions import people
from tidewaiter.actions.act import clock
from tidewaiter.assistance.draft import RequestDraft
from tidewaiter.assistance.replies import ReplyDraft
from tidewaiter.doors.api.schemas.given_requests import ReplyGiven, RequestGiven
from tidewaiter.doors.api.schemas.shown_requests import ContentShown, ReplyContentShown

CASES = int(os.environ.get("API_CASES", "1"))
ROLES = ("xa.officer", "xb.cais_official", "xz.depositary", "xa.administrator", "few scopes")
# Answers 400 and 401 as RFC 6749 says.
BY_SECRET = "open_machine_session"
# The files of a request are attached; who writes it does not describe them.
_ATTACHED = {"attachments"}


def _published() -> dict[str, Any]:
    answer = Client().get(f"{ROOT}/openapi.json")
    assert answer.status_code == 200
    return dict(answer.json())


def test_the_schema_is_openapi_3_1_and_open_to_whoever_asks() -> None:
    published = _published()
    assert published["openapi"].startswith("3.1")
    assert f"{ROOT}/central/search" in published["paths"]
    assert Client().get(f"{ROOT}/docs").status_code == 404


def test_every_operation_documents_its_problems_as_problem_details() -> None:
    for path, methods in _published()["paths"].items():
        for method, operation in methods.items():
            problems = {int(status) for status in operation["responses"] if int(status) >= 400}
            assert {401, 403, 429, 500} <= problems, (method, path)
            assert ("requestBody" in operation) == ({400, 413} <= problems), (method, path)
            assert "{id}" not in path or 404 in problems, (method, path)
            for status in problems:
                of_oauth = path.endswith("/token") and status in (400, 401)
                media = "application/json" if of_oauth else "application/problem+json"
                assert list(operation["responses"][str(status)]["content"]) == [media]


def test_every_post_takes_a_key_every_get_a_known_tag_and_every_list_a_cursor() -> None:
    for path, methods in _published()["paths"].items():
        for method, operation in methods.items():
            names = {parameter["name"] for parameter in operation["parameters"]}
            assert ("Idempotency-Key" in names) == (method == "post"), path
            assert ("If-None-Match" in names) == (method == "get"), path
            assert ("after" in names) == ("limit" in names), path
            if "If-Match" in names:
                assert {"412", "428"} <= set(operation["responses"]), path


def test_what_is_taken_and_shown_of_requests_has_every_field_of_the_draft() -> None:
    for draft, taken, shown in (
        (RequestDraft, RequestGiven, ContentShown),
        (ReplyDraft, ReplyGiven, ReplyContentShown),
    ):
        names = {field.name for field in fields(draft)}
        assert set(taken.model_fields) == names - _ATTACHED
        assert set(shown.model_fields) == names


def _token(world: World, who: str) -> str:
    if who != "few scopes":
        return world.token(who)
    owner = replace(world.caller("xa.officer"), scopes=None, fresh=True)
    until = clock.today() + timedelta(days=1)
    return people.issue_token(owner, username="xa.officer", label="few", expires_on=until, scopes=("register:read",))


def _real(world: World) -> dict[str, dict[str, str]]:
    """The values of a path that lead to records, by the beginning of the path."""
    rfa = call(world, "xa.officer", "POST", "/assistance/requests", REQUEST).body["id"]
    entry = call(world, "xa.cais_official", "POST", "/central/entries", ENTRY).body["id"]
    return {
        f"{ROOT}/assistance/requests/": {"id": rfa},
        f"{ROOT}/central/entries/": {"id": entry},
        f"{ROOT}/registry/provisions/": {"id": "CCO-42.5"},
        f"{ROOT}/registry/instruments/": {"id": "cco-2019"},
        f"{ROOT}/people/officers/": {"username": "xa.contact_point"},
        f"{ROOT}/assistance/forms/": {"instrument": "cco-2019", "type": "information"},
    }


def _led(world: World, real: dict[str, dict[str, str]]) -> Callable[[Case], None]:
    """Leads every second case that is in form to a record that is there, and names what stands there."""
    count = 0

    def led(case: Case) -> None:
        nonlocal count
        count += 1
        known = next((values for start, values in real.items() if case.path.startswith(start)), None)
        if known is None or count % 2:
            return
        case.path_parameters.update({name: value for name, value in known.items() if name in case.path_parameters})
        if "If-Match" in (case.headers or {}):
            who = "xa.officer" if "requests" in case.path else "xa.cais_official"
            try:
                case.headers["If-Match"] = tag(world, who, case.path.split("{")[0].removeprefix(ROOT) + known["id"])
            except KeyError:  # an earlier case deleted it
                return

    return led


def test_whatever_is_sent_is_answered_as_the_schema_promises(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(django_settings, "API_RATES", dict.fromkeys(django_settings.API_RATES, 10**9))
    bearers = {who: {"Authorization": f"Bearer {_token(world, who)}"} for who in ROLES}
    lead, sent = _led(world, _real(world)), Counter[str]()

    # the form of a code is promised, not that such an administration or instrument exists
    def kept(case: Case) -> None:
        if case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE:
            lead(case)
        for who in (*ROLES, "nobody"):
            sent[who] += 1
            headers = {**bearers.get(who, {}), "Accept-Encoding": "identity"}
            try:
                case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])
            except BaseException as failure:
                failure.add_note(f"sent as {who}")
                raise

    ways = _ways_of_making()
    assert len(ways) >= 90
    for cases in ways:
        sought = settings(
            max_examples=CASES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        sought(given(case=cases)(kept))()
    print(f"{sent.total()} cases in {len(ways)} ways: {dict(sent)}")
    assert min(sent.values()) >= len(ways) - 10


def _ways_of_making() -> list[SearchStrategy[Case]]:
    """How to make cases of each operation, in form and out of it; slow to find out."""
    schema = schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.json", get_wsgi_application())
    return [
        found.ok().as_strategy(generation_mode=mode)
        for found in schema.get_all_operations()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    ]
