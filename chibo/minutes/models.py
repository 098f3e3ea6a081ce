from collections.abc import Iterable
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from chibo.accounts.models import User
from chibo.meetings.models import Meeting
from chibo.organizations.models import Unit
from chibo.papers.models import Paper
from chibo.plans.models import Kind
from chibo.rulebook.models import RulePack


class ClosureQuerySet(models.QuerySet["MinutesClosure"]):
    def newest(self) -> "ClosureQuerySet":
        """Return the version of each meeting that counts."""
        return self.filter(is_newest=True)

    def in_books_of(self, cells: Iterable[UUID]) -> "ClosureQuerySet":
        """Return the closures that stand in the books of these cells."""
        ids = list(cells)
        return self.filter(Q(kept_by__in=ids) | Q(kept_by__isnull=True, cell__in=ids))

    def of_cells(self, cells: Iterable[UUID]) -> "ClosureQuerySet":
        """Return the closures that stand in the books of these cells, or count for them."""
        ids = list(cells)
        return self.filter(Q(kept_by__in=ids) | Q(cell__in=ids))


class MinutesClosure(models.Model):
    """The minutes of a meeting, closed: what every level above will ever count of it.

    `superior` is the cell's place on the day, `rule_pack` and `rules` what judged it. A rate is
    `present / counted`; `late` is part of `present`. A correction is a new version with its
    reason; the old row and its papers stay. A month from before the book is copied from paper:
    it has no meeting, no papers and no rules here, and what the paper does not say is null.
    `points` of `points_of` are the meeting's score by its frame, never a person's; `after_items`
    are the keys of the items that fell after the meeting and waited when this was closed.
    `on_time`: a regular meeting was held in time, by the rules of that day; null: not judged.
    A decision on units that reaches back to the day lets `cell` and `superior` follow it; `kept_by`
    then names the cell in whose book the meeting stands.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="closures", null=True, db_index=False
    )  # a unique key begins with it
    is_from_paper = models.BooleanField(default=False)
    version = models.PositiveSmallIntegerField(default=1)
    is_newest = models.BooleanField(default=True)
    reason = models.CharField(max_length=500, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    cell = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="closures")
    kept_by = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True)
    superior = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    rule_pack = models.ForeignKey(RulePack, on_delete=models.PROTECT, related_name="+")
    rules = models.JSONField()

    kind = models.CharField(max_length=13, choices=Kind.choices)
    topic = models.CharField(max_length=200, blank=True)
    month = models.DateField()
    held_on = models.DateField()
    length_minutes = models.PositiveSmallIntegerField(null=True)
    on_time = models.BooleanField(null=True)
    days_to_entry = models.PositiveIntegerField()
    delegate_present = models.BooleanField()

    official = models.PositiveSmallIntegerField()
    probationary = models.PositiveSmallIntegerField()
    exempt = models.PositiveSmallIntegerField()
    suspended = models.PositiveSmallIntegerField()
    away = models.PositiveSmallIntegerField()
    here = models.PositiveSmallIntegerField()
    special_duty = models.PositiveSmallIntegerField()
    counted = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()
    late = models.PositiveSmallIntegerField()
    excused = models.PositiveSmallIntegerField()
    unexcused = models.PositiveSmallIntegerField()
    spoke = models.PositiveSmallIntegerField(null=True)
    points = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    points_of = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    grade = models.CharField(max_length=10, blank=True)
    after_items = models.JSONField(default=list)

    tasks_done = models.PositiveSmallIntegerField()
    tasks_partly = models.PositiveSmallIntegerField()
    tasks_not_done = models.PositiveSmallIntegerField()
    tasks_dropped = models.PositiveSmallIntegerField()
    tasks_new = models.PositiveSmallIntegerField()
    petitions = models.PositiveSmallIntegerField()

    minutes_paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True)
    resolution_paper = models.ForeignKey(
        Paper, on_delete=models.PROTECT, related_name="+", null=True
    )
    score_paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True)
    roll_call_paper = models.ForeignKey(
        Paper, on_delete=models.PROTECT, related_name="+", null=True
    )
    task_list_paper = models.ForeignKey(
        Paper, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[ClosureQuerySet] = ClosureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="one_closure_a_version"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(is_newest=True), name="one_newest_closure"
            ),
            models.CheckConstraint(
                condition=Q(counted=F("present") + F("excused") + F("unexcused")),
                name="closure_roll_adds_up",
            ),
            models.CheckConstraint(condition=Q(late__lte=F("present")), name="late_are_present"),
            models.CheckConstraint(
                condition=Q(version=1, reason="") | Q(version__gt=1, reason__gt=""),
                name="new_version_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_from_paper=True, meeting__isnull=True, minutes_paper__isnull=True)
                | Q(is_from_paper=False, meeting__isnull=False, minutes_paper__isnull=False),
                name="copied_has_no_meeting",
            ),
            models.UniqueConstraint(
                Coalesce("kept_by", "cell"),
                "month",
                condition=Q(is_from_paper=True, kind__in=["regular", "both"], is_newest=True),
                name="one_copied_regular_a_month",
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0), name="points_from_0"
            ),
        ]
        indexes = [
            models.Index(fields=["month", "cell"], name="closures_of_month"),
            models.Index(fields=["cell", "held_on"], name="closures_of_cell"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} v{self.version}"

    @property
    def book(self) -> UUID:
        """The cell in whose book it stands."""
        return self.kept_by_id or self.cell_id

    @property
    def tasks_answered(self) -> int:
        return self.tasks_done + self.tasks_partly + self.tasks_not_done + self.tasks_dropped


class Reopening(models.Model):
    """Closed minutes were opened again, to become `version`; the closed ones count meanwhile."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="reopenings")
    version = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "version"],
                condition=Q(given_up_at__isnull=True),
                name="one_reopening_a_version",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=2, reason__gt=""), name="reopening_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} to v{self.version}"
