"""Drafts a request for assistance, has it approved, sends it, and waits for the answer: one whole story of the API.

    export TIDEWAITER_URL=http://localhost:8000 OFFICER_TOKEN=... APPROVER_TOKEN=...
    python send_request.py request.json

The token of an officer needs the scopes requests:read and requests:write, that of the approver requests:read and
requests:decide: two officers, since nobody approves what they wrote.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

from tidewaiter_client import Client, Problem, Request

ANSWERED = ("answered", "declined", "closed")


def main() -> int:
    """Play the story; 0 once there is an answer, 1 when something was refused, 2 when the wait was over before."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("content", type=Path, help="the request as JSON")
    parser.add_argument("--every", type=float, default=60.0, help="seconds between two looks for the answer")
    parser.add_argument("--looks", type=int, default=60, help="how often to look")
    given = parser.parse_args()
    base = os.environ["TIDEWAITER_URL"]
    officer, approver = (Client(base, os.environ[f"{role}_TOKEN"]) for role in ("OFFICER", "APPROVER"))
    try:
        id = sent(officer, approver, given.content)
        answered = awaited(officer, id, every=given.every, looks=given.looks)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    return told(answered)


def sent(officer: Client, approver: Client, content: Path) -> str:
    """Draft, approve and send; give the id."""
    id = officer.draft_request(json.loads(content.read_text(encoding="utf-8")))
    draft = approver.read_request(id)
    for lack in draft.problems:
        print(f"{lack.provision}: {lack.message}", file=sys.stderr)
    approver.approve(draft)
    officer.move(officer.read_request(id), "send")
    print(f"{draft.number} is sent to {draft.requested}")
    return id


def awaited(officer: Client, id: str, *, every: float, looks: int) -> Request:
    """Look until it is answered or declined, or often enough."""
    for _ in range(looks):
        found = officer.read_request(id)
        if found.state in ANSWERED:
            return found
        time.sleep(every)
    return officer.read_request(id)


def told(request: Request) -> int:
    """Print what was answered."""
    if request.state not in ANSWERED:
        print(f"{request.number} is {request.state}; nothing was answered yet")
        return 2
    for step in request.steps:
        if step.reply:
            content = step.reply.content
            print(f"{step.verb} by {step.administration}: {content['text'] or content['reasons']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
