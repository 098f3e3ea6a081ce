"""Papers as an ordinary meeting gives them, for the tests of any room."""

import datetime as dt
from itertools import groupby
from pathlib import Path
from typing import Any

from chibo.papers.sheets import (
    Block,
    Column,
    Heading,
    Lettered,
    Paragraph,
    Sheet,
    Signatory,
    Table,
)

LETTERHEAD: dict[str, Any] = {
    "superior": "ĐẢNG BỘ XÃ MƯỜNG PỒN",
    "issuer": "CHI BỘ BẢN PÚNG GIẮT 1",
    "place": "Mường Pồn",
    "day": dt.date(2026, 11, 3),
    "demo": True,
}

TEXTS = Path(__file__).parent / "tests"


def make_minutes(**changes: Any) -> Sheet:
    """Return the minutes of an ordinary meeting of a village cell."""
    return Sheet(
        **{
            **LETTERHEAD,
            "kind": "minutes",
            "number": "Số 17-BB/CB",
            "title": "BIÊN BẢN",
            "about": "Sinh hoạt chi bộ định kỳ tháng 11 năm 2026",
            "body": make_blocks((TEXTS / "minutes.txt").read_text(encoding="utf-8")),
            "closing": "Biên bản đã được đọc trước chi bộ và thông qua. Buổi sinh hoạt kết thúc "
            "hồi 21 giờ 10 cùng ngày (100 phút).",
            "left": Signatory(("THƯ KÝ",), "Cà Thị Dung"),
            "right": Signatory(("CHỦ TRÌ",), "Tòng Văn Inh"),
            **changes,
        }
    )


def make_resolution(**changes: Any) -> Sheet:
    """Return the resolution of an ordinary meeting of a village cell."""
    return Sheet(
        **{
            **LETTERHEAD,
            "kind": "resolution",
            "number": "Số 17-NQ/CB",
            "title": "NGHỊ QUYẾT",
            "about": "Lãnh đạo thực hiện nhiệm vụ tháng 11 năm 2026",
            "body": make_blocks((TEXTS / "resolution.txt").read_text(encoding="utf-8")),
            "closing": "Nghị quyết được chi bộ thông qua với 14/14 đồng chí tán thành, đạt 100 %.",
            "right": Signatory(("T/M CHI BỘ", "BÍ THƯ"), "Tòng Văn Inh"),
            "recipients": (
                "- Đảng ủy xã Mường Pồn (báo cáo),",
                "- Đảng viên chi bộ,",
                "- Lưu Chi bộ.",
            ),
            **changes,
        }
    )


def make_blocks(text: str) -> tuple[Block, ...]:
    """Return blocks from a short notation, a line each.

    `# ` opens a part, `- ` is an item of a list, `| ` a row of a table, whose first row gives
    title and width of each column (`Hạn:14c`, c for centred); all else is a paragraph.
    """
    blocks: list[Block] = []
    for sign, group in groupby(text.splitlines(), key=lambda line: line[:2]):
        rest = [line[2:] for line in group]
        if sign == "# ":
            blocks += [Heading(line) for line in rest]
        elif sign == "- ":
            blocks.append(Lettered(tuple(rest)))
        elif sign == "| ":
            blocks.append(_table([line.split(" | ") for line in rest]))
        else:
            blocks += [Paragraph(sign + line) for line in rest]
    return tuple(blocks)


def _table(rows: list[list[str]]) -> Table:
    titles = [title.rsplit(":", 1) for title in rows[0]]
    columns = tuple(
        Column(title, int(width.rstrip("c")), width.endswith("c")) for title, width in titles
    )
    return Table(columns, tuple(tuple(row) for row in rows[1:]))
