"""Cells, offices, pasted blocks, the sheet of doubts, the export: through the pages."""

import io
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
import python_calamine
from django.test import Client

from chibo.journal.models import Entry
from chibo.lists.tests.clerk import Clerk
from chibo.lists.tests.samples import TITLES, people, xlsx
from chibo.lists.tests.test_office import dump
from chibo.members.models import Membership
from chibo.organizations.models import Code, Designation, Post
from tests.pages import filled
from tests.world import World

Sign = Callable[[str], Client]
OWN = "bản Huổi Ho"


def undone(clerk: Clerk) -> None:
    clerk.here = f"{clerk.here.removesuffix('undo/')}undo/"
    clerk._show(clerk.client.get(clerk.here))
    clerk.press("undo")


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_cells_are_founded_with_their_lost_zeros_when_a_list_of_cells_comes(
    world: World, client_of: Sign
) -> None:
    clerk = Clerk(client_of("province_officer"), world.commune.pk, "units")
    before = dump()

    clerk.bring(
        xlsx(
            ("TT", "Tên chi bộ", "Loại hình chi bộ", "Mã tổ chức đảng", "Mã đơn vị hành chính"),
            (1, "Chi bộ Bản Nậm Pố 1", "nông thôn", "01.12.3.0.7", 3172),
            (2, "Chi bộ trường Mầm non", "", "", ""),
            (3, "Chi bộ bản Huổi Ho", "", "01.012.003.000.008", ""),
            (4, "Chi bộ Công an xã", "", "", ""),
            (5, "Chi bộ bản Nậm Pố 01", "", "", ""),
        ),
        list_on_0="1", list_on_1="3", list_on_2="2026",
    )  # fmt: skip
    seen, page = clerk.counts(), clerk.text
    clerk.take()
    names = set(Designation.objects.values_list("name", flat=True))
    codes = set(Code.objects.values_list("text", flat=True))
    undone(clerk)

    assert seen == [2, 1, 0, 0, 2]
    assert "lực lượng vũ trang" in page
    assert "tên này đã có ở dòng 2" in page
    assert {"bản Nậm Pố 1", "trường Mầm non"} <= names
    assert codes == {"01.012.003.000.007", "03172", "01.012.003.000.008"}
    assert dump() == before


def test_offices_are_given_when_a_list_of_offices_comes(world: World, client_of: Sign) -> None:
    clerk = Clerk(client_of("clerk"), world.commune.pk, "posts")
    before = dump()

    clerk.bring(
        xlsx(
            ("Họ và tên", "Chi bộ", "Chức vụ Đảng", "Từ ngày", "Số ĐT"),
            ("Lò Thị Ánh", "bản Púng Giắt 1", "Chi ủy viên", "13/3/2025", int("9" + "00000113")),
            ("Tòng Văn Inh", "Púng Giắt 1", "BT chi bộ", "", "0900 000 119"),
            ("Lò Văn Bun A", OWN, "Bí thư", "", ""),
            ("Lò Văn Hòa", "bản Púng Giắt 1", "Chi ủy viên", "", ""),
            ("Người Không Có", OWN, "Phó BT", "", ""),
            ("Lò Văn Bun B", OWN, "Trưởng bản", "", ""),
            ("Lò Văn Bun C", OWN, "", "", ""),
        )
    )  # fmt: skip
    seen, page = clerk.counts(), clerk.text
    clerk.take()
    phones = set(Post.objects.exclude(phone="").values_list("phone", flat=True))
    undone(clerk)

    assert seen == [1, 1, 1, 1, 3]
    assert "chi bộ đã có Bí thư" in page
    assert "có hai người cùng tên" in page
    assert "chưa có Người Không Có trong danh sách" in page
    assert {"0900000113", "0900000119"} <= phones
    assert dump() == before


def test_lines_left_over_come_back_when_the_sheet_of_doubts_is_corrected(
    world: World, client_of: Sign
) -> None:
    clerk = Clerk(client_of("clerk"), world.commune.pk)
    lines = people(6, [OWN])
    lines[1][6], lines[4][3] = "31/02/1990", ""
    clerk.bring(xlsx(TITLES, *lines))
    clerk.take()
    made, page = clerk.made, clerk.text
    base = clerk.url.removesuffix("members/")
    printed = clerk.client.get(f"{base}{made.pk}/doubts/").content.decode()
    book = clerk.client.get(f"{base}{made.pk}/doubts.xlsx").content
    rows = next(iter(sheets(book).values()))
    header = [str(each) for each in rows[2]]
    rows[3][header.index("Sửa: Ngày vào Đảng")] = lines[0][6]
    rows[3][header.index("Sửa: Ngày chính thức")] = lines[0][7]
    rows[4][header.index("Sửa: Giới tính")] = "nữ"

    clerk.bring(xlsx(*rows))
    seen = clerk.counts()
    clerk.take()
    made.refresh_from_db()

    assert "2 dòng chưa ghi" in page
    assert "không có ngày “31/02/1990” trong lịch" in printed
    assert seen == [2, 0, 0, 0, 0]
    assert made.left == []
    assert Membership.objects.filter(person__name=lines[4][1], person__sex="female").exists()


def test_export_changes_nothing_when_it_comes_back(world: World, client_of: Sign) -> None:
    client = client_of("clerk")
    url = f"/units/{world.commune.pk}/lists/export/"
    refused = client.post(url, filled(client, url, {}))
    given = client.post(url, filled(client, url, {"why": "=đối chiếu hằng quý"}))
    clerk = Clerk(client, world.commune.pk)
    clerk.bring(given.content, "xuat.xlsx")
    held = sheets(given.content)

    assert refused.status_code == 422
    assert "attachment" in given["Content-Disposition"]
    assert list(held) == ["Đảng viên", "Chi bộ", "Chức vụ"]
    assert "Nguyễn Thu Hà" in held["Đảng viên"][0][0]
    assert clerk.counts() == [0, 0, len(held["Đảng viên"]) - 3, 0, 0]
    assert Entry.objects.filter(verb="read.export").count() == 1
    posts = Clerk(client, world.commune.pk, "posts")
    posts.bring(given.content, "xuat.xlsx")
    assert posts.counts() == [0, 0, len(held["Chức vụ"]) - 3, 0, 0]


BLOCK = "Họ và tên\tNăm sinh\tGiới\tNgày vào Đảng\tNgày chính thức\tSinh hoạt tại\n"


@pytest.mark.parametrize(
    ("line", "say"),
    [
        ("GIÀNG A TỦA\t12.5.1975\tnam\t3/2/98\t3-2-1999\tHuổi Ho", "sinh 12/05/1975"),
        ("Giàng A Tủa\ttháng 5/1975\tnam\t03/02/1998\t03/02/1999\tHuổi Ho", "sinh 05/1975"),
        ("Giàng A Tủa\t1975\tNam\t35829\t36194\tchi bộ Huổi Ho", "ngày vào đảng 03/02/1998"),
        ("giàng a tủa\t05121975\tx\t03/02/1998\t\tHuổi Ho", "chưa rõ nam hay nữ"),
        ("Giàng A Tủa\t1975\tNam\t02/1998\t03/02/1999\tHuổi Ho", "chưa đủ ngày, ghi thành 01/02"),
        ("Giàng A Tủa\t1975\tNam\t3/2/1998\t3/4/1999\tHuổi Ho", "chưa rõ số nào là tháng"),
        ("Giàng A Tủa\t1975\tNam\t13/2/1998\t\tHuổi Ho", "Còn dự bị?"),
        ("Giàng A Tủa\t1985\tNam\t13/2/1998\t13/2/1999\tHuổi Ho", "Chưa đủ 18 tuổi"),
        ("Lò Văn Hoà\t1983\tNam\t13/2/2012\t13/2/2013\tPúng Giắt 1", "→ 13/02/2012"),
        ("Lo Van Hoa\t1983\tNam\t13/2/2012\t13/2/2013\tPúng Giắt 1", "Là một người"),
        ("=HYPERLINK(1)\t1983\tNam\t13/2/2012\t13/2/2013\tHuổi Ho", "chưa phải họ và tên"),
    ],
)
def test_value_is_understood_or_asked_when_pasted(
    world: World, client_of: Sign, line: str, say: str
) -> None:
    clerk = Clerk(client_of("clerk"), world.commune.pk)

    clerk.bring(BLOCK + line)
    clerk._show(clerk.client.get(f"{clerk.here}?show=all"))

    assert say in clerk.text


def test_letters_are_asked_about_when_neither_font_nor_words_decide(
    world: World, client_of: Sign
) -> None:
    text = "\n".join([
        "STT;Họ và tên;Ngày sinh;Giới tính;Ngày vào Đảng;Ngày chính thức;Chi bộ",
        f"1;Lò Văn Ánh;13/05/1975;Nam;13/02/1998;13/02/1999;Chi bộ {OWN}",
        f"2;Quàng Thị Ượng;22/05/1980;Nữ;13/02/2008;13/02/2009;Chi bộ {OWN}",
    ])  # fmt: skip
    old = subprocess.run(
        ["iconv", "-f", "utf8", "-t", "TCVN"], input=text.encode(), capture_output=True, check=True
    ).stdout
    clerk = Clerk(client_of("clerk"), world.commune.pk)

    clerk.bring(old, "ds.csv")
    seen, page = clerk.counts(), clerk.text
    clerk.answer("q-letters", "yes")
    clerk.press("answer")
    clerk.take()

    assert seen == [1, 0, 0, 1, 0]
    assert "là “Lò Văn Ánh”, đúng không?" in page
    assert Membership.objects.filter(person__name="Lò Văn Ánh").exists()
    assert Membership.objects.filter(person__name="Quàng Thị Ượng").exists()


def test_title_rows_are_joined_and_group_lines_name_the_cell_when_an_office_lays_them_so(
    world: World, client_of: Sign
) -> None:
    clerk = Clerk(client_of("clerk"), world.commune.pk)
    merged = [(0, 0, 1, 0, "STT"), (0, 1, 1, 2, "Họ và tên"), (0, 3, 0, 4, "Năm sinh"),
              (0, 5, 0, 6, "Ngày, tháng, năm")]  # fmt: skip

    clerk.bring(
        xlsx(
            (), ("", "", "", "Nam", "Nữ", "Vào Đảng", "Chính thức"), (1, 2, 3, 4, 5, 6, 7),
            ("I", "Chi bộ bản Huổi Ho: 2 đảng viên"),
            (1, "Giàng A", "Tủa", "13/5/1975", "", "13/02/1998", "13/02/1999"),
            (2, "Lò Thị", "Xôm", "", 1980, "13/02/2008", "13/02/2009"),
            ("II", "Chi bộ bản Púng Giắt 1"),
            (1, "Vàng A", "Dia", 1960, "", "13/02/1988", "13/02/1989"),
            ("", "Cộng", "", 2, 1), ("", "Người lập", "", "", "", "Nguyễn Thu Hà"),
            merged=merged,
        )
    )  # fmt: skip
    seen = clerk.counts()
    clerk.take()
    rows = Membership.objects.filter(admitted_on__day=13).order_by("admitted_on")

    assert seen == [3, 0, 0, 0, 0]
    assert [(r.person.name, r.person.sex, r.cell_id) for r in rows] == [
        ("Vàng A Dia", "male", world.cell.pk),
        ("Giàng A Tủa", "male", world.sibling_cell.pk),
        ("Lò Thị Xôm", "female", world.sibling_cell.pk),
    ]


def test_columns_are_remembered_when_the_clerk_has_said_them(world: World, client_of: Sign) -> None:
    clerk = Clerk(client_of("clerk"), world.commune.pk)
    rows = (
        ("Họ và tên", "Mốc A", "Mốc B", "Mốc C", "Giới", "Chi bộ"),
        ("Giàng A Tủa", "13/5/1975", "13/02/1998", "13/02/1999", "Nam", OWN),
    )
    clerk.bring(xlsx(*rows, ("Lò Thị Xôm", "13/5/1980", "13/02/2008", "13/02/2009", "Nữ", OWN)))
    first, lists = clerk.counts(), clerk.here
    clerk.here = f"{lists}columns/"
    clerk._show(clerk.client.get(clerk.here))
    for place, field in enumerate(("birth", "admitted_on", "official_on"), start=1):
        clerk.answer(f"c-0-{place}", field)
    clerk.press("columns")

    said = clerk.counts()
    clerk.bring(xlsx(*rows))

    assert first == [0, 0, 0, 0, 2]
    assert said == [2, 0, 0, 0, 0]
    assert clerk.counts() == [1, 0, 0, 0, 0]
