"""The cell's report of a month, and all papers of a month printed at once."""

import datetime as dt
import io
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from chibo.minutes.models import MinutesClosure
from chibo.plans.testing import make_planned
from chibo.preparations.models import AgendaItem
from chibo.reports.models import IssuedReport
from tests.pages import filled, text_of
from tests.sittings import held, last_month_3rd
from tests.world import World

pytestmark = pytest.mark.once

Sign = Callable[[str], Client]


def url_of(world: World, rest: str) -> str:
    return f"/units/{world.cell.pk}/months/{last_month_3rd():%Y-%m}/{rest}"


def issue(client: Client, url: str, limits: str) -> int:
    return client.post(url, filled(client, url, {"limits": limits})).status_code


def test_report_states_what_was_closed_when_issued(world: World, client_of: Sign) -> None:
    held(world, last_month_3rd(), absent=2, unexcused=1)
    client = client_of("secretary")

    status = issue(client, url_of(world, "report/"), "Đường xa, trời mưa")

    page = text_of(client.get(url_of(world, "report/paper/")))
    assert status == 302
    for said in ("01-BC/CB", "9/12", "75,0", "Đường xa, trời mưa.", "Lập danh sách ngày công",
                 "01-NQ/CB", "BÁO CÁO"):  # fmt: skip
        assert said in page
    word = Document(io.BytesIO(client.get(url_of(world, "report/paper.docx")).content))
    assert any("Đường xa, trời mưa." in line.text for line in word.paragraphs)


def test_report_is_a_new_version_of_its_number_when_issued_again(
    world: World, client_of: Sign
) -> None:
    held(world, last_month_3rd())
    client = client_of("secretary")

    for limits in ("Một", "Hai"):
        issue(client, url_of(world, "report/"), limits)

    reports = IssuedReport.objects.order_by("version").select_related("paper")
    assert [(r.version, r.limits, r.paper.symbol) for r in reports] == [
        (1, "Một", "01-BC/CB"), (2, "Hai", "01-BC/CB"),
    ]  # fmt: skip


def test_report_of_a_month_to_come_is_refused_when_asked(world: World, client_of: Sign) -> None:
    client = client_of("secretary")
    year = last_month_3rd().year + 1
    url = f"/units/{world.cell.pk}/months/{year}-12/report/"

    response = client.post(url, filled(client, url, {}))

    assert response.status_code == 422
    assert "Tháng này chưa đến" in text_of(response)


def test_month_prints_in_one_file_when_asked(world: World, client_of: Sign) -> None:
    held(world, last_month_3rd())
    client = client_of("secretary")
    issue(client, url_of(world, "report/"), "")

    pdf = PdfReader(io.BytesIO(client.get(url_of(world, "papers.pdf")).content))

    text = "\n".join(page.extract_text() for page in pdf.pages)
    for title in ("DANH SÁCH ĐIỂM DANH", "BIÊN BẢN", "NGHỊ QUYẾT", "DANH SÁCH VIỆC", "BÁO CÁO"):
        assert title in text


def test_report_older_than_its_minutes_says_so(world: World, client_of: Sign) -> None:
    closure = held(world, last_month_3rd())
    client = client_of("secretary")
    issue(client, url_of(world, "report/"), "")
    before = text_of(client.get(url_of(world, "papers/")))
    later = timezone.now() + dt.timedelta(hours=1)

    MinutesClosure.objects.filter(pk=closure.pk).update(closed_at=later)

    said = "Biên bản đã sửa sau khi ra báo cáo"
    assert said not in before
    assert said in text_of(client.get(url_of(world, "papers/")))


def test_set_begins_with_what_prepared_the_meeting(world: World, client_of: Sign) -> None:
    planned = make_planned(world.cell, last_month_3rd())
    line = {"id": uuid.uuid4(), "province": planned.province, "planned": planned}
    AgendaItem.objects.create(**line, position=1, title="Bàn việc làm đường", minutes=30)
    held(world, last_month_3rd())
    client = client_of("secretary")

    pdf = PdfReader(io.BytesIO(client.get(url_of(world, "papers.pdf")).content))

    assert "CHƯƠNG TRÌNH" in pdf.pages[0].extract_text()
    assert "Bàn việc làm đường" in pdf.pages[0].extract_text()


def test_empty_month_says_what_to_do_when_opened(world: World, client_of: Sign) -> None:
    page = text_of(client_of("secretary").get(url_of(world, "papers/")))

    assert "chưa có văn bản nào" in page
