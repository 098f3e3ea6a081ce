"""`chibo import past-months`: a whole table or nothing, every bad line by its number."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chibo.copies.tests.test_pages import HEAD, back, line
from chibo.journal.models import Entry
from chibo.minutes.models import MinutesClosure
from tests.world import World

pytestmark = pytest.mark.django_db


def run(tmp_path: Path, *lines: str, **options: object) -> tuple[str, str]:
    """Import a table as the province's officer, unless said otherwise; return both outputs."""
    path = tmp_path / "thang.csv"
    path.write_text("\n".join([HEAD.replace("Chi bộ", "Xã\tChi bộ", 1), *lines]), encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    options = {"login": "province_officer", **options}
    try:
        call_command("import", "past-months", str(path), stdout=out, stderr=err, **options)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def of(commune: str, cell: str, months: int, *figures: int) -> str:
    return f"{commune}\t{line(back(months), *(figures or (12, 10, 1, 1, 1)), cell=cell)}"


GOOD = (
    of("xã Mường Pồn", "bản Púng Giắt 1", 30), of("Đảng bộ xã Mường Pồn", "Bản Huổi Ho", 30),
    of("xã Nà Hỳ", "Chi bộ bản Nà Hỳ 1", 29),
)  # fmt: skip
BAD = of("xã Nà Hỳ", "bản Nà Hỳ 1", 28, 12, 10, 1, 1, 0)


def test_table_is_copied_when_every_line_is_right(world: World, tmp_path: Path) -> None:
    out, err = run(tmp_path, *GOOD)

    assert (out, err) == ("3 buổi họp của 3 chi bộ. Đã chép vào sổ.\n", "")
    found = MinutesClosure.objects.values_list("cell", "superior", "is_from_paper")
    assert set(found) == {
        (world.cell.pk, world.commune.pk, True), (world.sibling_cell.pk, world.commune.pk, True),
        (world.foreign_cell.pk, world.other_commune.pk, True),
    }  # fmt: skip
    entry = Entry.objects.get(verb="months.copied")
    assert (entry.unit, entry.actor) == (world.province.pk, world.user("province_officer"))


def test_nothing_is_copied_when_one_line_is_wrong(world: World, tmp_path: Path) -> None:
    out, err = run(tmp_path, *GOOD, BAD)

    assert out == ""
    assert "Dòng 5, cột Có mặt: 10 có mặt, 1 vắng, không đủ 12: sửa một số.\n" in err
    assert "Còn 1 dòng cần sửa, chưa chép dòng nào." in err
    assert not MinutesClosure.objects.exists()


def test_good_lines_are_copied_when_asked_to(world: World, tmp_path: Path) -> None:
    out, err = run(tmp_path, *GOOD, BAD, good_rows_only=True)

    assert out == "3 buổi họp của 3 chi bộ. Đã chép vào sổ.\n"
    assert "Dòng 5, cột Có mặt" in err
    assert MinutesClosure.objects.count() == 3


def test_nothing_is_copied_when_only_checked(world: World, tmp_path: Path) -> None:
    out, _err = run(tmp_path, *GOOD, check=True)

    assert out == "3 buổi họp của 3 chi bộ. Chưa chép, chỉ xem.\n"
    assert not MinutesClosure.objects.exists()


def test_second_run_copies_nothing_when_the_table_is_in_the_book(
    world: World, tmp_path: Path
) -> None:
    run(tmp_path, *GOOD)

    out, err = run(tmp_path, *GOOD)

    assert out == ""
    assert err.count("đã có buổi định kỳ trong sổ, bỏ dòng này.") == 3
    assert MinutesClosure.objects.count() == 3


def test_cells_of_others_are_unknown_when_a_commune_copies(world: World, tmp_path: Path) -> None:
    out, err = run(tmp_path, *GOOD, login="clerk")

    assert out == ""
    assert err.startswith("Dòng 4, cột Chi bộ: không thấy chi bộ “Chi bộ bản Nà Hỳ 1” ở đây")
    assert "Còn 1 dòng" in err


@pytest.mark.parametrize("login", ["member", "technical_administrator", "nobody"])
def test_nobody_copies_when_the_login_has_no_such_right(
    world: World, tmp_path: Path, login: str
) -> None:
    out, err = run(tmp_path, *GOOD, login=login)

    assert (out, err) == ("", f"“{login}” không chép được tháng cũ: xem lại tên.")


def test_file_is_named_when_it_is_not_there(world: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Không mở được tệp"):
        call_command("import", "past-months", str(tmp_path / "x.csv"), login="province_officer")


def test_commune_tells_two_cells_apart_when_they_share_a_name(world: World, tmp_path: Path) -> None:
    lines = [of("", "bản Púng Giắt 1", 30), of("xã Nà Hỳ", "bản Púng Giắt 1", 30)]

    _out, err = run(tmp_path, *lines)

    assert "Dòng 3, cột Chi bộ: không thấy chi bộ “bản Púng Giắt 1” ở đây" in err
    assert "Dòng 2" not in err
