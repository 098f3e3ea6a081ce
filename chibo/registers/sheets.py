"""The paper of a reconciliation, which both sides sign."""

import datetime as dt

from chibo.core import viet
from chibo.papers.sheets import Column, Paragraph, Sheet, Signatory, Table
from chibo.registers.books import paper_of
from chibo.registers.reconciling import COLUMNS, Balance, Row
from chibo.registers.rules import Kind, Period

KINDS: dict[Kind, str] = {
    Kind.ADMITTED: "Kết nạp", Kind.READMITTED: "Kết nạp lại", Kind.LISTED: "Ghi vào sổ",
    Kind.RECEIVED: "Chuyển đến", Kind.REORGANISED: "Theo quyết định tổ chức lại",
    Kind.CELL_CAME: "Đến cùng chi bộ", Kind.RECOGNISED: "Công nhận chính thức",
    Kind.SENT: "Chuyển đi", Kind.CELL_WENT: "Đi cùng chi bộ", Kind.STRUCK_OFF: "Xóa tên",
    Kind.EXPELLED: "Khai trừ", Kind.LEFT: "Cho ra khỏi Đảng", Kind.DIED: "Từ trần",
    Kind.OTHER: "Sổ chưa ghi rõ",
}  # fmt: skip
SIDES = {"opening": "Đầu kỳ", "up": "Tăng trong kỳ", "down": "Giảm trong kỳ", "closing": "Cuối kỳ"}
TABLE = (
    Column("TT", 6, centred=True), Column("Nội dung", 40), Column("Tổng số", 13, centred=True),
    Column("Chính thức", 14, centred=True), Column("Dự bị", 13, centred=True),
    Column("Trong đó nữ", 14, centred=True),
)  # fmt: skip


def period_words(period: Period) -> str:
    """Return `Quý III năm 2026`, or the two days."""
    if period.quarter:
        return f"Quý {('I', 'II', 'III', 'IV')[period.quarter - 1]} năm {period.first.year}"
    return f"Từ ngày {period.first:%d/%m/%Y} đến ngày {period.last:%d/%m/%Y}"


def reconciliation_sheet(
    found: Balance, *, agreed_on: dt.date, ours: str, theirs: str, version: int
) -> Sheet:
    """Return a balance as the paper that both sides sign. ours, theirs: the names of who agreed."""
    rows = found.rows
    numbers = {"opening": "1", "up": "2", "down": "3", "closing": "4"}
    table = tuple(
        (
            numbers[row.side] if row.kind is None else "", _words(row),
            *(viet.figure(getattr(row.count, column)) for column in COLUMNS),
        )
        for row in rows
    )  # fmt: skip
    said = (
        "Cuối kỳ bằng đầu kỳ cộng tăng trừ giảm. Công nhận chính thức chuyển từ dự bị sang chính "
        "thức, không đổi tổng số. Hai bên đã đối chiếu danh sách và thống nhất số liệu trên."
    )
    return paper_of(
        found.unit, kind="reconciliation", title="BIỂU ĐỐI CHIẾU DANH SÁCH ĐẢNG VIÊN",
        about=period_words(found.period), day=agreed_on, version=version,
        body=(Table(TABLE, table), Paragraph(said)),
        left=Signatory(("ĐẠI DIỆN", "CẤP TRÊN"), theirs),
        right=Signatory(("ĐẠI DIỆN", "ĐƠN VỊ"), ours),
    )  # fmt: skip


def _words(row: Row) -> str:
    return SIDES[row.side] if row.kind is None else f"- {KINDS[row.kind]}"
