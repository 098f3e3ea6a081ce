"""45,000 members by `chibo import`, beside reading the file and writing its rows by raw SQL.

    CHIBO_VAR=build/bench-lists python -m bench.lists

Prints `import-45000`: processor time of dry run and import together, over that of reading with
calamine and inserting the same rows of all tables.
"""

import datetime as dt
import io
import os
import random
import resource
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

LINES, IN_A_CELL = 45_000, 20
TABLES = ("people_person", "members_event", "members_membership")


def main() -> None:
    """Make an empty base, bring the list, measure."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chibo.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    path, unit = _made()
    arguments = ("members", str(path), "--unit", unit, "--as", "clerk", "--only-good")

    def brought(*more: str) -> Callable[[], object]:
        return lambda: call_command(
            "import", *arguments, *more, stdout=io.StringIO(), stderr=io.StringIO()
        )

    ours = _took(brought("--dry-run")) + _took(brought())
    rows, least = _kept(), 0.0
    least += _took(lambda: _read(path))
    least += _took(lambda: _insert(rows))
    sys.stdout.write(
        f"import-45000: {ours / least:.1f} (goal 8; {ours:.1f} s against {least:.1f} s)\n"
    )


def _took(do: Callable[[], object]) -> float:
    """Return the processor time of a piece of work and of the processes that it starts."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    before = sum(sum(resource.getrusage(each)[:2]) for each in who)
    do()
    return sum(sum(resource.getrusage(each)[:2]) for each in who) - before


def _made() -> tuple[Path, str]:
    """Found the cells, and write the list; return its path and the unit's id."""
    from chibo.lists.tests import samples
    from chibo.organizations.commands import NewUnit, found_units
    from chibo.organizations.models import CellType, Kind
    from tests.world import START, act, decision, make_world

    world, chance = make_world(), random.Random(3)
    names = [f"bản Nậm {samples.GIVEN[n % 24]} {n + 1}" for n in range(LINES // IN_A_CELL)]
    found_units(
        act=act(world.user("province_officer"), START),
        new=[NewUnit(uuid.uuid4(), Kind.CELL, name, CellType.VILLAGE) for name in names],
        parent=world.commune, decision=decision(world.province.pk, START),
    )  # fmt: skip
    lines = []
    parts = (samples.FAMILIES, samples.MIDDLES, samples.GIVEN, samples.GIVEN)
    for n in range(LINES):
        birth = dt.date(1950, 1, 1) + dt.timedelta(days=chance.randrange(18_000))
        begun = dt.date(birth.year + 22, chance.randrange(1, 13), chance.randrange(1, 28))
        days = (birth, begun, begun.replace(year=begun.year + 1))
        first, second, third = (f"{day:%d/%m/%Y}" for day in days)
        name = " ".join(map(chance.choice, parts))
        lines.append([n + 1, name, first, chance.choice(("Nam", "Nữ")), "", "", second, third,
                      names[n // IN_A_CELL], ""])  # fmt: skip
    path = Path(os.environ.get("CHIBO_VAR", "build")) / "list-45000.xlsx"
    path.write_bytes(samples.xlsx(samples.TITLES, *lines))
    return path, str(world.commune.pk)


def _read(path: Path) -> object:
    import python_calamine

    return python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def _kept() -> dict[str, tuple[list[str], list[Any]]]:
    """Take the rows out of their tables, in the order in which they can go in again."""
    from django.db import connection, transaction

    kept = {}
    with connection.cursor() as cursor:
        cursor.execute("pragma foreign_keys = off")
        with transaction.atomic():
            for table in TABLES:
                cursor.execute(f"select * from {table}")
                names = [f'"{column[0]}"' for column in cursor.description or ()]
                kept[table] = (names, cursor.fetchall())
            for table in TABLES[::-1]:
                cursor.execute(f"delete from {table}")
    return kept


def _insert(kept: dict[str, tuple[list[str], list[Any]]]) -> None:
    from django.db import connection, transaction

    with connection.cursor() as cursor, transaction.atomic():
        for table, (names, rows) in kept.items():
            holes = ", ".join(["%s"] * len(names))
            into = f"insert into {table} ({', '.join(names)}) values ({holes})"
            cursor.executemany(into, rows)


if __name__ == "__main__":
    main()
