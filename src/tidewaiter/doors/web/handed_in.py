"""Takes the file of a form: one file, not too large, read from its beginning; pages that take lists ask here."""

from typing import BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from tidewaiter.actions.act import Fault, Invalid
from tidewaiter.actions.uploads import refuse_larger


def handed_in(request: HttpRequest) -> "UploadedFile[bytes]":
    """The file of the form; Invalid where there is none, or where it is too large."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Invalid((Fault("missing", "file", "CCO-44"),))
    refuse_larger(file.size)
    return file


def stream_of(file: "UploadedFile[bytes]") -> BinaryIO:
    """What is in the file, from its beginning."""
    stream = file.file
    assert stream is not None
    stream.seek(0)
    return stream  # type: ignore[return-value]
