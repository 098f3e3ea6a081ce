"""The register through its address: search, order, same names, the journal, a new member."""

import re
import unicodedata
import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from chibo.journal.models import Entry
from chibo.members.models import Membership
from tests.world import World

SignIn = Callable[[str], Client]
GOOD = {
    "name": "Giàng A Chư", "birth": "12/5/1990", "sex": "male",
    "admitted_on_day": "1/3/2015", "ceremony_on_day": "15/3/2015", "official_on_day": "15/3/2016",
    "from_on_day": "1/8/2020",
}  # fmt: skip


def listed(client: Client, unit: uuid.UUID, **query: str) -> list[str]:
    """Return the names on the page of a register, in order."""
    page = client.get(f"/units/{unit}/members/", query).content.decode()
    return re.findall(r'<th scope="row">(?:<a [^>]*>)?(.*?)(?:</a>)?</th>', page)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("uong", ["Quàng Văn Ượng"]),
        ("doan", ["Cà Văn Đoan"]),
        ("Ðoan", ["Cà Văn Đoan"]),
        (unicodedata.normalize("NFD", "Ượng"), ["Quàng Văn Ượng"]),
        ("hoà", ["Lò Văn Hòa, sinh 1966", "Lò Văn Hòa, sinh 1983"]),
        ("van lo ho", ["Lò Văn Hòa, sinh 1966", "Lò Văn Hòa, sinh 1983"]),
        ("xyz", []),
    ],
)
def test_member_is_found_when_typed_without_marks(
    world: World, client_of: SignIn, text: str, found: list[str]
) -> None:
    assert listed(client_of("clerk"), world.cell.pk, q=text) == found


def test_names_stand_by_given_name_when_the_register_is_opened(
    world: World, client_of: SignIn
) -> None:
    assert listed(client_of("secretary"), world.cell.pk) == [
        "Lò Thị Ánh", "Giàng A Chống", "Cà Văn Đoan", "Moong Văn Hặc", "Lò Văn Hòa, sinh 1966",
        "Lò Văn Hòa, sinh 1983", "Tòng Văn Inh", "Sùng A Khua", "Lèo Thị Mai", "Quàng Văn Nọi",
        "Vàng Thị Pà", "Quàng Văn Ượng",
    ]  # fmt: skip


def test_year_stands_beside_a_name_when_another_tone_place_writes_it(
    world: World, client_of: SignIn
) -> None:
    client = client_of("clerk")
    typed = GOOD | {"act": str(uuid.uuid4()), "name": "Lò Thị Ành"}
    client.post(f"/units/{world.cell.pk}/members/new/", typed)
    again = GOOD | {"act": str(uuid.uuid4()), "name": "Lò Văn Hoà", "birth": "1971"}

    client.post(f"/units/{world.cell.pk}/members/new/", again)

    assert listed(client, world.cell.pk, q="hoa") == [
        "Lò Văn Hòa, sinh 1966", "Lò Văn Hoà, sinh 1971", "Lò Văn Hòa, sinh 1983",
    ]  # fmt: skip


def test_reading_is_written_down_when_the_register_is_opened(
    world: World, client_of: SignIn
) -> None:
    client_of("clerk").get(f"/units/{world.cell.pk}/members/", {"q": "uong"})

    entries = Entry.objects.filter(verb="read.register").values_list("actor__username", "unit")
    assert list(entries) == [("clerk", world.cell.pk)]


def test_nothing_is_written_down_when_the_reader_is_a_stranger(
    world: World, client_of: SignIn
) -> None:
    statuses = [client_of(name).get(f"/units/{world.cell.pk}/members/").status_code
                for name in ("stranger", "member")]  # fmt: skip

    assert statuses == [404, 403]
    assert not Entry.objects.filter(verb="read.register").exists()


def test_member_is_entered_once_when_the_form_is_sent_twice(
    world: World, client_of: SignIn
) -> None:
    client, typed = client_of("clerk"), GOOD | {"act": str(uuid.uuid4())}

    statuses = [client.post(f"/units/{world.cell.pk}/members/new/", typed).status_code
                for _each in range(2)]  # fmt: skip

    assert statuses == [302, 302]
    assert listed(client, world.cell.pk, q="chu") == ["Giàng A Chư"]


@pytest.mark.parametrize(
    ("changes", "say"),
    [
        ({"name": "Chư"}, "Ghi đủ họ và tên"),
        ({"name": "Giàng A Chư 2"}, "Ghi đủ họ và tên"),
        ({"name": "Giàng 😀 Chư"}, "không có hình vẽ"),
        ({"name": ""}, "Ô này còn trống"),
        ({"birth": "31/2/1990"}, "Ghi năm sinh đủ bốn số"),
        ({"birth": "90"}, "Ghi năm sinh đủ bốn số"),
        ({"birth": "1998"}, "Chưa đủ 18 tuổi"),
        ({"ceremony_on_day": "28/2/2015"}, "Ngày lễ kết nạp phải từ ngày quyết định"),
        ({"ceremony_on_day": "31/2/2015"}, "không có trong lịch"),
        ({"official_on_day": "15/3/2015"}, "Ngày chính thức phải sau"),
        ({"from_on_day": "1/8/2019"}, "Chi bộ chưa có vào ngày này"),
    ],
)
def test_member_is_refused_with_a_sentence_when_the_form_is_wrong(
    world: World, client_of: SignIn, changes: dict[str, str], say: str
) -> None:
    before = Membership.objects.count()
    typed = GOOD | changes | {"act": str(uuid.uuid4())}

    answer = client_of("clerk").post(f"/units/{world.cell.pk}/members/new/", typed)

    page = answer.content.decode()
    assert (answer.status_code, say in page) == (422, True)
    assert all(value in page for value in typed.values() if value != typed["act"] and value)
    assert Membership.objects.count() == before
