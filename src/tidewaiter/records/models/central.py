"""Watch entries of the central system, the keys that find them, and their versions (REQUIREMENTS 4.6)."""

from django.db import models

from tidewaiter.records.models.marking import Protected


class ImportBatch(Protected):
    """Entries imported together; drafts until another officer releases them all.

    `rows_done` is the cursor of an import under way: it moves in the same transaction as the entries are written.
    """

    administration = models.CharField(max_length=16)
    source = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    settings = models.JSONField(default=dict)
    state = models.CharField(max_length=16, default="finished")
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    names = models.PositiveIntegerField(default=0)
    flagged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    refusals = models.JSONField(default=list)
    imported_by = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=64, default="")
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(released_by=models.F("imported_by")) | models.Q(released_by=""),
                name="another_officer_releases_batch",
            )
        ]


class ImportMapping(Protected):
    """Which column of a source's lists means what, kept by one administration under a name."""

    administration = models.CharField(max_length=16)
    name = models.CharField(max_length=80)
    columns = models.JSONField(default=dict)
    schema = models.CharField(max_length=40, default="")
    date_format = models.CharField(max_length=8, default="")
    separator = models.CharField(max_length=3, default="")
    saved_by = models.CharField(max_length=64)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "name"], name="one_mapping_of_a_name")]


class ExportRecord(Protected):
    """Entries that left on a medium: what, for which case, who carries them and when they are destroyed (CCO-47.1)."""

    administration = models.CharField(max_length=16)
    serial = models.CharField(max_length=32)
    exported_by = models.CharField(max_length=64)
    exported_at = models.DateTimeField()
    purpose = models.CharField(max_length=32)
    case = models.CharField(max_length=100)
    format = models.CharField(max_length=8)
    filters = models.JSONField(default=dict)
    entries = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    carrier = models.CharField(max_length=200)
    handed_over_on = models.DateField()
    destroy_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "serial"], name="serial_per_administration")]


class CentralEntry(Protected):
    """A watch entry of one supplying Member; personal data: for persons, erased on `delete_on` (CCO-51)."""

    number = models.CharField(max_length=32)
    supplier = models.CharField(max_length=16)
    category = models.CharField(max_length=16)
    subject = models.JSONField()
    reason = models.TextField()
    grounds = models.TextField(default="")
    purposes = models.JSONField(default=list)
    action = models.CharField(max_length=16)
    personal = models.BooleanField()
    delete_on = models.DateField(null=True)
    linked_request = models.UUIDField(null=True)
    flags = models.JSONField(default=list)
    source_ref = models.CharField(max_length=200, default="")
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.PROTECT, related_name="members")
    version = models.PositiveIntegerField(default=1)
    entered_by = models.CharField(max_length=64)
    entered_at = models.DateTimeField()
    attested_by = models.CharField(max_length=64)
    released_by = models.CharField(max_length=64, default="")
    released_at = models.DateTimeField(null=True)
    notice_on = models.DateField(null=True)
    noticed_for = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["supplier", "entered_at"]),
            models.Index(fields=["delete_on"]),
            models.Index(fields=["released_at"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "number"], name="number_per_supplier"),
            models.CheckConstraint(
                condition=~models.Q(released_by=models.F("attested_by")) | models.Q(released_by=""),
                name="another_officer_releases",
            ),
            models.CheckConstraint(
                condition=models.Q(personal=False) | models.Q(delete_on__isnull=False),
                name="personal_data_ends",
            ),
        ]


class EntryName(Protected):
    """One name of a released entry, and its Latin reading for the thorough pass."""

    entry = models.ForeignKey(CentralEntry, on_delete=models.CASCADE, related_name="names")
    text = models.TextField()
    latin = models.TextField()


class EntryKey(models.Model):
    """A name or identifier key of an entry as a 64-bit number: found by `=`, which row policy lets use its index."""

    id = models.BigAutoField(primary_key=True)
    marking = models.ForeignKey("records.Marking", on_delete=models.PROTECT, db_index=False)
    entry = models.ForeignKey(CentralEntry, on_delete=models.CASCADE, related_name="keys")
    key = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["key"], include=["entry", "marking"], name="entry_by_key")]


class EntryVersion(Protected):
    """An entry as it stood before a change, with who changed it and why (CCO-47.1.v, CCO-53.1); erased with it."""

    entry = models.ForeignKey(CentralEntry, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    changed_by = models.CharField(max_length=64)
    changed_at = models.DateTimeField()
    reason = models.TextField()
