"""What a report states: read once from the figures, kept as JSON, and read back the same."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from chibo.assessments.catalogue import indicators
from chibo.core.days import Month
from chibo.core.indicators import Adds, Value
from chibo.core.periods import Months
from chibo.figures.models import View
from chibo.figures.queries import Figures, by_month, of_children, of_unit
from chibo.organizations.queries import Named, children, named, names
from chibo.petitions.models import Petition
from chibo.plans.queries import missed_reasons
from chibo.reports.issued.closures import closures_of, correcting, packs_of


@dataclass(frozen=True)
class Stated:
    """What each indicator said of a unit and a period; what was nothing is left out."""

    said: Mapping[str, list[int | None]]

    def __getitem__(self, key: str) -> Value:
        """Return what an indicator said, by its key."""
        part, whole = self.said.get(key, (0, 0 if indicators()[key].whole else None))
        return Value(part or 0, whole)

    @property
    def is_nothing(self) -> bool:
        """Whether all of it is nothing: the unit was not there."""
        return not self.said


def of_periods() -> tuple[str, ...]:
    """Return the keys of the indicators that belong to a period, not to today."""
    return tuple(k for k, each in indicators().items() if each.over_time is not Adds.NOW)


def stated(figures: Figures) -> Stated:
    """Return what the indicators that belong to a period say."""
    values = {key: figures[key] for key in of_periods()}
    found = {k: [v.part, v.whole] for k, v in values.items() if v.part or v.whole}
    return Stated(found)


@dataclass(frozen=True)
class Line:
    """One line of the tables: a unit directly below, or a month where there is none."""

    name: str
    unit: str
    stated: Stated


@dataclass(frozen=True)
class Missed:
    """A cell held no regular meeting in a month that it owed; reason: its own sentence or empty."""

    cell: str
    month: str
    reason: str


@dataclass(frozen=True)
class Asked:
    """What a cell asks of the levels above."""

    cell: str
    held_on: str
    text: str


@dataclass(frozen=True)
class Reading:
    """All that a report of a unit states. until: the last day counted.

    by_units: the lines are units, else months. packs: the rules that judged the meetings.
    correcting: how many closed minutes are open again at this moment. known: the indicators that
    the catalogue had.
    """

    unit: Named
    months: Months
    view: str
    as_of: dt.datetime
    until: dt.date
    whole: Stated
    before: Stated
    year_ago: Stated
    by_units: bool
    lines: tuple[Line, ...]
    missed: tuple[Missed, ...]
    asked: tuple[Asked, ...]
    packs: tuple[str, ...]
    correcting: int
    known: tuple[str, ...]

    @property
    def is_running(self) -> bool:
        """Whether the period was not over."""
        return self.until < self.months.last_day

    @property
    def is_empty(self) -> bool:
        """Whether nothing was held."""
        return not any(self.whole[key].part for key in ("held", "thematic_alone", "extraordinary"))


def read(
    unit: UUID, months: Months, *, view: str, today: dt.date, as_of: dt.datetime
) -> Reading:  # fmt: skip
    """Return what a report of these months states now."""
    until = min(months.last_day, today)
    on = until if view == View.THEN else today
    called = named(unit, on=on)
    closures = closures_of(unit, months, view=view, today=today)
    whole, before, year_ago = (
        stated(of_unit(unit, span, view=view, today=today))
        for span in (months, months.before, months.year_ago)
    )
    lines, missed = (_cell if called.is_cell else _branch)(called, months, view, on, today)
    cells = names(closures.values_list("cell", flat=True), on=on)
    petitions = Petition.objects.filter(meeting__in=closures.values("meeting"))
    asked = [
        Asked(cells[p.meeting.cell_id].short if p.meeting.cell_id in cells else "",
              p.meeting.held_on.isoformat(), p.text)
        for p in petitions.select_related("meeting").order_by("meeting__held_on", "position")
    ]  # fmt: skip
    order = {each.short: each.sort_key for each in cells.values()}
    return Reading(
        unit=called, months=months, view=view, as_of=as_of, until=until, whole=whole,
        before=before, year_ago=year_ago, by_units=not called.is_cell, lines=tuple(lines),
        missed=tuple(missed), asked=tuple(sorted(asked, key=lambda a: order.get(a.cell, ""))),
        packs=packs_of(closures, unit, on=until), correcting=correcting(closures),
        known=of_periods(),
    )  # fmt: skip


def _cell(
    cell: Named, months: Months, view: str, on: dt.date, today: dt.date
) -> tuple[list[Line], list[Missed]]:
    """Return a line a month of a cell, and the months in which it held nothing."""
    found = by_month(cell.id, months, view=view, today=today)
    reasons = missed_reasons([cell.id], list(months))
    missed = [
        Missed(cell.short, str(month), reasons.get((cell.id, month.first), ""))
        for month, figures in found.items() if figures["not_held"].part > 0
    ]  # fmt: skip
    lines = [
        Line(f"Tháng {month.number}/{month.year}", "", stated(figures))
        for month, figures in found.items()
    ]
    return (lines if len(months) > 1 else []), missed


def _branch(
    unit: Named, months: Months, view: str, on: dt.date, today: dt.date
) -> tuple[list[Line], list[Missed]]:
    """Return a line a unit directly below, and the cells among them that held nothing, by month."""
    found = {
        key: stated(figures)
        for key, figures in of_children(unit.id, months, view=view, today=today).items()
    }
    now = {each.id for each in children(unit.id, on=on)}
    wanted = now | {key for key, each in found.items() if not each.is_nothing}
    called = names(wanted, on=on)
    called |= {key: named(key, on=on) for key in wanted - set(called)}
    order = sorted(called.values(), key=lambda each: each.sort_key)
    nothing = Stated({})
    lines = [Line(each.short, str(each.id), found.get(each.id, nothing)) for each in order]
    lacking = [e for e in order if e.is_cell and found.get(e.id, nothing)["not_held"].part > 0]
    return lines, list(_missed(unit.id, lacking, months, view, today))


def _missed(
    unit: UUID, cells: list[Named], months: Months, view: str, today: dt.date
) -> Iterable[Missed]:
    if not cells:
        return
    reasons = missed_reasons([each.id for each in cells], list(months))
    for month in months:
        found = of_children(unit, Months.of(month), view=view, today=today)
        for each in cells:
            if each.id in found and found[each.id]["not_held"].part > 0:
                reason = reasons.get((each.id, month.first), "")
                yield Missed(each.short, str(month), reason)


def as_json(reading: Reading) -> dict[str, Any]:
    """Return what is kept of a reading with a report, besides the columns of the report."""
    return {
        "name": asdict(reading.unit) | {"id": str(reading.unit.id)},
        "until": reading.until.isoformat(),
        "whole": reading.whole.said, "before": reading.before.said,
        "year_ago": reading.year_ago.said, "by_units": reading.by_units,
        "lines": [
            {"name": each.name, "unit": each.unit, "said": each.stated.said}
            for each in reading.lines
        ],
        "missed": [asdict(each) for each in reading.missed],
        "asked": [asdict(each) for each in reading.asked],
        "packs": list(reading.packs), "correcting": reading.correcting,
        "known": list(reading.known),
    }  # fmt: skip


def from_json(content: dict[str, Any], *, months: Months, view: str, as_of: dt.datetime) -> Reading:
    """Return the reading that was kept."""
    name = content["name"]
    return Reading(
        unit=Named(**(name | {"id": UUID(name["id"])})), months=months, view=view, as_of=as_of,
        until=dt.date.fromisoformat(content["until"]), whole=Stated(content["whole"]),
        before=Stated(content["before"]), year_ago=Stated(content["year_ago"]),
        by_units=content["by_units"],
        lines=tuple(
            Line(each["name"], each["unit"], Stated(each["said"])) for each in content["lines"]
        ),
        missed=tuple(Missed(**each) for each in content["missed"]),
        asked=tuple(Asked(**each) for each in content["asked"]),
        packs=tuple(content["packs"]), correcting=content["correcting"],
        known=tuple(content["known"]),
    )  # fmt: skip


def month_of(text: str) -> str:
    """Return `10/2026` of `2026-10`."""
    month = Month.parse(text)
    return f"{month.number}/{month.year}"
