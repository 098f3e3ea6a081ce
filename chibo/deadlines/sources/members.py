"""What falls due for one member: probation, absence for a time, transfers, the badge."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chibo.core.dated import holds
from chibo.core.days import FOREVER
from chibo.deadlines.scope import Deadline, Scope
from chibo.members.models import Condition, Event, Membership, Prospective, Transfer
from chibo.members.queries.path import LEAVING, spans_of
from chibo.members.rules import (
    award_days,
    honour_due,
    months_after,
    months_between,
    party_years,
    probation_ends,
)
from chibo.organizations.models import Ancestry, Designation

HOME, VISITING = Membership.Place.HOME, Membership.Place.VISITING
GONE = (*LEAVING, Event.What.GONE)


def young_and_visiting(scope: Scope) -> list[Deadline]:
    """Return what is due for those not yet official, and for those who are here for a time."""
    rows = Membership.objects.on(scope.on).filter(cell__in=scope.branch)
    young = Q(place=HOME) & (Q(official_on=None) | Q(official_on__gt=scope.on))
    found = []
    for row in rows.filter(young | Q(place=VISITING)).select_related("person", "began"):
        if row.place == VISITING:
            found += _ending(scope, "stay", row, row)
        elif row.ceremony_on is None:
            found.append(_ceremony(scope, row))
        else:
            found += _probation(scope, row, row.ceremony_on)
    return found


def _ceremony(scope: Scope, row: Membership) -> Deadline:
    key, cell = "ceremony.working_days", row.cell_id
    return scope.deadline(
        "ceremony", cell, key, on=scope.worked(cell, row.admitted_on, key), person=row.person,
        since=row.admitted_on,
        note=_("quyết định ngày {day}").format(day=f"{row.admitted_on:%d/%m/%Y}"),
    )  # fmt: skip


def _probation(scope: Scope, row: Membership, ceremony_on: dt.date) -> list[Deadline]:
    """Return the end of the probation ahead of it, then the cell's term to consider it."""
    cell = row.cell_id
    months = scope.number(cell, "probation.months")
    ends = probation_ends(ceremony_on, months=months, to_march=scope.to_march(cell))
    if ends > scope.on:
        if not scope.is_near(cell, ends):
            return []
        return [scope.deadline("probation", cell, "probation.months", on=ends, person=row.person)]
    key = "recognition.working_days"
    words = _("hết dự bị ngày {day}").format(day=f"{ends:%d/%m/%Y}")
    late = months_between(ends, scope.on, to_march=False)
    if late:
        words = f"{words}, {_so_long(late)}"
    return [
        scope.deadline(
            "recognition", cell, key, on=scope.worked(cell, ends, key), since=ends,
            person=row.person, note=words,
        )
    ]  # fmt: skip


def _so_long(months: int) -> str:
    """Return `đã 5 năm 8 tháng`."""
    years, rest = divmod(months, 12)
    parts = []
    if years:
        parts.append(ngettext("%(n)d năm", "%(n)d năm", years) % {"n": years})
    if rest:
        parts.append(ngettext("%(n)d tháng", "%(n)d tháng", rest) % {"n": rest})
    return _("đã {long}").format(long=" ".join(parts))


def _end_of(row: Any) -> dt.date | None:
    """Return the day on which a row or the step that began it should end, or None."""
    if row.until_on != FOREVER:
        return row.until_on  # type: ignore[no-any-return]
    return row.began.until_on if row.began else None


def _ending(scope: Scope, kind: str, row: Any, membership: Membership) -> list[Deadline]:
    end, cell = _end_of(row), membership.cell_id
    if end is None or not scope.is_near(cell, end):
        return []
    key = "deadlines.ahead_days"
    return [scope.deadline(kind, cell, key, on=end, person=membership.person)]


def absences(scope: Scope) -> list[Deadline]:
    """Return exemptions and temporary stays elsewhere that end, or have ended unseen."""
    lately = scope.ahead(scope.root, scope.on)
    lapsed = Q(until_on__lte=scope.on, until_on__gt=lately, ended=None)
    rows = Condition.objects.filter(
        Q(holds(scope.on)) | lapsed, holds(scope.on, "membership__"),
        what__in=[Condition.What.EXEMPT, Condition.What.AWAY], membership__cell__in=scope.branch,
    ).select_related("membership__person", "began")  # fmt: skip
    found = []
    for row in _without_renewed(rows, scope.on):
        kind = "stay" if row.what == Condition.What.AWAY else "exemption"
        found += _ending(scope, kind, row, row.membership)
    return found


def _without_renewed(rows: Iterable[Any], on: dt.date) -> list[Any]:
    """Leave out what lapsed and goes on in a newer row of the same kind."""
    rows = list(rows)
    running = {(row.membership_id, row.what) for row in rows if row.until_on > on}
    return [
        row for row in rows if row.until_on > on or (row.membership_id, row.what) not in running
    ]


def transfers(scope: Scope) -> list[Deadline]:
    """Return what was sent and is neither received nor given up, at both sides."""
    rows = Transfer.objects.open().filter(
        Q(from_cell__in=scope.branch) | Q(to_unit__in=scope.branch), sent_on__lte=scope.on
    )
    found = []
    for row in rows.select_related("person"):
        sides = (
            ("sending", row.from_cell_id, "transfer.working_days"),
            ("receiving", row.to_unit_id, "transfer.present_days"),
        )
        words = _("giấy giới thiệu ngày {day}").format(day=f"{row.sent_on:%d/%m/%Y}")
        found += [
            scope.deadline(
                kind, unit, key, on=scope.worked(unit, row.sent_on, key), since=row.sent_on,
                link=reverse("members:transfers", args=[unit]), person=row.person, note=words,
            )
            for kind, unit, key in sides if unit in scope.names
        ]  # fmt: skip
    return found


def without_cell(scope: Scope) -> list[Deadline]:
    """Return those without a cell: a row that should go on and does not, or a cell that ended."""
    names = Designation.objects.filter(unit=OuterRef("cell")).order_by("-from_on")
    seat = Ancestry.objects.filter(
        Q(until_on__gte=OuterRef("until_on")) | Q(until_on=OuterRef("closed")),
        ancestor=scope.root, unit=OuterRef("cell"), from_on__lt=OuterRef("until_on"),
    )  # fmt: skip
    later = Membership.objects.filter(
        person=OuterRef("person"), place=HOME, from_on__gte=OuterRef("until_on")
    )
    ended = Q(until_on__lte=scope.on) & ~Exists(later)
    rows = (
        Membership.objects.filter(place=HOME, from_on__lte=scope.on)
        .annotate(was=Subquery(names.values("name")[:1]))
        .annotate(closed=Subquery(names.values("until_on")[:1]))
        .filter(ended | Q(closed__lte=scope.on, until_on__gt=scope.on), Exists(seat))
        .exclude(ended__what__in=GONE)
    )
    found = []
    key = "deadlines.placing_days"
    for row in rows.select_related("person"):
        unit = row.cell_id if row.cell_id in scope.names else scope.root
        since = min(row.until_on, row.closed)
        words = _("trước ở chi bộ {name}, đến ngày {day}")
        found.append(
            scope.deadline(
                "no_cell", unit, key, on=scope.worked(unit, since, key), since=since,
                person=row.person, note=words.format(name=row.was, day=f"{since:%d/%m/%Y}"),
            )
        )  # fmt: skip
    return found


def honours(scope: Scope) -> list[Deadline]:
    """Return who comes to a badge on the award days of the next months."""
    number = scope.settings[scope.root].number
    until = scope.later(scope.root, scope.on, number("honours.ahead_months"))
    marks = [number(f"honours.award_{place}") for place in range(1, 5)]
    days = award_days(marks, since=scope.on - dt.timedelta(days=366), until=until)
    before = {day: days[place - 1] for place, day in enumerate(days) if place and day >= scope.on}
    latest = months_after(until, -12 * number("honours.first"), to_march=True)
    old = Membership.objects.filter(admitted_on__lte=latest).values("person")
    here = Membership.objects.on(scope.on).filter(place=HOME, cell__in=scope.branch)
    people: dict[Any, list[Membership]] = defaultdict(list)
    rows = Membership.objects.filter(place=HOME, person__in=here.values("person"))
    for row in rows.filter(person__in=old).select_related("person", "ended").order_by("from_on"):
        people[row.person_id].append(row)
    return [found for rows in people.values() for found in _honour(scope, rows, before)]


def _honour(scope: Scope, rows: list[Membership], before: dict[dt.date, dt.date]) -> list[Deadline]:
    number, to_march = scope.settings[scope.root].number, scope.to_march(scope.root)
    spans = spans_of(rows)
    found = []
    for day, earlier in before.items():
        years = honour_due(
            party_years(spans, day, to_march=to_march),
            party_years(spans, earlier, to_march=to_march),
            first=number("honours.first"), step=number("honours.step"), last=number("honours.last"),
        )  # fmt: skip
        if years:
            found.append(
                scope.deadline(
                    "honours", rows[-1].cell_id, "honours.step", on=day, since=scope.on,
                    person=rows[-1].person, note=_("{years} năm tuổi Đảng").format(years=years),
                )
            )  # fmt: skip
    return found


def certificates(scope: Scope) -> list[Deadline]:
    """Return prospective members whose certificate of the awareness class runs out."""
    rows = Prospective.objects.on(scope.on).filter(cell__in=scope.branch)
    found = []
    key = "class.months"
    for row in rows.select_related("person"):
        cell, class_on = row.cell_id, row.class_on
        if class_on is None:
            continue
        end = scope.later(cell, class_on, scope.number(cell, key))
        if scope.is_near(cell, end):
            page = reverse("members:prospective", args=[cell])
            found.append(
                scope.deadline("certificate", cell, key, on=end, person=row.person, link=page)
            )
    return found
