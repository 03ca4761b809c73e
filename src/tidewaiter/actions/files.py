"""What is asked of each file that is handed in to be kept: recognised by its content, named safely, not too large."""

import filetype
from django.conf import settings

from tidewaiter.actions.act import Fault

_LONGEST_NAME = 200
_ENDINGS = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/tiff": ("tif", "tiff"),
    "image/webp": ("webp",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
    "application/vnd.oasis.opendocument.text": ("odt",),
    "application/vnd.oasis.opendocument.spreadsheet": ("ods",),
    "text/plain": ("txt", "csv"),
}


def file_faults(name: str, data: bytes, media_type: str, provision: str) -> tuple[Fault, ...]:
    """What is wrong with a file whose content was recognised as this media type; its name is not trusted."""
    limit = settings.TIDEWAITER.attachment_limit
    ending = plain_name(name).rpartition(".")[2].lower()
    wrong = (
        (not data, Fault("empty_file", "file", provision)),
        (len(data) > limit, Fault("file_too_large", "file", provision, {"limit": str(limit)})),
        (not media_type, Fault("file_not_recognised", "file", provision)),
        (
            bool(media_type) and ending not in _ENDINGS.get(media_type, ()),
            Fault("file_not_as_named", "file", provision, {"found": media_type}),
        ),
    )
    return tuple(fault for bad, fault in wrong if bad)


def recognised(data: bytes) -> str:
    """The media type by content; empty for what we do not take."""
    kind = filetype.guess(data)
    if kind is not None:
        return kind.mime if kind.mime in _ENDINGS else ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    looks_like_page = (
        text.lstrip("\ufeff \r\n\t").lower().startswith(("<!doctype", "<html", "<svg", "<?xml", "<script"))
    )
    return "" if "\0" in text or looks_like_page else "text/plain"


def plain_name(name: str) -> str:
    """The name of a file without folders and without what could mislead or harm."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>|:*?')
    return kept.strip()[-_LONGEST_NAME:] or "file"
