"""The sums of `figures`, made from the loaded rows by SQL: what `rebuild` makes (a test compares).

It holds for what the loader makes: no unit moves, so both views are the same; no promise is open.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection

from bench.generate import Branch, Node
from bench.put import put, rows_of, run, table
from chibo.core.days import Month
from chibo.figures.models import COUNTERS, NOW, Folded, Seat, UnitMonth, View
from chibo.figures.paths import seat_id
from chibo.members.models import Membership
from chibo.minutes.models import MinutesClosure
from chibo.organizations.models import Post

SAME = (
    "counted", "present", "late", "excused", "unexcused", "exempt", "suspended", "special_duty",
    "away", "here", "tasks_new", "tasks_done", "tasks_partly", "tasks_not_done", "tasks_dropped",
)  # fmt: skip
LISTED = ", ".join(f'"{key}"' for key in COUNTERS)
ADDED = ", ".join(f'sum(r."{key}")' for key in COUNTERS)
REGULAR = "c.kind in ('regular', 'both')"


def seats(nodes: Sequence[Node]) -> None:
    """Write the one seat of each unit."""
    put(
        table(Seat), ["id", "province", "unit_id", "above_id", "depth"],
        (
            (seat_id((node.id, *node.above)), nodes[0].id, node.id,
             seat_id(node.above) if node.above else None, len(node.above))
            for node in nodes
        ),
    )  # fmt: skip


def _when(condition: str) -> str:
    return f"case when {condition} then 1 else 0 end"


def closure_sums() -> dict[str, str]:
    """Return for each counter what a closure `c` adds to it."""
    flag = "c.is_from_paper" if connection.vendor == "postgresql" else "c.is_from_paper = 1"
    found = {key: f"c.{key}" for key in SAME}
    found |= {
        "regular": _when(REGULAR), "both": _when("c.kind = 'both'"),
        "held_late": _when("c.on_time = false"), "unjudged": _when("c.on_time is null"),
        "from_paper": _when(flag), "under_half": _when("2 * c.present < c.counted"),
        "spoke": "coalesce(c.spoke, 0)",
        "spoke_of": "case when c.spoke is null then 0 else c.present end",
        "length": "coalesce(c.length_minutes, 0)", "length_of": _when("c.length_minutes > 0"),
        "delegates": _when("c.delegate_present = true and c.is_from_paper = false"),
        "delegates_of": _when("c.is_from_paper = false"),
        **{
            key: _when(f"c.grade = '{key.removeprefix('grade_')}'")
            for key in COUNTERS if key.startswith("grade_")
        },
    }  # fmt: skip
    return found


def _index(day: str) -> str:
    """Return SQL for the number of a day's month."""
    if connection.vendor == "postgresql":
        return f"(extract(year from {day}) * 12 + extract(month from {day}) - 1)::int"
    return f"(cast(strftime('%%Y', {day}) as int) * 12 + cast(strftime('%%m', {day}) as int) - 1)"


def _facts(source: str, where: str, index: str, adds: dict[str, str]) -> str:
    listed = ", ".join(f'{adds.get(key, "0")} as "{key}"' for key in COUNTERS)
    return f"select c.cell_id as cell, {index} as month, {listed} from {source} c where {where}"


def cells(branch: Branch, today: dt.date) -> None:
    """Write the sums of a province's cells, of every month and of today."""
    province = branch.province.id
    late = _index("c.from_on") + " < " + _index("c.official_on")
    mine = "c.province = %s"
    parts = [
        _facts(table(MinutesClosure), mine, _index("c.month"), closure_sums()),
        _facts(
            table(Membership), mine, _index("c.from_on"),
            {
                "members": "1", "up_listed": "1",
                "probationary": _when("c.official_on is null or c.official_on > c.from_on"),
            },
        ),
        _facts(
            table(Membership), f"{mine} and {late}", _index("c.official_on"),
            {"recognised": "1", "probationary": "-1"},
        ),
        f"select c.id, {branch.first.index}, "
        + ", ".join("1" if key in ("cells", "due") else "0" for key in COUNTERS)
        + " from bench_cell c where c.province = %s",
    ]  # fmt: skip
    sums = ", ".join(f'sum(f."{key}")' for key in COUNTERS)
    facts = " union all ".join(parts)
    for view in View.values:
        run(
            f"insert into {table(UnitMonth)} (seat_id, view, month, province, {LISTED})"
            f" select s.id, '{view}', f.month, s.province, {sums} from ({facts}) f"
            f" join {table(Seat)} s on s.unit_id = f.cell group by s.id, s.province, f.month"
            " order by s.id, f.month",
            [province] * len(parts),
        )  # fmt: skip
    _now(branch, today)


def _now(branch: Branch, today: dt.date) -> None:
    """Write where help is wanted today: missed two months, three low in a row, nobody leads."""
    this = Month.of(today)
    closed = table(MinutesClosure)
    missed = (
        f"not exists (select 1 from {closed} c where c.cell_id = b.id and c.month >= %s"
        f" and {REGULAR})"
    )
    low = (
        "coalesce((select count(*) from (select 2 * c.present < c.counted as is_low"
        f" from {closed} c where c.cell_id = b.id and {REGULAR} and c.month >= %s"
        " order by c.held_on desc limit 3) x where x.is_low), 0) = 3"
    )
    vacant = f"not exists (select 1 from {table(Post)} p where p.unit_id = b.id)"
    if this.after(-2) < branch.first:  # as if a month before the book were not owed
        missed = "%s is null"
    reasons = {"help_missed": missed, "help_low": low, "help_vacant": vacant}
    adds = {key: _when(f"x.{key}") for key in reasons}
    adds["help"] = _when(" or ".join(f"x.{key}" for key in reasons))
    run(
        f"insert into {table(UnitMonth)} (seat_id, view, month, province, {LISTED})"
        f" select s.id, '{View.TODAY}', {NOW}, s.province, "
        + ", ".join(adds.get(key, "0") for key in COUNTERS)
        + " from (select b.id, "
        + ", ".join(f"{sql} as {key}" for key, sql in reasons.items())
        + f" from bench_cell b where b.province = %s) x join {table(Seat)} s on s.unit_id = x.id"
        " where " + " or ".join(f"x.{key}" for key in reasons),
        [this.after(-2).first, this.after(-12).first, branch.province.id],
    )  # fmt: skip


def above(province: UUID, depths: Iterable[int]) -> None:
    """Add the sums of a province up, from the lowest depth to the highest."""
    for depth in sorted(depths, reverse=True):
        run(
            f"insert into {table(UnitMonth)} (seat_id, view, month, province, {LISTED})"
            f" select s.above_id, r.view, r.month, a.province, {ADDED} from {table(UnitMonth)} r"
            f" join {table(Seat)} s on s.id = r.seat_id join {table(Seat)} a on a.id = s.above_id"
            " where s.province = %s and s.depth = %s"
            " group by s.above_id, r.view, r.month, a.province order by 1, 2, 3",
            [province, depth],
        )


def top(nation: Node) -> None:
    """Write the sums of the nation again from its provinces."""
    seat = seat_id((nation.id,))
    if not rows_of(f"select 1 from {table(Seat)} where id = %s", [seat]):
        seats([nation])
    run(f"delete from {table(UnitMonth)} where seat_id = %s", [seat])
    run(
        f"insert into {table(UnitMonth)} (seat_id, view, month, province, {LISTED})"
        f" select s.above_id, r.view, r.month, s.above_id, {ADDED} from {table(UnitMonth)} r"
        f" join {table(Seat)} s on s.id = r.seat_id where s.above_id = %s"
        " group by s.above_id, r.view, r.month",
        [seat],
    )


def fresh(today: dt.date) -> None:
    """Say that everything is added up, as of now."""
    from django.utils import timezone

    Folded.objects.update_or_create(
        pk=1, defaults={"folded_at": timezone.now(), "ticked_on": today}
    )
