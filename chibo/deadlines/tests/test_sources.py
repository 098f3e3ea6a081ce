"""Each source: a case that is seen on the page of who must act, and one that is not."""

import datetime as dt
import html
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from chibo.deadlines.models import Check
from chibo.deadlines.scope import scope_of
from chibo.elections.models import Ratification, Term
from chibo.members.commands import Basis, Destination, add_prospective, send_member, set_condition
from chibo.members.models import Condition, Event, Membership, Transfer
from chibo.organizations.commands import give_post
from chibo.organizations.models import Designation, Post, Role, Unit
from chibo.people.commands import NewPerson
from chibo.people.models import Sex
from chibo.plans.models import SwappedDay
from chibo.rulebook.commands import NewRule, set_rule
from tests.world import START, World, act, today

Sign = Callable[[str], Client]
Arrange = Callable[[World], object]
YOUNG = 11  # Sùng A Khua, a probationer of the world
DAY = dt.timedelta(days=1)


def lines(client: Client, unit: Unit) -> list[str]:
    """Return the sentences of a unit's page."""
    response = client.get(f"/units/{unit.pk}/deadlines/")
    assert response.status_code == 200
    found = re.findall(r'<span class="row__main">\s*<b>(.*?)</b>', response.content.decode(), re.S)
    return [html.unescape(" ".join(each.split())) for each in found]


def notes(client: Client, unit: Unit) -> str:
    page = client.get(f"/units/{unit.pk}/deadlines/").content.decode()
    return html.unescape(" ".join(page.split()))


def put(world: World, who: int = YOUNG, **fields: Any) -> None:
    Membership.objects.filter(pk=world.members[who].pk).update(**fields)


def years_ago(years: int) -> dt.date:
    day = today()
    return day.replace(year=day.year - years, day=min(day.day, 28))


def condition(world: World, what: str, until_on: dt.date) -> None:
    set_condition(
        act=act(world.user("clerk")), membership=world.members[3], what=what,
        from_on=today() - 100 * DAY, until_on=until_on,
    )  # fmt: skip


def send(world: World) -> Transfer:
    return send_member(
        act=act(world.user("clerk")), person=world.members[3].person,
        to=Destination(world.sibling_cell.pk), on=today() - 9 * DAY,
        basis=Basis("12-GTSHĐ", today() - 9 * DAY, "Đảng ủy xã"),
    )  # fmt: skip


def ended(world: World, what: str) -> Event:
    row = world.members[3]
    return Event.objects.create(
        id=uuid.uuid4(), province=row.province, person_id=row.person_id, cell_id=row.cell_id,
        what=what, on=today() - 5 * DAY,
    )  # fmt: skip


def helped(world: World, class_on: dt.date) -> None:
    new = NewPerson(uuid.uuid4(), "Hờ A Lử", (1999, None, None), Sex.MALE)
    add_prospective(
        act=act(world.user("clerk")), cell=world.cell, new=new, agreed_on=today() - DAY,
        class_on=class_on,
    )  # fmt: skip


def checked(world: World, what: str, days_ago: int) -> None:
    unit = world.commune if what == "files" else world.cell
    Check.objects.create(
        id=uuid.uuid4(), province=unit.province, unit=unit, what=what,
        done_on=today() - days_ago * DAY, entered_at=act(world.user("clerk")).entered_at,
    )  # fmt: skip


def committee(world: World) -> None:
    give_post(
        act=act(world.user("clerk")), person=world.members[2].person, unit=world.cell,
        role=Role.COMMITTEE_MEMBER, from_on=START,
    )  # fmt: skip


def vacant(world: World) -> None:
    posts = Post.objects.filter(unit=world.cell, role=Role.SECRETARY)
    posts.update(until_on=today() - 3 * DAY)


def elected(world: World, congress_on: dt.date) -> None:
    common = {"province": world.cell.province, "from_on": congress_on}
    paper = Ratification.objects.create(
        id=uuid.uuid4(), cell=world.cell, number="12-QĐ/ĐU", issuer="Đảng ủy xã",
        signed_on=congress_on, **common,
    )  # fmt: skip
    Term.objects.create(
        id=uuid.uuid4(), unit=world.cell, congress_on=congress_on, ratification=paper, **common
    )


CASES: dict[str, tuple[Arrange, Arrange, str]] = {
    "ceremony": (
        lambda w: put(w, ceremony_on=None),
        lambda w: None,
        "Tổ chức lễ kết nạp: Sùng A Khua",
    ),
    "probation": (
        lambda w: put(w, ceremony_on=years_ago(1) + 30 * DAY, admitted_on=years_ago(1)),
        lambda w: None,
        "Sắp hết thời gian dự bị: Sùng A Khua",
    ),
    "recognition": (
        lambda w: put(w, ceremony_on=years_ago(1) - DAY, admitted_on=years_ago(2)),
        lambda w: put(
            w, ceremony_on=years_ago(2), admitted_on=years_ago(2), official_on=years_ago(1)
        ),
        "Xét công nhận đảng viên chính thức: Sùng A Khua",
    ),
    "exemption": (
        lambda w: condition(w, Condition.What.EXEMPT, today() + 20 * DAY),
        lambda w: condition(w, Condition.What.EXEMPT, today() + 200 * DAY),
        "Hết hạn miễn công tác và sinh hoạt đảng: Giàng A Chống",
    ),
    "exemption-lapsed": (
        lambda w: condition(w, Condition.What.EXEMPT, today() - 2 * DAY),
        lambda w: condition(w, Condition.What.EXEMPT, today() - 90 * DAY),
        "Hết hạn miễn công tác và sinh hoạt đảng: Giàng A Chống",
    ),
    "stay": (
        lambda w: condition(w, Condition.What.AWAY, today() + 20 * DAY),
        lambda w: condition(w, Condition.What.AWAY, today() + 200 * DAY),
        "Hết hạn sinh hoạt tạm thời: Giàng A Chống",
    ),
    "visit": (
        lambda w: put(w, 4, place=Membership.Place.VISITING, until_on=today() + 20 * DAY),
        lambda w: put(w, 4, place=Membership.Place.VISITING),
        "Hết hạn sinh hoạt tạm thời: Lò Văn Hòa",
    ),
    "sending": (
        send,
        lambda w: Transfer.objects.filter(pk=send(w).pk).update(received_on=today()),
        "Chuyển sinh hoạt đi, nơi đến chưa nhận: Giàng A Chống",
    ),
    "no-cell": (
        lambda w: put(w, 3, until_on=today() - 5 * DAY),
        lambda w: put(w, 3, until_on=today() - 5 * DAY, ended=ended(w, Event.What.DIED)),
        "Đảng viên chưa có chi bộ: Giàng A Chống",
    ),
    "few-official": (
        lambda w: Membership.objects.filter(pk__in=[m.pk for m in w.members[2:]]).update(
            official_on=None
        ),
        lambda w: None,
        "Chi bộ thiếu đảng viên chính thức",
    ),
    "no-committee": (lambda w: None, committee, "Chi bộ đủ người, chưa có chi ủy"),
    "no-secretary": (vacant, lambda w: None, "Chi bộ chưa có bí thư"),
    "term": (
        lambda w: elected(w, years_ago(5) + 100 * DAY),
        lambda w: elected(w, years_ago(4)),
        "Hết nhiệm kỳ",
    ),
    "honours": (
        lambda w: put(w, 3, admitted_on=years_ago(30)),
        lambda w: put(w, 3, admitted_on=years_ago(27)),
        "Đến đợt trao Huy hiệu Đảng: Giàng A Chống",
    ),
    "cards": (
        lambda w: checked(w, "cards", 340),
        lambda w: checked(w, "cards", 7),
        "Kiểm tra thẻ đảng viên",
    ),
    "lists": (
        lambda w: checked(w, "lists", 80),
        lambda w: checked(w, "lists", 7),
        "Đối chiếu danh sách đảng viên",
    ),
    "certificate": (
        lambda w: helped(w, years_ago(5) + 20 * DAY),
        lambda w: helped(w, years_ago(1)),
        "Giấy chứng nhận lớp nhận thức về Đảng hết hạn: Hờ A Lử",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_deadline_is_seen_when_due_and_not_seen_when_not(
    world: World, client_of: Sign, case: str
) -> None:
    seen, unseen, words = CASES[case]
    client = client_of("clerk")

    with transaction.atomic():
        seen(world)
        due = lines(client, world.cell)
        transaction.set_rollback(True)
    unseen(world)
    not_due = lines(client, world.cell)

    assert words in due
    assert words not in not_due


def test_files_are_the_committees_own_when_their_year_ends(world: World, client_of: Sign) -> None:
    checked(world, "files", 340)

    assert "Đối chiếu hồ sơ đảng viên" in lines(client_of("clerk"), world.commune)
    assert "Đối chiếu hồ sơ đảng viên" not in lines(client_of("clerk"), world.cell)


def test_forgotten_probationer_is_shown_with_how_long_when_years_went_by(
    world: World, client_of: Sign
) -> None:
    put(world, ceremony_on=dt.date(2015, 3, 31), admitted_on=dt.date(2015, 3, 31), from_on=START)
    months = (today().year - 2016) * 12 + today().month - 3 - (today().day < 31)
    years, rest = divmod(months, 12)
    long = f"đã {years} năm" + (f" {rest} tháng" if rest else "")

    page = notes(client_of("secretary"), world.cell)

    assert f"hết dự bị ngày 31/03/2016, {long}" in page
    assert (
        "208-QĐ/TW (2026): xét trong 30 ngày làm việc (theo nguồn dẫn lại, bản từ 01/01/2010)"
        in page
    )


def test_both_sides_see_a_transfer_until_it_is_received(world: World, client_of: Sign) -> None:
    send(world)

    here, there = (
        lines(client_of("secretary"), world.cell),
        lines(client_of("sibling"), world.sibling_cell),
    )

    assert "Chuyển sinh hoạt đi, nơi đến chưa nhận: Giàng A Chống" in here
    assert "Chuyển sinh hoạt đến, chưa tiếp nhận: Giàng A Chống" in there


def test_member_is_without_a_cell_when_the_cell_has_ended(world: World, client_of: Sign) -> None:
    yesterday = today() - DAY
    Designation.objects.filter(unit=world.sibling_cell).update(until_on=yesterday)
    for rows in (world.sibling_cell.placements, world.sibling_cell.ancestry):
        rows.update(until_on=yesterday)

    found = lines(client_of("clerk"), world.commune)

    assert "Đảng viên chưa có chi bộ: Hạng A Dế" in found
    assert "bản Huổi Ho" in notes(client_of("clerk"), world.commune)


def test_renewed_exemption_is_not_due_when_the_old_one_has_lapsed(
    world: World, client_of: Sign
) -> None:
    condition(world, Condition.What.EXEMPT, today() - 2 * DAY)
    set_condition(
        act=act(world.user("clerk")), membership=world.members[3], what=Condition.What.EXEMPT,
        from_on=today() - 2 * DAY, until_on=today() + 300 * DAY,
    )  # fmt: skip

    assert not [line for line in lines(client_of("clerk"), world.cell) if "miễn" in line]


@pytest.mark.parametrize(
    ("begun", "ends"),
    [
        (dt.date(2026, 2, 2), dt.date(2026, 3, 23)),  # Tết: Monday 16 to Friday 20 February off
        (dt.date(2027, 1, 20), dt.date(2027, 3, 10)),  # Tết: Thursday 4 to Wednesday 10 February
        (dt.date(2026, 2, 13), dt.date(2026, 4, 3)),  # from the last day before Tết
    ],
)
def test_working_days_leave_out_tet_when_counted(
    world: World, begun: dt.date, ends: dt.date
) -> None:
    scope = scope_of(world.cell.pk, on=begun)

    assert scope.worked(world.cell.pk, begun, "recognition.working_days") == ends


def test_working_days_follow_the_operators_days_when_swapped(world: World) -> None:
    common = {"province": world.province.pk, "unit": world.commune}
    SwappedDay.objects.create(id=uuid.uuid4(), day=dt.date(2026, 3, 23), is_off=True, **common)
    SwappedDay.objects.create(id=uuid.uuid4(), day=dt.date(2026, 3, 28), is_off=False, **common)

    def ends(cell: Unit, begun: dt.date) -> dt.date:
        scope = scope_of(cell.pk, on=begun)
        return scope.worked(cell.pk, begun, "recognition.working_days")

    assert ends(world.cell, dt.date(2026, 2, 2)) == dt.date(2026, 3, 24)
    assert ends(world.cell, dt.date(2026, 2, 9)) == dt.date(2026, 3, 30)
    assert ends(world.foreign_cell, dt.date(2026, 2, 2)) == dt.date(2026, 3, 23)


def test_rules_of_the_nearest_unit_decide_when_the_whole_branch_is_asked(world: World) -> None:
    rule = NewRule("probation.months", "18", "07-QĐ/ĐU", None, today() - 9 * DAY)
    set_rule(act=act(world.user("clerk")), unit=world.cell, new=rule)

    scope = scope_of(world.commune.pk, on=today())

    assert scope.number(world.cell.pk, "probation.months") == 18
    assert scope.number(world.sibling_cell.pk, "probation.months") == 12
