"""Papers, questions and standing duties before a meeting; what is secret stays outside."""

import datetime as dt
import io
import uuid
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from docx import Document

from chibo.accounts.models import Draft
from chibo.journal.models import Entry
from chibo.plans.models import PlannedMeeting
from chibo.plans.testing import make_planned
from chibo.preparations.models import PreparedPaper, PurgedPaper, Question, StandingDuty
from tests.pages import text_of
from tests.world import World, today

Sign = Callable[[str], Client]


@pytest.fixture
def planned(world: World) -> PlannedMeeting:
    return make_planned(world.cell, today() + dt.timedelta(days=3))


def boxes(name: str, day: dt.date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month),
            f"{name}_year": str(day.year)}  # fmt: skip


def paper(**fields: object) -> dict[str, object]:
    return {
        "act": str(uuid.uuid4()), "stamp": "no", "title": "Báo cáo tháng 10",
        "number": "05-BC/CB", "issuer": "Chi bộ", "kept_at": "", **fields,
    }  # fmt: skip


def word(*lines: str) -> SimpleUploadedFile:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return SimpleUploadedFile("bao-cao tháng.docx", file.getvalue())


def test_ordinary_paper_is_kept_with_its_file_and_days(
    world: World, client_of: Sign, planned: PlannedMeeting
) -> None:
    client, url = client_of("secretary"), f"/planned/{planned.pk}/papers/"
    file = word("BÁO CÁO", "Mô hình nuôi ong lấy mật, bảo mật thông tin")

    answer = client.post(
        url, paper(content=file, **boxes("dated_on", today()), **boxes("sent_on", today()))
    )

    kept = PreparedPaper.objects.get()
    assert answer.status_code == 302
    assert (kept.dated_on, kept.sent_on, kept.title) == (today(), today(), "Báo cáo tháng 10")
    there = client.get(f"/planned/{planned.pk}/papers/{kept.pk}/file/")
    assert there["Content-Disposition"] == 'attachment; filename="bao-cao-thang.docx"'
    assert Document(io.BytesIO(there.content)).paragraphs[0].text == "BÁO CÁO"
    assert "1 tài liệu" in text_of(client.get(f"/planned/{planned.pk}/"))
    assert "chưa gửi đúng hạn" not in text_of(client.get(f"/planned/{planned.pk}/"))


def test_stamped_paper_is_refused_and_leaves_no_trace(
    world: World, client_of: Sign, planned: PlannedMeeting
) -> None:
    client, url = client_of("secretary"), f"/planned/{planned.pk}/papers/"
    titled = paper(title="Kế hoạch diễn tập (TỐI MẬT)", number="x" * 60)
    stamped = paper(content=word("ĐẢNG BỘ XÃ", "MẬT", "Báo cáo tình hình biên giới"))

    by_title = client.post(url, titled)
    by_title_alone = client.post(url, paper(title="Kế hoạch diễn tập (TỐI MẬT)"))
    by_file = client.post(url, stamped)

    assert by_title.status_code == by_title_alone.status_code == by_file.status_code == 422
    assert "Có dấu TỐI MẬT: không đưa vào sổ" in text_of(by_title_alone)
    assert "Có dấu MẬT: không đưa vào sổ" in text_of(by_file)
    assert not PreparedPaper.objects.exists()
    assert not Draft.objects.exists()
    assert "diễn tập" not in " ".join(str(row) for row in Entry.objects.values_list("said"))


def test_secret_paper_is_only_named(world: World, client_of: Sign, planned: PlannedMeeting) -> None:
    client, url = client_of("secretary"), f"/planned/{planned.pk}/papers/"
    only = {"stamp": "yes", "kept_at": "tủ của bí thư", **boxes("dated_on", today())}

    with_title = client.post(url, paper(**only))
    without_number = client.post(url, paper(**only, title="", number=""))
    named = client.post(url, paper(**only, title=""))

    assert with_title.status_code == without_number.status_code == 422
    assert "Văn bản mật chỉ ghi số, ngày" in text_of(with_title)
    assert named.status_code == 302
    kept = PreparedPaper.objects.get()
    assert (kept.title, kept.kept_at, kept.is_secret) == ("", "tủ của bí thư", True)
    agenda = client.get(f"/planned/{planned.pk}/sheets/agenda/")
    assert "Văn bản mật số 05-BC/CB" in text_of(agenda)
    assert "Báo cáo tháng 10" not in text_of(agenda)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"stamp": ""}, "Chưa chọn"),
        ({"title": ""}, "Chưa có tên văn bản"),
        ({"kept_at": "tủ hồ sơ (TỐI MẬT)"}, "Có dấu TỐI MẬT"),
        (boxes("dated_on", today() + dt.timedelta(days=9)), "Văn bản đề ngày sau buổi họp"),
        (boxes("sent_on", today() + dt.timedelta(days=1)), "chưa đến"),
        ({**boxes("dated_on", today()), **boxes("sent_on", today() - dt.timedelta(days=2))},
         "Gửi trước ngày của văn bản"),
        ({"content": SimpleUploadedFile("anh.jpg", b"\xff\xd8")}, "Chỉ đính kèm tệp .pdf"),
        ({"content": SimpleUploadedFile("a.pdf", b"%PDF-1.4 hong")}, "Không đọc được chữ"),
        ({"content": SimpleUploadedFile("a.pdf", b"0" * 5_000_001)}, "nhiều nhất 5 MB"),
        ({"content": SimpleUploadedFile("TUYỆT MẬT.pdf", b"%PDF")}, "Có dấu TUYỆT MẬT"),
    ],
)  # fmt: skip
def test_bad_paper_is_refused_in_words(
    world: World, client_of: Sign, planned: PlannedMeeting, fields: dict[str, object], sentence: str
) -> None:
    answer = client_of("secretary").post(f"/planned/{planned.pk}/papers/", paper(**fields))

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not PreparedPaper.objects.exists()


def test_paper_entered_by_mistake_is_wiped(
    world: World, client_of: Sign, planned: PlannedMeeting
) -> None:
    client, url = client_of("secretary"), f"/planned/{planned.pk}/papers/"
    client.post(url, paper())
    kept = PreparedPaper.objects.get()

    client.post(f"{url}{kept.pk}/removal/", {"act": str(uuid.uuid4()), "wipe": "1"})

    assert not PreparedPaper.objects.exists()
    assert PurgedPaper.objects.get().purged_by == world.user("secretary")
    assert "Báo cáo tháng 10" not in text_of(client.get(url))


def test_days_are_noted_later_and_late_ones_are_said(
    world: World, client_of: Sign, planned: PlannedMeeting
) -> None:
    client, url = client_of("secretary"), f"/planned/{planned.pk}/papers/"
    client.post(url, paper())
    kept = PreparedPaper.objects.get()
    before = text_of(client.get(f"/planned/{planned.pk}/"))

    client.post(
        f"{url}{kept.pk}/",
        {"act": str(uuid.uuid4()), **boxes("sent_on", today()), **boxes("posted_on", today())},
    )

    kept.refresh_from_db()
    assert "1 chưa gửi đúng hạn" in before
    assert (kept.sent_on, kept.posted_on) == (today(), today())


def test_question_is_handed_in_without_a_name_and_taken_back(
    world: World, client_of: Sign, planned: PlannedMeeting
) -> None:
    client, url = client_of("secretary"), f"/planned/{planned.pk}/questions/"
    client.post(url, {"act": str(uuid.uuid4()), "text": "Đường bản bao giờ làm?", "asked_by": ""})
    named = {"text": "Ai thu quỹ?", "asked_by": str(world.members[2].pk)}
    client.post(url, {"act": str(uuid.uuid4()), **named})

    page = text_of(client.get(url))
    asked = Question.objects.get(text="Ai thu quỹ?")
    client.post(f"{url}{asked.pk}/removal/", {"act": str(uuid.uuid4())})
    script = text_of(client.get(f"/planned/{planned.pk}/sheets/script/"))

    assert "Không ghi tên" in page
    asked.refresh_from_db()
    assert (asked.is_withdrawn, asked.asked_by) == (True, None)
    assert "Đường bản bao giờ làm?" in script
    assert "Ai thu quỹ?" not in script


def test_who_asked_is_forgotten_when_the_meeting_is_long_past(
    world: World, client_of: Sign, planned: PlannedMeeting
) -> None:
    client, url = client_of("secretary"), f"/planned/{planned.pk}/questions/"
    asked = {"text": "Ai thu quỹ?", "asked_by": str(world.members[2].pk)}
    client.post(url, {"act": str(uuid.uuid4()), **asked})
    names = []
    for days in (31, 32):
        past = today() - dt.timedelta(days=days)
        PlannedMeeting.objects.filter(pk=planned.pk).update(planned_on=past)
        call_command("tidy", stdout=io.StringIO())
        names.append(Question.objects.get().asked_by_id)

    assert names == [world.members[2].pk, None]
    assert Question.objects.get().text == "Ai thu quỹ?"


def test_standing_duty_is_given_shown_and_ended(world: World, client_of: Sign) -> None:
    client, url = client_of("secretary"), f"/units/{world.cell.pk}/duties/"
    since = today() - dt.timedelta(days=30)
    given = {"member": str(world.members[2].pk), "what": "nhóm hộ số 3 (12 hộ)"}

    future = client.post(
        url, {"act": str(uuid.uuid4()), **given, **boxes("decided_on", dt.date(2090, 1, 1))}
    )
    client.post(url, {"act": str(uuid.uuid4()), **given, **boxes("decided_on", since)})
    duty = StandingDuty.objects.get()
    planned = make_planned(world.cell, today() + dt.timedelta(days=3))
    shown = text_of(client.get(f"/planned/{planned.pk}/"))
    assert f"{world.members[2].person.name}: nhóm hộ số 3 (12 hộ)" in shown
    client.post(f"{url}{duty.pk}/end/", {"act": str(uuid.uuid4())})

    assert future.status_code == 422
    assert "chưa đến" in text_of(future)
    duty.refresh_from_db()
    assert (duty.from_on, duty.until_on) == (since, today())
    assert "Đã thôi giao" in text_of(client.get(url))
