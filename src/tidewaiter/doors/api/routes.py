"""Puts the API together; `api.urls` goes under /api/v1."""

from tidewaiter.doors.api import assistance, central, registry
from tidewaiter.doors.api.application import TidewaiterAPI
from tidewaiter.doors.api.callers import BearerToken
from tidewaiter.doors.api.problems import answer_problems

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
)
api.add_router("/assistance", assistance.router)
api.add_router("/central", central.router)
api.add_router("", registry.router)
answer_problems(api)
