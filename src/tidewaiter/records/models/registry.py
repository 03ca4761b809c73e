"""What parties do under the instruments: facts with the day they count in law and the moment they were recorded.

No row is ever changed. Rows that share a `fact` are the same fact as it was known from one moment to the next: the row
recorded last before a moment is what was believed then, and a retracted one says that there was no such fact (SYS-3).
"""

from django.contrib.postgres.functions import RandomUUID
from django.db import models

from tidewaiter.records.models.marking import Protected, new_id, words


class Believed(Protected):
    """A fact of the register as it was known from `recorded_at` until another row of the same `fact`."""

    # the database's own default gives each row that was there before facts were told apart one of its own
    fact = models.UUIDField(default=new_id, db_default=RandomUUID())
    recorded_at = models.DateTimeField()
    retracted = models.BooleanField(default=False)
    why = models.CharField(max_length=500, default="")
    source = models.CharField(max_length=500, default="")
    trust = models.CharField(max_length=16, default="verified")

    class Meta:
        abstract = True


class UnitRecord(Believed):
    """A State, territory or union of the register, with what its eligibility turns on (REQUIREMENTS 4.1)."""

    code = models.CharField(max_length=16)
    kind = models.CharField(max_length=16)
    name = models.JSONField(default=dict)
    responsible_state = models.CharField(max_length=16, default="")
    latitude = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    longitude = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    communities = words(32)
    evidence = words(40)
    council_member = models.BooleanField(default=False)
    member_states = words(16)


class InstrumentActRecord(Believed):
    """One act of a party to an instrument: deposit, opt-out, withdrawal and the like (REQUIREMENTS 4.1)."""

    instrument = models.CharField(max_length=64)
    type = models.CharField(max_length=40)
    units = words(16)
    on = models.DateField()
    received = models.DateField(null=True)
    annexes = words(8)
    names_annexes = models.BooleanField(default=False)
    articles = words(16)
    territories = words(16)
    effect_on = models.DateField(null=True)
    cured_on = models.DateField(null=True)
    reasons = models.BooleanField(default=False)
    form = models.CharField(max_length=20, default="in_due_form")
    finding = models.CharField(max_length=1000, default="")
    finding_provision = models.CharField(max_length=32, default="")
    reference = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [models.Index(fields=["instrument", "recorded_at"]), models.Index(fields=["fact"])]


class ArrangementRecord(Believed):
    """A mutual arrangement of administrations that serves Articles for a time (CCO-61.2)."""

    parties = words(16)
    articles = words(32)
    since = models.DateField()
    until = models.DateField(null=True)
    scope = models.CharField(max_length=1000, default="")
    elements = words(64)
    frequency = models.CharField(max_length=200, default="")
    reference = models.CharField(max_length=200, default="")


class TreatyPosition(Believed):
    """A position of a State as a source tells it, too inexact to compute with: a year, or two possible days (MNG-1)."""

    unit = models.CharField(max_length=16)
    kind = models.CharField(max_length=32)
    instrument = models.CharField(max_length=200)
    partner = models.CharField(max_length=16, default="")
    stated = models.CharField(max_length=200, default="")
    precision = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField(null=True)
    meaning = models.CharField(max_length=16, default="uncertain")


class InstrumentVersion(models.Model):
    """A profile that one installation adds: a bilateral agreement, or the completion of an unverified instrument.

    It counts once another person than its author has verified it; the law is public, so no row policy hides it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    instrument = models.CharField(max_length=64)
    family = models.CharField(max_length=32)
    profile = models.TextField()
    administration = models.CharField(max_length=16)
    source = models.CharField(max_length=500, default="")
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    verified_by = models.CharField(max_length=64, default="")
    verified_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
