"""A unit's books of a year: 7-HSĐV, 10-SHĐ, dues, attendance; as page, PDF, .docx and .xlsx."""

import datetime as dt
import io
import uuid
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from chibo.core.days import Month
from chibo.dues.models import Rate
from chibo.dues.testing import make_handed_up, make_paid
from chibo.journal.models import Entry
from chibo.members.commands import Basis, Move, move_members
from chibo.members.commands.events import event_of
from chibo.members.models import Condition, Membership, Transfer
from chibo.registers.cell_books import attendance_book, dues_book
from chibo.registers.member_books import member_book
from chibo.registers.transfer_book import transfer_book
from tests.sittings import called, held, last_month_3rd, opened
from tests.world import World, act, today

YEAR = today().year
NEW_YEAR = dt.date(YEAR, 1, 1)
HSDV = (
    "STT", "Họ và tên / Họ và tên khai sinh", "Nam, nữ; dân tộc; tôn giáo", "Quê quán",
    "Văn hóa, lý luận, chuyên môn, ngoại ngữ", "Nghề nghiệp trước khi vào Đảng / hiện nay",
    "Ngày vào Đảng / Ngày chính thức", "Số thẻ, số lý lịch, số Huy hiệu",
    "Bộ đội, công an, hưu trí", "Ngày chuyển đi, đến đảng bộ nào",
    "Ngày chuyển đến, từ đảng bộ nào", "Ngày từ trần, lý do", "Ngày ra khỏi Đảng, hình thức",
    "Ghi chú",
)  # fmt: skip


def gone(row: Membership, what: str, on: dt.date) -> None:
    event = event_of(row, what, on, id=uuid.uuid4())
    event.save(force_insert=True)
    Membership.objects.filter(pk=row.pk).update(until_on=on, ended=event)


def column(rows: tuple[tuple[object, ...], ...], place: int) -> list[object]:
    return [row[place - 1] for row in rows if row[place - 1]]


def test_member_register_has_the_fourteen_columns_when_printed(world: World) -> None:
    on, members = NEW_YEAR + dt.timedelta(days=40), world.members
    gone(members[3], "died", on)
    gone(members[4], "struck_off", on)
    move_members(moves=[Move(members[5], world.foreign_cell.pk)], on=on, what="received",
                 basis=Basis(), seed=uuid.uuid4())  # fmt: skip
    move_members(moves=[Move(members[6], world.sibling_cell.pk)], on=on, what="received",
                 basis=Basis(), seed=uuid.uuid4())  # fmt: skip
    Condition.objects.create(id=uuid.uuid4(), province=members[0].province, membership=members[0],
                             what="exempt", from_on=on)  # fmt: skip

    book = member_book(world.cell.pk, YEAR, today=today())
    commune = member_book(world.commune.pk, YEAR, today=today())
    sibling = member_book(world.sibling_cell.pk, YEAR, today=today())

    day = f"{on:%d/%m/%Y}"
    assert tuple(c.title.rpartition("\n")[0] for c in book.columns) == HSDV
    assert sum(c.width for c in book.columns) == 100
    assert len(book.rows) == 12
    assert column(book.rows, 12) == [day]
    assert column(book.rows, 13) == [f"{day}\nxóa tên"]
    assert sorted(map(str, column(book.rows, 10))) == [
        f"{day}\nChi bộ bản Huổi Ho", f"{day}\nChi bộ bản Nà Hỳ 1",
    ]  # fmt: skip
    assert [column(book.rows, place) for place in (4, 5, 6, 8, 9)] == [[]] * 5
    assert set(column(book.rows, 3)) == {"Nam", "Nữ"}
    assert "Miễn sinh hoạt" in column(book.rows, 14)
    assert column(commune.rows, 10) == [f"{day}\nChi bộ bản Nà Hỳ 1"]  # moves within are none
    assert f"{day}\nChi bộ bản Púng Giắt 1" in column(sibling.rows, 11)


def test_a_year_before_shows_who_was_there_then_when_asked(world: World) -> None:
    gone(world.members[3], "died", NEW_YEAR + dt.timedelta(days=3))

    before = member_book(world.cell.pk, YEAR - 1, today=today())

    assert (len(before.rows), column(before.rows, 12)) == (10, [])


def test_transfer_register_has_both_sides_when_sent_and_received(world: World) -> None:
    row, on = world.members[3], NEW_YEAR + dt.timedelta(days=10)
    after = on + dt.timedelta(days=20)
    sent = event_of(row, "sent", on, basis=Basis("05-GT", on, "Đảng ủy xã"), id=uuid.uuid4())
    sent.save(force_insert=True)
    new = move_members(moves=[Move(row, world.foreign_cell.pk)], on=after, what="received",
                       basis=Basis(), seed=uuid.uuid4())[0]  # fmt: skip
    common = {"province": row.province, "from_cell": world.cell}
    Transfer.objects.create(id=uuid.uuid4(), person=row.person, to_unit=world.foreign_cell,
                            sent_on=on, sent=sent, received_on=after, received=new.began,
                            **common)  # fmt: skip
    Transfer.objects.create(id=uuid.uuid4(), person=world.members[4].person, sent_on=on,
                            outside="Đảng bộ xã Tân Lạc, tỉnh khác", **common)  # fmt: skip

    books = {
        unit: transfer_book(unit.pk, YEAR, today=today())
        for unit in (world.commune, world.other_commune, world.sibling_cell)
    }

    here, there, none = books.values()
    assert len(here.rows) == 2
    assert set(column(here.rows, 7)) == {
        "Chi bộ bản Nà Hỳ 1", "Đảng bộ xã Tân Lạc, tỉnh khác",
    }  # fmt: skip
    assert [r[1:3] for r in there.rows] == [(on, after)]
    assert column(there.rows, 9) == ["Chi bộ bản Púng Giắt 1"]
    assert column(here.rows, 11) == ["đang chuyển"]
    assert none.rows == ()
    assert sum(c.width for c in here.columns) == 100


def test_dues_register_adds_up_when_read(world: World) -> None:
    month = Month(YEAR, 1)
    Rate.objects.create(id=uuid.uuid4(), province=world.cell.province, cell=world.cell,
                        month=month.first, amount=15_000, why="fixed",
                        entered_at=act(world.user("clerk")).entered_at)  # fmt: skip
    make_paid(world.members[0], month, 15_000)
    make_paid(world.members[1], month, 5_000)
    make_handed_up(world.cell, month, month.last, 6_000)

    book = dues_book(world.cell.pk, YEAR, today=today())

    people, lines = book.rows[:-4], {row[1]: row for row in book.rows[-4:]}
    assert sum(row[2] or 0 for row in people) == lines["Đã thu"][2] == 20_000
    assert (lines["Phải thu"][2], lines["Đã nộp lên"][-1]) == (150_000, 6_000)
    assert sum(c.width for c in book.columns) == 100


def test_attendance_sheet_has_a_sign_for_each_when_meetings_were_held(world: World) -> None:
    year = last_month_3rd().year
    held(world, last_month_3rd(), absent=1, unexcused=1)
    bound = opened(world, today())
    called(bound, world.user("secretary"))

    book = attendance_book(world.cell.pk, year, today=today())

    signs = [row[2] for row in book.rows[:-1]]
    assert (signs.count("x"), signs.count("P"), signs.count("K")) == (10, 1, 1)
    both = ("10/12", "12/12") if today().year == year else ("10/12",)
    assert tuple(book.rows[-1][2 : 2 + len(both)]) == both
    assert [row[1] for row in book.rows[:-1]] == [
        row[1] for row in member_names(world)
    ]  # by name, never by a figure
    assert sum(c.width for c in book.columns) == 100


def member_names(world: World) -> list[tuple[int, str]]:
    rows = sorted((row.person for row in world.members),
                  key=lambda each: (each.sort_key, each.birth_year))  # fmt: skip
    names = [each.name for each in rows]
    return [
        (n, f"{each.name}, sinh {each.birth_year}" if names.count(each.name) > 1 else each.name)
        for n, each in enumerate(rows)
    ]


@pytest.mark.parametrize("what", ["members", "transfers", "dues", "attendance"])
def test_each_book_is_a_page_and_three_files_when_opened(
    world: World, client_of: Callable[[str], Client], what: str
) -> None:
    if what != "transfers":
        held(world, last_month_3rd())
    client = client_of("secretary")
    names = [f"registers:{what}-{form}" for form in ("html", "docx", "xlsx")]
    urls = [reverse(name, args=[world.cell.pk, last_month_3rd().year]) for name in names]

    page, word, excel = (client.get(url) for url in urls)

    assert (page.status_code, word.content[:2], excel.content[:2]) == (200, b"PK", b"PK")
    sheet = zipfile.ZipFile(io.BytesIO(excel.content)).read("xl/worksheets/sheet1.xml").decode()
    assert ('orientation="landscape"' in sheet, "<pane " in sheet, "<f>" in sheet) == (
        True, True, False,
    )  # fmt: skip
    assert "paper--wide" in page.content.decode()
    assert "người in: Tòng Văn Inh" in page.content.decode()
    assert Entry.objects.filter(verb=f"read.book_{what}", unit=world.cell.pk).count() == 3


def test_pdf_lies_on_its_side_and_repeats_its_head_when_long(
    world: World, client_of: Callable[[str], Client]
) -> None:
    from pypdf import PdfReader  # noqa: PLC0415 - beside the PDF engine, which loads slowly

    url = reverse("registers:members-pdf", args=[world.commune.pk, YEAR])

    pdf = PdfReader(io.BytesIO(client_of("clerk").get(url).content))

    assert [round(side / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]] == [297, 210]
    assert all("(12)" in page.extract_text() for page in pdf.pages[:-1])
    assert len(pdf.pages) <= 3


@pytest.mark.parametrize(
    ("login", "seen"),
    [("secretary", ["members", "transfers", "dues", "attendance"]),
     ("clerk", ["members", "transfers"]), ("member", []), ("province_officer", [])],
)  # fmt: skip
def test_books_show_what_one_may_open_when_listed(
    world: World, client_of: Callable[[str], Client], login: str, seen: list[str]
) -> None:
    text = client_of(login).get(reverse("registers:books", args=[world.cell.pk])).content.decode()

    assert [what for what in ("members", "transfers", "dues", "attendance")
            if f"/books/{what}/{YEAR}.xlsx" in text] == seen  # fmt: skip


@pytest.mark.parametrize("year", [1999, YEAR + 1])
def test_no_book_is_found_when_the_year_is_none(
    world: World, client_of: Callable[[str], Client], year: int
) -> None:
    client = client_of("secretary")

    assert (
        client.get(reverse("registers:members-html", args=[world.cell.pk, year])).status_code == 404
    )
    assert (
        client.get(reverse("registers:books", args=[world.cell.pk]) + "?year=x").status_code == 404
    )
