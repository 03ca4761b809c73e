"""The directory: whom to write to in an administration, who may do what there, and what it filed.

No row is ever changed: an end, a correction or the result of an examination is a further row of the same `fact`.
"""

from django.db import models

from tidewaiter.records.models.marking import Protected
from tidewaiter.records.models.registry import Believed


class Listed(Believed):
    """Something that stands in the directory of an administration from one day to another (both included)."""

    administration = models.CharField(max_length=16)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        abstract = True


class CompetentAuthority(Listed):
    """An authority designated for the central system, for its security or for a provision (CCO-20.3, 45.3, 48.1).

    `examined` is what the Secretariat found of the filing: nothing yet, complete, or returned for completion.
    """

    provision = models.CharField(max_length=32)
    name = models.CharField(max_length=200)
    reach = models.CharField(max_length=300, default="")
    examined = models.CharField(max_length=16, default="")
    note = models.CharField(max_length=300, default="")


class ContactPoint(Listed):
    """The official contact point of an administration from a day on (CCO-21.1, NBO-6.1)."""

    name = models.CharField(max_length=200)
    email = models.EmailField()
    reach = models.CharField(max_length=300, default="")


class Investigator(Listed):
    """An investigator whom those of other administrations reach directly (CCO-61.1, NBO-9).

    Personal data: name, post and how to reach, kept while listed and in the history of the directory.
    """

    name = models.CharField(max_length=200)
    post = models.CharField(max_length=200, default="")
    reach = models.CharField(max_length=300)


class DesignatedOfficial(Listed):
    """An official to whom information in the central system is open (CCO-52.2); listed inside it (CCO-52.6)."""

    officer = models.CharField(max_length=64)


class Filing(Believed):
    """A filing under CCO-31.3: the law on confidentiality, or the written undertaking."""

    administration = models.CharField(max_length=16)
    kind = models.CharField(max_length=32)
    text = models.TextField()
    received = models.DateField()


class DirectContact(Protected):
    """That an investigator of one's own dealt directly with one of another administration; nothing of the case."""

    administration = models.CharField(max_length=16)
    own = models.UUIDField()
    other = models.UUIDField()
    on = models.DateField()
    noted_by = models.CharField(max_length=64)
    noted_at = models.DateTimeField()
