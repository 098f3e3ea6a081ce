"""People as rows, for who may read their register: who was listed, came, went, was recognised."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from chibo.core.indicators import Indicator, Value
from chibo.figures.below import Below
from chibo.figures.truth import GOES_ON
from chibo.members.models import Event, Membership
from chibo.organizations.queries import Named
from chibo.people.queries import told_apart
from chibo.registers.rules import Kind, began, ended
from chibo.reports.rows.asking import Asked, Cells, Opened, name_order, page_of

_LISTED = {"members", "members:start", "probationary"}


@dataclass(frozen=True)
class PersonRow:
    """One person in one number. on, kind: the day and why, of a change."""

    name: str
    cell: Named
    value: Value
    on: dt.date | None
    kind: str


def is_of_people(indicator: Indicator) -> bool:
    """Say whether each person of a figure stands for one: of a difference nobody does."""
    sides = {_side(key) for key in indicator.part}
    return len(sides) == 1 and "" not in sides


def _side(key: str) -> str:
    """Return the day of a membership that a sum counts; nothing where it is taken away."""
    if key in _LISTED or key == "recognised":
        return key
    return {"up_": "from_on", "down_": "until_on"}.get(key[: key.find("_") + 1], "")


def people(asked: Asked, number: str) -> Opened:
    """Return a page of people by cell and name."""
    key = _side(asked.indicator.part[0])
    below = asked.below
    home = Membership.objects.filter(place=Membership.Place.HOME, from_on__lte=asked.today)
    if key in _LISTED:
        rows, field = _listed(asked, home, below), ""
    else:
        field = "official_on" if key == "recognised" else key
        rows = below.rows(_changed(asked, home, field), field, before=field == "until_on")
    ordered = rows.order_by(
        name_order("cell", asked.last), "cell", "person__sort_key", field or "from_on", "pk"
    )
    page = page_of(ordered.select_related("person", "began", "ended"), number)
    return Opened("members", page, _rows(asked, page.rows, field))


def _listed(asked: Asked, home: "QuerySet[Membership]", below: Below) -> "QuerySet[Membership]":
    """Return who was on the list at the end of the period, or before it."""
    day = _day(asked)
    rows = below.rows(home.filter(from_on__lte=day, until_on__gt=day), day)
    if asked.indicator.part == ("probationary",) and not asked.is_whole:
        rows = rows.filter(Q(official_on__isnull=True) | Q(official_on__gt=day))
    return rows


def _day(asked: Asked) -> dt.date:
    if asked.indicator.part == ("members:start",):
        return min(asked.months.first_day - dt.timedelta(days=1), asked.today)
    return min(asked.months.last_day, asked.today)


def _changed(asked: Asked, home: "QuerySet[Membership]", field: str) -> "QuerySet[Membership]":
    """Return whose list grew or shrank, or who was recognised, in the period and up to today."""
    last = min(asked.months.last_day, asked.today)
    rows = home.filter(**{f"{field}__gte": asked.months.first_day, f"{field}__lte": last})
    if field == "official_on":
        known = rows.annotate(goes_on=GOES_ON).filter(
            Q(official_on__gt=F("from_on")) | Q(official_on=F("from_on"), goes_on=True)
        )
        return known.filter(official_on__lt=F("until_on"))
    step, why = ("began", began) if field == "from_on" else ("ended", ended)
    kinds = {Kind(key.partition("_")[2]) for key in asked.indicator.part}
    whats = [what for what in Event.What.values if why(what, with_cell=False) in kinds]
    wanted = Q(**{f"{step}__what__in": whats})
    if Kind.OTHER in kinds:
        wanted |= Q(**{f"{step}__isnull": True})
    return rows.filter(wanted)


def _rows(asked: Asked, page: list[Membership], field: str) -> list[PersonRow]:
    called = Cells({row.cell_id for row in page}, today=asked.today)
    shown = told_apart({row.person_id: row.person for row in page}.values())
    day = _day(asked)
    found = []
    for row in page:
        on = getattr(row, field) if field else None
        part = int(
            asked.indicator.part != ("probationary",)
            or row.official_on is None or row.official_on > day
        )  # fmt: skip
        found.append(
            PersonRow(
                name=shown[str(row.person_id)], cell=called.on(row.cell_id, on or day),
                value=Value(part, 1 if asked.indicator.whole else None), on=on,
                kind=_kind(row, field),
            )
        )  # fmt: skip
    return found


def _kind(row: Membership, field: str) -> str:
    if field == "from_on":
        return began(row.began.what if row.began else "", with_cell=False)
    if field == "until_on":
        return ended(row.ended.what if row.ended else "", with_cell=False)
    return "recognised" if field else ""
