"""What all tests share: the small world, and clients that are signed in."""

import pickle
from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings

from chibo.journal import guard
from tests.world import World, make_world


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep the SQLite database in a file, as in life: several threads share no memory."""
    if connection.vendor == "sqlite":
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(path)


_once_made: list[bytes] = []


@pytest.fixture
def world(db: None) -> World:
    """Return the small world: made by the commands once, then its rows written as they were."""
    if not _once_made:
        made = make_world()
        models = [model for model in apps.get_models() if model.__module__.startswith("chibo.")]
        rows = [(model, list(model._base_manager.all())) for model in models]
        _once_made.append(pickle.dumps((made, rows)))
        return made
    again, rows = pickle.loads(_once_made[0])  # noqa: S301 - our own
    for model, each in rows:
        model._base_manager.bulk_create(each)
    return again


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

LONGEST = ("test_rights_matrix", "by_chance", "life_of_chance", "test_bench")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take longest, so that no worker is left alone with them."""
    items.sort(key=lambda item: not any(name in item.nodeid for name in LONGEST))
