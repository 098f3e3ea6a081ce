"""A filled form as a paper, and as a workbook."""

import datetime as dt
from collections.abc import Iterator

from chibo.core import viet
from chibo.papers.sheets import Block, Column, Heading, Paragraph, Sheet, Signatory, Table
from chibo.registers.books import paper_of
from chibo.spreadsheets.writing import Out, Value, workbook
from chibo.statforms.filling import Filled
from chibo.statforms.words import period_words

AT_ONCE = 7  # criteria beside each other on a sheet
_CHECKED = {
    "verified": "đã đối chiếu", "unverified": "chưa đối chiếu", "house": "cách làm riêng",
}  # fmt: skip
_WAYS = {"typed": "ghi tay", "register": "đếm từ danh sách", "sum": "cộng", "heading": ""}


def shown(value: int | None) -> str:
    """Return a number as papers write it; nothing where nothing is known."""
    return "" if value is None else viet.figure(value)


def compared(now: int | None, before: int | None) -> str:
    """Return now in percent of a year before: `105,0 %`; empty without a base."""
    if now is None or not before:
        return ""
    return f"{viet.figure(100 * now / before, 1)} %"


def head(found: Filled) -> list[str]:
    """Return the titles of the form's own table."""
    parts = list(found.form.across) or ["Kỳ này", "Cùng kỳ năm trước", "So cùng kỳ"]
    return ["Tiêu chí", *parts]


def lines(found: Filled) -> list[tuple[str, ...]]:
    """Return the form's own table as texts: a criterion a row."""
    form = found.form
    rows = []
    for column in form.columns:
        keys = form.keys_of(column)
        if column.way == "heading":
            numbers = [""] * (len(head(found)) - 1)
        elif form.across:
            numbers = [shown(found.numbers[key]) for key in keys]
        else:
            now, before = found.numbers[column.key], found.year_ago[column.key]
            numbers = [shown(now), shown(before), compared(now, before)]
        rows.append((column.name, *numbers))
    return rows


def counted(found: Filled) -> list[tuple[str, str]]:
    """Return key and name of each number of a unit, in the order of the form."""
    form = found.form
    return [
        (key, f"{column.name}: {form.across[place]}" if form.across else column.name)
        for column in form.columns if column.way != "heading"
        for place, key in enumerate(form.keys_of(column))
    ]  # fmt: skip


def told(found: Filled) -> list[tuple[str, str]]:
    """Return `counted` without what is empty for the unit and for all below it."""
    every = [found.numbers, *(line.numbers for line in found.lines)]
    return [
        (key, name) for key, name in counted(found)
        if any(numbers[key] is not None for numbers in every)
    ]  # fmt: skip


def notes(found: Filled) -> list[str]:
    """Return what stands beneath: source, how far it was checked, what is withheld."""
    form = found.form
    said = [
        f"Nguồn: {form.source} Tình trạng: {_CHECKED[form.status]}.", form.note,
        f"Số liệu đến ngày {found.on:%d/%m/%Y}. Ô trống: chưa ghi tay hoặc chưa có số.",
    ]  # fmt: skip
    if any(line.is_few for line in found.lines):
        said.append("Đơn vị dưới 5 đảng viên không tách; dòng cộng có tính.")
    return [each for each in said if each]


def sheet_of(found: Filled, *, day: dt.date) -> Sheet:
    """Return the form as a paper that lies on its side: its own table, then unit by unit."""
    titles = head(found)
    first = 52 if not found.form.across else 34
    widths = _shares(100 - first, len(titles) - 1)
    columns = [Column(titles[0], first)]
    columns += [Column(each, w, True) for each, w in zip(titles[1:], widths, strict=True)]
    body: list[Block] = [Table(tuple(columns), tuple(lines(found)))]
    if found.lines and not found.form.across:
        body.append(Heading("Từng đơn vị"))
        body += list(_unit_tables(found))
    body.append(Paragraph("\n".join(notes(found))))
    return paper_of(
        found.unit.id, kind="stat_form", title=found.form.title.upper(),
        about=f"Biểu số {found.form.number}, {period_words(found.period)}", day=day,
        body=body, left=Signatory(("NGƯỜI LẬP BIỂU",), ""), right=Signatory(("THỦ TRƯỞNG",), ""),
    )  # fmt: skip


def _unit_tables(found: Filled) -> Iterator[Table]:
    """Yield the units' numbers, some criteria at a time."""
    wanted = told(found)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        widths = _shares(74, len(some))
        columns = (
            Column("TT", 5, True), Column("Đơn vị", 21),
            *(Column(name, width, True) for (_key, name), width in zip(some, widths, strict=True)),
        )  # fmt: skip
        rows = [
            (str(place), line.unit.full, *(shown(line.numbers[key]) for key, _name in some))
            for place, line in enumerate(found.lines, start=1)
        ]
        rows.append(("", "Cộng", *(shown(found.numbers[key]) for key, _name in some)))
        yield Table(columns, tuple(rows))


def _shares(whole: int, parts: int) -> list[int]:
    """Return a whole in as many parts, as even as may be."""
    small, rest = divmod(whole, parts)
    return [small + (place < rest) for place in range(parts)]


def file_of(found: Filled) -> bytes:
    """Return the form as an .xlsx: its own table, then a row a unit and their sum."""
    form = found.form
    title = f"Biểu số {form.number}. {form.title}. {found.unit.full}, {period_words(found.period)}"
    own: list[list[Value]] = []
    for column in form.columns:
        keys = form.keys_of(column)
        row: list[Value] = [column.name]
        if column.way == "heading":
            row += [None] * (len(head(found)) - 1)
        elif form.across:
            row += [found.numbers[key] for key in keys]
        else:
            now, before = found.numbers[column.key], found.year_ago[column.key]
            ratio = round(100 * now / before, 1) if now is not None and before else None
            row += [now, before, ratio]
        source = f"chỉ số {column.told}" if column.way == "indicator" else _WAYS[column.way]
        own.append([*row, source, _CHECKED[column.status]])
    own += [[note] for note in notes(found)]
    wanted = counted(found)
    rows: list[list[Value]] = [
        [place, line.unit.full, *(line.numbers[key] for key, _name in wanted)]
        for place, line in enumerate(found.lines, start=1)
    ]
    rows.append([None, "Cộng", *(found.numbers[key] for key, _name in wanted)])
    titles = head(found)
    if not form.across:
        titles[-1] = "So cùng kỳ, %"
    return workbook([
        Out("Biểu", title, [*titles, "Nguồn số", "Đối chiếu"], own, [60] + [14] * 30, True),
        Out("Từng đơn vị", title, ["TT", "Đơn vị", *(name for _key, name in wanted)], rows,
            [5, 36] + [14] * 500, True),
    ])  # fmt: skip
