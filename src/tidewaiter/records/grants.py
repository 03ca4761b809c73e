"""What the application roles may do to each table: the whole list, nothing by default."""

from collections.abc import Mapping
from types import MappingProxyType

WEB: Mapping[str, str] = MappingProxyType(
    {
        "records_marking": "select",
        "records_administration": "select, insert, update (undertaking_on)",
        "records_office": "select, insert",
        "records_officer": "select, insert",
        "records_officerrole": "select, insert, update (until)",
        "records_apitoken": "select, insert, update (revoked_at)",
        "records_permittedmove": "select",
        "records_instrumentactrecord": "select, insert",
        "records_competentauthority": "select, insert",
        "records_contactpoint": "select, insert",
        "records_designatedofficial": "select, insert",
        "records_filing": "select, insert",
        "records_councildecision": "select, insert",
        "records_requestforassistance": (
            "select, insert, update (marking_id, requested, instrument, provision, type, content, edited_at, edited_by)"
        ),
        "records_approval": "select, insert",
        "records_step": "select, insert",
        "records_reply": "select, insert",
        "records_attachment": "select, insert, update (marking_id)",
        "records_outboxrow": "insert",
        "records_notice": "select",
        "records_importbatch": "select, insert, update (released_by, released_at, marking_id)",
        "records_centralentry": (
            "select, insert, delete, update (marking_id, category, subject, reason, grounds, purposes, action, "
            "personal, delete_on, linked_request, source_ref, attested_by, version, released_by, released_at, "
            "notice_on, noticed_for)"
        ),
        "records_entryname": "select, insert, update (marking_id), delete",
        "records_entrykey": "select, insert, update (marking_id), delete",
        "records_entryversion": "select, insert, update (marking_id), delete",
        "records_journalentry": "select, insert",
        "records_journalbody": "select, insert",
        "auth_user": "select, insert, update",
        "auth_group": "select",
        "auth_permission": "select",
        "auth_user_groups": "select",
        "auth_group_permissions": "select",
        "auth_user_user_permissions": "select",
        "django_content_type": "select",
        "django_migrations": "select",
        "django_session": "select, insert, update, delete",
        "account_emailaddress": "select, insert, update, delete",
        "account_emailconfirmation": "select",
        "mfa_authenticator": "select, insert, update, delete",
    }
)

WORKER: Mapping[str, str] = MappingProxyType(
    {
        "records_marking": "select",
        "records_administration": "select",
        "records_office": "select",
        "records_officer": "select",
        "records_officerrole": "select",
        "records_contactpoint": "select",
        "records_permittedmove": "select",
        "records_outboxrow": "select, insert, update (delivered_at)",
        "records_notice": "select, insert, update (mailed_at)",
        "records_centralentry": "select, delete, update (notice_on, noticed_for)",
        "records_entryname": "select, delete",
        "records_entrykey": "select, delete",
        "records_entryversion": "select, delete",
        "records_journalentry": "select, insert",
        "records_journalbody": "select, insert, delete",
        "auth_user": "select",
        "django_migrations": "select",
        "django_content_type": "select",
        "procrastinate_jobs": "select, insert, update, delete",
        "procrastinate_events": "select, insert, update, delete",
        "procrastinate_periodic_defers": "select, insert, update, delete",
        "procrastinate_workers": "select, insert, update, delete",
    }
)

SEARCH: Mapping[str, str] = MappingProxyType(
    {
        "records_marking": "select, insert, update (digest)",
        "records_entryname": "select (entry_id, marking_id, latin)",
        "records_requestforassistance": "select, update (state)",
    }
)
"""For app_search, which owns the definer functions and which nobody signs in as."""

OUTSIDE_ROW_POLICY: frozenset[str] = frozenset(
    {
        "records_administration",
        "records_office",
        "records_officer",
        "records_officerrole",
        "records_apitoken",
        "records_permittedmove",
    }
)
"""Our tables whose rows no marking hides: read before an identity exists, or the law's own moves; no case data.

Those of sign-in are written only as `records.sign_in` lets the acts write them."""
