"""Where help is wanted: each cell with its reasons as facts, and whom to ring; nobody is ranked."""

import datetime as dt

import pytest

from chibo.copies.testing import make_copied
from chibo.core.days import Month
from chibo.figures.commands import rebuild
from chibo.organizations.models import Post, Role, Unit
from chibo.rulebook.commands import NewRule, set_rule
from tests.sittings import held, last_month_3rd
from tests.test_figures_page import ClientOf, words_of
from tests.world import World, act, today

pytestmark = pytest.mark.django_db
THIS = Month.of(today())


def page(client_of: ClientOf, login: str, unit: Unit, query: str = "") -> str:
    """Return the words of the page, after all was added up."""
    list(rebuild(today=today()))
    response = client_of(login).get(f"/units/{unit.pk}/help/{query}")
    assert response.status_code == 200
    return words_of(response)


def _few_came(world: World, months: int) -> None:
    for back in range(1, months + 1):
        day = THIS.after(-back).first.replace(day=3)
        make_copied(world.cell, world.user("secretary"), day, members=12, present=5, late=0,
                    excused=7, unexcused=0)  # fmt: skip


def test_months_missed_are_named_and_the_secretary_can_be_rung(
    world: World, client_of: ClientOf
) -> None:
    held(world, last_month_3rd())

    said = page(client_of, "clerk", world.commune)

    months = ", ".join(f"tháng {m.number}/{m.year}" for m in (THIS.after(-2), THIS.after(-1)))
    assert f"Bản Huổi Ho Chưa họp: {months} Gọi Bí thư Hạng A Dế: 0900 000 111" in said
    assert "cách làm của sổ, chưa có văn bản" in said
    assert "Xem và đổi các mức này" in said
    from_above = page(client_of, "province_officer", world.province)
    assert "Đảng bộ xã Mường Pồn" in from_above
    assert "Bản Nà Hỳ 1" in from_above
    assert "0900" not in from_above


def test_three_meetings_with_few_are_told_with_their_numbers(
    world: World, client_of: ClientOf
) -> None:
    _few_came(world, 2)
    assert "Ít người dự" not in page(client_of, "clerk", world.commune)

    make_copied(world.cell, world.user("secretary"), THIS.after(-3).first.replace(day=3),
                members=12, present=4, late=0, excused=8, unexcused=0)  # fmt: skip
    said = page(client_of, "clerk", world.commune, "?why=help_low")

    third, second, first = (f"03/{THIS.after(-n).number:02}" for n in (3, 2, 1))
    assert f"có mặt: 4/12 ({third}), 5/12 ({second}), 5/12 ({first})" in said
    assert "Bản Huổi Ho" not in said


def test_rule_of_the_commune_says_from_when_help_is_wanted(
    world: World, client_of: ClientOf
) -> None:
    _few_came(world, 2)
    new = NewRule("help.running_meetings", "2", "", None, today() - dt.timedelta(days=9))

    set_rule(act=act(world.user("clerk")), unit=world.commune, new=new)

    said = page(client_of, "clerk", world.commune)
    assert "Ít người dự, các buổi gần nhất có mặt: 5/12" in said
    assert "2 buổi liền có mặt dưới 50 %" in said


def test_promise_overdue_and_vacant_post_are_told_and_somebody_else_is_rung(
    world: World, client_of: ClientOf
) -> None:
    closure = held(world, last_month_3rd())
    Post.objects.filter(unit=world.cell, role=Role.SECRETARY).update(until_on=today())
    due = closure.held_on + dt.timedelta(days=20)

    said = page(client_of, "clerk", world.commune)

    assert f"1 việc quá hạn, lâu nhất từ {due:%d/%m/%Y}" in said
    assert "Chưa có bí thư Gọi Phó bí thư" in said
    assert world.members[3].person.name not in said


def test_reason_that_is_none_is_not_found(world: World, client_of: ClientOf) -> None:
    url = f"/units/{world.commune.pk}/help/?why=lazy"

    assert client_of("clerk").get(url).status_code == 404
