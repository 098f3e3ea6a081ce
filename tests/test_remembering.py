"""What a page asked once is not asked again, until what the answer rests on is written."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from chibo.core.remembering import remembering
from chibo.journal.commands import note_reading
from chibo.meetings.models import Meeting
from chibo.members.queries import counting, members_of
from chibo.organizations.authority import Can, may
from chibo.organizations.models import Post
from chibo.organizations.queries import heirs, named, posts_at
from chibo.people.models import Person
from chibo.rulebook.queries import in_force
from tests.sittings import called, last_month_3rd, opened
from tests.world import World, act, today


@pytest.fixture(autouse=True)
def _in_a_request(world: World) -> Iterator[None]:
    with remembering():
        yield


def _asks(what: object) -> int:
    """Return how many questions reach the database for what is asked again."""
    with CaptureQueriesContext(connection) as asked:
        assert callable(what)
        what()
    return len(asked)


def test_nothing_is_asked_twice_when_nothing_was_written(world: World) -> None:
    secretary, cell = world.user("secretary"), world.cell.pk
    questions = {
        "right": lambda: may(secretary, Can.HOLD_MEETING, at=cell, on=today()),
        "name": lambda: named(cell, on=today()),
        "heirs": lambda: heirs([cell, world.commune.pk], on=today()),
        "rules": lambda: in_force(cell, on=today()),
        "members": lambda: members_of(
            cell, on=today(), settings=counting(in_force(cell, on=today()))
        ),
    }
    for name, question in questions.items():
        assert _asks(question), name
        assert not _asks(question), name
    assert _asks(lambda: may(secretary, Can.HOLD_MEETING, at=world.commune.pk, on=today()))


def test_answers_stand_when_a_room_above_is_written(world: World) -> None:
    secretary = world.user("secretary")
    named(world.cell.pk, on=today())
    called(opened(world, last_month_3rd()), secretary)
    note_reading(
        reader=secretary, what="minutes", unit=world.cell.pk, province=world.province.pk,
        at=act(secretary).entered_at,
    )  # fmt: skip
    Meeting.objects.select_for_update().first()
    assert not _asks(lambda: named(world.cell.pk, on=today()))


@pytest.mark.parametrize("how", ["save", "update", "delete", "lock", "people"])
def test_answers_are_forgotten_when_what_they_rest_on_is_written(world: World, how: str) -> None:
    cell = world.cell.pk
    posts = posts_at([cell], ["secretary"], on=today())
    assert len(posts) == 1
    with transaction.atomic():
        if how == "save":
            posts[0].save()
        elif how == "update":
            Post.objects.filter(pk=posts[0].pk).update(until_on=today())
        elif how == "delete":
            Post.objects.filter(pk=posts[0].pk).delete()
        elif how == "lock" and connection.features.has_select_for_update:
            Post.objects.select_for_update().get(pk=posts[0].pk)
        else:
            Person.objects.filter(pk=posts[0].person_id).update(name="Lò Văn Khác")
    again = posts_at([cell], ["secretary"], on=today())
    assert len(again) == (0 if how in {"update", "delete"} else 1)
    assert _asks(lambda: posts_at([cell], ["secretary"], on=today()))  # from now on, each time


def test_nothing_false_is_remembered_when_a_write_is_taken_back(world: World) -> None:
    cell = world.cell.pk
    with transaction.atomic():
        Post.objects.filter(unit=cell, role="secretary").update(until_on=today())
        assert not posts_at([cell], ["secretary"], on=today())
        transaction.set_rollback(True)
    assert len(posts_at([cell], ["secretary"], on=today())) == 1


def test_a_caller_gets_a_list_of_its_own(world: World) -> None:
    first = members_of(
        world.cell.pk, on=today(), settings=counting(in_force(world.cell.pk, on=today()))
    )
    first.clear()
    assert members_of(
        world.cell.pk, on=today(), settings=counting(in_force(world.cell.pk, on=today()))
    )


def test_a_generator_is_not_mistaken_for_another(world: World) -> None:
    cells = [world.cell.pk, world.sibling_cell.pk]
    found = [{post.unit_id for post in posts_at((c for c in [cell]), ["secretary"], on=today())}
             for cell in cells]  # fmt: skip
    assert found == [{cell} for cell in cells]
