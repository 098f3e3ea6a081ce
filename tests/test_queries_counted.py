"""How many questions a page asks the database: few, and as many for 40 members as for 12."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chibo.core.days import Month
from chibo.members.commands import enter_members
from tests.sittings import called, decided, held, last_month_3rd, opened
from tests.world import World, act, new_member, today

LIST_OF_24 = 10
CLOSED = {"secretary": 9, "member": 9, "clerk": 9}
OPEN = 12  # one asks whether other cells gave themselves to this one


def _grow(world: World) -> None:
    """Make 40 members of 12."""
    new = [new_member(f"Lò Văn {letter * 2}", 1970) for letter in "ABCDEGHIKLMNOPQRSTUVXYÀÁÂÊÔƠ"]
    world.members += enter_members(act=act(world.user("clerk")), cell=world.cell, new=new)


def _asked(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("members", [12, 40])
@pytest.mark.parametrize("login", CLOSED)
def test_queries_of_a_closed_meeting_stay_few_when_the_cell_grows(
    world: World, client_of: Callable[[str], Client], login: str, members: int
) -> None:
    if members == 40:
        _grow(world)
    closure = held(world, last_month_3rd(), absent=3, unexcused=1)

    asked = _asked(client_of(login), f"/meetings/{closure.meeting_id}/")

    assert closure.counted == members
    assert asked == CLOSED[login]


@pytest.mark.parametrize("members", [12, 40])
def test_queries_of_an_open_meeting_stay_the_same_when_the_cell_grows(
    world: World, client_of: Callable[[str], Client], members: int
) -> None:
    if members == 40:
        _grow(world)
    held(world, last_month_3rd())
    meeting = opened(world, today())
    called(meeting, world.user("secretary"), absent=2)
    decided(meeting, world.user("secretary"), world.members[4])

    asked = _asked(client_of("secretary"), f"/meetings/{meeting.pk}/")

    assert asked == OPEN


@pytest.mark.parametrize("members", [12, 40])
def test_queries_of_a_list_stay_few_when_it_has_24_meetings(
    world: World, client_of: Callable[[str], Client], members: int
) -> None:
    if members == 40:
        _grow(world)
    user = world.user("secretary")
    for back in range(1, 25):
        meeting = opened(world, Month.of(today()).after(-back).first.replace(day=3))
        called(meeting, user, absent=1)
    client, url = client_of("secretary"), f"/units/{world.cell.pk}/meetings/"

    asked = _asked(client, url)

    assert client.get(url).content.decode().count('<li>\n            <a class="row"') == 24
    assert asked == LIST_OF_24
