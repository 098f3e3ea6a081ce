"""Reorganising through the pages: what is shown first, what is done, who may, what is undone."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from chibo.core.days import Month
from chibo.dues.testing import make_paid
from chibo.members.commands import enter_members
from chibo.members.models import Event, Membership
from chibo.minutes.models import MinutesClosure
from chibo.organizations.authority import Can, may
from chibo.organizations.models import Change, Decision, Post, Unit
from chibo.organizations.queries import existed, heirs, history, named
from chibo.plans.testing import make_planned
from chibo.resolutions.queries import still_open
from tests.counted import held_below
from tests.sittings import held, last_month_3rd, opened
from tests.world import World, act, new_member, today

pytestmark = pytest.mark.django_db
NUMBER = "15-QĐ/ĐU"


def boxes(name: str, day: dt.date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def paper(on: dt.date, number: str = NUMBER, **more: Any) -> dict[str, Any]:
    """Return what every page asks of the decision."""
    return {
        "act": str(uuid.uuid4()), "number": number, "issuer": "Đảng ủy xã Mường Pồn",
        **boxes("signed_on", min(on, today())), **boxes("effective_on", on), **more,
    }  # fmt: skip


def enter(client: Client, unit: UUID, what: str, fields: dict[str, Any]) -> str:
    """See an act beforehand, then save it; return the page that showed it."""
    url = reverse("reorganisations:act", args=[unit, what])
    shown = client.post(url, fields | {"do": "look"})
    assert shown.status_code == 200, shown.content.decode()[:4000]
    saved = client.post(url, fields | {"do": "save"})
    assert saved.status_code == 302, saved.content.decode()
    return shown.content.decode()


def members_of(cell: Unit, on: dt.date) -> set[UUID]:
    rows = Membership.objects.on(on).filter(cell=cell)
    return set(rows.values_list("person", flat=True))


def one(name: str) -> Unit:
    return Unit.objects.get(designations__name=name)


def merge_two(world: World, client: Client, on: dt.date) -> tuple[str, Unit]:
    """Let the clerk merge the two cells of the commune into a new one."""
    fields = paper(
        on, others=[str(world.sibling_cell.pk)], into="new", name="bản Púng Giắt",
        parent=str(world.commune.pk),
    )  # fmt: skip
    return enter(client, world.cell.pk, "merge", fields), one("bản Púng Giắt")


def test_page_shows_what_moves_and_then_moves_it_when_two_cells_merge(
    world: World, client_of: Callable[[str], Client]
) -> None:
    meeting = held(world, last_month_3rd())
    on = meeting.held_on - dt.timedelta(days=1)
    planned = make_planned(world.cell, today() + dt.timedelta(days=9))
    before = members_of(world.cell, on) | members_of(world.sibling_cell, on)
    make_paid(world.members[0], Month.of(on).after(-2), 30_000)
    tasks = len(still_open(world.cell.pk, on=today()))
    paper_of = MinutesClosure.objects.get().minutes_paper_id

    page, new = merge_two(world, client_of("clerk"), on)

    for said in (
        "17 đảng viên chuyển chi bộ", f"{tasks} việc đang mở", "1 buổi họp đã xếp lịch bị bỏ",
        "1 buổi đã chốt tính cho nơi khác", "Chi bộ bản Púng Giắt: đánh từ số 01", "Bí thư, Chi bộ",
        "Chi bộ bản Púng Giắt 1 giữ 30.000 đ, trong đó chưa nộp lên 9.000 đ",
    ):  # fmt: skip
        assert said in page
    closure = MinutesClosure.objects.get()
    planned.refresh_from_db()
    assert members_of(new, on) == before
    assert (closure.cell, closure.kept_by, closure.superior) == (new, world.cell, world.commune)
    assert (closure.minutes_paper_id, closure.meeting.cell) == (paper_of, world.cell)
    assert (planned.is_withdrawn, existed(world.cell.pk, on=on)) == (True, False)
    assert len(still_open(new.pk, on=today())) == tasks > 0
    assert not Post.objects.on(today()).filter(unit__in=[world.cell, world.sibling_cell]).exists()
    assert may(world.user("member"), Can.READ_PAPERS, at=new.pk, on=today())
    assert set(Event.objects.filter(what="reorganised").values_list("number", flat=True)) == {
        NUMBER
    }
    for then in (True, False):
        lines = held_below(world.commune.pk, Month.of(closure.month), then=then)
        assert [line[:2] for line in lines] == [("bản Púng Giắt", 1)]
    told = client_of("clerk").get(reverse("minutes:closure", args=[closure.meeting_id]))
    assert f"quyết định {NUMBER} có hiệu lực từ" in told.content.decode()


def test_closed_minutes_follow_when_the_cell_that_took_them_over_ends_too(
    world: World, client_of: Callable[[str], Client]
) -> None:
    meeting = held(world, last_month_3rd())
    on = meeting.held_on - dt.timedelta(days=5)
    _page, new = merge_two(world, client_of("clerk"), on)

    fields = paper(
        meeting.held_on - dt.timedelta(days=1), "21-QĐ/TU", others=[str(world.foreign_cell.pk)],
        into="new", name="bản Chung", parent=str(world.other_commune.pk),
    )  # fmt: skip
    enter(client_of("province_officer"), new.pk, "merge", fields)

    closure = MinutesClosure.objects.get()
    assert (closure.cell, closure.kept_by) == (one("bản Chung"), world.cell)
    lines = held_below(world.province.pk, Month.of(closure.month), then=True)
    assert [line[:2] for line in lines] == [("xã Nà Hỳ", 1)]


def test_everything_comes_back_when_the_merger_is_corrected(
    world: World, client_of: Callable[[str], Client]
) -> None:
    meeting = held(world, last_month_3rd())
    on = meeting.held_on - dt.timedelta(days=1)
    planned = make_planned(world.cell, today() + dt.timedelta(days=9))
    before = _state(world)
    client = client_of("clerk")
    _page, new = merge_two(world, client, on)
    wrong = Decision.objects.get(number=NUMBER)
    came = enter_members(
        act=act(world.user("clerk")), cell=new, new=[new_member("Lèo Thị Thơm", 1990, from_on=on)]
    )[0]
    url = reverse("reorganisations:correct", args=[wrong.pk])
    fields = paper(on, "16-QĐ/ĐU")

    asked = client.get(url).content.decode()
    refused = client.post(url, fields | {"do": "save"})
    chosen = fields | {f"to-{came.pk}": str(world.sibling_cell.pk), "act": str(uuid.uuid4())}
    shown = client.post(url, chosen | {"do": "look"}).content.decode()
    saved = client.post(url, chosen | {"do": "save"})

    assert "Lèo Thị Thơm, vào từ" in asked
    assert (refused.status_code, saved.status_code) == (422, 302)
    assert "18 đảng viên chuyển chi bộ" in shown
    assert came.person_id in members_of(world.sibling_cell, today())
    Membership.objects.filter(person=came.person_id).delete()
    assert _state(world) == before
    planned.refresh_from_db()
    assert not planned.is_withdrawn
    told = client.get(reverse("organizations:history", args=[world.cell.pk])).content.decode()
    assert "sáp nhập vào Chi bộ bản Púng Giắt" in told
    assert "đã được sửa bằng quyết định 16-QĐ/ĐU" in told
    assert Change.objects.filter(decision=wrong).count() == 5
    assert client.get(url).status_code == 200
    again = client.post(url, paper(on, "17-QĐ/ĐU") | {"do": "look"})
    assert "Quyết định này đã được sửa trước đó" in again.content.decode()


def _state(world: World) -> list[object]:
    cells = [world.cell, world.sibling_cell]
    return [
        sorted(Membership.objects.filter(cell__in=cells).values_list("pk", "cell", "until_on")),
        sorted(Post.objects.values_list("pk", "unit", "until_on")),
        sorted(MinutesClosure.objects.values_list("pk", "cell", "superior", "kept_by")),
        [existed(cell.pk, on=today()) for cell in cells],
    ]


def test_members_and_posts_divide_when_a_cell_is_split(
    world: World, client_of: Callable[[str], Client]
) -> None:
    client, on = client_of("clerk"), today()
    named_ = {row.person.name: str(row.person_id) for row in world.members}
    to = {f"to-{named_[name]}": "new_2" for name in ("Giàng A Chống", "Vàng Thị Pà")}
    to |= {f"to-{named_['Cà Văn Đoan']}": "old_1"}
    fields = paper(
        on, how="ends", new_1="bản Púng Giắt Trên", new_2="bản Púng Giắt Dưới",
        old_1=str(world.sibling_cell.pk), **to,
    )  # fmt: skip

    page = enter(client, world.cell.pk, "split", fields)

    upper, lower = one("bản Púng Giắt Trên"), one("bản Púng Giắt Dưới")
    counts = [len(members_of(cell, on)) for cell in (upper, lower, world.sibling_cell, world.cell)]
    assert counts == [9, 2, 6, 0]
    assert "Chi bộ bản Púng Giắt Dưới (2)" in page
    assert heirs([world.cell.pk], on=on)[world.cell.pk] == [
        upper.pk, lower.pk, world.sibling_cell.pk,
    ]  # fmt: skip
    assert [each.what for each in history(world.cell.pk)][-4:] == ["gave", "gave", "gave", "ended"]


def test_part_is_given_when_the_cell_stays(
    world: World, client_of: Callable[[str], Client]
) -> None:
    person = world.members[3].person_id
    fields = paper(
        today(), how="stays", old_1=str(world.sibling_cell.pk), **{f"to-{person}": "old_1"}
    )

    enter(client_of("clerk"), world.cell.pk, "split", fields)

    assert (len(members_of(world.cell, today())), existed(world.cell.pk, on=today())) == (11, True)
    assert person in members_of(world.sibling_cell, today())


def test_rows_begin_later_when_the_day_of_effect_is_to_come(
    world: World, client_of: Callable[[str], Client]
) -> None:
    on = today() + dt.timedelta(days=20)
    yesterday = on - dt.timedelta(days=1)

    _page, new = merge_two(world, client_of("clerk"), on)
    late = enter_members(
        act=act(world.user("clerk")), cell=world.cell,
        new=[new_member("Lèo Thị Thơm", 1990, from_on=today())],
    )[0]  # fmt: skip

    assert len(members_of(world.cell, yesterday)) == 13
    assert (len(members_of(new, on)), len(members_of(world.cell, on))) == (18, 0)
    assert late.person_id in members_of(new, on)
    assert may(world.user("secretary"), Can.HOLD_MEETING, at=world.cell.pk, on=today())
    assert not may(world.user("secretary"), Can.HOLD_MEETING, at=world.cell.pk, on=on)


REFUSED = {
    "members": ("end", {}, "còn 12 đảng viên"),
    "nothing to give": ("split", {"how": "ends"}, "Chưa có đơn vị nhận"),
    "one heir": ("split", {"how": "ends", "new_1": "bản A Lý"}, "một đơn vị là sáp nhập"),
    "twice": (
        "split", {"how": "ends", "new_1": "bản A Lý", "new_2": "bản A lý"}, "ghi hai lần",
    ),
    "no name": ("merge", {"into": "new"}, "Đơn vị mới chưa có tên"),
    "no kind": ("mark", {"mark": "sea"}, "không còn trong danh sách"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_page_says_what_to_mend_when_an_act_cannot_be(
    world: World, client_of: Callable[[str], Client], case: str
) -> None:
    what, more, sentence = REFUSED[case]
    fields = paper(today(), others=[str(world.sibling_cell.pk)], **more)
    before = Change.objects.count()

    url = reverse("reorganisations:act", args=[world.cell.pk, what])
    answer = client_of("clerk").post(url, fields | {"do": "save"})

    assert (answer.status_code, Change.objects.count()) == (422, before)
    assert sentence in answer.content.decode()


def test_sitting_that_is_not_closed_keeps_its_cell_when_a_merger_is_tried(
    world: World, client_of: Callable[[str], Client]
) -> None:
    opened(world, last_month_3rd())
    fields = paper(
        today(), others=[str(world.sibling_cell.pk)], into="this", parent=str(world.commune.pk)
    )
    turned = fields | {"others": [str(world.cell.pk)]}

    client = client_of("clerk")
    url = reverse("reorganisations:act", args=[world.sibling_cell.pk, "merge"])
    answer = client.post(url, turned | {"do": "look"})

    assert answer.status_code == 422
    assert "chưa chốt: chốt biên bản trước" in answer.content.decode()


def test_commune_is_not_its_clerks_to_change_when_its_cells_are(
    world: World, client_of: Callable[[str], Client]
) -> None:
    pages = [(world.commune.pk, "rename"), (world.commune.pk, "found"), (world.cell.pk, "rename"),
             (world.cell.pk, "found"), (world.foreign_cell.pk, "rename")]  # fmt: skip

    answers = {
        name: [
            client_of(name).get(reverse("reorganisations:act", args=page)).status_code
            for page in pages
        ]
        for name in ("clerk", "secretary", "province_officer", "stranger")
    }

    assert answers == {
        "clerk": [403, 200, 200, 404, 404],
        "secretary": [404, 404, 403, 403, 404],
        "province_officer": [200, 200, 200, 404, 200],
        "stranger": [404, 404, 404, 404, 403],
    }


def test_two_acts_are_one_decision_when_the_number_is_typed_again(
    world: World, client_of: Callable[[str], Client]
) -> None:
    client, on = client_of("clerk"), today()
    enter(client, world.cell.pk, "rename", paper(on, name="bản Púng Giắt"))
    other_day = paper(on - dt.timedelta(days=3), kind="agency")

    warned = enter(client, world.cell.pk, "retype", other_day)
    enter(client, world.sibling_cell.pk, "rename", paper(on, name="bản Huổi Hỏ"))

    acts = Decision.objects.filter(number=NUMBER).order_by("-effective_on")
    assert "Số này đã có ở quyết định hiệu lực" in warned
    assert [each.changes.count() for each in acts] == [2, 1]
    assert [named(world.cell.pk, on=day).name for day in (on - dt.timedelta(days=1), on)] == [
        "bản Púng Giắt 1", "bản Púng Giắt",
    ]  # fmt: skip


def test_later_name_stays_when_an_earlier_decision_is_entered_after_it(
    world: World, client_of: Callable[[str], Client]
) -> None:
    client, late = client_of("clerk"), today()
    early = late - dt.timedelta(days=100)
    enter(client, world.cell.pk, "rename", paper(late, "2-QĐ/ĐU", name="bản Ba"))
    enter(client, world.cell.pk, "rename", paper(early, "1-QĐ/ĐU", name="bản Hai"))
    enter(client, world.cell.pk, "rename", paper(early, "3-QĐ/ĐU", name="bản Bốn"))

    days = (early - dt.timedelta(days=1), early, late)
    assert [named(world.cell.pk, on=day).name for day in days] == [
        "bản Púng Giắt 1", "bản Bốn", "bản Ba",
    ]  # fmt: skip
    assert [each.name for each in history(world.cell.pk) if each.what == "renamed"] == [
        "bản Hai", "bản Bốn", "bản Ba",
    ]  # fmt: skip


def test_decision_on_which_another_rests_is_corrected_only_after_it(
    world: World, client_of: Callable[[str], Client]
) -> None:
    client = client_of("clerk")
    _page, new = merge_two(world, client, today())
    enter(client, new.pk, "rename", paper(today(), "18-QĐ/ĐU", name="bản Mới"))
    wrong = Decision.objects.get(number=NUMBER)
    url = reverse("reorganisations:correct", args=[wrong.pk])

    answer = client.post(url, paper(today(), "19-QĐ/ĐU") | {"do": "save"})

    assert answer.status_code == 422
    assert "Quyết định 18-QĐ/ĐU" in answer.content.decode()
    assert not hasattr(wrong, "corrected_by")
