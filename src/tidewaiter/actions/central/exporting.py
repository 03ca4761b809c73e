"""Acts that take entries out of the system: encrypted, numbered, with the conditions of their use on every row."""

import hashlib
import io
import secrets
from collections.abc import Callable
from datetime import date

import pyzipper  # type: ignore[import-untyped]

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.handling import Caveat
from tidewaiter.access.verbs import CentralPurpose, Verb
from tidewaiter.actions.act import Deed, Fault, Invalid, act
from tidewaiter.actions.central.shapes import ExportAsked, ExportMade, ExportView
from tidewaiter.actions.central.standing import view_of
from tidewaiter.actions.membership import is_member
from tidewaiter.records import exports
from tidewaiter.records.models import CentralEntry, ExportRecord
from tidewaiter.screening.lists.rows import ListFormat
from tidewaiter.screening.lists.writing import Exported, write
from tidewaiter.screening.subjects import SubjectKind
from tidewaiter.treaty.provisions import implements

MOST_ENTRIES = 5_000
"""As much as leaves at once: a copy of the whole system is no export (CCO-47.1.iii)."""
_LONGEST = 200
_LONGEST_CASE = 100
_MOST_SHOWN = 100
_ENDINGS = {ListFormat.CSV: "csv", ListFormat.XLSX: "xlsx", ListFormat.FTM: "ftm.json"}
# No letters that are taken for others; 24 of 30 are 117 bits, since a copied file can be tried for ever.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _IN_GROUP = 6, 4


def _stated(asked: ExportAsked, *, in_words: Callable[[Caveat], str]) -> tuple[str, str]:
    return asked.purpose, asked.case.strip()


@act(Verb.EXPORT_ENTRIES, stating=_stated)
@implements("CCO-47.1.vi", "CCO-50.2")
def export_entries(deed: Deed, asked: ExportAsked, *, in_words: Callable[[Caveat], str]) -> ExportMade:
    """Writes what the official may see for the purpose into an encrypted file, and records whose medium carries it."""
    deed.tell(purpose=asked.purpose, case=asked.case, format=asked.format, carrier=asked.carrier, **_filters(asked))
    home = deed.caller.administration
    deed.require(Facts(Kind.ENTRY, owner=home, bound=is_member(home, deed.day)))
    found = _entries(asked, _refuse_unfit(asked, deed.day))
    listed = ListFormat(asked.format)
    serial = exports.new_serial(home)
    passphrase = _new_passphrase()
    plain = write(listed, [_exported(deed, entry, in_words) for entry in found])
    sealed = _sealed(f"{serial}.{_ENDINGS[listed]}", plain, passphrase)
    digest = hashlib.sha256(sealed).hexdigest()
    record = exports.add_record(home, deed.caller.officer, _left(asked, serial, len(found), digest), deed.at)
    deed.tell(serial=serial, entries=len(found), numbers=[entry.number for entry in found], digest=digest)
    return ExportMade(_view(record), f"{serial}.zip", sealed, passphrase)


def _filters(asked: ExportAsked) -> dict[str, str]:
    released = "" if asked.released is None else ("yes" if asked.released else "no")
    return {"category": asked.category, "supplier": asked.supplier, "released": released}


def _refuse_unfit(asked: ExportAsked, day: date) -> tuple[Fault, ...]:
    """What an export must say before anything is looked up."""
    wrong = (
        (asked.purpose not in tuple(CentralPurpose), Fault("missing", "purpose", "CCO-50.2")),
        (len(asked.case) > _LONGEST_CASE, Fault("too_long", "case", "CCO-47.1", {"limit": str(_LONGEST_CASE)})),
        (not asked.case.isprintable(), Fault("control_character", "case", "CCO-47.1")),
        (asked.format not in tuple(ListFormat), Fault("missing", "format", "CCO-47.1.vi")),
        (
            bool(asked.category) and asked.category not in tuple(SubjectKind),
            Fault("unknown_choice", "category", "CCO-44", {"value": asked.category[:40]}),
        ),
        (
            len(asked.supplier) > 16 or not asked.supplier.isprintable(),
            Fault("unknown_choice", "supplier", "CCO-44", {"value": asked.supplier[:40]}),
        ),
        (not asked.carrier.strip(), Fault("missing", "carrier", "CCO-47.1.vi")),
        (len(asked.carrier) > _LONGEST, Fault("too_long", "carrier", "CCO-47.1.vi", {"limit": str(_LONGEST)})),
        (not asked.carrier.isprintable(), Fault("control_character", "carrier", "CCO-47.1.vi")),
        (asked.handed_over_on is None, Fault("missing", "handed_over_on", "CCO-47.1.vi")),
        (asked.destroy_on is None, Fault("missing", "destroy_on", "CCO-47.1.vi")),
        (
            bool(asked.destroy_on and asked.destroy_on <= day),
            Fault("not_in_future", "destroy_on", "CCO-47.1.vi"),
        ),
        (
            bool(asked.destroy_on and asked.handed_over_on and asked.destroy_on < asked.handed_over_on),
            Fault("not_later", "destroy_on", "CCO-47.1.vi"),
        ),
    )
    return tuple(fault for bad, fault in wrong if bad)


def _entries(asked: ExportAsked, faults: tuple[Fault, ...]) -> list[CentralEntry]:
    if faults:
        raise Invalid(faults)
    found = exports.entries(
        category=asked.category, supplier=asked.supplier, released=asked.released, most=MOST_ENTRIES + 1
    )
    if not found:
        raise Invalid((Fault("nothing_to_export", "category", "CCO-47.1.vi"),))
    if len(found) > MOST_ENTRIES:
        raise Invalid((Fault("too_many_entries", "category", "CCO-47.1.vi", {"limit": str(MOST_ENTRIES)}),))
    return found


def _exported(deed: Deed, entry: CentralEntry, in_words: Callable[[Caveat], str]) -> Exported:
    """What a hit shows, no more: neither audiences nor the request an entry came from leave (CCO-52.7)."""
    view = view_of(deed, entry, with_story=False)
    content = view.content
    return Exported(
        number=view.number,
        supplier=view.supplier,
        subject=content.subject,
        released=view.released,
        action=content.action,
        purposes=content.purposes,
        delete_on=content.delete_on,
        conditions=tuple(in_words(caveat) for caveat in view.caveats),
        condition_codes=tuple(f"{caveat.code}:{caveat.provision}" for caveat in view.caveats),
        reason=content.reason,
        grounds=content.grounds,
        source_ref=content.source_ref if view.own else "",
    )


def _new_passphrase() -> str:
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_IN_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _sealed(name: str, plain: bytes, passphrase: str) -> bytes:
    """A ZIP that AES-256 encrypts, which common programs open: no export leaves otherwise."""
    file = io.BytesIO()
    with pyzipper.AESZipFile(file, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(passphrase.encode())
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        archive.writestr(name, plain)
    return file.getvalue()


def _left(asked: ExportAsked, serial: str, entries: int, digest: str) -> exports.Left:
    assert asked.handed_over_on is not None and asked.destroy_on is not None
    return exports.Left(
        serial=serial,
        purpose=asked.purpose,
        case=asked.case.strip(),
        format=asked.format,
        filters=_filters(asked),
        entries=entries,
        digest=digest,
        carrier=asked.carrier.strip(),
        handed_over_on=asked.handed_over_on,
        destroy_on=asked.destroy_on,
    )


@act(Verb.LIST_EXPORTS)
def list_exports(deed: Deed) -> tuple[ExportView, ...]:
    """Lists what left one's own administration's hands, newest first."""
    home = deed.caller.administration
    deed.require(Facts(Kind.HOUSE, owner=home))
    return tuple(_view(row) for row in exports.records(home, _MOST_SHOWN))


def _view(row: ExportRecord) -> ExportView:
    return ExportView(id=str(row.id), **{name: getattr(row, name) for name in _SHOWN})


_SHOWN = tuple(name for name in ExportView.__dataclass_fields__ if name != "id")
