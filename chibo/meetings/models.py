from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chibo.members.models import Membership
from chibo.organizations.models import Unit
from chibo.plans.models import Kind, PlannedMeeting
from chibo.preparations.models import AgendaItem


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def standing(self) -> "MeetingQuerySet":
        """Return meetings that are not in the bin."""
        return self.filter(binned_at__isnull=True)


class Meeting(models.Model):
    """A sitting of a cell. `month` is the month it answers for (its first day)."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    cell = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="meetings")
    planned = models.ForeignKey(
        PlannedMeeting, on_delete=models.PROTECT, related_name="meetings", null=True
    )
    kind = models.CharField(max_length=13, choices=Kind.choices)
    topic = models.CharField(max_length=200, blank=True)
    month = models.DateField()
    held_on = models.DateField()
    starts_at = models.TimeField()
    ends_at = models.TimeField(null=True)
    place = models.CharField(max_length=200)
    chair = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    writer = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    delegate = models.CharField(max_length=200, blank=True)
    guests = models.CharField(max_length=500, blank=True)
    dues = models.CharField(max_length=200, blank=True)
    special_duty = models.PositiveSmallIntegerField(default=0)
    spoke = models.PositiveSmallIntegerField(null=True)
    criticism_held = models.BooleanField(null=True)
    entered_at = models.DateTimeField()
    binned_at = models.DateTimeField(null=True)

    objects: ClassVar[MeetingQuerySet] = MeetingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cell", "month"],
                condition=Q(kind__in=["regular", "both"], binned_at__isnull=True),
                name="one_regular_meeting_a_month",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["cell", "held_on"], name="meetings_of_cell")]

    def __str__(self) -> str:
        return f"{self.kind} {self.held_on} {self.pk}"

    @property
    def is_committee(self) -> bool:
        """Whether the cell's committee met, not the cell."""
        return self.kind == Kind.COMMITTEE

    @property
    def must_hear(self) -> bool:
        """Whether each open promise must be answered here before the minutes are closed."""
        return self.kind in {Kind.REGULAR, Kind.BOTH}


class Seal(models.Model):
    """The record of a sitting is final: put by the closing of the minutes.

    Lifted while a new version of closed minutes is being written; the row stays.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, primary_key=True)
    province = models.UUIDField()
    sealed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"seal {self.pk}"


class Attendance(models.Model):
    """How one member was marked. Standing, counting and vote are those of the day."""

    class Mark(models.TextChoices):
        PRESENT = "present", _("Có mặt")
        LATE = "late", _("Đến muộn")
        EXCUSED = "excused", _("Vắng có lý do")
        UNEXCUSED = "unexcused", _("Vắng không lý do")
        NOT_EXPECTED = "not_expected", _("Không tính")

    class Reason(models.TextChoices):
        FAR_WORK = "far_work", _("Đi làm xa")
        FAMILY = "family", _("Việc gia đình")
        HEALTH = "health", _("Sức khỏe")
        DUTY = "duty", _("Công tác")
        OTHER = "other", _("Lý do khác")

    pk = models.CompositePrimaryKey("meeting_id", "membership_id")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="attendances", db_index=False
    )  # the key begins with it
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    province = models.UUIDField()
    mark = models.CharField(max_length=12, choices=Mark.choices)
    reason = models.CharField(max_length=8, choices=Reason.choices, blank=True)
    late_at = models.TimeField(null=True)
    standing = models.CharField(max_length=12)
    is_official = models.BooleanField()
    is_counted = models.BooleanField()
    votes = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mark="excused", reason__gt="") | ~Q(mark="excused"),
                name="excused_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(late_at__isnull=True) | Q(mark="late"), name="only_late_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mark} {self.membership_id} {self.meeting_id}"


class Item(models.Model):
    """One point of the agenda: what was raised, what was concluded."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    prepared = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="items", null=True
    )
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    raised = models.TextField(blank=True)
    concluded = models.TextField(blank=True)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["meeting", "position"], name="items_of_meeting")]

    def __str__(self) -> str:
        return f"{self.position} {self.title} {self.pk}"


class VisitChoice(models.Model):
    """The cell chose to keep a list of whom to visit after missed meetings."""

    cell = models.OneToOneField(Unit, on_delete=models.PROTECT, primary_key=True)
    province = models.UUIDField()
    chosen_on = models.DateField()

    def __str__(self) -> str:
        return f"visits of {self.pk}"


class Visit(models.Model):
    """A member who missed a meeting was visited: the day, no story. Deleted after a year."""

    pk = models.CompositePrimaryKey("meeting_id", "membership_id")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="visits")
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    province = models.UUIDField()
    visited_on = models.DateField()

    def __str__(self) -> str:
        return f"visit {self.meeting_id} {self.membership_id}"
