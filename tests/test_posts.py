"""Offices are given and ended on a page; the holder gets a login and sets the password alone."""

import datetime as dt
import html
import re
import threading
from collections.abc import Callable

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from chibo.accounts.commands import CannotEnrol, begin_try, enrol, issue_code
from chibo.accounts.models import Draft, Enrolment, SignInTry, User
from chibo.journal.models import Entry
from chibo.members.models import Membership
from chibo.organizations.commands import CannotGivePost, give_post
from chibo.organizations.models import Post, Role, Unit
from chibo.people.models import Person
from tests.pages import filled, text_of
from tests.world import PASSWORD, World, act, make_world, today

Sign = Callable[[str], Client]
NEW = "một câu dài dễ nhớ"


def given(client: Client, unit: Unit, role: str, **fields: str) -> tuple[int, str]:
    url, day = f"/units/{unit.pk}/posts/", today()
    asked = {
        "role": role, "from_on_day": str(day.day), "from_on_month": str(day.month),
        "from_on_year": str(day.year), "number": "21-QĐ/ĐU", **fields,
    }  # fmt: skip
    answer = client.post(url, filled(client, url, asked))
    return answer.status_code, html.unescape(text_of(answer))


def post_of(person: Person, role: Role) -> Post:
    return Post.objects.get(person=person, role=role)


def slip(client: Client, post: Post, **fields: str) -> tuple[int, str]:
    """Ask for a code; return the status and the code, or the page that refuses."""
    url = f"/units/{post.unit_id}/posts/{post.pk}/login/"
    answer = client.post(url, filled(client, url, fields))
    code = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b(?!-)", text_of(answer))
    return answer.status_code, code[0] if code else html.unescape(text_of(answer))


def set_with(name: str, code: str, password: str = NEW) -> tuple[int, str]:
    fields = {"username": name, "code": code, "password": password, "again": password}
    answer = Client().post("/enrol/", fields)
    return answer.status_code, html.unescape(text_of(answer))


def signed_in(name: str, password: str, address: str = "10.0.0.1") -> bool:
    answer = Client(REMOTE_ADDR=address).post("/sign-in/", {"username": name, "password": password})
    return answer.status_code == 302


def test_rights_follow_at_once_when_a_post_is_given_and_ended(
    world: World, client_of: Sign
) -> None:
    clerk, member = client_of("clerk"), client_of("member")
    who = world.members[2].person
    meeting = f"/units/{world.cell.pk}/meetings/new/"
    before = member.get(meeting).status_code

    status, _page = given(clerk, world.cell, "committee_member", person=str(who.pk))

    post = post_of(who, Role.COMMITTEE_MEMBER)
    assert (before, status, member.get(meeting).status_code) == (403, 302, 200)
    assert (post.number, post.from_on) == ("21-QĐ/ĐU", today())
    page = html.unescape(text_of(clerk.get(f"/units/{world.cell.pk}/posts/")))
    assert re.search(r"Lò Thị Ánh</b><small>Chi ủy viên, từ [\d/]+, 21-QĐ/ĐU", page)
    Post.objects.filter(pk=post.pk).update(from_on=today() - dt.timedelta(days=9))
    url = f"/units/{world.cell.pk}/posts/{post.pk}/"
    ended = clerk.post(url, filled(clerk, url, {"number": "30-QĐ/ĐU"}))
    assert (ended.status_code, member.get(meeting).status_code) == (302, 403)
    page = html.unescape(text_of(clerk.get(f"/units/{world.cell.pk}/posts/")))
    assert re.search(r"Lò Thị Ánh, Chi ủy viên \(từ [\d/]+ đến [\d/]+, 30-QĐ/ĐU\)", page)
    assert set(Entry.objects.filter(subject=who.pk).values_list("verb", flat=True)) == {
        "post.given", "post.ended"
    }  # fmt: skip


def test_committee_of_the_commune_is_filled_when_persons_are_found_or_new(
    world: World, client_of: Sign
) -> None:
    clerk, url = client_of("clerk"), f"/units/{world.commune.pk}/posts/"
    plain, found = text_of(clerk.get(url)), html.unescape(text_of(clerk.get(f"{url}?q=quang uong")))
    assert ("Quàng Văn Ượng" in plain, "Quàng Văn Ượng" in found) == (False, True)

    known = given(clerk, world.commune, "standing_member", person=str(world.members[6].person.pk))
    new = given(
        clerk, world.commune, "standing_member", name="Cầm Thị Thoa", birth_year="1986",
        sex="female",
    )  # fmt: skip

    assert (known[0], new[0]) == (302, 302)
    now = Post.objects.on(today()).filter(unit=world.commune, role=Role.STANDING_MEMBER)
    assert set(now.values_list("person__name", flat=True)) == {"Cầm Thị Thoa", "Quàng Văn Ượng"}


@pytest.mark.parametrize(
    ("role", "fields", "sentence"),
    [
        ("standing_member", {}, "Chọn người, hoặc ghi đủ họ tên"),
        ("province_officer", {"person": "{own}"}, "Ý đã chọn không còn trong danh sách"),
        ("secretary", {"person": "{own}"}, "Ý đã chọn không còn trong danh sách"),
        ("standing_member", {"person": "{foreign}"}, "Người này không có trong danh sách"),
        ("standing_member", {"name": "Thoa", "birth_year": "1986", "sex": "female"}, "đủ họ và"),
        ("standing_member", {"name": "Cầm Thị Thoa", "birth_year": "86"}, "năm sinh đủ bốn số"),
        ("standing_member", {"person": "{own}", "from_on_year": "1999"}, "Đơn vị chưa có"),
        ("party_building_officer", {"person": "{clerk}"}, "đang giữ chức này từ 01/07/2020"),
    ],
    ids=range(8),
)  # fmt: skip
def test_post_is_refused_when_person_place_or_day_do_not_fit(
    world: World, client_of: Sign, role: str, fields: dict[str, str], sentence: str
) -> None:
    foreign = Membership.objects.filter(cell=world.foreign_cell).first()
    assert foreign is not None
    ids = {"own": world.members[5].person.pk, "foreign": foreign.person_id,
           "clerk": world.user("clerk").person.pk}  # fmt: skip
    before = (Post.objects.count(), Person.objects.count())

    status, page = given(
        client_of("clerk"), world.commune, role,
        **{key: value.format(**ids) for key, value in fields.items()},
    )  # fmt: skip

    assert (status, sentence in page) == (422, True), page
    assert (Post.objects.count(), Person.objects.count()) == before


def test_office_of_another_level_is_refused_when_given_by_a_command(world: World) -> None:
    who, clerk = world.members[5].person, world.user("clerk")

    for unit, role in ((world.commune, Role.PROVINCE_OFFICER), (world.cell, Role.MEMBER)):
        with pytest.raises(CannotGivePost, match="không có chức vụ ấy"):
            give_post(act=act(clerk), person=who, unit=unit, role=role, from_on=today())


def test_holder_sets_the_password_when_the_slip_is_handed_over(
    world: World, client_of: Sign
) -> None:
    clerk, who = client_of("clerk"), world.members[3].person
    given(clerk, world.cell, "committee_member", person=str(who.pk))
    post = post_of(who, Role.COMMITTEE_MEMBER)

    status, code = slip(clerk, post, username="chong.pg1")

    assert status == 200
    wrong, page = set_with("chong.pg1", "AAAA-AAAA")
    assert (wrong, "Mã chưa đúng" in page) == (422, True)
    assert set_with("chong.pg1", code.lower())[0] == 302
    assert signed_in("chong.pg1", NEW)
    assert set_with("chong.pg1", code, "câu khác của kẻ khác")[0] == 422  # once only
    assert signed_in("chong.pg1", NEW)
    offices = Post.objects.on(today()).filter(person=who).values_list("role", flat=True)
    assert set(offices) == {Role.COMMITTEE_MEMBER, Role.MEMBER}
    kept = str([*Entry.objects.values()]) + str([*Draft.objects.values()])
    assert (code in kept, code.replace("-", "") in kept) == (False, False)
    assert Enrolment.objects.count() == 0


def test_old_password_ends_when_a_new_code_is_given(world: World, client_of: Sign) -> None:
    clerk, secretary = client_of("clerk"), client_of("secretary")
    post = post_of(world.members[0].person, Role.SECRETARY)
    assert signed_in("secretary", PASSWORD)

    status, code = slip(clerk, post)

    assert (status, signed_in("secretary", PASSWORD)) == (200, False)
    assert secretary.get("/").status_code == 302  # the open device is signed out
    first = code
    _status, code = slip(clerk, post)
    assert [set_with("secretary", each)[0] for each in (first, code)] == [422, 302]


def test_code_holds_no_more_when_fifteen_minutes_have_passed(world: World) -> None:
    now = timezone.now()
    code = issue_code(user=world.user("member"), now=now)

    with pytest.raises(CannotEnrol, match="quá 15 phút"):
        enrol(name="member", code=code, password=NEW, now=now + dt.timedelta(minutes=15))
    enrol(name="member", code=code, password=NEW, now=now + dt.timedelta(minutes=14))

    assert signed_in("member", NEW)


def test_login_of_a_larger_office_stays_closed_when_a_small_post_is_given(
    world: World, client_of: Sign
) -> None:
    clerk, officer = client_of("clerk"), world.user("province_officer").person
    post = Post.objects.create(
        id=world.cell.pk, province=world.province.pk, person=officer, unit=world.cell,
        role=Role.FOLLOWER, from_on=today(),
    )  # fmt: skip

    status, _page = slip(clerk, post)

    assert (status, signed_in("province_officer", PASSWORD)) == (404, True)
    assert Enrolment.objects.count() == 0


@pytest.mark.parametrize("name", ["ab", "Chống", "a b c", "secretary", "x" * 31])
def test_login_name_is_refused_when_taken_or_odd(world: World, client_of: Sign, name: str) -> None:
    clerk, who = client_of("clerk"), world.members[3].person
    given(clerk, world.cell, "committee_member", person=str(who.pk))
    before = User.objects.count()

    status, _page = slip(clerk, post_of(who, Role.COMMITTEE_MEMBER), username=name)

    assert (status, User.objects.count()) == (422, before)


def test_password_is_refused_when_short_or_typed_in_two_ways(world: World) -> None:
    code = issue_code(user=world.user("member"), now=timezone.now())
    fields = {"username": "member", "code": code, "password": NEW, "again": NEW + "."}

    short = set_with("member", code, "ngắn")
    two_ways = html.unescape(text_of(Client().post("/enrol/", fields)))

    assert (short[0], "từ 12 chữ trở lên" in short[1]) == (422, True)
    assert "chưa giống nhau" in two_ways
    assert set_with("member", code)[0] == 302


def test_tenth_wrong_password_is_the_last_when_one_name_is_tried(world: World) -> None:
    wrong = [signed_in("secretary", f"thử {n}") for n in range(12)]

    answer = Client().post("/sign-in/", {"username": "Secretary", "password": PASSWORD})
    refused = signed_in("secretary", PASSWORD, "10.0.0.2")

    assert (wrong, refused, SignInTry.objects.count()) == ([False] * 12, False, 10)
    assert "Đã gõ sai 10 lần trong một giờ" in html.unescape(text_of(answer))
    colleagues = [name for name in world.users if name != "secretary"]
    assert [signed_in(name, PASSWORD) for name in colleagues] == [True] * len(colleagues)
    hour_ago = timezone.now() - dt.timedelta(minutes=61)
    SignInTry.objects.update(tried_at=hour_ago)
    assert signed_in("secretary", PASSWORD)
    assert SignInTry.objects.count() == 0


def test_right_passwords_do_not_count_when_signed_in_often(world: World) -> None:
    assert [signed_in("secretary", PASSWORD) for _n in range(12)] == [True] * 12
    assert SignInTry.objects.count() == 0


def test_codes_are_guessed_no_more_than_ten_times_when_one_name_is_tried(world: World) -> None:
    code = issue_code(user=world.user("member"), now=timezone.now())
    answers = [set_with("member", "AAAA-AAAA") for _n in range(11)]

    assert [status for status, _page in answers] == [422] * 11
    assert "Đã gõ sai 10 lần" in answers[-1][1]
    assert set_with("member", code)[0] == 422


@pytest.mark.django_db(transaction=True)
def test_no_more_than_ten_pass_when_tried_at_once() -> None:
    passed: list[bool] = []

    def attempt() -> None:
        passed.append(begin_try(name="Secretary", now=timezone.now()) is not None)
        connections.close_all()

    threads = [threading.Thread(target=attempt) for _n in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(passed) == 24
    assert 0 < sum(passed) <= 10  # two that meet at the border may both be refused


@pytest.mark.django_db(transaction=True)
def test_one_of_two_phones_wins_when_both_use_a_code_at_once() -> None:
    code = issue_code(user=make_world().user("member"), now=timezone.now())
    done: list[str] = []

    def attempt(password: str) -> None:
        try:
            enrol(name="member", code=code, password=password, now=timezone.now())
            done.append(password)
        except CannotEnrol:
            pass
        connections.close_all()

    threads = [threading.Thread(target=attempt, args=(f"{NEW} {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(done) == 1
    assert signed_in("member", done[0])
