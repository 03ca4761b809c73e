"""The one wrapper of every act: transaction, identity, decision, journal; nothing in Tidewaiter happens outside it."""

import dataclasses
import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import DatabaseError, close_old_connections, connection, transaction

from tidewaiter.access.decide import Permit, Reason, Refusal, closed_to, decide
from tidewaiter.access.facts import Caller, Facts
from tidewaiter.access.verbs import Verb
from tidewaiter.records import journal, performed
from tidewaiter.records.identity import set_identity
from tidewaiter.records.registry import instruments_added
from tidewaiter.treaty.provisions import beside

P = ParamSpec("P")
R = TypeVar("R")


class NotPermitted(Exception):
    """The act is refused; `reasons` name the provisions."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        self.reasons = reasons
        super().__init__(", ".join(reason.provision for reason in reasons))


class NotFound(Exception):
    """There is nothing there that the caller may know of; hidden and absent answer alike."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with what was handed in: a code, the field, the provision that asks for it, and parameters."""

    code: str
    field: str = ""
    provision: str = ""
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)


class Invalid(Exception):
    """What was handed in does not hold; every fault is listed, nothing was written."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__(", ".join(f"{fault.code}:{fault.field}" for fault in faults))


def refuse(*found: Fault | None) -> None:
    """Ends the act where there is any fault; Invalid lists them all."""
    faults = tuple(fault for fault in found if fault is not None)
    if faults:
        raise Invalid(faults)


class Conflict(Exception):
    """The record is not in the state the act needs, or changed meanwhile; `code` says which."""

    def __init__(self, code: str, **params: str) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


class Repeated(Exception):
    """The act was done before under the same key: nothing was done now, and this is what was answered then."""

    def __init__(self, status: int, answer: Mapping[str, object] | None, location: str) -> None:
        self.status = status
        self.answer = answer
        self.location = location
        super().__init__("repeated")


@dataclass(slots=True)
class Clock:
    """The one clock of acts; tests and the demo move it, production never does."""

    offset: timedelta = timedelta()

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC) + self.offset

    def today(self) -> date:
        """The present day in UTC, the clock of the central system (REQUIREMENTS 3.1)."""
        return self.now().date()


clock = Clock()


@dataclass(slots=True)
class Deed:
    """One act under way: who, when, what was decided, and what the journal will say of it."""

    caller: Caller
    verb: Verb
    at: datetime
    provisions: tuple[str, ...] = ()
    about: dict[str, object] = dataclasses.field(default_factory=dict)
    decided: bool = False

    @property
    def day(self) -> date:
        """The day of the act."""
        return self.caller.day

    def require(self, facts: Facts) -> None:
        """Decides on the record with these facts; a refusal ends the act."""
        decision = decide(self.caller, self.verb, facts)
        self.decided = True
        if isinstance(decision, Refusal):
            raise NotPermitted(decision.reasons)
        assert isinstance(decision, Permit)
        self.provisions = tuple(dict.fromkeys((*self.provisions, *decision.provisions)))

    def rests_on(self, *provisions: str) -> None:
        """Adds provisions that the act rests on."""
        self.provisions = tuple(dict.fromkeys((*self.provisions, *provisions)))

    def tell(self, **about: object) -> None:
        """Adds to what the journal says the act was about."""
        self.about.update(about)


PERFORMED: dict[Verb, Callable[..., Any]] = {}
"""Every act by its verb, filled by `@act`; a test compares it with the verbs and the catalogues."""

_OUTCOMES: Mapping[type[Exception], str] = {
    NotPermitted: "refused",
    NotFound: "not_found",
    Invalid: "invalid",
    Conflict: "conflict",
    Repeated: "repeated",
}


@dataclass(slots=True)
class Attempt:
    """One act to be done once under a key; `asked` tells by a digest what for, `done_by` whose act it became."""

    key: str
    asked: Callable[[], str]
    done_by: Caller | None = None


_attempt: ContextVar[Attempt | None] = ContextVar("attempt", default=None)
_STILL_RUNNING = timedelta(minutes=1)


@contextmanager
def once(key: str, asked: Callable[[], str]) -> Iterator[Attempt]:
    """The one act performed inside is done once under this key of its caller: the key is written with the act."""
    attempt = Attempt(key, asked)
    earlier = _attempt.set(attempt)
    try:
        yield attempt
    finally:
        _attempt.reset(earlier)


@contextmanager
def beside_the_key() -> Iterator[None]:
    """Acts performed inside stand for themselves: the key that `once` was given is another act's."""
    earlier = _attempt.set(None)
    try:
        yield
    finally:
        _attempt.reset(earlier)


def keep_answer(attempt: Attempt, *, status: int, answer: Mapping[str, object] | None, location: str) -> None:
    """Keeps what was answered, to be given again; nothing where the act was not done."""
    if attempt.done_by is None:
        return
    with transaction.atomic(durable=True):
        set_identity(attempt.done_by)
        performed.keep_answer(attempt.done_by.officer, attempt.key, status=status, answer=answer, location=location)


OUTCOMES: tuple[str, ...] = ("done", *_OUTCOMES.values(), "failed")
"""How an act can end, as the journal says it."""


def act(
    verb: Verb, *, stating: Callable[..., tuple[str, str]] | None = None
) -> Callable[[Callable[Concatenate[Deed, P], R]], Callable[Concatenate[Caller, P], R]]:
    """Makes a function an act: one durable transaction under the caller's identity, and one journal entry in it.

    `stating` reads purpose and case from what was handed in, since the identity carries them (CCO-50.2).
    """

    def wrap(perform: Callable[Concatenate[Deed, P], R]) -> Callable[Concatenate[Caller, P], R]:
        @functools.wraps(perform)
        def performed(caller: Caller, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if stating is not None:
                caller = with_purpose(caller, *stating(*args, **kwargs))
            deed = Deed(caller=caller, verb=verb, at=clock.now())
            try:
                return _run(deed, perform, *args, **kwargs)
            except Exception as problem:
                translated = _translated(problem)
                _record_attempt(deed, translated)
                if translated is problem:
                    raise
                raise translated from problem

        PERFORMED[verb] = performed
        return performed

    return wrap


def _run(deed: Deed, perform: Callable[Concatenate[Deed, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    attempt = _attempt.get()
    with transaction.atomic(durable=True):
        set_identity(deed.caller)
        if attempt is not None:
            _claim(deed, attempt)
        with beside(instruments_added):
            result = perform(deed, *args, **kwargs)
        if not deed.decided:
            raise AssertionError(f"the act {deed.verb} decided nothing")
        _append(deed, "done")
    if attempt is not None:
        attempt.done_by = deed.caller
    return result


def _claim(deed: Deed, attempt: Attempt) -> None:
    """Takes the key with the act; an act undone leaves none, and one done before is not done again."""
    if attempt.done_by is not None:
        raise AssertionError("one key stands for one act")
    closed = closed_to(deed.caller, deed.verb)
    if closed:  # an answer is not given again to a token or a role that would not get it today
        raise NotPermitted(closed)
    asked = attempt.asked()
    earlier = performed.claim(deed.caller, attempt.key, asked, deed.at)
    if earlier is None:
        return
    if earlier.asked != asked:
        raise Conflict("key_reused")
    if not earlier.status:
        raise Conflict("key_in_use" if deed.at - earlier.at < _STILL_RUNNING else "answer_lost")
    raise Repeated(earlier.status, earlier.answer, earlier.location)


def _append(deed: Deed, outcome: str) -> None:
    journal.append(
        deed.caller,
        verb=deed.verb.value,
        outcome=outcome,
        provisions=deed.provisions,
        about=deed.about,
        at=deed.at,
    )


def _translated(problem: Exception) -> Exception:
    """The database refuses a move from the wrong state with SQLSTATE 40001: to the caller that is a conflict."""
    cause = problem.__cause__ if isinstance(problem, DatabaseError) else None
    if getattr(cause, "sqlstate", None) == "40001":
        return Conflict("state_changed")
    return problem


def _record_attempt(deed: Deed, problem: Exception) -> None:
    """The work is undone but the attempt is not: it is written in a transaction of its own."""
    outcome = _OUTCOMES.get(type(problem), "failed")
    if isinstance(problem, NotPermitted):
        deed.provisions = tuple(dict.fromkeys(reason.provision for reason in problem.reasons))
    if outcome == "failed":
        deed.tell(error=type(problem).__name__)
        if not connection.in_atomic_block:
            close_old_connections()
    with transaction.atomic(durable=True):
        set_identity(deed.caller)
        _append(deed, outcome)


def with_purpose(caller: Caller, purpose: str, case: str) -> Caller:
    """The same caller, acting for a stated purpose in a stated case (CCO-50.2)."""
    return replace(caller, purpose=_signable(purpose), case=_signable(case))


def _signable(text: str) -> str:
    """Without NUL and half surrogates, which no identity can carry: the attempt is recorded all the same."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
