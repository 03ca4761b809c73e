"""Lists submitted to be screened, their lines and hits, what stays quiet, and the approved elements.

Who may know of a hit or a quiet pair is said twice: by the marking, and by the entry, which the caller must see, too
(`records.guards`). The references to lines and entries are made there as well, since they delete what hangs on them
without regard to whose it is: the hits of an erased entry go with it, whoever erased it.
"""

from django.db import models

from tidewaiter.records.models.marking import Protected, words


class SubmittedList(Protected):
    """A manifest, passenger list or the like: what it is, how far it is, and after its deletion its digests.

    A machine hands in for the official who answers for it: that official submitted it, and `sent_by` is the machine.
    `taken` counts what was handed in, `lines` what of it is screened, `lines_done` how far that has come. The last
    three say up to when changed entries were held against it, and how far a pass under way has come.
    """

    administration = models.CharField(max_length=16)
    source = models.CharField(max_length=200)
    kind = models.CharField(max_length=16)
    purpose = models.CharField(max_length=32)
    case = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    content_digest = models.CharField(max_length=80, default="")
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=16)
    taken = models.PositiveIntegerField(default=0)
    lines = models.PositiveIntegerField(default=0)
    lines_done = models.PositiveIntegerField(default=0)
    flagged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    refusals = models.JSONField(default=list)
    generation = models.BigIntegerField(default=0)
    submitted_by = models.CharField(max_length=64)
    sent_by = models.CharField(max_length=64, default="")
    submitted_at = models.DateTimeField()
    screened_at = models.DateTimeField(null=True)
    advance = models.BooleanField(default=False)
    arrived = models.CharField(max_length=16, default="")
    eta = models.DateTimeField(null=True)
    elements = models.CharField(max_length=64, default="")
    same_as = models.DateField(null=True)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.CharField(max_length=64, default="")
    looked_at = models.DateTimeField(null=True)
    looking_until = models.DateTimeField(null=True)
    looked_lines = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["administration", "submitted_at"]),
            models.Index(fields=["administration", "digest"]),
            models.Index(fields=["state"]),
        ]


class ListedLine(Protected):
    """One line of a list as it was read; `number` counts the lines that were taken, `line` is where it stood."""

    list = models.ForeignKey(SubmittedList, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    number = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    row_id = models.CharField(max_length=200)
    content = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["list", "number"])]


class ListHit(Protected):
    """A party of a list that is like an entry, and what was decided; nothing of the entry but its id stands here.

    `line` is the first that names the party; `digest` is of what is said of it, the same wherever it stands.
    """

    list = models.ForeignKey(SubmittedList, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    line = models.ForeignKey(ListedLine, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    party = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    entry = models.UUIDField()
    entry_version = models.PositiveIntegerField()
    score = models.FloatField()
    band = models.CharField(max_length=16)
    generation = models.BigIntegerField()
    found_at = models.DateTimeField()
    state = models.CharField(max_length=16)
    quiet_because = models.CharField(max_length=16, default="")
    decided_by = models.CharField(max_length=64, default="")
    decided_at = models.DateTimeField(null=True)
    reason_code = models.CharField(max_length=32, default="")
    reason = models.CharField(max_length=1000, default="")
    valid_until = models.DateField(null=True)
    outcome = models.CharField(max_length=16, default="")
    place = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [models.Index(fields=["list", "state"]), models.Index(fields=["entry"])]
        constraints = [models.UniqueConstraint(fields=["list", "digest", "entry"], name="one_hit_of_a_pair")]


class QuietPair(Protected):
    """A party, by the digest of what the line said of it, and an entry that an official found to be another.

    It counts for this version of the entry and until its last day.
    """

    administration = models.CharField(max_length=16)
    party = models.CharField(max_length=64)
    entry = models.UUIDField()
    entry_version = models.PositiveIntegerField()
    until = models.DateField()
    reason_code = models.CharField(max_length=32)
    reason = models.CharField(max_length=1000)
    kept_by = models.CharField(max_length=64)
    kept_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["administration", "party"]), models.Index(fields=["entry"])]


class OrdinaryName(Protected):
    """A name of which an administration knows that it collides with entries and means nobody in them."""

    administration = models.CharField(max_length=16)
    text = models.CharField(max_length=400)
    name = models.CharField(max_length=400)
    birth = models.CharField(max_length=40, default="")
    document = models.CharField(max_length=64, default="")
    reason = models.CharField(max_length=1000)
    until = models.DateField()
    kept_by = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=64, default="")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["administration", "name"])]


class ListTally(Protected):
    """How the hits of a list stood when it was deleted, for the officer who submitted it and saw them all."""

    list = models.ForeignKey(SubmittedList, on_delete=models.PROTECT, related_name="tallies")
    counts = models.JSONField(default=dict)


class ListMapping(Protected):
    """How the lists of one source are read, kept by one administration under a name."""

    administration = models.CharField(max_length=16)
    name = models.CharField(max_length=80)
    mapping = models.JSONField(default=dict)
    saved_by = models.CharField(max_length=64)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "name"], name="one_list_mapping_of_a_name")]


class ElementListRecord(Protected):
    """The elements that advance information may hold, as adopted by the Executive Committee (CCO-28.2)."""

    version = models.CharField(max_length=64)
    decision = models.CharField(max_length=64)
    decided_on = models.DateField()
    in_force_from = models.DateField()
    elements = words()
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
