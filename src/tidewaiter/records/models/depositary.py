"""What the depositary tells and keeps: notices with a line for each addressee, proofs, receipts and documents.

Personal data: the names of accounts of whoever dispatched, proved or opened."""

from django.db import models

from tidewaiter.records.models.marking import Protected, words


class DepositaryNotice(Protected):
    """One notice that a provision asks for: a draft until somebody authorized dispatches or drops it (SYS-9)."""

    instrument = models.CharField(max_length=64)
    event = models.CharField(max_length=40)
    provisions = words(32)
    units = words(16)
    about = models.JSONField(default=dict)
    fact = models.UUIDField(null=True)
    target = models.CharField(max_length=16, default="")
    required = models.BooleanField(default=True)
    drafted_on = models.DateField()
    drafted_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True, editable=False)
    dispatched_by = models.CharField(max_length=64, default="")
    dropped_at = models.DateTimeField(null=True, editable=False)
    dropped_by = models.CharField(max_length=64, default="")
    why = models.CharField(max_length=500, default="")

    class Meta:
        indexes = [models.Index(fields=["drafted_at"]), models.Index(fields=["fact"])]


class NoticeAddressee(Protected):
    """One addressee of a notice; one without an administration inside the system is told by hand."""

    notice = models.ForeignKey(DepositaryNotice, on_delete=models.CASCADE, related_name="addressees")
    code = models.CharField(max_length=40)
    administration = models.CharField(max_length=16, default="")


class NoticeProof(Protected):
    """That a notice was dispatched to one addressee: on which day, how, and where that can be looked up."""

    addressee = models.ForeignKey(NoticeAddressee, on_delete=models.CASCADE, related_name="proofs")
    day = models.DateField()
    how = models.CharField(max_length=16)
    reference = models.CharField(max_length=200, default="")
    received_on = models.DateField(null=True)
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()


class NoticeReceipt(Protected):
    """That an officer of an addressee opened a notice here: written by the addressee itself."""

    notice = models.ForeignKey(DepositaryNotice, on_delete=models.CASCADE, related_name="receipts")
    administration = models.CharField(max_length=16)
    officer = models.CharField(max_length=64)
    at = models.DateTimeField()


class RegisterDocument(Protected):
    """A text, instrument, notification or communication in the depositary's custody (CCO-66.2.i to iv).

    Its bytes lie outside the web root under their digest; a certified copy names the document that it copies."""

    kind = models.CharField(max_length=20)
    instrument = models.CharField(max_length=64)
    fact = models.UUIDField(null=True)
    units = words(16)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=8)
    place = models.CharField(max_length=200, default="")
    custodian = models.CharField(max_length=200, default="")
    received_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    copy_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="copies")
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["fact"])]
