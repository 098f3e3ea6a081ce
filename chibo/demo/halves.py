"""Hold the demo's meetings on two processors: a copy of the base for the second half, then one.

Only for SQLite, and only here: rows of meetings have keys made by their acts, so two halves of the
cells never meet, and the second half's rows can be copied over as they are.
"""

import multiprocessing
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from django.apps import apps
from django.db import connection, transaction
from django.db.models import AutoField, Model

T = TypeVar("T")
ROOMS_OF_A_MEETING = (
    "ballots", "plans", "preparations", "meetings", "resolutions", "assessments", "minutes",
    "papers", "journal", "recounts",
)  # fmt: skip


def in_halves(work: Callable[[Sequence[T]], object], things: Sequence[T]) -> None:
    """Do the work on all things, half of them in another process where that is possible."""
    path = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor != "sqlite" or (os.cpu_count() or 1) < 2 or not path.is_file():
        with transaction.atomic():
            work(things)
        return
    connection.close()
    copy = path.with_suffix(".half")
    shutil.copyfile(path, copy)
    second = multiprocessing.get_context("fork").Process(
        target=_on_copy, args=(copy, work, things[1::2])
    )
    second.start()
    with transaction.atomic():
        work(things[::2])
    second.join()
    if second.exitcode != 0:
        raise RuntimeError("the second half of the demo failed")
    _take_over(copy)
    copy.unlink()


def _on_copy(copy: Path, work: Callable[[Sequence[T]], object], things: Sequence[T]) -> None:
    connection.settings_dict["NAME"] = str(copy)
    with transaction.atomic():
        work(things)
    connection.close()


def _take_over(copy: Path) -> None:
    """Copy the rows of meetings that only the copy has; what is asked for twice does no harm."""
    with connection.cursor() as cursor:
        cursor.execute("attach database %s as half", [str(copy)])
    with transaction.atomic(), connection.cursor() as cursor:
        for room in ROOMS_OF_A_MEETING:
            for model in apps.get_app_config(room).get_models():
                cursor.execute(_insert(model))
    with connection.cursor() as cursor:
        cursor.execute("detach database half")


def _insert(model: type[Model]) -> str:
    """Return the statement for one table; numbers given by the table itself are given anew."""
    fields = [f for f in model._meta.concrete_fields if not isinstance(f, AutoField)]
    columns = ", ".join(f'"{field.column}"' for field in fields if field.column)
    table = model._meta.db_table
    return f'insert or ignore into "{table}" ({columns}) select {columns} from half."{table}"'  # noqa: S608 - names of our own tables
