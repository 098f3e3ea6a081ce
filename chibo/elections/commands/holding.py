"""A round of ballots is prepared: what is asked, whose names stand on the ballot, in what order."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.elections import queries
from chibo.elections.models import Count, Election, Line
from chibo.elections.queries import elected_to
from chibo.journal.commands import Act, record
from chibo.members.queries import Member
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Role, Unit
from chibo.organizations.queries import existed, named
from chibo.rulebook.catalogue import KINDS_OF_DECISION

AHEAD = dt.timedelta(days=366)  # ballots may be printed before the day


class CannotHold(Refused):
    """The ballot cannot be as asked."""


@dataclass(frozen=True)
class NewElection:
    """A round of ballots. candidates: memberships, for seats and recognition; texts: questions."""

    what: str
    held_on: dt.date
    seat: str = ""
    seats: int = 0
    candidates: tuple[UUID, ...] = ()
    kind: str = ""
    title: str = ""
    texts: tuple[str, ...] = field(default=())


@transaction.atomic
def hold_election(*, act: Act, cell: Unit, new: NewElection) -> Election:
    """Prepare a round of ballots of a cell; names stand in Vietnamese order.

    Raises: PermissionDenied; Http404; CannotHold; OtherContent.
    """
    demand(act.actor, Can.HOLD_MEETING, at=cell.pk, on=act.today)
    content = {
        "what": new.what, "held_on": new.held_on, "seat": new.seat, "seats": new.seats,
        "candidates": sorted(map(str, new.candidates)), "kind": new.kind, "title": new.title,
        "texts": new.texts,
    }  # fmt: skip
    if not record(
        act, verb="election.prepared", unit=cell.pk, province=cell.province, subject=act.id,
        content=content, said={"what": new.what, "seat": new.seat},
    ):  # fmt: skip
        return Election.objects.get(pk=act.id)
    if not existed(cell.pk, on=new.held_on) or not named(cell.pk, on=new.held_on).is_cell:
        raise CannotHold(_("Chi bộ chưa có hoặc đã kết thúc vào ngày này: xem lại ngày."),
                         "held_on")  # fmt: skip
    if new.held_on > act.today + AHEAD:
        raise CannotHold(_("Ngày này còn xa hơn một năm: xem lại ngày."), "held_on")
    members = {each.id: each for each in queries.people_of(cell.pk, on=new.held_on)}
    chosen = [members[each] for each in members if each in set(new.candidates)]
    if len(chosen) != len(set(new.candidates)):
        raise CannotHold(_("Có người không thuộc chi bộ vào ngày này: chọn lại."), "candidates")
    if new.what in {Election.What.CONGRESS, Election.What.VACANCY}:
        kind, seats = "personnel", new.seats
        _check_seats(cell, new, list(members.values()), chosen)
    elif new.what == Election.What.RECOGNITION:
        kind, seats = "recognition", 0
        _check_probationers(chosen)
    else:
        kind, seats = new.kind, 0
        _check_questions(new)
    election = Election.objects.create(
        id=act.id, province=cell.province, cell=cell, held_on=new.held_on, what=new.what,
        kind=kind, seat=new.seat if kind == "personnel" else "", seats=seats, title=new.title,
    )  # fmt: skip
    rows: list[dict[str, Any]] = [{"text": text} for text in new.texts]
    if new.what != Election.What.OTHER:
        rows = [{"candidate": each.membership} for each in chosen]
    Line.objects.bulk_create(
        Line(id=uuid.uuid4(), province=cell.province, election=election, position=place, **row)
        for place, row in enumerate(rows)
    )
    return election


def _check_seats(cell: Unit, new: NewElection, members: list[Member], chosen: list[Member]) -> None:
    if new.seat not in {role.value for role in Election.SEATS}:
        raise CannotHold(_("Chọn chức vụ cần bầu."), "seat")
    if not 1 <= new.seats <= len(chosen):
        raise CannotHold(
            _("Bầu {seats} người mà danh sách có {names}: chọn thêm tên hoặc bớt số bầu.").format(
                seats=new.seats, names=len(chosen)
            ),
            "seats",
        )
    if new.seat == Role.SECRETARY and new.seats != 1:
        raise CannotHold(_("Chi bộ có một bí thư: ghi số bầu là 1."), "seats")
    if any(not each.official for each in chosen):
        raise CannotHold(_("Chỉ đảng viên chính thức được ứng cử, đề cử."), "candidates")
    if new.seat == Role.COMMITTEE_MEMBER:
        _check_committee(cell, new, members)
    elif new.what == Election.What.CONGRESS:
        _check_from_committee(cell, new, chosen)


def _rounds(cell: Unit, new: NewElection, seat: Role) -> list[Election]:
    """Return the agreed rounds of this congress for the seat."""
    same = Election.objects.filter(
        cell=cell, held_on=new.held_on, what=new.what, seat=seat, issued__isnull=False,
        is_withdrawn=False,
    )  # fmt: skip
    return list(same)


def _check_committee(cell: Unit, new: NewElection, members: list[Member]) -> None:
    settings = queries.term_rules(cell.pk, on=new.held_on)
    if not queries.may_have_committee(cell.pk, members, on=new.held_on):
        rule = settings.rules["committee.from_members"]
        raise CannotHold(
            _("Chi bộ dưới {least} đảng viên chính thức: chỉ bầu bí thư, phó bí thư.").format(
                least=rule.value
            ),
            "seat",
        )
    least = settings.number("committee.least")
    first_round = new.what == Election.What.CONGRESS and not _rounds(cell, new, Role(new.seat))
    if first_round and new.seats < least:
        raise CannotHold(
            _("Chi ủy có ít nhất {least} người: ghi lại số bầu.").format(least=least), "seats"
        )


def _check_from_committee(cell: Unit, new: NewElection, chosen: list[Member]) -> None:
    committee = elected_to(_rounds(cell, new, Role.COMMITTEE_MEMBER))
    outside = [each.shown for each in chosen if each.person.pk not in committee]
    if committee and outside:
        raise CannotHold(
            _("{names} không trúng chi ủy: bầu bí thư, phó bí thư trong chi ủy.").format(
                names=", ".join(outside)
            ),
            "candidates",
        )


def _check_probationers(chosen: list[Member]) -> None:
    if not chosen:
        raise CannotHold(_("Chọn ít nhất một đảng viên dự bị."), "candidates")
    if any(each.official for each in chosen):
        raise CannotHold(_("Người đã chính thức không cần công nhận."), "candidates")


def _check_questions(new: NewElection) -> None:
    if new.what != Election.What.OTHER or new.kind not in set(KINDS_OF_DECISION) - {"personnel"}:
        raise CannotHold(_("Chọn loại việc có trong danh sách."), "kind")
    if not new.title:
        raise CannotHold(_("Ghi tên việc bỏ phiếu."), "title")
    if not new.texts or len(new.texts) > 16:
        raise CannotHold(_("Ghi từ 1 đến 16 dòng, mỗi dòng một ý."), "texts")


def open_round(election: Election) -> Election:
    """Return the round, held for change. Raises: CannotHold, where it has a result or is gone."""
    found = Election.objects.select_for_update().get(pk=election.pk)
    if found.is_withdrawn:
        raise CannotHold(_("Lần bỏ phiếu này đã bỏ: lập lần khác."))
    if found.is_agreed:
        raise CannotHold(_("Lần bỏ phiếu này đã có kết quả, không đổi được nữa."))
    return found


@transaction.atomic
def move_line(*, act: Act, election: Election, line: UUID, up: bool) -> None:
    """Move a name up or down on the ballot. Raises: as `hold_election`; OtherContent."""
    demand(act.actor, Can.HOLD_MEETING, at=election.cell_id, on=act.today)
    if not record(
        act, verb="election.ordered", unit=election.cell_id, province=election.province,
        subject=election.pk, content={"line": line, "up": up},
    ):  # fmt: skip
        return
    found = open_round(election)
    _refuse_counted(found)
    rows = list(found.lines.order_by("position"))
    place = next((n for n, row in enumerate(rows) if row.pk == line), -1)
    other = place + (-1 if up else 1)
    if place < 0 or not 0 <= other < len(rows):
        raise CannotHold(_("Tên này không dời được nữa: mở lại trang."))
    rows[place].position, rows[other].position = rows[other].position, rows[place].position
    Line.objects.bulk_update([rows[place], rows[other]], ["position"])


def _refuse_counted(election: Election) -> None:
    if Count.objects.filter(election=election).exists():
        raise CannotHold(_("Đã có người đếm: không đổi phiếu được nữa."))


@transaction.atomic
def withdraw_election(*, act: Act, election: Election) -> None:
    """Take back a round without a result; a first count goes with it. Raises: as `move_line`."""
    demand(act.actor, Can.HOLD_MEETING, at=election.cell_id, on=act.today)
    if not record(
        act, verb="election.withdrawn", unit=election.cell_id, province=election.province,
        subject=election.pk, content={},
    ):  # fmt: skip
        return
    found = open_round(election)
    Count.objects.filter(election=found).delete()
    Election.objects.filter(pk=found.pk).update(is_withdrawn=True, unmatched=[])
