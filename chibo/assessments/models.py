from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chibo.core.dated import Dated, DatedQuerySet, span_in_order
from chibo.meetings.models import Meeting
from chibo.organizations.models import Unit


class Grade(models.TextChoices):
    """How a meeting went; of a meeting only."""

    GOOD = "good", _("Tốt")
    FAIR = "fair", _("Khá")
    AVERAGE = "average", _("Trung bình")
    WEAK = "weak", _("Kém")
    PASSED = "passed", _("Đạt")
    NOT_PASSED = "not_passed", _("Chưa đạt")


class FramePack(Dated):
    """A frame by which meetings are scored, from a day. Never edited: a change is a new row.

    `issuer` is empty for the Centre. An example is another place's: it applies to nobody.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField(null=True)
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=60, unique=True)
    number = models.CharField(max_length=40, blank=True)
    issuer_name = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    signed_on = models.DateField(null=True)
    is_example = models.BooleanField(default=False)
    content = models.JSONField()
    entered_at = models.DateTimeField()

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [span_in_order("frame_span")]

    def __str__(self) -> str:
        return self.code


class ScoreSheet(models.Model):
    """What was said of one meeting, item by item: by the cell, or by who follows it from above.

    answers: item key to points, does_not_apply, reason. What the record computes is not kept
    here: it is computed again until the minutes are closed.
    """

    class Side(models.TextChoices):
        CELL = "cell", _("Chi bộ tự chấm")
        ABOVE = "above", _("Cấp ủy viên theo dõi chấm")

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="score_sheets")
    side = models.CharField(max_length=5, choices=Side.choices)
    frame = models.ForeignKey(FramePack, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "side"], name="one_sheet_a_side"),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.meeting_id}"


class LateAnswer(models.Model):
    """What the cell said of one item that falls after the meeting, once the minutes were closed.

    `item` is the item's key in the frame, `done_on` the day it was done. The newest row of an item
    counts; the closed minutes and their papers stay as they were.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="late_answers")
    item = models.CharField(max_length=60)
    points = models.DecimalField(max_digits=5, decimal_places=1)
    does_not_apply = models.BooleanField(default=False)
    done_on = models.DateField(null=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(points__gte=0), name="late_answer_from_0"),
            models.CheckConstraint(
                condition=Q(points=0) | Q(does_not_apply=True) | Q(done_on__isnull=False),
                name="late_answer_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} of {self.meeting_id}"
