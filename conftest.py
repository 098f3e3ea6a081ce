"""What all tests share: the small world, and clients that are signed in."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client, TransactionTestCase

from chibo.journal import guard
from tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def client_of(world: World) -> Callable[[str], Client]:
    """Return a signed-in client by the name of a login of the world."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(world.user(name))
        return client

    return sign_in


_flush = TransactionTestCase._fixture_teardown


def _flush_with_journal(self: TransactionTestCase) -> None:
    """Empty the tables after a test that commits: only here may the journal be emptied."""
    with connection.schema_editor() as editor:
        guard.open_(None, editor)
    _flush(self)
    with connection.schema_editor() as editor:
        guard.close(None, editor)


TransactionTestCase._fixture_teardown = _flush_with_journal  # type: ignore[method-assign]
