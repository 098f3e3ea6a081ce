"""A whole month of a cell of 25 members on a phone: from the empty calendar to the printed set."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.journeys.base import LARGE_LOGIN
from tests.journeys.site import People, serving
from tests.journeys.walk import (
    Finger,
    answer,
    begin,
    call_roll,
    close_and_print,
    decide,
    discuss,
    meeting_of,
    score,
)

pytestmark = pytest.mark.browser
MOST_TAPS, MOST_TAPS_OF_A_CALL = 110, 20
PRINTED = (
    "THÔNG BÁO", "CHƯƠNG TRÌNH", "BIÊN BẢN", "NGHỊ QUYẾT", "DANH SÁCH VIỆC", "PHIẾU CHẤM ĐIỂM",
    "BÁO CÁO",
)  # fmt: skip
FIRST, EVENING = "2026-12-01T08:00:00+07:00", "2026-12-03T21:10:00+07:00"


def test_a_month_from_the_empty_calendar_to_the_printed_set(
    base: Path, tmp_path: Path, people: People
) -> None:
    with serving(base, tmp_path / "var", at=FIRST) as site:
        finger = Finger(people.of(site, LARGE_LOGIN))
        _plan(finger)
        taps = finger.taps
        assert not people.close()
    with serving(base, tmp_path / "var", at=EVENING) as site:
        secretary = people.of(site, LARGE_LOGIN)
        finger = Finger(secretary)
        begin(finger)
        before_call = finger.taps
        call_roll(finger)
        assert finger.taps - before_call <= MOST_TAPS_OF_A_CALL
        for step in (answer, discuss, decide, score, close_and_print):
            step(finger)
        meeting = meeting_of(finger.page)
        secretary.go(f"/meetings/{meeting}/minutes/closure/")
        printed = _print_set(finger)
        counts = "select kind, counted, present, points is not null from minutes_minutesclosure"
        rows = site.rows(f"{counts} where meeting_id = ?", meeting.replace("-", ""))
    print(f"taps: {taps + finger.taps}")
    assert taps + finger.taps <= MOST_TAPS
    assert rows == [("both", 24, 19, 1)]  # one of the 25 is outside the denominator
    for title in PRINTED:
        assert title in printed, title


def _plan(finger: Finger) -> None:
    """Lay what is left of the year, with its topic; look at the preparation, copy the message."""
    page = finger.page
    finger.move(page.get_by_text("Lịch cả năm"))
    finger.move("main .btn--main")
    finger.write("[name=topic-12]", "Giữ rừng đầu nguồn")
    finger.move(".bar .btn--main")
    finger.move(page.get_by_text("Chuẩn bị", exact=True))
    finger.move(page.get_by_text("Sửa chương trình"))
    finger.move("[name=do][value^=up] >> nth=5")
    finger.write("[name=new_title]", "Bàn việc làm đường bản")
    finger.move(".bar .btn--main")
    finger.move(page.get_by_text("Tài liệu của buổi họp"))
    finger.tap(page.get_by_text("Không có", exact=True))
    finger.write("[name=title]", "Báo cáo kết quả lãnh đạo tháng 11")
    finger.tap("[data-for=sent_on]")
    finger.move(".bar .btn--main")
    finger.move("main .back")
    finger.move(page.get_by_text("Giấy mời", exact=True))
    finger.move("#notice button")
    finger.move("main .back")
    finger.move(page.get_by_text("Đã báo ngày nào"))
    finger.move(".bar .btn--main")
    finger.tap("[data-copy]")
    said = page.locator("#message").inner_text()
    assert "thứ Năm 03/12/2026" in said
    assert "Giữ rừng đầu nguồn" in said


def _print_set(finger: Finger) -> str:
    """Issue the report and open all papers of the month as one file."""
    page = finger.page
    finger.move(page.get_by_text("Cả bộ văn bản của tháng"))
    finger.move(page.get_by_text("Ra báo cáo tháng"))
    finger.move(".bar .btn--main")
    address = page.url.replace("/report/paper/", "/papers.pdf")
    finger.taps += 2  # back to the set, and its one button, which opens the file
    file = finger.someone.context.request.get(address).body()
    return "\n".join(each.extract_text() for each in PdfReader(io.BytesIO(file)).pages)
