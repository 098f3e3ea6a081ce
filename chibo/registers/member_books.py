"""The member register in the form 7-HSĐV."""

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from chibo.members.models import Condition, Event, Membership
from chibo.organizations.queries import Named, named, names
from chibo.papers.sheets import Column
from chibo.people.models import Person
from chibo.registers.books import Book
from chibo.registers.pieces import presences
from chibo.registers.rules import Kind, Period, Stretch, stays
from chibo.spreadsheets.writing import Value

DAY = dt.timedelta(days=1)
COLUMNS = tuple(
    Column(f"{title}\n({place})", width, centred=place in {1, 3})
    for place, (title, width) in enumerate(
        (
            ("STT", 4), ("Họ và tên / Họ và tên khai sinh", 13),
            ("Nam, nữ; dân tộc; tôn giáo", 7), ("Quê quán", 7),
            ("Văn hóa, lý luận, chuyên môn, ngoại ngữ", 7),
            ("Nghề nghiệp trước khi vào Đảng / hiện nay", 7),
            ("Ngày vào Đảng / Ngày chính thức", 8), ("Số thẻ, số lý lịch, số Huy hiệu", 6),
            ("Bộ đội, công an, hưu trí", 5), ("Ngày chuyển đi, đến đảng bộ nào", 8),
            ("Ngày chuyển đến, từ đảng bộ nào", 8), ("Ngày từ trần, lý do", 6),
            ("Ngày ra khỏi Đảng, hình thức", 6), ("Ghi chú", 8),
        ), start=1,
    )
)  # fmt: skip
STANDINGS = {
    Condition.What.EXEMPT: "Miễn sinh hoạt",
    Condition.What.SUSPENDED: "Đình chỉ sinh hoạt",
    Condition.What.AWAY: "Tạm thời nơi khác",
}
WAYS_OUT = {
    Kind.STRUCK_OFF: "xóa tên", Kind.EXPELLED: "khai trừ", Kind.LEFT: "cho ra theo nguyện vọng",
}  # fmt: skip
AWAY_FROM = {Kind.SENT, Kind.REORGANISED, Kind.CELL_WENT}
INTO = {Kind.RECEIVED, Kind.REORGANISED, Kind.CELL_CAME}


def member_book(unit: UUID, year: int, *, today: dt.date) -> Book:
    """Return a unit's register of a year: who belongs to it, and who left in the year.

    Columns of which this book holds nothing stay empty for the pen; so do ethnicity and religion.
    """
    period = Period(dt.date(year, 1, 1), min(dt.date(year, 12, 31), today))
    found = presences([unit], period, then=True, today=today)[unit]
    groups = [stay for each in found for stay in stays(each.found) if _is_in(stay, period)]
    keys = {stretch.key for stay in groups for stretch in (stay[0], stay[-1])}
    rows = Membership.objects.select_related("person", "cell", "began", "ended")
    memberships = rows.prefetch_related("conditions").in_bulk(keys)
    called = _names(memberships.values(), period.last)
    places = _came_from(memberships.values())
    is_cell = named(unit, on=period.last).is_cell
    lines = [
        (memberships[stay[0].key], memberships[stay[-1].key], stay[0], stay[-1]) for stay in groups
    ]
    lines.sort(key=lambda line: ("" if is_cell else called[line[1].cell_id].sort_key,
                                 line[1].person.sort_key, line[1].person.birth_year))  # fmt: skip
    table = tuple(
        _row(place, line, period, called, places, is_cell)
        for place, line in enumerate(lines, start=1)
    )
    there = sum(line[3].until > period.last for line in lines)
    return Book(
        kind="member_register", slug=f"7-hsdv-{year}", title="SỔ DANH SÁCH ĐẢNG VIÊN",
        about=f"Mẫu 7-HSĐV, năm {year}", columns=COLUMNS, rows=table,
        notes=(
            f"Có {there} đảng viên đến ngày {period.last:%d/%m/%Y}; ra khỏi danh sách trong năm "
            f"{len(lines) - there}. Cột sổ không giữ thì để trống, ghi bằng bút.",
        ),
    )  # fmt: skip


def _is_in(stay: list[Stretch], period: Period) -> bool:
    """Say whether a stay holds on a day of the period itself, or ended on its first day."""
    return stay[-1].until >= period.first


def _names(rows: Iterable[Membership], on: dt.date) -> dict[UUID, Named]:
    cells = {row.cell_id for row in rows}
    cells |= {row.ended.cell_id for row in rows if row.ended is not None}
    found = names(cells, on=on)
    return {cell: found.get(cell) or named(cell, on=on) for cell in cells}


def _came_from(rows: Iterable[Membership]) -> dict[UUID, str]:
    """Return by event the cell that a member left by the step that opened a row here."""
    events = {row.began_id for row in rows if row.began_id}
    left = Membership.objects.filter(ended__in=events).exclude(ended__isnull=True)
    return {
        event: named(cell, on=on).full
        for event, cell, on in left.values_list("ended", "cell", "from_on")
        if event is not None
    }


_Line = tuple[Membership, Membership, Stretch, Stretch]


def _row(
    place: int, line: _Line, period: Period, called: Mapping[UUID, Named],
    places: Mapping[UUID, str], is_cell: bool,
) -> tuple[Value, ...]:  # fmt: skip
    opened, last, first, final = line
    person = last.person
    official = last.official_on if last.is_official(period.last) else None
    gone = final.until if final.until <= period.last else None
    came = first.since if first.since >= period.first and first.came in INTO else None
    went = final.went if gone else None
    cell = "" if is_cell else called[last.cell_id].short
    return (
        place, f"{person.name}\nsinh {birth_of(person)}",
        str(SEXES[person.sex]), "", "", "",
        f"{last.admitted_on:%d/%m/%Y}\n{f'{official:%d/%m/%Y}' if official else ''}".strip(),
        "", "",
        _said(gone, _to(last, final, called)) if went in AWAY_FROM else "",
        _said(came, _from(opened, first, places)),
        _said(gone, "") if went == Kind.DIED else "",
        _said(gone, WAYS_OUT[went]) if went in WAYS_OUT else "",
        _note(last, min(period.last, final.until - DAY), cell),
    )  # fmt: skip


SEXES = {"male": "Nam", "female": "Nữ"}


def birth_of(person: Person) -> str:
    """Return a birth date as far as it is known: `1967`, `03/1967`, `12/03/1967`."""
    parts = [f"{part:02d}" for part in (person.birth_day, person.birth_month) if part]
    return "/".join([*parts, str(person.birth_year)])


def _said(day: dt.date | None, where: str) -> str:
    return f"{day:%d/%m/%Y}\n{where}".strip() if day else ""


def _to(row: Membership, stretch: Stretch, called: Mapping[UUID, Named]) -> str:
    """Return where a member went: outside this book, another cell, or along with the cell."""
    if stretch.went == Kind.CELL_WENT:
        return "cùng chi bộ"
    event: Event | None = row.ended
    if event is None:
        return ""
    return event.outside or (called[event.cell_id].full if event.cell_id != row.cell_id else "")


def _from(row: Membership, stretch: Stretch, places: Mapping[UUID, str]) -> str:
    if stretch.came == Kind.CELL_CAME:
        return "cùng chi bộ"
    if row.began is None:
        return ""
    return row.began.outside or places.get(row.began.pk, "")


def _note(row: Membership, day: dt.date, cell: str) -> str:
    now = [each.what for each in row.conditions.all() if each.from_on <= day < each.until_on]
    said = [word for what, word in STANDINGS.items() if what in now]
    return "; ".join([cell] * bool(cell) + ["Dự bị"] * (not row.is_official(day)) + said)
