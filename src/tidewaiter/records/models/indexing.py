"""What changed in the central system since the index of names was last brought up to date."""

from django.db import models

from tidewaiter.records.models.marking import Protected


class IndexChange(Protected):
    """One entry that became findable, changed or was erased; written by the database itself, and without content.

    `transaction` orders changes by what a snapshot has seen, since rows commit in another order than they are written.
    """

    entry = models.UUIDField(db_index=True)
    what = models.CharField(max_length=8)
    transaction = models.BigIntegerField(db_index=True)
