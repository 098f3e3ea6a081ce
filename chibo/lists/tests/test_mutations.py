"""A good table spoiled at random: always a page, never half an import."""

import random
from collections.abc import Callable

import pytest
from django.test import Client

from chibo.lists.tests.clerk import Clerk
from chibo.lists.tests.samples import TITLES, people, xlsx
from chibo.members.models import Membership
from tests.world import World

pytestmark = pytest.mark.once

Sign = Callable[[str], Client]
OWN = "bản Huổi Ho"
ODD = (
    "", "-", "0", "99999999", "31/02/1990", "1/1/1", "00/00/0000", "=1+1", "\u00d0\u1ea3ng",
    "a\u0301" * 40, "Tổng số: 5", "Chi bộ bản Púng Giắt 1", "x" * 300, "2026-13-45", "12.5", "-5",
    "'", "<b>", "🙂", None,
)  # fmt: skip


def spoiled(chance: random.Random) -> list[list[object]]:
    """Return a good table with some cells, lines and columns made odd."""
    rows: list[list[object]] = [list(TITLES), *people(12, [OWN])]
    for _turn in range(chance.randrange(1, 12)):
        row = chance.choice(rows)
        what = chance.randrange(5)
        if what == 0 and len(rows) > 4:
            rows.remove(row)
        elif what == 1:
            rows.insert(chance.randrange(len(rows)), list(chance.choice(rows)))
        elif what == 2:
            del row[chance.randrange(len(row)) :]
        elif what == 3 and row:
            chance.shuffle(row)
        elif row:
            row[chance.randrange(len(row))] = chance.choice(ODD)
        rows = [each or [""] for each in rows]
    return rows


@pytest.mark.parametrize("seed", range(6))
def test_page_answers_and_nothing_enters_by_half_when_a_table_is_spoiled(
    world: World, client_of: Sign, seed: int
) -> None:
    chance = random.Random(seed)
    for _turn in range(8):
        clerk = Clerk(client_of("clerk"), world.commune.pk)
        before = Membership.objects.count()

        clerk.bring(xlsx(*spoiled(chance)))
        if clerk.status == 422:
            assert Membership.objects.count() == before
            continue
        seen = clerk.counts()
        clerk._show(clerk.client.get(f"{clerk.here}?show=all"))
        clerk.take()

        assert Membership.objects.count() == before + (seen[0] if clerk.made.done_at else 0)
        assert clerk.made.done_at is not None or not seen[0] + seen[1]
