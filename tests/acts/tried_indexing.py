"""The act of the worker on the index, as anybody else may try it."""

from collections.abc import Callable

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions import central

OF_THE_WORKER: dict[Verb, Callable[[Caller, object], object]] = {
    Verb.KEEP_INDEX: lambda who, _: central.keep_index(who),
}
"""The act that nobody but the system performs."""
