"""The statistical forms through their pages: filled, typed, set anew, as files."""

import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from chibo.core.periods import Months
from chibo.figures.commands import fold_all, rebuild
from chibo.members.commands import enter_members
from chibo.organizations.models import Kind, Unit
from chibo.statforms.filling import filled
from chibo.statforms.models import Mapping, TypedTotals
from chibo.statforms.queries import form_for, shipped
from tests.world import World, _found, act, new_member, today

YEAR = f"{today().year}"


@pytest.fixture
def added(world: World) -> World:
    """Return the world with its sums."""
    list(rebuild(today=today()))
    return world


def _page(unit: Unit, number: str, end: str = "", period: str = YEAR) -> str:
    return f"/units/{unit.pk}/forms/{number}/{period}/{end}"


def _numbers(world: World, unit: Unit, number: str) -> dict[str, int | None]:
    held = form_for(unit.pk, number, on=today())
    assert held is not None
    return filled(held.form, unit.pk, Months.parse(YEAR), today=today()).numbers


def _post(client: Client, page: str, **values: Any) -> Any:
    return client.post(page, {"act": str(uuid.uuid4()), **values})


def test_a_form_counts_the_register_as_a_count_of_its_rows(added: World) -> None:
    numbers = _numbers(added, added.commune, "3-BTCTW")
    people = [(row.person.sex, today().year - row.person.birth_year) for row in added.members]
    people += [("male", today().year - 1970)] + [("male", today().year - 1975)] * 4

    assert numbers["all"] == len(people) == 17
    assert numbers["trong_do_nu"] == sum(sex == "female" for sex, _age in people)
    assert numbers["du_bi"] == 2
    spans = {"tu_18_30_tuoi": (18, 30), "tu_31_35_tuoi": (31, 35), "tu_41_45_tuoi": (41, 45),
             "tu_51_55_tuoi": (51, 55), "tren_60_tuoi": (61, 999)}  # fmt: skip
    for key, (first, last) in spans.items():
        assert numbers[key] == sum(first <= age <= last for _sex, age in people), key
    assert numbers["tu_01_5_1975_den_nay"] == 17
    assert numbers["dan_toc_thieu_so"] is None


def test_a_form_takes_its_figures_from_the_catalogue_and_balances(added: World) -> None:
    numbers = _numbers(added, added.province, "1-BTCTW")

    assert numbers["closing"] == 22
    assert numbers["opening"] + numbers["up"] - numbers["down"] + numbers["carried"] == 22  # type: ignore[operator]
    assert numbers["up_rest"] == numbers["readmitted"] + numbers["listed"] + numbers["up_other"]  # type: ignore[operator]


def test_units_below_stand_in_order_and_few_are_not_broken_down(
    added: World, client_of: Callable[[str], Client]
) -> None:
    few = [new_member(f"Lò Văn Dế {letter}", 1975) for letter in "ABC"]
    clerk = added.user("clerk")
    small = _found(added.user("province_officer"), added.commune, Kind.CELL, "bản Tin Tốc")[0]
    enter_members(act=act(clerk), cell=small, new=few)
    fold_all(today=today())
    held = form_for(added.commune.pk, "3-BTCTW", on=today())
    assert held is not None

    found = filled(held.form, added.commune.pk, Months.parse(YEAR), today=today())

    assert [line.unit.name for line in found.lines] == [
        "bản Huổi Ho", "bản Púng Giắt 1", "bản Tin Tốc",
    ]  # fmt: skip
    assert [line.numbers["all"] for line in found.lines] == [5, 12, 3]
    assert [line.numbers["tu_51_55_tuoi"] is None for line in found.lines] == [False, False, True]
    assert found.numbers["all"] == 20
    assert (
        "dưới 5 đảng viên"
        in client_of("clerk").get(_page(added.commune, "3-BTCTW")).content.decode()
    )


def test_totals_are_typed_and_add_up_bottom_up(
    added: World, client_of: Callable[[str], Client]
) -> None:
    secretary, clerk = client_of("secretary"), client_of("clerk")
    page = _page(added.cell, "7-BTCTW", "typed/")
    assert _post(secretary, page, huy_hieu_dang_30_nam="2").status_code == 302
    sibling = _page(added.sibling_cell, "7-BTCTW", "typed/")
    assert _post(clerk, sibling, huy_hieu_dang_30_nam="1").status_code == 302
    badge = "huy_hieu_dang_30_nam"
    assert _numbers(added, added.commune, "7-BTCTW")[badge] == 3
    assert _numbers(added, added.province, "7-BTCTW")[badge] == 3

    _post(secretary, page, huy_hieu_dang_30_nam="4")  # the newest counts, the earlier row stays
    assert _numbers(added, added.commune, "7-BTCTW")[badge] == 5
    assert TypedTotals.objects.count() == 3
    _post(clerk, _page(added.commune, "7-BTCTW", "typed/"), huy_hieu_dang_30_nam="7")
    assert _numbers(added, added.commune, "7-BTCTW")[badge] == 7
    assert _numbers(added, added.province, "7-BTCTW")[badge] == 7
    assert _numbers(added, added.commune, "7-BTCTW")["huy_hieu_dang_40_nam"] is None
    shown = clerk.get(_page(added.commune, "7-BTCTW")).content.decode()
    assert "Nguyễn Thu Hà ghi tay" in shown


def test_what_is_typed_badly_is_said_and_kept(
    added: World, client_of: Callable[[str], Client]
) -> None:
    clerk = client_of("clerk")
    page = _page(added.commune, "7-BTCTW", "typed/")
    answer = _post(clerk, page, huy_hieu_dang_30_nam="hai")
    assert answer.status_code == 422
    assert "Ghi một số từ 0 trở lên" in answer.content.decode()
    assert 'value="hai"' in clerk.get(page).content.decode()
    empty = _post(clerk, page)
    assert "ghi ít nhất một ô" in empty.content.decode()
    assert not TypedTotals.objects.exists()
    late = f"{today().year + 1}"
    assert clerk.get(_page(added.commune, "7-BTCTW", period=late)).status_code == 404
    assert clerk.get(_page(added.commune, "99-BTCTW")).status_code == 404
    assert clerk.get(_page(added.commune, "7-BTCTW", period="2026-13")).status_code == 404


def test_ethnicity_is_not_asked_of_a_cell(added: World, client_of: Callable[[str], Client]) -> None:
    at_cell = client_of("clerk").get(_page(added.cell, "3-BTCTW", "typed/")).content.decode()
    above = client_of("clerk").get(_page(added.commune, "3-BTCTW", "typed/")).content.decode()
    assert 'name="dan_toc_thieu_so"' not in at_cell
    assert 'name="dan_toc_thieu_so"' in above
    _post(client_of("clerk"), _page(added.cell, "3-BTCTW", "typed/"),
          dan_toc_thieu_so="3", sinh_vien="1")  # fmt: skip
    assert TypedTotals.objects.get().values == {"sinh_vien": 1}


def test_a_form_with_parts_is_typed_and_shown(
    added: World, client_of: Callable[[str], Client]
) -> None:
    clerk = client_of("clerk")
    page = _page(added.commune, "11-BTCTW", "typed/")
    assert 'name="tong_so.11"' in clerk.get(page).content.decode()
    _post(clerk, page, **{"tong_so.1": "4", "tong_so.7": "1.204"})
    shown = clerk.get(_page(added.commune, "11-BTCTW")).content.decode()
    assert "1.204" in shown
    assert _numbers(added, added.province, "11-BTCTW")["tong_so.1"] == 4


def test_an_office_sets_a_form_anew_for_its_branch(
    added: World, client_of: Callable[[str], Client]
) -> None:
    clerk = client_of("clerk")
    text = shipped()["1-BTCTW"].replace("Thống kê tăng, giảm", "Bảng tăng, giảm của xã")
    page = f"/units/{added.commune.pk}/forms/1-BTCTW/text/"
    day = {"from_on_day": f"{today():%d/%m/%Y}"}

    wrong = _post(clerk, page, text=text.replace('"members"', '"membres"'), **day)
    assert wrong.status_code == 422
    assert "không có chỉ số membres" in wrong.content.decode()
    assert "membres" in clerk.get(page).content.decode()
    assert _post(clerk, page, text=text, **day).status_code == 302

    assert "của xã" in clerk.get(_page(added.cell, "1-BTCTW")).content.decode()
    assert (
        "của xã"
        not in client_of("other_officer")
        .get(_page(added.other_commune, "1-BTCTW"))
        .content.decode()
    )
    last_year = _page(added.commune, "1-BTCTW", period=f"{today().year - 1}")
    assert "của xã" not in clerk.get(last_year).content.decode()
    own = text.replace('number = "1-BTCTW"', 'number = "20-DU"')
    _post(clerk, page, text=own, **day)
    assert "Biểu số 20-DU" in clerk.get(f"/units/{added.commune.pk}/forms/").content.decode()
    assert Mapping.objects.count() == 2


def test_files_say_what_the_page_says_without_a_formula(
    added: World, client_of: Callable[[str], Client]
) -> None:
    clerk = client_of("clerk")
    _post(clerk, _page(added.commune, "3-BTCTW", "typed/"), sinh_vien="1")
    content = clerk.get(_page(added.commune, "3-BTCTW", "form.xlsx")).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    own = {row[0]: row[1:] for row in book.get_sheet_by_name("Biểu").to_python()}
    assert own["I. Đảng viên trong danh sách có đến cuối kỳ báo cáo"][0] == 17
    assert own["- Sinh viên"][0] == 1
    assert own["- Sinh viên"][3:5] == ["ghi tay", "chưa đối chiếu"]
    units = book.get_sheet_by_name("Từng đơn vị").to_python()
    assert [row[1:3] for row in units[3:]] == [
        ["Chi bộ bản Huổi Ho", 5], ["Chi bộ bản Púng Giắt 1", 12], ["Cộng", 17],
    ]  # fmt: skip
    assert b"<f>" not in content

    pdf = PdfReader(io.BytesIO(clerk.get(_page(added.commune, "1-BTCTW", "form.pdf")).content))
    said = " ".join(page.extract_text() for page in pdf.pages)
    assert "Biểu số 1-BTCTW" in said
    assert "Đảng viên trong danh sách cuối kỳ" in " ".join(said.split())
    assert pdf.pages[0].mediabox.width > pdf.pages[0].mediabox.height
    word = clerk.get(_page(added.commune, "11-BTCTW", "form.docx"))
    assert word.content[:2] == b"PK"


def test_queries_stay_few_when_units_grow(added: World, client_of: Callable[[str], Client]) -> None:
    clerk, page = client_of("province_officer"), _page(added.province, "3-BTCTW")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert clerk.get(page).status_code == 200
        return len(queries)

    clerk.get(page)
    few = asked()
    names = [f"xã Mường {letter}" for letter in "ABCDEGHIKL"]
    _found(added.user("province_officer"), added.province, Kind.COMMUNE, *names)
    assert asked() == few
    assert few <= 30
