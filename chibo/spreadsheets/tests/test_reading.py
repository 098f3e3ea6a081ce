"""Tables as they come out: kinds of cells, sheets, sizes; and the wall around the reader."""

import datetime as dt
import io
import json
import subprocess
import sys

import pytest
import xlsxwriter

from chibo.spreadsheets import reading
from chibo.spreadsheets.limits import Limits
from chibo.spreadsheets.reading import UPLOAD, Cell, Table, Unreadable, read_file, read_pasted
from chibo.spreadsheets.tests.samples import NAME, by_libreoffice, ods, ods_row, xls, xlsx
from chibo.spreadsheets.tests.test_deciding import AS_FONTS_TELL, BY_FONT

pytestmark = pytest.mark.once

EMPTY = Cell("", "empty")


def workbook() -> bytes:
    room = io.BytesIO()
    with xlsxwriter.Workbook(room, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Đảng viên")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.merge_range(0, 0, 0, 2, "Danh sách")
        sheet.write_row(2, 0, [NAME, 7, 85.5, 91234567, 0.1 + 0.2, True])
        sheet.write_datetime(2, 6, dt.date(1930, 2, 3), day)
        sheet.write_datetime(2, 7, dt.datetime(2026, 2, 3, 8, 30), day)  # noqa: DTZ001 - a cell
        sheet.write_formula(2, 8, "=1+1", None, 2)
        sheet.write_formula(2, 9, "=1/0", None, "#DIV/0!")
        sheet.write_blank(9, 9, None, day)
        book.add_worksheet("Nháp").hide()
        book.add_worksheet("Trống")
    return room.getvalue()


def test_cells_have_their_kinds_when_read_from_a_workbook() -> None:
    first, last = read_file(workbook(), "Danh sách.XLSX")

    assert (first.name, first.merged, last) == (
        "Đảng viên", [(0, 0, 0, 2)], Table("Trống", []),
    )  # fmt: skip
    assert first.rows == [
        [Cell("Danh sách")],
        [],
        [
            Cell(NAME), Cell("7", "number"), Cell("85,5", "number"), Cell("91234567", "number"),
            Cell("0,3", "number"), Cell("TRUE"), Cell("03/02/1930", "date", dt.date(1930, 2, 3)),
            Cell("03/02/2026 08:30", "date", dt.date(2026, 2, 3)), Cell("2", "number"),
        ],
    ]  # fmt: skip


def test_tables_are_the_same_when_libreoffice_saved_them_anew(tmp_path: object) -> None:
    path = tmp_path / "a.xlsx"  # type: ignore[operator]
    path.write_bytes(xlsx(BY_FONT, [7, 8.5]))

    for kind in ("ods", "xls"):
        (table,) = read_file(by_libreoffice(path, kind), f"a.{kind}")
        assert table.rows == [AS_FONTS_TELL, [Cell("7", "number"), Cell("8,5", "number")]]


def test_repeated_rows_are_told_one_by_one_when_read_from_an_ods() -> None:
    (table,) = read_file(ods(ods_row("a", "b", again=3)), "a.ods")

    assert table.rows == [[Cell("a"), Cell("b")]] * 3


def test_old_workbook_is_read_when_it_has_no_old_font() -> None:
    assert read_file(xls([NAME, 7], [], ["x"]), "a.xls")[0].rows == [
        [Cell(NAME), Cell("7", "number")], [], [Cell("x")],
    ]  # fmt: skip


@pytest.mark.parametrize("sign", ["\t", ";", ",", "|"])
def test_columns_are_parted_when_a_text_file_uses_any_usual_sign(sign: str) -> None:
    text = f'"Họ, và; tên"{sign}Số\r\n{NAME}{sign}"8,5"\r\n{NAME}{sign}"2\n3"\r\n'

    assert [[cell.text for cell in row] for row in read_file(text.encode(), "a.csv")[0].rows] == [
        ["Họ, và; tên", "Số"], [NAME, "8,5"], [NAME, "2\n3"],
    ]  # fmt: skip


def test_sign_is_as_told_when_the_first_line_tells_it() -> None:
    assert read_file(b"sep=,\na;b,c\n", "a.csv")[0].rows == [[Cell("a;b"), Cell("c")]]


def test_pasted_text_is_a_table_when_parted_by_tabs() -> None:
    assert read_pasted(f'Họ tên\tSố; chữ\r\n"{NAME}"\t\t1,5\n\n') == [
        Table("", [[Cell("Họ tên"), Cell("Số; chữ")], [Cell(NAME), EMPTY, Cell("1,5")]])
    ]


@pytest.mark.parametrize("text", ["a\n" * 20_001, "\t" * 61, '"' + "a" * 200_000])
def test_pasted_text_is_refused_when_it_is_too_much(text: str) -> None:
    with pytest.raises(Unreadable):
        read_pasted(text)


def run_in_sandbox(code: str, limits: Limits = UPLOAD) -> str:
    """Return what a line of code prints behind the closed doors."""
    start = (
        "import sys; sys.path[:0] = sys.argv[1:]; from chibo.spreadsheets import sandbox, limits;"
        f"import socket, os, time; sandbox.leave_network(); sandbox.close_doors(limits.{limits!r});"
        + code
    )
    said = subprocess.run(
        [sys.executable, "-I", "-S", "-c", start, *reading._paths()],
        capture_output=True, env={}, timeout=60,
    )  # fmt: skip
    return said.stdout.decode() or said.stderr.decode() or str(said.returncode)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("open('/etc/passwd')", "Too many open files"),
        ("open('/tmp/x', 'w')", "Too many open files"),
        ("socket.socket()", "Too many open files"),
        ("bytes(600 * 2**20)", "MemoryError"),
        ("print(sorted(os.environ))", "['LC_CTYPE']"),
        ("print([m for m in sys.modules if m.startswith(('django', 'chibo.config'))])", "[]"),
    ],
)
def test_nothing_can_be_reached_when_the_doors_are_closed(code: str, said: str) -> None:
    assert said in run_in_sandbox(code)


def test_time_ends_when_it_is_used_up() -> None:
    limits = Limits(**{**vars(UPLOAD), "cpu_seconds": 1})

    assert run_in_sandbox("\nwhile True: pass", limits) in {"-24", "-9"}


def test_file_is_refused_in_words_when_the_sandbox_was_ended() -> None:
    tight = Limits(**{**vars(UPLOAD), "memory": 40 * 2**20})

    with pytest.raises(Unreadable, match="Tệp này nặng quá"):
        read_file("\n".join(f"chữ {n};" * 50 for n in range(9_000)).encode(), "a.csv", limits=tight)


@pytest.mark.parametrize(
    "answer",
    [
        [["table", "A", [], 1, 1]], [["table", "A", [], -1, 1], ["end"]], ["x"], [[]], [7], [],
        [["table", "A", [], 10**9, 1]], [["table", "A"]], [["table", "A", 7, 0, 0], ["end"]],
        [["values", 7]], [["values", [None, {}]]], [["values", ["\0[1,2]"]], ["end"]],
        [["values", ["\0x"]]], [["no", "unknown", {}]], [["no", "rows", ["count"]]],
    ],
)  # fmt: skip
def test_answer_is_refused_when_a_broken_sandbox_made_it_up(
    monkeypatch: pytest.MonkeyPatch, answer: list[object]
) -> None:
    lines = "".join(json.dumps(line) + "\n" for line in answer)
    monkeypatch.setattr(reading, "_START", f"print({lines!r}, end='')")

    with pytest.raises(Unreadable, match="Không mở được tệp này"):
        read_file(b"a", "a.csv")


def test_file_is_read_within_a_second_when_it_has_the_lines_of_a_commune() -> None:
    content = xlsx(*[[n, f"{NAME} {n}", "Nữ", 1970.0, "bản Huổi Lếch"] for n in range(620)])
    times = []
    for _run in range(3):
        begun = dt.datetime.now(tz=dt.UTC)
        (table,) = read_file(content, "a.xlsx")
        times.append((dt.datetime.now(tz=dt.UTC) - begun).total_seconds())

    assert len(table.rows) == 620
    assert min(times) < 1
