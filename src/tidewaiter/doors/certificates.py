"""Sets a certified copy as PDF/A-3: one page that certifies, and the document itself attached, byte for byte."""

import json
import tempfile
from pathlib import Path

import typst
from django.utils.translation import gettext as _
from django.utils.translation import override

from tidewaiter.actions.registry import Certificate
from tidewaiter.doors.words import day_in_words, say
from tidewaiter.treaty.provisions import load_instrument

_TEMPLATE = Path(__file__).with_name("certificate.typ")


def certified(certificate: Certificate, document: bytes) -> bytes:
    """The certified copy of a document in the certificate's language; all words go in as data, never as source."""
    with override(certificate.language), tempfile.TemporaryDirectory() as folder:
        Path(folder, "document").write_bytes(document)
        source = Path(folder, "certificate.typ")
        source.write_bytes(_TEMPLATE.read_bytes())
        return bytes(
            typst.compile(
                str(source),
                root=folder,
                sys_inputs={"told": json.dumps(_told(certificate))},
                pdf_standards=["a-3b"],
                ignore_system_fonts=True,
                timestamp=int(certificate.at.timestamp()),
            )
        )


def _told(certificate: Certificate) -> dict[str, object]:
    document = certificate.document
    title = load_instrument(document.instrument).title.in_language(certificate.language)
    house = certificate.depositary.get(certificate.language) or certificate.depositary.get("en") or ""
    return {
        "language": certificate.language,
        "title": document.title,
        "depositary": house,
        "heading": _("Certified copy"),
        "sentence": _(
            "The depositary certifies that the document attached to this file is a true copy of the document in its "
            "custody that is described below."
        ),
        "facts": _facts(certificate, title),
        "digest": document.digest,
        "digest_label": _("SHA-256 of the document in custody"),
        "signature": _("%(officer)s, for the depositary") % {"officer": certificate.officer},
        "seal": _("Seal"),
        "media_type": document.media_type,
    }


def _facts(certificate: Certificate, title: str) -> list[tuple[str, str]]:
    document, act = certificate.document, certificate.act
    found = [
        (_("Document"), document.title),
        (_("Kind"), say(f"document_kind:{document.kind}")),
        (_("Instrument"), title),
        (_("Of"), ", ".join(act.units if act else document.units)),
        (_("Act"), say(f"act_type:{act.type}") if act else ""),
        (_("Day of the act"), day_in_words(act.on) if act else ""),
        (_("Received"), day_in_words(document.received_at.date())),
        (_("Reference"), certificate.reference),
        (_("Place"), document.place),
        (_("Certified on"), day_in_words(certificate.at.date())),
    ]
    return [(label, value) for label, value in found if value]
