from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chibo.members.models import Membership
from chibo.organizations.models import Unit
from chibo.papers.models import Paper
from chibo.rulebook.models import RulePack


class Kind(models.TextChoices):
    REGULAR = "regular", _("Định kỳ")
    THEMATIC = "thematic", _("Chuyên đề")
    BOTH = "both", _("Định kỳ, nối tiếp chuyên đề")
    EXTRAORDINARY = "extraordinary", _("Bất thường")
    COMMITTEE = "committee", _("Họp chi ủy")


class YearPlan(models.Model):
    """A cell's meetings of a year were laid, by the rules in force that day."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    cell = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="year_plans")
    year = models.PositiveSmallIntegerField()
    rule_pack = models.ForeignKey(RulePack, on_delete=models.PROTECT, related_name="+")
    laid_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cell", "year"], name="one_plan_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.cell_id}"


class PlannedMeetingQuerySet(models.QuerySet["PlannedMeeting"]):
    def standing(self) -> "PlannedMeetingQuerySet":
        """Return the meetings that are still planned."""
        return self.filter(is_withdrawn=False)


class PlannedMeeting(models.Model):
    """A meeting that is to come. `month` is the month it answers for (its first day).

    `planned_on` is the day it stands on now; what it was before is in its moves.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    cell = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="planned_meetings")
    month = models.DateField()
    kind = models.CharField(max_length=13, choices=Kind.choices)
    topic = models.CharField(max_length=200, blank=True)
    presenter = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", null=True)
    planned_on = models.DateField()
    starts_at = models.TimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    is_withdrawn = models.BooleanField(default=False)

    objects: ClassVar[PlannedMeetingQuerySet] = PlannedMeetingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cell", "month"],
                condition=Q(kind__in=["regular", "both"], is_withdrawn=False),
                name="one_regular_planned_a_month",
            ),
        ]
        indexes = [models.Index(fields=["cell", "planned_on"], name="planned_of_cell")]

    def __str__(self) -> str:
        return f"{self.kind} {self.planned_on} {self.pk}"


class IssuedPlan(models.Model):
    """The plan of a year's meetings, or its thematic programme, as it was issued."""

    class What(models.TextChoices):
        PLAN = "plan", _("Kế hoạch sinh hoạt năm")
        PROGRAMME = "programme", _("Chương trình chuyên đề")

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    cell = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="issued_plans")
    year = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=9, choices=What.choices)
    version = models.PositiveSmallIntegerField()
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cell", "year", "what", "version"], name="one_plan_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.year} v{self.version} {self.cell_id}"


class Move(models.Model):
    """A planned meeting was put on another day, with the reason."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    planned = models.ForeignKey(PlannedMeeting, on_delete=models.PROTECT, related_name="moves")
    from_day = models.DateField()
    to_day = models.DateField()
    reason = models.CharField(max_length=200)
    entered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.from_day} to {self.to_day} {self.pk}"


class MissedMonth(models.Model):
    """Why a cell held no regular meeting in a month: the cell's own sentence."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    cell = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="missed_months")
    month = models.DateField()
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cell", "month"], name="one_reason_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.cell_id}"


class SwappedDay(models.Model):
    """A day that an operator declares off, or a working day, over the calendar's own."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="swapped_days")
    day = models.DateField()
    is_off = models.BooleanField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "day"], name="a_day_is_swapped_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {'off' if self.is_off else 'worked'} {self.unit_id}"
