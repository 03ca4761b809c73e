"""The published schema of the API: what it promises, and that what is answered keeps the promise."""

from dataclasses import fields
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import positive_data_acceptance
from tests.doors.api_calls import ROOT
from tests.world import World

from tidewaiter.assistance.draft import RequestDraft
from tidewaiter.assistance.replies import ReplyDraft
from tidewaiter.doors.api.schemas.given_requests import ReplyGiven, RequestGiven
from tidewaiter.doors.api.schemas.shown_requests import ContentShown, ReplyContentShown

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
            assert {401, 403, 500} <= problems, (method, path)
            assert ("requestBody" in operation) == ({400, 413} <= problems), (method, path)
            assert "{id}" not in path or 404 in problems, (method, path)
            for status in problems:
                assert list(operation["responses"][str(status)]["content"]) == ["application/problem+json"]


def test_what_is_taken_and_shown_of_requests_has_every_field_of_the_draft() -> None:
    for draft, taken, shown in (
        (RequestDraft, RequestGiven, ContentShown),
        (ReplyDraft, ReplyGiven, ReplyContentShown),
    ):
        names = {field.name for field in fields(draft)}
        assert set(taken.model_fields) == names - _ATTACHED
        assert set(shown.model_fields) == names


@pytest.mark.parametrize("who", ["xa.officer", "xz.depositary"])
def test_whatever_is_sent_is_answered_as_the_schema_promises(world: World, who: str) -> None:
    schema = schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.json", get_wsgi_application())
    headers = {"Authorization": f"Bearer {world.token(who)}", "Accept-Encoding": "identity"}

    # the form of a code is promised, not that such an administration or instrument exists
    def kept(case: Case) -> None:
        case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 30
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            sought = settings(
                max_examples=3,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            sought(given(case=operation.as_strategy(generation_mode=mode))(kept))()
