"""The second stage: what a pair of names and facts is worth, by a frozen model of public data."""

from tidewaiter.screening.judging.worth import worths
from tidewaiter.screening.reasons import ALERT

__all__ = ["ALERT", "worths"]
