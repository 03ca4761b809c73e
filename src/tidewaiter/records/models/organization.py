"""Decisions of the Council as far as the central system stands on them (CCO-44)."""

from django.db import models

from tidewaiter.records.models.marking import Protected, words


class CouncilDecision(Protected):
    """A decision that centralizes categories of information for stated purposes from a day on (CCO-44)."""

    number = models.CharField(max_length=64)
    decided_on = models.DateField()
    effective_on = models.DateField()
    categories = words()
    purposes = words()
    votes_for = models.PositiveSmallIntegerField()
    votes_against = models.PositiveSmallIntegerField()
    abstentions = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()
