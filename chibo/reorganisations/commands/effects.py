"""What a decision moves in the rooms below, found while it is done."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chibo.dues.queries import balance
from chibo.meetings.models import Meeting
from chibo.members.models import Membership
from chibo.minutes.commands import place_again
from chibo.minutes.models import MinutesClosure
from chibo.organizations.commands import CannotReorganise
from chibo.organizations.models import Ancestry, Decision, Designation, EndedPost, Kind
from chibo.organizations.queries import existed, life_of, named
from chibo.plans.models import PlannedMeeting
from chibo.reorganisations.models import DroppedMeeting


@dataclass(frozen=True)
class Gone:
    """A member who goes on elsewhere, by name, and the cells as they are called."""

    name: str
    from_cell: str
    to_cell: str


@dataclass(frozen=True)
class DuesLeft:
    """What the box of a cell that ends holds, in đồng: all of it, and what is still to go up."""

    cell: str
    in_hand: int
    to_hand_up: int


@dataclass(frozen=True)
class Effects:
    """What was moved, for the page that shows it beforehand."""

    cells: list[str] = field(default_factory=list)
    members: list[Gone] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    tasks: int = 0
    dropped: list[dt.date] = field(default_factory=list)
    placed: list[str] = field(default_factory=list)
    begins_numbers: list[str] = field(default_factory=list)
    small: list[str] = field(default_factory=list)
    dues: list[DuesLeft] = field(default_factory=list)


def books_below(units: Iterable[UUID]) -> set[UUID]:
    """Return these units and all that ever stood below them."""
    ids = set(units)
    return ids | set(Ancestry.objects.filter(ancestor__in=ids).values_list("unit", flat=True))


def drop_planned(cells: Iterable[UUID], decision: Decision) -> list[dt.date]:
    """Take out of the calendar what cells planned for the day of effect or later; not yet held."""
    rows = PlannedMeeting.objects.standing().filter(
        cell__in=list(cells), planned_on__gte=decision.effective_on
    )
    free = list(rows.exclude(meetings__binned_at__isnull=True, meetings__isnull=False))
    DroppedMeeting.objects.bulk_create(
        DroppedMeeting(decision=decision, province=each.province, planned=each) for each in free
    )
    PlannedMeeting.objects.filter(pk__in=[each.pk for each in free]).update(is_withdrawn=True)
    return sorted(each.planned_on for each in free)


def refuse_open_meetings(cells: Iterable[UUID]) -> None:
    """Refuse to end a cell whose record of a sitting is not closed: nobody could close it.

    Raises: CannotReorganise.
    """
    closed = MinutesClosure.objects.newest().values("meeting")
    open_ = Meeting.objects.standing().filter(cell__in=list(cells)).exclude(pk__in=closed)
    for meeting in open_.order_by("held_on")[:1]:
        raise CannotReorganise(
            _("{cell} còn buổi họp ngày {day} chưa chốt: chốt biên bản trước.").format(
                cell=named(meeting.cell_id, on=meeting.held_on).full,
                day=f"{meeting.held_on:%d/%m/%Y}",
            )
        )


def refuse_homeless(cells: Iterable[UUID], field: str = "") -> None:
    """Refuse to leave members in a cell on days on which it is none. Raises: CannotReorganise."""
    for cell in cells:
        rows = Membership.objects.filter(cell=cell)
        life = life_of(cell)
        if life is not None:
            rows = rows.filter(until_on__gt=life.until_on) | rows.filter(from_on__lt=life.from_on)
        count = rows.count()
        if count:
            sentence = ngettext(
                "{cell} còn {n} đảng viên: chọn chi bộ tiếp nhận.",
                "{cell} còn {n} đảng viên: chọn chi bộ tiếp nhận.",
                count,
            )
            on = rows.earliest("from_on").from_on
            raise CannotReorganise(
                sentence.format(cell=named(cell, on=on).full, n=count), field
            )  # fmt: skip


def refuse_no_cell(units: Iterable[UUID], on: dt.date) -> None:
    """Refuse to send members to a unit that is no cell on the day: no list and no figure would
    hold them. Raises: CannotReorganise."""
    ids = set(units)
    cells = Designation.objects.on(on).filter(unit__in=ids, kind=Kind.CELL)
    for unit in sorted(ids - set(cells.values_list("unit", flat=True)))[:1]:
        raise CannotReorganise(
            _("{unit} không phải chi bộ: chọn chi bộ tiếp nhận đảng viên.").format(
                unit=named(unit, on=on).full
            )
        )


def place_closures(books: set[UUID], decision: Decision) -> list[str]:
    """Let closed minutes follow; say which, each by cell and day."""
    rows = place_again(cells=books, since=decision.effective_on)
    return [
        _("{cell}, họp ngày {day}").format(
            cell=named(row.book, on=row.held_on).full, day=f"{row.held_on:%d/%m/%Y}"
        )
        for row in sorted(rows, key=lambda row: row.held_on)
    ]


def refuse_met_after(ended: Iterable[UUID]) -> None:
    """Refuse to end a cell without heir before a meeting that it closed: nobody would count it.

    Raises: CannotReorganise.
    """
    for row in MinutesClosure.objects.newest().of_cells(ended).order_by("held_on"):
        if not existed(row.cell_id, on=row.held_on):
            raise CannotReorganise(
                _("{cell} đã họp ngày {day}, sau ngày kết thúc: xem lại ngày.").format(
                    cell=named(row.book, on=row.held_on).full, day=f"{row.held_on:%d/%m/%Y}"
                ),
                "effective_on",
            )


def ended_posts(decision: Decision, before: int) -> list[str]:
    """Return the offices that a decision ended since a row of the log, ordinary seats left out."""
    rows = EndedPost.objects.filter(decision=decision, pk__gt=before).exclude(role="member")
    return [
        f"{row.get_role_display()}, {named(row.unit_id, on=row.from_on).full}"
        for row in rows.order_by("pk")
    ]


def dues_left(ended: Iterable[UUID], on: dt.date) -> list[DuesLeft]:
    """Return what the boxes of cells that end hold on a day; empty boxes are left out."""
    found = [(cell, balance(cell, on=on)) for cell in sorted(ended, key=str)]
    return [
        DuesLeft(named(cell, on=on).full, box.in_hand, box.to_hand_up)
        for cell, box in found
        if box.in_hand
    ]


def newest_log() -> int:
    """Return the last row of the log of ended posts."""
    return EndedPost.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def gone(rows: Sequence[tuple[Membership, UUID, UUID]], on: dt.date) -> list[Gone]:
    """Return who goes where, by the names of that day. rows: membership, from, to."""
    called = {cell: named(cell, on=on).full for _row, *cells in rows for cell in cells}
    return [Gone(row.person.name, called[old], called[new]) for row, old, new in rows]
