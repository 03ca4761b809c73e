"""What the Organization's Council decides, and the matters before the Organization: files and steps, never changed."""

from django.db import models

from tidewaiter.records.models.marking import Protected, new_id, words
from tidewaiter.records.models.registry import Believed


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


class VotingBar(Believed):
    """Why a Member's vote may not count: a recorded exclusion, or arrears without one (CCO-10.4, CCO-16.2)."""

    instrument = models.CharField(max_length=64)
    unit = models.CharField(max_length=16)
    kind = models.CharField(max_length=16)
    since = models.DateField()
    until = models.DateField(null=True)
    decision = models.CharField(max_length=64, default="")
    recommended_on = models.DateField(null=True)


class CouncilVote(Protected):
    """One vote of a Council: the roll as the register gave it on the day, the ballots by name, and the result."""

    number = models.CharField(max_length=64)
    instrument = models.CharField(max_length=64)
    annex = models.CharField(max_length=8, default="")
    item = models.CharField(max_length=300)
    majority = models.CharField(max_length=20)
    opened_on = models.DateField()
    day = models.DateField()
    roll = words(16)
    excluded = words(16)
    arrears = words(16)
    voters = words(16)
    casts = words(16)
    votes_for = models.PositiveSmallIntegerField()
    votes_against = models.PositiveSmallIntegerField()
    abstentions = models.PositiveSmallIntegerField()
    void = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=16)
    contested = models.BooleanField(default=False)
    resolution = models.CharField(max_length=64, default="")
    text = models.CharField(max_length=4000, default="")
    effective_on = models.DateField(null=True)
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    fact = models.UUIDField(default=new_id)
    retracted = models.BooleanField(default=False)
    why = models.CharField(max_length=500, default="")


class Matter(Protected):
    """One matter before the Organization: an amendment, a dispute, an application, or what a beginning asks for."""

    kind = models.CharField(max_length=16)
    variant = models.CharField(max_length=32, default="")
    number = models.CharField(max_length=64)
    instrument = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    text = models.CharField(max_length=4000, default="")
    units = words(16)
    provisions = words(16)
    annex = models.CharField(max_length=8, default="")
    gateway = models.CharField(max_length=8, default="")
    flags = words(40)
    reference = models.CharField(max_length=200, default="")
    opened_on = models.DateField()
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()


class MatterStep(Protected):
    """One dated step of a matter; `concerns` names an earlier step of it, `made` the fact that it put in the register.

    A step that was taken back has a second row of the same `fact` that says so.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="steps")
    code = models.CharField(max_length=32)
    on = models.DateField()
    unit = models.CharField(max_length=16, default="")
    text = models.CharField(max_length=4000, default="")
    vote = models.ForeignKey(CouncilVote, on_delete=models.PROTECT, null=True)
    effect_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    articles = words(16)
    flags = words(40)
    reference = models.CharField(max_length=200, default="")
    concerns = models.UUIDField(null=True)
    made = models.UUIDField(null=True)
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    fact = models.UUIDField(default=new_id)
    retracted = models.BooleanField(default=False)
    why = models.CharField(max_length=500, default="")

    class Meta:
        indexes = [models.Index(fields=["matter", "recorded_at"])]
