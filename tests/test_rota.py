"""The rota of visits: a month's meetings by day, whom the commune's committee sends to each."""

import datetime as dt
import html
import io
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from pypdf import PdfReader

from chibo.core.days import Month
from chibo.journal.models import Entry
from chibo.organizations.commands import NewUnit, found_units, give_post, move_units
from chibo.organizations.models import CellType, Role, Unit
from chibo.organizations.models import Kind as UnitKind
from chibo.people.models import Person
from chibo.plans.commands import withdraw
from chibo.plans.models import Kind, PlannedMeeting
from chibo.plans.testing import make_planned
from chibo.preparations.commands import CannotSend, send_delegate
from chibo.preparations.models import Delegation
from chibo.preparations.rota import delegates_of, rota_of
from tests.pages import filled, text_of
from tests.world import START, World, _person, act, decision, today

pytestmark = pytest.mark.once

Sign = Callable[[str], Client]


def june(day: int) -> dt.date:
    return dt.date(today().year + 1, 6, day)


def rota_url(unit: Unit, rest: str = "/") -> str:
    return f"/units/{unit.pk}/rota/{june(1):%Y-%m}{rest}"


def page_of(client: Client, unit: Unit) -> str:
    return html.unescape(text_of(client.get(rota_url(unit))))


def seated(world: World, name: str, role: Role, unit: Unit | None = None) -> Person:
    """Give an office in the commune, or at a cell, to somebody new."""
    person = _person(world.province.pk, name, 1981, None)
    give_post(
        act=act(world.user("clerk")), unit=unit or world.commune, role=role, from_on=START,
        person=person,
    )  # fmt: skip
    return person


def send(client: Client, planned: PlannedMeeting, person: Person) -> tuple[int, str]:
    url = f"/planned/{planned.pk}/delegates/"
    answer = client.post(url, filled(client, url, {"person": str(person.pk)}))
    return answer.status_code, html.unescape(text_of(answer))


def test_month_stands_by_day_with_followers_and_who_is_sent_when_opened(
    world: World, client_of: Sign
) -> None:
    standing = seated(world, "Lò Thị Thắm", Role.STANDING_MEMBER)
    seated(world, "Lường Thị Vân", Role.FOLLOWER, world.cell)
    late = make_planned(world.sibling_cell, june(7))
    early = make_planned(world.cell, june(3), kind=Kind.BOTH, topic="Giữ rừng")
    make_planned(world.cell, june(2), kind=Kind.COMMITTEE)
    make_planned(world.foreign_cell, june(3))
    make_planned(world.cell, june(3).replace(month=7))
    client = client_of("commune_secretary")

    status, _page = send(client, late, standing)

    page = page_of(client, world.commune)
    assert status == 302
    assert [line.planned.pk for line in rota_of(world.commune.pk, Month.of(june(1)))] == [
        early.pk, late.pk,
    ]  # fmt: skip
    assert page.index("Bản Púng Giắt 1") < page.index("Bản Huổi Ho")
    own, other = page.split(f'id="buoi-{late.pk}"')
    assert ("Theo dõi chi bộ: Lường Thị Vân" in own, "Chưa cử ai" in own) == (True, True)
    assert ("Lò Thị Thắm" in own, "Lò Thị Thắm</b>, Ủy viên Ban Thường vụ" in other) == (
        False, True,
    )  # fmt: skip
    assert ("Nà Hỳ 1" in page, "Họp chi ủy" in page) == (False, False)
    assert [(each.name, each.role) for each in delegates_of(late)] == [
        ("Lò Thị Thắm", "standing_member")
    ]
    [entry] = Entry.objects.filter(verb="delegate.sent")
    assert (entry.subject, entry.unit, entry.said) == (
        standing.pk, world.sibling_cell.pk, {"planned": str(late.pk)},
    )  # fmt: skip


def test_cell_is_on_the_rota_of_the_commune_above_it_that_day_when_it_moved(
    world: World, client_of: Sign
) -> None:
    planned = [make_planned(world.sibling_cell, june(day), kind=Kind.EXTRAORDINARY)
               for day in (3, 20)]  # fmt: skip
    move_units(
        act=act(world.user("province_officer")), units=[world.sibling_cell],
        to=world.other_commune, decision=decision(world.province.pk, june(10)),
    )  # fmt: skip

    months = [rota_of(unit.pk, Month.of(june(1))) for unit in (world.commune, world.other_commune)]

    assert [[line.planned.pk for line in lines] for lines in months] == [
        [planned[0].pk], [planned[1].pk],
    ]  # fmt: skip


def test_choice_is_the_committee_and_the_follower_first_when_somebody_is_to_be_sent(
    world: World, client_of: Sign
) -> None:
    seated(world, "Lường Thị Vân", Role.FOLLOWER, world.cell)
    seated(world, "Bùi Văn Khác", Role.FOLLOWER, world.sibling_cell)
    planned = make_planned(world.cell, june(3))

    page = html.unescape(text_of(client_of("clerk").get(f"/planned/{planned.pk}/delegates/")))

    places = [page.index(f">{words}</label>") for words in (
        "Lường Thị Vân, Cấp ủy viên theo dõi chi bộ", "Nguyễn Thu Hà, Ban Xây dựng Đảng",
        "Đèo Văn Thương, Bí thư Đảng ủy",
    )]  # fmt: skip
    assert places == sorted(places)
    for stranger in ("Bùi Văn Khác", "Vũ Thị Hạnh", "Tòng Văn Inh"):
        assert stranger not in page


def test_warning_stands_on_both_pages_when_one_is_sent_twice_at_the_same_hour(
    world: World, client_of: Sign
) -> None:
    person = seated(world, "Lò Thị Thắm", Role.STANDING_MEMBER)
    first = make_planned(world.cell, june(3))
    second = make_planned(world.sibling_cell, june(3), starts_at=dt.time(20, 0))
    client = client_of("clerk")
    send(client, first, person)

    choice = html.unescape(text_of(client.get(f"/planned/{second.pk}/delegates/")))
    before = page_of(client, world.commune)
    status, _page = send(client, second, person)

    warning = (
        f"Lò Thị Thắm được cử hai nơi cùng giờ ngày {june(3):%d/%m/%Y}: "
        "bản Púng Giắt 1, bản Huổi Ho."
    )
    assert "Lò Thị Thắm, Ủy viên Ban Thường vụ. Cùng giờ đã cử đi: bản Púng Giắt 1" in choice
    assert (status, warning in before, warning in page_of(client, world.commune)) == (
        302, False, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("on", "starts_at"),
    [(june(4), dt.time(19, 30)), (june(3), dt.time(21, 0)), (june(3), None)],
)
def test_no_warning_stands_when_both_can_be_visited_or_no_hour_is_known(
    world: World, client_of: Sign, on: dt.date, starts_at: dt.time | None
) -> None:
    person = seated(world, "Lò Thị Thắm", Role.STANDING_MEMBER)
    client = client_of("clerk")
    send(client, make_planned(world.cell, june(3)), person)
    send(client, make_planned(world.sibling_cell, on, starts_at=starts_at), person)

    assert Delegation.objects.count() == 2
    assert "cùng giờ" not in page_of(client, world.commune)


def test_somebody_is_taken_off_the_rota_when_recalled_and_the_journal_keeps_both(
    world: World, client_of: Sign
) -> None:
    person = seated(world, "Lò Thị Thắm", Role.STANDING_MEMBER)
    planned = make_planned(world.cell, june(3))
    client = client_of("clerk")
    send(client, planned, person)
    url = f"/planned/{planned.pk}/delegates/{person.pk}/recall/"

    first = client.post(url, {"act": str(uuid.uuid4())})
    again = client.post(url, {"act": str(uuid.uuid4())})

    assert first.status_code == 302
    assert (again.status_code, "không còn trong lịch" in text_of(again)) == (422, True)
    assert Delegation.objects.count() == 0
    verbs = Entry.objects.filter(subject=person.pk, verb__startswith="delegate.")
    assert sorted(verbs.values_list("verb", flat=True)) == ["delegate.recalled", "delegate.sent"]


def test_nobody_else_can_be_sent_when_the_form_was_changed(world: World, client_of: Sign) -> None:
    planned = make_planned(world.cell, june(3))

    stranger = world.members[4].person

    status, page = send(client_of("clerk"), planned, stranger)

    assert (status, "không ở cấp ủy, không theo dõi chi bộ" in page) == (422, True)
    with pytest.raises(CannotSend, match="không ở cấp ủy"):
        send_delegate(act=act(world.user("clerk")), planned=planned, person=stranger.pk)
    assert Delegation.objects.count() == 0


def test_nobody_is_sent_when_none_was_chosen(world: World, client_of: Sign) -> None:
    planned = make_planned(world.cell, june(3))
    client, url = client_of("clerk"), f"/planned/{planned.pk}/delegates/"

    answer = client.post(url, filled(client, url, {}))

    assert (answer.status_code, "Chưa chọn người: chọn một người." in text_of(answer)) == (
        422, True,
    )  # fmt: skip


def test_nobody_is_sent_when_the_meeting_is_over_or_taken_out(
    world: World, client_of: Sign
) -> None:
    person = seated(world, "Lò Thị Thắm", Role.STANDING_MEMBER)
    past = make_planned(world.cell, today() - dt.timedelta(days=1))
    gone = make_planned(world.cell, june(9), kind=Kind.EXTRAORDINARY)
    withdraw(act=act(world.user("secretary")), planned=gone)
    client = client_of("clerk")

    answers = [
        client.post(
            f"/planned/{planned.pk}/delegates/", {"act": str(uuid.uuid4()), "person": person.pk}
        )
        for planned in (past, gone)
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "Buổi này đã qua ngày: ai dự thì biên bản ghi." in text_of(answers[0])
    assert "Buổi này đã bỏ khỏi lịch của chi bộ: chọn buổi khác." in text_of(answers[1])
    assert gone.pk not in {line.planned.pk for line in rota_of(world.commune.pk, Month.of(june(9)))}


def test_rota_is_found_from_the_month_and_from_a_cell_when_asked(
    world: World, client_of: Sign
) -> None:
    client = client_of("clerk")

    month = text_of(client.get(f"/units/{world.commune.pk}/months/{june(1):%Y-%m}/"))

    assert f'href="{rota_url(world.commune)}"' in month
    assert client.get(rota_url(world.cell))["Location"] == rota_url(world.commune)
    for wrong in ("2026-13", "99", "1999-01", "9999-01", "x"):
        assert client.get(f"/units/{world.commune.pk}/rota/{wrong}/").status_code == 404


def test_rota_is_empty_when_no_cell_laid_its_calendar(world: World, client_of: Sign) -> None:
    page = page_of(client_of("clerk"), world.commune)

    assert "Tháng này chưa có buổi họp nào trong lịch của các chi bộ." in page


def many_cells(world: World, count: int) -> list[PlannedMeeting]:
    """Found more cells, each with a meeting in the first week, most on the 3rd."""
    new = [NewUnit(uuid.uuid4(), UnitKind.CELL, f"bản Nậm Hà {n}", CellType.VILLAGE)
           for n in range(count)]  # fmt: skip
    cells = found_units(
        act=act(world.user("province_officer"), START), new=new, parent=world.commune,
        decision=decision(world.province.pk, START),
    )  # fmt: skip
    for n, cell in enumerate(cells[: count - 3]):
        seated(world, f"Lường Thị Vân {'ABCDEFGHIKLMNOPQR'[n // 4]}", Role.FOLLOWER, cell)
    return [make_planned(cell, june(3 + max(0, n % 10 - 7))) for n, cell in enumerate(cells)]


@pytest.mark.parametrize(("count", "sent"), [(4, 1), (26, 26), (67, 12)])
def test_print_is_one_sheet_that_names_each_cell_when_few_or_many_meet(
    world: World, client_of: Sign, count: int, sent: int
) -> None:
    person = seated(world, "Lò Thị Thắm", Role.STANDING_MEMBER)
    for planned in many_cells(world, count)[:sent]:
        Delegation.objects.create(planned=planned, person=person, province=planned.province)
    client = client_of("clerk")

    pages = PdfReader(io.BytesIO(client.get(rota_url(world.commune, ".pdf")).content)).pages

    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    word = Document(io.BytesIO(client.get(rota_url(world.commune, ".docx")).content))
    cells = [c.text for table in word.tables for row in table.rows for c in row.cells]
    said = " ".join([*cells, *(line.text for line in word.paragraphs)])
    assert len(pages) == 1
    for words in ("ĐẢNG ỦY XÃ MƯỜNG PỒN", "LỊCH DỰ SINH HOẠT CHI BỘ", "Tháng 6 năm"):
        assert words in text
    for n in range(count):
        assert (f"ản Nậm Hà {n}" in text, f"ản Nậm Hà {n}" in said) == (True, True)
    assert text.count("Lò Thị Thắm, Ủy viên Ban Thường vụ") == sent
    assert cells.count("Lò Thị Thắm, Ủy viên Ban Thường vụ") == sent


def test_queries_stay_as_few_when_the_commune_is_large(world: World, client_of: Sign) -> None:
    person = seated(world, "Lò Thị Thắm", Role.STANDING_MEMBER)
    client, counts = client_of("clerk"), []
    for count in (4, 40):
        for planned in many_cells(world, count)[:3]:
            Delegation.objects.create(planned=planned, person=person, province=planned.province)
        client.get(rota_url(world.commune))  # what is kept in memory afterwards
        with CaptureQueriesContext(connection) as asked:
            client.get(rota_url(world.commune))
        counts.append(len(asked))

    assert counts[0] == counts[1]
