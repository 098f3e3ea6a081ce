"""Provinces with servers of their own, and a nation that reads their counts: for tests, proofs."""

import datetime as dt
import os
import uuid
from dataclasses import dataclass
from pathlib import Path

from chibo.accounts.models import User
from chibo.figures.commands import fold_all, rebuild
from chibo.minutes.models import MinutesClosure
from chibo.organizations.commands import NewUnit, end_units, found_units, install, rename_unit
from chibo.organizations.models import Decision, Kind, Unit
from chibo.people.commands import add_person
from chibo.people.models import Sex
from tests.servers import Server, until
from tests.sittings import held, last_month_3rd
from tests.world import START, World, act, decision, make_world, today

os.environ.setdefault("CHIBO_CLUSTER_PASSWORD", "thu-nghiem")
MERGER = dt.date(2026, 7, 1)


def month_day(months_ago: int) -> dt.date:
    """Return the 3rd of so many months ago."""
    on = last_month_3rd()
    for _month in range(months_ago - 1):
        on = (on.replace(day=1) - dt.timedelta(days=1)).replace(day=3)
    return on


@dataclass
class Province:
    """A province's machine, and handles to the small world in it."""

    server: Server
    name: str
    id: uuid.UUID
    world: World | None = None
    port: int = 0  # of the wire to it, if there is one between

    @property
    def dsn(self) -> str:
        """How the nation reaches it."""
        port = self.port or self.server.port
        return f"host=127.0.0.1 port={port} dbname=postgres user=nation connect_timeout=3"

    def hold(self, months_ago: int) -> MinutesClosure:
        """Hold and close a meeting by the commands, and add it up."""
        assert self.world is not None
        with self.server.inside():
            closure = held(self.world, month_day(months_ago), absent=2)
            fold_all(today=today())
        return closure

    def end(self, units: list[Unit], number: str) -> None:
        """End units by a decision: another province takes them."""
        assert self.world is not None
        with self.server.inside():
            for unit in units:
                end_units(act=act(self.world.user("province_officer")), units=[unit],
                          decision=numbered(self.id, number))  # fmt: skip
            list(rebuild(today=today()))

    def take(self, commune: str, cell: str, number: str) -> None:
        """Found a commune with a cell by the decision that ends them elsewhere."""
        assert self.world is not None
        officer = self.world.user("province_officer")
        with self.server.inside():
            ruling = numbered(self.id, number)
            above = self.world.province
            for kind, name in ((Kind.COMMUNE, commune), (Kind.CELL, cell)):
                new = NewUnit(uuid.uuid4(), kind, name, "village" if kind == Kind.CELL else "")
                above = found_units(
                    act=act(officer), new=[new], parent=above, decision=ruling
                )[0]  # fmt: skip
            list(rebuild(today=today()))


def numbered(province: uuid.UUID, number: str) -> Decision:
    """Return an unsaved decision with a number."""
    ruling = decision(province, MERGER)
    ruling.number = number
    return ruling


def with_world(server: Server, name: str) -> Province:
    """Make the small world in a server that is migrated."""
    with server.inside():
        world = make_world()
        rename_unit(act=act(world.user("province_officer")), unit=world.province, name=name,
                    decision=decision(world.province.pk, dt.date(2021, 1, 1)))  # fmt: skip
        list(rebuild(today=today()))
    return Province(server, name, world.province.pk, world)


def with_root(server: Server, name: str) -> Province:
    """Make a province with nothing in it, in a server that is migrated."""
    root = uuid.uuid4()
    with server.inside():
        user = User.objects.create_user("province_officer")
        who = add_person(id=uuid.uuid4(), province=root, name="Trần Đức Khải",
                         birth=(1984, None, None), sex=Sex.MALE, user=user)  # fmt: skip
        install(act=act(user, START), new=NewUnit(root, Kind.PROVINCE, name),
                decision=decision(root, START), officer=who)  # fmt: skip
        list(rebuild(today=today()))
    return Province(server, name, root)


def joined(nation: Server, provinces: dict[str, Province]) -> None:
    """Let the rows of provinces come in, and wait until they are there."""
    for key, each in provinces.items():
        each.server.chibo("cluster", "publish")
        nation.chibo("cluster", "join", key, "--province", str(each.id), "--dsn", each.dsn)
    copied(nation)


def copied(nation: Server) -> None:
    """Wait until everything that was there is copied."""
    until(lambda: nation.ask(
        "select bool_and(srsubstate = 'r') and count(*) > 0 from pg_subscription_rel"))  # fmt: skip


FIRST = ("--name", "Toàn quốc", "--login", "doc", "--reader", "Đinh Thị Nga", "--born", "1975",
         "--sex", "female")  # fmt: skip


def dumped(server: Server, to: Path) -> str:
    """Return all that a server's base holds, as text."""
    server.run("pg_dump", "-d", server.dsn, "-f", str(to))
    return to.read_text()
