from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chibo.ballots.models import Vote
from chibo.meetings.models import Meeting
from chibo.members.models import Membership
from chibo.organizations.models import Unit


class ResolutionItem(models.Model):
    """A decision of the cell, with its vote. `kind` names the vote rule: ordinary, admission …"""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="resolution_items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=30)
    text = models.TextField()
    vote = models.OneToOneField(Vote, on_delete=models.PROTECT, related_name="+")
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["meeting", "position"], name="resolution_items_of")]

    def __str__(self) -> str:
        return f"{self.position} {self.pk}"


class Task(models.Model):
    """A promise: what, who, by when, how we shall know."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    cell = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="tasks")
    item = models.ForeignKey(ResolutionItem, on_delete=models.PROTECT, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=500)
    state_before = models.CharField(max_length=200, blank=True)
    responsible = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    known_by = models.CharField(max_length=500)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["cell", "due_on"], name="tasks_of_cell")]

    def __str__(self) -> str:
        return f"{self.what} {self.pk}"


class TaskHelper(models.Model):
    """A member who helps with a task."""

    pk = models.CompositePrimaryKey("task_id", "membership_id")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="helpers")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    province = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.membership_id} helps {self.task_id}"


class TaskAnswer(models.Model):
    """What a meeting heard about an earlier meeting's task."""

    class Outcome(models.TextChoices):
        DONE = "done", _("Đã xong")
        PARTLY = "partly", _("Làm được một phần")
        NOT_DONE = "not_done", _("Chưa làm")
        DROPPED = "dropped", _("Thôi, theo quyết nghị")

    pk = models.CompositePrimaryKey("task_id", "meeting_id")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="answers")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="task_answers")
    province = models.UUIDField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    result = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    new_due_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["done", "dropped"], new_due_on__isnull=True)
                | Q(outcome__in=["partly", "not_done"], new_due_on__isnull=False),
                name="undone_task_has_new_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.task_id} {self.meeting_id}"


class AgreedCorrection(models.Model):
    """What a member agreed to mend, by when: the cell's own, never in minutes or journal."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="corrections")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    due_on = models.DateField()

    def __str__(self) -> str:
        return f"correction {self.pk}"
