"""A member's path through its addresses: a whole life, refused steps, steps taken back, doubles."""

import datetime as dt
import re
import uuid
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from chibo.accounts.models import Draft
from chibo.journal.models import Entry
from chibo.members.models import Condition, Event, Membership, Prospective, Transfer
from chibo.members.queries import strength
from chibo.organizations.models import Post
from chibo.people.models import Person
from tests.pages import text_of
from tests.sittings import called, last_month_3rd, opened
from tests.world import World, today

SignIn = Callable[[str], Client]
DAY = dt.timedelta(days=1)
PAPER = {"number": "15-QĐ/ĐU", "issuer": "Đảng ủy xã Mường Pồn"}
VOTES = {"base": "9", "votes_for": "6"}
WHO = {"name": "Thào A Lử", "birth": "3/1995", "sex": "male"}


def do(client: Client, url: str, **fields: str) -> HttpResponse:
    """Post a form; a field that ends in `_on` or is `on` is a day typed whole."""
    typed = {f"{name}_day" if name == "on" or name.endswith("_on") else name: value
             for name, value in fields.items()}  # fmt: skip
    return client.post(url, {"act": str(uuid.uuid4()), **typed})  # type: ignore[return-value]


def done(client: Client, url: str, **fields: str) -> None:
    """Post a form that must be carried out."""
    answer = do(client, url, **fields)
    assert answer.status_code == 302, re.findall(r"errors.*?</ul>", text_of(answer), re.DOTALL)


def step(person: Person, name: str) -> str:
    return f"/members/{person.pk}/{name}/"


def sentences(client: Client, person: Person) -> list[str]:
    """Return the path as the person's page tells it, without marks of what was taken back."""
    page = text_of(client.get(f"/members/{person.pk}/"))
    found = re.findall(r"<b>(\d\d/\d\d/\d{4})</b>\s*<small>(.*?)</small>", page, re.DOTALL)
    return [f"{day}: {' '.join(re.sub('<.*?>', '', text).split())}" for day, text in found]


def someone(world: World, place: int = 4) -> Person:
    """Return an official member of the cell without a login."""
    return world.members[place].person


def born(world: World, client: Client, admitted: str = "1/9/2020") -> Person:
    """Let somebody be helped, admitted and take part in the ceremony in the cell."""
    cell = f"/units/{world.cell.pk}/prospective/"
    done(client, f"{cell}new/", **WHO, agreed_on="10/8/2020", class_on="1/8/2020")
    row = Prospective.objects.get(person__name=WHO["name"])
    done(client, f"/prospective/{row.pk}/admission/", **PAPER, **VOTES, signed_on=admitted)
    done(client, step(row.person, "ceremony"), on="20/9/2020")
    return row.person


def homes(person: Person, on: dt.date) -> list[uuid.UUID]:
    rows = Membership.objects.on(on).filter(person=person, place="home")
    return list(rows.values_list("cell", flat=True))


def test_person_is_counted_once_a_day_when_a_whole_life_passes(
    world: World, client_of: SignIn
) -> None:
    clerk, other = client_of("clerk"), client_of("other_officer")
    person = born(world, clerk)
    done(clerk, step(person, "recognition"), **PAPER, **VOTES, signed_on="5/10/2021")
    done(clerk, step(person, "transfer"), **PAPER, signed_on="1/11/2021",
         to=str(world.other_commune.pk))  # fmt: skip
    receipt = f"/transfers/{Transfer.objects.get().pk}/receipt/"
    assert [clerk.get(receipt).status_code, other.get(receipt).status_code] == [404, 200]
    done(other, receipt, cell=str(world.foreign_cell.pk), on="20/11/2021")
    done(other, step(person, "away"), **PAPER, signed_on="8/1/2022", from_on="10/1/2022",
         until_on="30/6/2022", to=str(world.commune.pk))  # fmt: skip
    visit = Transfer.objects.get(kind="temporary")
    done(clerk, f"/transfers/{visit.pk}/receipt/", cell=str(world.sibling_cell.pk), on="12/1/2022")
    done(other, step(person, "exemption"), **PAPER, signed_on="20/6/2022", from_on="1/7/2022")
    done(other, step(person, "exemption-end"), **PAPER, signed_on="1/1/2023", on="2/1/2023")
    done(other, step(person, "strike-off"), **PAPER, signed_on="10/1/2023", on="15/1/2023")
    done(other, step(person, "readmission"), **PAPER, **VOTES, signed_on="1/2/2026",
         consent="7-CV/TU", cleared="no", cell=str(world.foreign_cell.pk))  # fmt: skip
    done(other, step(person, "ceremony"), on="10/2/2026")
    done(other, step(person, "death"), on="1/5/2026")

    here, there, out = [world.cell.pk], [world.foreign_cell.pk], list[uuid.UUID]()
    spans = [
        (dt.date(2020, 8, 1), out), (dt.date(2020, 9, 1), here), (dt.date(2021, 11, 20), there),
        (dt.date(2023, 1, 15), out), (dt.date(2026, 2, 1), there), (dt.date(2026, 5, 1), out),
        (dt.date(2026, 6, 1), out),
    ]  # fmt: skip
    cells = [world.cell.pk, world.sibling_cell.pk, world.foreign_cell.pk]
    others = list(Membership.objects.exclude(person=person).values_list("from_on", "until_on"))
    for (day, cell), (until, _next) in zip(spans, spans[1:], strict=False):
        while day < until:
            assert homes(person, day) == cell
            whole = sum(from_on <= day < until_on for from_on, until_on in others)
            assert strength(cells, on=day) == whole + len(cell)
            day += DAY
    visits = Membership.objects.on(dt.date(2022, 6, 29)).filter(person=person, place="visiting")
    assert [row.cell_id for row in visits] == [world.sibling_cell.pk]
    assert not Membership.objects.on(dt.date(2022, 6, 30)).filter(place="visiting").exists()
    assert sentences(other, person) == [
        "01/09/2020: Kết nạp, Chi bộ bản Púng Giắt 1, theo Quyết định số 15-QĐ/ĐU ngày 01/09/2020"
        " của Đảng ủy xã Mường Pồn",
        "20/09/2020: Lễ kết nạp, Chi bộ bản Púng Giắt 1",
        "20/09/2021: Công nhận chính thức, Chi bộ bản Púng Giắt 1, theo Quyết định số 15-QĐ/ĐU"
        " ngày 05/10/2021 của Đảng ủy xã Mường Pồn",
        "01/11/2021: Giới thiệu chuyển sinh hoạt, từ Chi bộ bản Púng Giắt 1 đến Đảng bộ xã Nà Hỳ,"
        " theo giấy giới thiệu số 15-QĐ/ĐU ngày 01/11/2021 của Đảng ủy xã Mường Pồn",
        "20/11/2021: Tiếp nhận chuyển sinh hoạt, từ Chi bộ bản Púng Giắt 1 về Chi bộ bản Nà Hỳ 1,"
        " theo giấy giới thiệu số 15-QĐ/ĐU ngày 01/11/2021 của Đảng ủy xã Mường Pồn",
        "10/01/2022: Sinh hoạt tạm thời nơi khác, từ Chi bộ bản Nà Hỳ 1 đến Đảng bộ xã Mường Pồn,"
        " đến ngày 30/06/2022, theo giấy giới thiệu số 15-QĐ/ĐU ngày 08/01/2022 của Đảng ủy xã"
        " Mường Pồn",
        "12/01/2022: Đến sinh hoạt tạm thời, từ Chi bộ bản Nà Hỳ 1 về Chi bộ bản Huổi Ho, đến"
        " ngày 30/06/2022, theo giấy giới thiệu số 15-QĐ/ĐU ngày 08/01/2022 của Đảng ủy xã Mường"
        " Pồn",
        "01/07/2022: Miễn công tác và sinh hoạt đảng, Chi bộ bản Nà Hỳ 1, theo Quyết định số"
        " 15-QĐ/ĐU ngày 20/06/2022 của Đảng ủy xã Mường Pồn",
        "02/01/2023: Thôi miễn công tác và sinh hoạt đảng, Chi bộ bản Nà Hỳ 1, theo Quyết định số"
        " 15-QĐ/ĐU ngày 01/01/2023 của Đảng ủy xã Mường Pồn",
        "15/01/2023: Xóa tên, Chi bộ bản Nà Hỳ 1, theo Quyết định số 15-QĐ/ĐU ngày 10/01/2023 của"
        " Đảng ủy xã Mường Pồn",
        "01/02/2026: Kết nạp lại, Chi bộ bản Nà Hỳ 1, theo Quyết định số 15-QĐ/ĐU ngày 01/02/2026"
        " của Đảng ủy xã Mường Pồn, được đồng ý bằng văn bản số 7-CV/TU",
        "10/02/2026: Lễ kết nạp, Chi bộ bản Nà Hỳ 1",
        "01/05/2026: Từ trần, Chi bộ bản Nà Hỳ 1",
    ]  # fmt: skip


def test_forgotten_probationer_is_overdue_when_register_and_page_are_read(
    world: World, client_of: SignIn
) -> None:
    clerk = client_of("clerk")
    done(clerk, f"/units/{world.cell.pk}/members/new/", **WHO, admitted_on="1/12/2019",
         ceremony_on="5/12/2019", from_on="1/8/2020")  # fmt: skip
    person = Person.objects.get(name=WHO["name"])

    pages = [text_of(client_of(name).get(url)) for name, url in (
        ("clerk", f"/units/{world.commune.pk}/members/"), ("secretary", f"/members/{person.pk}/"),
    )]  # fmt: skip
    done(clerk, step(person, "recognition"), **PAPER, **VOTES, signed_on="20/11/2026")

    for page in pages:
        assert "Quá hạn xét công nhận: hết dự bị ngày 05/12/2020, hạn ngày 18/01/2021." in page
    assert Membership.objects.get(person=person).official_on == dt.date(2020, 12, 5)
    assert "Quá hạn" not in text_of(clerk.get(f"/members/{person.pk}/"))


REFUSED = [
    ("transfer", {"signed_on": "1/6/2020", "outside": "Nơi khác"}, "Ngày này trước khi về chi bộ"),
    ("transfer", {"signed_on": "1/6/2030", "outside": "Nơi khác"}, "Ngày này chưa tới"),
    ("transfer", {"signed_on": "1/6/2021"}, "Chọn một nơi trong sổ, hoặc ghi tên nơi ngoài sổ"),
    ("transfer", {"signed_on": "31/2/2021", "outside": "Nơi khác"}, "không có trong lịch"),
    ("transfer", {"signed_on": "1/6/2021", "to": "x"}, "Nơi này không có trong sổ"),
    ("transfer", {"signed_on": "1/6/2021", "outside": "Nơi khác", "number": ""}, "còn trống"),
    ("away", {"signed_on": "1/6/2021", "outside": "Nơi khác", "from_on": "3/6/2021",
              "until_on": "3/6/2021"}, "Ngày hết phải sau ngày bắt đầu"),
    ("exemption", {"signed_on": "1/6/2021", "from_on": "1/6/2020"}, "trong thời gian ở chi bộ"),
    ("strike-off", {"signed_on": "2/6/2021", "on": "1/6/2021"}, "phải ký trước hoặc đúng ngày"),
    ("strike-off", {"signed_on": "1/7/2020", "on": "1/7/2020"}, "Ngày ra phải sau ngày về chi bộ"),
    ("expulsion", {"signed_on": "1/6/2021", "on": "2/6/2021", "base": "9", "votes_for": "4"},
     "Chưa đủ phiếu: cần trên 1/2 của 9"),
    ("expulsion", {"signed_on": "1/6/2021", "on": "2/6/2021", "base": "9", "votes_for": "10"},
     "Số tán thành lớn hơn số để tính"),
    ("expulsion", {"signed_on": "1/6/2021", "on": "2/6/2021"}, "Ô này còn trống"),
    ("death", {"on": "1/6/2030"}, "Ngày này chưa tới"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "fields", "say"), REFUSED)
def test_step_is_refused_with_a_sentence_when_it_cannot_be(
    world: World, client_of: SignIn, name: str, fields: dict[str, str], say: str
) -> None:
    person = someone(world)
    before = list(Membership.objects.filter(person=person).values())

    answer = do(client_of("clerk"), step(person, name), **(PAPER | fields))

    page = text_of(answer)
    assert (answer.status_code, say in page) == (422, True)
    assert all(value in page for value in fields.values() if len(value) > 1)
    assert list(Membership.objects.filter(person=person).values()) == before
    assert Event.objects.filter(person=person).count() == 1


def test_admission_is_refused_when_age_votes_class_or_order_are_wrong(
    world: World, client_of: SignIn
) -> None:
    clerk = client_of("clerk")
    people = {"Sùng Thị Mỷ": "6/2008", "Lò Văn Sáu": "5/1962", "Vàng A Dơ": "1990"}
    new = f"/units/{world.cell.pk}/prospective/new/"
    for name, birth in people.items():
        done(clerk, new, name=name, birth=birth, sex="male", agreed_on="1/3/2021",
             class_on="1/2/2021")  # fmt: skip

    def said(name: str, **fields: str) -> str:
        row = Prospective.objects.get(person__name=name)
        answer = do(clerk, f"/prospective/{row.pk}/admission/", **(PAPER | VOTES | fields))
        return text_of(answer) if answer.status_code == 422 else ""

    assert "Chưa đủ 18 tuổi" in said("Sùng Thị Mỷ", signed_on="31/5/2026")
    assert said("Sùng Thị Mỷ", signed_on="1/6/2026").count("lớp nhận thức đã quá 60 tháng") == 2
    assert "Đã quá 60 tuổi: ghi số văn bản đồng ý" in said("Lò Văn Sáu", signed_on="1/6/2022")
    assert "cần từ 2/3 của 9" in said("Vàng A Dơ", signed_on="1/6/2022", votes_for="5")
    assert "phải sau ngày đồng ý" in said("Vàng A Dơ", signed_on="1/3/2021")
    assert not Membership.objects.filter(person__name__in=people).exists()
    assert said("Lò Văn Sáu", signed_on="31/5/2022") == ""
    assert said("Vàng A Dơ", signed_on="1/6/2022") == ""
    person = Person.objects.get(name="Vàng A Dơ")
    ceremony = text_of(do(clerk, step(person, "ceremony"), on="31/5/2022"))
    assert "Lễ kết nạp phải từ ngày quyết định trở đi" in ceremony
    done(clerk, step(person, "ceremony"), on="10/6/2022")
    early = do(clerk, step(person, "recognition"), **PAPER, **VOTES, signed_on="9/6/2023")
    assert "Chưa hết thời gian dự bị: hết ngày 10/06/2023" in text_of(early)


def test_probationer_is_struck_off_by_two_thirds_when_votes_are_counted(
    world: World, client_of: SignIn
) -> None:
    clerk, person = client_of("clerk"), someone(world, 10)
    day = {"signed_on": f"{today():%d/%m/%Y}", "on": f"{today():%d/%m/%Y}"}

    refused = do(clerk, step(person, "strike-off"), **PAPER, **day, base="10", votes_for="6",
                 method="secret")  # fmt: skip
    kept = Draft.objects.get().fields
    done(clerk, step(person, "strike-off"), **PAPER, **day, base="10", votes_for="7")

    assert "Chưa đủ phiếu: cần từ 2/3 của 10" in text_of(refused)
    assert "votes_for" not in kept
    assert homes(person, today()) == []
    page = text_of(clerk.get(f"/members/{person.pk}/"))
    assert f"Xóa tên, {today():%d/%m/%Y}" in page


def test_person_cannot_return_when_time_consent_or_number_of_times_are_wrong(
    world: World, client_of: SignIn
) -> None:
    clerk, person = client_of("clerk"), someone(world)
    done(clerk, step(person, "leave"), **PAPER, signed_on="1/1/2021", on="10/1/2021")

    def said(**fields: str) -> str:
        typed = {"consent": "7-CV/TU", "cleared": "no", "cell": str(world.cell.pk), **fields}
        answer = do(clerk, step(person, "readmission"), **(PAPER | VOTES | typed))
        return text_of(answer) if answer.status_code == 422 else ""

    assert "ít nhất 36 tháng: sớm nhất 10/01/2024" in said(signed_on="9/1/2024")
    assert "ít nhất 60 tháng: sớm nhất 10/01/2026" in said(signed_on="9/1/2026", cleared="yes")
    assert "còn trống" in said(signed_on="10/1/2024", consent="")
    assert said(signed_on="10/1/2024") == ""
    done(clerk, step(person, "ceremony"), on="20/1/2024")
    done(clerk, step(person, "leave"), **PAPER, signed_on="1/2/2024", on="1/2/2024")
    page = text_of(clerk.get(f"/members/{person.pk}/"))
    assert said(signed_on="1/11/2026").count("ít nhất 36 tháng") > 1
    assert "5 năm, đã trừ thời gian ở ngoài Đảng" in page


def test_transfer_comes_back_with_a_reason_when_it_is_declined(
    world: World, client_of: SignIn
) -> None:
    clerk, other, person = client_of("clerk"), client_of("other_officer"), someone(world)
    done(clerk, step(person, "transfer"), **PAPER, signed_on="1/6/2026",
         to=str(world.other_commune.pk))  # fmt: skip
    sent = Transfer.objects.get()

    lists = [text_of(client.get(f"/units/{unit.pk}/transfers/")) for client, unit in (
        (clerk, world.commune), (other, world.other_commune),
        (client_of("secretary"), world.cell),
    )]  # fmt: skip
    register = text_of(clerk.get(f"/units/{world.cell.pk}/members/"))
    again = do(clerk, step(person, "transfer"), **PAPER, signed_on="1/7/2026", outside="Nơi khác")
    done(other, f"/transfers/{sent.pk}/refusal/", why="Chưa có giấy của Đảng ủy xã")

    for page in lists:
        assert "xong chậm nhất 22/08/2026" in page
        assert "294-QĐ/TW: 60 ngày làm việc" in page
        assert "Quá hạn" in page
    assert "đang chuyển" in register
    assert (again.status_code, Transfer.objects.count()) == (302, 1)
    assert "Chưa có giấy của Đảng ủy xã" in text_of(clerk.get(f"/units/{world.cell.pk}/transfers/"))
    assert homes(person, today()) == [world.cell.pk]
    late = do(other, f"/transfers/{sent.pk}/receipt/", on="1/7/2026",
              cell=str(world.foreign_cell.pk))  # fmt: skip
    assert "đã xong hoặc đã thôi" in text_of(late)


def test_transfer_is_taken_by_nobody_else_when_cells_are_asked(
    world: World, client_of: SignIn
) -> None:
    clerk, other, person = client_of("clerk"), client_of("other_officer"), someone(world)
    done(clerk, step(person, "transfer"), **PAPER, signed_on="1/6/2026",
         to=str(world.sibling_cell.pk))  # fmt: skip
    sent = f"/transfers/{Transfer.objects.get().pk}"

    wrong = do(clerk, f"{sent}/receipt/", on="10/6/2026", cell=str(world.cell.pk))
    early = do(clerk, f"{sent}/receipt/", on="31/5/2026", cell=str(world.sibling_cell.pk))
    assert [other.get(f"{sent}/{name}/").status_code for name in ("receipt", "refusal",
            "cancellation", "handover")] == [404] * 4  # fmt: skip
    done(clerk, f"{sent}/cancellation/")

    assert (wrong.status_code, early.status_code) == (422, 422)
    assert homes(person, today()) == [world.cell.pk]
    assert Transfer.objects.get().ended_on == today()


def test_member_goes_outside_and_comes_back_when_slips_are_noted(
    world: World, client_of: SignIn
) -> None:
    clerk, person = client_of("clerk"), world.members[2].person
    done(clerk, step(person, "transfer"), **PAPER, signed_on="1/6/2022", outside="Đảng bộ khác")
    done(clerk, f"/transfers/{Transfer.objects.get().pk}/handover/", on="20/6/2022")
    gone = homes(person, dt.date(2022, 6, 20)), homes(person, dt.date(2022, 6, 19))
    posts = Post.objects.on(today()).filter(person=person).count()
    back = {"name": person.name, "birth": str(person.birth_year), "sex": person.sex,
            "admitted_on": "10/1/2016", "ceremony_on": "20/1/2016", "official_on": "20/1/2017",
            "from_on": "5/3/2024", "signed_on": "1/3/2024", "outside": "Đảng bộ khác"}  # fmt: skip
    arrival = f"/units/{world.sibling_cell.pk}/transfers/arrival/"

    asked = do(clerk, arrival, **(PAPER | back))
    done(clerk, arrival, **(PAPER | back), same=str(person.pk))

    assert gone == ([], [world.cell.pk])
    assert (posts, "Là một người: Lò Thị Ánh, sinh 1979" in text_of(asked)) == (0, True)
    assert homes(person, today()) == [world.sibling_cell.pk]
    page = text_of(clerk.get(f"/members/{person.pk}/"))
    assert "Tiếp nhận chuyển sinh hoạt, từ Đảng bộ khác về Chi bộ bản Huổi Ho" in page
    assert "đã trừ thời gian" not in page
    assert Post.objects.on(today()).filter(person=person, unit=world.sibling_cell).count() == 1


def test_offices_and_login_end_when_somebody_leaves(world: World, client_of: SignIn) -> None:
    secretary, person = client_of("secretary"), world.members[0].person
    cell = f"/units/{world.cell.pk}/members/"
    assert secretary.get(cell).status_code == 200

    done(client_of("clerk"), step(person, "death"), on=f"{today():%d/%m/%Y}")

    assert secretary.get(cell).status_code == 404
    assert not Post.objects.on(today()).filter(person=person).exists()
    assert not Condition.objects.on(today()).filter(membership__person=person).exists()


def rows(person: Person) -> list[list[dict[str, object]]]:
    """Return every row of a person, to compare before and after."""
    found = [
        Membership.objects.filter(person=person), Post.objects.filter(person=person),
        Condition.objects.filter(membership__person=person), Transfer.objects.filter(person=person),
    ]  # fmt: skip
    return [list(each.order_by("pk").values()) for each in found]


def newest(person: Person) -> Event:
    taken = Event.objects.filter(person=person, withdrawn_by=None).exclude(what="withdrawn")
    return taken.order_by("-on").first()  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("exemption", {"signed_on": "1/6/2022", "from_on": "1/7/2022"}),
        ("away", {"signed_on": "1/6/2022", "from_on": "1/7/2022", "outside": "Nơi khác"}),
        ("strike-off", {"signed_on": "1/6/2022", "on": "1/7/2022"}),
        ("death", {"on": "1/7/2022"}),
    ],
)
def test_rows_stand_as_before_when_a_step_is_withdrawn(
    world: World, client_of: SignIn, name: str, fields: dict[str, str]
) -> None:
    clerk, person = client_of("clerk"), world.members[2].person
    done(clerk, step(person, "suspension"), **PAPER, signed_on="1/5/2022", from_on="1/5/2022")
    before = rows(person)
    done(clerk, step(person, name), **(PAPER | fields))
    event = newest(person)
    assert rows(person) != before

    blocked = do(clerk, f"/members/{person.pk}/withdrawal/{world.members[2].began_id}/", why="Thử")
    done(clerk, f"/members/{person.pk}/withdrawal/{event.pk}/", why="Chép nhầm người")
    again = do(clerk, f"/members/{person.pk}/withdrawal/{event.pk}/", why="Chép nhầm người")

    assert "rút các việc sau trước" in text_of(blocked)
    assert rows(person) == before
    assert "Bước này đã rút rồi" in text_of(again)
    assert f"Đã rút ngày {today():%d/%m/%Y}." in text_of(clerk.get(f"/members/{person.pk}/"))
    assert Event.objects.filter(pk=event.pk).exists()


def test_member_returns_to_the_sender_when_a_receipt_is_withdrawn(
    world: World, client_of: SignIn
) -> None:
    clerk, other, person = client_of("clerk"), client_of("other_officer"), someone(world)
    done(clerk, step(person, "away"), **PAPER, signed_on="1/6/2022", from_on="1/6/2022",
         outside="Nơi khác")  # fmt: skip
    done(clerk, step(person, "transfer"), **PAPER, signed_on="1/7/2022",
         to=str(world.other_commune.pk))  # fmt: skip
    sent = Transfer.objects.get()
    before = rows(person)
    done(other, f"/transfers/{sent.pk}/receipt/", on="9/7/2022", cell=str(world.foreign_cell.pk))
    moved = homes(person, today())
    gone = clerk.get(f"/members/{person.pk}/").status_code
    event = Event.objects.get(person=person, what="received")
    done(other, f"/members/{person.pk}/withdrawal/{event.pk}/", why="Nhầm người cùng tên")

    assert (moved, gone) == ([world.foreign_cell.pk], 404)
    assert rows(person) == before
    assert other.get(f"/members/{person.pk}/").status_code == 404
    assert [clerk.get(f"/members/{person.pk}/").status_code] == [200]


def test_person_leaves_the_book_when_a_wrong_entry_is_withdrawn(
    world: World, client_of: SignIn
) -> None:
    clerk = client_of("clerk")
    person = born(world, clerk)
    events = {event.what: event.pk for event in Event.objects.filter(person=person)}
    url = f"/members/{person.pk}/withdrawal/"

    first = do(clerk, f"{url}{events['admitted']}/", why="Nhầm")
    done(clerk, f"{url}{events['ceremony']}/", why="Nhầm")
    done(clerk, f"{url}{events['admitted']}/", why="Nhầm")

    assert "rút các việc sau trước" in text_of(first)
    assert not Membership.objects.filter(person=person).exists()
    assert Prospective.objects.on(today()).filter(person=person).exists()


def test_entry_is_kept_when_minutes_name_the_member(world: World, client_of: SignIn) -> None:
    clerk, person = client_of("clerk"), world.members[5].person
    meeting = opened(world, last_month_3rd())
    called(meeting, world.user("secretary"))
    url = f"/members/{person.pk}/withdrawal/{world.members[5].began_id}/"

    refused = do(clerk, url, why="Nhầm")

    assert "Biên bản họp đã ghi tên người này" in text_of(refused)
    assert homes(person, today()) == [world.cell.pk]


def test_same_name_and_year_is_asked_about_when_a_member_is_entered(
    world: World, client_of: SignIn
) -> None:
    clerk, other = client_of("clerk"), client_of("other_officer")
    known = someone(world)
    typed = {"name": "lò văn hoà", "birth": "5/1966", "sex": "male", "admitted_on": "1/3/2015",
             "ceremony_on": "15/3/2015", "official_on": "15/3/2016",
             "from_on": "1/8/2020"}  # fmt: skip
    near, far = (f"/units/{cell.pk}/members/new/" for cell in (
        world.sibling_cell, world.foreign_cell))  # fmt: skip

    asked = text_of(do(clerk, near, **typed))
    one = do(clerk, near, **typed, same=str(known.pk))
    elsewhere = text_of(do(other, far, **typed))
    held = do(other, far, **typed, same="elsewhere")
    done(other, far, **typed, same="other")

    assert "Là một người: Lò Văn Hòa, sinh 1966, Chi bộ bản Púng Giắt 1" in asked
    assert (one.status_code, one["Location"]) == (302, f"/members/{known.pk}/")
    assert "Là người trong sổ của nơi khác" in elsewhere
    assert "Púng Giắt" not in elsewhere
    assert "Nơi đang giữ tên người này gửi giấy trước" in text_of(held)
    assert Membership.objects.filter(person__search_key="lo van hoa", person__birth_year=1966
                                     ).count() == 2  # fmt: skip


def test_journal_says_which_field_and_why_when_plain_data_are_corrected(
    world: World, client_of: SignIn
) -> None:
    clerk, person = client_of("clerk"), someone(world)
    url, right = f"/members/{person.pk}/correction/", {
        "name": "Lò Văn Hoan", "birth": "1966", "sex": "male", "admitted_on": "11/1/2016",
        "ceremony_on": "20/1/2016", "official_on": "20/1/2017", "why": "Chép nhầm từ hồ sơ",
    }  # fmt: skip

    wrong = do(clerk, url, **(right | {"ceremony_on": "1/1/2016"}))
    opened_later = do(clerk, url, **(right | {"official_on": ""}))
    done(clerk, url, **right)
    nothing = do(clerk, url, **right)

    assert "Ngày lễ kết nạp phải từ ngày quyết định" in text_of(wrong)
    assert "Ở đây chỉ sửa ngày ghi sai" in text_of(opened_later)
    assert "Chưa đổi gì" in text_of(nothing)
    said = Entry.objects.get(verb="member.corrected").said
    assert said == {"fields": ["name", "admitted_on"], "why": "Chép nhầm từ hồ sơ"}
    page = text_of(clerk.get(f"/members/{person.pk}/"))
    assert "Sửa điều ghi sai: họ và tên, ngày quyết định kết nạp. Lý do: Chép nhầm" in page
    assert "Hoan" in text_of(clerk.get(f"/units/{world.cell.pk}/members/", {"q": "hoan"}))


def test_name_is_gone_when_a_prospective_takes_the_agreement_back(
    world: World, client_of: SignIn
) -> None:
    clerk = client_of("clerk")
    url = f"/units/{world.cell.pk}/prospective/"
    refused = do(clerk, f"{url}new/", **WHO)
    done(clerk, f"{url}new/", **WHO, agreed_on="10/8/2025")
    row = Prospective.objects.get()
    done(clerk, f"/prospective/{row.pk}/class/", class_on="1/9/2021")
    listed = [text_of(client_of(name).get(url)) for name in ("clerk", "secretary")]
    stranger = client_of("stranger").get(url).status_code

    done(clerk, f"/prospective/{row.pk}/forgetting/")

    assert "Chưa có ngày" in text_of(refused)
    for page in listed:
        assert "Thào A Lử" in page
        assert "lớp nhận thức hết hạn ngày 01/09/2026" in page
    assert stranger == 404
    assert not Person.objects.filter(name=WHO["name"]).exists()
    assert "Lử" not in str(list(Entry.objects.values_list("said", flat=True)))


def test_badges_stand_by_award_day_when_half_a_year_is_read(
    world: World, client_of: SignIn
) -> None:
    clerk, award = client_of("clerk"), next_award()
    admitted = award.replace(year=award.year - 40)
    Membership.objects.filter(person=world.members[4].person).update(admitted_on=admitted)
    late = admitted + DAY
    Membership.objects.filter(person=world.members[5].person).update(admitted_on=late)

    pages = [text_of(client_of(name).get(f"/units/{unit.pk}/party-badges/")) for name, unit in (
        ("clerk", world.commune), ("secretary", world.cell),
    )]  # fmt: skip

    for page in pages:
        assert f"Đợt {award:%d/%m/%Y}" in page
        assert f"40 năm tuổi Đảng, đủ ngày {award:%d/%m/%Y}." in page
        assert page.index("Lò Văn Hòa, sinh 1966") > page.index(f"Đợt {award:%d/%m/%Y}")
        assert (
            f"đủ ngày {award + DAY:%d/%m/%Y}" not in page.partition("<h2>")[2].partition("<h2>")[0]
        )
    assert "Huy hiệu Đảng tiếp theo" in text_of(
        clerk.get(f"/members/{world.members[4].person_id}/")
    )


def next_award() -> dt.date:
    """Return the next of 3/2, 19/5, 2/9, 7/11."""
    days = [dt.date(year, month, day) for year in (today().year, today().year + 1)
            for day, month in ((3, 2), (19, 5), (2, 9), (7, 11))]  # fmt: skip
    return min(day for day in days if day >= today())


def test_reading_is_written_down_when_a_page_of_members_is_opened(
    world: World, client_of: SignIn
) -> None:
    clerk, person = client_of("clerk"), someone(world)
    clerk.get(f"/members/{person.pk}/")
    for name in ("transfers", "prospective", "party-badges"):
        clerk.get(f"/units/{world.cell.pk}/{name}/")
    client_of("member").get(f"/members/{person.pk}/")

    found = Entry.objects.filter(verb__startswith="read.").values_list("verb", flat=True)
    assert sorted(found) == ["read.member", "read.party_badges", "read.prospective",
                             "read.transfers"]  # fmt: skip


def test_both_sides_end_a_visit_when_each_notes_its_own(world: World, client_of: SignIn) -> None:
    clerk, other, person = client_of("clerk"), client_of("other_officer"), someone(world)
    page = f"/members/{person.pk}/"
    done(clerk, step(person, "away"), **PAPER, signed_on="1/3/2026", from_on="2/3/2026",
         to=str(world.other_commune.pk))  # fmt: skip
    receipt = f"/transfers/{Transfer.objects.get().pk}/receipt/"
    done(other, receipt, cell=str(world.foreign_cell.pk), on="5/3/2026")

    offered = [set(re.findall(r'members/[^/]+/([a-z-]+)/"', text_of(client.get(page))))
               for client in (clerk, other)]  # fmt: skip
    foreign = [other.get(step(person, name)).status_code for name in ("death", "correction")]
    done(other, step(person, "visit-end"), on="1/5/2026")
    visits = Membership.objects.filter(person=person, place="visiting")
    ended = visits.get().until_on
    gone = other.get(page).status_code
    before = rows(person)
    done(clerk, step(person, "back"), on="3/5/2026")
    back = Event.objects.get(person=person, what="back")
    done(clerk, f"{page}withdrawal/{back.pk}/", why="Nhầm ngày")

    assert ("visit-end" in offered[0], "back" in offered[0]) == (False, True)
    assert offered[1] == {"visit-end"}
    assert foreign == [302, 404]
    assert (ended, gone) == (dt.date(2026, 5, 1), 404)
    assert rows(person) == before


def test_visit_ends_with_the_return_when_home_notes_it(world: World, client_of: SignIn) -> None:
    clerk, person = client_of("clerk"), someone(world)
    done(clerk, step(person, "away"), **PAPER, signed_on="1/3/2026", from_on="2/3/2026",
         to=str(world.sibling_cell.pk))  # fmt: skip
    receipt = f"/transfers/{Transfer.objects.get().pk}/receipt/"
    done(clerk, receipt, cell=str(world.sibling_cell.pk), on="5/3/2026")
    before = rows(person)

    done(clerk, step(person, "back"), on="3/5/2026")
    ends = {row.until_on for row in Membership.objects.filter(person=person, place="visiting")}
    back = Event.objects.get(person=person, what="back")
    done(clerk, f"/members/{person.pk}/withdrawal/{back.pk}/", why="Nhầm ngày")

    assert ends == {dt.date(2026, 5, 3)}
    assert rows(person) == before
    assert Event.objects.filter(person=person, what="withdrawn").count() == 2
