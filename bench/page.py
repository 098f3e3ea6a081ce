"""The page of figures of a unit: what its questions cost the database, beside other ways."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.db import connection
from django.urls import NoReverseMatch, reverse

from bench.asked import Found, Statement, answer, in_turn, note, questions, said, timed
from bench.base import client, officer, today
from bench.put import rows_of, table
from bench.sums import closure_sums
from chibo.core.days import Month
from chibo.core.periods import Months
from chibo.figures import queries
from chibo.figures.models import NOW, Seat, UnitMonth, View
from chibo.meetings.models import Attendance
from chibo.minutes.models import MinutesClosure
from chibo.organizations.models import Ancestry, Placement

YEAR = 12
TREND = 24
MOST_QUERIES = 15


def the_year(day: dt.date) -> Months:
    """Return the twelve months before the running one."""
    this = Month.of(day)
    return Months(this.after(-YEAR), this.after(-1))


def shown(unit: UUID, day: dt.date) -> Callable[[], object]:
    """Return what shows a unit's page of a year: through its address, or all its panels."""
    months = the_year(day)
    try:
        url = reverse("reports:figures", args=[unit, str(months)])
    except NoReverseMatch:
        return lambda: panels(unit, months, day)
    browser = client(officer(unit, f"officer-{unit}"))

    def get() -> None:
        found = browser.get(url)
        if found.status_code != 200:
            raise RuntimeError(f"{url}: {found.status_code}")

    return get


def panels(unit: UUID, months: Months, day: dt.date) -> None:
    """Ask for every panel of the page of figures."""
    for view in View.values:
        queries.of_unit(unit, months, view=view, today=day)
        queries.of_children(unit, months, view=view, today=day)
    for other in (months.before, months.year_ago):
        queries.of_unit(unit, other, view=View.THEN, today=day)
    trend = Months(months.last.after(1 - TREND), months.last)
    queries.by_month(unit, trend, view=View.THEN, today=day)
    queries.now_of([unit])
    queries.now_below(unit)
    queries.freshness(today=day)


def one_pass(province: UUID, months: Months) -> Statement:
    """Return the question that sums the same columns over the same meetings, once."""
    sums = ", ".join(f"sum({sql})" for sql in closure_sums().values())
    sql = (
        f"select {sums} from {table(MinutesClosure)} c where c.is_newest = true"
        " and c.kind in ('regular', 'both') and c.province = %s and c.month between %s and %s"
    )
    return sql, _params(province, months.first.first, months.last.first)


def by_attendance(province: UUID, months: Months) -> list[Statement]:
    """Return the questions that count the same from the marks: whole, by month, by child twice."""
    marks = (
        f"sum({_flag('a.is_counted')}), sum({_one('present', 'late')}), sum({_one('late')}), "
        + (f"sum({_one('excused')}), sum({_one('unexcused')}), sum({_one('not_expected')})")
    )
    source = (
        f" from {table(MinutesClosure)} c join {table(Attendance)} a on a.meeting_id = c.meeting_id"
    )
    child = (
        f" join {table(Ancestry)} y on y.unit_id = c.cell_id and y.from_on <= {{day}}"
        f" and y.until_on > {{day}} join {table(Placement)} p on p.unit_id = y.ancestor_id"
        " and p.from_on <= {day} and p.until_on > {day}"
    )
    where = (
        " where c.is_newest = true and c.kind in ('regular', 'both') and c.province = %s"
        " and c.month between %s and %s"
    )
    asked = _params(province, months.first.first, months.last.first)
    below = " and p.parent_id = %s group by y.ancestor_id"
    today_sql = "date('now')" if connection.vendor == "sqlite" else "current_date"
    return [
        (f"select {marks}{source}{where}", asked),
        (f"select c.month, {marks}{source}{where} group by c.month", asked),
        *(
            (
                f"select y.ancestor_id, {marks}{source}{child.format(day=day)}{where}{below}",
                [*asked, *_params(province)],
            )
            for day in ("c.held_on", today_sql)
        ),
    ]


def _flag(column: str) -> str:
    return f"case when {column} then 1 else 0 end"


def _one(*marks: str) -> str:
    listed = ", ".join(f"'{mark}'" for mark in marks)
    return f"case when a.mark in ({listed}) then 1 else 0 end"


def _params(*values: object) -> list[object]:
    if connection.vendor == "postgresql":
        return list(values)
    return [value.hex if isinstance(value, UUID) else str(value) for value in values]


def by_key(unit: UUID) -> Statement:
    """Return the question that reads by primary key as many rows as a unit's page adds up."""
    last = Month.of(today()).index
    keys = UnitMonth.objects.filter(month__lte=last) | UnitMonth.objects.filter(month=NOW)
    here = Seat.objects.filter(unit=unit) | Seat.objects.filter(above__unit=unit)
    listed = list(keys.filter(seat__in=here).values_list("seat_id", "view", "month"))
    cast = "(%s::uuid, %s, %s::int)" if connection.vendor == "postgresql" else "(%s, %s, %s)"
    sql = (
        f"with k (seat, view, month) as (values {', '.join([cast] * len(listed))})"
        f" select u.* from k join {table(UnitMonth)} u"
        " on u.seat_id = k.seat and u.view = k.view and u.month = k.month"
    )
    return sql, _params_of([value for row in listed for value in row])


def _params_of(values: list[object]) -> list[object]:
    if connection.vendor == "postgresql":
        return values
    return [value.hex if isinstance(value, UUID) else value for value in values]


def measure_province(province: UUID, rounds: int) -> Found:
    """Compare a province's page with one pass over its meetings, and with its roll calls."""
    day = today()
    show = shown(province, day)
    show()
    asked = questions(show)
    months = the_year(day)
    whole = Months(months.last.after(1 - TREND), months.last)
    one, naive = one_pass(province, whole), by_attendance(province, months)
    took = in_turn(rounds, page=lambda: answer(asked), one=lambda: answer([one]))
    slow = in_turn(max(rounds // 3, 1), naive=lambda: answer(naive))["naive"]
    whole_page = in_turn(rounds, page=show)["page"]
    vendor = connection.vendor
    note(
        f"{vendor}: the province's page asks {len(asked)} questions, {took['page'] * 1e3:.1f} ms in"
        f" the database ({whole_page * 1e3:.0f} ms with Django); one pass over the closed minutes"
        f" of {len(whole)} months {took['one'] * 1e3:.1f} ms; the same from the attendance rows of"
        f" {len(months)} months {slow * 1e3:.1f} ms"
    )
    return {
        f"province_page_over_one_pass_{vendor}": said(took["page"] / took["one"], 0.2),
        f"attendance_group_by_over_province_page_{vendor}": said(
            slow / took["page"], 200, "higher", 1
        ),
        f"province_page_queries_{vendor}": said(len(asked), MOST_QUERIES),
    }


def measure_top(unit: UUID, rounds: int) -> dict[str, float]:
    """Return the milliseconds of a unit's page in the database and of as many reads by key."""
    show = shown(unit, today())
    cold = timed(show)
    asked = questions(show)
    keyed = by_key(unit)
    took = in_turn(rounds, page=lambda: answer(asked), key=lambda: answer([keyed]))
    stored = rows_of(f"select count(*) from {table(MinutesClosure)}")[0][0]
    found = {
        "page_ms": took["page"] * 1e3, "key_ms": took["key"] * 1e3, "queries": len(asked),
        "rows": len(keyed[1]) // 3, "closures": stored, "first_ms": cold * 1e3,
    }  # fmt: skip
    note(f"page of the top: { ({name: round(value, 2) for name, value in found.items()}) }")
    return found
