"""A base loaded with a branch, and who signs in there."""

import datetime as dt
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from bench import sums
from bench.asked import note, timed
from bench.generate import MEMBER, PERSON, Branch, Cell, Size, key
from bench.load import Loader
from bench.put import run, unchecked
from chibo.accounts.models import User
from chibo.core.days import FOREVER
from chibo.organizations.models import Post, Unit
from chibo.people.models import Person, keys_of


def today() -> dt.date:
    """Return the day in the meeting houses."""
    return timezone.localdate()


def prepared(size: Size) -> Loader:
    """Make the base new: its tables, and what all provinces share."""
    if connection.vendor == "postgresql":
        run("drop schema public cascade")
        run("create schema public")
    else:
        connection.close()
        for end in ("", "-wal", "-shm"):
            Path(f"{connection.settings_dict['NAME']}{end}").unlink(missing_ok=True)
    call_command("migrate", verbosity=0)
    loader = Loader(size, today())
    loader.prepare()
    return loader


def load_province(loader: Loader, number: int) -> Branch:
    """Load all of a province anew, in one piece for each month; print what it took."""
    size = loader.size
    if connection.vendor == "postgresql":
        run("set synchronous_commit = off")
    took: dict[str, float] = {}
    branch = Branch(size, number, loader.first)
    if Unit.objects.filter(pk=branch.province.id).exists():
        loader.forget(branch.province.id)
    took["units and people"] = timed(lambda: loader.province(branch))
    took["closures"] = timed(
        lambda: [loader.closures(branch, month) for month in range(size.months)]
    )
    marked: list[int] = []
    attended = range(size.months - size.attended, size.months)
    took["attendance"] = timed(
        lambda: marked.extend(loader.attendance(branch, month) for month in attended)
    )
    with unchecked():
        took["figures"] = timed(lambda: _figures(branch, loader.today))
    told = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in took.items())
    note(
        f"province {number + 1}: {len(branch.cells)} cells, "
        f"{sum(cell.members for cell in branch.cells)} members, {sum(marked)} attendance rows; "
        + told
    )
    return branch


def _figures(branch: Branch, on: dt.date) -> None:
    sums.seats(branch.nodes)
    sums.cells(branch, on)
    depths = {len(node.above) for node in branch.nodes if node is not branch.province}
    sums.above(branch.province.id, depths)
    sums.fresh(on)


def analyze() -> None:
    """Let the database count what it holds."""
    run("analyze")


def officer(unit: UUID, name: str = "officer") -> User:
    """Return somebody of the committee's organisation office, who reads all below a unit."""
    user, is_new = User.objects.get_or_create(username=name)
    if is_new:
        person = Person.objects.create(
            id=uuid.uuid4(), province=unit, name=f"Cán bộ {name}", birth_year=1980, sex="female",
            user=user, **keys_of(f"Cán bộ {name}"),
        )  # fmt: skip
        Post.objects.create(
            id=uuid.uuid4(), province=unit, person=person, unit_id=unit, role="province_officer",
            from_on=today() - dt.timedelta(days=400), until_on=FOREVER,
        )  # fmt: skip
    return user


def secretaries(cells: Iterable[Cell]) -> dict[UUID, User]:
    """Return a login for the secretary of each of some cells."""
    cells = list(cells)
    people = {cell.node.id: key(PERSON, cell.node.n * 10_000) for cell in cells}
    names = [f"secretary-{cell.node.n}" for cell in cells]
    old = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    User.objects.bulk_create(User(username=name) for name in names if name not in old)
    users = {user.username: user for user in User.objects.filter(username__in=names)}
    found = {}
    for cell, name in zip(cells, names, strict=True):
        Person.objects.filter(pk=people[cell.node.id]).update(user=users[name])
        found[cell.node.id] = users[name]
    return found


def members_of(cell: Cell) -> list[UUID]:
    """Return the memberships of a cell, the probationers last."""
    return [key(MEMBER, cell.node.n * 10_000 + rank) for rank in range(cell.members)]


def client(user: User) -> Client:
    """Return a browser that is signed in."""
    found = Client()
    found.force_login(user)
    return found


def session(user: User) -> str:
    """Return the cookie of a signed-in session."""
    store = SessionStore()
    values: dict[str, Any] = {
        SESSION_KEY: str(user.pk), HASH_SESSION_KEY: user.get_session_auth_hash(),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
    }  # fmt: skip
    store.update(values)
    store.create()
    return str(store.session_key)
