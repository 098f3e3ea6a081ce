"""What a cell remembers: its topics, agendas, decisions and tasks, found without marks."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby, islice
from uuid import UUID

from django.db.models import Min

from chibo.ballots.models import Vote
from chibo.core import viet
from chibo.meetings.models import Item, Meeting, Seal
from chibo.members.models import Membership
from chibo.minutes.models import MinutesClosure
from chibo.people.queries import told_apart
from chibo.resolutions.models import ResolutionItem
from chibo.resolutions.queries import OpenTask, still_open, tasks_of

LONGEST_SEARCH = 200  # signs
MOST = 100  # lines of one list
LINE = 280  # signs that a page shows of one text
BEFORE = 80  # signs that stay before the first word found


@dataclass(frozen=True)
class Piece:
    """A part of a text. `is_found`: it is a word that was looked for."""

    text: str
    is_found: bool


@dataclass(frozen=True)
class Topic:
    """The topic of a thematic meeting. `meeting`: None where the month was copied from paper."""

    text: str
    day: dt.date
    meeting: UUID | None


@dataclass(frozen=True)
class Found:
    """One line that was found, without a name. kind: topic, item, decision, task.

    `text` and `more`: what was said and, under it, the conclusion or the sign of a task; a long
    text is cut around the first word found. `meeting`: as for a topic. `vote`: of a decision.
    `task`: with what was heard last.
    """

    kind: str
    day: dt.date
    meeting: UUID | None
    is_closed: bool
    text: list[Piece]
    more: list[Piece]
    vote: Vote | None = None
    task: OpenTask | None = None


@dataclass(frozen=True)
class Memory:
    """What was found, newest first: decisions, and the rest. `is_cut`: older lines are left out."""

    decided: list[Found]
    others: list[Found]
    is_cut: bool


def remembered(cell: UUID, words: list[str]) -> Memory:
    """Return what a cell has written with all these folded words, in seven queries.

    Agendas are looked through by title and conclusion; what was raised is nobody's to search.
    Meetings in the bin, and what was withdrawn, are not found. At most 100 lines of each list.
    """
    sealed = _sealed(cell)
    decided = list(islice(_decisions(cell, words, sealed), MOST + 1))
    kinds = (_topics, _items, _tasks)
    found = chain.from_iterable(of(cell, words, sealed) for of in kinds)
    others = sorted(found, key=lambda each: each.day, reverse=True)
    return Memory(decided[:MOST], others[:MOST], max(len(decided), len(others)) > MOST)


def topics_of(cell: UUID) -> list[Topic]:
    """Return the thematic topics of a cell, newest first, those copied from paper among them."""
    met = Meeting.objects.standing().filter(cell=cell, topic__gt="")
    copied = MinutesClosure.objects.newest().filter(cell=cell, meeting__isnull=True, topic__gt="")
    topics = [Topic(*row) for row in met.values_list("topic", "held_on", "pk")]
    topics += [Topic(*row, None) for row in copied.values_list("topic", "held_on")]
    return sorted(topics, key=lambda topic: (topic.day, topic.text), reverse=True)


@dataclass(frozen=True)
class OpenLine:
    """A promise that waits for its end. `name`: who is responsible, as the cell tells members
    apart. `is_late`: its day is over."""

    promise: OpenTask
    name: str
    is_late: bool


def open_lines(cell: UUID, *, today: dt.date) -> list[OpenLine]:
    """Return what a cell promised and has not finished, by the day due: the late ones first."""
    promises = still_open(cell, on=today)
    members = Membership.objects.on(today).filter(cell=cell).select_related("person")
    people = {row.person_id: row.person for row in members}
    people |= {each.task.responsible.person_id: each.task.responsible.person for each in promises}
    names = told_apart(people.values())
    return [
        OpenLine(each, names[str(each.task.responsible.person_id)], each.due_on < today)
        for each in promises
    ]


def by_person(lines: Iterable[OpenLine]) -> list[list[OpenLine]]:
    """Return open promises under who is responsible: names in Vietnamese order, no figure."""
    return [list(rows) for _who, rows in groupby(sorted(lines, key=_who), key=_who)]


def _who(line: OpenLine) -> tuple[str, int, str]:
    person = line.promise.task.responsible.person
    return person.sort_key, person.birth_year, str(person.pk)


def years_of(cell: UUID, *, today: dt.date) -> list[int]:
    """Return the years of a cell in this book, newest first: this one, and back to its first."""
    first = MinutesClosure.objects.newest().filter(cell=cell).aggregate(first=Min("month"))["first"]
    return list(range(today.year, min(first.year if first else today.year, today.year) - 1, -1))


def _sealed(cell: UUID) -> set[UUID]:
    """Return the meetings of a cell whose record is final."""
    rows = Seal.objects.filter(meeting__cell=cell, lifted_at__isnull=True)
    return set(rows.values_list("pk", flat=True))


def _decisions(cell: UUID, words: list[str], sealed: set[UUID]) -> Iterator[Found]:
    rows = (
        ResolutionItem.objects.filter(
            meeting__cell=cell, meeting__binned_at__isnull=True, is_withdrawn=False
        )
        .select_related("meeting", "vote")
        .order_by("-meeting__held_on", "-meeting__starts_at", "position")
    )
    for row in rows:
        if viet.has_words(row.text, words):
            yield Found(
                "decision", row.meeting.held_on, row.meeting_id, row.meeting_id in sealed,
                pieces(row.text, words), [], vote=row.vote,
            )  # fmt: skip


def _items(cell: UUID, words: list[str], sealed: set[UUID]) -> Iterator[Found]:
    rows = (
        Item.objects.filter(
            meeting__cell=cell, meeting__binned_at__isnull=True, is_withdrawn=False
        )
        .select_related("meeting")
        .defer("raised")
        .order_by("-meeting__held_on", "-meeting__starts_at", "position")
    )  # fmt: skip
    for row in rows:
        if viet.has_words(f"{row.title} {row.concluded}", words):
            yield Found(
                "item", row.meeting.held_on, row.meeting_id, row.meeting_id in sealed,
                pieces(row.title, words), pieces(row.concluded, words),
            )  # fmt: skip


def _tasks(cell: UUID, words: list[str], sealed: set[UUID]) -> Iterator[Found]:
    for each in tasks_of(cell):
        task = each.task
        if viet.has_words(f"{task.what} {task.known_by}", words):
            yield Found(
                "task", task.meeting.held_on, task.meeting_id, task.meeting_id in sealed,
                pieces(task.what, words), pieces(task.known_by, words), task=each,
            )  # fmt: skip


def _topics(cell: UUID, words: list[str], sealed: set[UUID]) -> Iterator[Found]:
    for topic in topics_of(cell):
        if viet.has_words(topic.text, words):
            closed = topic.meeting is None or topic.meeting in sealed
            text = pieces(topic.text, words)
            yield Found("topic", topic.day, topic.meeting, closed, text, [])


def pieces(text: str, words: list[str]) -> list[Piece]:
    """Return a text on one line, in parts: the words found, and what stands between them."""
    line = viet.tidy_line(text)
    spans = viet.spans_of(line, words)
    begin, end = _window(line, spans[0][0] if spans else 0)
    found, at = [Piece("… ", False)] if begin else [], begin
    for start, stop in spans:
        if stop <= end:
            found += [Piece(line[at:start], False), Piece(line[start:stop], True)]
            at = stop
    found += [Piece(line[at:end], False), Piece(" …" if end < len(line) else "", False)]
    return [piece for piece in found if piece.text]


def _window(line: str, first: int) -> tuple[int, int]:
    """Return where a long line is cut, between words, so that the first word found stays in it."""
    if len(line) <= LINE:
        return 0, len(line)
    begin = line.rfind(" ", 0, max(first - BEFORE, 0)) + 1
    end = min(begin + LINE, len(line))
    gap = line.rfind(" ", begin, end)
    return begin, gap if gap > begin and end < len(line) else end
