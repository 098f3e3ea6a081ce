"""What has changed since a report was issued: shown beside it, never inside."""

from collections.abc import Iterable
from dataclasses import dataclass

from chibo.assessments.catalogue import indicators
from chibo.core.indicators import Text, Value
from chibo.minutes.models import MinutesClosure
from chibo.organizations.queries import names
from chibo.reports.issued.closures import closures_of
from chibo.reports.issued.reading import Line, Reading, Stated
from chibo.reports.models import IssuedReport

MOST = 50  # minutes that are named; the rest is counted


@dataclass(frozen=True)
class Difference:
    """A figure as it was issued, and as it is now."""

    name: Text
    issued: Value
    now: Value


@dataclass(frozen=True)
class Beside:
    """All that differs. units: the lines whose figures differ; closures: closed since then, each
    with its cell.

    of_members: how many figures of members differ; more: closures that are not named.
    """

    differences: list[Difference]
    units: list[str]
    closures: list[tuple[str, MinutesClosure]]
    more: int
    of_members: int


def beside(report: IssuedReport, kept: Reading, now: Reading) -> Beside:
    """Return what differs between a report's own reading and the figures of this moment."""
    found = {
        key: Difference(indicators()[key].name, kept.whole[key], now.whole[key])
        for key in kept.known
        if key in indicators() and kept.whole[key] != now.whole[key]
    }
    was = {each.unit or each.name: each for each in kept.lines}
    here = {each.unit or each.name: each for each in now.lines}
    nothing = Line("", "", Stated({}))
    units = [
        (here.get(key) or was[key]).name for key in {**was, **here}
        if _differ(was.get(key, nothing), here.get(key, nothing), kept.known)
    ]  # fmt: skip
    rows = (
        closures_of(report.unit_id, report.months, view=report.view, today=now.until)
        .filter(closed_at__gt=report.as_of)
        .order_by("held_on", "closed_at")
    )
    of_members = sum(indicators()[key].opens == "members" for key in found)
    shown = list(rows[:MOST])
    called = names((row.book for row in shown), on=now.until)
    closures = [(called[row.book].short if row.book in called else "", row) for row in shown]
    more = rows.count() - len(shown)
    return Beside(list(found.values()), units, closures, more, of_members)


def _differ(was: Line, here: Line, known: Iterable[str]) -> bool:
    """Say whether any figure of a line differs that both know."""
    return any(was.stated[key] != here.stated[key] for key in known if key in indicators())
