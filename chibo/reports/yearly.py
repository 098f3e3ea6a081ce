"""A year of all units below one, as one workbook made in the background.

A step adds up one unit with those directly below it that have nothing below themselves. The units
that have something come one after another, each before what stands below it, so the workbook is
written as the steps came. The steps are not one moment, for a job outlives its worker: the title
says from when to when they read.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.accounts.models import User
from chibo.assessments.catalogue import indicators
from chibo.core import viet
from chibo.core.dated import holds
from chibo.core.indicators import FEWEST
from chibo.core.periods import Months
from chibo.figures.models import View
from chibo.figures.queries import Figures, of_children, of_unit
from chibo.jobs.kinds import File, Kind, Step
from chibo.jobs.models import Job
from chibo.jobs.queries import day_of
from chibo.organizations.authority import Can, unit_for
from chibo.organizations.models import Kind as UnitKind
from chibo.organizations.models import Placement
from chibo.organizations.queries import Named, children, named, names
from chibo.spreadsheets.writing import Out, Value, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    "cells", "members_start", "up", "down", "members", "probationary", "due", "held",
    "held_on_time", "held_late", "not_held", "thematic", "attendance", "late", "excused",
    "unexcused", "exempt", "spoke", "delegates", "promises_made", "promises_kept",
    "promises_late", "promises_dropped", "grade_good", "grade_fair", "grade_average",
    "grade_weak",
)  # fmt: skip
WITH_RATE = ("held", "attendance", "promises_kept")
_LEVEL = {
    UnitKind.CELL: "Chi bộ", UnitKind.COMMUNE: "Xã, phường", UnitKind.PROVINCE: "Tỉnh",
    UnitKind.SECTION: "Dưới cơ sở", UnitKind.OTHER: "Khác", UnitKind.DISTRICT: "Huyện",
}  # fmt: skip


def _read(what: str) -> dict[str, Any]:
    year = Months.parse(what)
    if year.kind != "year":
        raise ValueError(what)
    return {"year": what}


def _title(unit: UUID, arguments: Mapping[str, Any], on: dt.date) -> str:
    whose = named(unit, on=on).full
    return _("Bảng số liệu năm {year}, {unit}").format(year=arguments["year"], unit=whose)


def _admit(user: User, unit: UUID, on: dt.date) -> UUID:
    return unit_for(user, Can.READ_COUNTS, unit, on=on).province


def _heads(root: UUID, on: dt.date) -> list[UUID]:
    """Return the unit and those below it that have units below them, each before what is below it.

    In Vietnamese order, on a day.
    """
    seats = Placement.objects.on(on).filter(
        holds(on, "parent__ancestry__"), parent__ancestry__ancestor=root
    )
    parents = set(seats.values_list("parent", flat=True)) - {root}
    called = names(parents, on=on)
    below: dict[UUID, list[UUID]] = defaultdict(list)
    for unit, parent in (
        Placement.objects.on(on).filter(unit__in=parents).values_list("unit", "parent")
    ):
        below[parent].append(unit)
    found, waiting = [], [root]
    while waiting:
        unit = waiting.pop()
        found.append(unit)
        waiting += sorted(below[unit], key=lambda each: called[each].sort_key, reverse=True)
    return found


def _steps(job: Job) -> Iterator[Step]:
    """Yield the rows of each head with its leaves; the tree is that of the day of asking."""
    on, year = day_of(job), Months.parse(job.arguments["year"])
    heads = _heads(job.unit, on)
    known = set(heads)
    for at in range(job.cursor or 0, len(heads)):
        rows = _rows(heads[at], known, year, on)
        yield Step(at + 1, len(heads), cursor=at + 1, part=rows)


def _rows(head: UUID, heads: set[UUID], year: Months, on: dt.date) -> list[list[Any]]:
    """Return a row for a head and one for each unit below it that is none."""
    leaves = [each for each in children(head, on=on) if each.id not in heads]
    sums = of_children(head, year, view=View.TODAY, today=on) if leaves else {}
    whose = named(head, on=on)
    rows = [_row(whose, "", of_unit(head, year, view=View.TODAY, today=on))]
    for leaf in leaves:
        found = sums.get(leaf.id) or of_unit(leaf.id, year, view=View.TODAY, today=on)
        rows.append(_row(leaf, whose.full, found))
    return rows


def _row(unit: Named, above: str, figures: Figures) -> list[Any]:
    row: list[Any] = [_LEVEL[UnitKind(unit.kind)], unit.full, above]
    for key in COLUMNS:
        value = figures[key]
        row.append(value.part)
        if key in WITH_RATE:
            whole = value.whole or 0
            row += [whole, round(100 * value.part / whole, 1) if whole >= FEWEST else None]
    return row


def _header() -> list[str]:
    words = ["TT", "Cấp", "Đơn vị", "Trực thuộc"]
    for key in COLUMNS:
        each = indicators()[key]
        words.append(str(each.name))
        if key in WITH_RATE:
            words += [viet.capital(str(each.whole_counts)), f"{each.name}, %"]
    return words


def _finish(job: Job, parts: Iterator[list[list[Any]]]) -> File:
    on, year = day_of(job), job.arguments["year"]
    begun, ended = (timezone.localtime(at) for at in (job.begun_at, timezone.now()))
    title = (
        f"{named(job.unit, on=on).full}: số liệu năm {year}, theo đơn vị hôm nay, "
        f"đến ngày {on:%d/%m/%Y}. Đọc từ {begun:%H:%M %d/%m/%Y} đến {ended:%H:%M %d/%m/%Y}"
    )

    def lines() -> Iterator[list[Value]]:
        number = 0
        for part in parts:
            for row in part:
                number += 1
                yield [number, *row]

    widths = [5, 10, 34, 30]
    out = Out("Số liệu", title, _header(), lines(), widths + [11] * 99, landscape=True)
    return File(f"so-lieu-nam-{year}.xlsx", XLSX, workbook([out], is_long=True))


YEARLY = Kind(
    key="reports.yearly",
    about=gettext_lazy("Một tệp Excel: mọi đơn vị bên dưới, mỗi đơn vị một dòng số liệu cả năm."),
    read=_read, title=_title, admit=_admit, steps=_steps, finish=_finish,
)  # fmt: skip
