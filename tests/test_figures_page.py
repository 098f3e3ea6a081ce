"""One page of figures of any unit and period: what it states, of whom, since when, to whom."""

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chibo.copies.testing import make_copied
from chibo.core.days import FOREVER, Month
from chibo.core.periods import Months
from chibo.elections.models import Ratification, Term
from chibo.elections.queries import term_rules
from chibo.figures.commands import rebuild
from chibo.organizations.commands import NewUnit, found_units, move_units
from chibo.organizations.models import CellType, Kind, Post, Unit
from chibo.organizations.queries import named
from chibo.recounts.models import Recount
from chibo.reports import branch
from chibo.reports.page import FiguresPage, Wanted
from tests.pages import text_of
from tests.sittings import held, last_month_3rd
from tests.test_reorganise_pages import merge_two, one
from tests.world import START, World, act, decision, today

ClientOf = Callable[[str], Client]
LAST = Month.of(last_month_3rd())
MOST = 15  # questions to the database


def page(client: Client, unit: Unit, months: object, query: str = "", *, status: int = 200) -> str:
    """Return the words of a page of figures, after all was added up again."""
    list(rebuild(today=today()))
    response = client.get(f"/units/{unit.pk}/figures/{months}/{query}")
    assert response.status_code == status
    return words_of(response)


def words_of(response: HttpResponse) -> str:
    """Return what a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", text_of(response)).split())


def more_cells(world: World, names: Iterable[str]) -> list[Unit]:
    """Found cells in the commune, long ago."""
    new = [NewUnit(uuid.uuid4(), Kind.CELL, name, CellType.VILLAGE) for name in names]
    return found_units(
        act=act(world.user("province_officer"), START), new=new, parent=world.commune,
        decision=decision(world.province.pk, START),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("login", "place"),
    [("member", "cell"), ("clerk", "cell"), ("clerk", "commune"), ("province_officer", "province")],
)
@pytest.mark.parametrize("query", ["", "?view=then"])
def test_page_states_attendance_with_its_denominator_at_every_level(
    world: World, client_of: ClientOf, login: str, place: str, query: str
) -> None:
    held(world, last_month_3rd(), absent=3, unexcused=1)

    said = page(client_of(login), getattr(world, place), LAST, query)

    for words in (
        "Có mặt 8/12 66,7 %", "Đến muộn 0/8", "Vắng có lý do 3/12 25,0 %",
        "Vắng không lý do 1/12 8,3 %", "Được miễn 0", "Nhiệm vụ đặc biệt 0", "Họp đúng hạn 1/1",
        "Phát biểu 3/8 37,5 %", "Thời lượng trung bình 100 phút", "Việc đã hứa 1",
        "Theo 42-HD/BTCTW", "Quy định áp dụng: 50-CT/TW, 42-HD/BTCTW", "Mọi thay đổi đã được cộng",
    ):  # fmt: skip
        assert words in said, words


def test_page_says_first_what_is_held_what_not_and_where_help_is_wanted(
    world: World, client_of: ClientOf
) -> None:
    held(world, last_month_3rd())
    list(rebuild(today=today()))
    client, url = client_of("clerk"), f"/units/{world.commune.pk}/figures/"

    html = client.get(f"{url}{LAST}/").content.decode()
    running = words_of(client.get(f"{url}{Month.of(today())}/"))
    asked = client.get(f"{url}{LAST}/?sort=help").content.decode()

    parts = ["Đã họp định kỳ", "Không họp", "Cần giúp hôm nay", "Có mặt", "Kỳ trước", "<table"]
    places = [html.index(part) for part in parts]
    assert places == sorted(places)
    assert f"/units/{world.commune.pk}/help/?why=help_missed" in html
    assert html.count('<details class="fold"') == 8
    assert "Còn chờ họp" in running.split("Cần giúp")[0]
    assert '<details class="fold" id="cac-don-vi" open>' in asked


def test_every_figure_opens_to_its_rows_in_the_same_view(world: World, client_of: ClientOf) -> None:
    held(world, last_month_3rd())
    list(rebuild(today=today()))
    client, url = client_of("clerk"), f"/units/{world.commune.pk}/figures/{LAST}/"

    for query in ("", "?view=then"):
        html = client.get(url + query).content.decode()
        links = set(re.findall(r'href="([^"]*rows/[^"]*)"', html))
        assert f"rows/attendance/{query}" in links
        assert f"../../../{world.cell.pk}/figures/{LAST}/rows/held/{query}" in links
        assert f"../{LAST.after(-1)}/rows/due/{query}" in links


def test_figures_stand_beside_the_period_before_and_a_year_ago(
    world: World, client_of: ClientOf
) -> None:
    for back, present in ((12, 6), (1, 9)):
        day = LAST.after(-back).first.replace(day=3)
        absent = {"present": present, "late": 0, "excused": 11 - present}
        make_copied(world.cell, world.user("clerk"), day, **absent)
    held(world, last_month_3rd())

    said = page(client_of("clerk"), world.commune, LAST)
    year = page(client_of("clerk"), world.commune, LAST.year)

    assert "Có mặt 12/12 100 % 9/12 75,0 % nay cao hơn 25,0 điểm 6/12 50,0 % nay cao hơn 50" in said
    assert f"Tháng {LAST.number}/{LAST.year - 1}" in said
    assert f"Năm {LAST.year - 1}" in year
    assert "quý IV" in year if today().month > 9 else "quý I/" in year


def test_groups_under_five_are_not_broken_down(world: World, client_of: ClientOf) -> None:
    figures = {"members": 4, "present": 3, "late": 0, "excused": 1, "unexcused": 0, "spoke": 2}
    make_copied(world.sibling_cell, world.user("clerk"), last_month_3rd(), **figures)
    client = client_of("clerk")

    cell = page(client, world.sibling_cell, LAST)
    commune = client.get(f"/units/{world.commune.pk}/figures/{LAST}/").content.decode()

    assert "nhóm dưới 5 người, không tách" in cell
    assert "Nhóm dưới 5 người, không tách." in cell
    assert "Chép từ giấy 1" in cell
    assert "3/4" not in cell
    assert "2/3" not in cell
    assert "dưới 5 người" in commune
    assert ">3/4<" not in commune


@pytest.mark.parametrize("small", [("sibling_cell",), ("sibling_cell", "cell")])
def test_small_group_is_not_the_sum_less_the_others(
    world: World, client_of: ClientOf, small: tuple[str, ...]
) -> None:
    """One more is hidden beside one; beside two, whose sum says of neither, none."""
    more = more_cells(world, ["bản Ang", "bản Chà"])
    for n, cell in enumerate([world.cell, world.sibling_cell, *more]):
        few = any(getattr(world, name) == cell for name in small)
        figures = {"members": 4, "present": 3, "excused": 1} if few else {
            "members": 20 + n, "present": 20 + n, "excused": 0
        }  # fmt: skip
        make_copied(cell, world.user("clerk"), last_month_3rd(), late=0, unexcused=0, spoke=1,
                    **figures)  # fmt: skip
    client = client_of("clerk")
    said = page(client, world.commune, LAST).split("Cần giúp hôm nay")[2].split("Theo tên")[0]
    rows = words_of(client.get(f"/units/{world.commune.pk}/figures/{LAST}/rows/attendance/"))

    hidden = 2 - len(small)
    shown = rows.split("Văn bản")[1]
    assert [said.count("không tách"), shown.count("không tách")] == [hidden, hidden + len(small)]
    assert ("20/20" in said, "22/22" in said, "23/23" in said) == (False, True, True)
    sentence = "để không trừ ra được số của nhóm ít người"
    assert [sentence in page(client, world.commune, LAST), sentence in rows] == [bool(hidden)] * 2
    for indicator in ("excused", "late"):
        opened = words_of(client.get(f"/units/{world.commune.pk}/figures/{LAST}/rows/{indicator}/"))
        assert "1 /4" not in opened


def test_units_below_stand_by_name_and_those_wanting_help_first_when_asked(
    world: World, client_of: ClientOf
) -> None:
    more_cells(world, ["bản Ang", "bản Ẳng"])
    held(world, last_month_3rd())
    client = client_of("clerk")
    list(rebuild(today=today()))
    url = f"/units/{world.commune.pk}/figures/{LAST}/"

    def order(query: str) -> list[str]:
        html = client.get(url + query).content.decode().split('id="cac-don-vi"')[1]
        rows = html.split("<tbody>")[1].split("</tbody>")[0]
        return re.findall(r'<th scope="row"><a [^>]*>([^<]*)<', rows)

    assert order("") == ["Bản Ang", "Bản Ẳng", "Bản Huổi Ho", "Bản Púng Giắt 1"]
    assert order("?sort=help")[-1] in {"Bản Púng Giắt 1", "Bản Huổi Ho"}
    assert order("?sort=attendance") == order("")


@pytest.mark.parametrize("view", ["then", "today"])
def test_lines_add_up_to_the_whole(world: World, view: str) -> None:
    held(world, last_month_3rd(), absent=2)
    make_copied(world.foreign_cell, world.user("other_officer"), last_month_3rd())
    list(rebuild(today=today()))
    wanted = Wanted(
        world.user("province_officer"), world.province.pk, Months.of(LAST), then=view == "then"
    )

    found = FiguresPage(wanted, today=today())

    assert found.branch
    for place, whole in enumerate(found.total):
        parts = [line.figures[place].value for line in found.branch.lines]
        assert sum(part.part for part in parts) == whole.value.part
        assert sum(part.whole or 0 for part in parts) == (whole.value.whole or 0)
    assert found.total[2].value.whole == 24


def test_many_units_stand_on_several_pages_with_the_sum_of_all(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(branch, "MANY", 3)
    monkeypatch.setattr(branch, "A_PAGE", 2)
    more_cells(world, ["bản Ang", "bản Chà", "bản Xá"])
    held(world, last_month_3rd(), absent=2)
    client = client_of("clerk")

    pages = [page(client, world.commune, LAST, f"?page={n}") for n in ("1", "2", "3", "9", "x")]

    tables = [said.split("Cần giúp hôm nay")[2].split("Theo tên")[0] for said in pages]
    assert [("Bản Chà" in each, "Bản Xá" in each) for each in tables] == [
        (True, False), (False, False), (False, True), (False, True), (True, False),
    ]  # fmt: skip
    assert all("Cộng 1/5" in each and "10/12" in each for each in tables)
    assert "Trang 1/3" in pages[0]


def test_questions_to_the_database_are_few_and_as_many_for_many_units(
    world: World, client_of: ClientOf
) -> None:
    held(world, last_month_3rd())
    clients = {"commune": client_of("clerk"), "province": client_of("province_officer")}
    clients["cell"] = client_of("member")

    def asked() -> dict[str, int]:
        list(rebuild(today=today()))
        found = {}
        for place, client in clients.items():
            url = f"/units/{getattr(world, place).pk}/figures/{LAST.year}/"
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            found[place] = len(queries)
        return found

    few = asked()
    more_cells(world, [f"bản Mới {n}" for n in range(1, 31)])

    assert asked() == few
    assert max(few.values()) <= MOST


@pytest.mark.parametrize(
    ("months", "said", "status"),
    [
        ("2026-13", "Không có kỳ nào ghi là “2026-13”", 404),
        ("thang-10", "Không có kỳ nào ghi là “thang-10”", 404),
        ("2000..2026-01", "Không có kỳ nào", 404),
        ("2015-01..2026-01", "Không có kỳ nào", 404),
        ("2026-Q5", "Không có kỳ nào ghi là “2026-Q5”", 404),
        ("2026-H3", "Không có kỳ nào", 404),
        ("2026-12..2026-01", "Không có kỳ nào", 404),
        ("1900-01..2100-12", "Không có kỳ nào", 404),
        ("0000", "Không có kỳ nào", 404),
        ("9999-12", "Không có kỳ nào", 404),
        (str(today().year + 1), "Kỳ này chưa đến.", 200),
        ("2019", "Kỳ này chưa có đơn vị: đơn vị có từ ngày 01/07/2020.", 200),
        ("2020", "Đơn vị có từ ngày 01/07/2020, trong kỳ này.", 200),
        (str(today().year), "Kỳ chưa hết: tính đến hôm nay.", 200),
        ("2021-Q2", "Kỳ này chưa có biên bản nào được chốt.", 200),
    ],
    ids=range(15),
)
def test_odd_periods_are_answered_in_words(
    world: World, client_of: ClientOf, months: str, said: str, status: int
) -> None:
    assert said in page(client_of("clerk"), world.commune, months, status=status)


@pytest.mark.parametrize(
    ("query", "to"),
    [
        ("?first=7/2025&last=12-2025", "2025-H2"),
        ("?first=2025-01&last=3/2025", "2025-Q1"),
        ("?first=1/2024&last=12/2024&view=then", "2024/?view=then"),
        ("?first=7/2025&last=3/2026", "2025-07..2026-03"),
        ("?first=02/2025&last=2/2025", "2025-02"),
        ("?period=term", "2025-01..2029-12"),
    ],
)
def test_period_goes_by_the_name_that_offices_use(
    world: World, client_of: ClientOf, query: str, to: str
) -> None:
    url = f"/units/{world.commune.pk}/figures/"
    response = client_of("clerk").get(url + query)

    assert (response.status_code, response["Location"].removesuffix("/")) == (302, url + to)


def test_term_of_a_cell_that_elected_is_its_own(world: World, client_of: ClientOf) -> None:
    since, province = dt.date(2025, 3, 10), world.province.pk
    ratified = Ratification.objects.create(
        id=uuid.uuid4(), province=province, cell=world.cell, number="05-QĐ/ĐU", issuer="Thử",
        signed_on=since, from_on=since,
    )  # fmt: skip
    Term.objects.create(
        id=uuid.uuid4(), province=province, unit=world.cell, congress_on=since, from_on=since,
        ratification=ratified,
    )  # fmt: skip
    url = f"/units/{world.cell.pk}/figures/"
    years = term_rules(world.cell.pk, on=today()).number("term.years")

    response = client_of("secretary").get(f"{url}?period=term")

    assert response["Location"] == f"{url}2025-03..{2025 + years}-03/"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?first=12/2025&last=7/2025", "Tháng cuối phải từ tháng đầu trở đi."),
        ("?first=13/2025&last=7/2025", "Chưa hiểu tháng 13/2025. Ví dụ: 7/2026."),
        ("?first=7/2025&last=", "Chưa có tháng: ghi tháng và năm."),
        ("?first=1/2005&last=1/2026", "Kỳ dài nhất là 120 tháng."),
        ("?first=%00&last=1/2026", "Có 1 chỗ cần xem lại"),
    ],
    ids=range(5),
)
def test_months_that_are_none_are_refused_in_words(
    world: World, client_of: ClientOf, query: str, said: str
) -> None:
    response = client_of("clerk").get(f"/units/{world.commune.pk}/figures/{query}")

    assert response.status_code == 422
    assert said in words_of(response)


def test_unasked_the_newest_month_whose_meetings_were_due_is_shown(
    world: World, client_of: ClientOf
) -> None:
    url = f"/units/{world.commune.pk}/figures/"
    month = Month.of(today()) if today().day > 7 else LAST

    assert client_of("clerk").get(url)["Location"] == f"{url}{month}/"


def test_reader_whose_post_ended_yesterday_finds_nothing(world: World, client_of: ClientOf) -> None:
    url = f"/units/{world.commune.pk}/figures/{LAST}/"
    client = client_of("clerk")
    assert client.get(url).status_code == 200

    Post.objects.filter(person__user=world.user("clerk")).update(until_on=today())

    assert client.get(url).status_code == 404
    assert client.get(f"/units/{world.commune.pk}/figures/").status_code == 404


def test_merger_in_the_middle_shows_both_views_side_by_side(
    world: World, client_of: ClientOf
) -> None:
    meeting = held(world, last_month_3rd())
    client = client_of("clerk")
    merge_two(world, client, meeting.held_on + dt.timedelta(days=10))
    new = one("bản Púng Giắt")

    both = page(client, world.commune, LAST).split("Hai cách nhìn lịch sử")[-1]
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/units/{world.commune.pk}/figures/{LAST}/")
    ended = page(client, world.cell, LAST)
    after = page(client, world.cell, LAST.after(1))
    newcomer = page(client, new, LAST)

    assert len(queries) <= MOST
    assert "Bản Púng Giắt 1 1/1" in both
    assert "Bản Púng Giắt – – 17 1/2 12/12 100 % 17" in both
    since = f"{meeting.held_on + dt.timedelta(days=10):%d/%m/%Y}"
    assert f"Đơn vị kết thúc hoạt động ngày {since}. Số liệu theo đơn vị lúc đó." in ended
    assert "12/12" in ended
    assert "Đơn vị đã kết thúc trước kỳ này." in after
    assert f"Đơn vị có từ ngày {since}, trong kỳ này." in newcomer


def test_unit_that_took_others_over_shows_in_todays_view_what_they_did_before_it(
    world: World, client_of: ClientOf
) -> None:
    held(world, last_month_3rd())
    client = client_of("clerk")
    merge_two(world, client, today().replace(day=1))
    new = one("bản Púng Giắt")

    now = page(client, new, LAST)
    then = page(client, new, LAST, "?view=then")
    whole = page(client, world.commune, LAST)

    assert "Có mặt 12/12" in now
    assert "Số của kỳ này là của đơn vị trước đó." in now
    assert "Bản Púng Giắt 1/2" in whole
    assert "Kỳ này chưa có đơn vị" in then
    assert "Theo đơn vị hôm nay" in then


def test_line_of_a_cell_that_moved_opens_to_what_it_did_there(
    world: World, client_of: ClientOf
) -> None:
    """On the very day of the decision it counts for the new superior."""
    months = Months(LAST.after(-1), LAST)
    make_copied(world.cell, world.user("clerk"), LAST.after(-1).first.replace(day=3))
    held(world, last_month_3rd(), absent=3)
    move_units(
        act=act(world.user("province_officer")), units=[world.cell], to=world.other_commune,
        decision=decision(world.province.pk, last_month_3rd()),
    )  # fmt: skip
    client = client_of("province_officer")
    for parent, value in ((world.commune, "10/12"), (world.other_commune, "9/12")):
        url = f"/units/{parent.pk}/figures/{months}/?view=then"
        list(rebuild(today=today()))
        html = client.get(url).content.decode()
        link = f"{world.cell.pk}/figures/{months}/rows/attendance/?view=then&amp;under={parent.pk}"
        assert re.search(f'{re.escape(link)}">{value}<', html), value
        address = f"/units/{link}".replace("&amp;", "&")
        response = client.get(address)
        said = words_of(response)
        assert f"Cộng: {value}" in said
        assert f"khi trực thuộc {named(parent.pk, on=today()).full}" in said
        assert response.content.decode().count('<th scope="row">') == 1
    for under in (world.province.pk, "x", uuid.uuid4()):
        url = f"/units/{world.cell.pk}/figures/{months}/rows/held/?view=then&under={under}"
        assert client.get(url).status_code == 404


def test_page_says_what_waits_to_be_added_up(world: World, client_of: ClientOf) -> None:
    list(rebuild(today=today()))
    Recount.objects.create(
        unit=world.cell.pk, month=FOREVER, not_before=today(), asked_at=timezone.now()
    )

    response = client_of("clerk").get(f"/units/{world.commune.pk}/figures/{LAST}/")

    assert re.search(r"Còn 1 thay đổi chưa cộng, từ \d\d:\d\d ngày", words_of(response))


def test_old_address_of_the_province_leads_to_the_page(world: World, client_of: ClientOf) -> None:
    client, unit = client_of("province_officer"), world.province.pk

    for query in ("", "?view=then"):
        response = client.get(f"/units/{unit}/months/{LAST}/{query}")
        assert response["Location"] == f"/units/{unit}/figures/{LAST}/{query}"
    assert client.get(f"/units/{world.commune.pk}/months/{LAST}/").status_code == 200


def test_charts_are_few_and_stand_with_their_table(world: World, client_of: ClientOf) -> None:
    for back in (1, 2):
        day = LAST.after(-back).first.replace(day=3)
        make_copied(world.cell, world.user("clerk"), day, present=12 - back, unexcused=back - 1)
    held(world, last_month_3rd())
    list(rebuild(today=today()))

    html = client_of("clerk").get(f"/units/{world.commune.pk}/figures/{LAST}/").content.decode()

    assert html.count('class="plot"') == 1
    table = html.split("Từng tháng</caption>")[1].split("</table>")[0]
    assert ["12/12" in table, "11/12" in table, "10/12" in table] == [True] * 3
