"""The agenda of a planned meeting: proposed, changed by buttons, printed, taken over."""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from chibo.meetings.models import Item, Meeting
from chibo.organizations.models import CellType
from chibo.plans.models import Kind, PlannedMeeting
from chibo.plans.testing import make_planned
from chibo.preparations.models import AgendaItem, AgendaTemplate, DraftResolution
from chibo.preparations.queries import centre_templates, usual_titles
from chibo.preparations.rules import wanted
from tests.pages import text_of
from tests.sittings import called, decided, opened
from tests.world import World, today

Sign = Callable[[str], Client]


def june(day: int) -> dt.date:
    return dt.date(today().year + 1, 6, day)


def fields_of(client: Client, url: str) -> dict[str, str]:
    """Return the fields of the agenda's form as a browser would send them."""
    page = client.get(url).content.decode()
    found = {}
    for tag in re.findall(r"<input[^>]*>|<textarea.*?</textarea>|<select.*?</select>", page, re.S):
        name = re.search(r'name="([^"]+)"', tag)
        if not name or 'type="checkbox"' in tag or name[1] == "csrfmiddlewaretoken":
            continue
        if tag.startswith("<textarea"):
            found[name[1]] = re.search(r">\s*(.*?)</textarea>", tag, re.S)[1]  # type: ignore[index]
        elif tag.startswith("<select"):
            chosen = re.search(r'value="([^"]*)" selected', tag)
            found[name[1]] = chosen[1] if chosen else ""
        else:
            value = re.search(r'value="([^"]*)"', tag)
            found[name[1]] = value[1] if value else ""
    return found


def titles(planned: PlannedMeeting) -> list[str]:
    rows = AgendaItem.objects.filter(planned=planned, is_dropped=False).order_by("position")
    return [row.title for row in rows]


@pytest.fixture
def planned(world: World) -> PlannedMeeting:
    return make_planned(world.cell, june(3), kind=Kind.BOTH, topic="Giữ rừng")


def test_agenda_is_proposed_by_kind_and_cell_type() -> None:
    newest = centre_templates()[-1]

    def keys(kind: str, cell: str, month: int = 5) -> list[str]:
        lines = wanted(newest, kind=kind, cell_type=cell, month=month, topic="Giữ rừng")
        return [line.key for line in lines]

    assert keys("regular", CellType.VILLAGE) == [
        "open", "roll-call", "agenda", "news", "ideology", "promises", "work-village", "next",
        "criticism", "conclude", "score", "minutes",
    ]  # fmt: skip
    assert "work-school" in keys("regular", CellType.SCHOOL)
    assert keys("both", CellType.AGENCY).index("topic") > keys("both", CellType.AGENCY).index(
        "next"
    )
    assert "promises" not in keys("thematic", CellType.VILLAGE)
    assert "score" not in keys("extraordinary", CellType.VILLAGE)
    assert keys("committee", CellType.VILLAGE)[-1] == "minutes"
    assert "year-review" in keys("regular", CellType.VILLAGE, month=12)


@pytest.mark.parametrize("cell", CellType.values)
@pytest.mark.parametrize(("kind", "least"), [("regular", 90), ("both", 120)])
def test_proposed_minutes_reach_what_the_rule_wants(cell: str, kind: str, least: int) -> None:
    lines = wanted(centre_templates()[-1], kind=kind, cell_type=cell, month=3, topic="Giữ rừng")

    assert sum(line.minutes for line in lines) >= least


def test_scoring_is_not_wanted_before_its_rule(world: World) -> None:
    before = usual_titles(world.cell.pk, "village", kind="regular", on=dt.date(2024, 5, 3))

    assert "Nhiệm vụ tháng tới" in before
    old = centre_templates()[0]
    assert not [line for line in old.content if line["key"] == "score"]


def test_lines_are_moved_dropped_taken_back_and_added(
    world: World, client_of: Sign, planned: PlannedMeeting
) -> None:
    client, url = client_of("secretary"), f"/planned/{planned.pk}/agenda/"
    fields = fields_of(client, url)
    news = next(key for key, value in fields.items() if value.startswith("Thông tin thời sự"))
    which = news.removeprefix("title-")

    client.post(url, {**fields, "do": f"up:{which}"})
    moved = titles(planned)
    client.post(url, {**fields_of(client, url), "do": f"drop:{which}"})
    dropped = titles(planned)
    page = text_of(client.get(url))
    client.post(url, {**fields_of(client, url), "do": f"keep:{which}"})
    kept = titles(planned)
    last = fields_of(client, url)
    minutes = f"minutes-{which}"
    client.post(url, {**last, minutes: "25", "new_title": "Bàn việc làm đường bản"})

    assert moved.index("Thông tin thời sự, văn bản mới của cấp trên") == 2
    assert "Thông tin thời sự, văn bản mới của cấp trên" not in dropped
    assert "Thông tin thời sự, phổ biến văn bản mới." in page  # the duty of the dropped line
    assert "Thông tin thời sự, văn bản mới của cấp trên" in kept
    assert titles(planned)[-4:-2] == ["Bàn việc làm đường bản", "Kết luận, giao việc, biểu quyết"]
    assert AgendaItem.objects.get(pk=which).minutes == 25
    home = text_of(client.get(f"/planned/{planned.pk}/"))
    assert "Bàn việc làm đường bản" in home


def test_presenter_of_the_topic_is_taken_from_the_plan(world: World, client_of: Sign) -> None:
    planned = make_planned(world.cell, june(3), kind=Kind.BOTH, topic="Giữ rừng")
    PlannedMeeting.objects.filter(pk=planned.pk).update(presenter=world.members[2])

    page = text_of(client_of("secretary").get(f"/planned/{planned.pk}/"))

    assert "Chuyên đề: Giữ rừng" in page
    assert world.members[2].person.name in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Ô này còn trống"),
        ("title", "Kế hoạch diễn tập (MẬT)", "Chỗ này có dấu MẬT"),
        ("minutes", "999", "Số này lớn quá"),
        ("minutes", "mười", "Ghi một số"),
        ("presenter", "0f0e3a52-aaaa-4bbb-8ccc-ddddeeeeffff", "không có trong danh sách"),
    ],
)
def test_bad_line_is_refused_in_words_and_the_rest_is_kept(
    world: World, client_of: Sign, planned: PlannedMeeting, field: str, value: str, sentence: str
) -> None:
    client, url = client_of("secretary"), f"/planned/{planned.pk}/agenda/"
    fields = fields_of(client, url)
    first = next(key for key in fields if key.startswith(f"{field}-"))

    answer = client.post(url, {**fields, first: value, "new_title": "Bàn việc làm đường"})

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Bàn việc làm đường" in answer.content.decode()
    assert not AgendaItem.objects.filter(planned=planned).exists()


def test_sent_twice_is_one_agenda(world: World, client_of: Sign, planned: PlannedMeeting) -> None:
    client, url = client_of("secretary"), f"/planned/{planned.pk}/agenda/"
    fields = {**fields_of(client, url), "new_title": "Bàn việc làm đường"}

    client.post(url, fields)
    client.post(url, fields)

    assert titles(planned).count("Bàn việc làm đường") == 1


def test_agenda_and_script_print_with_hours_promises_and_draft(
    world: World, client_of: Sign, planned: PlannedMeeting
) -> None:
    user = world.user("secretary")
    meeting = opened(world, today())
    called(meeting, user)
    decided(meeting, user, world.members[3])
    DraftResolution.objects.create(
        planned=planned, province=planned.province, text="Mỗi hộ trồng 50 cây quế"
    )
    client = client_of("secretary")

    agenda = client.get(f"/planned/{planned.pk}/sheets/agenda.pdf")
    script = client.get(f"/planned/{planned.pk}/sheets/script.docx")

    pages = PdfReader(BytesIO(agenda.content)).pages
    printed = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert len(pages) <= 2
    assert "19:30 (3 phút)" in printed
    assert "CHƯƠNG TRÌNH" in printed
    document = Document(BytesIO(script.content))
    spoken = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert document.styles["Normal"].font.size.pt == 20
    assert "Mỗi hộ trồng 50 cây quế" in spoken
    assert f"đồng chí {world.members[3].person.name}, hạn" in spoken


def test_sitting_takes_the_agenda_and_the_draft_over(world: World, client_of: Sign) -> None:
    planned = make_planned(world.cell, today(), kind=Kind.REGULAR)
    client, url = client_of("secretary"), f"/planned/{planned.pk}/agenda/"
    client.post(url, {**fields_of(client, url), "new_title": "Bàn việc làm đường bản"})
    client.post(
        f"/planned/{planned.pk}/draft/",
        {"act": str(uuid.uuid4()), "text": "Làm 300 m đường\nMỗi hộ góp 3 công"},
    )

    new = f"/units/{world.cell.pk}/meetings/new/?planned={planned.pk}"
    form = fields_of(client, new)
    writer = str(world.members[1].pk)
    client.post(
        new, {**form, "kind": "regular", "writer": writer, "chair": str(world.members[0].pk)}
    )
    meeting = Meeting.objects.get(cell=world.cell)
    decision = client.get(f"/meetings/{meeting.pk}/decisions/new/").content.decode()

    assert meeting.planned == planned
    items = Item.objects.filter(meeting=meeting).order_by("position")
    assert "Bàn việc làm đường bản" in [item.title for item in items]
    assert not [item for item in items if item.title.startswith("Điểm danh")]
    assert all(item.prepared_id for item in items)
    AgendaItem.objects.filter(planned=planned).update(in_groups=True)
    called(meeting, world.user("secretary"))
    minutes = text_of(client.get(f"/meetings/{meeting.pk}/papers/minutes/"))
    assert "Bàn việc làm đường bản (thảo luận ở tổ đảng)." in minutes
    assert "Làm 300 m đường" in decision
    assert "Mỗi hộ góp 3 công" not in decision


def test_unit_sets_its_own_order_and_a_bad_one_is_refused(world: World, client_of: Sign) -> None:
    client, url = client_of("clerk"), f"/units/{world.commune.pk}/agendas/own/"
    fields = fields_of(client, url)
    day = {"from_on_day": "1", "from_on_month": "1", "from_on_year": str(today().year)}
    line = (
        '[[lines]]\nkey = "song"\npart = "run"\ntitle = "Hát quốc ca"\nminutes = 3\n'
        'kinds = ["regular"]\nwhy = "Xã muốn vậy."\nsource = "Cách làm của xã"\n'
    )

    bad = [
        client.post(url, {**fields, **day, "content": content})
        for content in ("x", "a = 1", line.replace("regular", "weekly"), line + line,
                        line.replace("minutes = 3", "minutes = -1"))
    ]  # fmt: skip
    good = client.post(url, {**fields, **day, "title": "Mẫu của xã", "content": line})

    assert [answer.status_code for answer in bad] == [422] * 5
    assert good.status_code == 302, text_of(good)
    assert AgendaTemplate.objects.get().issuer == world.commune
    planned = make_planned(world.cell, june(3), kind=Kind.REGULAR)
    page = text_of(client_of("secretary").get(f"/planned/{planned.pk}/"))
    assert "Hát quốc ca" in page


def test_chair_is_helped_line_by_line(world: World, client_of: Sign) -> None:
    user = world.user("secretary")
    meeting = opened(world, today())
    called(meeting, user)
    client = client_of("secretary")

    first = text_of(client.get(f"/meetings/{meeting.pk}/chairing/"))
    wrong = client.get(f"/meetings/{meeting.pk}/chairing/?at=9999")
    pages = [text_of(client.get(f"/meetings/{meeting.pk}/chairing/?at={n}")) for n in range(1, 14)]

    assert wrong.status_code == 200
    assert "1/" in first
    assert any("Kết quả việc đã hứa tháng trước" in page for page in pages)
    assert any("Hỏi: ai muốn bắt đầu?" in page for page in pages)
    assert '<details class="help" open' not in first
