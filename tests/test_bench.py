"""The bench in short: every name is there, and what must be few is few."""

import pytest

from bench.measures import measure

NAMES = {
    "record_25_member_meeting_orm_rows_over_web", "meeting_page_over_empty_page",
    "meeting_list_over_empty_page", "meeting_page_queries", "meeting_list_queries",
    "meeting_page_queries_40_members", "meeting_list_queries_40_members", "first_page_bytes",
}  # fmt: skip


@pytest.mark.once
@pytest.mark.django_db
def test_the_bench_measures_what_is_promised() -> None:
    found = measure(rounds=1)
    assert set(found) == NAMES
    for name, each in found.items():
        assert each["value"] > 0, name
        if "queries" in name or "bytes" in name:
            assert each["value"] <= each["goal"], (name, each)
