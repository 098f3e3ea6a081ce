"""Which text of a form holds at a unit on a day, and what was typed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from chibo.assessments.catalogue import indicators
from chibo.core.periods import Months
from chibo.organizations.models import Ancestry
from chibo.organizations.queries import chain
from chibo.statforms.models import Mapping, TypedTotals
from chibo.statforms.rules import Form, added_up, read_form

PACKS = Path(__file__).parent / "packs"


@cache
def shipped() -> dict[str, str]:
    """Return the texts that come with the product, by number, in the order of the numbers."""
    paths = sorted(PACKS.glob("*.toml"), key=lambda path: _place(path.stem))
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


def _place(number: str) -> tuple[int, str]:
    digits = "".join(sign for sign in number.split("-")[0] if sign.isdigit())
    return int(digits or 0), number


@cache
def form_of(text: str) -> Form:
    """Return the form that a text says. Raises: Wrong."""
    return read_form(text, indicators=indicators().keys())


@dataclass(frozen=True)
class Held:
    """A form's text that holds, and the office that set it; None: as it comes."""

    text: str
    mapping: Mapping | None

    @property
    def form(self) -> Form:
        return form_of(self.text)


def forms_for(unit: UUID, *, on: dt.date) -> dict[str, Held]:
    """Return the forms that hold at a unit on a day, by number: the nearest office's newest."""
    found = {number: Held(text, None) for number, text in shipped().items()}
    units = chain(unit, on=on) or [unit]
    rows = Mapping.objects.filter(unit__in=units, from_on__lte=on).select_related("by")
    nearest = sorted(rows, key=lambda row: (-units.index(row.unit_id), row.from_on, row.set_at))
    found |= {row.number: Held(row.text, row) for row in nearest}
    return dict(sorted(found.items(), key=lambda item: _place(item[0])))


def form_for(unit: UUID, number: str, *, on: dt.date) -> Held | None:
    """Return the form of a number that holds at a unit on a day."""
    return forms_for(unit, on=on).get(number)


def texts_of(unit: UUID, number: str) -> list[Mapping]:
    """Return the texts that a unit itself set for a form, the newest first."""
    rows = Mapping.objects.filter(unit=unit, number=number).select_related("by")
    return list(rows.order_by("-from_on", "-set_at"))


def last_day(period: Months, *, today: dt.date) -> dt.date:
    """Return the day that a period is seen on: its last, or today while it runs."""
    return min(period.last_day, today)


def typed_at(unit: UUID, number: str, period: Months) -> TypedTotals | None:
    """Return what was typed last for a unit and a period."""
    rows = TypedTotals.objects.filter(unit=unit, number=number, period=str(period))
    return rows.select_related("by").order_by("-typed_at").first()


def typed_below(
    units: Iterable[UUID], root: UUID, number: str, period: Months, *, on: dt.date
) -> dict[UUID, dict[str, int]]:
    """Return the typed totals of a unit and of some below it, each with its branch added up."""
    seats = Ancestry.objects.on(on).filter(ancestor=root)
    rows = TypedTotals.objects.filter(
        number=number, period=str(period), unit__in=seats.values("unit")
    ).order_by("typed_at")
    typed = {row.unit_id: row.values for row in rows}  # the newest of each
    chains: dict[UUID, list[UUID]] = {}
    above = Ancestry.objects.on(on).filter(unit__in=typed).order_by("depth")
    for unit, ancestor in above.values_list("unit", "ancestor"):
        chains.setdefault(unit, []).append(ancestor)
    return added_up(typed, chains, [root, *units])
