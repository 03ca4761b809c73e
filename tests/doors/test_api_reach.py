"""What the API reaches: every act that a page performs, each under a scope, and the law besides."""

import ast
import json
from pathlib import Path
from typing import Any

from tidewaiter.access.rules import SCOPES
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import PERFORMED
from tidewaiter.assistance.lifecycle import MoveVerb
from tidewaiter.doors import web
from tidewaiter.doors.api.published import NO_ACT, acts_of
from tidewaiter.doors.api.routes import api

PERSONS_ALONE = {
    Verb.SIGN_IN: "a person signs in, a token does not",
    Verb.NOTE_FAILED_SIGN_IN: "what failed on the page of signing in is noted there",
    Verb.CHANGE_SIGN_IN: "means of signing in are changed by whoever signed in with the present ones",
    Verb.ACTIVATE_ACCOUNT: "the person who was invited accepts, and nobody has a token before",
    Verb.ACCEPT_DUTIES: "a person reads and accepts them, on a page that shows them",
    Verb.ISSUE_TOKEN: "a token that made tokens could not be taken back",
    Verb.RECORD_SIGN_ON: "whoever decides who signs in does so in person",
    Verb.END_SIGN_ON: "whoever decides who signs in does so in person",
    Verb.READ_NOTICE_CHOICE: "how often an officer wants mail is the officer's own affair",
    Verb.CHOOSE_NOTICES: "how often an officer wants mail is the officer's own affair",
    Verb.KEEP_FORM: "what is typed in a page belongs to the page",
    Verb.OPEN_FORM: "what is typed in a page belongs to the page",
    Verb.DROP_FORM: "what is typed in a page belongs to the page",
}
BY_SECRET = "open_machine_session"


def _operations() -> list[dict[str, Any]]:
    published = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return [operation for methods in published["paths"].values() for operation in methods.values()]


def _performed_by_pages() -> set[Verb]:
    """The acts whose functions the pages name, and every move, since one page makes them all."""
    names: set[str] = set()
    for path in Path(next(iter(web.__path__))).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.Attribute):
                names.add(node.attr)
    found = {verb for verb, act in PERFORMED.items() if act.__name__ in names}
    return found | {Verb(verb) for verb in MoveVerb}


def test_every_act_of_the_pages_is_an_operation_or_has_a_reason_not_to_be() -> None:
    reached = {Verb(verb) for operation in _operations() for verb in operation["x-tidewaiter-acts"]}
    pages = _performed_by_pages()
    assert len(pages) > 35
    assert pages - reached - set(PERSONS_ALONE) == set()
    assert reached & set(PERSONS_ALONE) == set()


def test_every_operation_is_one_act_or_reads_the_law() -> None:
    for operation in _operations():
        id = operation["operationId"]
        assert bool(acts_of(id)) != (id in NO_ACT), id


def test_every_operation_says_the_scope_that_its_act_needs() -> None:
    for operation in _operations():
        id, acts, needed = (operation[name] for name in ("operationId", "x-tidewaiter-acts", "x-tidewaiter-scope"))
        assert acts == {verb.value: SCOPES[verb].value for verb in acts_of(id) if id != BY_SECRET} or id == BY_SECRET
        assert needed == sorted({scope for scope in acts.values() if scope})
        assert all(f"`{scope}`" in operation["description"] for scope in needed)


def test_every_act_that_a_token_opens_is_an_operation() -> None:
    reached = {Verb(verb) for operation in _operations() for verb in operation["x-tidewaiter-acts"]}
    assert set(SCOPES) - reached == set()
