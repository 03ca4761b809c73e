"""The codes of this room that a person may read, so that a test can ask every door for their words."""

from tidewaiter.screening.reasons import REASON_PARAMETERS, Band

ADDRESS_CODES = ("address_empty", "address_too_long", "addresses_too_many")
SUBJECT_CODES = (
    *ADDRESS_CODES,
    "country_code",
    "date_day",
    "date_day_without_month",
    "date_month",
    "date_span",
    "date_unreadable",
    "date_year",
    "identifier_empty",
    "identifier_kind",
    "name_empty",
    "nothing_to_search",
    "subject_empty",
)
IDENTIFIER_WARNINGS = ("check_digit", "wrong_form")


def message_keys() -> frozenset[str]:
    """Every message key this room can give: `match:`, `band:`, `subject:` and `identifier_warning:` codes."""
    return frozenset(
        {f"match:{code}" for code in REASON_PARAMETERS}
        | {f"band:{band.value}" for band in Band}
        | {f"subject:{code}" for code in SUBJECT_CODES}
        | {f"identifier_warning:{code}" for code in IDENTIFIER_WARNINGS}
    )
