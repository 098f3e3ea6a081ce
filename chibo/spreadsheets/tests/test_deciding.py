"""How each cell was written: by its font, by its letters, by the rest, or with a doubt (E5)."""

import unicodedata

import pytest

from chibo.spreadsheets.letters import to_tcvn3, to_vni
from chibo.spreadsheets.reading import Cell, read_file, read_pasted
from chibo.spreadsheets.tests.samples import NAME, PEOPLE, in_1258, xls, xlsx

pytestmark = pytest.mark.once

TCVN3, VNI = to_tcvn3(NAME), to_vni(NAME)
BY_FONT = [(TCVN3, ".VnTime"), (to_tcvn3(NAME.lower()), ".VnTimeH"), (VNI, "VNI-Times"), NAME]
AS_FONTS_TELL = [
    Cell(NAME, was=TCVN3, encoding="tcvn3"),
    Cell("LÒ VĂN CHƠ", was=to_tcvn3(NAME.lower()), encoding="tcvn3h"),
    Cell(NAME, was=VNI, encoding="vni"),
    Cell(NAME),
]


def told(*rows: list[object]) -> list[list[Cell]]:
    return read_file(xlsx(*rows), "a.xlsx")[0].rows


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_font_decides_when_it_is_an_old_one(kind: str) -> None:
    content = {"xlsx": xlsx, "xls": xls}[kind](BY_FONT)

    assert read_file(content, f"a.{kind}")[0].rows == [AS_FONTS_TELL]


def test_ascii_stays_as_it_is_when_the_font_is_old_unless_it_draws_capitals() -> None:
    row = [("Lan 12", ".VnTime"), ("Lan 12", "VNI-Times"), ("Lan 12", ".VnArialH"), "Lan 12"]

    assert [cell.text for cell in told(row)[0]] == ["Lan 12", "Lan 12", "LAN 12", "Lan 12"]


def test_unicode_is_kept_when_typed_on_in_an_old_font() -> None:
    (cells,) = told([("Nguyễn", ".VnTime"), ("Hà", ".VnTimeH"), ("Tâm", "VNI-Times")])

    assert [(cell.text, cell.encoding) for cell in cells] == [
        ("Nguyễn", ""), ("Hà", ""), ("Tâm", ""),
    ]  # fmt: skip


def rows_of_every_kind() -> list[str]:
    """Return 42 texts in each way: Unicode, NFD, with Eth, TCVN3, VNI: 210 rows."""
    small = [name for name in PEOPLE if all(s in "ĂÂÊÔƠƯĐ" or s.isascii() or s.islower()
                                            for s in name)]  # fmt: skip
    return [
        *PEOPLE, *(unicodedata.normalize("NFD", name) for name in PEOPLE),
        *(name.replace("Đ", "Ð") for name in PEOPLE),
        *map(to_tcvn3, small), *map(to_vni, PEOPLE),
    ]  # fmt: skip


def meant_by_them() -> list[str]:
    small = [name for name in PEOPLE if all(s in "ĂÂÊÔƠƯĐ" or s.isascii() or s.islower()
                                            for s in name)]  # fmt: skip
    return [*PEOPLE * 3, *small, *PEOPLE]


def test_two_hundred_rows_are_right_or_asked_when_all_ways_are_mixed_without_fonts() -> None:
    rows, meant = rows_of_every_kind(), meant_by_them()
    assert len(rows) >= 200

    cells = [row[0] for row in told(*([row] for row in rows))]

    wrong = [
        (cell.text, right)
        for cell, right in zip(cells, meant, strict=True)
        if cell.text != right and not cell.doubtful
    ]
    assert wrong == []
    assert sum(cell.doubtful for cell in cells) <= 12


@pytest.mark.parametrize(
    "code", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258", "tcvn3", "vni"]
)
@pytest.mark.parametrize("kind", ["csv", "txt", "tsv"])
def test_text_file_is_read_whatever_its_code(code: str, kind: str) -> None:
    names = [name for name in PEOPLE if code != "tcvn3" or not name.endswith(("Ẳng", "Ỷ", "Ượng"))]
    text = "\r\n".join(f"{name}\t{place}" for place, name in enumerate(names))
    content = {"cp1258": in_1258, "tcvn3": lambda t: to_tcvn3(t).encode("latin-1"),
               "vni": lambda t: to_vni(t).encode("latin-1")}.get(
        code, lambda t: t.encode(code)
    )(text)  # fmt: skip

    rows = read_file(content, f"a.{kind}")[0].rows

    assert [(row[0].text, row[0].doubtful) for row in rows] == [(name, False) for name in names]
    assert {row[0].encoding for row in rows} <= {"", code}


def test_lines_are_decided_one_by_one_when_a_text_file_was_put_together() -> None:
    content = b"\n".join([NAME.encode(), TCVN3.encode("latin-1"), VNI.encode("latin-1")])

    assert [row[0].text for row in read_file(content, "a.csv")[0].rows] == [NAME] * 3


def test_cell_is_doubtful_when_two_ways_fit_and_the_file_is_mixed() -> None:
    (cells,) = told([NAME, VNI, TCVN3, "Hoàng"])

    assert cells[3] == Cell("Hoàng", doubtful=True)


def test_rest_of_the_file_decides_when_two_ways_fit() -> None:
    assert told(["Hoàng", NAME])[0][0] == Cell("Hoàng")
    assert told(["Hoàng", VNI])[0][0] == Cell("Hồng", was="Hoàng", encoding="vni")


def test_cell_is_doubtful_when_no_way_fits() -> None:
    (cells,) = told(["Müller", "30 m² đất", "5 m²", "Niê", "50°C"])

    assert [(cell.text, cell.doubtful) for cell in cells] == [
        ("Müller", True), ("30 m² đất", False), ("5 m²", False), ("Niê", False), ("50°C", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("Ðảng bộ", "Đảng bộ"), ("  Sơn ", "Sơn"), ("Sơn\u202e\u200b", "Sơn"),
        ("Sơn\xa0La", "Sơn La"), ("So\u031bn", "Sơn"), ("Lan\x01", "Lan"), ("a\tb", "a b"),
        ("Sơn\ufeff\U000e0041", "Sơn"), ("a" + "\u0301" * 5000, "á" + "\u0301" * 3),
    ],
)  # fmt: skip
def test_text_is_tidied_when_pasted(stored: str, text: str) -> None:
    (table,) = read_pasted(f'"{stored}"\tx')

    assert table.rows[0][0].text == text
