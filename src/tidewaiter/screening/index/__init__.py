"""The search index of the central system: names and numbers of millions of entries, searched in a millisecond."""

from tidewaiter.screening.index.finding import Index
from tidewaiter.screening.index.keeping import add, build, merge, remove
from tidewaiter.screening.index.shapes import Candidate, Indexed, IndexRefused

__all__ = ["Candidate", "Index", "IndexRefused", "Indexed", "add", "build", "merge", "remove"]
