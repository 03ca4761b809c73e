"""The acts of reading the register: open to every officer, and to nobody who only holds the installation or a link."""

from collections.abc import Callable

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions import registry

READING_THE_REGISTER: dict[Verb, Callable[[Caller, object], object]] = {
    Verb.READ_INSTRUMENT_STATUS: lambda who, _: registry.read_instrument_status(who, "cco-2019"),
    Verb.READ_PARTIES: lambda who, _: registry.read_parties(who),
    Verb.READ_PARTY: lambda who, _: registry.read_party(who, "XM"),
    Verb.READ_MATRIX: lambda who, _: registry.read_matrix(who, "cco-2019"),
    Verb.READ_PROVISION_STATUS: lambda who, _: registry.read_provision_status(who, "CCO-39"),
    Verb.READ_CALENDAR: lambda who, _: registry.read_calendar(who),
}
"""What the register publishes concerns no administration in particular."""
