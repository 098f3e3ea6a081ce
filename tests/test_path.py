"""A member's path through its addresses: a whole life, refused steps, steps taken back, doubles."""

import datetime as dt
import re
import uuid
from collections.abc import Callable

from django.http import HttpResponse
from django.test import Client

from chibo.members.models import Membership, Prospective, Transfer
from chibo.members.queries import strength
from chibo.people.models import Person
from tests.pages import text_of
from tests.world import World

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
