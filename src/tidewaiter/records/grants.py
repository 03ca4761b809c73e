"""What the application roles may do to each table: the whole list, nothing by default."""

from collections.abc import Mapping
from types import MappingProxyType

WEB: Mapping[str, str] = MappingProxyType(
    {
        "records_marking": "select",
        "records_administration": "select, insert, update (undertaking_on)",
        "records_office": "select, insert",
        "records_officer": (
            "select, insert, update (designated_until, suspended_on, suspended_for, suspended_by, active_since, "
            "certified_on, certified_by, released_to, secret_digest)"
        ),
        "records_officerpresence": "select, insert, update (last_sign_in_at, digest)",
        "records_dutyacceptance": "select, insert",
        "records_invitation": "select, insert, update (accepted_at, withdrawn_at)",
        "records_signon": "select, insert, update (ended_at)",
        "records_officerrole": "select, insert, update (until)",
        "records_apitoken": "select, insert, update (revoked_at, revoked_by)",
        "records_keptform": "select, insert, update (typed, kept_at), delete",
        "records_performed": "select, insert, update (status, answer, location), delete",
        "records_permittedmove": "select",
        "records_instrumentactrecord": "select, insert",
        "records_unitrecord": "select, insert",
        "records_arrangementrecord": "select, insert",
        "records_treatyposition": "select, insert",
        "records_instrumentversion": "select, insert, update (verified_by, verified_at, withdrawn_at)",
        "records_depositarynotice": (
            "select, insert, update (marking_id, dispatched_at, dispatched_by, dropped_at, dropped_by, why)"
        ),
        "records_noticeaddressee": "select, insert, update (marking_id)",
        "records_noticeproof": "select, insert",
        "records_noticereceipt": "select, insert",
        "records_registerdocument": "select, insert",
        "records_competentauthority": "select, insert",
        "records_contactpoint": "select, insert",
        "records_designatedofficial": "select, insert",
        "records_investigator": "select, insert",
        "records_directcontact": "select, insert",
        "records_pipelinefile": "select, insert",
        "records_pipelinegate": "select, insert",
        "records_pipelinenote": "select, insert",
        "records_meeting": "select, insert",
        "records_translation": "select, insert",
        "records_translationcopy": "select, insert",
        "records_translationreceipt": "select, insert",
        "records_filing": "select, insert",
        "records_councildecision": "select, insert",
        "records_votingbar": "select, insert",
        "records_councilvote": "select, insert",
        "records_matter": "select, insert",
        "records_matterstep": "select, insert",
        "records_requestforassistance": (
            "select, insert, update (marking_id, requested, instrument, provision, type, content, edited_at, edited_by)"
        ),
        "records_approval": "select, insert",
        "records_step": "select, insert",
        "records_reply": "select, insert",
        "records_attachment": "select, insert, update (marking_id)",
        "records_outboxrow": "insert",
        "records_notice": "select, update (opened_at, opened_by, seen_at, seen_by)",
        "records_maildelivery": "select",
        "records_mailline": "select",
        "records_importbatch": (
            "select, insert, update (released_by, released_at, marking_id, state, rows_done, entries, names, flagged, "
            "refused, refusals, ended_at)"
        ),
        "records_importmapping": (
            "select, insert, update (marking_id, columns, schema, date_format, separator, saved_by, saved_at)"
        ),
        "records_exportrecord": "select, insert",
        "records_centralentry": (
            "select, insert, delete, update (marking_id, category, subject, reason, grounds, purposes, action, "
            "personal, delete_on, linked_request, source_ref, attested_by, version, released_by, released_at, "
            "notice_on, noticed_for)"
        ),
        "records_entryname": "select, insert, update (marking_id), delete",
        "records_entrykey": "select, insert, update (marking_id), delete",
        "records_entryversion": "select, insert, update (marking_id), delete",
        "records_indexchange": "select",
        "records_submittedlist": (
            "select, insert, update (marking_id, content_digest, state, taken, lines, lines_done, flagged, refused, "
            "refusals, generation, screened_at, same_as, elements, arrived, deleted_at, deleted_by, looked_at, "
            "looking_until, looked_lines, mapping)"
        ),
        "records_listedline": "select, insert, delete",
        "records_listhit": (
            "select, insert, update (entry_version, score, band, generation, found_at, state, quiet_because, "
            "decided_by, decided_at, reason_code, reason, valid_until, outcome, place)"
        ),
        "records_quietpair": "select, insert, delete",
        "records_ordinaryname": "select, insert, update (withdrawn_by, withdrawn_at)",
        "records_listtally": "select, insert",
        "records_listmapping": "select, insert, update (marking_id, mapping, saved_by, saved_at)",
        "records_elementlistrecord": "select, insert",
        "records_riskprofile": "select, insert, update (withdrawn_by, withdrawn_at)",
        "records_riskprofileversion": "select, insert, update (released_by, released_at)",
        "records_raisedrisk": "select, insert, update (outcome, decided_by, decided_at)",
        "records_seentrader": "select",
        "records_confirmedcontainer": "select, insert, update (confirmed_on, delete_on)",
        "records_valuecount": "select",
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
        "usersessions_usersession": "select, insert, update, delete",
        "socialaccount_socialaccount": "select, insert, update, delete",
        "socialaccount_socialapp": "select",
        "socialaccount_socialtoken": "select, delete",
    }
)

WORKER: Mapping[str, str] = MappingProxyType(
    {
        "records_marking": "select",
        "records_administration": "select",
        "records_office": "select",
        "records_officer": "select",
        "records_officerrole": "select",
        "records_officerpresence": "select",
        "records_dutyacceptance": "select",
        "records_invitation": "select, delete",
        "records_apitoken": "select, delete",
        "records_keptform": "select, delete",
        "records_performed": "select, delete",
        "records_contactpoint": "select",
        "records_instrumentactrecord": "select",
        "records_unitrecord": "select",
        "records_arrangementrecord": "select",
        "records_councildecision": "select",
        "records_instrumentversion": "select",
        "records_permittedmove": "select",
        "records_outboxrow": "select, insert, update (delivered_at)",
        "records_notice": "select, insert",
        "records_maildelivery": ("select, insert, update (stage, try_at, tries, claimed_at, settled_at, problem)"),
        "records_mailline": "select, insert",
        "records_centralentry": "select, delete, update (notice_on, noticed_for)",
        "records_entryname": "select, delete",
        "records_entrykey": "select, delete",
        "records_entryversion": "select, delete",
        "records_indexchange": "select, delete",
        "records_submittedlist": (
            "select, update (state, lines_done, generation, screened_at, deleted_at, deleted_by, looked_at, "
            "looking_until, looked_lines, mapping, refusals)"
        ),
        "records_listedline": "select, delete",
        "records_listhit": (
            "select, insert, update (entry_version, score, band, generation, found_at, state, quiet_because, "
            "valid_until)"
        ),
        "records_quietpair": "select, delete",
        "records_ordinaryname": "select, delete",
        "records_listtally": "insert",
        "records_riskprofile": "select, update (noticed_for)",
        "records_riskprofileversion": "select",
        "records_raisedrisk": "select, insert",
        "records_seentrader": "select, insert, update (before_on, last_on, last_list, delete_on), delete",
        "records_confirmedcontainer": "select, delete",
        "records_valuecount": "select, insert, update (lines), delete",
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
        "records_indexchange": "insert",
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
        "records_officerpresence",
        "records_dutyacceptance",
        "records_invitation",
        "records_signon",
        "records_permittedmove",
        "records_instrumentversion",
    }
)
"""Our tables whose rows no marking hides: read before an identity exists, or the law's own moves; no case data.

Those of sign-in are written only as `records.sign_in` lets the acts write them."""
