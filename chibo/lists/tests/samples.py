"""Lists as offices have them: 620 members in an old code table, with ten errors planted."""

import datetime as dt
import io
import random
import subprocess
from collections.abc import Sequence
from typing import Any

import xlsxwriter
import xlwt

TEXT_FONT, CAPITAL_FONT = ".VnTime", ".VnTimeH"
FAMILIES = ("Lò", "Quàng", "Giàng", "Vàng", "Cà", "Lường", "Tòng", "Sùng", "Mùa", "Hạng", "Nguyễn")
MIDDLES = ("Văn", "Thị", "A", "Đình", "Thị Kim", "Quốc", "Xuân", "Mỹ")
GIVEN = (
    "Chống", "Hặc", "Panh", "Chựa", "Bun", "Nghĩa", "Sơn", "Dế", "Pà", "Inh", "Ượng", "Hòa",
    "Thuấn", "Dia", "Chu", "Khua", "Ánh", "Lả", "Pâng", "Xôm", "Dũng", "Đoan", "Minh", "Huyền",
)  # fmt: skip
TITLES = (
    "STT", "Họ và tên", "Ngày, tháng, năm sinh", "Nam/Nữ", "Dân tộc", "Số CCCD", "Ngày vào Đảng",
    "Ngày chính thức", "Chi bộ", "Ghi chú",
)  # fmt: skip
BIRTH, SEX, ADMITTED, OFFICIAL, CELL = 2, 3, 6, 7, 8
Line = list[Any]


def cell_names(count: int = 36) -> list[str]:
    return [f"bản Nậm {GIVEN[n % 24]} {n + 1}" for n in range(count)]


def people(count: int, cells: Sequence[str], seed: int = 7) -> list[Line]:
    """Return lines of members, sorted by cell, no two of one name or birth."""
    chance, lines, names = random.Random(seed), [], set()
    day = dt.date(1950, 1, 3)
    while len(lines) < count:
        name = " ".join(map(chance.choice, (FAMILIES, MIDDLES, GIVEN)))
        if name in names:
            continue
        names.add(name)
        day += dt.timedelta(days=19)
        admitted = dt.date(day.year + chance.randrange(22, 32), chance.randrange(1, 13), 13)
        admitted = min(admitted, dt.date(2024, 5, 13))
        lines.append([
            len(lines) + 1, name, f"{day:%d/%m/%Y}", "Nữ" if " Thị" in name else "Nam", "Thái",
            f"0110{len(lines):08d}", f"{admitted:%d/%m/%Y}",
            f"{admitted.replace(year=admitted.year + 1):%d/%m/%Y}",
            f"Chi bộ {cells[len(lines) * len(cells) // count]}", "",
        ])  # fmt: skip
    return lines


def with_errors(lines: list[Line]) -> list[Line]:
    """Plant ten errors, each where it stands below."""
    lines = [list(line) for line in lines]
    lines[10][ADMITTED] = "31/02/1990"  # 1 no such day
    lines[50][1] = "Lò"  # 2 half a name
    lines[90][BIRTH] = "12/05/2012"  # 3 admitted as a child
    lines[130][CELL] = "Chi bộ bản Nậm Chốngg 1"  # 4 a cell that is not known
    lines[170] = [171, *lines[169][1:]]  # 5 one person twice
    near = f"{lines[209][1].rsplit(' ', 1)[0]} {lines[209][1].rsplit(' ', 1)[1]}g"
    lines[210][1], lines[210][BIRTH] = near, lines[209][BIRTH]  # 6 nearly one name, one birth day
    lines[250][OFFICIAL] = "13/01/1955"  # 7 official before admitted
    lines[290][BIRTH] = "05/23/1965"  # 8 month before day
    lines[330][SEX] = ""  # 9 neither man nor woman
    lines[370][ADMITTED] = "13/04/2062"  # 10 a day to come
    return lines


def to_tcvn3(texts: Sequence[str]) -> list[str]:
    """Return texts as an old program stored them, each byte one sign: no capitals with tones."""
    whole = "\n".join(texts)
    typed = "".join(s if s in "ĐĂÂÊÔƠƯ" or s.isascii() else s.lower() for s in whole)
    done = subprocess.run(
        ["iconv", "-f", "utf8", "-t", "TCVN-5712//TRANSLIT"], input=typed.encode(),
        capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.decode("latin-1").split("\n")


def old_xls(lines: Sequence[Line]) -> bytes:
    """Return an .xls in TCVN3: a title above, merged title rows, totals and signatures below."""
    head = [["ĐẢNG BỘ XÃ MƯỜNG PỒN"], ["DANH SÁCH ĐẢNG VIÊN"], []]
    foot: list[Line] = [
        ["", "Tổng số: 620 đảng viên"], [], ["", "Người lập biểu", "", "", "", "", "Bí thư"],
        ["", "(Ký, ghi rõ họ tên)"], ["", "Nguyễn Thu Hà"],
    ]  # fmt: skip
    rows: list[Line] = [*head, list(TITLES), *lines, *foot]
    texts = sorted({value for row in rows for value in row if isinstance(value, str) and value})
    old = dict(zip(texts, to_tcvn3(texts), strict=True))
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("DSDV")
    style = xlwt.XFStyle()
    style.font.name = TEXT_FONT
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            if value != "":
                sheet.write(line, place, old.get(value, value), style)
    room = io.BytesIO()
    book.save(room)
    return room.getvalue()


def xlsx(*rows: Sequence[Any], merged: Sequence[tuple[int, int, int, int, str]] = ()) -> bytes:
    """Return a workbook of one sheet. merged: first row and column, last row and column, text."""
    room = io.BytesIO()
    with xlsxwriter.Workbook(room, {"in_memory": True}) as book:
        sheet = book.add_worksheet("A")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for line, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(line, place, value, day)
                elif isinstance(value, str):
                    sheet.write_string(line, place, value)
                elif value is not None:
                    sheet.write(line, place, value)
        for top, left, bottom, right, text in merged:
            sheet.merge_range(top, left, bottom, right, text)
    return room.getvalue()
