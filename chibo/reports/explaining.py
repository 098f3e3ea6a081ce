"""Which merger, move or split makes the two views of history differ."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from chibo.core import viet
from chibo.core.periods import Months
from chibo.organizations.models import Ancestry, Change, Decision, Designation, Succession
from chibo.organizations.queries import Named

LINES = 20
NAMED = 3  # units named in one sentence; the others are counted
READ = 1_000  # changes read: a whole reform is told by its first decisions
_TOLD = (Change.What.GAVE, Change.What.MOVED, Change.What.RENAMED, Change.What.ENDED)


@dataclass(frozen=True)
class Difference:
    """What one decision did, as a sentence, and the history in which it stands.

    number, on: of the decision; none in the last line, which counts the others.
    """

    sentence: str
    url: str
    number: str = ""
    on: dt.date | None = None


def differences(unit: UUID, months: Months, today: dt.date) -> list[Difference]:
    """Return what decisions between a period and today changed below a unit, oldest first.

    Of units that stood or stand below it in that time, in as many queries whatever their number.
    """
    rows = _changes(unit, months.first_day, today)
    changes = list(rows.order_by("decision__effective_on", "decision", "pk")[:READ])
    if not changes:
        return []
    names = _Names(changes)
    found = [
        Difference(
            _("{day}: {what} ({decision}).").format(
                day=f"{decision.effective_on:%d/%m/%Y}", what=what, decision=_called(decision)
            ),
            reverse("organizations:history", args=[where]), decision.number, decision.effective_on,
        )
        for decision, each in _by_decision(changes).items()
        for what, where in _sentences(each, names)
    ]  # fmt: skip
    if len(found) <= LINES and len(changes) < READ:
        return found
    rest = rows.filter(decision__effective_on__gt=found[:LINES][-1].on).values("decision")
    said = _("Và {n} quyết định khác sau đó.") if (n := rest.distinct().count()) else (
        _("Và những thay đổi khác trong ngày đó.")
    )  # fmt: skip
    history = reverse("organizations:history", args=[unit])
    return [*found[:LINES], Difference(said.format(n=viet.figure(n)), history)]


def _called(decision: Decision) -> str:
    return _("quyết định {number}").format(number=decision.number) if decision.number else (
        _("chưa có số quyết định")
    )  # fmt: skip


def _changes(unit: UUID, since: dt.date, today: dt.date) -> "QuerySet[Change]":
    below = Ancestry.objects.filter(
        ancestor=unit, from_on__lte=today, until_on__gt=since - dt.timedelta(days=1)
    ).values("unit")
    inside = Q(unit__in=below) | Q(other__in=below)
    return (
        Change.objects.standing()
        .filter(
            inside, decision__effective_on__gt=since, decision__effective_on__lte=today,
            what__in=_TOLD,
        )
        .select_related("decision")
    )  # fmt: skip


def _by_decision(changes: Iterable[Change]) -> dict[Decision, list[Change]]:
    found: dict[Decision, list[Change]] = defaultdict(list)
    for change in changes:
        found[change.decision].append(change)
    return found


class _Names:
    """How the units of some changes were called before and after: one query."""

    def __init__(self, changes: list[Change]) -> None:
        units = {change.unit_id for change in changes}
        units |= {change.other_id for change in changes if change.other_id}
        self._rows: dict[UUID, list[Designation]] = defaultdict(list)
        for row in Designation.objects.filter(unit__in=units).order_by("from_on"):
            self._rows[row.unit_id].append(row)

    def on(self, unit: UUID, day: dt.date) -> str:
        """Return a unit's full name on a day, or nearest to it."""
        rows = self._rows[unit]
        row = next((each for each in reversed(rows) if each.from_on <= day), rows[0])
        return Named(unit, row.kind, row.name).full

    def before(self, unit: UUID, day: dt.date) -> str:
        return self.on(unit, day - dt.timedelta(days=1))

    def listed(self, units: Iterable[UUID], day: dt.date, *, after: bool = False) -> str:
        """Return the first names, and how many more there are. after: as called since."""
        called = self.on if after else self.before
        all_ = sorted((called(unit, day) for unit in set(units)), key=viet.text_key)
        more = len(all_) - NAMED
        shown = ", ".join(all_[:NAMED])
        if more <= 0:
            return shown
        return _("{names} và {n} đơn vị khác").format(names=shown, n=viet.figure(more))


def _sentences(changes: list[Change], names: _Names) -> Iterator[tuple[str, UUID]]:
    """Yield what one decision did, with the unit in whose history it stands."""
    day = changes[0].decision.effective_on
    gave = [change for change in changes if change.what == Change.What.GAVE]
    whole, parts, moved = _grouped(changes)
    for heir, units in whole.items():
        said = _("{units} nhập vào {heir}")
        yield said.format(units=names.listed(units, day), heir=names.on(heir, day)), heir
    for unit, heirs in parts.items():
        yield _parted(unit, heirs, gave, names), unit
    with_heirs = {change.other_id for change in gave}  # they bring what stood below them
    for to, units in moved.items():
        if to not in with_heirs:
            said = _("{units} chuyển về {to}")
            yield said.format(units=names.listed(units, day), to=names.on(to, day)), to
    for change in changes:
        if change.what == Change.What.RENAMED:
            old, new = names.before(change.unit_id, day), names.on(change.unit_id, day)
            yield _("{old} đổi tên thành {new}").format(old=old, new=new), change.unit_id
        elif change.what == Change.What.ENDED and change.unit_id not in {*_units(gave)}:
            said = _("{unit} kết thúc hoạt động")
            yield said.format(unit=names.before(change.unit_id, day)), change.unit_id


def _units(changes: list[Change]) -> Iterator[UUID]:
    return (change.unit_id for change in changes)


Groups = dict[UUID, list[UUID]]


def _grouped(changes: list[Change]) -> tuple[Groups, Groups, Groups]:
    """Return who gave all to whom, by heir; who gave parts, by giver; who moved, by superior."""
    whole: Groups = defaultdict(list)
    parts: Groups = defaultdict(list)
    moved: Groups = defaultdict(list)
    for change in changes:
        if change.other_id is None:
            continue
        if change.what == Change.What.MOVED:
            moved[change.other_id].append(change.unit_id)
        elif change.values.get("extent") == Succession.Extent.WHOLE:
            whole[change.other_id].append(change.unit_id)
        else:
            parts[change.unit_id].append(change.other_id)
    return whole, parts, moved


def _parted(unit: UUID, heirs: list[UUID], gave: list[Change], names: _Names) -> str:
    day = gave[0].decision.effective_on
    divides = any(change.unit_id == unit and change.values.get("divides") for change in gave)
    said = _("{unit} chia thành {heirs}") if divides else _("{unit} giao một phần cho {heirs}")
    return said.format(unit=names.before(unit, day), heirs=names.listed(heirs, day, after=True))
