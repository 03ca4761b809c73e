"""Risk profiles of one administration, what they raised, and what lists leave behind for them once they are deleted."""

from django.db import models

from tidewaiter.records.models.marking import Protected


class RiskProfile(Protected):
    """A profile that an administration tries on its own lists; its content stands in its versions."""

    administration = models.CharField(max_length=16)
    number = models.CharField(max_length=32)
    begun_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=64, default="")
    withdrawn_at = models.DateTimeField(null=True)
    noticed_for = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "number"], name="number_of_a_profile")]


class RiskProfileVersion(Protected):
    """One version of a profile; its content never changes, and another officer than its author releases it."""

    profile = models.ForeignKey(RiskProfile, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=32)
    grounds = models.TextField()
    joined = models.CharField(max_length=8)
    threshold = models.PositiveSmallIntegerField()
    conditions = models.JSONField()
    expires_on = models.DateField()
    why = models.CharField(max_length=500, default="")
    author = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    released_by = models.CharField(max_length=64, default="")
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "number"], name="one_version_of_a_number"),
            models.CheckConstraint(
                condition=~models.Q(released_by=models.F("author")) | models.Q(released_by=""),
                name="another_officer_releases_profile",
            ),
        ]


class RaisedRisk(Protected):
    """That a version of a profile raised a line of a list, and what an officer found: nothing of the line itself.

    `held` names the conditions that held and what history told of them; it stays when the list is deleted. `number`
    is that of the line among those that were taken.
    """

    administration = models.CharField(max_length=16)
    list = models.UUIDField()
    number = models.PositiveIntegerField()
    profile = models.ForeignKey(RiskProfile, on_delete=models.PROTECT, related_name="raised")
    version = models.PositiveIntegerField()
    score = models.FloatField()
    held = models.JSONField()
    raised_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, default="")
    decided_by = models.CharField(max_length=64, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["administration", "raised_at"])]
        constraints = [models.UniqueConstraint(fields=["list", "number", "profile"], name="a_line_is_raised_once")]


class SeenTrader(Protected):
    """That a trader stood in own lists, by a keyed digest: the last day, and the last day in another list before it.

    Personal data under a pseudonym where a business bears the name of a person: deleted on `delete_on`.
    """

    administration = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    first_on = models.DateField()
    last_list = models.UUIDField()
    last_on = models.DateField()
    before_on = models.DateField(null=True)
    delete_on = models.DateField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "digest"], name="a_trader_stands_once")]


class ConfirmedContainer(Protected):
    """That a hit on a line with this container was confirmed last on this day; deleted on `delete_on`."""

    administration = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    confirmed_on = models.DateField()
    delete_on = models.DateField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "digest"], name="a_container_stands_once")]


class ValueCount(Protected):
    """How many lines of an HS heading had a value per kilogram on one step of the scale in a year: numbers alone."""

    administration = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=4)
    currency = models.CharField(max_length=3)
    step = models.SmallIntegerField()
    lines = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "year", "heading", "currency", "step"], name="one_count_of_a_step"
            )
        ]
