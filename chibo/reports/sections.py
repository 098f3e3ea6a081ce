"""The sections of a page of figures: which indicators stand together, and in which order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from chibo.assessments.indicators import GRADES
from chibo.core.indicators import Text
from chibo.figures.queries import Figures
from chibo.members.indicators import DOWN, UP
from chibo.reports.shown import Linked, Shown, change

Groups = tuple[tuple[Text, tuple[str, ...]], ...]

GRADED = tuple(f"grade_{grade}" for grade in GRADES)
UP_BY = tuple(f"up_{kind}" for kind in UP)
DOWN_BY = tuple(f"down_{kind}" for kind in DOWN)
INNER = {
    "held_unjudged",
    "from_paper",
    "not_held_explained",
    "late",
    "probationary",
    *UP_BY,
    *DOWN_BY,
}
# Left out where nothing of it was in any of the periods.
RARE = {*INNER, *GRADED, "extraordinary", "suspended", "away", "here", "carried", "recognised"} - {
    "not_held_explained", "late", "probationary",
}  # fmt: skip
SECTIONS: tuple[tuple[str, Text, Groups], ...] = (
    ("hop", _("Sinh hoạt định kỳ"), (
        ("", (
            "due", "held", "held_on_time", "held_late", "held_unjudged", "from_paper", "not_held",
            "not_held_explained",
        )),
    )),
    ("loai", _("Các loại buổi họp"), (
        ("", ("regular_alone", "both", "thematic_alone", "thematic", "extraordinary")),
    )),
    ("diem-danh", _("Điểm danh"), (
        (_("Trong mẫu số"), ("attendance", "late", "excused", "unexcused")),
        (_("Ngoài mẫu số"), ("exempt", "special_duty", "suspended")),
        (_("Sinh hoạt tạm thời, tính riêng"), ("away", "here")),
    )),
    ("trong-buoi", _("Trong buổi họp"), (
        ("", ("spoke", "length", "delegates", "under_half")),
    )),
    ("viec", _("Việc đã hứa"), (
        ("", ("promises_made", "promises_kept", "promises_late", "promises_dropped")),
    )),
    ("xep-loai", _("Xếp loại buổi họp"), (("", GRADED),)),
    ("dang-vien", _("Đảng viên"), (
        ("", ("members_start", "up", *UP_BY, "down", *DOWN_BY, "carried", "members",
              "probationary", "recognised")),
    )),
)  # fmt: skip
KEYS = tuple(key for _id, _title, groups in SECTIONS for _word, keys in groups for key in keys)


@dataclass(frozen=True)
class Row:
    """One indicator: now, and in other periods each with its difference in words."""

    now: Shown
    others: Sequence[tuple[Shown, str]]

    @property
    def is_inner(self) -> bool:
        return self.now.indicator.key in INNER

    @property
    def is_wanted(self) -> bool:
        if self.now.indicator.key not in RARE:
            return True
        every = [self.now, *(shown for shown, _change in self.others)]
        return not self.now.is_small and any(shown.value.part for shown in every)


@dataclass(frozen=True)
class Group:
    """Rows under one heading. is_small: all of them would break down too small a group."""

    title: Text
    rows: list[Row]

    @property
    def is_small(self) -> bool:
        told = [row for row in self.rows if row.now.value.part]
        return bool(told) and all(row.now.is_small for row in told)


@dataclass(frozen=True)
class Section:
    """A table: its place on the page, title, and rows by group."""

    id: str
    title: Text
    groups: list[Group]

    @property
    def indicators(self) -> list[Shown]:
        return [row.now for group in self.groups for row in group.rows]


def sections(
    now: tuple[Linked, Figures], others: Iterable[tuple[Linked, Figures]], *, running: bool
) -> list[Section]:
    """Return the tables of a period beside those of other periods."""
    beside = list(others)

    def row(key: str) -> Row:
        shown = now[0](now[1], key)
        compared = [linked(figures, key) for linked, figures in beside]
        return Row(shown, [(each, change(shown, each)) for each in compared])

    found = []
    for place, title, groups in SECTIONS:
        tables = []
        for word, keys in groups:
            wanted = (*keys, "waiting") if running and place == "hop" else keys
            rows = [each for each in map(row, wanted) if each.is_wanted]
            if rows:
                tables.append(Group(word, rows))
        found.append(Section(place, title, tables))
    return found
