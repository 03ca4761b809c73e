"""Puts the API together; `api.urls` goes under /api/v1."""

from tidewaiter.doors.api import (
    agreements,
    assistance,
    central,
    cooperation,
    depositary,
    directory,
    exchange,
    organization,
    people,
    registry,
    registry_reading,
    risk,
    screening,
    token,
)
from tidewaiter.doors.api.application import TidewaiterAPI
from tidewaiter.doors.api.callers import BearerToken
from tidewaiter.doors.api.keys import done_once
from tidewaiter.doors.api.problems import answer_problems
from tidewaiter.doors.api.rates import TokenRate

api = TidewaiterAPI(
    title="Tidewaiter",
    version="1",
    description=(
        "Mutual administrative assistance between customs administrations. Every operation is one act: it is "
        "decided on under the provisions of an instrument, and stands in the journal, refused or not. "
        "Accept-Language (en, fr, es, nl) chooses the words; codes never change with it."
    ),
    urls_namespace="api-v1",
    docs_url=None,
    auth=BearerToken(),
    throttle=[TokenRate()],
)
api.add_decorator(done_once, mode="view")
api.add_router("/assistance", assistance.router)
api.add_router("/central", central.router)
api.add_router("/central", exchange.router)
api.add_router("/cooperation", cooperation.router)
api.add_router("/people", people.router)
api.add_router("/screening", screening.router)
api.add_router("/screening", risk.router)
api.add_router("/organization", organization.router)
api.add_router("/depositary", depositary.router)
api.add_router("/registry", directory.router)
api.add_router("/registry", registry_reading.router)
api.add_router("/registry", agreements.router)
api.add_router("", registry.router)
api.add_router("", token.router)
answer_problems(api)
