"""Every reason why a submitted list or line is refused, and every flag, has words at the doors."""

import re
from pathlib import Path

import pytest

from tidewaiter.doors import words

LISTS = Path(__file__).parents[2] / "src" / "tidewaiter" / "screening" / "lists"
SUBMITTED = (
    "cuscar", "drafting", "edifact", "encodings", "envelope", "journey", "json_lines", "json_stream", "lines",
    "list_mapping", "paxlst", "row_lines", "wco",
)  # fmt: skip
GIVEN = {
    "list": re.compile(r'BadList\(\s*"(\w+)"'),
    "row": re.compile(
        r'(?:Refused\(|RefusedLine\(\s*[\w.\[\]]+,|_fault\(segment,|BadList\(|wrong=)\s*"(\w+)"', re.MULTILINE
    ),
    "row_flag": re.compile(r'\.flag\(\s*"(\w+)"|return None, "(\w+)"'),
}
# Refused at once, before there is a line.
AT_ONCE = {
    "empty", "compressed", "other_format", "json_encoding", "mixed_encoding", "no_interchange_header",
    "bad_service_string", "mapped_column_absent",
}  # fmt: skip


# Given only where lines stood before.
LATER = {"too_deep", "long_value"}
UNSAID = {"list": LATER, "row": AT_ONCE, "row_flag": set[str]()}


@pytest.mark.parametrize("prefix", GIVEN)
def test_every_code_that_readers_of_submitted_lists_give_has_words(prefix: str) -> None:
    text = "\n".join((LISTS / f"{name}.py").read_text(encoding="utf-8") for name in SUBMITTED)
    found = {
        code for groups in GIVEN[prefix].findall(text) for code in ([groups] if isinstance(groups, str) else groups)
    }
    codes = found - {""} - UNSAID[prefix]
    assert len(codes) > 4
    assert {f"{prefix}:{code}" for code in codes} - words.all_keys() == set()
