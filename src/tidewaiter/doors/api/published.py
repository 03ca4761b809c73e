"""What the published schema says beyond paths and fields: acts and scopes, problems, headers, examples."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from tidewaiter.access.rules import SCOPES
from tidewaiter.access.verbs import Verb
from tidewaiter.assistance.fields import SHORT
from tidewaiter.assistance.lifecycle import MoveVerb
from tidewaiter.doors.api.etags import ENTITY_TAG
from tidewaiter.doors.api.examples import NoExample, examples_of
from tidewaiter.doors.api.keys import HEADER, KEY, REPLAYED, Keeping, keeping_of
from tidewaiter.doors.api.problems import BY_STATUS, INVALID, MALFORMED, MEDIA_TYPE, NOT_FOUND, TOO_MANY, ProblemDetails

NO_ACT = frozenset({"read_form", "list_instruments", "read_instrument", "read_provision"})
"""Operations that read the law or the house's own lists, which is nobody's secret and no act; they take a token too."""
_SEVERAL: Mapping[str, tuple[Verb, ...]] = MappingProxyType(
    {
        "move_request": tuple(Verb(verb) for verb in MoveVerb),
        "send_list_file": (Verb.CHECK_LIST, Verb.SUBMIT_LIST, Verb.ADD_LINES, Verb.FINISH_LIST),
    }
)
_CONDITIONAL = "If-Match"
_MAY_BE_LEFT_OUT = ("move_request",)
_EVERYWHERE = (401, 403, 429, 500)
_WITH_BODY = (400, 413)
_STRING = {"schema": {"type": "string"}}


def acts_of(operation_id: str) -> tuple[Verb, ...]:
    """Return the acts that an operation performs; nothing where it performs none."""
    one = (Verb(operation_id),) if operation_id in set(Verb) else ()
    return _SEVERAL.get(operation_id, one)


def complete(schema: dict[str, Any]) -> None:
    """Complete a schema that ninja made, in place."""
    definitions = schema["components"]["schemas"]
    definitions.update(_problem_definitions())
    for path in schema["paths"].values():
        for method, operation in path.items():
            _add_acts(operation)
            _add_headers_asked(method, operation)
            _add_headers_given(method, operation)
            _add_problems(method, operation)
            _add_examples(operation, definitions)


def _problem_definitions() -> dict[str, Any]:
    made = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**made.pop("$defs"), "ProblemDetails": made}


def _add_acts(operation: dict[str, Any]) -> None:
    verbs = acts_of(operation["operationId"])
    scopes = {verb.value: SCOPES.get(verb) for verb in verbs}
    needed = sorted({scope.value for scope in scopes.values() if scope})
    operation["x-tidewaiter-acts"] = {verb: scope.value if scope else None for verb, scope in scopes.items()}
    operation["x-tidewaiter-scope"] = needed
    if needed:
        named = " or ".join(f"`{scope}`" for scope in needed)
        operation["description"] = f"{operation.get('description', '')}\n\nThe token needs the scope {named}.".strip()


def _add_headers_asked(method: str, operation: dict[str, Any]) -> None:
    parameters = operation["parameters"]
    for parameter in parameters:
        if parameter["name"] == _CONDITIONAL:
            parameter["required"] = operation["operationId"] not in _MAY_BE_LEFT_OUT
            parameter["schema"] = {"type": "string", "pattern": ENTITY_TAG, "maxLength": SHORT}
            parameter["example"] = '"4e0740856f8f1d1c3f3b1e9d1f1a9c5f-draft.0f0b7d1c2a3e4f5a"'
    if method == "get":
        parameters.append(_header("If-None-Match", "an ETag; 304 and no body where it is still the same", {}))
    if method == "post":
        keeping = keeping_of(operation["operationId"])
        parameters.append(
            _header(HEADER, f"sent again under the same key: {keeping.value}", {"pattern": KEY, "maxLength": 200})
        )


def _header(name: str, description: str, more: Mapping[str, Any]) -> dict[str, Any]:
    schema = {"type": "string", **more}
    return {"name": name, "in": "header", "required": False, "description": description, "schema": schema}


def _add_headers_given(method: str, operation: dict[str, Any]) -> None:
    listing = any(parameter["name"] == "after" for parameter in operation["parameters"])
    for status, response in _succeeding(operation):
        headers = response.setdefault("headers", {})
        if method == "get" and status == 200:
            headers["ETag"] = {"description": "changes with anything in the answer", **_STRING}
        if listing:
            headers["Link"] = {"description": 'the next page, rel="next", where there is one', **_STRING}
        if status == 201 and operation["operationId"] in _WITH_ADDRESS:
            headers["Location"] = {"description": "where it stands", **_STRING}
        if method == "post" and keeping_of(operation["operationId"]) is Keeping.ANSWER:
            headers[REPLAYED] = {"description": "`true` where this was answered before under the same key", **_STRING}
    if method == "get":
        operation["responses"][304] = {"description": "the same as If-None-Match names"}


_WITH_ADDRESS = ("draft_request", "create_entry", "attach", "begin_import", "submit_list", "send_list_file")


def _succeeding(operation: Mapping[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    for status, response in operation["responses"].items():
        if int(status) < 300:
            yield int(status), response


def _add_problems(method: str, operation: dict[str, Any]) -> None:
    parameters = operation["parameters"]
    statuses = {status for status in operation["responses"] if status >= MALFORMED.status}.union(_EVERYWHERE)
    if "requestBody" in operation:
        statuses.update(_WITH_BODY)
    if parameters or "requestBody" in operation:
        statuses.add(INVALID.status)
    if any(parameter["in"] == "path" for parameter in parameters):
        statuses.add(NOT_FOUND.status)
    if method != "get" or "attachment" in operation["operationId"]:
        statuses.add(409)
    if any(parameter["name"] == _CONDITIONAL for parameter in parameters):
        statuses.update((412, 428))
    if operation["operationId"] == "approve_request":
        statuses.add(412)
    for status in sorted(statuses):
        if operation["responses"].get(status, {}).get("content"):
            continue  # the exchange of a secret answers as RFC 6749 says
        operation["responses"][status] = {
            "description": BY_STATUS[status].name.replace("_", " "),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
        }
    operation["responses"][TOO_MANY.status]["headers"] = {
        "Retry-After": {"description": "seconds to wait", "schema": {"type": "integer"}}
    }


def _add_examples(operation: dict[str, Any], definitions: Mapping[str, Any]) -> None:
    contents = [response for _, response in _succeeding(operation)]
    if "requestBody" in operation:
        contents.append(operation["requestBody"])
    for part in contents:
        for content in part.get("content", {}).values():
            if not {"example", "examples"} & set(content):
                found = _found_examples(content["schema"], definitions)
                content["examples"] = {str(place): {"value": value} for place, value in enumerate(found, 1)}


def _found_examples(schema: dict[str, Any], definitions: Mapping[str, Any]) -> list[Any]:
    """A schema without an example is better than none at all; a test finds which."""
    try:
        return examples_of(schema, definitions)
    except NoExample:
        return []
