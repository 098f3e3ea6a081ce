"""What a piece of work asks of the database, and how long the database takes for it."""

import statistics
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

Statement = tuple[str, Any]
Found = dict[str, dict[str, Any]]
_notes: list[str] = []


def said(value: float, goal: float, better: str = "lower", digits: int = 3) -> dict[str, Any]:
    """Return a figure as bench.json keeps it."""
    return {"value": round(value, digits), "goal": goal, "better": better}


def note(text: str) -> None:
    """Print what stands behind a figure, and keep it for bench-about.json."""
    _notes.append(text)
    print(f"  {text}", flush=True)


def notes() -> list[str]:
    """Return what was noted since the last call."""
    found, _notes[:] = list(_notes), []
    return found


def questions(do: Callable[[], object]) -> list[Statement]:
    """Do something; return the questions that it put to the database."""
    found: list[Statement] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().lower().startswith("select"):
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        do()
    return found


def answer(statements: Iterable[Statement]) -> list[Any]:
    """Put questions to the database and read every row of the answers."""
    rows: list[Any] = []
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            rows = cursor.fetchall()
    return rows


def timed(do: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def in_turn(rounds: int, **works: Callable[[], object]) -> dict[str, float]:
    """Do works in turn, A B A B, once to warm up; return the median seconds of each."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, do in works.items():
            took = timed(do)
            if number:
                times[name].append(took)
    return {name: statistics.median(each) for name, each in times.items()}


def p95(times: Iterable[float]) -> float:
    """Return the time that 95 of 100 do not pass."""
    ordered = sorted(times) or [0.0]
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
