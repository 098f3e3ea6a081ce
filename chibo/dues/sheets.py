"""The list of a month to sign on paper."""

import datetime as dt
from collections.abc import Sequence

from chibo.core import viet
from chibo.core.days import Month
from chibo.dues.ledger import Line, Sums
from chibo.papers.issuers import Issuer
from chibo.papers.sheets import Column, Paragraph, Sheet, Table

COLUMNS = (
    Column("TT", 6, centred=True), Column("Họ và tên", 32), Column("Phải nộp", 15, centred=True),
    Column("Đã nộp", 15, centred=True), Column("Ngày nộp", 15, centred=True),
    Column("Ký", 17),
)  # fmt: skip


def month_sheet(
    issuer: Issuer, month: Month, lines: Sequence[Line], sums: Sums, *, day: dt.date
) -> Sheet:
    """Return a month's dues as content: who owes and paid what, and what of it goes up."""
    rows = tuple(
        (
            str(place), line.shown, "" if line.owed is None else viet.figure(line.owed),
            viet.figure(line.paid) if line.paid else "",
            "\n".join(f"{each.paid_on:%d/%m}" for each in line.payments if each.amount), "",
        )
        for place, line in enumerate(lines, start=1)
    )  # fmt: skip
    total = ("", "Cộng", viet.figure(sums.owed), viet.figure(sums.paid), "", "")
    said = (
        f"Chi bộ thu {viet.figure(sums.paid)} đồng, giữ lại {viet.figure(sums.kept)} đồng, "
        f"nộp lên {viet.figure(sums.to_hand_up)} đồng."
    )
    return issuer.sheet(
        kind="dues_month", title="DANH SÁCH THU ĐẢNG PHÍ", day=day,
        about=f"Tháng {month.number} năm {month.year}",
        body=(Table(COLUMNS, (*rows, total)), Paragraph(said)),
    )  # fmt: skip
