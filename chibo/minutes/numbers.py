"""The register of numbers: every number of a unit, with its paper or why it is spoiled.

A number is spoiled where a corrected version no longer has the paper that bore it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from chibo.core import viet
from chibo.minutes.models import MinutesClosure
from chibo.papers.models import Paper, Series
from chibo.papers.rules import symbol


@dataclass(frozen=True)
class Numbered:
    """One number: what bears it, in how many versions; `spoiled` says why it is not used."""

    symbol: str
    title: str
    signed_on: dt.date | None
    meeting: UUID | None
    versions: tuple[int, ...] = ()
    spoiled: str = ""


@dataclass(frozen=True)
class Run:
    """The numbers of one kind of paper in one period, from 1 to the last given."""

    kind: str
    title: str
    period: str
    numbers: list[Numbered]


def register_of_numbers(unit: UUID) -> list[Run]:
    """Return every series of a unit, newest period first, in three queries."""
    papers: dict[tuple[str, str, int], list[dict[str, Any]]] = {}
    rows = (
        Paper.objects.filter(unit=unit, number__isnull=False)
        .values("id", "kind", "period", "number", "version", "signed_on", "content__title",
                "content__about")
        .order_by("version")
    )  # fmt: skip
    for row in cast(Iterable[Any], rows):
        papers.setdefault((row["kind"], row["period"], row["number"]), []).append(row)
    closures = _closures(unit)
    series = Series.objects.filter(unit=unit, last__gte=1).order_by("-period", "kind")
    return [_run(each, papers, closures) for each in series]


def _closures(unit: UUID) -> dict[UUID, list[dict[str, Any]]]:
    """Return the versions of each closed meeting, oldest first, by each paper's identifier."""
    rows = (
        MinutesClosure.objects.in_books_of([unit])
        .filter(meeting__isnull=False)
        .values("meeting", "version", "reason", "minutes_paper", "resolution_paper")
        .order_by("version")
    )
    of_meeting: dict[UUID, list[dict[str, Any]]] = {}
    for row in cast(Iterable[Any], rows):
        of_meeting.setdefault(row["meeting"], []).append(row)
    return {
        paper: versions
        for versions in of_meeting.values()
        for row in versions
        for paper in (row["minutes_paper"], row["resolution_paper"])
        if paper
    }


def _run(
    series: Series, papers: dict[tuple[str, str, int], list[dict[str, Any]]],
    closures: dict[UUID, list[dict[str, Any]]],
) -> Run:  # fmt: skip
    numbers = [
        _numbered(series.kind, number, papers.get((series.kind, series.period, number), []),
                  closures)
        for number in range(1, series.last + 1)
    ]  # fmt: skip
    titles = [rows[-1]["content__title"] for key, rows in papers.items() if key[0] == series.kind]
    title = viet.capital(titles[0].lower()) if titles else series.kind
    return Run(series.kind, title, series.period, numbers)


def _numbered(
    kind: str, number: int, rows: list[dict[str, Any]], closures: dict[UUID, list[dict[str, Any]]]
) -> Numbered:
    if not rows:
        return Numbered(symbol(kind, number), "", None, None)
    newest = rows[-1]
    versions = closures.get(newest["id"], [])
    return Numbered(
        symbol=symbol(kind, number),
        title=newest["content__about"],
        signed_on=newest["signed_on"],
        meeting=versions[-1]["meeting"] if versions else None,
        versions=tuple(row["version"] for row in rows),
        spoiled=_spoiled(newest["id"], versions),
    )


def _spoiled(paper: UUID, versions: list[dict[str, Any]]) -> str:
    """Return why the newest version of the meeting has this paper no longer; empty where it has."""
    had = [paper in (row["minutes_paper"], row["resolution_paper"]) for row in versions]
    if not had or had[-1]:
        return ""
    last = max(place for place, has in enumerate(had) if has)
    return str(versions[last + 1]["reason"])
