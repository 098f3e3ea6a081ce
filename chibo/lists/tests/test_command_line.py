"""`chibo import members`: dry run, all or nothing, the good lines alone, twice."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chibo.lists.tests.samples import TITLES, people, xlsx
from chibo.members.models import Membership
from tests.world import World

OWN = "bản Huổi Ho"


def run(*arguments: str, what: str = "members") -> str:
    out = io.StringIO()
    call_command("import", what, *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    lines = people(6, [OWN])
    path = tmp_path / "ds.xlsx"
    path.write_bytes(xlsx(TITLES, *lines))
    return path


def test_members_come_in_once_when_the_command_runs_twice(world: World, table: Path) -> None:
    arguments = (str(table), "--unit", "xã Mường Pồn", "--as", "clerk")
    before = Membership.objects.count()

    looked = run(*arguments, "--dry-run")
    none = Membership.objects.count()
    taken = run(*arguments)
    again = run(*arguments)

    assert "6 mới, 0 thay đổi" in looked
    assert "Chưa ghi, chỉ xem." in looked
    assert none == before
    assert "Đã ghi." in taken
    assert Membership.objects.count() == before + 6
    assert "0 mới, 0 thay đổi, 6 như trong sổ" in again
    assert "Không có gì để ghi" in again


def test_nothing_enters_when_a_line_is_wrong_unless_only_the_good_ones_are_wanted(
    world: World, tmp_path: Path
) -> None:
    lines = people(6, [OWN])
    lines[2][6] = "31/02/1990"
    path = tmp_path / "ds.xlsx"
    path.write_bytes(xlsx(TITLES, *lines))
    arguments = (str(path), "--unit", str(world.commune.pk), "--as", "clerk")
    before = Membership.objects.count()

    with pytest.raises(CommandError, match="Còn 1 dòng cần xem, chưa ghi dòng nào"):
        run(*arguments)
    nothing = Membership.objects.count()
    said = run(*arguments, "--only-good")

    assert nothing == before
    assert "Dòng 4" in said
    assert "không có ngày “31/02/1990”" in said
    assert Membership.objects.count() == before + 5


@pytest.mark.parametrize(
    ("login", "unit", "say"),
    [
        ("nobody", "xã Mường Pồn", "Không có tài khoản"),
        ("other_officer", "xã Mường Pồn", "Có 0 đơn vị"),
        ("secretary", "bản Púng Giắt 1", "Có 0 đơn vị"),
    ],
)
def test_stranger_is_refused_when_bringing_a_list(
    world: World, table: Path, login: str, unit: str, say: str
) -> None:
    with pytest.raises(CommandError, match=say):
        run(str(table), "--unit", unit, "--as", login)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04junk", b"\xff\xfe\x00", b"a,b\n1,2\n"])
def test_file_that_is_no_list_is_refused_in_a_sentence(
    world: World, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "ds.csv"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=r"[:.]$"):
        run(str(path), "--unit", "xã Mường Pồn", "--as", "clerk", "--only-good")
